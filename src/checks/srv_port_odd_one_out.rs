//! One zone offers a service on another port than all the others.

use std::collections::BTreeMap;

use super::edit::{Slip, slip};
use super::srv::{PORT, Shape, service_text};
use super::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "srv-port-odd-one-out",
    summary: "one zone has another port for a service than all other zones",
    severity: Severity::Info,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("srv_port_odd_one_out.md"),
};

/// So many zones must agree before one that does not is odd.
const QUORUM: usize = 2;

/// A record: zone and SRV record as indexes.
type Place = (usize, usize);

pub(super) fn check(view: &View, findings: &mut Findings) {
    if view.zones.len() <= QUORUM {
        return;
    }
    for (service, ports) in ports_by_service(view) {
        let Some((&usual, agreeing)) = ports.iter().max_by_key(|(_, places)| zones_of(places)) else { continue };
        let odd: Vec<_> = ports.iter().filter(|&(&port, _)| port != usual).collect();
        let [(&port, places)] = odd[..] else { continue };
        // The odd zone may have the usual port beside its own.
        let others: Vec<Place> = agreeing.iter().copied().filter(|other| other.0 != places[0].0).collect();
        if zones_of(&others) < QUORUM || zones_of(places) != 1 {
            continue;
        }
        let slip = slip(usual.to_string().as_bytes(), port.to_string().as_bytes());
        for &place in places {
            report(view, findings, &service, (port, place), (usual, &others), slip);
        }
    }
}

/// Ports of each service, without the records that another check speaks of already.
fn ports_by_service(view: &View) -> BTreeMap<String, BTreeMap<u16, Vec<Place>>> {
    let judged: Vec<Place> = view.ports().judged().iter().map(|judged| (judged.zone, judged.srv)).collect();
    let mut services: BTreeMap<String, BTreeMap<u16, Vec<Place>>> = BTreeMap::new();
    for (number, zone) in view.zones.iter().enumerate() {
        for (index, srv) in zone.srvs().iter().enumerate() {
            let spoken_of = judged.binary_search(&(number, index)).is_ok();
            if srv.is_null() || srv.port == 0 || spoken_of || !matches!(srv.shape, Shape::Service(_)) {
                continue;
            }
            let service = service_text(zone.zone, srv).to_ascii_lowercase();
            services.entry(service).or_default().entry(srv.port).or_default().push((number, index));
        }
    }
    services
}

fn zones_of(places: &[Place]) -> usize {
    places.chunk_by(|a, b| a.0 == b.0).count()
}

fn report(
    view: &View,
    findings: &mut Findings,
    service: &str,
    (port, (zone, srv)): (u16, Place),
    (usual, others): (u16, &[Place]),
    slip: Option<Slip>,
) {
    let zone = &view.zones[zone];
    let srv = &zone.srvs()[srv];
    let Some(at) = zone.zone.entry(srv.record).field(PORT) else { return };
    let swapped = matches!(slip, Some(Slip::Transposed(_)));
    let count = zones_of(others);
    let how = if swapped { ", two digits swapped" } else { "" };
    let all = if count == 2 { "both".to_owned() } else { format!("all {count}") };
    let message = format!("port {port} of `{service}` is {usual} in {all} other zones{how}");
    let mut finding = Diagnostic::new(&META, at, message);
    finding.severity = if swapped { Severity::Warning } else { Severity::Info };
    if let Some(slip) = slip {
        finding = finding.here(slip.pointed_at(&usual.to_string(), &port.to_string()));
    }
    let (other_zone, other) = others[0];
    let other_zone = &view.zones[other_zone];
    if let Some(at) = other_zone.zone.entry(other_zone.srvs()[other].record).field(PORT) {
        finding = finding.label(at, "one of the others");
    }
    findings.add(finding.help("check which one the server listens on").subject(zone.subject(srv.record)));
}
