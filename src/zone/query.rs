//! The questions checks ask of a zone, by their names in the RFCs.

use std::ops::Range;
use std::sync::OnceLock;

use super::long::Long;
use super::store::index::{ByType, NameFlags};
use super::store::label::hash_of_labels;
use super::{CharClasses, NameId, NumberSet, OriginFrom, RRset, Record, RecordId, Zone};
use crate::source::Span;
use crate::syntax::rdata::RType;

/// What is worked out once, when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Cache {
    non_terminals: OnceLock<NumberSet<u32>>,
    by_type: OnceLock<ByType>,
    several: OnceLock<Vec<(u32, u32, RType)>>,
    dangling: OnceLock<Vec<RecordId>>,
    pub(super) long: Long,
}

/// Who answers for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The records of this owner: the name's own, or those of a wildcard.
    Owner(NameId),
    /// Another zone or another name: it is below a zone cut or a DNAME.
    Delegated,
    /// Nobody, for it owns nothing; but names below it do (RFC 4592 section 2.2.2).
    EmptyNonTerminal,
    /// Nobody: it does not exist.
    NxDomain,
}

impl Zone {
    /// Whether the name is the apex or below it.
    pub fn is_in_zone(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::IN_ZONE)
    }

    pub(super) fn has_flag(&self, name: NameId, flag: NameFlags) -> bool {
        self.name_flags[name.0 as usize].has(flag)
    }

    /// Whether a name owns a record.
    pub fn is_owner(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::OWNER)
    }

    /// Whether a name owns a CNAME.
    pub fn is_alias(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::ALIAS)
    }

    /// Whether a name owns an A or AAAA record.
    pub fn has_address(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::ADDRESS)
    }

    /// Whether no name owns an A or AAAA record.
    pub fn is_unaddressed(&self) -> bool {
        !self.kinds.has(NameFlags::ADDRESS)
    }

    /// The records of some types, in the order they were read.
    pub fn of_types(&self, types: &[RType]) -> Vec<RecordId> {
        let mut ids: Vec<RecordId> = types.iter().flat_map(|&rtype| self.of_type(rtype)).map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids
    }

    /// Whether there is a record of one of some types.
    pub fn has_any(&self, types: &[RType]) -> bool {
        types.iter().any(|&rtype| self.of_type(rtype).next().is_some())
    }

    /// Whether a name is the target of an NS record.
    pub fn is_server(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::SERVER)
    }

    /// Whether a name is below the apex and owns NS records: a zone cut.
    pub fn is_cut(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::CUT)
    }

    /// Whether a name owns records, and its first label is `*`.
    pub fn is_wildcard(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::WILDCARD)
    }

    /// The records of a type, in the order they were read.
    pub fn of_type(&self, rtype: RType) -> impl Iterator<Item = (RecordId, &Record)> {
        let by_type = self.query.by_type.get_or_init(|| ByType::of(&self.records));
        let (listed, all) = match by_type.with(rtype) {
            Some(listed) => (listed, 0..0),
            None => (&[][..], 0..self.len() as u32),
        };
        let ids = listed.iter().copied().chain(all.map(RecordId));
        ids.map(|id| (id, self.record(id))).filter(move |(_, record)| record.rtype == rtype)
    }

    /// The records a name owns, sorted by type and then by place.
    pub fn records_of(&self, owner: NameId) -> &[RecordId] {
        let from = self.first_of[owner.0 as usize] as usize;
        let to = self.first_of[owner.0 as usize + 1] as usize;
        &self.by_owner[from..to]
    }

    /// The records of one owner and type; empty where there is none.
    pub fn rrset(&self, owner: NameId, rtype: RType) -> &[RecordId] {
        let all = self.records_of(owner);
        let from = all.partition_point(|&r| self.record(r).rtype < rtype);
        let to = all.partition_point(|&r| self.record(r).rtype <= rtype);
        &all[from..to]
    }

    /// Whether a name owns a record of a type.
    pub fn has(&self, owner: NameId, rtype: RType) -> bool {
        !self.rrset(owner, rtype).is_empty()
    }

    /// All RRsets, in the order their owners were first seen.
    pub fn rrsets(&self) -> impl Iterator<Item = RRset<'_>> {
        self.by_owner
            .chunk_by(|&a, &b| {
                let (a, b) = (self.record(a), self.record(b));
                a.owner == b.owner && a.rtype == b.rtype
            })
            .map(|records| self.rrset_of(records))
    }

    /// The RRsets of some types, by type and then by the places of their first records.
    pub fn rrsets_of(&self, types: &[RType]) -> impl Iterator<Item = RRset<'_>> {
        let rrset = |(id, record): (RecordId, &Record)| {
            let (owner, rtype) = (record.owner, record.rtype);
            let records = self.rrset(owner, rtype);
            (records.first() == Some(&id)).then_some(RRset { owner, rtype, records })
        };
        types.iter().flat_map(|&rtype| self.of_type(rtype)).filter_map(rrset)
    }

    /// The RRsets of some types with more than one record, in the order their owners were first seen.
    pub fn several_of(&self, types: &[RType]) -> impl Iterator<Item = RRset<'_>> {
        let is_there = self.has_any(types);
        let all = is_there.then(|| self.find_several()).into_iter().flatten();
        all.filter(|(.., rtype)| types.contains(rtype)).map(|&(from, to, _)| self.rrset_at(from, to))
    }

    /// The RRsets of more than one record, in the same order: most have one.
    pub fn rrsets_of_several(&self) -> impl Iterator<Item = RRset<'_>> {
        self.find_several().iter().map(|&(from, to, _)| self.rrset_at(from, to))
    }

    /// Where they stand in the list by owner, and their types.
    fn find_several(&self) -> &[(u32, u32, RType)] {
        self.query.several.get_or_init(|| {
            let rtype = |at: u32| self.record(self.by_owner[at as usize]).rtype;
            let mut several = Vec::new();
            for owner in self.first_of.windows(2).filter(|owner| owner[1] - owner[0] > 1) {
                let (mut from, mut of) = (owner[0], rtype(owner[0]));
                for at in owner[0] + 1..owner[1] {
                    let next = rtype(at);
                    if next != of {
                        several.extend((at - from > 1).then_some((from, at, of)));
                        (from, of) = (at, next);
                    }
                }
                several.extend((owner[1] - from > 1).then_some((from, owner[1], of)));
            }
            several
        })
    }

    fn rrset_at(&self, from: u32, to: u32) -> RRset<'_> {
        self.rrset_of(&self.by_owner[from as usize..to as usize])
    }

    fn rrset_of<'z>(&self, records: &'z [RecordId]) -> RRset<'z> {
        let first = self.record(records[0]);
        RRset { owner: first.owner, rtype: first.rtype, records }
    }

    /// The SOA at the apex, the first if there are several.
    pub fn soa(&self) -> Option<RecordId> {
        self.soa
    }

    /// The serial of the SOA at the apex, and where it stands.
    pub fn serial(&self) -> Option<(Span, u32)> {
        const SERIAL: usize = 2;
        let entry = self.entry(self.soa()?);
        Some((entry.field(SERIAL)?, entry.number(SERIAL)?))
    }

    /// The zone cut at or above a name: an owner of NS below the apex (RFC 1034 section 4.2).
    /// The highest counts, for nothing below it is ours.
    pub fn cut_above(&self, name: NameId) -> Option<NameId> {
        if !self.is_in_zone(name) || !self.kinds.has(NameFlags::CUT) {
            return None;
        }
        self.at_or_above(name).into_iter().rev().find(|&n| self.has_flag(n, NameFlags::CUT))
    }

    /// The glue for a name server: the addresses of its name, where that is at or below the cut it
    /// serves, so that nobody but this zone can give them (RFC 1034 section 4.2.1). `None` for a
    /// record that needs no glue.
    pub fn glue_for(&self, ns: RecordId) -> Option<Vec<RecordId>> {
        let record = self.record(ns);
        let server = record.target().filter(|&server| record.rtype == RType::NS && self.is_in_zone(server))?;
        let needed = self.has_flag(record.owner, NameFlags::CUT) && self.at_or_above(server).contains(&record.owner);
        needed.then(|| [self.rrset(server, RType::A), self.rrset(server, RType::AAAA)].concat())
    }

    /// The name above that redirects all below it (RFC 6672).
    pub fn dname_above(&self, name: NameId) -> Option<NameId> {
        if !self.is_in_zone(name) || !self.kinds.has(NameFlags::DNAME) {
            return None;
        }
        self.at_or_above(name).into_iter().find(|&n| n != name && self.has_flag(n, NameFlags::DNAME))
    }

    /// The wildcard that answers for a name that does not exist (RFC 4592 section 3.3.1).
    pub fn wildcard_over(&self, name: NameId) -> Option<NameId> {
        if !self.is_in_zone(name) || !self.kinds.has(NameFlags::WILDCARD) || self.exists(name) {
            return None;
        }
        self.wildcard_over_labels(&self.labels(name))
    }

    fn wildcard_over_labels(&self, labels: &[&[u8]]) -> Option<NameId> {
        for above in 1..=labels.len().saturating_sub(self.apex_labels) {
            let encloser = &labels[above..];
            let wildcard = [&[b"*".as_slice()], encloser].concat();
            if let Some(wildcard) = self.find_labels(&wildcard) {
                return Some(wildcard);
            }
            if self.is_known(encloser) {
                return None;
            }
        }
        None
    }

    /// What answers for a name below the apex, whether or not a record mentions it.
    pub fn answer_for(&self, below_apex: &[&[u8]]) -> Answer {
        let name = [below_apex, &self.labels(self.apex)].concat();
        let redirects = |n: NameId| self.has_flag(n, NameFlags::CUT) || self.has_flag(n, NameFlags::DNAME);
        let mut above = (1..=below_apex.len()).filter_map(|from| self.find_labels(&name[from..]));
        if above.any(redirects) {
            return Answer::Delegated;
        }
        if let Some(owner) = self.find_labels(&name) {
            return Answer::Owner(owner);
        }
        if self.non_terminals().contains(&hash_of_labels(&name)) {
            return Answer::EmptyNonTerminal;
        }
        self.wildcard_over_labels(&name).map_or(Answer::NxDomain, Answer::Owner)
    }

    /// The owner with these labels.
    fn find_labels(&self, labels: &[&[u8]]) -> Option<NameId> {
        self.names.find_by_labels(labels, &self.texts).filter(|&n| self.has_flag(n, NameFlags::OWNER))
    }

    /// Whether a name owns records or has names below it that do: an empty non-terminal exists
    /// as well (RFC 4592 section 2.2.2).
    pub fn exists(&self, name: NameId) -> bool {
        self.has_flag(name, NameFlags::OWNER) || self.non_terminals().contains(&self.names.hash(name))
    }

    /// The same for labels that no record may mention.
    pub fn is_known(&self, labels: &[&[u8]]) -> bool {
        self.find_labels(labels).is_some() || self.non_terminals().contains(&hash_of_labels(labels))
    }

    /// Whether the name is one that the zone itself answers for and says does not exist.
    pub fn is_missing(&self, name: NameId) -> bool {
        self.is_in_zone(name)
            && !self.exists(name)
            && self.cut_above(name).is_none()
            && self.dname_above(name).is_none()
            && self.wildcard_over(name).is_none()
    }

    /// The records whose target is in the zone and owns nothing, in the order they were read.
    pub fn dangling(&self) -> &[RecordId] {
        self.query.dangling.get_or_init(|| {
            let owns_nothing = |name: NameId| self.is_in_zone(name) && !self.is_owner(name);
            if !self.names().any(owns_nothing) {
                return Vec::new();
            }
            let dangles = |(_, record): &(RecordId, &Record)| record.target().is_some_and(owns_nothing);
            self.records().filter(dangles).map(|(id, _)| id).collect()
        })
    }

    /// What the text of a name is relative to, as it was first written.
    pub fn relative_to(&self, name: NameId) -> NameId {
        self.names.suffix(name)
    }

    /// The first record after each change of the origin, and the new origin.
    pub fn changes_of_origin(&self) -> impl Iterator<Item = (RecordId, NameId)> {
        let changes = self.origins.windows(2).filter(|pair| pair[0].name != pair[1].name);
        let changes = changes.map(|pair| (pair[1].record, pair[1].name));
        changes.filter(|(from, _)| (from.0 as usize) < self.records.len())
    }

    /// The names that may have been meant to be whole: they have a dot and end as the apex or a name of the
    /// reverse tree does, as far as can be told without reading them.
    pub fn names_maybe_whole(&self) -> impl Iterator<Item = NameId> {
        let end_as_apex = self.origins.iter().all(|origin| self.ends_as_apex(origin.name));
        let may_be =
            move |name| self.has_dot(name) && (!end_as_apex || self.names.char_classes(name).has(CharClasses::WHOLE));
        self.names().filter(move |&name| may_be(name))
    }

    /// Whether a name, as it is written, ends in the text of the apex; escapes may spell that in another way.
    fn ends_as_apex(&self, name: NameId) -> bool {
        let parts = std::iter::successors(Some(name), |&name| Some(self.names.suffix(name)));
        let is_plain = |name: NameId| !self.names.char_classes(name).has(CharClasses::STRANGE);
        self.is_in_zone(name) && parts.take_while(|&part| part != NameId::ROOT).all(is_plain)
    }

    /// The origin in force where a record stands.
    pub fn origin_at(&self, record: RecordId) -> NameId {
        self.origin_over(record).0
    }

    /// The same, and the records around it where no other is in force.
    pub fn origin_over(&self, record: RecordId) -> (NameId, Range<RecordId>) {
        let after = self.origins.partition_point(|origin| origin.record <= record);
        let until = self.origins.get(after).map_or(RecordId(u32::MAX), |origin| origin.record);
        let OriginFrom { record: from, name, .. } = self.origins[after - 1];
        (name, from..until)
    }

    /// Where the origin that is in force at a record is written, if the file says it.
    pub fn origin_given_at(&self, record: RecordId) -> Option<Span> {
        let after = self.origins.partition_point(|origin| origin.record <= record);
        self.origins[after - 1].at
    }

    pub(super) fn at_or_above(&self, name: NameId) -> Vec<NameId> {
        let mut names = vec![name];
        if name != self.apex {
            names.extend(self.names.ancestors(name, &self.texts).into_iter().filter(|&n| self.is_in_zone(n)));
        }
        names
    }

    /// The hashes of all names above owners. Two names with one hash make a name seem to exist
    /// that does not, once in a billion: a finding lost, none made up.
    fn non_terminals(&self) -> &NumberSet<u32> {
        self.query.non_terminals.get_or_init(|| {
            let mut above = NumberSet::default();
            for name in self.names().filter(|&n| self.is_in_zone(n) && self.has_flag(n, NameFlags::OWNER)) {
                self.names.hashes_above(name, &self.texts, &mut above);
            }
            above
        })
    }
}
