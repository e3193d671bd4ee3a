//! What is wrong with texts of mail, as findings.

use super::mail_text::MailText;
use super::octets::{Fault, OctetMap};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta};

impl Fault {
    /// Points at it.
    pub(super) fn found(self, cx: &ZoneContext, meta: &'static Meta, text: &MailText) -> Diagnostic {
        let at = OctetMap::of(&cx.zone.entry(text.record)).span(self.octets);
        let finding = Diagnostic::new(meta, at, self.message).severity(self.severity).help_if_any(self.help);
        finding.subject(cx.subject(text.record))
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
