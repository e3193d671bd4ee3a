//! What is wrong with texts of mail, as findings.

use super::mail_text::MailText;
use super::octets::{Fault, OctetMap};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta};
use crate::source::Span;
use crate::zone::RecordId;

/// A text, and the places of its octets in the file: read once for all that is said of it.
pub(super) struct TextPlaces<'c, 'v> {
    cx: &'c ZoneContext<'v>,
    record: RecordId,
    pub(super) map: OctetMap,
    /// Where each string stands, its length, and whether it is in quotes.
    strings: Vec<(Span, usize, bool)>,
}

impl<'c, 'v> TextPlaces<'c, 'v> {
    pub(super) fn of(cx: &'c ZoneContext<'v>, text: &MailText) -> TextPlaces<'c, 'v> {
        let entry = cx.zone.entry(text.record);
        let strings = entry.texts().map(|(at, own, quoted)| (at, own.len(), quoted)).collect();
        TextPlaces { cx, record: text.record, map: OctetMap::of(&entry), strings }
    }

    /// Points at a fault.
    pub(super) fn finding(&self, fault: Fault, meta: &'static Meta) -> Diagnostic {
        let fix = fault.instead.and_then(|(octets, text, applicability)| {
            // What is taken away may be written in any way.
            let any = text.is_empty().then(|| self.map.span(octets.clone()));
            let at = self.map.exact(octets).or(any)?;
            self.is_written(at, &text).then(|| Fix::of(applicability, at, text))
        });
        let at = self.map.span(fault.octets);
        let finding = Diagnostic::new(meta, at, fault.message).severity(fault.severity).help_if_any(fault.help);
        finding.fix(fix).subject(self.cx.subject(self.record))
    }

    /// Whether text can stand at a place of a string: in quotes all but quotes and backslashes, and without them no
    /// blanks and nothing that ends a word either. The string may not get too long.
    fn is_written(&self, at: Span, text: &str) -> bool {
        let after = self.strings.partition_point(|(string, ..)| string.start <= at.start);
        let string = after.checked_sub(1).map(|index| self.strings[index]).filter(|(string, ..)| at.end <= string.end);
        string.is_some_and(|(_, length, quoted)| {
            let is_fit = |byte: u8| match quoted {
                true => matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte),
                false => byte.is_ascii_graphic() && !b"\"\\;()".contains(&byte),
            };
            text.bytes().all(is_fit) && length + text.len() <= 255 + (at.end - at.start) as usize
        })
    }
}

impl Fault {
    /// Points at it, where it is all that is said of the text.
    pub(super) fn found(self, cx: &ZoneContext, meta: &'static Meta, text: &MailText) -> Diagnostic {
        TextPlaces::of(cx, text).finding(self, meta)
    }
}

/// Reports what is wrong with those texts of a zone that are asked for.
pub(super) fn report<F: IntoIterator<Item = Fault>>(
    cx: &ZoneContext,
    findings: &mut FindingSink,
    meta: &'static Meta,
    is_asked: impl Fn(&MailText) -> bool,
    faults: impl Fn(&MailText) -> F,
) {
    for text in cx.mail_texts().iter().filter(|text| is_asked(text)) {
        let mut places = None;
        let mut finding = |fault| places.get_or_insert_with(|| TextPlaces::of(cx, text)).finding(fault, meta);
        faults(text).into_iter().for_each(|fault| findings.add(finding(fault)));
    }
}
