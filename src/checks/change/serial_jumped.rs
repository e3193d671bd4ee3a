//! A serial that went into the future: those by date are behind it for as long.

use super::serials::{self, SerialChange};
use crate::change::{Step, date};
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::time;

pub(super) static META: Meta = Meta {
    id: "serial-jumped",
    summary: "a serial that is a date went into the future",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.2", "RFC 1982 section 7"],
    explain: include_str!("serial_jumped.md"),
    ..Meta::DEFAULT
};

/// Zones are written for the days to come, and more than a hundred changes a day go on in the next.
const AHEAD: u32 = 7 * 86400;

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(serials::of(cx).filter_map(|zone| finding(&zone)));
}

fn finding(zone: &SerialChange) -> Option<Diagnostic> {
    let (old, new) = (zone.serials.old, zone.serials.new);
    let soon = zone.new.now.saturating_add(AHEAD);
    let latest = time::date(soon) * 100 + 99;
    let was_date = date(old).is_some() && old <= latest;
    let is_in_future = |serial: u32| date(serial).is_some_and(|date| date > soon);
    let went = was_date && new > latest || is_in_future(new) && !is_in_future(old);
    if !went || !matches!(zone.serials.step(), Step::Ahead(_)) || zone.new.now == 0 {
        return None;
    }
    let message = match date(new) {
        Some(_) => format!("serial {new} is a date in the future: serials of the dates before it are behind it"),
        None => format!("serial {new} is not a date as {old} is, and is ahead of today's dates"),
    };
    let finding = Diagnostic::new(&META, zone.serials.new_at, message)
        .label(zone.serials.old_at, "before this change")
        .help("correct it before it is served: a serial is hard to set back");
    Some(zone.about(finding))
}
