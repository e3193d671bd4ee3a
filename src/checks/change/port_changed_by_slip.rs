//! A port that was changed to one that is a slip of the keyboard away.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::slip;
use crate::change::{RecordPair, RrsetChange, ZoneChange};
use crate::checks::srv::siblings::{Mention, NumberedZone, service_key, subject};
use crate::checks::{ChangeContext, FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "port-changed-by-slip",
    summary: "a port was changed to one that is a typo away from the old one",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\"", "RFC 9460 section 7.2", "RFC 6698 section 3"],
    explain: include_str!("port_changed_by_slip.md"),
    overlap: &[OverlapGroup::Port.rank(3), OverlapGroup::Change.rank(1)],
    is_merged: true,
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    let explained = LazyCell::new(|| cx.new.ports().explained());
    let former = LazyCell::new(|| FormerPorts::of(cx.old));
    for (old, new, change) in cx.in_both() {
        let (old, new) = ((cx.old.number_of(old), old), (cx.new.number_of(new), new));
        let in_data = change.rrsets.iter().flat_map(|rrset| in_data(rrset, old, new));
        for (before, after) in in_data.chain(in_owners(change, old, new)) {
            let Some((typo, severity)) = slip::of_port(before.port, after.port, cx.new.rules) else { continue };
            if !after.is_known && !is_explained(&explained, &after) && !former.has(&after) {
                findings.extend(finding(&before, &after, typo).map(|finding| finding.severity(severity)));
            }
        }
    }
}

/// Old and new ports that records say in their data.
fn in_data<'o, 'n>(
    rrset: &RrsetChange,
    old: NumberedZone<'o>,
    new: NumberedZone<'n>,
) -> Vec<(Mention<'o>, Mention<'n>)> {
    let ports = |pair: RecordPair| Some((Mention::in_data(old, pair.old?)?, Mention::in_data(new, pair.new?)?));
    if !matches!(rrset.rtype, RType::SRV | RType::URI | RType::SVCB | RType::HTTPS) {
        return Vec::new();
    }
    rrset.pairs(old.1.zone, new.1.zone).into_iter().filter_map(ports).collect()
}

/// Old and new ports in owners such as `_8443._tcp.www`: an RRset went, and one came whose owner is otherwise the same.
fn in_owners<'o, 'n>(
    change: &ZoneChange,
    old: NumberedZone<'o>,
    new: NumberedZone<'n>,
) -> Vec<(Mention<'o>, Mention<'n>)> {
    let gone = change.rrsets.iter().filter(|rrset| rrset.is_gone() && rrset.rtype != RType::RRSIG);
    let gone: HashMap<_, _> = gone
        .filter_map(|rrset| Some((rrset.rtype, Mention::in_owner(old, *rrset.removed.first()?)?)))
        .map(|(rtype, before)| ((rtype, rest(&before)), before))
        .collect();
    let came = change.rrsets.iter().filter(|rrset| rrset.is_new() && !gone.is_empty());
    let came = came.filter_map(|rrset| {
        let after = Mention::in_owner(new, *rrset.added.first()?)?;
        Some((*gone.get(&(rrset.rtype, rest(&after)))?, after))
    });
    came.collect()
}

/// The owner without the label that is the port.
fn rest(mention: &Mention) -> String {
    let zone = mention.cx.zone;
    let owner = zone.absolute_name(zone.record(mention.record).owner).to_ascii_lowercase();
    owner.split_once('.').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

/// Whether a rule or pack tells what is wrong with the port.
fn is_explained(explained: &[(usize, usize)], mention: &Mention) -> bool {
    let index = mention.cx.srvs().binary_search_by_key(&mention.record, |srv| srv.record);
    index.is_ok_and(|index| explained.binary_search(&(mention.zone, index)).is_ok())
}

/// The ports that each service had before, in any record.
struct FormerPorts(HashSet<(u64, u16)>);

impl FormerPorts {
    fn of(old: &ProjectContext) -> FormerPorts {
        let of_zone = |cx: &ZoneContext| {
            let ports = cx.srvs().iter().filter_map(|srv| Some((service_key(cx, srv)?, srv.port)));
            ports.collect::<Vec<_>>()
        };
        FormerPorts(old.zones.iter().flat_map(of_zone).collect())
    }

    /// Whether the service of a record had its port: then the change is a repair.
    fn has(&self, mention: &Mention) -> bool {
        let srvs = mention.cx.srvs();
        let index = srvs.binary_search_by_key(&mention.record, |srv| srv.record);
        let key = index.ok().and_then(|index| service_key(mention.cx, &srvs[index]));
        key.is_some_and(|key| self.0.contains(&(key, mention.port)))
    }
}

fn finding(before: &Mention, after: &Mention, typo: Typo) -> Option<Diagnostic> {
    let (was, is) = (before.port, after.port);
    let message = format!("port {is} of `{}` was {was} before this change: {}", subject(after), typo.with("digit"));
    let finding = Diagnostic::new(&META, after.at()?, message)
        .here(typo.pointed_at(&was.to_string(), &is.to_string()))
        .label(before.at()?, "before this change")
        .fix(Fix::unsure(after.at()?, was.to_string()))
        .help(format!("write {was}, unless the server listens on {is} now"))
        .key(&[subject(after).as_bytes(), &was.to_be_bytes(), &is.to_be_bytes()]);
    Some(finding.subject(after.cx.subject(after.record)))
}
