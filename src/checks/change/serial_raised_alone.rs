//! A serial that was raised though no record changed.

use super::serials::{self, SerialChange};
use crate::change::Step;
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "serial-raised-alone",
    summary: "the serial was raised, and no record changed",
    severity: Severity::Info,
    references: &["RFC 1034 section 4.3.5"],
    explain: include_str!("serial_raised_alone.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(serials::of(cx).filter_map(|zone| finding(&zone)));
}

fn finding(zone: &SerialChange) -> Option<Diagnostic> {
    let is_alone = !zone.change.is_beside_serial() && matches!(zone.serials.step(), Step::Ahead(_));
    let message = format!("serial {} is new, but no record changed: is a change missing?", zone.serials.new);
    let finding =
        || Diagnostic::new(&META, zone.serials.new_at, message).label(zone.serials.old_at, "before this change");
    is_alone.then(|| zone.about(finding()))
}
