//! Keys of a host at a name that is one slip away from the host.

use std::collections::HashSet;

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::typo_index::TypoIndex;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "key-owner-mistyped",
    summary: "SSHFP or TLSA records are at a name without an address, one typo away from a host without them",
    severity: Severity::Warning,
    references: &["RFC 4255 section 3", "RFC 6698 section 3"],
    explain: include_str!("key_owner_mistyped.md"),
    overlap: &[OverlapGroup::Name.rank(4)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

const KEYS: [RType; 2] = [RType::SSHFP, RType::TLSA];

/// Shorter labels are one slip from too many others.
const SHORTEST: usize = 4;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() || cx.is_reverse() || !cx.zone.has_any(&KEYS) {
        return;
    }
    let mut with_keys = HashSet::new();
    let mut hostless: Vec<(RecordId, Vec<u8>)> = Vec::new();
    let mut owners = HashSet::new();
    for (id, record) in KEYS.into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
        let (labels, rtype) = (host_labels(cx, record.owner), record.rtype);
        if is_host(cx, &labels) {
            with_keys.insert((rtype, text(&labels)));
        } else if !is_elsewhere(cx, record.owner) && is_plain(&labels) && owners.insert(record.owner) {
            hostless.push((id, text(&labels)));
        }
    }
    if hostless.is_empty() {
        return;
    }
    let hosts = cx.zone.names().filter(|&name| cx.zone.is_in_zone(name) && cx.zone.has_address(name));
    let hosts = TypoIndex::of(hosts.map(|name| (text(&cx.zone.labels(name)), name)));
    for (id, wrong) in hostless {
        let rtype = cx.zone.record(id).rtype;
        let like = hosts.like(&wrong).into_iter().filter(|(right, ..)| is_beside(right, &wrong));
        let mut like = like.filter(|(right, ..)| !with_keys.contains(&(rtype, right.to_vec())));
        if let (Some((right, &host, typo)), None) = (like.next(), like.next()) {
            let (right, wrong) = (String::from_utf8_lossy(right), String::from_utf8_lossy(&wrong));
            let of = cx.zone.record(id).owner;
            let message =
                format!("`{wrong}.` has {} records and no address: {}", rtype.mnemonic(), typo.with("letter"));
            let meant = cx.zone.name_text(of).to_ascii_lowercase().replacen(&*wrong, &right, 1);
            let held = cx.zone.records_of(host).first().map(|&held| cx.zone.entry(held).owner());
            let mut finding = Diagnostic::new(&META, cx.owner_or_type(id), message);
            if let Some(held) = held {
                finding = finding.label(held, "the host");
            }
            let finding = finding.help(format!("did you mean `{right}.`, which has an address?"));
            findings.add(finding.fix(cx.renamed_owner(of, &meant)).subject(cx.subject_of_set(id)));
        }
    }
}

/// The labels of the host that keys are for: those of TLSA are below its ports (RFC 6698 section 3).
fn host_labels<'z>(cx: &ZoneContext<'z>, owner: NameId) -> Vec<&'z [u8]> {
    let labels = cx.zone.labels(owner);
    labels.into_iter().skip_while(|label| label.starts_with(b"_")).collect()
}

fn text(labels: &[&[u8]]) -> Vec<u8> {
    labels.join(&b'.').to_ascii_lowercase()
}

fn is_plain(labels: &[&[u8]]) -> bool {
    labels.iter().all(|label| label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'))
        && labels.first().is_some_and(|first| first.len() >= SHORTEST)
}

/// Whether only the first labels differ.
fn is_beside(right: &[u8], wrong: &[u8]) -> bool {
    let domain = |name: &[u8]| name.iter().position(|b| *b == b'.').map(|dot| name[dot..].to_vec());
    domain(right) == domain(wrong)
}

/// Whether another zone answers for a name.
fn is_elsewhere(cx: &ZoneContext, name: NameId) -> bool {
    cx.zone.cut_above(name).is_some() || cx.zone.dname_above(name).is_some()
}

fn is_host(cx: &ZoneContext, labels: &[&[u8]]) -> bool {
    let name = String::from_utf8_lossy(&labels.join(&b'.')).into_owned() + ".";
    let host = cx.zone.find(&name);
    host.is_some_and(|host| cx.zone.has_address(host) || cx.zone.is_alias(host))
}
