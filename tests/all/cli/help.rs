//! Help, lists and pages: fitted to the terminal, and one line each for programs.

use std::collections::BTreeMap;

use zonelint::cli::{Exit, Io, run, time_of_day};

use crate::support::{program, project, project_with, text, zonelint};

const COMMANDS: [&str; 10] =
    ["check", "diff", "services", "explain", "rules", "config", "init", "lsp", "completions", "man"];

/// What is written on a terminal of a width.
fn on_terminal(columns: usize, arguments: &[&str]) -> String {
    let mut stdout = Vec::new();
    let mut io = Io {
        fs: &zonelint::fs::OsFs::default(),
        stdout: &mut stdout,
        stderr: &mut Vec::new(),
        stdin: &mut &b""[..],
        stdout_is_terminal: true,
        stdout_shows_links: false,
        columns: Some(columns),
        progress: None,
        env: &|name| (name == "NO_COLOR").then(|| "1".to_owned()),
        clock: &time_of_day,
        cwd: project().path().to_path_buf(),
    };
    let arguments = std::iter::once(&"zonelint").chain(arguments);
    assert_eq!(run(arguments.map(Into::into).collect(), &mut io), Exit::Clean);
    String::from_utf8(stdout).expect("output is UTF-8")
}

/// Of the lines but for how a command is called, which is one line.
fn widest(text: &str) -> usize {
    text.lines().filter(|line| !line.starts_with("Usage:")).map(|line| line.chars().count()).max().unwrap_or(0)
}

#[test]
fn help_fits_the_terminal() {
    for columns in [40, 60, 80, 120] {
        for command in COMMANDS {
            for flag in ["-h", "--help"] {
                let help = on_terminal(columns, &[command, flag]);
                assert!(widest(&help) <= columns, "{command} {flag} in {columns} columns:\n{help}");
            }
        }
    }
    let (narrow, wide) = (on_terminal(20, &["check", "-h"]), on_terminal(200, &["check", "-h"]));
    assert!(widest(&narrow) <= 40 && widest(&wide) <= 120, "the width has bounds");
}

#[test]
fn help_is_short_or_long_and_has_an_example_of_each_group() {
    let (short, long) = (on_terminal(80, &["check", "-h"]), on_terminal(80, &["check", "--help"]));
    assert!(short.lines().count() * 2 < long.lines().count(), "{short}");
    assert!(short.contains("Exit status:"), "{short}");
    let groups: Vec<&str> = long.lines().filter(|line| line.ends_with(':') && !line.starts_with(' ')).collect();
    let (_, examples) = long.split_once("\nExamples:\n").expect("there are examples");
    for group in groups.iter().filter(|group| !["Arguments:", "Options:", "Examples:", "Exit status:"].contains(group))
    {
        let first = group.split([' ', ':']).next().expect("a group has a name");
        assert!(examples.contains(&format!("  {first}")), "{group} has no example");
    }
    for command in COMMANDS {
        let long = on_terminal(80, &[command, "--help"]);
        assert!(long.contains(&format!("zonelint {command}")) && long.contains("Examples:"), "{long}");
    }
}

#[test]
fn lists_are_a_line_each_for_programs_and_fit_the_terminal_for_people() {
    let dir = project();
    let severities = |command: &str| -> BTreeMap<String, String> {
        let run = zonelint(dir.path(), &[command]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let words = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
        run.stdout.lines().map(words).map(|words| (words[0].clone(), words[1].clone())).collect()
    };
    let (explained, in_force) = (severities("explain"), severities("rules"));
    assert_eq!(explained, in_force, "without a rule file the severities are the same");
    assert_eq!(in_force["ns-single"], "off");
    assert_eq!(in_force["srv-port-transposed"], "error");
    for command in ["explain", "rules"] {
        for columns in [40, 80, 120] {
            let list = on_terminal(columns, &[command]);
            assert!(widest(&list) <= columns, "{list}");
            assert!(list.lines().count() > in_force.len(), "{list}");
        }
    }
}

#[test]
fn severities_are_the_same_in_all_documents() {
    let dir = project();
    let document = |arguments: &[&str]| zonelint(dir.path(), arguments).json();
    let rules = document(&["rules", "-f", "json"]);
    let checks = document(&["explain", "-f", "json"]);
    let severities = |list: &serde_json::Value, id: &str| -> Vec<(String, String)> {
        list.as_array().expect("a list").iter().map(|row| (text(&row[id]), text(&row["severity"]))).collect()
    };
    assert_eq!(severities(&rules["rules"], "check"), severities(&checks["checks"], "id"));
}

#[test]
fn lists_are_chosen_by_words_and_patterns() {
    let dir = project();
    let ids = |arguments: &[&str]| -> Vec<String> {
        let run = zonelint(dir.path(), arguments);
        assert_eq!(run.code, 0, "{run:#?}");
        run.stdout.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
    };
    assert_eq!(ids(&["rules", "ttl-too-*"]), ["ttl-too-large"]);
    assert_eq!(ids(&["rules", "ns-single", "ttl-too-large"]), ["ns-single", "ttl-too-large"]);
    assert!(ids(&["rules", "srv-*"]).iter().all(|id| id.starts_with("srv-")));
    let about = ids(&["explain", "wildcard"]);
    assert!(about.contains(&"wildcard-not-leftmost".to_owned()) && about.len() < 6, "{about:?}");
    // A word of the summary does as well.
    assert!(ids(&["explain", "mailbox"]).contains(&"soa-rname-invalid".to_owned()));
    for arguments in [["rules", "qqqq-*"], ["explain", "qqqq-*"], ["rules", "qqqq"]] {
        let run = zonelint(dir.path(), &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("`zonelint explain` lists all"), "{run:#?}");
    }
}

#[test]
fn pages_are_rendered_for_people_and_markdown_for_programs() {
    let dir = project();
    let raw = zonelint(dir.path(), &["explain", "srv-port-mistyped", "ttl-too-large"]).stdout;
    assert!(raw.starts_with("# srv-port-mistyped\n") && raw.contains("\n# ttl-too-large\n"), "{raw}");
    for columns in [40, 80] {
        let page = on_terminal(columns, &["explain", "srv-port-mistyped"]);
        assert!(page.starts_with("srv-port-mistyped\n") && page.contains("\nWhy it hurts\n"), "{page}");
        assert!(!page.contains("```") && !page.contains("## ") && !page.contains("|--"), "{page}");
        // Examples are not broken, so that they can be copied.
        assert!(page.contains("\n      _sipfederationtls._tcp IN SRV 0 0 50661 edge\n"), "{page}");
        let prose = page.lines().filter(|line| line.starts_with("  ") && !line.starts_with("      "));
        assert!(
            prose.clone().count() > 10 && widest(&prose.collect::<Vec<_>>().join("\n")) <= columns.max(70),
            "{page}"
        );
    }
}

#[test]
fn man_pages_are_complete() {
    let dir = project();
    for command in COMMANDS {
        let page = zonelint(dir.path(), &["man", command]).stdout;
        for section in ["NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
            let heading = if section.contains(' ') { format!(".SH \"{section}\"") } else { format!(".SH {section}") };
            assert!(page.contains(&heading), "{command}: {section}\n{page}");
        }
    }
    for arguments in [&["man"][..], &["man", "check"]] {
        let page = zonelint(dir.path(), arguments).stdout;
        assert!(page.contains(".SH FILES") && page.contains(".SH ENVIRONMENT"), "{page}");
        assert!(page.contains("zonelint.yaml") && page.contains("NO_COLOR"), "{page}");
    }
    let run = zonelint(dir.path(), &["man", "chekc"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `check`?"), "{run:#?}");
}

/// Every variable that the program looks at is in the manual.
#[test]
fn man_pages_name_the_variables_that_are_read() {
    let page = zonelint(project().path(), &["man"]).stdout.replace("\\-", "-");
    for name in ["COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG", "TERM"] {
        assert!(page.contains(name), "{name}");
    }
}

#[test]
fn completions_offer_checks_commands_and_formats() {
    let dir = project();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program(dir.path()).args(["completions", shell]).output().expect("it runs").stdout;
        let script = String::from_utf8(script).expect("a script is text");
        assert!(script.contains("explain"), "{shell}");
        // The generators of the two others offer no values.
        if !["powershell", "elvish"].contains(&shell) {
            for word in ["sarif", "srv-port-transposed", "limit-reached"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}

/// The names of the flags of a command, as its help lists them.
fn flags(command: &str) -> Vec<String> {
    let help = on_terminal(120, &[command, "--help"]);
    let words = help.lines().filter_map(|line| line.trim_start().trim_start_matches("-c, ").split_whitespace().next());
    let flags = words.map(|word| word.trim_start_matches(|c: char| !c.is_ascii_alphabetic()));
    let listed = |flag: &&str| help.contains(&format!("--{flag}"));
    let mut flags: Vec<String> = flags
        .map(|flag| flag.split(['[', ',', '=']).next().unwrap_or_default())
        .filter(listed)
        .map(str::to_owned)
        .collect();
    flags.retain(|flag| flag.len() > 2 && flag != "help");
    flags
}

#[test]
fn a_flag_in_a_rule_file_is_told_to_be_one() {
    let flags = flags("check");
    assert!(flags.len() > 15 && flags.contains(&"statistics".to_owned()), "{flags:?}");
    for flag in flags {
        for key in [flag.clone(), flag.replace('-', "_")] {
            let dir = project_with(&[("zonelint.yaml", format!("{key}: 1\n"))]);
            let said = zonelint(dir.path(), &["check"]).stdout;
            let is_told = said.contains(&format!("`--{flag}` is given on the command line only"));
            assert!(is_told || said.contains("did you mean") || !said.contains("is not a key of"), "{key}: {said}");
        }
    }
}

#[test]
fn no_name_is_made_up_for_a_zone_of_which_none_is_known() {
    let zone = "$TTL 1h\n@ SOA ns1 hostmaster 1 1h 2h 3h 4h\n@ NS ns1\na CNAME b\nb CNAME a\n@ DS 1 13 2 00\n\
        _sip._tls SRV 0 0 5601 host\nm MX 10 gone\nx.y DNAME z\np.x.y A 192.0.2.1\n$ORIGIN sub\n@ SOA a b 1 1 1 1 1\n";
    let rules = "services:\n  - {service: _sip._tls, target: \"sip.{zone}\", presence: required, with: [{name: l, type: A}]}\n\
        \x20 - {service: _ldap._tcp, target: \"l.{zone}\", presence: required}\n\
        records: [{name: '@', type: NS, match: '*.{zone}'}, {name: g, type: MX, presence: required, match: '1 m.{zone}'}]\n";
    let dir = project_with(&[("mystery.txt", zone), ("zonelint.yaml", rules)]);
    for format in ["full", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html"] {
        let run = zonelint(dir.path(), &["check", "-f", format, "mystery.txt"]);
        assert!(run.stdout.contains("origin-unknown") && run.stdout.contains("srv-required-missing"), "{run:#?}");
        assert!(!run.stdout.contains(".invalid"), "{run:#?}");
    }
    for arguments in [&["config", "mystery.txt"][..], &["init", "-o", "-", "mystery.txt"], &["check", "--list-files"]] {
        let run = zonelint(dir.path(), arguments);
        assert!(run.code == 0 && !run.stdout.contains(".invalid"), "{run:#?}");
    }
}
