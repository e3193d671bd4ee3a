//! A difference in words.

use std::io;

use super::Told;
use crate::change::Step;
use crate::diff::{
    Action, Diff, Kept, Lifetime, PointerChange, PointerState, PortChange, RecordText, RrsetDiff, SerialDiff, What,
    ZoneDiff,
};
use crate::report::sections::{Line, Section, Sections};
use crate::report::{self, Format, Style, counted};
use crate::services::Lookup;
use crate::syntax::ttl;

/// So many names of equal lifetimes, and PTR records of one kind, are listed.
const MOST_NAMES: usize = 10;
/// A serial that gets so much farther was mistyped, or is of another kind: dates get there in ten years.
const FAR: u32 = 10_000_000;

impl Told<'_> {
    /// All that differs and follows.
    pub(super) fn sections(&self) -> Sections {
        let diff = self.diff;
        let mut list: Vec<Section> = diff.zones.iter().map(of_zone).collect();
        let most = if self.args.all { usize::MAX } else { MOST_NAMES };
        list.extend(of_pointers(&diff.pointers, most));
        list.extend(of_ports(&diff.ports));
        list.extend(of_lifetimes(&diff.lifetimes, most));
        Sections { title: self.title(), list, closing: closing_line(diff), whole_by: "--format json" }
    }

    /// The same, and what is found that is new.
    pub(super) fn sections_with_findings(&self) -> io::Result<Sections> {
        let mut sections = self.sections();
        if self.args.check {
            let (report, mut found) = (self.outcome.report(), Vec::new());
            let style = Style { color: false, unicode: true, width: 80, links: false };
            report::render(&report, Format::Concise, style, &mut found)?;
            let found = String::from_utf8_lossy(&found);
            let blocks = found.lines().map(|line| vec![Line::plain(line)]).collect();
            sections.list.push(Section {
                heading: "New findings".to_owned(),
                lead: vec![report.summary.found()],
                blocks,
            });
        }
        Ok(sections)
    }

    fn title(&self) -> String {
        let new = self.versions.new.as_ref().map_or("the current files".to_owned(), |new| format!("`{new}`"));
        format!("Zones: `{}` and {new}", self.versions.base.name)
    }
}

/// `1 of 2 zones differs: 1 RRset added, 2 changed`.
pub(super) fn closing_line(diff: &Diff) -> String {
    let zones = counted(diff.compared, "zone");
    if diff.zones.is_empty() {
        return format!("no difference in {zones}");
    }
    let verb = if diff.zones.len() == 1 { "differs" } else { "differ" };
    let whole = |what: What, word: &str| match diff.zones.iter().filter(|zone| zone.what == what).count() {
        0 => None,
        count => Some(format!("{} {word}", counted(count, "zone"))),
    };
    let whole = [whole(What::Added, "added"), whole(What::Removed, "removed")].into_iter().flatten();
    let parts: Vec<String> = whole.chain(rrsets(diff.zones.iter().filter(|zone| zone.what == What::Changed))).collect();
    let parts = if parts.is_empty() { "the serial only".to_owned() } else { parts.join(", ") };
    format!("{} of {zones} {verb}: {parts}", diff.zones.len())
}

/// `1 RRset added`, `2 changed`, and of how many only the TTL differs.
fn rrsets<'z>(zones: impl Iterator<Item = &'z ZoneDiff> + Clone) -> Vec<String> {
    let count = |what| zones.clone().flat_map(|zone| &zone.rrsets).filter(|rrset| rrset.what == what).count();
    let signed: usize = zones.clone().map(|zone| zone.signed).sum();
    let counts = [
        (count(What::Added), "added"),
        (count(What::Removed), "removed"),
        (count(What::Changed), "changed"),
        (count(What::Ttl), "with another TTL"),
        (signed, "of DNSSEC"),
    ];
    let there = counts.into_iter().filter(|(count, _)| *count > 0);
    there
        .enumerate()
        .map(|(at, (count, word))| match at {
            0 => format!("{} {word}", counted(count, "RRset")),
            _ => format!("{count} {word}"),
        })
        .collect()
}

fn of_zone(zone: &ZoneDiff) -> Section {
    let view = zone.view.as_ref().map(|view| format!(", {view}")).unwrap_or_default();
    let mut lead = Vec::new();
    let whole = |count: usize, what: &str| {
        let unlisted = if zone.unlisted > 0 { ", not listed: `--all` lists them" } else { "" };
        format!("zone {what}, {}{unlisted}", counted(count, "record"))
    };
    match zone.what {
        What::Added => lead.push(whole(zone.records.1, "added")),
        What::Removed => lead.push(whole(zone.records.0, "removed")),
        What::Changed | What::Ttl => {}
    }
    lead.extend(zone.serials.iter().map(of_serials));
    if zone.signed > 0 && zone.what == What::Changed {
        let written = counted(zone.signed, "RRset");
        lead.push(format!("{written} that DNSSEC signers write not listed: `--all` lists them"));
    }
    let changed = zone.rrsets.iter().filter(|rrset| rrset.what != What::Ttl).map(of_rrset);
    let mut blocks: Vec<Vec<Line>> = changed.collect();
    // Apart from what is answered otherwise.
    let ttls = zone.rrsets.iter().filter(|rrset| rrset.what == What::Ttl);
    blocks.extend(
        ttls.map(|rrset| vec![Line::plain(&format!("{} {}{} only", rrset.owner, rrset.rtype, ttls_of(rrset)))]),
    );
    Section { heading: format!("{} ({}{view})", zone.name, zone.file), lead, blocks }
}

fn of_serials(serials: &SerialDiff) -> String {
    let SerialDiff { old, new, step, has_to_step } = *serials;
    match step {
        Step::Same if has_to_step => format!("serial {new} is the same: secondaries do not fetch the change"),
        Step::Same => format!("serial {new} is the same"),
        Step::Ahead(by) if by > FAR => {
            format!(
                "serial {old} -> {new}, far ahead (by {by}): secondaries fetch it, and no serial between is taken later"
            )
        }
        Step::Ahead(_) => format!("serial {old} -> {new}"),
        Step::Behind => format!("serial {old} -> {new} is behind: secondaries keep the old zone"),
        Step::Undefined => format!("serial {old} -> {new}, 2^31 apart: secondaries may do either (RFC 1982)"),
    }
}

fn of_rrset(rrset: &RrsetDiff) -> Vec<Line> {
    let kept = if rrset.kept > 0 { format!(" ({} more the same)", rrset.kept) } else { String::new() };
    let mut lines = vec![Line::plain(&format!("{} {}{}{kept}", rrset.owner, rrset.rtype, ttls_of(rrset)))];
    for (old, new) in &rrset.records {
        // Where nothing is the same, a mark says nothing.
        let is_part = |record: &RecordText| record.changed != (0..record.data.len());
        let has_marks = old.as_ref().zip(new.as_ref()).is_some_and(|(old, new)| is_part(old) || is_part(new));
        lines.extend(old.iter().map(|old| Line::removed(&old.data, has_marks.then_some(&old.changed))));
        lines.extend(new.iter().map(|new| Line::added(&new.data, has_marks.then_some(&new.changed))));
    }
    lines
}

/// `, TTL 1h -> 5m`, where the RRset is in both versions and that differs; else the one there is.
fn ttls_of(rrset: &RrsetDiff) -> String {
    match rrset.ttls {
        (Some(old), Some(new)) if old != new => format!(", TTL {} -> {}", ttl::format(old), ttl::format(new)),
        (None, Some(only)) | (Some(only), None) => format!(", TTL {}", ttl::format(only)),
        _ => String::new(),
    }
}

fn of_pointers(pointers: &[PointerChange], most: usize) -> Option<Section> {
    let follows = pointers.iter().filter(|pointer| pointer.state == PointerState::Follows).count();
    let mut lines: Vec<String> = Vec::new();
    for PointerChange { state, name, address } in pointers {
        lines.extend(match state {
            PointerState::Follows => None,
            PointerState::Missing(zone) => Some(format!("{address} of {name} has no PTR record in {zone}")),
            PointerState::Elsewhere(names) => {
                Some(format!("{address} of {name} has a PTR record to {}", names.join(", ")))
            }
            PointerState::Left => Some(format!("{address} still has a PTR record to {name}")),
        });
    }
    let lead = (follows > 0).then(|| follows_line(follows));
    (!pointers.is_empty()).then(|| Section {
        heading: "PTR records".to_owned(),
        lead: lead.into_iter().collect(),
        blocks: listed(lines, most),
    })
}

fn follows_line(count: usize) -> String {
    if count == 1 {
        "1 new address has its PTR record".to_owned()
    } else {
        format!("{count} new addresses have their PTR records")
    }
}

fn of_ports(ports: &[PortChange]) -> Option<Section> {
    let block = |port: &PortChange| vec![Line::plain(&port_line(port))];
    (!ports.is_empty()).then(|| Section {
        heading: "Firewall".to_owned(),
        lead: Vec::new(),
        blocks: ports.iter().map(block).collect(),
    })
}

/// `open  tcp 5061 to edge.example.com (192.0.2.50) for _sip._tls`.
fn port_line(change: &PortChange) -> String {
    let action = match change.action {
        Action::Open => "open ",
        Action::Close => "close",
    };
    let transport = change.transport.map_or("port", |transport| transport.name());
    let addresses = match change.lookup {
        Lookup::Found => change.addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Lookup::NxDomain => "NXDOMAIN".to_owned(),
        Lookup::NoAddress => "no address".to_owned(),
        Lookup::CnameLoop => "CNAME loop".to_owned(),
        Lookup::NotRead => "zone not read in full".to_owned(),
        Lookup::NotInTheseZones | Lookup::NotOffered => "address not in these zones".to_owned(),
    };
    let (port, target, services) = (change.port, &change.target, change.services.join(", "));
    format!("{action} {transport} {port} to {target} ({addresses}) for {services}")
}

fn of_lifetimes(lifetimes: &[Lifetime], most: usize) -> Option<Section> {
    let block = |lifetime: &Lifetime| {
        let what = match lifetime.kept {
            Kept::Data => "resolvers may answer with the old data until then",
            Kept::Nothing => "resolvers may answer that there is nothing until then",
        };
        let mut lines = vec![Line::plain(&format!("up to {}: {what}", ttl::format(lifetime.seconds)))];
        lines.extend(cut(lifetime.names.clone(), most).iter().map(|name| Line::plain(&format!("  {name}"))));
        lines
    };
    (!lifetimes.is_empty()).then(|| Section {
        heading: "Caches".to_owned(),
        lead: Vec::new(),
        blocks: lifetimes.iter().map(block).collect(),
    })
}

fn listed(lines: Vec<String>, most: usize) -> Vec<Vec<Line>> {
    cut(lines, most).iter().map(|line| vec![Line::plain(line)]).collect()
}

/// The first of some lines, and a count of those that are left out.
fn cut(mut lines: Vec<String>, most: usize) -> Vec<String> {
    let left_out = lines.len().saturating_sub(most);
    if left_out > 1 {
        lines.truncate(most);
        lines.push(format!("and {left_out} more: `--all` lists them"));
    }
    lines
}
