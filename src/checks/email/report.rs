//! What is wrong with texts of mail, as findings.

use super::mail_text::MailText;
use super::octets::{Fault, OctetMap};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta};
use crate::source::Span;
use crate::zone::Entry;

/// Whether text can stand at a place of a string: in quotes all but quotes and backslashes, and without them no blanks
/// and nothing that ends a word either. The string may not get too long.
fn is_written(entry: &Entry, at: Span, text: &str) -> bool {
    let string = entry.texts().find(|(string, ..)| string.start <= at.start && at.end <= string.end);
    string.is_some_and(|(_, own, quoted)| {
        let is_fit = |byte: u8| match quoted {
            true => matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte),
            false => byte.is_ascii_graphic() && !b"\"\\;()".contains(&byte),
        };
        text.bytes().all(is_fit) && own.len() + text.len() <= 255 + (at.end - at.start) as usize
    })
}

impl Fault {
    /// Points at it.
    pub(super) fn found(self, cx: &ZoneContext, meta: &'static Meta, text: &MailText) -> Diagnostic {
        let entry = cx.zone.entry(text.record);
        let map = OctetMap::of(&entry);
        let fix = self.instead.and_then(|(octets, text, applicability)| {
            let at = map.exact(octets)?;
            is_written(&entry, at, &text).then(|| Fix::of(applicability, at, text))
        });
        let at = map.span(self.octets);
        let finding = Diagnostic::new(meta, at, self.message).severity(self.severity).help_if_any(self.help);
        finding.fix(fix).subject(cx.subject(text.record))
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
        findings.extend(faults(text).into_iter().map(|fault| fault.found(cx, meta, text)));
    }
}
