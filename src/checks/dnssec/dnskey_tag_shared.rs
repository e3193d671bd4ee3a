//! Two keys with one tag.

use crate::checks::dnssec::DnsKey;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dnskey-tag-shared",
    summary: "two keys of a zone have the same algorithm and key tag",
    severity: Severity::Warning,
    references: &["RFC 4034 appendix B", "RFC 9364 section 1.1"],
    explain: include_str!("dnskey_tag_shared.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let held = cx.zone.rrset(cx.zone.apex(), RType::DNSKEY);
    if held.len() < 2 {
        return;
    }
    let keys = held.iter().filter_map(|&id| Some((id, DnsKey::of(cx.zone, id)?)));
    let keys: Vec<_> = keys.filter(|(_, key)| key.is_zone_key).collect();
    let is_alike = |a: &DnsKey, b: &DnsKey| (a.tag, a.algorithm) == (b.tag, b.algorithm) && a.data != b.data;
    for (at, (id, key)) in keys.iter().enumerate() {
        let Some((other, _)) = keys[..at].iter().find(|(_, other)| is_alike(key, other)) else { continue };
        let message = format!(
            "two keys of algorithm {} have the tag {}: resolvers try both for each signature, or give up",
            key.algorithm, key.tag
        );
        let finding = Diagnostic::new(&META, cx.zone.entry(*id).rtype(), message);
        let finding = finding.label(cx.zone.entry(*other).rtype(), "the other key");
        findings.add(finding.help("make one of them anew").subject(cx.subject(*id)));
    }
}
