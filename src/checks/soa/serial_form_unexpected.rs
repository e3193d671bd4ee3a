//! A serial that is not of the form that a rule asks for.

use crate::change::{SerialForm, date};
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
        SerialPolicy::UnixTime => (SerialForm::of(serial) == SerialForm::UnixTime, "a time in seconds since 1970", cx.now),
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
