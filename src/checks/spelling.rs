//! How names are spelled where they stand: a fix writes others in the same way.

use super::ZoneContext;
use crate::diagnostic::Fix;
use crate::source::Span;
use crate::text::words;
use crate::zone::{NameId, RecordId};

/// So far the start of a line is looked for.
const LONGEST_LINE: u32 = 1 << 14;
/// An owner on more lines than this is not renamed.
const MOST_LINES: usize = 1_000;

impl ZoneContext<'_> {
    /// A name as a word of a record spells it: with its final dot where that has one, and else relative to the origin
    /// where it can be.
    pub(super) fn spelled(&self, id: RecordId, at: Span, meant: &str) -> Option<String> {
        let written = self.zone.bytes(at);
        let meant = if meant.ends_with('.') { meant.to_owned() } else { format!("{meant}.") };
        if written.is_empty() || written.starts_with(b"\"") {
            return None;
        }
        if written.ends_with(b".") {
            return Some(meant);
        }
        if !self.zone.is_origin_known() {
            return None;
        }
        let origin = self.zone.absolute_name(self.zone.origin_at(id));
        if origin == "." {
            return Some(meant.trim_end_matches('.').to_owned());
        }
        let front = meant.len().checked_sub(origin.len()).and_then(|at| meant.split_at_checked(at));
        Some(match front.filter(|(_, end)| end.eq_ignore_ascii_case(&origin)) {
            Some(("", _)) => "@".to_owned(),
            Some((front, _)) if front.ends_with('.') => front.trim_end_matches('.').to_owned(),
            _ => meant,
        })
    }

    /// The name with another number in its first label, with as many digits where that can be: `db1002.example.com.` for
    /// `db1001.example.com.` and 1002.
    pub(super) fn with_number(&self, name: NameId, number: u64) -> Option<String> {
        let (label, text) = (self.zone.first_label(name), self.zone.name_text(name));
        let digits = words::number_at(label);
        // A label with escapes is written in other bytes.
        let is_plain = std::str::from_utf8(label).is_ok_and(|label| text.starts_with(label));
        let width = digits.len();
        (is_plain && width > 0).then(|| format!("{}{number:0width$}{}", &text[..digits.start], &text[digits.end..]))
    }

    /// Where the line of a place starts.
    pub(super) fn line_start(&self, at: Span) -> u32 {
        let from = at.start.saturating_sub(LONGEST_LINE);
        let before = self.zone.bytes(Span { start: from, end: at.start, ..at });
        before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(from, |end| from + end as u32 + 1)
    }

    /// All that stands in the file from a place on.
    pub(super) fn bytes_from(&self, at: Span) -> &[u8] {
        let source = self.zone.sources().find(|(source, _)| *source == at.source);
        source.map_or(&[], |(_, source)| &source.text()[at.start as usize..])
    }

    /// The line of a record with what ends it, where nothing else is on it and no other line needs it: no comment, no
    /// owner that the next line takes over, no TTL.
    pub(super) fn own_line(&self, id: RecordId) -> Option<Span> {
        let entry = self.zone.entry(id);
        let at = entry.span();
        let line = self.zone.one_line(id).filter(|line| memchr::memchr(b';', line).is_none())?;
        let next = Some(RecordId(id.0 + 1)).filter(|next| (next.0 as usize) < self.zone.len());
        let next = next.map(|next| self.zone.entry(next));
        let is_needed = next.is_some_and(|next| {
            let takes_owner = next.inherits_owner() && !entry.inherits_owner();
            takes_owner || next.ttl().is_none() && entry.ttl().is_some()
        });
        let start = self.line_start(at);
        let length = u32::try_from(line.len()).ok()?;
        let behind = match self.bytes_from(at).get(line.len()..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        (!is_needed).then_some(Span { start, end: at.start + length + behind, ..at })
    }

    /// Writes another name in the place of one. Nobody but a person knows that it was meant.
    pub(super) fn renamed(&self, id: RecordId, at: Span, meant: &str) -> Option<Fix> {
        Some(Fix::unsure(at, self.spelled(id, at, meant)?))
    }

    /// Gives one record another owner, where no line below takes that over.
    pub(super) fn renamed_line(&self, id: RecordId, meant: &str) -> Option<Fix> {
        let (entry, below) = (self.zone.entry(id), RecordId(id.0 + 1));
        let is_taken_over = (below.0 as usize) < self.zone.len() && self.zone.entry(below).inherits_owner();
        self.renamed(id, entry.owner(), meant).filter(|_| !entry.inherits_owner() && !is_taken_over)
    }

    /// Gives an owner another name, wherever it is written as one.
    pub(super) fn renamed_owner(&self, owner: NameId, meant: &str) -> Option<Fix> {
        let records = self.zone.records_of(owner);
        let mut fix: Option<Fix> = None;
        for &id in records.iter().filter(|_| records.len() <= MOST_LINES) {
            let entry = self.zone.entry(id);
            if entry.inherits_owner() {
                continue;
            }
            let at = entry.owner();
            let text = self.spelled(id, at, meant)?;
            fix = Some(match fix {
                Some(fix) => fix.and(at, text),
                None => Fix::unsure(at, text),
            });
        }
        fix
    }
}
