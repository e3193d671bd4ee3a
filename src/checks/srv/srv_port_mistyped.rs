//! A port with a digit dropped, doubled, wrong or too many.

use super::port::{self, Judged, PortVerdict};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-port-mistyped",
    summary: "the port of an SRV record is one typo away from the expected one",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("srv_port_mistyped.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let mistyped = |judged: &Judged| match judged.verdict {
        PortVerdict::NearMiss(typo, _) => !matches!(typo, Typo::Transposed(_)),
        _ => false,
    };
    port::report(project, findings, &META, mistyped, port::near_miss);
}
