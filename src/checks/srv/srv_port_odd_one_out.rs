//! One zone offers a service on another port than all the others.

use std::collections::BTreeMap;

use crate::checks::srv::{PORT, service_text};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-port-odd-one-out",
    summary: "one zone has another port for a service than all other zones",
    severity: Severity::Info,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("srv_port_odd_one_out.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1), OverlapGroup::Port.rank(1)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So many zones must agree before one that does not is odd.
const QUORUM: usize = 2;

/// A record: zone and SRV record as indexes.
type SrvIndex = (usize, usize);

/// A record that offers a service on another port than all other zones do.
pub(in crate::checks) struct OddPort {
    /// Which.
    pub(in crate::checks) place: SrvIndex,
    service: String,
    port: u16,
    usual: u16,
    /// The first of those that have the usual port, and in how many zones they are.
    other: SrvIndex,
    others: usize,
}

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for odd in project.odd_ones() {
        report(project, findings, odd);
    }
}

/// The odd ones of all zones, in the order of their places.
pub(in crate::checks) fn odd_ones(project: &ProjectContext) -> Vec<OddPort> {
    let mut found = Vec::new();
    if project.zones.len() <= QUORUM {
        return found;
    }
    for (service, ports) in ports_by_service(project) {
        let Some((&usual, agreeing)) = ports.iter().max_by_key(|(_, places)| zones_of(places)) else { continue };
        let others: Vec<_> = ports.iter().filter(|&(&port, _)| port != usual).collect();
        let [(&port, places)] = others[..] else { continue };
        // The odd zone may have the usual port beside its own.
        let agreeing: Vec<SrvIndex> = agreeing.iter().copied().filter(|other| other.0 != places[0].0).collect();
        let (others, Some(&other)) = (zones_of(&agreeing), agreeing.first()) else { continue };
        if others < QUORUM || zones_of(places) != 1 {
            continue;
        }
        let odd = |&place: &SrvIndex| OddPort { place, service: service.clone(), port, usual, other, others };
        found.extend(places.iter().map(odd));
    }
    found.sort_by_key(|odd| odd.place);
    found
}

/// Ports of each service, without the records that another check warns of. What other zones say
/// is better evidence than a registry's advice, which is an info.
fn ports_by_service(project: &ProjectContext) -> BTreeMap<String, BTreeMap<u16, Vec<SrvIndex>>> {
    let warned = project.ports().warned();
    let mut services: BTreeMap<String, BTreeMap<u16, Vec<SrvIndex>>> = BTreeMap::new();
    for (number, cx) in project.zones.iter().enumerate().filter(|(number, _)| !project.repeats_file(*number)) {
        for (index, srv) in cx.srvs().iter().enumerate() {
            let spoken_of = warned.binary_search(&(number, index)).is_ok();
            if srv.is_null() || srv.port == 0 || spoken_of || srv.shape.service().is_none() {
                continue;
            }
            let mut service = service_text(cx.zone, srv);
            service.make_ascii_lowercase();
            services.entry(service).or_default().entry(srv.port).or_default().push((number, index));
        }
    }
    services
}

fn zones_of(places: &[SrvIndex]) -> usize {
    places.chunk_by(|a, b| a.0 == b.0).count()
}

fn report(project: &ProjectContext, findings: &mut FindingSink, odd: &OddPort) {
    let OddPort { place: (cx, srv), service, port, usual, other, others: count } = odd;
    let cx = &project.zones[*cx];
    let srv = &cx.srvs()[*srv];
    let Some(at) = cx.zone.entry(srv.record).field(PORT) else { return };
    let typo = Typo::between(usual.to_string().as_bytes(), port.to_string().as_bytes());
    let swapped = matches!(typo, Some(Typo::Transposed(_)));
    let how = if swapped { ", two digits swapped" } else { "" };
    let all = if *count == 2 { "both".to_owned() } else { format!("all {count}") };
    let message = format!("port {port} of `{service}` is {usual} in {all} other zones{how}");
    let mut finding = Diagnostic::new(&META, at, message);
    finding.severity = if swapped { Severity::Warning } else { Severity::Info };
    if let Some(typo) = typo {
        finding = finding.here(typo.pointed_at(&usual.to_string(), &port.to_string()));
        finding = finding.fix(Fix::unsure(at, usual.to_string()));
    }
    let other_cx = &project.zones[other.0];
    if let Some(at) = other_cx.zone.entry(other_cx.srvs()[other.1].record).field(PORT) {
        finding = finding.label(at, "one of the others");
    }
    findings.add(finding.help("check which one the server listens on").subject(cx.subject(srv.record)));
}
