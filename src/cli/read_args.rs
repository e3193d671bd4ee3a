//! What is read: the flags that several commands have.

use std::path::PathBuf;

use clap::ValueHint;

use crate::limits::{Change, Limits};
use crate::lint::RuleSource;
use crate::ruleset::FileGlob;
use crate::syntax::rdata::name;

/// Headings of the help that flags of several structs stand under.
pub(super) const INPUT: &str = "Input";
pub(super) const RULES: &str = "Rules";
pub(super) const OUTPUT: &str = "Output";

/// Which zones are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = INPUT)]
pub(super) struct InputArgs {
    /// Zone files, directories to search for them, or `-` for standard input
    #[arg(
        value_name = "PATH",
        default_value = ".",
        default_value_if("stdin_filename", clap::builder::ArgPredicate::IsPresent, "-"),
        help_heading = None::<&str>,
        value_hint = ValueHint::AnyPath
    )]
    pub(super) paths: Vec<PathBuf>,
    /// Origin of the zone file that is named, or of standard input
    ///
    /// With a directory it is the origin of those files in it that do not tell theirs.
    #[arg(long, value_name = "NAME", value_parser = domain_name)]
    pub(super) origin: Option<String>,
    /// Directory that relative $INCLUDE paths start from
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) include_dir: Option<PathBuf>,
    /// Path that standard input has in reports
    ///
    /// Its includes are searched beside that path, and rules for files apply to it.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Read files of directories that .gitignore leaves out, too
    #[arg(long)]
    pub(super) no_gitignore: bool,
    /// Change a limit; `zonelint explain limit-reached` lists them; repeatable
    #[arg(long, value_name = "NAME=N")]
    pub(super) limit: Vec<Change>,
}

/// Which rules are in force.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = RULES)]
pub(super) struct ConfigArgs {
    /// Rule file
    ///
    /// Without the flag: zonelint.yaml or .zonelint.yaml at or above all that is named, up to the root of the git
    /// repository.
    #[arg(short, long, value_name = "FILE", conflicts_with = "no_config", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Use no rule file, only the built-in recommended rules
    #[arg(long)]
    pub(super) no_config: bool,
    /// Directory from which `extends` may read rule files; repeatable
    ///
    /// Those of the project and beside the file given with --config may always be read.
    #[arg(long, value_name = "DIR", conflicts_with = "no_config", value_hint = ValueHint::DirPath)]
    pub(super) allow_extends: Vec<PathBuf>,
}

impl ConfigArgs {
    /// Where rules come from, for what is read.
    pub(super) fn source<'r>(&'r self, near: &'r [PathBuf]) -> RuleSource<'r> {
        let named = self.config.as_deref();
        RuleSource { named, none: self.no_config, allow_extends: &self.allow_extends, near }
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

pub(super) fn file_glob(text: &str) -> Result<FileGlob, String> {
    text.parse()
}

pub(super) fn domain_name(text: &str) -> Result<String, String> {
    // As servers read a name that is relative to nothing.
    if text == "@" {
        return Ok(".".to_owned());
    }
    let is_bare = |(at, _): (usize, &str)| text[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0;
    if text.match_indices(char::is_whitespace).any(is_bare) {
        return Err("a domain name has no spaces: write `\\032`".to_owned());
    }
    let checked = name::check(text.as_bytes());
    checked.map(|()| text.to_owned()).map_err(|fault| fault.message(text.as_bytes()))
}
