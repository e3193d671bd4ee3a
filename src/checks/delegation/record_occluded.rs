//! Records that nobody is ever given: those below a zone cut or a DNAME, and beside a delegation.

use std::collections::BTreeMap;

use crate::checks::name::owner_inherited::servers_of_host;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "record-occluded",
    summary: "records are at or below a delegation, or below a DNAME, where they are never answered",
    severity: Severity::Warning,
    references: &["RFC 1034 section 4.2.1", "RFC 2136 section 7.18", "RFC 6672 section 2.4"],
    explain: include_str!("record_occluded.md"),
    ..Meta::DEFAULT
};

/// What hides records, in the order of names: whether it is a DNAME, and what it hides.
type Hidden = BTreeMap<NameId, (bool, Vec<RecordId>)>;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut hidden = Hidden::new();
    let has_dnames = cx.zone.of_type(RType::DNAME).next().is_some();
    // Most of what is below a cut is glue.
    let is_more = |owner| has_dnames || !cx.zone.records_of(owner).iter().all(|&id| is_glue(cx, id));
    let occluded = cx.zone.occluded_owners(is_more);
    for &owner in &occluded {
        let all = cx.zone.records_of(owner);
        let dname = cx.zone.dname_above(owner);
        let Some(by) = dname.or_else(|| cx.zone.cut_above(owner)) else { continue };
        // A line without a type was rejected, and that was said.
        let is_seen =
            |&&id: &&RecordId| is_rejected(cx, id) || is_signing(cx, id) || dname.is_none() && is_glue(cx, id);
        hide(by, dname.is_some(), all.iter().filter(|id| !is_seen(id)), &mut hidden);
    }
    for cut in cx.zone.names().filter(|&name| cx.zone.is_cut(name)) {
        let mut beside = cx.zone.records_of(cut).iter().filter(|&&id| !belongs_at_cut(cx, id)).peekable();
        let is_shown = beside.peek().is_some() && occluded.binary_search(&cut).is_err();
        // Where the NS records are not meant for that name, that is said of them.
        if is_shown && servers_of_host(cx, cut).is_empty() {
            hide(cut, false, beside, &mut hidden);
        }
    }
    // The name of an SOA is no delegation, wherever it is, and that it is not the apex is said.
    let elsewhere = cx.zone.soa().is_none().then(|| cx.zone.of_type(RType::SOA).next()).flatten();
    elsewhere.inspect(|(_, soa)| _ = hidden.remove(&soa.owner));
    for (by, (is_dname, records)) in hidden.into_iter() {
        report(cx, by, is_dname, &records, findings);
    }
}

fn hide<'a>(by: NameId, is_dname: bool, records: impl Iterator<Item = &'a RecordId>, hidden: &mut Hidden) {
    hidden.entry(by).or_insert((is_dname, Vec::new())).1.extend(records);
}

/// Addresses of a name server are sent with referrals.
fn is_glue(cx: &ZoneContext, id: RecordId) -> bool {
    let record = cx.zone.record(id);
    cx.zone.is_server(record.owner) && matches!(record.rtype, RType::A | RType::AAAA)
}

fn is_rejected(cx: &ZoneContext, id: RecordId) -> bool {
    cx.zone.record(id).rtype == RType::UNKNOWN
}

/// What signs a zone is written by signers, who know where.
fn is_signing(cx: &ZoneContext, id: RecordId) -> bool {
    matches!(cx.zone.record(id).rtype, RType::RRSIG | RType::NSEC | RType::NSEC3)
}

/// What the parent side of a zone cut may hold (RFC 4035 section 2.4 and 2.6).
fn belongs_at_cut(cx: &ZoneContext, id: RecordId) -> bool {
    let rtype = cx.zone.record(id).rtype;
    // Of a CNAME or DNAME there other checks speak.
    matches!(rtype, RType::NS | RType::DS | RType::DELEG | RType::CNAME | RType::DNAME)
        || is_signing(cx, id)
        || is_glue(cx, id)
        || is_rejected(cx, id)
}

fn report(cx: &ZoneContext, by: NameId, is_dname: bool, records: &[RecordId], findings: &mut FindingSink) {
    let (cover, kind) = if is_dname { (RType::DNAME, "DNAME") } else { (RType::NS, "delegation") };
    let is_address = |&&id: &&RecordId| matches!(cx.zone.record(id).rtype, RType::A | RType::AAAA);
    // An address that no name server needs today does no harm; what it stands beside may.
    let Some(&first) = records.iter().find(|id| !is_address(id)).or(records.first()) else { return };
    let record = cx.zone.record(first);
    let (owner, above, rtype) = (cx.zone.name_text(record.owner), cx.zone.name_text(by), record.rtype.mnemonic());
    let place = if record.owner == by { "beside" } else { "below" };
    let more = match records.len() - 1 {
        0 => String::new(),
        1 => ", nor is one more record there".to_owned(),
        more => format!(", nor are {more} more records there"),
    };
    let message = format!("the {rtype} of `{owner}` is {place} the {kind} of `{above}` and is never answered{more}");
    let mut finding = Diagnostic::new(&META, cx.zone.entry(first).owner(), message);
    if is_dname {
        finding.severity = Severity::Error;
    } else if records.iter().all(|id| is_address(&id)) {
        finding.severity = Severity::Info;
    }
    for &covering in cx.zone.rrset(by, cover).iter().take(1) {
        finding = finding.label(cx.zone.entry(covering).span(), format!("the {kind}"));
    }
    let others = records.iter().filter(|&&id| id != first);
    finding = finding.said_of_each(others, |&other| (cx.zone.entry(other).owner(), "hidden too"));
    let help = match (is_dname, record.owner == by) {
        (true, _) => "move it to where the DNAME points, or remove the DNAME".to_owned(),
        (false, true) => format!("move it to the zone `{above}`, on the servers of that zone"),
        (false, false) => format!("move it to the zone `{above}`; only glue for its name servers belongs here"),
    };
    findings.add(finding.help(help).subject(cx.subject(first)));
}
