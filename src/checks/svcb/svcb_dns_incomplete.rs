//! A name server's service record that says too little.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "svcb-dns-incomplete",
    summary: "an SVCB record at `_dns` lacks `alpn`, or `dohpath` for HTTP",
    severity: Severity::Warning,
    references: &["RFC 9461 sections 4.1 and 5"],
    explain: include_str!("svcb_dns_incomplete.md"),
    ..Meta::DEFAULT
};

const PRIORITY: usize = 0;
const TARGET: usize = 1;
const PARAMETERS: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records(cx, &[RType::SVCB]) {
        let owner = cx.zone.record(id).owner;
        let is_dns = cx.zone.labels(owner).iter().any(|label| label.eq_ignore_ascii_case(b"_dns"));
        if !is_dns || entry.code(PRIORITY) == Some(0) {
            continue;
        }
        let value_of = |key: &[u8]| {
            let mut params = entry.texts().skip(PARAMETERS).map(|(_, text, _)| text);
            params.find_map(|text| text.strip_prefix(key)?.strip_prefix(b"="))
        };
        // A key by its number says what this cannot read.
        if entry.texts().skip(PARAMETERS).any(|(_, text, _)| text.starts_with(b"key")) {
            continue;
        }
        let alpn = value_of(b"alpn").map(|value| String::from_utf8_lossy(value).replace('"', ""));
        let (message, help) = match alpn {
            None => (
                "this name server has no `alpn`, so no protocol is offered",
                "add `alpn=dot`, or `alpn=h2` and `dohpath`",
            ),
            Some(alpn) if alpn.split(',').any(|p| p == "h2" || p == "h3") && value_of(b"dohpath").is_none() => {
                ("DNS over HTTPS cannot be used without `dohpath`", "add `dohpath=/dns-query{?dns}`")
            }
            Some(_) => continue,
        };
        let Some(at) = entry.field(TARGET).zip(entry.data()).map(|(target, data)| target.to(data)) else {
            continue;
        };
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
