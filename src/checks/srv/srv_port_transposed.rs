//! A port with two digits swapped: the slip this program exists for.

use super::port::{self, Judged, PortVerdict};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-port-transposed",
    summary: "the port of an SRV record has two digits swapped",
    severity: Severity::Error,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("srv_port_transposed.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let transposed = |judged: &Judged| matches!(judged.verdict, PortVerdict::NearMiss(Typo::Transposed(_), _));
    port::report(project, findings, &META, transposed, port::near_miss);
}
