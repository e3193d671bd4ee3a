//! NSEC records that do not lead from each name of the zone to the next.

use crate::checks::dnssec::signed::{SignedZone, owns_data};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "nsec-chain-broken",
    summary: "the NSEC records of a signed zone do not lead from each of its names to the next",
    severity: Severity::Error,
    references: &["RFC 4034 section 4.1.1", "RFC 4035 section 2.3"],
    explain: include_str!("nsec_chain_broken.md"),
    ..Meta::DEFAULT
};

const SIGN_AGAIN: &str = "sign the zone again: its names changed after it was signed";

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_of_nsec = |&signed: &&SignedZone| signed.is_denied_by_nsec(cx);
    let Some(signed) = cx.signed().filter(is_of_nsec) else { return };
    let owners: Vec<(usize, NameId)> =
        signed.names().iter().enumerate().filter_map(|(at, name)| Some((at, name.owner?))).collect();
    let mut found = Vec::new();
    for (at, &(_, owner)) in owners.iter().enumerate() {
        let next = owners[(at + 1) % owners.len()];
        found.extend(match cx.zone.rrset(owner, RType::NSEC) {
            [] => missing(cx, owner),
            &[id, ..] => misled(cx, signed, id, next),
        });
    }
    found.extend(cx.zone.rrsets_of(&[RType::NSEC]).filter_map(|rrset| {
        let id = rrset.records[0];
        let is_expected = owns_data(cx, rrset.owner) && !signed.is_occluded(rrset.owner);
        (!is_expected).then(|| superfluous(cx, signed, id))
    }));
    signed.report(found, findings);
}

fn missing(cx: &ZoneContext, owner: NameId) -> Option<Diagnostic> {
    let first = *cx.zone.records_of(owner).iter().min()?;
    let message = format!("`{}` has no NSEC: resolvers may deny that it exists", cx.zone.name_text(owner));
    let finding = Diagnostic::new(&META, cx.owner_or_type(first), message);
    Some(finding.help(SIGN_AGAIN).subject(cx.subject_of_set(first)))
}

/// A next name that is none of those of the zone in order. Of names that have no NSEC themselves, and of NSEC records
/// that no name is left for, it is said there.
fn misled(cx: &ZoneContext, signed: &SignedZone, id: RecordId, (next, owner): (usize, NameId)) -> Option<Diagnostic> {
    if !cx.zone.record(id).is_readable() {
        return None;
    }
    let written = cx.zone.first_word(id)?;
    if is_written_as(cx, written, owner) {
        return None;
    }
    let key = signed.key_written(cx, id, written);
    let place = key.as_ref().and_then(|key| signed.find(key));
    if place == Some(next) || key.is_some() && place.is_none() && is_left_over(cx, id, written) {
        return None;
    }
    let lacks_nsec = |at: usize| signed.names()[at].owner.is_none_or(|owner| !cx.zone.has(owner, RType::NSEC));
    let end = place.map(|place| if place == 0 { signed.names().len() } else { place });
    if end.is_some_and(|end| next != 0 && next < end && (next..end).all(lacks_nsec)) {
        return None;
    }
    let entry = cx.zone.entry(id);
    let (from, to) = (cx.zone.name_text(cx.zone.record(id).owner), cx.zone.name_text(owner));
    let message = format!("the NSEC of `{from}` leads past the next name, `{to}`");
    let label = cx.owner_or_type(*cx.zone.records_of(owner).iter().min()?);
    let finding = Diagnostic::new(&META, entry.field(0)?, message).label(label, "the next name in canonical order");
    Some(finding.help(SIGN_AGAIN).subject(cx.subject(id)))
}

/// Whether what is written is plainly a name in full: most names are, and need no closer look.
fn is_written_as(cx: &ZoneContext, written: &[u8], name: NameId) -> bool {
    let Some(full) = written.strip_suffix(b".").filter(|_| !written.contains(&b'\\')) else { return false };
    let apex = cx.zone.apex_name().without_final_dot().as_bytes();
    let own = cx.zone.written(name);
    let own = own.strip_suffix(b".").unwrap_or(own);
    match cx.zone.relative_to(name) {
        _ if name == cx.zone.apex() => full == apex,
        NameId::ROOT => full == own,
        origin if origin == cx.zone.apex() => {
            full.strip_suffix(apex).and_then(|below| below.strip_suffix(b".")) == Some(own)
        }
        _ => false,
    }
}

/// Whether the next name owns nothing but an NSEC.
fn is_left_over(cx: &ZoneContext, id: RecordId, written: &[u8]) -> bool {
    let full = cx.zone.full_name(id, written);
    let name = std::str::from_utf8(&full).ok().and_then(|text| cx.zone.find(text));
    name.is_some_and(|name| cx.zone.has(name, RType::NSEC))
}

fn superfluous(cx: &ZoneContext, signed: &SignedZone, id: RecordId) -> Diagnostic {
    let owner = cx.zone.record(id).owner;
    let name = cx.zone.name_text(owner);
    let message = match signed.is_occluded(owner) {
        true => format!("`{name}` has an NSEC, and is below a zone cut or a DNAME"),
        false if cx.zone.exists(owner) && has_names_below(cx, signed, owner) => {
            format!("`{name}` has an NSEC, and is an empty non-terminal")
        }
        false => format!("`{name}` has an NSEC, and no other records"),
    };
    Diagnostic::new(&META, cx.zone.entry(id).rtype(), message).help(SIGN_AGAIN).subject(cx.subject(id))
}

fn has_names_below(cx: &ZoneContext, signed: &SignedZone, owner: NameId) -> bool {
    let id = cx.zone.rrset(owner, RType::NSEC)[0];
    let key = signed.key_written(cx, id, cx.zone.name_text(owner).as_bytes());
    key.is_some_and(|key| signed.find(&key).is_some())
}
