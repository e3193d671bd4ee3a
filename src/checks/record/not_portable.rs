//! What one server takes and another refuses.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::ServerSoftware;
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "not-portable",
    summary: "the file has something that not every server accepts",
    severity: Severity::Info,
    references: &["RFC 1035 section 5.1", "RFC 2308 section 4"],
    explain: include_str!("not_portable.md"),
    ..Meta::DEFAULT
};

/// Types that servers from before 2025 do not know.
const NEW_TYPES: [RType; 7] =
    [RType::DSYNC, RType::HHIT, RType::BRID, RType::RESINFO, RType::WALLET, RType::CLA, RType::IPN];

/// One thing that servers disagree on.
struct Difference {
    at: Span,
    what: String,
    /// Those that refuse it; none where that depends on the version.
    refused_by: &'static [(ServerSoftware, &'static str)],
    help: &'static str,
}

/// One finding of each kind for a zone.
pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let differences = [generate(cx), carriage_return(cx), units(cx), new_type(cx)];
    for difference in differences.into_iter().flatten() {
        findings.extend(finding(cx.rules.servers(), difference));
    }
}

/// With `servers` a warning where one of them refuses it, and nothing where none does.
fn finding(servers: &[ServerSoftware], difference: Difference) -> Option<Diagnostic> {
    let Difference { at, what, refused_by, help } = difference;
    let depends_on_version = refused_by.is_empty();
    let refusing: Vec<&str> = refused_by
        .iter()
        .filter(|(server, _)| servers.is_empty() || servers.contains(server))
        .map(|(_, name)| *name)
        .collect();
    let severity = match (servers, refusing.as_slice()) {
        ([], _) => Severity::Info,
        (_, []) if depends_on_version => Severity::Info,
        (_, []) => return None,
        _ => Severity::Warning,
    };
    let who = if depends_on_version { "servers from before 2025".to_owned() } else { refusing.join(" and ") };
    Some(Diagnostic::new(&META, at, format!("{what} refused by {who}")).severity(severity).help(help))
}

fn generate(cx: &ZoneContext) -> Option<Difference> {
    let mut sources = cx.zone.sources().filter(|_| cx.zone.has_generate());
    let at = sources.find_map(|(source, text)| {
        let bytes = text.bytes();
        let is_directive = |&at: &usize| at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
        let at = memchr::memchr_iter(b'$', bytes)
            .filter(is_directive)
            .find(|&at| bytes.get(at..at + 9).is_some_and(|word| word.eq_ignore_ascii_case(b"$GENERATE")))?;
        Some(Span { source, start: at as u32, end: at as u32 + 9 })
    })?;
    Some(Difference {
        at,
        what: "`$GENERATE` is".to_owned(),
        refused_by: &[(ServerSoftware::Nsd, "NSD"), (ServerSoftware::Knot, "Knot")],
        help: "write the records one by one, as `named-compilezone` does",
    })
}

fn carriage_return(cx: &ZoneContext) -> Option<Difference> {
    let mut returning = cx.zone.sources().filter(|(_, text)| text.has_carriage_return());
    let at = returning.find_map(|(source, text)| {
        let bytes = text.bytes();
        let at = memchr::memchr(b'\r', bytes).filter(|at| bytes.get(at + 1) == Some(&b'\n'))? as u32;
        Some(Span { source, start: at, end: at + 2 })
    })?;
    Some(Difference {
        at,
        what: "the lines end with CR and LF, which is".to_owned(),
        refused_by: &[(ServerSoftware::Knot, "Knot")],
        help: "save the file with Unix line endings, or run `dos2unix` on it",
    })
}

/// Units in the order people write them in: the first TTL of each length is looked at.
fn units(cx: &ZoneContext) -> Option<Difference> {
    let firsts = cx.ttls().values().filter_map(|seen| seen.first);
    let is_refused = |id: &RecordId| has_descending_units(cx.zone.bytes(cx.zone.ttl_given_at(*id)));
    let of_record = firsts.filter(is_refused).min().map(|id| cx.zone.ttl_given_at(id));
    let of_soa = || {
        let soa = cx.soa()?;
        let field = (3..=6).find(|&field| soa.field_text(field).is_some_and(has_descending_units))?;
        soa.field(field)
    };
    let at = of_record.or_else(of_soa)?;
    Some(Difference {
        at,
        what: format!("`{}`, the longer unit first, is", shown(cx.zone.bytes(at))),
        refused_by: &[(ServerSoftware::Nsd, "NSD 4.15")],
        help: "write seconds, or only one unit",
    })
}

/// Two units or more, the longer first: `1h30m`.
fn has_descending_units(text: &[u8]) -> bool {
    const LONGEST_FIRST: &[u8] = b"wdhms";
    let rank = |b: &u8| LONGEST_FIRST.iter().position(|unit| *unit == b.to_ascii_lowercase());
    let is_duration = text.first().is_some_and(u8::is_ascii_digit);
    let is_before = |(unit, next)| unit < next;
    let units = || text.iter().filter(|byte| !byte.is_ascii_digit()).filter_map(rank);
    is_duration && units().zip(units().skip(1)).any(is_before)
}

fn new_type(cx: &ZoneContext) -> Option<Difference> {
    let id = *cx.zone.of_types(&NEW_TYPES).first()?;
    Some(Difference {
        at: cx.zone.entry(id).rtype(),
        what: format!("type {} is", cx.zone.record(id).rtype.mnemonic()),
        refused_by: &[],
        help: "write it as in RFC 3597, with `TYPE` and a number, for servers that do not know it",
    })
}
