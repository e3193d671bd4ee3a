//! A target in a zone that was read, for which no record, wildcard or delegation answers.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::classless;
use super::cross_zone::{CrossZoneTarget, SENDS_ON, TargetFault};
use super::glue;
use super::registry;
use super::target_is_address::is_address;
use super::target_missing_dot;
use crate::checks::name::comma_or_at_in_name::sign_in;
use crate::checks::name::missing_dot::Relative;
use crate::checks::name::name_is_url_or_email::is_foreign;
use crate::checks::rpz::is_policy_without_dot;
use crate::checks::view_index::ZoneRecord;
use crate::checks::{FindingSink, ProjectContext, ZoneContext, top_of};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::iana::tlds::is_tld;
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::zone::target_field;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-does-not-exist",
    summary: "the target of an NS, MX, SRV, SVCB or CNAME record is in a zone of the project but does not exist",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.4", "RFC 2181 section 10.3", "RFC 2782, \"Target\""],
    explain: include_str!("target_does_not_exist.md"),
    overlap: &[OverlapGroup::Target.rank(1), OverlapGroup::Change.rank(2)],
    is_merged: true,
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Looking for a similar name reads all names; so many targets of a zone get that much care.
const LOOKED_UP: usize = 32;

/// Shorter labels are one slip from too many others.
const SHORTEST: usize = 4;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    // What an incomplete zone lacks may be in the part that was not read.
    for cx in project.zones.iter().filter(|cx| cx.zone.is_complete()) {
        let mut looked_up = 0;
        let mut unfinished = (cx.zone.is_unaddressed() && !cx.is_reverse()).then_some((None, Vec::new()));
        let is_root = cx.zone.labels(cx.zone.apex()).is_empty();
        let hosting = is_root.then(|| LazyCell::new(|| hosting(cx)));
        let of_type = |rtype| cx.zone.dangling().iter().filter(move |&&id| cx.zone.record(id).rtype == rtype);
        findings.extend(of_type(RType::CNAME).take(LOOKED_UP).filter_map(|&record| hollow(cx, record)));
        for &record in SENDS_ON.into_iter().flat_map(of_type) {
            let is_missing = |&target: &NameId| cx.zone.is_missing(target) || lacks_glue(cx, record);
            let Some(target) = cx.zone.record(record).target().filter(is_missing) else { continue };
            // Of those other checks speak.
            let written = cx.zone.written(target);
            let is_name = !is_address(written) && !is_foreign(written) && sign_in(written).is_none();
            let is_other = !is_name || is_policy_without_dot(cx.zone, target);
            let is_mistake = || target_missing_dot::mistake(cx, record, target).is_some();
            let is_part = || {
                hosting.as_ref().is_some_and(|hosting| is_below_nothing(cx, hosting, record, target))
                    || registry::delegates(cx, record) && cx.zone.glue_for(record).is_none()
            };
            if is_other || is_mistake() || is_part() || cx.is_owner_but_for_dot(target) {
                continue;
            }
            if let Some(finding) = classless::finding(&META, cx, record, target) {
                findings.add(finding);
                continue;
            }
            if let Some(finding) = glue::finding(&META, project, ZoneRecord { cx, record }, target) {
                findings.add(finding);
                continue;
            }
            looked_up += 1;
            let finding = finding(ZoneRecord { cx, record }, target, cx, looked_up <= LOOKED_UP);
            // Servers load no zone whose own name server has no address in it.
            let is_own = is_own_server(cx, record);
            match &mut unfinished {
                Some((first, others)) if !is_own && finding.labels.is_empty() && cx.zone.is_missing(target) => {
                    match first {
                        Some(_) => others.push(finding.primary.span),
                        None => *first = Some(finding),
                    }
                }
                _ => findings.add(finding),
            }
        }
        findings.extend(unfinished.and_then(|(first, others)| Some(as_one(first?, others))));
    }
    for (number, crossing) in project.cross_zone_targets().iter().enumerate() {
        let TargetFault::Missing(other) = crossing.fault else { continue };
        let has_sign = || sign_in(crossing.from.cx.zone.written(crossing.target)).is_some();
        if !serves_cut(crossing) && !has_sign() {
            let finding = finding(crossing.from, crossing.target, other, number < LOOKED_UP);
            findings.add(other.with_view(crossing.from.cx, finding));
        }
    }
}

/// An alias of a name that is there only because of names below it, where a host beside it is one slip away.
fn hollow(cx: &ZoneContext, id: RecordId) -> Option<Diagnostic> {
    let target = cx.zone.record(id).target().filter(|&target| cx.zone.exists(target))?;
    if cx.zone.cut_above(target).is_some() || cx.zone.dname_above(target).is_some() {
        return None;
    }
    let (owner, typo) = similar_owner(&cx.zone.labels(target), cx)?;
    let host = Some(cx.zone.record(owner).owner).filter(|&host| cx.zone.has_address(host) || cx.zone.is_alias(host))?;
    let [name, meant] = [target, host].map(|name| cx.zone.name_text(name));
    let at = cx.zone.entry(id).field(target_field(RType::CNAME)?)?;
    let message = format!("`{name}` has no records, only names below it");
    let finding = Diagnostic::new(&META, at, message).severity(Severity::Warning);
    let finding = finding.label(cx.zone.entry(owner).owner(), "a similar name that has an address");
    let finding = finding.help(format!("did you mean `{meant}`? this name has {typo}"));
    Some(finding.fix(cx.renamed(id, at, &meant)).subject(cx.subject(id)))
}

/// The top-level domains of a root zone that it gives addresses of.
fn hosting(cx: &ZoneContext) -> HashSet<Vec<u8>> {
    let hosts = cx.zone.names().filter(|&name| cx.zone.has_address(name));
    hosts.filter_map(|host| cx.zone.labels(host).last().map(|top| top.to_ascii_lowercase())).collect()
}

/// Whether a target is below a top-level domain of which a root zone has no host: a root zone that
/// people write is one of a lab or a part of the real one. Its own servers and glue it has to have.
fn is_below_nothing(cx: &ZoneContext, hosting: &HashSet<Vec<u8>>, id: RecordId, target: NameId) -> bool {
    let top = cx.zone.labels(target).last().map(|top| top.to_ascii_lowercase());
    !is_own_server(cx, id) && cx.zone.glue_for(id).is_none() && top.is_some_and(|top| !hosting.contains(&top))
}

/// Whether a record names a server of the zone itself.
pub(super) fn is_own_server(cx: &ZoneContext, id: RecordId) -> bool {
    let record = cx.zone.record(id);
    record.rtype == RType::NS && record.owner == cx.zone.apex() && cx.zone.soa().is_some()
}

/// A zone in which nothing has an address is a part of one, or not finished: that is said once.
fn as_one(first: Diagnostic, others: Vec<Span>) -> Diagnostic {
    let mut first = first.severity(Severity::Info);
    match others.len() {
        0 => {}
        1 => first = first.here("and 1 more target"),
        more => first = first.here(format!("and {more} more targets")),
    }
    let first = first.said_of_each(others, |at| (at, "and here"));
    first.help("this zone has no addresses at all: if it is complete, add the hosts that it points at")
}

/// Whether only this zone can give the addresses of a name server, and does not.
fn lacks_glue(cx: &ZoneContext, id: RecordId) -> bool {
    cx.zone.glue_for(id).is_some_and(|glue| glue.is_empty())
}

/// Whether the record is one for a delegation. Its zone has the same record, and is asked.
fn serves_cut(crossing: &CrossZoneTarget) -> bool {
    let ZoneRecord { cx, record } = crossing.from;
    let owner = cx.zone.record(record).owner;
    crossing.from.rtype() == RType::NS && cx.zone.cut_above(crossing.target) == Some(owner)
}

/// The finding for a target that is not in a zone: the record's own or another.
fn finding<'v>(from: ZoneRecord<'v>, target: NameId, other: &'v ZoneContext<'v>, look_up: bool) -> Diagnostic {
    let (cx, rtype) = (from.cx, from.rtype());
    let entry = cx.zone.entry(from.record);
    let field = target_field(rtype).unwrap_or_default();
    let name = cx.zone.name_text(target);
    let is_here = std::ptr::eq(cx, other);
    let place = if is_here { "this zone".to_owned() } else { format!("zone `{}`", other.zone.apex_name()) };
    let mut finding = Diagnostic::new(&META, from.field(field), format!("`{name}` does not exist in {place}"));
    if matches!(rtype, RType::CNAME | RType::SVCB | RType::HTTPS) || !is_here {
        finding.severity = Severity::Warning;
    }
    let similar = look_up.then(|| similar_owner(&cx.zone.labels(target), other)).flatten();
    let written = entry.field_text(field).unwrap_or_default();
    if let Some((owner, typo)) = similar {
        let meant = other.zone.name_text(other.zone.record(owner).owner);
        finding = finding
            .label(other.zone.entry(owner).owner(), "a similar name that exists")
            .help(format!("did you mean `{meant}`? this name has {typo}"))
            .fix(cx.renamed(from.record, from.field(field), &meant));
    } else if let Some(owner) = look_up.then(|| numbered_alike(&cx.zone.labels(target), other)).flatten() {
        let meant = other.zone.name_text(other.zone.record(owner).owner);
        finding = finding
            .label(other.zone.entry(owner).owner(), "the name with this number")
            .help(format!("did you mean `{meant}`? the zeros before its number differ"))
            .fix(cx.renamed(from.record, from.field(field), &meant))
            .key(&[b"zeros", rtype.mnemonic().as_bytes(), cx.zone.apex_name().as_str().as_bytes()]);
    } else if let Some((meant, help, at)) = offered(from, &name, other) {
        // Targets of one domain that is gone are one mistake.
        let domain = String::from_utf8_lossy(written).split_once('.').map(|(_, domain)| domain.to_ascii_lowercase());
        if let (Some(_), Some(domain)) = (at, domain) {
            finding = finding.key(&[b"elsewhere", rtype.mnemonic().as_bytes(), domain.as_bytes()]);
        }
        finding = finding.label_each(at, |at| (at, "the only host of this name"));
        finding = finding.help(help).fix(cx.renamed(from.record, from.field(field), &meant));
    } else if !is_here {
        let soa = other.zone.soa().map(|soa| other.zone.entry(soa).owner());
        finding = finding
            .label(soa.unwrap_or_else(|| top_of(other.zone)), "the zone it would be in")
            .help("add the name there, or correct it here");
    } else if cx.zone.glue_for(from.record).is_some() {
        finding = finding.help("give it an A or AAAA record here: no other zone can");
    } else if cx.is_reverse() && rtype == RType::NS {
        let help = "if the server is in another zone, write the full name with a final dot, as in `ns1.example.com.`";
        finding = finding.help(help);
    } else if let Some((short, repeated)) = written_from_above(cx, from.record, written) {
        let help =
            format!("`{repeated}` is in the origin, which is added: if `{short}` is meant, it does not exist either");
        finding = finding.help(help);
    } else if written.contains(&b'.') && !written.ends_with(b".") && cx.zone.origin_at(from.record) != NameId::ROOT {
        let written = String::from_utf8_lossy(written);
        let help = format!("without a final dot the origin is added: write `{written}.` if that is the full name");
        let at = from.field(field);
        let is_whole = look_up && has_full_names_like(cx, &written);
        let fix = is_whole.then(|| Fix::unsure(Span { start: at.end, ..at }, "."));
        finding = finding.help(help).fix(fix);
    } else {
        finding = finding.help("add the record it points at, or correct the name");
    }
    finding.subject(cx.subject(from.record))
}

/// A name that exists and was meant, what to say of it, and where it is if that is far from what was written.
fn offered(from: ZoneRecord, name: &str, other: &ZoneContext) -> Option<(String, String, Option<Span>)> {
    if let Some(meant) = with_one_origin(name, other) {
        let help = format!("the name of the zone stands at its end twice: did you mean `{meant}`, which exists?");
        return Some((meant, help, None));
    }
    let cx = from.cx;
    let written = Relative::at(cx, from.record, from.field(target_field(from.rtype())?))?;
    if let Some((meant, repeated)) = written.repeated_origin() {
        let help = format!("`{repeated}` is in the origin, which is added: did you mean `{meant}`, which exists?");
        return Some((meant, help, None));
    }
    let owner = written.same_host()?;
    let meant = cx.zone.name_text(cx.zone.record(owner).owner);
    let help = format!("did you mean `{meant}`?");
    Some((meant, help, Some(cx.zone.entry(owner).owner())))
}

/// What was written before the label that the origin starts with, and that label: `host` and `lab` of `host.lab` below
/// `lab.example.`.
fn written_from_above<'w>(cx: &ZoneContext, id: RecordId, written: &'w [u8]) -> Option<(&'w str, &'w str)> {
    let (short, last) = std::str::from_utf8(written).ok()?.rsplit_once('.')?;
    let origin = cx.zone.origin_at(id);
    let is_repeated =
        cx.zone.labels(origin).len() > 1 && cx.zone.first_label(origin).eq_ignore_ascii_case(last.as_bytes());
    (is_repeated && !short.contains('.') && !is_tld(last.as_bytes())).then_some((short, last))
}

/// The name without the origin that a dot too few has added to it, if that is an owner.
fn with_one_origin(name: &str, cx: &ZoneContext) -> Option<String> {
    let apex = cx.zone.apex_name().as_str().to_ascii_lowercase();
    let front = name.to_ascii_lowercase().strip_suffix(&apex).map(str::to_owned)?;
    let is_twice = apex != "." && front.strip_suffix(&apex).is_some_and(|host| host.is_empty() || host.ends_with('.'));
    let owner = cx.zone.find(&front).filter(|_| is_twice)?;
    cx.zone.is_owner(owner).then_some(front)
}

/// Whether another name of the zone is written in full and has the same domain.
fn has_full_names_like(cx: &ZoneContext, written: &str) -> bool {
    let Some((_, domain)) = written.split_once('.').filter(|(_, domain)| domain.contains('.')) else { return false };
    let domain = domain.to_ascii_lowercase() + ".";
    let is_like = |name: NameId| {
        let text = cx.zone.name_text(name).to_ascii_lowercase();
        cx.zone.relative_to(name) == NameId::ROOT && text.strip_suffix(&domain).is_some_and(|host| host.ends_with('.'))
    };
    cx.zone.names().any(is_like)
}

/// The owner of a zone that has the same name but for zeros before a number: `gw01` for `gw1`.
fn numbered_alike(wrong: &[&[u8]], cx: &ZoneContext) -> Option<RecordId> {
    let without_zeros = |label: &[u8]| {
        let mut last = b'.';
        let mut plain = label.to_ascii_lowercase();
        plain.retain(|&byte| {
            let is_leading = byte == b'0' && !last.is_ascii_digit();
            last = if is_leading { last } else { byte };
            !is_leading
        });
        plain
    };
    let (first, parent) = wrong.split_first()?;
    let plain = without_zeros(first);
    if !plain.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let ends = |label: &[u8]| (label.first().map(u8::to_ascii_lowercase), label.last().map(u8::to_ascii_lowercase));
    let is_alike = |&name: &NameId| {
        // Most names differ at one of their ends.
        if ends(cx.zone.first_label(name)) != ends(first) {
            return false;
        }
        let labels = cx.zone.labels(name);
        let same = |(a, b): (&&[u8], &&[u8])| a.eq_ignore_ascii_case(b);
        labels.len() == wrong.len()
            && without_zeros(labels[0]) == plain
            && labels[1..].iter().zip(parent).all(same)
            && cx.zone.is_owner(name)
    };
    let mut alike = cx.zone.names().filter(is_alike);
    let owner = alike.next().filter(|_| alike.next().is_none())?;
    cx.zone.records_of(owner).first().copied()
}

/// An owner of a zone that is one slip away from a name, and beside it.
fn similar_owner(wrong: &[&[u8]], cx: &ZoneContext) -> Option<(RecordId, String)> {
    let (first, parent) = wrong.split_first()?;
    let wrong = first.to_ascii_lowercase();
    if wrong.len() < SHORTEST {
        return None;
    }
    cx.zone.names().find_map(|name| {
        let typo = Typo::between(&cx.zone.first_label(name).to_ascii_lowercase(), &wrong)?;
        let owner = *cx.zone.records_of(name).first()?;
        let labels = cx.zone.labels(name);
        let same = |(a, b): (&&[u8], &&[u8])| a.eq_ignore_ascii_case(b);
        let beside = labels.len() == parent.len() + 1 && labels[1..].iter().zip(parent).all(same);
        beside.then(|| (owner, typo.with("letter")))
    })
}
