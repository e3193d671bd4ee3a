//! What is said of arguments that are not understood, and what may have been meant by them.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Exit, Io, args, check, quoted, unwritten};
use crate::fs::FileSystem;
use crate::report::{Format, printable_line};

/// What other programs call `check`.
const CHECK_WORDS: [&str; 8] = ["lint", "validate", "verify", "zonefile", "checkzone", "scan", "test", "run"];

/// Flags of other programs, and how the same is said here.
const FLAGS: [(&[&str], &str); 19] = [
    (&["--write", "--in-place", "--autofix", "--fix-only"], "`--fix` changes the files, `--diff` shows how"),
    (&["--ignore", "--disable", "--skip", "--exclude-check"], "`--off CHECK` switches a check off"),
    (
        &["--strict", "--werror", "--error-on-warnings", "--warnings-as-errors"],
        "warnings make the exit status 1 by themselves; `--fail-on info` is stricter",
    ),
    (&["--max-warnings", "--level", "--severity"], "`--fail-on SEVERITY` says what makes the exit status 1"),
    (&["--rules", "--rule-file", "--ruleset", "--rcfile", "--conf"], "`--config FILE` names the rule file"),
    (&["--no-color", "--no-colour", "--nocolor", "--colour"], "`--color never` or `--color always`"),
    (&["--recursive", "-r", "-R"], "directories are always searched recursively: remove it"),
    (&["--stdin"], "`-` is standard input"),
    (&["--silent", "-s"], "`--quiet` writes only findings and errors"),
    (&["--debug", "-d"], "`--verbose` says what was used and skipped"),
    (&["--only", "--rule", "--check"], "`--select CHECK` runs only this check"),
    (&["--enable"], "`--warn CHECK` switches a check on"),
    (&["--reporter", "--formatter", "--output-format"], "`--format FORMAT` sets the output format"),
    (&["--summary", "--count", "--stats"], "`--statistics` counts findings"),
    (&["--ignore-path", "--ignore-pattern"], "`--exclude GLOB` skips files"),
    (&["--jobs", "-j", "--threads", "--parallel"], "all cores are always used: remove it"),
    (&["--zone", "--zone-name", "--domain", "-z"], "`--origin NAME` sets the zone of a file"),
    (&["--list-checks", "--list-rules", "--checks"], "`zonelint rules` lists the checks"),
    (&["--no-ignore", "--no-ignore-vcs", "--no-respect-gitignore"], "`--no-gitignore` reads what git ignores, too"),
];

/// Help and version are answers; anything else is a mistake in the arguments.
pub(super) fn say(mut error: clap::Error, arguments: &[OsString], io: &mut Io) -> Exit {
    if !error.use_stderr() {
        let written = write!(io.stdout, "{error}").and_then(|()| io.stdout.flush());
        return written.map_or_else(|error| unwritten(&error, io), |()| Exit::Clean);
    }
    if let Some(tip) = tip(&error, arguments, &io.cwd, io.fs) {
        for similar in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedCommand] {
            error.remove(similar);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    // It quotes the arguments, and a script may have put file names of strangers there. Nothing can be done about a
    // stream that does not take the message.
    for line in error.to_string().lines() {
        let _ = writeln!(io.stderr, "{}", printable_line(line));
    }
    if args::asks_for_json(arguments) {
        let _ = check::empty_json(io.stdout);
    }
    Exit::Failed
}

/// What to type instead.
fn tip(error: &clap::Error, arguments: &[OsString], cwd: &Path, fs: &dyn FileSystem) -> Option<String> {
    let words: Vec<String> = arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let first = words.first()?;
    match error.kind() {
        ErrorKind::InvalidSubcommand if CHECK_WORDS.contains(&first.as_str()) => Some(typed(&words[1..])),
        ErrorKind::InvalidSubcommand => {
            let is_path = first == "-" || first.contains(['/', '\\', '.', '*']) || fs.kind(&cwd.join(first)).is_ok();
            is_path.then(|| typed(&words))
        }
        ErrorKind::UnknownArgument if first.starts_with('-') => {
            Some(format!("flags follow the command: {}", typed(&words)))
        }
        ErrorKind::UnknownArgument => {
            let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return None };
            of_flag(flag.split('=').next().unwrap_or(flag))
        }
        _ => None,
    }
}

/// The command with these arguments.
fn typed(arguments: &[String]) -> String {
    const MOST: usize = 4;
    let shown = arguments.iter().take(MOST).map(|word| quoted(word));
    let more = (arguments.len() > MOST).then(|| "…".to_owned());
    let words = ["zonelint", "check"].into_iter().map(str::to_owned).chain(shown).chain(more);
    format!("`{}`", words.collect::<Vec<_>>().join(" "))
}

fn of_flag(flag: &str) -> Option<String> {
    let format = Format::ALL.iter().find(|format| flag.strip_prefix("--") == Some(format.name()));
    let other = FLAGS.iter().find(|(flags, _)| flags.contains(&flag)).map(|(_, tip)| (*tip).to_owned());
    other.or_else(|| Some(format!("`--format {}`", format?.name())))
}
