//! Two records of a policy of which there is one.

use std::collections::HashSet;

use super::mail_text::{Policy, policy_at};
use super::tags;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{RecordFlags, RecordId};

pub(super) static META: Meta = Meta {
    id: "policy-record-duplicated",
    summary: "a name has two SPF, DMARC, DKIM or other policy records where only one is allowed",
    severity: Severity::Error,
    references: &[
        "RFC 7208 section 4.5",
        "RFC 7489 section 6.6.3",
        "RFC 8461 section 3.1",
        "RFC 8460 section 3",
        "RFC 6376 section 3.6.2.2",
    ],
    explain: include_str!("policy_record_duplicated.md"),
    ..Meta::DEFAULT
};

/// How the text starts, what it is called, and what receivers do about two.
const POLICIES: [(&[u8], &str, &str); 4] = [
    (b"v=spf1", "SPF", "receivers treat this as an error and use neither"),
    (b"v=DMARC1", "DMARC", "receivers use neither"),
    (b"v=STSv1", "MTA-STS", "senders use neither"),
    (b"v=TLSRPTv1", "TLS reporting", "senders use neither"),
];

/// RFC 6376 section 3.6.2.2 does not say which of two keys counts.
const DKIM: (&[u8], &str, &str) = (b"v=DKIM1", "DKIM", "receivers use the one or the other");

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for rrset in cx.zone.several_of(&[RType::TXT]) {
        let is_key = matches!(policy_at(cx.zone, rrset.owner), Some((Policy::Dkim, _)));
        let may_be = |id: &RecordId| is_key || cx.zone.record(*id).has(RecordFlags::VERSION);
        let likely = || rrset.records.iter().copied().filter(may_be);
        if likely().nth(1).is_none() {
            continue;
        }
        let texts: Vec<(RecordId, Vec<u8>)> =
            likely().filter_map(|id| Some((id, cx.zone.rdata(id).rule_text()?))).collect();
        for policy in POLICIES {
            report(cx, &texts, policy, |text| is_policy(text, policy.0), findings);
        }
        // A key may lack its version (RFC 6376 section 3.6.1).
        if is_key {
            report(cx, &texts, DKIM, |text| tags::of(text).any(|tag| tag.is(b"p")), findings);
        }
    }
}

fn report(
    cx: &ZoneContext,
    texts: &[(RecordId, Vec<u8>)],
    policy: (&[u8], &str, &str),
    is_of_policy: impl Fn(&[u8]) -> bool,
    findings: &mut FindingSink,
) {
    let (start, name, effect) = policy;
    // Servers make one record of two that are the same.
    let mut said = HashSet::new();
    let mut found = texts.iter().filter(|(_, text)| is_of_policy(text) && said.insert(text)).map(|(id, _)| *id);
    let (Some(first), Some(second)) = (found.next(), found.next()) else { return };
    let place = |id: RecordId| {
        let entry = cx.zone.entry(id);
        entry.data().unwrap_or_else(|| entry.span())
    };
    let owner = cx.zone.name_text(cx.zone.record(second).owner);
    let message = format!("a second {name} record of `{owner}`: {effect}");
    let finding = Diagnostic::new(&META, place(second), message)
        .label(place(first), "the first one")
        .label_each(found, |other| (place(other), "another"));
    findings.add(
        finding
            .help("combine them into one record")
            .subject(cx.subject_of_set(second))
            .known_by(&String::from_utf8_lossy(start)),
    );
}

/// The version ends the text, or a blank or semicolon follows.
fn is_policy(text: &[u8], version: &[u8]) -> bool {
    text.get(..version.len()).is_some_and(|start| start.eq_ignore_ascii_case(version))
        && matches!(text.get(version.len()), None | Some(b' ' | b';'))
}
