//! Port 0 with a host behind it.

use crate::checks::srv::{OwnerForm, PORT, service_text};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "srv-port-zero",
    summary: "an SRV record offers a service on port 0",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\"", "RFC 6763 section 8", "RFC 6335 section 6"],
    explain: include_str!("srv_port_zero.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for srv in cx.srvs().iter().filter(|srv| srv.port == 0 && !srv.is_null()) {
        // An instance of DNS-Based Service Discovery holds its place with port 0 (RFC 6763 section 8).
        let is_placeholder = matches!(srv.shape, OwnerForm::Instance);
        let accepted = srv.rule.is_some_and(|rule| rule.accepts(0));
        if is_placeholder || accepted {
            continue;
        }
        let Some(at) = cx.zone.entry(srv.record).field(PORT) else { continue };
        let service = service_text(cx.zone, srv);
        let expected = srv.rule.and_then(|rule| rule.port.as_ref()).map(|port| port.value);
        let help = match expected {
            Some(port) => format!("write {port}, or the target `.` if the service is not offered"),
            None => "write the port, or the target `.` if the service is not offered".to_owned(),
        };
        let message = format!("`{service}` is offered on port 0, where nothing can listen");
        let fix = expected.map(|port| Fix::unsure(at, port.to_string()));
        findings.add(Diagnostic::new(&META, at, message).help(help).fix(fix).subject(cx.subject(srv.record)));
    }
}
