//! A port that is neither the one expected nor close to it.

use super::port::{self, Judged, PortVerdict};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Meta, OverlapGroup, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "srv-port-unexpected",
    summary: "the port of an SRV record is not one that is expected for its service",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("srv_port_unexpected.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    // What other zones say of the same record, and of it alone, is said by another check.
    let is_odd = |judged: &Judged| judged.others.is_empty() && project.is_odd((judged.zone, judged.srv));
    let unexpected = |judged: &Judged| matches!(judged.verdict, PortVerdict::OffList) && !is_odd(judged);
    port::report(project, findings, &META, unexpected, |_, words| {
        let expected = words.expected?;
        let (port, service) = (words.port, &words.service);
        let message = format!("port {port} of `{service}` is not the {expected} expected");
        let fix = words.is_own.then(|| words.fix(expected));
        Some(words.at_port(message).help(port::write_or_allow(expected, port)).fix(fix))
    });
}
