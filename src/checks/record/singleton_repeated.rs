//! Several records where the type allows one.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "singleton-repeated",
    summary: "a name has several SOA, CNAME or DNAME records, where only one is allowed",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2", "RFC 2181 section 10.1", "RFC 6672 section 2.4"],
    explain: include_str!("singleton_repeated.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for rtype in [RType::SOA, RType::CNAME, RType::DNAME] {
        for (id, record) in cx.zone.of_type(rtype).filter(|(_, record)| record.is_readable()) {
            if cx.zone.records_of(record.owner).len() == 1 {
                continue;
            }
            let [first, rest @ ..] = cx.zone.rrset(record.owner, rtype) else { continue };
            if *first == id && !rest.is_empty() {
                report(cx, *first, rest, findings);
            }
        }
    }
}

fn report(cx: &ZoneContext, first: RecordId, rest: &[RecordId], findings: &mut FindingSink) {
    let data = |id: RecordId| cx.zone.rdata(id).rule_text().map(|text| text.to_ascii_lowercase());
    // Of what stands there twice another check speaks, and of what cannot be read the reader did.
    let own = data(first);
    let differs = |&&id: &&RecordId| cx.zone.record(id).is_readable() && data(id) != own;
    let mut others = rest.iter().filter(differs).copied();
    let Some(second) = others.next() else { return };
    let place = |id: RecordId| {
        let entry = cx.zone.entry(id);
        entry.data().unwrap_or_else(|| entry.rtype())
    };
    let record = cx.zone.record(first);
    let (name, rtype) = (cx.zone.name_text(record.owner), record.rtype.mnemonic());
    let message = format!("`{name}` has a second {rtype}, but only one is allowed");
    let finding = Diagnostic::new(&META, place(second), message)
        .label(place(first), "the first")
        .label_each(others, |other| (place(other), "another"));
    let help = if record.rtype == RType::SOA {
        "keep the SOA with the serial that secondaries have seen, or a later one"
    } else {
        "keep one: an alias has one target; to have several addresses, give them to that target"
    };
    let fix = counted_on(cx, first, second).filter(|_| rest.len() == 1);
    findings.add(finding.help(help).fix(fix).subject(cx.subject_of_set(second)));
}

/// A copied alias whose own number was not counted on: one of the two points at the host with the number of the name,
/// and the other at one with a number that no such name has.
fn counted_on(cx: &ZoneContext, first: RecordId, second: RecordId) -> Option<Fix> {
    let number = |name: NameId| Some(words::numbered(cx.zone.first_label(name))?.0);
    let owner = cx.zone.record(first).owner;
    let [one, other] = [first, second].map(|id| cx.zone.record(id).target().and_then(number));
    let (odd, meant) = match (number(owner)?, one?, other?) {
        (own, one, other) if own == one && own != other => (second, other),
        (own, one, other) if own == other && own != one => (first, one),
        _ => return None,
    };
    let meant = cx.with_number(owner, meant)?;
    let is_free = cx.zone.find(&meant).is_none_or(|name| !cx.zone.is_owner(name));
    cx.renamed_line(odd, &meant).filter(|_| is_free)
}
