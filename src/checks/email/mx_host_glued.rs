//! An MX host of Microsoft 365 without the dot before `mail`.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "mx-host-glued",
    summary: "an MX record names a host of Microsoft 365 without the dot before `mail`, which does not exist",
    severity: Severity::Warning,
    references: &["Microsoft 365, external Domain Name System records"],
    explain: include_str!("mx_host_glued.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// What stands behind the label of a customer.
const MAIL: &[u8] = b"mail";
const DOMAIN: &[u8] = b".protection.outlook.com";
/// The target of an MX record (RFC 1035 section 3.3.9).
const TARGET: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, record) in cx.zone.of_type(RType::MX) {
        let Some(target) = record.target().filter(|&target| !cx.zone.is_in_zone(target)) else { continue };
        let Some(customer) = customer(cx.zone.written(target)) else { continue };
        let Some(at) = cx.zone.entry(id).field(TARGET) else { continue };
        let customer = String::from_utf8_lossy(customer);
        let meant = format!("{customer}.mail.protection.outlook.com.");
        let message = format!("`{}` lacks the dot before `mail`", cx.zone.name_text(target));
        let finding = Diagnostic::new(&META, at, message).help(format!("write `{meant}`"));
        findings.add(finding.fix(cx.renamed(id, at, &meant)).subject(cx.subject(id)));
    }
}

/// The label of a customer that `mail` is glued to.
fn customer(written: &[u8]) -> Option<&[u8]> {
    let bare = written.strip_suffix(b".").unwrap_or(written);
    let (label, domain) = bare.split_at_checked(bare.len().checked_sub(DOMAIN.len())?)?;
    let (customer, mail) = label.split_at_checked(label.len().checked_sub(MAIL.len())?)?;
    let is_glued = domain.eq_ignore_ascii_case(DOMAIN) && mail.eq_ignore_ascii_case(MAIL);
    // A customer's domain has a hyphen for each of its dots.
    (is_glued && !customer.contains(&b'.') && customer.iter().skip(1).any(|byte| *byte == b'-')).then_some(customer)
}

#[cfg(test)]
mod tests {
    use super::customer;

    #[test]
    fn only_what_is_glued_is_told() {
        for (written, found) in [
            ("example-commail.protection.outlook.com.", Some("example-com")),
            ("Example-ComMail.Protection.Outlook.com.", Some("Example-Com")),
            ("example-com.mail.protection.outlook.com.", None),
            ("mail.protection.outlook.com.", None),
            ("eumail.protection.outlook.com.", None),
            ("-mail.protection.outlook.com.", None),
            ("a.example-commail.protection.outlook.com.", None),
            ("example-commail.outlook.com.", None),
            ("com.", None),
        ] {
            assert_eq!(customer(written.as_bytes()), found.map(str::as_bytes), "{written}");
        }
    }
}
