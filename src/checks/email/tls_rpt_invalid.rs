//! A TLS reporting record without a usable address.

use super::mail_text::Policy;
use super::octets::Fault;
use super::report::report;
use super::report_address;
use super::tags;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE, Severity};

pub(super) static META: Meta = Meta {
    id: "tls-rpt-invalid",
    summary: "a TLS reporting record has no address for reports, or one that cannot be used",
    severity: Severity::Error,
    references: &["RFC 8460 section 3"],
    explain: include_str!("tls_rpt_invalid.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(cx, findings, &META, |text| text.is_read_as(Policy::TlsRpt), |text| faults(&text.text));
}

fn faults(text: &[u8]) -> Vec<Fault> {
    let mut faults = tags::faults_of_list(text, &["v", "rua"]);
    match tags::of(text).find(|tag| tag.is(b"rua")) {
        Some(addresses) => faults.extend(report_address::faults_of(&addresses, &["mailto:", "https:"])),
        None if faults.is_empty() => faults.push(
            Fault::error(0..text.len(), "the record has no `rua`: nobody can send reports")
                .help("add `rua=mailto:` and an address"),
        ),
        None => {}
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_judged() {
        for (text, is_right) in [
            ("v=TLSRPTv1; rua=mailto:tls@example.org,https://reports.example.net/tls", true),
            ("v=TLSRPTv1;", false),
            ("v=TLSRPTv1; rua=tls@example.org", false),
            ("v=TLSRPTv1; rua=mailto:a@example.org; mailto:b@example.org", false),
        ] {
            let faults = faults(text.as_bytes());
            assert_eq!(faults.len(), usize::from(!is_right), "{text}: {faults:?}");
        }
    }
}
