//! An SOA whose mailbox is written as in mail, with an `@`.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "soa-rname-invalid",
    summary: "the mailbox of the SOA is written with an `@`, is a name server, or in a mistyped domain",
    severity: Severity::Warning,
    references: &["RFC 1035 section 8", "RFC 1912 section 2.2"],
    explain: include_str!("soa_rname_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// Mailboxes of those who run a zone (RFC 2142 section 7), as they are called in zones.
const MAILBOXES: [&str; 8] =
    ["hostmaster", "postmaster", "webmaster", "root", "admin", "administrator", "dns", "dnsadmin"];

/// Domains in which everybody has a mailbox, and below which nobody has.
const PROVIDERS: [&str; 10] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "icloud.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "proton.me",
];

/// The second field of an SOA is its mailbox (RFC 1035 section 3.3.13).
const RNAME: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let (Some(soa), Some(entry)) = (cx.zone.soa(), cx.soa()) else { return };
    let (Some(at), Some(text)) = (entry.field(RNAME), entry.field_text(RNAME)) else { return };
    findings.extend(swapped(cx).or_else(|| of_provider(cx)).or_else(|| mistyped(cx)));
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

/// The name server in the place of the mailbox, and something else in its own.
pub(super) fn swapped(cx: &ZoneContext) -> Option<Diagnostic> {
    let soa = cx.zone.soa()?;
    let [primary_at, at] = [0, RNAME].map(|field| cx.soa()?.field(field));
    let (primary_at, at) = (primary_at?, at?);
    let servers = cx.zone.rrset(cx.zone.apex(), RType::NS);
    let full = |at: Span| cx.zone.full_name(soa, cx.zone.bytes(at)).to_ascii_lowercase();
    let is_server = |name: &[u8]| {
        let names = servers.iter().filter_map(|&id| Some((id, cx.zone.entry(id).field(0)?)));
        names.map(|(id, at)| cx.zone.full_name(id, cx.zone.bytes(at))).any(|server| server.eq_ignore_ascii_case(name))
    };
    let (primary, mailbox) = (full(primary_at), full(at));
    if mailbox == primary || !is_server(&mailbox) || is_server(&primary) {
        return None;
    }
    let [primary, mailbox] = [&primary, &mailbox].map(|name| String::from_utf8_lossy(name).into_owned());
    let message = format!(
        "the mailbox of the SOA is the name server `{mailbox}`, and `{primary}` is no name server: they are swapped"
    );
    let help = "the SOA names the primary name server first and then the mailbox, as in `ns1.example.com. hostmaster.example.com.`";
    let finding = Diagnostic::new(&META, at, message).label(primary_at, "the primary name server belongs here");
    let label = primary.split('.').next().unwrap_or_default();
    let written = [at, primary_at].map(|at| String::from_utf8_lossy(cx.zone.bytes(at)).into_owned());
    let [server, name] = written;
    // Only a mailbox of the usual names is one in the wrong place.
    let is_mailbox = MAILBOXES.contains(&label);
    let fix = is_mailbox.then(|| Fix::unsure(primary_at, server).and(at, name).titled("swap the two names"));
    Some(finding.help(help).fix(fix).subject(cx.subject(soa)))
}

/// A dot in the first part of an address that a provider gives, which gives none in domains below its own.
fn of_provider(cx: &ZoneContext) -> Option<Diagnostic> {
    let soa = cx.zone.soa()?;
    let at = cx.soa()?.field(RNAME)?;
    let text = std::str::from_utf8(cx.zone.bytes(at)).ok()?.to_ascii_lowercase();
    let bare = text.strip_suffix('.').unwrap_or(&text);
    let (local, provider) = PROVIDERS.iter().find_map(|provider| {
        let local = bare.strip_suffix(provider)?.strip_suffix('.')?;
        Some((local, provider))
    })?;
    let (first, rest) = local.split_once('.').filter(|_| !local.contains('\\'))?;
    let meant = format!("{}.{provider}.", local.replace('.', "\\."));
    let message = format!("the mailbox of the SOA reads as `{first}@{rest}.{provider}`, not as `{local}@{provider}`");
    let finding = Diagnostic::new(&META, at, message).severity(Severity::Info);
    let finding = finding.help(format!("write `{meant}`: a dot before the `@` is escaped"));
    Some(finding.fix(Fix::unsure(at, meant)).subject(cx.subject(soa)))
}

/// Letters that a mistyped domain has at least.
const SHORTEST: usize = 6;

/// A mailbox in a domain that is the zone's own with a slip.
fn mistyped(cx: &ZoneContext) -> Option<Diagnostic> {
    let soa = cx.zone.soa().filter(|_| cx.zone.is_origin_known() && !cx.is_reverse())?;
    let at = cx.soa()?.field(RNAME)?;
    let mailbox = cx.zone.full_name(soa, cx.zone.bytes(at)).to_ascii_lowercase();
    let dot = memchr::memchr(b'.', &mailbox).filter(|_| !mailbox.contains(&b'\\'))?;
    let (local, wrong) = (&mailbox[..dot], &mailbox[dot + 1..]);
    let right = cx.zone.apex_name().as_str().to_ascii_lowercase();
    let typo = Typo::between(right.as_bytes(), wrong)?;
    // Another letter makes another domain of the house too often, and so does another end.
    let is_slip = !matches!(typo, Typo::Substituted(_)) && typo.is_believable_in(right.as_bytes(), wrong, SHORTEST);
    let end = |name: &[u8]| name.rsplit(|&byte| byte == b'.').nth(1).map(<[u8]>::to_vec);
    if !is_slip || end(wrong) != end(right.as_bytes()) {
        return None;
    }
    let [local, wrong] = [local, wrong].map(|text| String::from_utf8_lossy(text).into_owned());
    let message =
        format!("the mailbox of the SOA is in `{wrong}`, which is this zone, `{right}`, with {}", typo.with("letter"));
    let finding = Diagnostic::new(&META, at, message).help(format!("did you mean `{local}.{right}`?"));
    Some(finding.fix(Fix::unsure(at, format!("{local}.{right}"))).subject(cx.subject(soa)))
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
