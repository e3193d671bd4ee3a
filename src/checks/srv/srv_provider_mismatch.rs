//! A provider's host under the wrong service or port: Microsoft's `sipfed` and `sipdir`.

use super::port::{self, PortVerdict};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Meta, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-provider-mismatch",
    summary: "an SRV record points at a provider's host with a service or port that the host does not offer",
    severity: Severity::Error,
    references: &["Microsoft 365, external Domain Name System records"],
    explain: include_str!("srv_provider_mismatch.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    port::report(
        project,
        findings,
        &META,
        |judged| matches!(judged.verdict, PortVerdict::Provider(_)),
        |verdict, words| {
            let PortVerdict::Provider(provider) = verdict else { return None };
            let (offered, right) = (&provider.service.value, provider.port.value);
            let (service, port) = (&words.service, words.port);
            let finding = if *offered.to_string() == service.to_ascii_lowercase() {
                let (right_text, port_text) = (right.to_string(), port.to_string());
                let typo = Typo::between(right_text.as_bytes(), port_text.as_bytes());
                let how = typo.map_or(String::new(), |typo| format!(": {port} is {right} with {}", typo.with("digit")));
                words
                    .at_port(format!("`{service}` at this provider is on port {right}, not {port}{how}"))
                    .here(typo.map_or(String::new(), |typo| typo.pointed_at(&right_text, &port_text)))
                    .label(words.target_at, format!("offers `{offered}` on {right}"))
                    .fix(words.fix(right))
                    .help(format!("write {right}"))
            } else {
                words
                    .at_owner(format!("`{service}` points at a host that offers `{offered}` on port {right}"))
                    .label(words.target_at, format!("offers `{offered}` on {right}"))
                    .help(format!("point it at the host of `{service}`, or name it `{offered}`"))
            };
            Some(finding)
        },
    );
}
