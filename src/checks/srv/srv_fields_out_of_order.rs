//! The port of an SRV record in the place of its priority or weight.

use super::{PORT, PRIORITY, Srv, WEIGHT, registered};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::ruleset::{PortPolicy, RuleSet};
use crate::zone::Entry;

pub(super) static META: Meta = Meta {
    id: "srv-fields-out-of-order",
    summary: "the port of an SRV record is in the place of the priority or weight",
    severity: Severity::Warning,
    references: &["RFC 2782, \"The format of the SRV RR\""],
    explain: include_str!("srv_fields_out_of_order.md"),
    overlap: &[OverlapGroup::SrvFields.rank(0)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// The ports from here on nobody takes for a weight.
const FIRST_UNPRIVILEGED: u16 = 1024;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for siblings in project.siblings() {
        for cx in siblings.zones() {
            for srv in cx.srvs().iter().filter(|srv| is_doubtful(srv, project.rules)) {
                let in_service = siblings.ports_of(cx, srv);
                let elsewhere =
                    |port: u16| port >= FIRST_UNPRIVILEGED && port != srv.port && in_service.contains(&port);
                findings.extend(finding(cx, srv, |port| is_port_of(cx, srv, port) || elsewhere(port)));
            }
        }
    }
}

/// Whether what stands in the place of the port looks like a priority or weight.
fn is_doubtful(srv: &Srv, rules: &RuleSet) -> bool {
    !srv.is_null()
        && srv.port < FIRST_UNPRIVILEGED
        && srv.shape.service().is_some()
        && !srv.rule.is_some_and(|rule| rule.accepts(srv.port) && !rule.accepts_any())
        && rules.services_with_port(srv.port).next().is_none()
}

/// Whether a rule, a pack or IANA's registry has a port for the service of a record.
fn is_port_of(cx: &ZoneContext, srv: &Srv, port: u16) -> bool {
    if let Some(expected) = srv.rule.and_then(|rule| rule.port.as_ref()) {
        return expected.value == port;
    }
    registered(cx.zone, srv).contains(&port)
}

/// The numbers with the port third; those before it keep their order.
fn in_order(cx: &ZoneContext, entry: &Entry, misplaced: usize) -> Option<Fix> {
    let text = |field: usize| String::from_utf8(cx.zone.bytes(entry.field(field)?).to_vec()).ok();
    let rest = (misplaced..PORT).map(|field| Some((entry.field(field)?, text(field + 1)?)));
    let moved: Vec<_> = rest.collect::<Option<_>>()?;
    let port = (entry.field(PORT)?, text(misplaced)?);
    let (first, others) = moved.split_first()?;
    let fix = Fix::unsure(first.0, first.1.as_str());
    let fix = others.iter().chain([&port]).fold(fix, |fix, (at, text)| fix.and(*at, text.as_str()));
    Some(fix.titled("write the port third"))
}

fn finding(cx: &ZoneContext, srv: &Srv, is_port: impl Fn(u16) -> bool) -> Option<Diagnostic> {
    let entry = cx.zone.entry(srv.record);
    let is_there =
        |field: &usize| entry.number(*field).and_then(|number| u16::try_from(number).ok()).is_some_and(&is_port);
    let misplaced = [PRIORITY, WEIGHT].into_iter().find(is_there)?;
    let (first, at, last) = (entry.field(PRIORITY)?, entry.field(misplaced)?, entry.field(PORT)?);
    let name = if misplaced == PRIORITY { "priority" } else { "weight" };
    let (port, service) = (entry.number(misplaced)?, super::service_text(cx.zone, srv));
    let message = format!("the port {port} of `{service}` is in the place of the {name}");
    let mut finding = Diagnostic::new(&META, first.to(last), message)
        .here("priority, weight, port")
        .label(at, format!("read as the {name}"))
        .label(last, "read as the port")
        .help("the order is priority, weight, port, target: write the port third");
    if srv.rule.is_some_and(|rule| rule.policy == PortPolicy::Fixed && rule.verified) {
        finding.severity = Severity::Error;
    }
    Some(finding.fix(in_order(cx, &entry, misplaced)).subject(cx.subject(srv.record)))
}
