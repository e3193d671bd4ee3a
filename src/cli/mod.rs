//! The command line: arguments to a run, a run to an exit code.

mod args;
mod base;
mod check;
mod check_flags;
mod choice;
mod complete;
mod diff;
mod diff_args;
mod explain;
mod fix;
mod fix_args;
mod flag_words;
mod help;
mod init;
mod input;
mod list;
#[cfg(feature = "cli")]
mod lsp;
mod output;
#[cfg(feature = "cli")]
mod page;
#[cfg(feature = "cli")]
mod program_args;
mod progress;
mod read_args;
mod report_file;
mod rules;
mod services;
mod services_args;
#[cfg(feature = "cli")]
mod shell;
mod show;
mod table;
mod temporary;
mod terminal;
mod unified;
mod usage;
mod verbose;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use clap::FromArgMatches;

use crate::fs::{FileSystem, plain};
use crate::report::printable;
use args::{Args, Command};

/// All that a run may touch besides files, so that a test can stand in for the system.
pub struct Io<'a> {
    /// Findings.
    pub stdout: &'a mut dyn Write,
    /// Everything else there is to say.
    pub stderr: &'a mut dyn Write,
    /// Read for the path `-`.
    pub stdin: &'a mut dyn Read,
    /// Whether people read stdout directly.
    pub stdout_is_terminal: bool,
    /// How many columns the terminal has, if the system tells.
    pub columns: Option<usize>,
    /// Whether stdout is a terminal that shows links.
    pub stdout_shows_links: bool,
    /// Where to say how far long work has come; none if nobody watches.
    pub progress: Option<Box<dyn Write + Send>>,
    /// Where files are read from; what is written goes to the disk.
    pub fs: &'a dyn FileSystem,
    /// Environment variables.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// What time it is, in seconds since 1970.
    pub clock: &'a (dyn Fn() -> u32 + Sync),
    /// The current directory, absolute.
    pub cwd: PathBuf,
}

/// What the clock of the system says, where it has one.
pub fn time_of_day() -> u32 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs() as u32)
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the threshold, or no difference.
    Clean,
    /// Findings at or above the threshold, or a difference.
    Found,
    /// The job could not be done, or not all of it.
    Failed,
}

impl Exit {
    /// 0, 1 or 2.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
        }
    }
}

/// Runs the program with its arguments, the program's name first.
pub fn run(arguments: Vec<OsString>, io: &mut Io) -> Exit {
    let arguments = args::with_equals(arguments, &io.cwd, io.fs);
    let mut program = help::command(terminal::width(io));
    let parsed = program.try_get_matches_from_mut(&arguments).and_then(|matches| Args::from_arg_matches(&matches));
    let args = match parsed {
        Ok(args) => args,
        Err(error) => return usage::say(error, &arguments, io),
    };
    if let Some(contradiction) = args.command.contradiction() {
        let error = program.error(clap::error::ErrorKind::ArgumentConflict, contradiction);
        return usage::say(error, &arguments, io);
    }
    let done = match args.command {
        Command::Check(args) => check::run(&args, io),
        Command::Diff(args) => diff::run(&args, io),
        Command::Services(args) => services::run(&args, io),
        Command::Explain(args) => explain::run(&args, io),
        Command::Rules(args) => rules::run(&args, io),
        Command::Config(args) => show::run(&args, io),
        Command::Init(args) => init::run(&args, io),
        #[cfg(feature = "cli")]
        Command::Lsp(_) => lsp::run(io),
        #[cfg(feature = "cli")]
        Command::Completions(args) => shell::completions(&args, io),
        #[cfg(feature = "cli")]
        Command::Man(args) => shell::man(&args, io),
    };
    match done {
        Ok(exit) => exit,
        Err(error) => unwritten(&error, io),
    }
}

/// What is said when an answer cannot be written.
fn unwritten(error: &std::io::Error, io: &mut Io) -> Exit {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Exit::Clean;
    }
    let _ = writeln!(io.stderr, "zonelint: cannot write: {}", printable(&plain(error)));
    Exit::Failed
}

/// Whoever reads the output may close it when they have seen enough, as in `zonelint check | head`: the run
/// ends as it would have.
fn until_closed(written: std::io::Result<()>) -> std::io::Result<()> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Says why the job could not be done.
fn failed(why: &str, io: &mut Io) -> std::io::Result<Exit> {
    until_closed(writeln!(io.stderr, "zonelint: {}", printable(why)))?;
    Ok(Exit::Failed)
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
