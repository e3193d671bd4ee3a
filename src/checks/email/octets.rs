//! The text of a record as receivers read it, each octet with its place in the file.

use std::ops::Range;

use crate::diagnostic::{Applicability, Severity, Text};
use crate::source::Span;
use crate::text::escape::octet_lossy;
use crate::zone::Entry;

/// Octets that stand in a row in the file, each of the same width.
struct Run {
    /// The number of the first in the text.
    first: usize,
    /// Offset of the first in the file.
    start: u32,
    /// Bytes that each takes there: escapes take more than one.
    width: u32,
}

/// Where the octets of the joined strings stand: quotes, blanks and line ends between strings have no place in the text.
pub(super) struct OctetMap {
    runs: Vec<Run>,
    all: Span,
    length: usize,
}

impl OctetMap {
    pub(super) fn of(entry: &Entry) -> OctetMap {
        let mut map = OctetMap { runs: Vec::new(), all: entry.data().unwrap_or(entry.span()), length: 0 };
        for (at, mut text, quoted) in entry.texts() {
            let mut start = at.start + u32::from(quoted);
            let mut after_plain = false;
            while let Some((_, width)) = octet_lossy(text) {
                if !after_plain || width > 1 {
                    map.runs.push(Run { first: map.length, start, width: width as u32 });
                }
                after_plain = width == 1;
                (text, start) = (&text[width..], start + width as u32);
                map.length += 1;
            }
        }
        map
    }

    /// The bytes of some octets, where these are one string that is written as it is read, so that text can take their
    /// place; of no octets, the place before the first of them.
    pub(super) fn exact(&self, octets: Range<usize>) -> Option<Span> {
        if octets.end > self.length || self.length == 0 {
            return None;
        }
        let run = |octet: usize| &self.runs[self.runs.partition_point(|run| run.first <= octet).saturating_sub(1)];
        let first = run(octets.start.min(self.length - 1));
        let last = run(octets.end.max(octets.start + 1).min(self.length) - 1);
        let is_one = first.first == last.first && first.width == 1;
        let place = |octet: usize| first.start + (octet - first.first) as u32;
        is_one.then(|| Span { start: place(octets.start), end: place(octets.end), ..self.all })
    }

    /// From the first byte of some octets to the last, with what stands between; all of the text where they are none.
    pub(super) fn span(&self, octets: Range<usize>) -> Span {
        if octets.is_empty() || octets.len() >= self.length || octets.end > self.length {
            return self.all;
        }
        let start = |octet: usize| {
            let run = &self.runs[self.runs.partition_point(|run| run.first <= octet) - 1];
            (run.start + (octet - run.first) as u32 * run.width, run.width)
        };
        let (last, width) = start(octets.end - 1);
        Span { start: start(octets.start).0, end: last + width, ..self.all }
    }
}

/// What is wrong with some octets of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub octets: Range<usize>,
    pub severity: Severity,
    pub message: String,
    pub help: Option<Text>,
    /// What to write in the place of octets; maybe not of all that are wrong.
    pub instead: Option<(Range<usize>, String, Applicability)>,
}

impl Fault {
    pub(super) fn error(octets: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { octets, severity: Severity::Error, message: message.into(), help: None, instead: None }
    }

    pub(super) fn warning(octets: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { severity: Severity::Warning, ..Fault::error(octets, message) }
    }

    pub(super) fn info(octets: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { severity: Severity::Info, ..Fault::error(octets, message) }
    }

    /// The text that was meant, for all that is known.
    pub(super) fn maybe(self, octets: Range<usize>, text: impl Into<String>) -> Fault {
        Fault { instead: Some((octets, text.into(), Applicability::Unsafe)), ..self }
    }

    /// The text that was meant.
    pub(super) fn instead(self, octets: Range<usize>, text: impl Into<String>) -> Fault {
        Fault { instead: Some((octets, text.into(), Applicability::Safe)), ..self }
    }

    pub(super) fn help(self, help: impl Into<Text>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }
}
