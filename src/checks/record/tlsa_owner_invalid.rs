//! Certificates that nobody looks for there.

use crate::checks::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet};

pub(super) static META: Meta = Meta {
    id: "tlsa-owner-invalid",
    summary: "the owner of a TLSA record is not `_port._protocol` of a host",
    severity: Severity::Warning,
    references: &["RFC 6698 section 3", "RFC 7671 section 7"],
    explain: include_str!("tlsa_owner_invalid.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let mut last = None;
        let mut aliased = None;
        let ids = zone.zone.of_type(RType::TLSA).map(|(id, _)| id);
        for (id, record) in zone.zone.texts_ahead(ids).map(|id| (id, zone.zone.record(id))) {
            if last.replace(record.owner) == Some(record.owner) || is_service(zone, record.owner) {
                continue;
            }
            // What an alias leads to may be called anything.
            let aliased = aliased.get_or_insert_with(|| targets_of_aliases(zone));
            if aliased.contains(&record.owner) {
                continue;
            }
            let owner = zone.zone.name_text(record.owner);
            let message = format!("`{owner}` has a TLSA, but does not start with a port and a protocol");
            let help = "write the owner as in `_25._tcp.mail` or `_443._tcp`";
            let mut finding = Diagnostic::new(&META, zone.zone.entry(id).owner(), message);
            // The services of other zones may lead to a name of its own (RFC 7671 section 7).
            let is_apart = zone.zone.rrset(record.owner, RType::TLSA).len() == zone.zone.records_of(record.owner).len();
            if is_apart && !zone.zone.first_label(record.owner).starts_with(b"_") {
                finding.severity = Severity::Info;
            }
            findings.add(finding.help(help).subject(zone.subject(id)));
        }
    }
}

fn targets_of_aliases(zone: &ZoneView) -> NumberSet<NameId> {
    zone.zone.of_type(RType::CNAME).filter_map(|(_, record)| record.target()).collect()
}

/// `_25._tcp`, `*._tcp`, and names that are set apart to be pointed at, as in `_dane.example.com`.
fn is_service(zone: &ZoneView, owner: NameId) -> bool {
    // As good as all are written like this, and need no list of labels.
    let mut written = zone.zone.written(owner).split(|&b| b == b'.');
    if let (Some(port), Some(protocol)) = (written.next(), written.next()) {
        return fits(port, protocol);
    }
    let labels = zone.zone.labels(owner);
    labels.first().zip(labels.get(1)).is_some_and(|(port, protocol)| fits(port, protocol))
}

fn fits(port: &[u8], protocol: &[u8]) -> bool {
    let protocols = [&b"_tcp"[..], b"_udp", b"_sctp", b"_dccp"];
    match port {
        [b'_', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            protocols.iter().any(|one| protocol.eq_ignore_ascii_case(one))
        }
        [b'_', ..] => true,
        other => other == b"*",
    }
}
