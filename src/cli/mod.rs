//! The command line: arguments to a run, a run to an exit code.

mod args;
mod check;
mod check_flags;
mod choice;
mod complete;
mod explain;
mod flag_words;
mod help;
mod init;
mod input;
mod list;
mod output;
mod page;
mod progress;
mod rules;
mod shell;
mod show;
mod table;
mod temporary;
mod terminal;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use clap::FromArgMatches;

use crate::fs::FileSystem;
use crate::report::{printable, printable_line};
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
    /// Where to say how far long work has come; none if nobody watches.
    pub progress: Option<Box<dyn Write + Send>>,
    /// Where files are read from; what is written goes to the disk.
    pub fs: &'a dyn FileSystem,
    /// Environment variables.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// The current directory, absolute.
    pub cwd: PathBuf,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
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
    let wants_json = args::asks_for_json(&arguments);
    let mut program = help::command(terminal::width(io));
    let parsed = program.try_get_matches_from_mut(arguments).and_then(|matches| Args::from_arg_matches(&matches));
    let args = match parsed {
        Ok(args) => args,
        Err(error) => return usage(&error, wants_json, io),
    };
    if let Some(contradiction) = args.command.contradiction() {
        let error = program.error(clap::error::ErrorKind::ArgumentConflict, contradiction);
        return usage(&error, wants_json, io);
    }
    let done = match args.command {
        Command::Check(args) => check::run(&args, io),
        Command::Explain(args) => explain::run(&args, io),
        Command::Rules(args) => rules::run(&args, io),
        Command::Config(args) => show::run(&args, io),
        Command::Init(args) => init::run(&args, io),
        Command::Completions(args) => shell::completions(&args, io),
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
    let _ = writeln!(io.stderr, "zonelint: cannot write: {}", printable(&error.to_string()));
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

/// Help and version are answers; anything else is a mistake in the arguments.
fn usage(error: &clap::Error, wants_json: bool, io: &mut Io) -> Exit {
    // Nothing can be done about a stream that does not take the message.
    if error.use_stderr() {
        // It quotes the arguments, and a script may have put file names of strangers there.
        for line in error.to_string().lines() {
            let _ = writeln!(io.stderr, "{}", printable_line(line));
        }
        if wants_json {
            let _ = check::empty_json(io.stdout);
        }
        Exit::Failed
    } else {
        let written = write!(io.stdout, "{error}").and_then(|()| io.stdout.flush());
        written.map_or_else(|error| unwritten(&error, io), |()| Exit::Clean)
    }
}
