//! What the PTR records of a view point at, held against the zones of the same view.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use crate::checks::ZoneContext;
use crate::checks::address;
use crate::checks::view_index::{Addresses, NameLookup, ViewIndex, ZoneName, ZoneRecord};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::zone::{NumberMap, RecordId};

/// A PTR record that does not point back to a name with its address.
pub(in crate::checks) struct Pointer<'v> {
    /// The PTR record.
    pub ptr: ZoneRecord<'v>,
    /// The address its owner stands for.
    pub address: IpAddr,
    pub fault: PointerFault<'v>,
}

/// What is wrong with what a PTR record points at.
#[derive(Clone, Copy)]
pub(in crate::checks) enum PointerFault<'v> {
    /// We hold the zone the name would be in, and it is not there.
    Missing(&'v ZoneContext<'v>),
    /// It is not in what was read of that zone.
    Unread,
    /// It is an alias.
    Alias(ZoneName<'v>),
    /// It has addresses of this family, but not this one: the first, and its record.
    Differs(ZoneName<'v>, IpAddr, ZoneRecord<'v>),
}

impl<'v> Pointer<'v> {
    /// Says of a finding which version of the zone it is held against.
    pub(super) fn with_view(&self, finding: Diagnostic) -> Diagnostic {
        match self.fault {
            PointerFault::Missing(cx) => cx.with_view(self.ptr.cx, finding),
            PointerFault::Alias(host) | PointerFault::Differs(host, ..) => host.cx.with_view(self.ptr.cx, finding),
            PointerFault::Unread => finding,
        }
    }
}

/// The PTR records of a view, and what is wrong with some of them.
pub(in crate::checks) struct Pointers<'v> {
    pub faulty: Vec<Pointer<'v>>,
    /// The address records of the zones, by address; empty where no PTR record is faulty.
    owners: HashMap<IpAddr, Vec<ZoneRecord<'v>>>,
    /// Where the faulty ones are: zone and record.
    places: HashSet<(usize, RecordId)>,
    /// The names that own addresses.
    hosts: TypoIndex<ZoneRecord<'v>>,
}

impl<'v> Pointers<'v> {
    /// Those of each view. A zone that stands in several views may be for one of them, and what an old copy of a zone
    /// says is nothing against the current one: what is right in one view or version is right.
    pub(in crate::checks) fn of_views(views: &[ViewIndex<'v>]) -> Vec<Pointers<'v>> {
        let mut all: Vec<Vec<Pointer>> = views.iter().map(faulty).collect();
        if views.len() > 1 && all.iter().any(|faulty| !faulty.is_empty()) {
            let versions = Versions::of(views);
            all.iter_mut().for_each(|faulty| faulty.retain(|pointer| !versions.agree(pointer)));
        }
        views.iter().zip(all).map(|(view, faulty)| Pointers::of(view, faulty)).collect()
    }

    fn of(view: &ViewIndex<'v>, faulty: Vec<Pointer<'v>>) -> Pointers<'v> {
        let addresses = if faulty.is_empty() { Vec::new() } else { addresses(view) };
        let mut owners: HashMap<IpAddr, Vec<ZoneRecord>> = HashMap::new();
        for &(address, held) in &addresses {
            owners.entry(address).or_default().push(held);
        }
        let missing = faulty.iter().any(|pointer| matches!(pointer.fault, PointerFault::Missing(_)));
        let hosts = by_name(addresses.iter().filter(|_| missing).map(|(_, held)| held));
        let places = faulty.iter().map(|pointer| place(pointer.ptr.cx, pointer.ptr.record)).collect();
        Pointers { faulty, owners, places, hosts }
    }

    /// Whether a record is a PTR record that does not point back.
    pub(in crate::checks) fn is_faulty(&self, cx: &ZoneContext, record: RecordId) -> bool {
        self.places.contains(&place(cx, record))
    }

    /// The address records that give an address.
    pub(in crate::checks) fn owners_of(&self, address: IpAddr) -> &[ZoneRecord<'v>] {
        self.owners.get(&address).map_or(&[], Vec::as_slice)
    }

    /// A host whose name is one slip of letters away from a name that does not exist.
    pub(in crate::checks) fn host_like(&self, name: &[u8]) -> Option<(ZoneRecord<'v>, Typo)> {
        let like = self.hosts.like(name).into_iter();
        like.filter(|(right, _, typo)| typo.is_believable(right, name)).map(|(_, held, typo)| (*held, typo)).next()
    }
}

/// The PTR records of a view that do not point back.
fn faulty<'v>(view: &ViewIndex<'v>) -> Vec<Pointer<'v>> {
    let mut read = Addresses::default();
    let reverse = view.zones.iter().filter(|cx| cx.is_reverse());
    let records = reverse.flat_map(|&cx| cx.zone.of_type(RType::PTR).map(move |(record, _)| ZoneRecord { cx, record }));
    let mut faulty: Vec<Pointer> = records.filter_map(|ptr| judge(ptr, view, &mut read)).collect();
    keep_wrong_everywhere(&mut faulty, view);
    faulty
}

/// Of one file for several networks, a PTR record that is right in one of them is right.
fn keep_wrong_everywhere(faulty: &mut Vec<Pointer>, view: &ViewIndex) {
    let mut networks: NumberMap<SourceId, usize> = NumberMap::default();
    for cx in view.zones.iter().filter(|cx| !faulty.is_empty() && cx.is_reverse()) {
        *networks.entry(cx.zone.file()).or_default() += 1;
    }
    if networks.values().all(|&count| count == 1) {
        return;
    }
    let mut wrong: HashMap<Span, usize> = HashMap::new();
    faulty.iter().for_each(|pointer| *wrong.entry(pointer.ptr.span()).or_default() += 1);
    faulty.retain(|pointer| networks[&pointer.ptr.cx.zone.file()] <= wrong[&pointer.ptr.span()]);
}

/// The views that each forward zone is in, by the name of the zone: of some names there are several zones.
struct Versions<'w, 'v> {
    of_zone: HashMap<&'v DomainName, Vec<(&'v ZoneContext<'v>, &'w ViewIndex<'v>)>>,
}

impl<'w, 'v> Versions<'w, 'v> {
    fn of(views: &'w [ViewIndex<'v>]) -> Versions<'w, 'v> {
        let mut of_zone: HashMap<&DomainName, Vec<_>> = HashMap::new();
        for view in views {
            let forward = view.zones.iter().filter(|cx| !cx.is_reverse());
            forward.for_each(|&cx| of_zone.entry(cx.zone.apex_name()).or_default().push((cx, view)));
        }
        Versions { of_zone }
    }

    /// Whether a version of the zone that a PTR record points into has the address at that name: one in another of its
    /// views, or one that is in none but its own.
    fn agree(&self, pointer: &Pointer<'v>) -> bool {
        let Some(target) = pointer.ptr.target_text() else { return false };
        let parents = std::iter::successors(Some(target.as_str()), |name| Some(name.split_once('.')?.1));
        let has_address = |&(cx, view): &(&'v ZoneContext<'v>, &ViewIndex<'v>)| {
            if view.zones.len() > 1 && !view.has(pointer.ptr.cx) {
                return false;
            }
            let own = cx.zone.find(&target).into_iter().flat_map(|name| cx.zone.records_of(name));
            own.into_iter().any(|&record| address::of_record(cx.zone, record) == Some(pointer.address))
        };
        let mut zones =
            parents.filter(|name| !name.is_empty()).filter_map(|name| self.of_zone.get(&DomainName::new(name)));
        zones.next().is_some_and(|versions| versions.len() > 1 && versions.iter().any(has_address))
    }
}

/// A record of any zone.
fn place(cx: &ZoneContext, record: RecordId) -> (usize, RecordId) {
    (std::ptr::from_ref(cx.zone) as usize, record)
}

/// Records to look for by the names of their owners.
pub(in crate::checks) fn by_name<'v, 'h>(held: impl Iterator<Item = &'h ZoneRecord<'v>>) -> TypoIndex<ZoneRecord<'v>>
where
    'v: 'h,
{
    TypoIndex::of(held.map(|held| (held.owner_text(), *held)))
}

/// The addresses that the zones give to names, in the order they were read.
fn addresses<'v>(view: &ViewIndex<'v>) -> Vec<(IpAddr, ZoneRecord<'v>)> {
    let forward = view.zones.iter().filter(|cx| !cx.is_reverse());
    let all = forward.flat_map(|cx| cx.zone.records().map(move |(record, _)| ZoneRecord { cx, record }));
    all.filter_map(|held| Some((address::of_record(held.cx.zone, held.record)?, held))).collect()
}

fn judge<'v>(ptr: ZoneRecord<'v>, view: &ViewIndex<'v>, read: &mut Addresses<'v>) -> Option<Pointer<'v>> {
    let record = ptr.cx.zone.record(ptr.record);
    let target = ZoneName { cx: ptr.cx, name: record.target()? };
    let found = view.look_up(target);
    if matches!(found, NameLookup::Unknown) {
        return None;
    }
    let address = address::of_reverse_name(ptr.cx.zone, record.owner)?;
    let fault = match found {
        NameLookup::Unknown => return None,
        NameLookup::Missing(cx) => PointerFault::Missing(cx),
        NameLookup::Unread => PointerFault::Unread,
        NameLookup::Owner(host) => {
            let other = match view.canonical(host) {
                NameLookup::Owner(canonical) => read.other_of(canonical, address).map(|other| (canonical, other)),
                _ => None,
            };
            match other {
                Some((canonical, (other, held))) => PointerFault::Differs(canonical, other, held),
                None if host.cx.zone.is_alias(host.name) => PointerFault::Alias(host),
                None => return None,
            }
        }
    };
    Some(Pointer { ptr, address, fault })
}
