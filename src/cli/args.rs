//! What can be asked for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use super::check_flags::{CHECKS, ChoiceArgs};
use super::complete::{COMMANDS, any, checks};
use super::diff_args::DiffArgs;
use super::fix_args::FixArgs;
use super::flag_words::When;
#[cfg(feature = "cli")]
use super::program_args::{CompletionsArgs, LspArgs, ManArgs};
use super::read_args::{INPUT, OUTPUT, RULES, file_glob};
use super::services_args::ServicesArgs;
use crate::diagnostic::Severity;
use crate::fs::FileSystem;
use crate::lint::baseline::{Known, Mode};
use crate::project;
use crate::report::{CountedBy, Format};
use crate::ruleset::{FailOn, FileGlob};
use crate::source::is_printable;

pub(super) use super::read_args::{ConfigArgs, InputArgs};

/// Lint DNS zone files, offline.
#[derive(Debug, Parser)]
#[command(name = "zonelint", version, about, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check zone files
    Check(CheckArgs),
    /// Show what differs between two versions of the zones
    Diff(DiffArgs),
    /// List the services of all zones side by side
    Services(ServicesArgs),
    /// Explain a check, or list checks
    Explain(ExplainArgs),
    /// List checks with their severities, and where these are set
    Rules(RulesArgs),
    /// Show the rules in force for a zone, or the schema of rule files
    Config(ShowArgs),
    /// Write a rule file from what the zones contain today
    Init(InitArgs),
    /// Serve an editor: a language server on standard input and output
    #[cfg(feature = "cli")]
    Lsp(LspArgs),
    /// Print a completion script for a shell
    #[cfg(feature = "cli")]
    Completions(CompletionsArgs),
    /// Print the manual page of zonelint, or of a command
    #[cfg(feature = "cli")]
    Man(ManArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Skip files of searched directories by path; repeatable
    ///
    /// The pattern is for the path from the current directory: `*` matches within one directory, `**` across several.
    /// Files that are named on the command line are always checked.
    #[arg(long, value_name = "GLOB", value_parser = file_glob, help_heading = INPUT)]
    pub(super) exclude: Vec<FileGlob>,
    /// Check nothing; list the files, their zones, and how the zone is known
    #[arg(long, help_heading = INPUT)]
    pub(super) list_files: bool,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    #[command(flatten)]
    pub(super) choice: ChoiceArgs,
    /// Lowest severity that makes the exit status 1
    ///
    /// Without the flag: `fail-on` of the rule file, or `warning`.
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = CHECKS)]
    pub(super) fail_on: Option<FailOn>,
    /// Lowest severity that is shown; lower findings do not make the exit status 1 either
    #[arg(long, value_enum, default_value = "info", value_name = "SEVERITY", help_heading = CHECKS)]
    pub(super) min_severity: Severity,
    #[command(flatten)]
    pub(super) fixes: FixArgs,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    /// Output format
    ///
    /// Without the flag: `format` of the rule file, or `full`.
    #[arg(short, long, value_enum, value_name = "FORMAT", help_heading = OUTPUT)]
    pub(super) format: Option<Format>,
    /// Write the findings to a file; `-` is standard output
    ///
    /// The file is replaced when the report is complete. Zone files, rule files and symbolic links are never replaced.
    #[arg(
        short,
        long,
        value_name = "FILE",
        conflicts_with = "list_files",
        value_hint = ValueHint::FilePath,
        help_heading = OUTPUT
    )]
    pub(super) output_file: Option<PathBuf>,
    /// Show the number of findings of each check, file or zone instead of the findings
    #[arg(
        long,
        value_enum,
        value_name = "BY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "check",
        conflicts_with = "list_files",
        help_heading = OUTPUT
    )]
    pub(super) statistics: Option<CountedBy>,
    /// Write only findings and errors: no closing line, no notes
    #[arg(short, long, help_heading = OUTPUT)]
    pub(super) quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = OUTPUT)]
    pub(super) color: When,
    /// Say on standard error which rule file, configurations and folders were used, and what was skipped and why
    #[arg(short, long, help_heading = OUTPUT)]
    pub(super) verbose: bool,
    /// Verify the signatures of signed zones
    ///
    /// Without the flag, or `dnssec: verify` in the rule file, signatures are held against what they cover, and not
    /// verified.
    #[arg(long, conflicts_with = "list_files", help_heading = CHECKS)]
    pub(super) dnssec: bool,
    /// Time at which DNSSEC signatures are judged [default: now]
    ///
    /// In UTC as YYYYMMDDHHmmSS, or in seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = RULES)]
    pub(super) now: Option<u32>,
}

/// Findings that are known and not to be shown again.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Known findings")]
pub(super) struct KnownArgs {
    /// Show findings that comments in zones silence
    #[arg(long, conflicts_with = "list_files")]
    pub(super) no_ignores: bool,
    /// Write comments into the zone files that silence all findings shown, with this reason
    ///
    /// `docs/silencing.md` describes the comments. Nothing else in the files is changed.
    #[arg(
        long,
        value_name = "REASON",
        value_parser = reason,
        conflicts_with_all = ["no_ignores", "write_baseline", "prune_baseline", "list_files"]
    )]
    pub(super) add_ignores: Option<String>,
    /// Hide the findings that an older version has, too, and check what was changed since
    ///
    /// A revision of the git repository, or a directory or file in the place of the one that is checked. Without a value:
    /// where this branch left the default branch; in a hook, HEAD.
    #[arg(
        long,
        value_name = "REV|DIR",
        num_args = 0..=1,
        conflicts_with_all = ["list_files", "add_ignores"],
        value_hint = ValueHint::AnyPath
    )]
    pub(super) base: Option<Option<String>>,
    /// Hide the findings listed in this baseline
    ///
    /// Without the flag: zonelint-baseline.json beside the rule file or, without a rule file, in the current directory.
    #[arg(long, value_name = "FILE", conflicts_with = "list_files", value_hint = ValueHint::FilePath)]
    pub(super) baseline: Option<PathBuf>,
    /// Use no baseline
    #[arg(long, conflicts_with = "baseline")]
    pub(super) no_baseline: bool,
    /// Write the baseline: all findings of today
    ///
    /// Entries that are no longer found are removed. FILE ends in .json if it is separated by a blank.
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        conflicts_with_all = ["no_baseline", "prune_baseline", "list_files"],
        value_hint = ValueHint::FilePath
    )]
    pub(super) write_baseline: Option<Option<PathBuf>>,
    /// Remove from the baseline what is no longer found
    #[arg(long, conflicts_with_all = ["no_baseline", "list_files"])]
    pub(super) prune_baseline: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// Checks to explain, or words and patterns to list checks by
    ///
    /// The id of a check prints its page. A word lists the checks with the word in their id or summary, a pattern such as
    /// `srv-*` those with such an id; nothing lists all.
    #[arg(value_name = "CHECK", value_parser = checks(any), hide_possible_values = true)]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    pub(super) list: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Checks, or words and patterns to list checks by; all if left out
    ///
    /// A word lists the checks with the word in their id or summary, a pattern such as `srv-*` those with such an id.
    #[arg(value_name = "CHECK", value_parser = checks(any), hide_possible_values = true)]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    pub(super) list: ListArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// Show the settings in force, each with its file and line (default)
    ///
    /// With a zone file as PATH those that hold for its zone, otherwise all.
    #[arg(long)]
    pub(super) show: bool,
    /// Print the JSON Schema of rule files, for editors
    #[arg(long, conflicts_with_all = ["show", "paths", "config", "no_config", "allow_extends", "format"])]
    pub(super) schema: bool,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) list: ListArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    #[command(flatten)]
    pub(super) choice: ChoiceArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// File to write, which must not exist; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "zonelint.yaml", value_hint = ValueHint::FilePath)]
    pub(super) output: PathBuf,
}

/// How something other than findings is written.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Text for people, or one JSON document
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(super) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Text,
    Json,
}

impl Command {
    /// Flags that do not go together, complete in one line.
    pub(super) fn contradiction(&self) -> Option<String> {
        match self {
            Command::Check(args) => {
                let of_files = || args.unwritable().or_else(|| args.unfixable());
                args.uncounted().or_else(of_files).or_else(|| args.known.twice_known())
            }
            _ => None,
        }
    }
}

impl KnownArgs {
    /// Findings are to be hidden by an older version and by a baseline.
    fn twice_known(&self) -> Option<String> {
        let flags = [
            (self.baseline.is_some(), "--baseline"),
            (self.write_baseline.is_some(), "--write-baseline"),
            (self.prune_baseline, "--prune-baseline"),
        ];
        let flag = flags.into_iter().find(|&(is_there, _)| is_there && self.base.is_some());
        flag.map(|(_, flag)| {
            format!("`--base` and `{flag}` cannot be used together: the older version is the baseline")
        })
    }
}

impl CheckArgs {
    /// Comments are asked for in text that is no file.
    fn unwritable(&self) -> Option<String> {
        let is_stdin = self.input.paths.iter().any(|path| path.as_os_str() == "-");
        let is_asked = self.known.add_ignores.is_some() && is_stdin;
        is_asked.then(|| "`--add-ignores` changes files: it cannot be used with standard input".to_owned())
    }

    /// Counts are asked for in a format that has none.
    fn uncounted(&self) -> Option<String> {
        let format = self.format.filter(|format| !has_counts(*format))?;
        let said = || format!("`--statistics` has no format `{}`: use `full`, `concise` or `json`", format.name());
        self.statistics.map(|_| said())
    }
}

impl CheckArgs {
    /// Fixes are asked for with what does not go with them, complete in one line.
    pub(super) fn unfixable(&self) -> Option<String> {
        let FixArgs { fix, unsafe_fixes, diff } = self.fixes;
        if unsafe_fixes && !self.fixes.is_asked() {
            return Some("`--unsafe-fixes` says which fixes `--fix` or `--diff` applies: add one of them".to_owned());
        }
        let flag = if diff { "--diff" } else { "--fix" };
        let known = &self.known;
        let others = [
            (known.add_ignores.is_some(), "--add-ignores"),
            (known.write_baseline.is_some(), "--write-baseline"),
            (known.prune_baseline, "--prune-baseline"),
            (self.list_files, "--list-files"),
            (diff && self.statistics.is_some(), "--statistics"),
            (diff && self.format.is_some(), "--format"),
            (diff && self.output_file.is_some(), "--output-file"),
        ];
        let other = others.into_iter().find(|&(is_there, _)| is_there && (fix || diff));
        if let Some((_, other)) = other {
            return Some(format!("`{flag}` and `{other}` cannot be used together"));
        }
        let is_beside = self.input.reads_stdin() && self.input.paths.iter().any(|path| path.as_os_str() != "-");
        (is_beside && (fix || diff)).then(|| format!("`{flag}` takes either standard input or files, not both"))
    }

    /// Whether the text of standard input is written to standard output, so that findings are not.
    pub(super) fn gives_text(&self) -> bool {
        self.fixes.fix && !self.fixes.diff && self.input.reads_stdin()
    }
}

/// Whether findings can be counted in a format, instead of being shown.
pub(super) fn has_counts(format: Format) -> bool {
    matches!(format, Format::Full | Format::Concise | Format::Json)
}

impl KnownArgs {
    /// The baseline, and what is done with it.
    pub(super) fn known(&self) -> Known<'_> {
        let mode = match () {
            () if self.write_baseline.is_some() => Mode::Write,
            () if self.prune_baseline => Mode::Prune,
            () => Mode::Apply,
        };
        let named = self.write_baseline.as_ref().and_then(Option::as_deref).or(self.baseline.as_deref());
        Known { named, mode }
    }
}

/// Words that a comment can end with.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err("give a reason, for those who read the zone".to_owned()),
        () if text.contains("zonelint:") => Err("a reason must not contain `zonelint:`".to_owned()),
        () if text.chars().any(|c| c.is_control() || !is_printable(c)) => {
            Err("a reason has to be one line of visible text".to_owned())
        }
        () => Ok(text.to_owned()),
    }
}

fn time(text: &str) -> Result<u32, String> {
    crate::syntax::time::parse(text.as_bytes())
        .ok_or_else(|| "write a time as YYYYMMDDHHmmSS, or in seconds since 1970".to_owned())
}

/// Puts `--write-baseline FILE` into one word, as its file may be left out and what follows be a path to read: it is
/// the file if it ends in `.json` and is neither a directory nor a file that zones are read from.
pub(super) fn with_equals(arguments: Vec<OsString>, cwd: &Path, fs: &dyn FileSystem) -> Vec<OsString> {
    let is_baseline = |word: &OsString| {
        let path = cwd.join(word);
        let is_named_so = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let is_input = || {
            fs.is_folder(&path)
                || fs.is_file(&path) && project::kind_of_input(&path, fs).is_some_and(|kind| kind != project::BASELINE)
        };
        is_named_so && !word.as_encoded_bytes().starts_with(b"-") && !is_input()
    };
    let mut joined: Vec<OsString> = Vec::with_capacity(arguments.len());
    let mut are_flags = true;
    for word in arguments {
        match joined.last_mut() {
            Some(flag) if are_flags && flag == "--write-baseline" && is_baseline(&word) => {
                flag.push("=");
                flag.push(word);
            }
            _ => {
                are_flags &= word != "--";
                joined.push(word);
            }
        }
    }
    joined
}

/// Whether arguments that may not be valid ask for findings as JSON: their reader gets a document all the same.
pub(super) fn asks_for_json(arguments: &[OsString]) -> bool {
    let is_other = |command: &OsString| command == "help" || COMMANDS[1..].iter().any(|other| command == other);
    if arguments.get(1).is_some_and(is_other) {
        return false;
    }
    let words: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).collect();
    let joined = words.iter().any(|w| matches!(w.as_ref(), "--format=json" | "-fjson" | "-f=json"));
    joined || words.windows(2).any(|w| matches!(w[0].as_ref(), "--format" | "-f") && w[1] == "json")
}
