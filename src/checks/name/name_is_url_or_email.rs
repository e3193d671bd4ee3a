//! A URL or an e-mail address where a name belongs.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{CharClasses, NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "name-is-url-or-email",
    summary: "a URL or an e-mail address is used where a domain name is needed",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.1", "RFC 1912 section 2.2"],
    explain: include_str!("name_is_url_or_email.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Of the mailbox of the SOA another check speaks.
const MAILBOX_OF_RP: usize = 0;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let foreign: Vec<NameId> =
        cx.zone.names_having(CharClasses::AT_OR_COLON).filter(|&name| is_foreign(cx.zone.written(name))).collect();
    if !foreign.is_empty() {
        report_names(cx, &foreign, findings);
    }
    for (id, _, entry) in typed::records(cx, &[RType::RP]) {
        if let (Some(text), Some(at)) = (entry.field_text(MAILBOX_OF_RP), entry.field(MAILBOX_OF_RP))
            && is_foreign(text)
        {
            report(cx, (id, at, text), findings);
        }
    }
}

fn report_names(cx: &ZoneContext, foreign: &[NameId], findings: &mut FindingSink) {
    let is_one = |name: NameId| foreign.binary_search(&name).is_ok();
    let mut told = None;
    for (id, record) in cx.zone.records() {
        if is_one(record.owner) && told != Some(record.owner) {
            told = Some(record.owner);
            report(cx, (id, cx.zone.entry(id).owner(), cx.zone.written(record.owner)), findings);
        }
        let Some(target) = record.target().filter(|&target| is_one(target)) else { continue };
        let field = target_field(record.rtype).and_then(|field| cx.zone.entry(id).field(field));
        if let Some(at) = field {
            report(cx, (id, at, cx.zone.written(target)), findings);
        }
    }
}

fn report(cx: &ZoneContext, (id, at, text): (RecordId, Span, &[u8]), findings: &mut FindingSink) {
    let written = shown(text);
    let (what, help, fix) = match (written.split_once("://"), written.split_once('@')) {
        (Some((_, rest)), _) => {
            let host = rest.split(['/', ':', '?']).next().unwrap_or_default().trim_end_matches('.');
            let fix = (!host.is_empty()).then(|| Fix::unsure(at, format!("{host}.")));
            ("a URL", format!("write only the host: `{host}.`; DNS has no record for the path of a URL"), fix)
        }
        (None, Some((local, domain))) => {
            let mailbox = format!("{}.{}.", local.replace('.', "\\."), domain.trim_end_matches('.'));
            ("an e-mail address", format!("write it as a name: `{mailbox}`"), Some(Fix::unsure(at, mailbox)))
        }
        (None, None) => return,
    };
    let message = format!("`{written}` is {what}, not a domain name");
    findings.add(Diagnostic::new(&META, at, message).help(help).fix(fix).subject(cx.subject(id)));
}

/// Whether the text of a name is a URL or an e-mail address.
pub(in crate::checks) fn is_foreign(text: &[u8]) -> bool {
    if memchr::memmem::find(text, b"://").is_some() {
        return true;
    }
    // gdnsd spells the zone `@Z`, and people are instances of services as `anna@host._presence._tcp`.
    let is_other = text.ends_with(b"@Z") || text.starts_with(b"_") || memchr::memmem::find(text, b"._").is_some();
    let mut parts = text.splitn(2, |b| *b == b'@');
    let (local, domain) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    !is_other && !local.is_empty() && !local.ends_with(b"\\") && domain.contains(&b'.')
}
