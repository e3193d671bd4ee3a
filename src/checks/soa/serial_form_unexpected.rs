//! A serial that is not of the form that a rule asks for.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::ruleset::SerialPolicy;
use crate::syntax::time;

pub(super) static META: Meta = Meta {
    id: "serial-form-unexpected",
    summary: "a serial is not of the form that the rules ask for",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.2", "the rule file, `serial`"],
    explain: include_str!("serial_form_unexpected.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    findings.extend(finding(cx));
}

fn finding(cx: &ZoneContext) -> Option<Diagnostic> {
    let rule = cx.rules.serial(cx.place())?;
    let (at, serial) = cx.zone.serial()?;
    let (is_so, form, example) = match rule.value {
        SerialPolicy::Date => (date(serial).is_some(), "a date, `YYYYMMDDnn`", time::date(cx.now) * 100),
        SerialPolicy::UnixTime => (is_unix_time(serial), "a time in seconds since 1970", cx.now),
        SerialPolicy::Raised | SerialPolicy::Managed => return None,
    };
    if is_so {
        return None;
    }
    let mut finding = Diagnostic::new(&META, at, format!("serial {serial} is not {form}"))
        .label(rule.span, "your rule")
        .fix((cx.now > 0 && example.wrapping_sub(serial) < 1 << 31).then(|| Fix::unsure(at, example.to_string())))
        .help(format!("write {example}, if that is above what secondaries have"));
    cx.asked_by(rule.entry, &mut finding);
    Some(finding.subject(cx.subject(cx.zone.soa()?)))
}

/// Seconds since 1970 of the date that a serial is, `YYYYMMDDnn` (RFC 1912 section 2.2), if it is one.
pub(in crate::checks) fn date(serial: u32) -> Option<u32> {
    let day = serial / 100;
    (19_700_101..=21_001_231).contains(&day).then(|| time::parse(format!("{day}000000").as_bytes())).flatten()
}

/// Whether a serial may be a time of this century, and is no date.
fn is_unix_time(serial: u32) -> bool {
    const FROM_2001_TO_2033: std::ops::Range<u32> = 1_000_000_000..2_000_000_000;
    FROM_2001_TO_2033.contains(&serial) && date(serial).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_dates_or_times() {
        assert_eq!(date(2026010199), Some(1_767_225_600));
        for other in [0, 42, 1_767_225_600, 2026130101, 2026003201, 4026010101] {
            assert_eq!(date(other), None, "{other}");
        }
        assert!(is_unix_time(1_767_225_600) && !is_unix_time(2026010199) && !is_unix_time(42));
    }
}
