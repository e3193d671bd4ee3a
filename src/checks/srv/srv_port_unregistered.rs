//! A service that no rule speaks of, on another port than the one registered for its name.

use crate::checks::srv::PORT;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::ruleset::registered_ports;
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-port-unregistered",
    summary: "the port of an SRV record is not the registered port of its service",
    severity: Severity::Info,
    references: &["RFC 6335 section 5", "RFC 2782, \"Service\""],
    explain: include_str!("srv_port_unregistered.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1), OverlapGroup::Port.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for (number, cx) in project.zones.iter().enumerate() {
        for (index, srv) in cx.srvs().iter().enumerate() {
            let (Some(at), None) = (srv.shape.service(), srv.rule) else { continue };
            if srv.is_null() || srv.port == 0 || project.is_odd((number, index)) {
                continue;
            }
            let labels = cx.zone.labels(cx.zone.record(srv.record).owner);
            let label = |at: usize| String::from_utf8_lossy(labels[at]);
            let (service, protocol) = (label(at), label(at + 1));
            let registered = registered_ports(&service, &protocol);
            let Some(&right) = registered.first().filter(|_| !registered.contains(&srv.port)) else { continue };
            let Some(at) = cx.zone.entry(srv.record).field(PORT) else { continue };
            let message = format!("`{service}.{protocol}` is registered on port {right}, not {}", srv.port);
            let (right, wrong) = (right.to_string(), srv.port.to_string());
            let typo = Typo::between(right.as_bytes(), wrong.as_bytes());
            let finding = Diagnostic::new(&META, at, message)
                .here(typo.map_or(String::new(), |typo| typo.pointed_at(&right, &wrong)))
                .help("other ports are allowed; if this one is intended, add it under `services` in zonelint.yaml");
            let fix = typo.map(|_| Fix::unsure(at, right));
            findings.add(finding.fix(fix).subject(cx.subject(srv.record)));
        }
    }
}
