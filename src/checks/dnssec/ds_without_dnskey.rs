//! A delegation signed for keys that the zone below does not have.

use std::collections::HashMap;

use crate::checks::dnssec::{DnsKey, Signer, digests_of};
use crate::checks::view_index::{Child, ZoneName, between_zones};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ds-without-dnskey",
    summary: "no DS record of a delegation matches a key of the child zone",
    severity: Severity::Error,
    references: &["RFC 4035 section 2.4", "RFC 4034 section 5.1.4", "RFC 4034 appendix B"],
    explain: include_str!("ds_without_dnskey.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// The fields of a DS record.
const TAG: usize = 0;
const ALGORITHM: usize = 1;
const DIGEST: usize = 3;

/// Nobody has more records of a kind, and each is digested with each.
const MOST: usize = 8;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let judge = |child: &Child| child.cut.and_then(|cut| finding(child, cut)).into_iter().collect();
    findings.extend(between_zones(project.view_indexes(), |child, _| judge(child)));
}

/// Of records that cannot be read, or are of digests that nobody uses, nothing can be said.
fn finding<'v>(child: &Child<'v>, cut: ZoneName<'v>) -> Option<Diagnostic> {
    let cx = child.cx;
    let apex = ZoneName { cx, name: cx.zone.apex() };
    let signers = cut.rrset(RType::DS).map(|ds| Some((ds, Signer::of(ds)?))).collect::<Option<Vec<_>>>()?;
    let first = signers.first().filter(|_| cx.zone.is_all_read() && !cx.zone.is_dynamic())?;
    let keys = apex
        .rrset(RType::DNSKEY)
        .map(|key| Some((key, DnsKey::of(key.cx.zone, key.record)?)))
        .collect::<Option<Vec<_>>>()?;
    // Keys that sign keys are sometimes kept out of the zone until it is signed.
    let entry_point = keys.iter().find(|(_, key)| key.is_entry_point)?;
    // RFC 4034 section 5.1.4: in canonical form.
    let owner = cx.zone.name_wire(apex.name)?.to_ascii_lowercase();
    let digests = digests_of(signers.iter().map(|(_, signer)| signer), keys.iter().map(|(_, key)| key), &owner)?;
    if signers.iter().any(|(_, signer)| digests.contains(&signer.parts())) {
        return None;
    }
    let mut by_tag = HashMap::new();
    keys.iter().for_each(|key| {
        by_tag.entry(key.1.tag).or_insert(key);
    });
    let same_tag = |signer: &Signer| by_tag.get(&signer.tag).copied();
    let near = signers.iter().find_map(|signer| Some((signer, same_tag(&signer.1)?)));
    // A digest is of one key: if it is right, so is all that follows from the key.
    let key_of = |signer: &Signer| keys.iter().take(MOST).find(|(_, key)| signer.is_digest_of(key, &owner));
    let digested = signers.iter().take(MOST).find_map(|signer| Some((signer, key_of(&signer.1)?)));
    let ((ds, signer), (held, key)) = digested.or(near).unwrap_or((first, entry_point));
    let name = cx.zone.shown_name();
    let (field, message) = if signer.tag != key.tag {
        (TAG, format!("`{name}` has no key {}: validating resolvers cannot resolve it", signer.tag))
    } else if signer.algorithm != key.algorithm {
        (ALGORITHM, format!("the algorithm is not that of key {} of `{name}`", key.tag))
    } else {
        (DIGEST, format!("the digest is not that of key {} of `{name}`", key.tag))
    };
    let fix = match field {
        _ if digested.is_some() => {
            Some(Fix::safe(ds.field(TAG), key.tag.to_string()).and(ds.field(ALGORITHM), key.algorithm.to_string()))
        }
        // Digests of several words are rare.
        DIGEST if ds.cx.zone.entry(ds.record).field(DIGEST + 1).is_none() => {
            signer.digest_text(key, &owner).map(|digest| Fix::unsure(ds.field(DIGEST), digest))
        }
        _ => None,
    };
    let finding = Diagnostic::new(&META, ds.field(field), message)
        .label(held.span(), format!("this key is {}", key.tag))
        .help(format!("write `DS {}`, or publish the key of this DS", key.ds_text(&owner)?))
        .fix(fix);
    Some(finding.subject(ds.cx.subject(ds.record)))
}
