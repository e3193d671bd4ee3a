//! What there is for the entries of rule files, found without holding each entry against each zone.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::checks::{ProjectContext, ZoneContext};
use crate::ruleset::{EntryTopic, Literals, Pieces, Scope, ScopeTarget, Scopes, UserEntry, is_held};
use crate::syntax::rdata::RType;
use crate::zone::{RRset, RecordId};

/// What there is for each entry, by its number.
pub(in crate::checks) struct Uses<'v> {
    pub(in crate::checks) entries: Vec<&'v UserEntry>,
    /// Those of the entries, and then those of each name among several in them.
    scopes: Vec<&'v Scope>,
    /// Whether there is a place that a scope is for.
    live: Vec<bool>,
    /// Where the names of an entry begin in both.
    names_from: Vec<usize>,
    /// Whether an SRV record is held against an entry.
    pub(in crate::checks) used: Vec<bool>,
    /// The first record of the type and owner that an entry for TTLs is about.
    pub(in crate::checks) first: Vec<Option<(&'v ZoneContext<'v>, RecordId)>>,
}

impl<'v> Uses<'v> {
    pub(in crate::checks) fn of(project: &ProjectContext<'v>, entries: Vec<&'v UserEntry>) -> Uses<'v> {
        let mut scopes: Vec<&Scope> = entries.iter().map(|entry| &entry.scope).collect();
        let mut names_from = Vec::new();
        for entry in &entries {
            names_from.push(scopes.len());
            scopes.extend(entry.names.iter().map(|name| &name.scope));
        }
        let (live, used, first) = (vec![false; scopes.len()], vec![false; entries.len()], vec![None; entries.len()]);
        let mut uses = Uses { entries, scopes, live, names_from, used, first };
        uses.mark_wide(project);
        let by_place = Scopes::of(uses.scopes.iter().copied());
        let (mut srvs, mut ttls) = (OfSrvs::of(&uses.entries), OfTtls::of(&uses.entries));
        for cx in project.zones {
            let holding = by_place.holding(cx.place());
            uses.mark(&holding, false);
            srvs.look(cx, &holding, &mut uses);
            ttls.look(cx, &holding, &mut uses);
        }
        uses.look_at_files(project, &by_place);
        uses
    }

    /// Whether there is a place that an entry is for.
    pub(in crate::checks) fn is_live(&self, entry: usize) -> bool {
        self.live[entry]
    }

    /// The same for each of its names.
    pub(in crate::checks) fn are_names_live(&self, entry: usize) -> &[bool] {
        &self.live[self.names_from[entry]..]
    }

    fn is_for_files(&self, scope: usize) -> bool {
        let of = self.names_from.partition_point(|&from| from <= scope);
        let entry = if scope < self.entries.len() { scope } else { of - 1 };
        matches!(self.entries[entry].about, EntryTopic::Files)
    }

    /// Notes that there is a place, a zone or a file, that scopes hold for.
    fn mark(&mut self, holding: &[u32], is_file: bool) {
        for scope in holding.iter().map(|&number| number as usize) {
            self.live[scope] = self.live[scope] || self.is_for_files(scope) == is_file;
        }
    }

    /// Notes that there is a place for the entries that are for every place.
    fn mark_wide(&mut self, project: &ProjectContext) {
        let (has_zones, has_files) = (!project.zones.is_empty(), !project.input.files.is_empty());
        for (entry, live) in self.entries.iter().zip(&mut self.live).filter(|(entry, _)| !entry.scope.is_narrow()) {
            *live = has_zones || has_files && matches!(entry.about, EntryTopic::Files);
        }
    }

    /// What is said of checks may have a file to be said of that only is included, or that was read in vain.
    fn look_at_files(&mut self, project: &ProjectContext, by_place: &Scopes) {
        if !self.entries.iter().any(|entry| matches!(entry.about, EntryTopic::Files)) {
            return;
        }
        for cx in project.zones {
            for source in cx.zone.files() {
                let file = (project.input.path_of)(source);
                self.mark(&by_place.holding(ScopeTarget { file: file.as_deref(), ..cx.place() }), true);
            }
        }
        for &source in project.input.files {
            let file = (project.input.path_of)(source);
            self.mark(&by_place.holding(ScopeTarget { zone: "", file: file.as_deref() }), true);
        }
    }

    /// The numbers of the narrow entries among what holds.
    fn entries_in<'h>(&self, holding: &'h [u32]) -> impl Iterator<Item = usize> + use<'h> {
        let entries = self.entries.len();
        holding.iter().map(|&number| number as usize).take_while(move |&number| number < entries)
    }
}

/// The entries that SRV records are held against.
struct OfSrvs<'v> {
    has_services: bool,
    /// The entries of services that are for every zone, by pattern.
    services: HashMap<&'v str, Vec<usize>>,
    /// How many entries of providers nothing points at so far.
    providers: usize,
    targets: Literals,
}

impl<'v> OfSrvs<'v> {
    fn of(entries: &[&'v UserEntry]) -> OfSrvs<'v> {
        let mut of =
            OfSrvs { has_services: false, services: HashMap::new(), providers: 0, targets: Literals::default() };
        let mut targets = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            match &entry.about {
                EntryTopic::Service(pattern) => {
                    of.has_services = true;
                    if !entry.scope.is_narrow() {
                        of.services.entry(pattern.as_str()).or_default().push(number);
                    }
                }
                EntryTopic::Provider(patterns) => {
                    of.providers += 1;
                    targets.extend(patterns.iter().map(|target| (number as u32, target.pieces())));
                }
                _ => {}
            }
        }
        of.targets = Literals::of(targets.into_iter());
        of
    }

    fn look(&mut self, cx: &ZoneContext, holding: &[u32], uses: &mut Uses) {
        if self.has_services {
            let patterns: HashSet<&str> = cx.srvs().iter().filter_map(|srv| Some(srv.rule?.pattern.as_str())).collect();
            for number in patterns.iter().filter_map(|pattern| self.services.remove(*pattern)).flatten() {
                uses.used[number] = true;
            }
            for number in uses.entries_in(holding) {
                if let EntryTopic::Service(pattern) = &uses.entries[number].about {
                    uses.used[number] |= patterns.contains(pattern.as_str());
                }
            }
        }
        self.look_for_providers(cx, uses);
    }

    fn look_for_providers(&mut self, cx: &ZoneContext, uses: &mut Uses) {
        if self.providers == 0 {
            return;
        }
        for srv in cx.srvs().iter().filter(|srv| !cx.zone.is_in_zone(srv.target)) {
            let target = cx.zone.absolute_name(srv.target);
            for number in self.targets.found_in(target.as_bytes()).iter().map(|&number| number as usize) {
                let EntryTopic::Provider(patterns) = &uses.entries[number].about else { continue };
                if !uses.used[number] && patterns.iter().any(|one| one.matches(&target, cx.place().zone)) {
                    uses.used[number] = true;
                    self.providers -= 1;
                }
            }
        }
    }
}

/// The entries for TTLs for which there is no record so far.
struct OfTtls {
    /// Those that are for every zone and owner.
    wide: Vec<usize>,
    /// Those for certain owners.
    of_owners: Vec<usize>,
    owners: Literals,
}

impl OfTtls {
    fn of(entries: &[&UserEntry]) -> OfTtls {
        let (mut wide, mut of_owners, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (number, entry) in entries.iter().enumerate() {
            match &entry.about {
                EntryTopic::Ttl { owner: Some(owner), .. } => {
                    of_owners.push(number);
                    owners.push((number as u32, owner.pieces()));
                }
                EntryTopic::Ttl { .. } if !entry.scope.is_narrow() => wide.push(number),
                _ => {}
            }
        }
        OfTtls { wide, of_owners, owners: Literals::of(owners.into_iter()) }
    }

    fn look<'v>(&mut self, cx: &'v ZoneContext<'v>, holding: &[u32], uses: &mut Uses<'v>) {
        let mut firsts = FirstOfTypes { cx, known: HashMap::new(), all: OnceCell::new() };
        for number in self.wide.iter().copied().chain(uses.entries_in(holding)) {
            let EntryTopic::Ttl { types, owner: None, .. } = &uses.entries[number].about else { continue };
            if uses.first[number].is_none() {
                uses.first[number] = firsts.of(types).map(|record| (cx, record));
            }
        }
        self.wide.retain(|&number| uses.first[number].is_none());
        self.look_at_owners(cx, holding, uses);
    }

    fn look_at_owners<'v>(&mut self, cx: &'v ZoneContext<'v>, holding: &[u32], uses: &mut Uses<'v>) {
        let is_for_zone = |number: &usize, uses: &Uses| is_held(&uses.entries[*number].scope, *number as u32, holding);
        let mut missing = self.of_owners.iter().filter(|number| is_for_zone(number, uses)).count();
        for rrset in cx.zone.rrsets() {
            if missing == 0 {
                break;
            }
            let Some(labels) = cx.zone.labels_below_apex(rrset.owner) else { continue };
            let found = self.owners.found_in(&labels.join(b".".as_slice()));
            for number in found.iter().map(|&number| number as usize) {
                let EntryTopic::Ttl { types, owner: Some(owner), .. } = &uses.entries[number].about else { continue };
                let is_missing = uses.first[number].is_none() && is_for_zone(&number, uses);
                if is_missing && is_of(rrset, types) && owner.matches(&labels) {
                    uses.first[number] = Some((cx, rrset.records[0]));
                    missing -= 1;
                }
            }
        }
        self.of_owners.retain(|&number| uses.first[number].is_none());
    }
}

fn is_of(rrset: RRset, types: &[String]) -> bool {
    types.is_empty() || types.iter().any(|mnemonic| *mnemonic == rrset.rtype.mnemonic())
}

/// The first RRset of each type in a zone, as they are asked for.
struct FirstOfTypes<'v> {
    cx: &'v ZoneContext<'v>,
    /// With the number it has among all.
    known: HashMap<RType, Option<(usize, RecordId)>>,
    /// The same of all types, where more are asked for than are sooner looked for one by one.
    all: OnceCell<HashMap<RType, (usize, RecordId)>>,
}

/// So many types are looked for one by one: the first record of a usual type stands near the start.
const FEW: usize = 8;

impl FirstOfTypes<'_> {
    /// The first record of some types, or of any.
    fn of(&mut self, types: &[String]) -> Option<RecordId> {
        if types.is_empty() {
            return self.cx.zone.rrsets().next().map(|rrset| rrset.records[0]);
        }
        let known = types.iter().filter_map(|mnemonic| {
            let rtype = RType::from_mnemonic(mnemonic.as_bytes())?;
            (*mnemonic == rtype.mnemonic()).then_some(rtype)
        });
        known.filter_map(|rtype| self.of_type(rtype)).min_by_key(|(number, _)| *number).map(|(_, record)| record)
    }

    fn of_type(&mut self, rtype: RType) -> Option<(usize, RecordId)> {
        let zone = self.cx.zone;
        if self.known.len() >= FEW && !self.known.contains_key(&rtype) {
            let all = self.all.get_or_init(|| {
                let mut all = HashMap::new();
                for (number, rrset) in zone.rrsets().enumerate() {
                    all.entry(rrset.rtype).or_insert((number, rrset.records[0]));
                }
                all
            });
            return all.get(&rtype).copied();
        }
        *self.known.entry(rtype).or_insert_with(|| {
            zone.of_type(rtype).next()?;
            let (number, rrset) = zone.rrsets().enumerate().find(|(_, rrset)| rrset.rtype == rtype)?;
            Some((number, rrset.records[0]))
        })
    }
}
