//! What can be asked for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::check_flags::ChoiceArgs;
use crate::diagnostic::Severity;
use crate::fs::FileSystem;
use crate::limits::{Change, Limits};
use crate::lint::RuleSource;
use crate::lint::baseline::{Known, Mode};
use crate::project;
use crate::report::{CountedBy, Format};
use crate::ruleset::{FailOn, FileGlob};
use crate::source::is_printable;
use crate::syntax::rdata::name;

/// Lint DNS zone files, offline.
#[derive(Debug, Parser)]
#[command(name = "zonelint", version, about, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check zone files and point at what is wrong
    #[command(
        after_help = "Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 the job could not be done"
    )]
    Check(CheckArgs),
    /// Explain a check, or list all checks
    Explain(ExplainArgs),
    /// List the checks with the severities in force, and what sets them
    Rules(RulesArgs),
    /// Show the rules in force for a zone, or the schema of rule files
    Config(ShowArgs),
    /// Write a rule file that says what the zones say today
    Init(InitArgs),
    /// Write the completions of a shell
    Completions(CompletionsArgs),
    /// Write the manual page, or that of a command
    Man(ManArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How to write findings; `full`, if the rule file has no `format`
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<FormatName>,
    /// File to write findings to, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "list_files")]
    pub(super) output_file: Option<PathBuf>,
    /// Count the findings of each check, file or zone instead of showing them
    #[arg(
        long,
        value_enum,
        value_name = "BY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "check",
        conflicts_with = "list_files"
    )]
    pub(super) statistics: Option<CountedByName>,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// Lowest severity that makes the exit status 1; `warning`, if the rule file has no `fail-on`
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOnName>,
    /// Lowest severity of findings that are shown, and make the exit status 1
    #[arg(long, value_enum, default_value = "info", value_name = "SEVERITY")]
    pub(super) min_severity: SeverityName,
    /// Write findings and failures alone: no closing line, no notes
    #[arg(short, long)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) choice: ChoiceArgs,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    /// The time to judge signatures by, as YYYYMMDDHHmmSS in UTC or in seconds since 1970; otherwise the clock's
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) now: Option<u32>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: When,
    /// Leave out files of directories that are searched, by patterns for their paths from here; repeat it
    #[arg(long, value_name = "GLOB", value_parser = file_glob)]
    pub(super) exclude: Vec<FileGlob>,
    /// Check nothing; list the files that would be read, as which zone, and what tells it
    #[arg(long)]
    pub(super) list_files: bool,
}

/// What is known and not to be shown again.
#[derive(Debug, clap::Args)]
pub(super) struct KnownArgs {
    /// Show what comments in zones silence, too
    #[arg(long, conflicts_with = "list_files")]
    pub(super) no_ignores: bool,
    /// Silence all that is found by comments in the zone files, with this reason
    #[arg(
        long,
        value_name = "REASON",
        value_parser = reason,
        conflicts_with_all = ["no_ignores", "write_baseline", "prune_baseline", "list_files"]
    )]
    pub(super) add_ignores: Option<String>,
    /// File of findings that were there before; otherwise zonelint-baseline.json beside the rule file, or here
    #[arg(long, value_name = "FILE", conflicts_with = "list_files")]
    pub(super) baseline: Option<PathBuf>,
    /// Show what the baseline has, too
    #[arg(long, conflicts_with = "baseline")]
    pub(super) no_baseline: bool,
    /// Take all findings into the baseline, and take out what is found no more; FILE ends in .json if a blank stands
    /// before it
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        conflicts_with_all = ["no_baseline", "prune_baseline", "list_files"]
    )]
    pub(super) write_baseline: Option<Option<PathBuf>>,
    /// Take out of the baseline what is found no more
    #[arg(long, conflicts_with_all = ["no_baseline", "list_files"])]
    pub(super) prune_baseline: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// Id of a check; without one all checks are listed
    #[arg(value_name = "CHECK")]
    pub(super) check: Option<String>,
    #[command(flatten)]
    pub(super) list: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    #[command(flatten)]
    pub(super) list: ListArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// What is in force, each setting with its file and line: in the zone at PATH, or all of it (default)
    #[arg(long)]
    pub(super) show: bool,
    /// The JSON Schema of rule files, for editors
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
    #[arg(short, long, value_name = "FILE", default_value = "zonelint.yaml")]
    pub(super) output: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// Shell to complete in
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// Command whose page to write; without one it is that of the program
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

/// Which zones are read.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Zone files, directories to search for them, or `-` for standard input
    #[arg(
        value_name = "PATH",
        default_value = ".",
        default_value_if("stdin_filename", clap::builder::ArgPredicate::IsPresent, "-")
    )]
    pub(super) paths: Vec<PathBuf>,
    /// Origin of the file or standard input named; of a directory's files, where nothing else tells
    #[arg(long, value_name = "NAME", value_parser = domain_name)]
    pub(super) origin: Option<String>,
    /// Directory that relative $INCLUDE paths start from
    #[arg(long, value_name = "DIR")]
    pub(super) include_dir: Option<PathBuf>,
    /// Path to report standard input under, and to look for its includes beside
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Read what .gitignore files leave out of directories, too
    #[arg(long)]
    pub(super) no_gitignore: bool,
    /// Another value for a limit, as `zonelint explain limit-reached` lists them; repeat it
    #[arg(long, value_name = "NAME=N")]
    pub(super) limit: Vec<Change>,
}

/// Which rules are in force.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Rule file; otherwise zonelint.yaml or .zonelint.yaml here or above, up to the repository's root
    #[arg(short, long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no rule file; the built-in recommended rules stay on
    #[arg(long)]
    pub(super) no_config: bool,
    /// Directory whose rule files may be extended, too, besides those of the project and of --config; repeat it
    #[arg(long, value_name = "DIR", conflicts_with = "no_config")]
    pub(super) allow_extends: Vec<PathBuf>,
}

/// How something other than findings is written.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// For people, or one JSON document
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
            Command::Check(args) => args.uncounted().or_else(|| args.unwritable()),
            _ => None,
        }
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
        let format = self.format.map(Format::from).filter(|format| !has_counts(*format))?;
        let said = || format!("`--statistics` is written as text or as JSON, not as `{}`", format.name());
        self.statistics.map(|_| said())
    }
}

/// Whether findings can be counted in a format, instead of being shown.
pub(super) fn has_counts(format: Format) -> bool {
    matches!(format, Format::Full | Format::Concise | Format::Json)
}

impl ConfigArgs {
    /// Where rules come from.
    pub(super) fn source(&self) -> RuleSource<'_> {
        RuleSource { named: self.config.as_deref(), none: self.no_config, allow_extends: &self.allow_extends }
    }
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

impl InputArgs {
    /// Whether standard input is read: by its name `-`, or because it was given another.
    pub(super) fn reads_stdin(&self) -> bool {
        self.stdin_filename.is_some() || self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// How much is taken on.
    pub(super) fn limits(&self) -> Limits {
        Limits::with(&self.limit)
    }
}

/// Words that a comment can end with.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err("say why: whoever reads the zone will ask".to_owned()),
        () if text.contains("zonelint:") => Err("`zonelint:` starts a comment of its own".to_owned()),
        () if text.chars().any(|c| c.is_control() || !is_printable(c)) => {
            Err("a reason is one line of text that can be seen".to_owned())
        }
        () => Ok(text.to_owned()),
    }
}

fn file_glob(text: &str) -> Result<FileGlob, String> {
    text.parse()
}

fn domain_name(text: &str) -> Result<String, String> {
    // As servers read a name that is relative to nothing.
    if text == "@" {
        return Ok(".".to_owned());
    }
    let is_bare = |(at, _): (usize, &str)| text[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0;
    if text.match_indices(char::is_whitespace).any(is_bare) {
        return Err("a domain name has no blanks: write `\\032`".to_owned());
    }
    let checked = name::check(text.as_bytes());
    checked.map(|()| text.to_owned()).map_err(|fault| fault.message(text.as_bytes()))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatName {
    /// Every place with its line, for people
    Full,
    /// One line a finding: `path:line:col: severity[check]: message`
    Concise,
    /// One document, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
    /// For reviewdog
    Rdjson,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Full => Format::Full,
            FormatName::Concise => Format::Concise,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
            FormatName::Gitlab => Format::Gitlab,
            FormatName::Junit => Format::Junit,
            FormatName::Rdjson => Format::Rdjson,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CountedByName {
    Check,
    File,
    Zone,
}

impl From<CountedByName> for CountedBy {
    fn from(name: CountedByName) -> CountedBy {
        match name {
            CountedByName::Check => CountedBy::Check,
            CountedByName::File => CountedBy::File,
            CountedByName::Zone => CountedBy::Zone,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOnName {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnName> for FailOn {
    fn from(name: FailOnName) -> FailOn {
        match name {
            FailOnName::Error => FailOn::Error,
            FailOnName::Warning => FailOn::Warning,
            FailOnName::Info => FailOn::Info,
            FailOnName::Never => FailOn::Never,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SeverityName {
    Error,
    Warning,
    Info,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Severity {
        match name {
            SeverityName::Error => Severity::Error,
            SeverityName::Warning => Severity::Warning,
            SeverityName::Info => Severity::Info,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

fn time(text: &str) -> Result<u32, String> {
    crate::syntax::time::parse(text.as_bytes())
        .ok_or_else(|| "a time is YYYYMMDDHHmmSS, or seconds since 1970".to_owned())
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
    let others = ["explain", "rules", "config", "init", "completions", "man", "help"];
    if arguments.get(1).is_some_and(|command| others.iter().any(|other| command == other)) {
        return false;
    }
    let words: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).collect();
    let joined = words.iter().any(|w| matches!(w.as_ref(), "--format=json" | "-fjson" | "-f=json"));
    joined || words.windows(2).any(|w| matches!(w[0].as_ref(), "--format" | "-f") && w[1] == "json")
}
