//! Where the labels of a finding stand in the lines that are shown.

use std::ops::Range;

use super::printable;
use crate::diagnostic::Label;
use crate::source::{Position, Source, SourceId, Sources};

/// Places of one file at most this many lines apart are shown together.
const NEAR_LINES: u32 = 3;
/// A finding with more places than this is not read to its end.
pub(super) const MAX_PLACES: usize = 8;

/// A label as it is shown: only its first line, for the rest of a record spread over many lines
/// tells no more than its start.
pub(super) struct ShownLabel {
    pub(super) source: SourceId,
    /// Offsets in the source, within the line.
    pub(super) bytes: Range<usize>,
    pub(super) at: Position,
    pub(super) text: String,
    pub(super) is_primary: bool,
}

impl ShownLabel {
    pub(super) fn new(sources: &Sources, label: &Label, is_primary: bool) -> ShownLabel {
        let span = sources.in_file(label.span);
        let source = sources.get(span.source);
        let at = source.position(span.start);
        let content = line_content(source, at.line);
        let start = (at.offset as usize).min(content.end);
        let end = (span.end as usize).clamp(start, content.end);
        let text = printable(&label.text).into_owned();
        ShownLabel { source: span.source, bytes: start..end, at, text, is_primary }
    }

    /// What the mark covers: an empty range has a mark, too.
    pub(super) fn marked(&self) -> Range<usize> {
        self.bytes.start..self.bytes.end.max(self.bytes.start + 1)
    }

    pub(super) fn is_near(&self, other: &ShownLabel) -> bool {
        self.source == other.source && self.at.line.abs_diff(other.at.line) <= NEAR_LINES
    }

    pub(super) fn overlaps(&self, other: &ShownLabel) -> bool {
        let (a, b) = (self.marked(), other.marked());
        a.start < b.end && b.start < a.end
    }
}

/// The bytes of a line, without what ends it.
pub(super) fn line_content(source: &Source, line: u32) -> Range<usize> {
    let line = source.line(line);
    let text = source.shown(line.clone()).unwrap_or_default();
    line.start..line.start + text.trim_end_matches(['\n', '\r']).len()
}
