//! An octet or nibble in a reverse zone that no address has.

use crate::checks::reverse::{Family, OwnerFault};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "reverse-owner-invalid",
    summary: "an owner in a reverse zone has an octet or nibble that no address has",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.5", "RFC 3596 section 2.5"],
    explain: include_str!("reverse_owner_invalid.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for wrong in cx.misnamed() {
        let (OwnerFault::Part(label), Some(family)) = (&wrong.fault, cx.family()) else { continue };
        let what = match family {
            Family::V4 if label.starts_with('0') => "starts with a zero, which no question for an address does",
            Family::V4 => "is no octet, which goes up to 255",
            Family::V6 => "is no nibble, which is one hexadecimal digit",
        };
        let owner = cx.zone.name_text(cx.zone.record(wrong.record).owner);
        let at = cx.owner_or_type(wrong.record);
        let finding = Diagnostic::new(&META, at, format!("`{label}` in `{owner}` {what}"));
        let help = match (family, label.trim_start_matches('0')) {
            (Family::V4, number) if label.starts_with('0') && number.len() < 4 => {
                format!("write `{}`", if number.is_empty() { "0" } else { number })
            }
            (Family::V4, _) => "correct the number: an address has four octets, the last one first".to_owned(),
            (Family::V6, _) => "write every digit of the address as a label, the last one first".to_owned(),
        };
        findings.add(finding.help(help).subject(cx.subject(wrong.record)));
    }
}
