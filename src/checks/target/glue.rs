//! A name server whose address only its own zone has, where the delegation needs it.

use crate::checks::address;
use crate::checks::view_index::{NameLookup, ZoneName, ZoneRecord};
use crate::checks::{ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::NameId;

/// The finding for the NS record of a delegation, where the zone below is in the project and has the address.
pub(super) fn finding<'v>(
    meta: &'static Meta,
    project: &ProjectContext<'v>,
    from: ZoneRecord<'v>,
    target: NameId,
) -> Option<Diagnostic> {
    let cx = from.cx;
    cx.zone.glue_for(from.record).filter(|glue| glue.is_empty())?;
    let views = project.view_indexes().iter().filter(|view| view.has(cx));
    let mut hosts = views.filter_map(|view| match view.look_up(ZoneName { cx, name: target }) {
        NameLookup::Owner(host) if !std::ptr::eq(host.cx, cx) => Some(host),
        _ => None,
    });
    let held: Vec<ZoneRecord> =
        hosts.next().map(|host| host.rrset(RType::A).chain(host.rrset(RType::AAAA)).collect()).unwrap_or_default();
    let &first = held.first()?;
    let (name, cut) = (cx.zone.name_text(target), cx.zone.name_text(cx.zone.record(from.record).owner));
    let message = format!("no glue: the delegation of `{cut}` lacks the address of its name server `{name}`");
    let finding = Diagnostic::new(meta, from.field(0), message).label(first.field(0), "the address in the zone below");
    let help = "repeat the address here: resolvers come to the zone below only through this one";
    Some(finding.help(help).fix(repeated(cx, from, &name, &held)).subject(cx.subject(from.record)))
}

/// The addresses, as lines below that of the NS record.
fn repeated(cx: &ZoneContext, from: ZoneRecord, name: &str, held: &[ZoneRecord]) -> Option<Fix> {
    let line = cx.own_line(from.record)?;
    let end = Span { start: line.end, ..line };
    // A line that takes over the owner of the one above would get another.
    let is_ended = cx.zone.bytes(line).ends_with(b"\n");
    if !is_ended || matches!(cx.bytes_from(end).first(), Some(b' ' | b'\t')) {
        return None;
    }
    let mut lines = String::new();
    for held in held {
        let address = address::of_record(held.cx.zone, held.record)?;
        lines += &format!("{name} IN {} {address}\n", held.rtype().mnemonic());
    }
    Some(Fix::unsure(end, lines))
}
