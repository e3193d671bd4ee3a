//! TLSA records of mail servers that no sender can use.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId};

pub(super) static META: Meta = Meta {
    id: "tlsa-for-mail-unusable",
    summary: "a TLSA record of a mail server is of a host that is not there, of a usage for browsers, or of nothing",
    severity: Severity::Warning,
    references: &["RFC 7672 section 3.1.3", "RFC 6698 sections 2.1.3 and 3"],
    explain: include_str!("tlsa_for_mail_unusable.md"),
    overlap: &[OverlapGroup::Name.rank(5)],
    ..Meta::DEFAULT
};

/// Digests of no octets, and of a line end alone: of SHA-256, and the start of those of SHA-512.
const OF_NOTHING: [&str; 4] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
    "cf83e1357eefb8bdf1542850d66d8007",
    "be688838ca8686e5c90689bf2ab585ce",
];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut last = None;
    for (id, _, entry) in typed::records(cx, &[RType::TLSA]) {
        let owner = cx.zone.record(id).owner;
        let Some(data) = entry.field(3) else { continue };
        let digits: String =
            entry.texts().skip(3).map(|(_, text, _)| String::from_utf8_lossy(text).to_ascii_lowercase()).collect();
        if OF_NOTHING.iter().any(|nothing| digits.starts_with(nothing)) {
            let finding =
                Diagnostic::new(&META, data, "the digest is that of an empty file: it matches no certificate");
            findings.add(finding.severity(Severity::Error).help("make the digest again").subject(cx.subject(id)));
            continue;
        }
        let labels = cx.zone.labels(owner);
        let is_smtp = labels.first() == Some(&&b"_25"[..])
            && labels.get(1).is_some_and(|label| label.eq_ignore_ascii_case(b"_tcp"));
        if !is_smtp {
            continue;
        }
        if let (Some(at), Some(usage @ 0..=1)) = (entry.field(0), entry.code(0)) {
            let message = format!("usage {usage} is not for mail servers: senders may treat the record as unusable");
            findings.add(Diagnostic::new(&META, at, message).help("write usage 3 or 2").subject(cx.subject(id)));
        }
        // Of the records of one owner the first is enough.
        if last.replace(owner) != Some(owner) && is_of_no_host(cx, owner) {
            let host = cx.zone.name_text(owner);
            let host = host.splitn(3, '.').nth(2).unwrap_or_default();
            let message = format!("`{host}` has no address, so that nobody asks for its TLSA record");
            let finding = Diagnostic::new(&META, cx.owner_or_type(id), message);
            findings.add(finding.help("correct the name of the host, or remove the record").subject(cx.subject(id)));
        }
    }
}

/// Whether the zone says that the host has no address: it is not there, or only as a part of this name.
fn is_of_no_host(cx: &ZoneContext, owner: NameId) -> bool {
    let Some(host) = cx.zone.labels_below_apex(owner).filter(|labels| labels.len() > 2 && cx.zone.is_complete()) else {
        return false;
    };
    if cx.zone.cut_above(owner).is_some() || cx.zone.is_unaddressed() {
        return false;
    }
    matches!(cx.zone.answer_for(&host[2..]), Answer::EmptyNonTerminal | Answer::NxDomain)
}
