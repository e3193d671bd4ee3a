//! `zonelint check --fix` and `--diff`: texts with fixes to files, or to a diff.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::path::Path;

use super::args::CheckArgs;
use super::output::{Output, What};
use super::unified::Unified;
use super::{Exit, Io, failed, terminal, until_closed};
use crate::fix::{self, Fixed, FixedFile, Fixing};
use crate::fs::{FileSystem, Links, MemoryFs, OsFs, OverlayFs, plain};
use crate::lint::{self, Input, Outcome, Request, Stdin};
use crate::report::printable;

/// What came of the fixes of a run.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// How many findings are fixed.
    pub(super) findings: usize,
    /// Standard input with its fixes.
    pub(super) stdin: Option<Stdin>,
    /// Why a file could not be written, complete in one line.
    pub(super) failures: Vec<String>,
}

/// Fixes what a run finds, in the files. What is found afterwards is for the run that follows.
pub(super) fn apply(request: &Request, args: &CheckArgs, io: &mut Io) -> io::Result<Applied> {
    let outputs = RefCell::new(HashMap::new());
    let cwd = io.cwd.clone();
    let refusal = |path: &Path| {
        let place = Output::at(path, What::Fixed, [], &cwd);
        place.map(|place| outputs.borrow_mut().insert(path.to_path_buf(), place)).err()
    };
    let Fixed { files, mut left } =
        fix::fix(io.fs, request, Fixing { unsafe_too: args.fixes.unsafe_fixes, refusal: &refusal });
    let mut outputs = outputs.into_inner();
    let mut applied = Applied::default();
    for file in files {
        if file.is_stdin {
            applied.findings += file.findings;
            applied.stdin = request.input.stdin.map(|stdin| Stdin { bytes: Ok(file.after), ..stdin.clone() });
        } else if !is_as_it_was(&file) {
            left.push(format!("`{}` is not changed: it was changed meanwhile; run this again", file.shown));
        } else if let Some(output) = outputs.remove(&file.path) {
            match output.write(io, |out| out.write_all(&file.after)) {
                Ok(()) => applied.findings += file.findings,
                Err(error) => applied.failures.push(format!("`{}` cannot be written: {}", file.shown, plain(&error))),
            }
        }
    }
    say_left(&left, args, io)?;
    Ok(applied)
}

/// Prints what `--fix` would change.
pub(super) fn diff(request: &Request, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    let cwd = io.cwd.clone();
    let refusal = |path: &Path| Output::at(path, What::Fixed, [], &cwd).err();
    let Fixed { files, left } =
        fix::fix(io.fs, request, Fixing { unsafe_too: args.fixes.unsafe_fixes, refusal: &refusal });
    let unified = Unified { is_shown: io.stdout_is_terminal, color: terminal::style(args.color, io).color };
    let mut text = Vec::new();
    for file in &files {
        unified.write(&file.shown, &file.before, &file.after, &mut text)?;
    }
    until_closed(io.stdout.write_all(&text).and_then(|()| io.stdout.flush()))?;
    say_left(&left, args, io)?;
    let outcome = after(&files, request, io.fs);
    for failure in &outcome.failures {
        failed(failure, io)?;
    }
    let fixed = files.iter().map(|file| file.findings).sum();
    if outcome.project.files > 0 && !args.quiet {
        let summary = outcome.report().summary;
        until_closed(writeln!(io.stderr, "{}", summary.closing_line_after(fixed, "would be fixed")))?;
    }
    Ok(match () {
        () if !outcome.failures.is_empty() => Exit::Failed,
        () if files.is_empty() => Exit::Clean,
        () => Exit::Found,
    })
}

/// What would be found in the texts with the fixes.
fn after(files: &[FixedFile], request: &Request, fs: &dyn FileSystem) -> Outcome {
    let mut over = MemoryFs::new();
    let mut stdin = request.input.stdin.cloned();
    for file in files {
        match stdin.as_mut().filter(|_| file.is_stdin) {
            Some(stdin) => stdin.bytes = Ok(file.after.clone()),
            None => over.insert(file.path.clone(), file.after.clone()),
        }
    }
    let input = Input { stdin: stdin.as_ref(), ..request.input };
    let before = &|_, _: &Outcome| std::ops::ControlFlow::Continue(());
    lint::lint(&OverlayFs::new(over, fs), &Request { input, before, ..*request })
}

/// Whether a file still has the text that was read.
fn is_as_it_was(file: &FixedFile) -> bool {
    let disk = OsFs::default();
    let real = Links::new(&disk, None).named(&file.path, &[]);
    real.is_ok_and(|real| disk.read(&real).is_ok_and(|bytes| bytes == file.before))
}

fn say_left(left: &[String], args: &CheckArgs, io: &mut Io) -> io::Result<()> {
    for line in left.iter().filter(|_| !args.quiet) {
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(line)))?;
    }
    Ok(())
}

/// Writes the text of standard input, fixed or not, to standard output.
pub(super) fn give_text(applied: &Applied, request: &Request, io: &mut Io) -> io::Result<()> {
    let stdin = applied.stdin.as_ref().or(request.input.stdin);
    match stdin.map(|stdin| &stdin.bytes) {
        Some(Ok(bytes)) => until_closed(io.stdout.write_all(bytes).and_then(|()| io.stdout.flush())),
        _ => Ok(()),
    }
}
