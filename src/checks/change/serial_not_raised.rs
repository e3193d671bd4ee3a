//! Records that changed under an old serial: secondaries keep what they have.

use super::serials::{self, SerialChange};
use crate::change::Step;
use crate::checks::soa::serial_form_unexpected::date;
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::time;

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
    let next = next(serial, zone.new.now);
    let finding = Diagnostic::new(&META, zone.serials.new_at, message)
        .fix(Fix::unsure(zone.serials.new_at, next.to_string()))
        .help(format!("write {next}; if a server or a build gives the serial, say `serial: managed` in zonelint.yaml"));
    let finding = match zone.place_of(first) {
        Some((at, text)) => finding.label(at, text),
        None => finding,
    };
    Some(zone.about(finding))
}

/// The serial after one: of dates the first of the day, if that is ahead.
pub(super) fn next(serial: u32, now: u32) -> u32 {
    let next = match serial.wrapping_add(1) {
        // RFC 2136 section 4.2 has it so: software takes 0 for none.
        0 => 1,
        next => next,
    };
    let today = time::date(now) * 100;
    if date(serial).is_some() && now > 0 { next.max(today) } else { next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_on_as_dates() {
        let now = 1_767_225_600;
        assert_eq!(next(2025123107, now), 2026010100);
        assert_eq!(next(2026010103, now), 2026010104);
        assert_eq!(next(2025123107, 0), 2025123108);
        assert_eq!(next(7, now), 8);
        assert_eq!(next(u32::MAX, now), 1);
    }
}
