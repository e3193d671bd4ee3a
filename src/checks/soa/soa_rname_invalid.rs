//! An SOA whose mailbox is written as in mail, with an `@`.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};

pub(super) static META: Meta = Meta {
    id: "soa-rname-invalid",
    summary: "the mailbox of the SOA is written with an `@`",
    severity: Severity::Warning,
    references: &["RFC 1035 section 8", "RFC 1912 section 2.2"],
    explain: include_str!("soa_rname_invalid.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

/// The second field of an SOA is its mailbox (RFC 1035 section 3.3.13).
const RNAME: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let (Some(soa), Some(entry)) = (cx.zone.soa(), cx.soa()) else { return };
    let (Some(at), Some(text)) = (entry.field(RNAME), entry.field_text(RNAME)) else { return };
    let text = String::from_utf8_lossy(text);
    let Some((local, domain)) = text.split_once('@').filter(|(local, _)| !local.is_empty()) else { return };
    // Of the origin as a label another check speaks.
    if domain.is_empty() && local.ends_with('.') {
        return;
    }
    // gdnsd's word for the zone itself.
    if domain == "Z" && local.ends_with('.') || local.ends_with('\\') {
        return;
    }
    let message = format!("`{text}` is a mail address; the SOA needs a dot in place of the `@`");
    let help = format!("write `{}`", as_name(local, domain));
    let fix = Fix::safe(at, as_name(local, domain));
    findings.add(Diagnostic::new(&META, at, message).help(help).fix(fix).subject(cx.subject(soa)));
}

/// A mail address as a name: the dots of its first part are no ends of labels.
fn as_name(local: &str, domain: &str) -> String {
    let local = local.replace("\\.", ".").replace('.', "\\.");
    match domain.trim_end_matches('.') {
        "" => local,
        domain => format!("{local}.{domain}."),
    }
}

#[cfg(test)]
mod tests {
    use super::as_name;

    #[test]
    fn addresses_become_names() {
        assert_eq!(as_name("he", "students.example."), "he.students.example.");
        assert_eq!(as_name("first.last", "example.com"), "first\\.last.example.com.");
        assert_eq!(as_name("first\\.last", "example.com"), "first\\.last.example.com.");
        assert_eq!(as_name("root", ""), "root");
    }
}
