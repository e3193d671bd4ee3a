//! Fixes of findings, applied: from findings that know the right bytes to new texts of files.
//!
//! | file | does |
//! |---|---|
//! | `columns` | the blanks behind a changed word, so that columns stay where they are |
//! | `text` | changes of one text |
//! | `plan` | which fixes may be applied, and which of them together |
//! | `proof` | whether a text with fixes has a finding that was not there before |
//! | `serial` | the serials of zones whose records change |
//! | `pairs` | a fix that causes a finding, together with the fix of that |
//! | `rounds` | all of it again, until nothing changes |
//!
//! Nothing here writes: what comes of it are texts.

mod columns;
mod pairs;
mod plan;
mod proof;
mod rounds;
mod serial;
mod text;

use std::path::{Path, PathBuf};

use crate::diagnostic::Applicability;
use crate::fs::FileSystem;
use crate::lint::{Outcome, Request};

/// Which fixes are applied, and where.
#[derive(Clone, Copy)]
pub struct Fixing<'f> {
    /// Those that a person has to look at, too.
    pub unsafe_too: bool,
    /// Why a file must not be written, complete in one line; its path is absolute and without links. It is asked of
    /// each file that would change.
    pub refusal: &'f dyn Fn(&Path) -> Option<String>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The texts that are others now, in the order of their paths.
    pub files: Vec<FixedFile>,
    /// Why other fixes were not applied, each complete in one line.
    pub left: Vec<String>,
}

/// A file, and its text as it is to be.
#[derive(Debug)]
pub struct FixedFile {
    /// Absolute, without links; of standard input the path it stands for.
    pub path: PathBuf,
    /// The path to print.
    pub shown: String,
    /// Whether it is standard input.
    pub is_stdin: bool,
    /// The text that was read.
    pub before: Vec<u8>,
    /// The text with the fixes.
    pub after: Vec<u8>,
    /// How many findings are fixed in it.
    pub findings: usize,
}

/// Applies the fixes of what a run finds, until it finds none that can be applied. A fix after which there is a
/// finding that was not there before is taken back. Where the job cannot be done, nothing is changed: the run itself
/// says why.
pub fn fix(fs: &dyn FileSystem, request: &Request, fixing: Fixing) -> Fixed {
    rounds::fix(fs, request, fixing)
}

/// How many findings of a run have a fix that may be applied, by how sure it is: safe, and not.
pub fn counts(outcome: &Outcome) -> (usize, usize) {
    let editable = plan::EditableFiles::of(outcome);
    let mut counts = (0, 0);
    for candidate in plan::candidates(outcome) {
        let is_open = candidate.fix.edits.iter().all(|edit| editable.is_open(edit.span.source));
        match candidate.fix.applicability {
            Applicability::Safe => counts.0 += usize::from(is_open),
            Applicability::Unsafe => counts.1 += usize::from(is_open),
        }
    }
    counts
}

#[cfg(test)]
mod tests;
