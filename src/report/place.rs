//! Where something is, as every format for programs tells it.

use crate::source::{Position, Sources, Span};

/// A file and a range in it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Relative to the current directory, with `/`.
    pub(super) file: &'a str,
    /// The same for who looks up the file.
    pub(super) given: &'a str,
    pub(super) start: Position,
    /// Exclusive.
    pub(super) end: Position,
}

impl<'a> Place<'a> {
    pub(super) fn new(sources: &'a Sources, span: Span) -> Place<'a> {
        let span = sources.in_file(span);
        let source = sources.get(span.source);
        let (start, end) = (source.position(span.start), source.position(span.end.max(span.start)));
        Place { file: source.name(), given: source.given_name(), start, end }
    }

    /// Whether the file is one of the disk, and not part of the program.
    pub(super) fn is_on_disk(&self) -> bool {
        !self.file.starts_with("builtin:")
    }
}
