//! Records that changed under an old serial: secondaries keep what they have.

use super::serials::{self, SerialChange};
use crate::change::{SerialForm, Step};
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "serial-not-raised",
    summary: "records changed, and the serial of the zone did not",
    severity: Severity::Error,
    references: &["RFC 1034 section 4.3.5", "RFC 1912 section 2.2", "RFC 1982 section 3.2"],
    explain: include_str!("serial_not_raised.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(serials::of(cx).filter_map(|zone| finding(&zone)));
}

fn finding(zone: &SerialChange) -> Option<Diagnostic> {
    let first = zone.first().filter(|_| zone.serials.step() == Step::Same)?;
    let serial = zone.serials.new;
    let message = format!("records changed, but serial {serial} did not: secondaries keep the old records");
    let next = SerialForm::of(serial).after(serial, zone.new.now);
    let finding = Diagnostic::new(&META, zone.serials.new_at, message)
        .fix(Fix::unsure(zone.serials.new_at, next.to_string()))
        .help(format!("write {next}; if a server or a build gives the serial, say `serial: managed` in zonelint.yaml"));
    let finding = match zone.place_of(first) {
        Some((at, text)) => finding.label(at, text),
        None => finding,
    };
    Some(zone.about(finding))
}
