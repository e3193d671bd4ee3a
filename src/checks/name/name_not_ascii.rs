//! Names in letters that DNS does not know.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::invisible;
use crate::zone::CharClasses;

pub(super) static META: Meta = Meta {
    id: "name-not-ascii",
    summary: "an owner has non-ASCII or control characters",
    severity: Severity::Warning,
    references: &["RFC 5890 section 2.3.2.1", "RFC 5891 section 4"],
    explain: include_str!("name_not_ascii.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Of characters that nobody sees reading spoke.
    let is_odd = |text: &[u8]| !invisible::is_in(text) && text.iter().any(|b| !b.is_ascii() || b.is_ascii_control());
    for name in cx
        .zone
        .names_having(CharClasses::STRANGE)
        .filter(|&name| cx.zone.is_owner(name) && is_odd(cx.zone.written(name)))
    {
        let text = cx.zone.written(name);
        // Instances of services have names for people (RFC 6763 section 4.1.1).
        let is_instance = memchr::memmem::find(text, b"._").is_some();
        let Some(&id) = cx.zone.records_of(name).first().filter(|_| !is_instance) else { continue };
        let message = match text.is_ascii() {
            true => format!("`{}` has a control character", shown(text)),
            false => format!("`{}` is not ASCII: clients query the form that starts with `xn--`", shown(text)),
        };
        let help = match text.is_ascii() {
            true => "remove it, and check the characters around it",
            false => "write the A-label, as `idn2` prints it: `xn--mnchen-3ya` for `m\u{fc}nchen`",
        };
        let at = cx.zone.entry(id).owner();
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
