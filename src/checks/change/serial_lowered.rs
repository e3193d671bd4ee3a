//! A serial that is behind the one before: secondaries take the zone for an old one.

use super::serials::{self, SerialChange};
use crate::change::{SerialForm, Step};
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "serial-lowered",
    summary: "the serial of a zone is behind the one before",
    severity: Severity::Error,
    references: &["RFC 1982 section 3.2", "RFC 1982 section 7", "RFC 1912 section 3.1"],
    explain: include_str!("serial_lowered.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(serials::of(cx).filter_map(|zone| finding(&zone)));
}

fn finding(zone: &SerialChange) -> Option<Diagnostic> {
    let (old, new) = (zone.serials.old, zone.serials.new);
    let why = match zone.serials.step() {
        Step::Behind if new > old => "is more than 2^31 ahead of",
        Step::Behind => "is behind",
        Step::Undefined => "is 2^31 away from",
        Step::Same | Step::Ahead(_) => return None,
    };
    let message = format!("serial {new} {why} {old}: secondaries that have {old} do not fetch the zone");
    let finding = Diagnostic::new(&META, zone.serials.new_at, message)
        .label(zone.serials.old_at, "before this change")
        .fix(Fix::unsure(zone.serials.new_at, SerialForm::of(old).after(old, zone.new.now).to_string()))
        .help(format!("write a serial above {old}; if it was set back on purpose, transfer the zone anew everywhere"));
    Some(zone.about(finding))
}
