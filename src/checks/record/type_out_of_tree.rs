//! Addresses in a reverse zone, or PTR records of addresses in a forward one.

use crate::checks::address::{octet, of_reverse_name};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::arpa;
use crate::syntax::name::ends_in;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "type-out-of-tree",
    summary: "an A, AAAA or MX record in a reverse zone, or a PTR record of an address in a forward one",
    is_merged: true,
    severity: Severity::Info,
    references: &["RFC 1035 section 3.5", "RFC 1912 section 2.1"],
    explain: include_str!("type_out_of_tree.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // What is wrong with a zone such as `2.0.192.in-addr-arpa.` is its name.
    if !cx.is_at_its_apex() || arpa::meant_by(cx.zone.apex_name().as_str()).is_some() {
        return;
    }
    let is_reverse = cx.is_reverse();
    let types: &[RType] = if is_reverse { &[RType::A, RType::AAAA, RType::MX] } else { &[RType::PTR] };
    let is_odd = |&id: &RecordId| is_reverse || is_numbered(cx, cx.zone.record(id));
    let odd: Vec<RecordId> = cx.zone.of_types(types).into_iter().filter(is_odd).collect();
    if !is_reverse {
        // Those of services list networks by the names of their addresses (RFC 6763 section 11).
        let lists = |owner| cx.zone.each_label(owner).any(|label| label.starts_with(b"_"));
        let pointing = cx.zone.of_type(RType::PTR).filter(|(_, record)| !lists(record.owner));
        findings.extend(pointing.filter_map(|(id, record)| swapped(cx, id, record.target()?)));
    }
    // A zone that has one often has many, and they have one reason.
    if let [first, others @ ..] = &odd[..] {
        let place = |&other: &RecordId| (cx.zone.entry(other).rtype(), "and here");
        findings.add(finding(cx, *first, others.len(), is_reverse).said_of_each(others, place));
    }
}

/// Whether an owner is an octet, and not a whole name of the other tree without its dot.
fn is_numbered(cx: &ZoneContext, record: &Record) -> bool {
    let is_whole = || ends_in(cx.zone.written(record.owner), "arpa.");
    octet(cx.zone.first_label(record.owner)).is_some() && !is_whole()
}

fn finding(cx: &ZoneContext, id: RecordId, others: usize, is_reverse: bool) -> Diagnostic {
    let others = match others {
        0 => String::new(),
        1 => ", and so is one other record".to_owned(),
        more => format!(", and so are {more} other records"),
    };
    let (rtype, apex) = (cx.zone.record(id).rtype.mnemonic(), cx.zone.shown_name());
    let (tree, help) = match is_reverse {
        true => ("reverse", "host names belong in a forward zone; they are not looked up here"),
        false => ("forward", "PTR records of addresses belong in a zone below `in-addr.arpa.` or `ip6.arpa.`"),
    };
    let message = format!("{rtype} in the {tree} zone `{apex}` is unusual{others}");
    Diagnostic::new(&META, cx.zone.entry(id).rtype(), message).help(help).subject(cx.subject(id))
}

/// A host that points at the name of its address, and not the other way round.
fn swapped(cx: &ZoneContext, id: RecordId, target: NameId) -> Option<Diagnostic> {
    let address = of_reverse_name(cx.zone, target)?;
    let at = cx.zone.entry(id).field(0)?;
    let (name, host) = (cx.zone.name_text(target), cx.zone.name_text(cx.zone.record(id).owner));
    let message = format!("the PTR of `{host}` points at the name of {address}: owner and target are swapped");
    let help = format!("write `{name} PTR {host}` in the reverse zone");
    let finding = Diagnostic::new(&META, at, message).severity(Severity::Warning).help(help);
    Some(finding.key(&[b"swapped"]).subject(cx.subject(id)))
}
