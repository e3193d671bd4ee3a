//! NSEC3 records that are not those of the names of the zone, or do not lead from one to the next.

use crate::checks::dnssec::hashed::{Chain, Link};
use crate::checks::dnssec::signed::SignedZone;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "nsec3-chain-broken",
    summary: "the NSEC3 records of a signed zone are not those of its names, or do not lead from one to the next",
    severity: Severity::Error,
    references: &["RFC 5155 section 7.1", "RFC 5155 section 6"],
    explain: include_str!("nsec3_chain_broken.md"),
    ..Meta::DEFAULT
};

const SIGN_AGAIN: &str = "sign the zone again: its names changed after it was signed";
/// The field of the data.
const NEXT: usize = 4;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((signed, chain)) = cx.signed().and_then(|signed| Some((signed, signed.chain(cx)?))) else { return };
    // A chain that is being made is not announced yet.
    if cx.zone.has_any(&[RType::NSEC]) && !cx.zone.has_any(&[RType::NSEC3PARAM]) {
        return;
    }
    let mut found: Vec<Diagnostic> = (0..chain.hashes.len()).filter_map(|at| missing(cx, signed, chain, at)).collect();
    let next = chain.links.iter().cycle().skip(1);
    found.extend(chain.links.iter().zip(next).filter_map(|(link, next)| misled(cx, chain, link, next)));
    signed.report(found, findings);
    let superfluous = chain.links.iter().filter(|link| chain.name(&link.owner).is_none());
    signed.report(superfluous.map(|link| of_no_name(cx, link)).collect(), findings);
}

/// A name without NSEC3. Opt-out lets those out that are not signed (RFC 5155 section 6).
fn missing(cx: &ZoneContext, signed: &SignedZone, chain: &Chain, at: usize) -> Option<Diagnostic> {
    let hashed = &chain.hashes[at];
    let may_be_left_out = signed.names()[hashed.name].is_insecure;
    if chain.link(&hashed.hash).is_some()
        || may_be_left_out && chain.cover(&hashed.hash).is_some_and(|cover| cover.is_opt_out)
    {
        return None;
    }
    let name = signed.name_text(cx, hashed.name);
    let below = signed.names()[hashed.name..].iter().find_map(|name| name.owner)?;
    let first = *cx.zone.records_of(below).iter().min()?;
    let message = match hashed.owner {
        Some(_) => format!("`{name}` has no NSEC3: resolvers may deny that it exists"),
        None => format!("the empty non-terminal `{name}` has no NSEC3: resolvers may deny all names below it"),
    };
    let finding = Diagnostic::new(&META, cx.owner_or_type(first), message);
    Some(finding.help(SIGN_AGAIN).subject(cx.subject_of_set(first)))
}

/// A hash that is not the next one. If it is that of a name without NSEC3, this is said of the name.
fn misled(cx: &ZoneContext, chain: &Chain, link: &Link, next: &Link) -> Option<Diagnostic> {
    let is_missing = || chain.name(&link.next).is_some() && chain.link(&link.next).is_none();
    if link.next == next.owner || is_missing() {
        return None;
    }
    let entry = cx.zone.entry(link.id);
    let message = match chain.link(&link.next) {
        Some(_) => "the NSEC3 leads past the next one, so that the two overlap or leave a gap",
        None => "the NSEC3 leads to a hash that has no NSEC3",
    };
    let finding = Diagnostic::new(&META, entry.field(NEXT)?, message);
    let finding = finding.label(cx.zone.entry(next.id).owner(), "the next hash");
    Some(finding.help(SIGN_AGAIN).subject(cx.subject(link.id)))
}

/// It denies nothing that exists.
fn of_no_name(cx: &ZoneContext, link: &Link) -> Diagnostic {
    let owner = cx.zone.name_text(cx.zone.record(link.id).owner);
    let message = format!("the NSEC3 `{owner}` is of no name of the zone");
    let finding = Diagnostic::new(&META, cx.zone.entry(link.id).owner(), message).severity(Severity::Warning);
    finding.help(SIGN_AGAIN).subject(cx.subject(link.id))
}
