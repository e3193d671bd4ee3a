//! Certificates that nobody looks for there.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::underscored_names::TRANSPORTS;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet};

pub(super) static META: Meta = Meta {
    id: "tlsa-owner-invalid",
    summary: "the owner of a TLSA record is not `_port._protocol` of a host",
    severity: Severity::Warning,
    references: &["RFC 6698 section 3", "RFC 7671 section 7"],
    explain: include_str!("tlsa_owner_invalid.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut last = None;
    let mut aliased = None;
    let ids = cx.zone.of_type(RType::TLSA).map(|(id, _)| id);
    for (id, record) in cx.zone.prefetch_texts(ids).map(|id| (id, cx.zone.record(id))) {
        if last.replace(record.owner) == Some(record.owner) || is_service(cx, record.owner) {
            continue;
        }
        // What an alias leads to may be called anything.
        let aliased = aliased.get_or_insert_with(|| targets_of_aliases(cx));
        if aliased.contains(&record.owner) {
            continue;
        }
        let owner = cx.zone.name_text(record.owner);
        let message = format!("`{owner}` has a TLSA, but does not start with a port and a protocol");
        let help = "write the owner as in `_25._tcp.mail` or `_443._tcp`";
        let mut finding = Diagnostic::new(&META, cx.zone.entry(id).owner(), message);
        // The services of other zones may lead to a name of its own (RFC 7671 section 7).
        let is_apart = cx.zone.rrset(record.owner, RType::TLSA).len() == cx.zone.records_of(record.owner).len();
        if is_apart && !cx.zone.first_label(record.owner).starts_with(b"_") {
            finding.severity = Severity::Info;
        }
        findings.add(finding.help(help).subject(cx.subject(id)));
    }
}

fn targets_of_aliases(cx: &ZoneContext) -> NumberSet<NameId> {
    cx.zone.of_type(RType::CNAME).filter_map(|(_, record)| record.target()).collect()
}

/// `_25._tcp`, `*._tcp`, and names that are set apart to be pointed at, as in `_dane.example.com`.
fn is_service(cx: &ZoneContext, owner: NameId) -> bool {
    // As good as all are written like this, and need no list of labels.
    let mut written = cx.zone.written(owner).split(|&b| b == b'.');
    if let (Some(port), Some(protocol)) = (written.next(), written.next()) {
        return fits(port, protocol);
    }
    let labels = cx.zone.labels(owner);
    labels.first().zip(labels.get(1)).is_some_and(|(port, protocol)| fits(port, protocol))
}

fn fits(port: &[u8], protocol: &[u8]) -> bool {
    match port {
        [b'_', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            TRANSPORTS.iter().any(|one| protocol.eq_ignore_ascii_case(one.as_bytes()))
        }
        [b'_', ..] => true,
        other => other == b"*",
    }
}
