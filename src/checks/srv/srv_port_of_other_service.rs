//! A port that is right for another service: submission on 465, or Kerberos on SIP's.

use super::port::{self, Judged, PortVerdict};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Meta, OverlapGroup, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "srv-port-of-other-service",
    summary: "the port of an SRV record is the well-known port of another service",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\"", "RFC 6335 section 5", "RFC 8314 section 5.1"],
    explain: include_str!("srv_port_of_other_service.md"),
    overlap: &[OverlapGroup::SrvFields.rank(1), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let of_other = |judged: &Judged| matches!(judged.verdict, PortVerdict::Sibling(_) | PortVerdict::OtherService(_));
    port::report(project, findings, &META, of_other, |verdict, words| {
        let (other, meaning) = match verdict {
            PortVerdict::Sibling(mix_up) => (mix_up.belongs_to.as_str(), mix_up.reason.clone()),
            PortVerdict::OtherService(other) => (other.pattern.as_str(), None),
            _ => return None,
        };
        let (port, service, expected) = (words.port, &words.service, words.expected?);
        let finding = words.at_port(format!(
            "port {port} of `{service}` is the port of `{other}`; `{service}` is expected on {expected}"
        ));
        let (here, help) = match meaning {
            Some(meaning) => {
                (meaning, format!("write {expected}, or name the service `{other}` if that is what runs there"))
            }
            None => (format!("the usual port of `{other}`"), port::write_or_allow(expected, port)),
        };
        Some(finding.here(here).help(help).fix(words.is_own.then(|| words.fix(expected))))
    });
}
