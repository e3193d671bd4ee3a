//! What the help and the manual pages say besides the arguments: examples, files, environment, exit status.

use clap::{Command, CommandFactory};

use super::args::Args;

/// A section of a manual page: terms, and what they mean.
pub(super) type Terms = &'static [(&'static str, &'static str)];

/// What `--help` and the page of a command show last: what a line is for, and the line.
pub(super) fn examples(command: &str) -> Terms {
    match command {
        "zonelint" => &[
            ("check all zones below the current directory", "zonelint check"),
            ("read about a finding", "zonelint explain srv-port-transposed"),
            ("start with an old repository", "zonelint check --write-baseline"),
        ],
        "check" => &[
            (
                "Files: a zone as its server sends it",
                "dig AXFR example.com @ns1 | zonelint check --origin example.com -",
            ),
            ("Input: which zone each file is", "zonelint check --list-files zones/"),
            ("Rules: those of another file", "zonelint check --config rules/strict.yaml zones/"),
            ("Checks: be strict on one, silent on others", "zonelint check --error ns-single --off '*-unusual'"),
            ("Fixes: look at them, then have them made", "zonelint check --diff zones/; zonelint check --fix zones/"),
            (
                "Known findings: show what a branch brings, and check what it changed",
                "zonelint check --base origin/main",
            ),
            ("Known findings: write them down, so that only new ones are shown", "zonelint check --write-baseline"),
            ("Output: a report for code scanning", "zonelint check --format sarif --output-file zonelint.sarif"),
        ],
        "diff" => &[
            ("what is about to be committed", "zonelint diff HEAD"),
            ("two revisions, as in a pull request", "zonelint diff origin/main HEAD"),
            ("two files of one zone", "zonelint diff old/example.com.zone new/example.com.zone"),
            ("Output: for a ticket", "zonelint diff --format markdown --output-file change.md"),
        ],
        "services" => &[
            ("one service in all zones", "zonelint services --service _sipfederationtls"),
            ("Output: for a ticket", "zonelint services --format markdown zones/"),
            ("Output: a page to print", "zonelint services --format html --output-file services.html"),
        ],
        "explain" => &[
            ("the page of a check", "zonelint explain srv-port-transposed"),
            ("checks about a subject", "zonelint explain wildcard"),
        ],
        "rules" => &[
            ("the severities of all SRV checks", "zonelint rules 'srv-*'"),
            ("the checks that are off", "zonelint rules | grep ' off '"),
        ],
        "config" => &[
            ("what is expected of one zone", "zonelint config zones/example.com.zone"),
            ("let an editor complete rule files", "zonelint config --schema > zonelint.schema.json"),
        ],
        "init" => &[("write zonelint.yaml", "zonelint init"), ("only look at it", "zonelint init --output - zones/")],
        "lsp" => &[("what an editor starts", "zonelint lsp")],
        "completions" => &[("in fish, for this session", "zonelint completions fish | source")],
        "man" => &[("read the page of a command", "zonelint man check | man -l -")],
        _ => &[],
    }
}

/// What the exit status says.
pub(super) fn exit_status(command: &str) -> Terms {
    match command {
        "zonelint" => &[
            ("0", "no findings at or above --fail-on"),
            ("1", "findings at or above --fail-on"),
            ("2", "the job could not be done, or only in part: standard error says why"),
        ],
        "check" => &[
            ("0", "no findings at or above --fail-on"),
            ("1", "findings at or above --fail-on; with --diff, a difference"),
            ("2", "the job could not be done, or only in part: standard error says why"),
        ],
        "diff" => &[
            ("0", "no difference"),
            ("1", "a difference"),
            ("2", "the job could not be done, or only in part: standard error says why"),
        ],
        "lsp" => &[
            ("0", "the editor ended the session"),
            ("1", "it left without a word"),
            ("2", "it cannot be told anything: standard error says why"),
        ],
        _ => &[("0", "done"), ("2", "not done: standard error says why")],
    }
}

/// The same in a line.
const EXIT_STATUS: &str = "Exit status: 0 clean, 1 findings at or above --fail-on, 2 job not completed";

/// The files that are looked for.
#[cfg(feature = "cli")]
pub(super) const FILES: Terms = &[
    (
        "zonelint.yaml, .zonelint.yaml",
        "The rule file: in the current directory or the nearest one above, up to the root of the git repository.",
    ),
    ("zonelint-baseline.json", "The baseline: beside the rule file or, without one, in the current directory."),
    (
        "named.conf, nsd.conf, knot.conf",
        "The configurations of servers: where one is in a searched directory, it tells which files are which zones.",
    ),
];

/// The variables of the environment that are looked at.
#[cfg(feature = "cli")]
pub(super) const ENVIRONMENT: Terms = &[
    ("COLUMNS", "How wide text is, from 40 to 120; otherwise as wide as the terminal, or 80."),
    ("NO_COLOR", "No colours, if it is not empty."),
    ("FORCE_COLOR, CLICOLOR_FORCE", "Colours even if standard output is no terminal, if neither empty nor 0."),
    ("LC_ALL, LC_CTYPE, LANG", "Frames are drawn with line characters in a UTF-8 locale, otherwise with ASCII."),
    ("TERM", "No colours and no progress, if it is dumb."),
];

/// The arguments with their help, made for a width.
pub(super) fn command(width: usize) -> Command {
    let program = Args::command().term_width(width);
    let names: Vec<String> = program.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let program = program.after_long_help(after("zonelint"));
    names.into_iter().fold(program, |program, name| {
        let long = after(&name);
        program.mut_subcommand(name, |command| match command.get_name() {
            "check" => command.after_help(EXIT_STATUS).after_long_help(long),
            _ => command.after_long_help(long),
        })
    })
}

fn after(command: &str) -> String {
    let mut text = String::from("Examples:\n");
    for (what, line) in examples(command) {
        text.extend(["  ", what, ":\n      ", line, "\n"]);
    }
    text.push_str("\nExit status:\n");
    for (status, what) in exit_status(command) {
        text.extend(["  ", status, "  ", what, "\n"]);
    }
    text.truncate(text.trim_end().len());
    text
}
