//! Several records where the type allows one.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "singleton-repeated",
    summary: "a name has several SOA, CNAME or DNAME records, where only one is allowed",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2", "RFC 2181 section 10.1", "RFC 6672 section 2.4"],
    explain: include_str!("singleton_repeated.md"),
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
    findings.add(finding.help(help).subject(cx.subject_of_set(second)));
}
