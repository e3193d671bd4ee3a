//! The zones of one view as one tree of names: who holds a name, and what it owns there.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use super::ZoneContext;
use super::address;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{Answer, NameId, NumberMap, RecordId};

/// A chain of aliases that is longer leads nowhere.
const LONGEST_CHAIN: usize = 8;

/// The zones of one view.
pub(super) struct ViewIndex<'v> {
    /// In the order of the run.
    pub zones: Vec<&'v ZoneContext<'v>>,
    /// By the hash of their apex, from the right.
    by_apex: NumberMap<u64, ApexEntry<'v>>,
    /// The zones that are below another of them.
    pub children: Vec<Child<'v>>,
}

/// A zone below another, each the only one of its name.
pub(super) struct Child<'v> {
    pub cx: &'v ZoneContext<'v>,
    pub parent: &'v ZoneContext<'v>,
    /// The owner of the delegation, in the parent.
    pub cut: Option<ZoneName<'v>>,
}

impl<'v> Child<'v> {
    /// The two zones, each with what stands between it and the other.
    fn sides(&self) -> [(usize, &'v DomainName); 2] {
        let apex = self.cx.zone.apex_name();
        [self.cx, self.parent].map(|cx| (std::ptr::from_ref(cx).addr(), apex))
    }
}

/// What is wrong between zones and those above them. A zone that stands in several views may be for one of them: what
/// is right with one version of the other zone is right.
pub(super) fn between_zones<'v>(
    views: &[ViewIndex<'v>],
    mut judge: impl FnMut(&Child<'v>, &ViewIndex<'v>) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let children = views.iter().flat_map(|view| view.children.iter().map(move |child| (child, view)));
    let mut found: Vec<(&Child, Vec<Diagnostic>)> = children.map(|(child, view)| (child, judge(child, view))).collect();
    if views.len() > 1 {
        let right = found.iter().filter(|(_, findings)| findings.is_empty());
        let right: HashSet<_> = right.flat_map(|(child, _)| child.sides()).collect();
        found.retain(|(child, _)| !child.sides().iter().any(|side| right.contains(side)));
    }
    let in_view = |(child, findings): (&Child<'v>, Vec<Diagnostic>)| {
        let version = [child.cx, child.parent].into_iter().find(|cx| cx.view.is_some()).unwrap_or(child.cx);
        findings.into_iter().map(move |finding| version.with_view(finding))
    };
    found.into_iter().flat_map(in_view).collect()
}

/// The zone that has a name.
#[derive(Clone, Copy)]
struct ApexEntry<'v> {
    cx: &'v ZoneContext<'v>,
    /// No other zone has the name. Where one has, nobody knows which of the two answers.
    sole: bool,
}

/// What the zones of a view say of a name.
#[derive(Clone, Copy)]
pub(super) enum NameLookup<'v> {
    /// It is in none of the zones, or in more than one.
    Unknown,
    /// It would be in a zone of which not all was read.
    Unread,
    /// This zone would have it, and does not.
    Missing(&'v ZoneContext<'v>),
    /// It owns records there, or a wildcard answers for it.
    Owner(ZoneName<'v>),
}

/// A name in the zone that holds it.
#[derive(Clone, Copy)]
pub(super) struct ZoneName<'v> {
    pub cx: &'v ZoneContext<'v>,
    pub name: NameId,
}

/// A record, and the zone it is in.
#[derive(Clone, Copy)]
pub(super) struct ZoneRecord<'v> {
    pub cx: &'v ZoneContext<'v>,
    pub record: RecordId,
}

impl<'v> ViewIndex<'v> {
    /// Indexes the zones of one view.
    pub(super) fn of(zones: Vec<&'v ZoneContext<'v>>) -> ViewIndex<'v> {
        let mut by_apex: NumberMap<u64, ApexEntry> = NumberMap::default();
        by_apex.reserve(zones.len());
        for &cx in &zones {
            let apex = hash_of(cx.zone.apex_name());
            by_apex.entry(apex).and_modify(|named| named.sole = false).or_insert(ApexEntry { cx, sole: true });
        }
        let mut view = ViewIndex { zones, by_apex, children: Vec::new() };
        view.children = view.zones.iter().filter_map(|cx| view.child(cx)).collect();
        view
    }

    /// Whether no other zone has the name of a zone.
    pub(super) fn is_sole(&self, cx: &ZoneContext) -> bool {
        let named = self.by_apex.get(&hash_of(cx.zone.apex_name()));
        named.is_some_and(|named| named.sole)
    }

    fn child(&self, cx: &'v ZoneContext<'v>) -> Option<Child<'v>> {
        let labels = cx.zone.labels(cx.zone.apex());
        let (named, _) = self.zone_of(&labels)?;
        let (above, _) = self.zone_of(labels.get(1..)?)?;
        let parent = above.cx;
        let cut = parent.zone.find(cx.zone.apex_name().as_str()).filter(|&name| parent.zone.has(name, RType::NS));
        let cut = cut.map(|name| ZoneName { cx: parent, name });
        (named.sole && above.sole).then_some(Child { cx, parent, cut })
    }

    /// What is known of a name: a target of one zone, looked for in the zone that would answer.
    pub(super) fn look_up(&self, name: ZoneName<'v>) -> NameLookup<'v> {
        if matches!(self.zones.as_slice(), [_]) && !name.cx.zone.is_in_zone(name.name) {
            return NameLookup::Unknown;
        }
        self.look_up_labels(&name.cx.zone.labels(name.name))
    }

    /// The same of a name that is no owner and no target, by its labels.
    pub(super) fn look_up_labels(&self, labels: &[&[u8]]) -> NameLookup<'v> {
        match self.zone_of(labels) {
            Some((named, below)) if named.sole => found_in(named.cx, &labels[..below]),
            _ => NameLookup::Unknown,
        }
    }

    /// The name at the end of the aliases that start at a name.
    pub(super) fn canonical(&self, mut host: ZoneName<'v>) -> NameLookup<'v> {
        for _ in 0..LONGEST_CHAIN {
            let [alias, ..] = host.cx.zone.rrset(host.name, RType::CNAME) else { return NameLookup::Owner(host) };
            let Some(name) = host.cx.zone.record(*alias).target() else { return NameLookup::Unknown };
            match self.look_up(ZoneName { cx: host.cx, name }) {
                NameLookup::Owner(next) => host = next,
                other => return other,
            }
        }
        NameLookup::Unknown
    }

    /// Whether a zone is one of the view.
    pub(super) fn has(&self, cx: &ZoneContext<'v>) -> bool {
        self.zones.iter().any(|&other| std::ptr::eq(other, cx))
    }

    /// Whether a name, without the final dot, is the apex of a zone.
    pub(super) fn holds(&self, name: &[u8]) -> bool {
        self.by_apex.contains_key(&words::hash(name.iter().rev()))
    }

    /// The zone with the longest apex at or above a name, and how many labels are below that.
    fn zone_of(&self, labels: &[&[u8]]) -> Option<(ApexEntry<'v>, usize)> {
        let (mut hash, mut longest) = (words::hash([]), None);
        for (below, label) in labels.iter().enumerate().rev() {
            let dot: &[u8] = if below + 1 < labels.len() { b"." } else { b"" };
            hash = words::hash_on(hash, dot.iter().chain(label.iter().rev()));
            longest = self.by_apex.get(&hash).map(|named| (*named, below)).or(longest);
        }
        longest
    }
}

fn hash_of(apex: &DomainName) -> u64 {
    words::hash(apex.without_final_dot().as_bytes().iter().rev())
}

fn found_in<'v>(cx: &'v ZoneContext<'v>, below_apex: &[&[u8]]) -> NameLookup<'v> {
    match cx.zone.answer_for(below_apex) {
        Answer::Owner(name) => NameLookup::Owner(ZoneName { cx, name }),
        Answer::NxDomain if cx.zone.is_complete() => NameLookup::Missing(cx),
        Answer::EmptyNonTerminal if cx.zone.is_complete() => NameLookup::Unknown,
        Answer::NxDomain | Answer::EmptyNonTerminal => NameLookup::Unread,
        Answer::Delegated => NameLookup::Unknown,
    }
}

impl<'v> ZoneName<'v> {
    /// The records of a type that the name owns.
    pub(super) fn rrset(self, rtype: RType) -> impl Iterator<Item = ZoneRecord<'v>> {
        self.cx.zone.rrset(self.name, rtype).iter().map(move |&record| ZoneRecord { cx: self.cx, record })
    }

    /// The address records that the name owns, of the family of an address.
    pub(super) fn addresses_like(self, address: IpAddr) -> impl Iterator<Item = (IpAddr, ZoneRecord<'v>)> {
        self.rrset(family(address)).filter_map(|held| Some((address::of_record(held.cx.zone, held.record)?, held)))
    }
}

/// The addresses of hosts that have many, each host's read once. Of the one or two that most hosts have it is
/// sooner asked than remembered.
#[derive(Default)]
pub(super) struct Addresses<'v> {
    /// By zone, name and family.
    of_host: HashMap<(usize, NameId, bool), KnownAddresses<'v>>,
}

/// The first address of a host, and all of them.
type KnownAddresses<'v> = (Option<(IpAddr, ZoneRecord<'v>)>, HashSet<IpAddr>);

impl<'v> Addresses<'v> {
    /// So many addresses are looked through each time.
    const FEW: usize = 8;

    /// The first address of a host that has addresses of the family of one, but not that one.
    pub(super) fn other_of(&mut self, host: ZoneName<'v>, address: IpAddr) -> Option<(IpAddr, ZoneRecord<'v>)> {
        let all = || host.addresses_like(address);
        if host.cx.zone.rrset(host.name, family(address)).len() <= Self::FEW {
            return all().next().filter(|_| !all().any(|(own, _)| own == address));
        }
        let zone = std::ptr::from_ref(host.cx.zone) as usize;
        let known = self.of_host.entry((zone, host.name, address.is_ipv4()));
        let (first, own) = known.or_insert_with(|| (all().next(), all().map(|(own, _)| own).collect()));
        first.filter(|_| !own.contains(&address))
    }
}

/// The type of the records that have an address like this.
fn family(address: IpAddr) -> RType {
    if address.is_ipv4() { RType::A } else { RType::AAAA }
}

impl ZoneRecord<'_> {
    /// The owner in full.
    pub(super) fn owner(self) -> String {
        self.cx.zone.name_text(self.cx.zone.record(self.record).owner)
    }

    /// The owner in full and in lower case.
    pub(super) fn owner_text(self) -> Vec<u8> {
        let mut owner = self.owner().into_bytes();
        owner.make_ascii_lowercase();
        owner
    }

    /// The type.
    pub(super) fn rtype(self) -> RType {
        self.cx.zone.record(self.record).rtype
    }

    /// The target in full.
    pub(super) fn target_text(self) -> Option<String> {
        self.cx.zone.record(self.record).target().map(|target| self.cx.zone.name_text(target))
    }

    /// The target in full and in lower case.
    pub(super) fn target_lowered(self) -> Option<String> {
        let mut target = self.target_text()?;
        target.make_ascii_lowercase();
        Some(target)
    }

    /// A field of the data, or the type where there is none.
    pub(super) fn field(self, index: usize) -> Span {
        let entry = self.cx.zone.entry(self.record);
        entry.field(index).unwrap_or_else(|| entry.rtype())
    }

    /// Where its owner is written, or its type if the line before gave the owner.
    pub(super) fn owner_or_type(self) -> Span {
        self.cx.owner_or_type(self.record)
    }

    /// All of the record.
    pub(super) fn span(self) -> Span {
        self.cx.zone.entry(self.record).span()
    }
}
