//! Records to rows.

use std::collections::HashMap;
use std::sync::Arc;

use super::addresses::{Addresses, Lookup, Resolver};
use super::marks::{Alike, Marks, mark};
use super::{ServiceOwner, ServiceRow, place_of};
use crate::checks::srv::{Srv, svcb_port};
use crate::checks::{ZoneContext, typed};
use crate::ruleset::RuleSet;
use crate::source::Sources;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, NameId, Record, RecordId, Zone};

/// Index of the priority among the fields, of the weight among those of an SRV record.
const PRIORITY: usize = 0;
const WEIGHT: usize = 1;

/// Collects rows, a zone after the other.
pub(super) struct Collector<'v> {
    zones: &'v [ZoneContext<'v>],
    rules: &'v RuleSet,
    sources: &'v Sources,
    resolver: Resolver<'v>,
    alike: Alike,
    /// How many of the zones that are checked have a name.
    versions: HashMap<&'v DomainName, usize>,
    /// With the zone of each, as an index.
    rows: Vec<(usize, ServiceRow)>,
}

impl<'v> Collector<'v> {
    pub(super) fn new(
        zones: &'v [ZoneContext<'v>],
        checked: usize,
        views: &[Vec<usize>],
        rules: &'v RuleSet,
        sources: &'v Sources,
    ) -> Collector<'v> {
        let resolver = Resolver::new(zones, views);
        let mut versions = HashMap::new();
        zones[..checked].iter().for_each(|cx| *versions.entry(cx.zone.apex_name()).or_default() += 1);
        Collector { zones, rules, sources, resolver, alike: Alike::default(), versions, rows: Vec::new() }
    }

    /// Adds the rows of a zone; returns how many SRV records cannot be read.
    pub(super) fn add_zone(
        &mut self,
        number: usize,
        marks: &Marks,
        is_wanted: impl Fn(&ServiceOwner) -> bool,
    ) -> usize {
        let cx = &self.zones[number];
        for srv in cx.srvs() {
            let owner = ServiceOwner::of_srv(cx.zone, cx.zone.record(srv.record).owner, srv.shape);
            if is_wanted(&owner) {
                self.add_srv(number, srv, owner, marks);
            }
        }
        for (record, rtype, entry) in typed::records(cx, &[RType::SVCB, RType::HTTPS]) {
            let Some(port) = svcb_port(&entry) else { continue };
            let owner = ServiceOwner::of_binding(cx.zone, cx.zone.record(record).owner, rtype);
            if is_wanted(&owner) {
                self.add_binding(number, (record, &entry), port, owner, marks);
            }
        }
        cx.zone.of_type(RType::SRV).count() - cx.srvs().len()
    }

    fn add_srv(&mut self, number: usize, srv: &Srv, owner: ServiceOwner, marks: &Marks) {
        let zone = self.zones[number].zone;
        let entry = zone.entry(srv.record);
        let target = (!srv.is_null()).then_some(srv.target);
        let row = ServiceRow {
            rtype: "SRV",
            weight: field(&entry, WEIGHT),
            port: (!srv.is_null()).then_some(srv.port),
            target: zone.name_text(srv.target),
            rule: srv.rule.map(|rule| place_of(rule, self.rules, self.sources)),
            ..self.row(number, (srv.record, &entry), owner, target)
        };
        self.add(number, row, &entry, marks);
    }

    fn add_binding(
        &mut self,
        number: usize,
        (record, entry): (RecordId, &Entry),
        port: u16,
        owner: ServiceOwner,
        marks: &Marks,
    ) {
        let Record { owner: own_name, rtype, .. } = *self.zones[number].zone.record(record);
        // The root stands for the owner (RFC 9460 section 2.5.2).
        let named = self.zones[number].zone.record(record).target().filter(|target| *target != NameId::ROOT);
        let target = named.unwrap_or(own_name);
        let row = ServiceRow {
            rtype: if rtype == RType::HTTPS { "HTTPS" } else { "SVCB" },
            port: Some(port),
            target: self.zones[number].zone.name_text(target),
            ..self.row(number, (record, entry), owner, Some(target))
        };
        self.add(number, row, entry, marks);
    }

    /// What rows of all types have in common.
    fn row(
        &mut self,
        number: usize,
        (record, entry): (RecordId, &Entry),
        owner: ServiceOwner,
        target: Option<NameId>,
    ) -> ServiceRow {
        let zone = self.zones[number].zone;
        let addresses = match target {
            None => Arc::new(Addresses::none(Lookup::NotOffered)),
            Some(target) => self.resolver.look_up(number, target),
        };
        let at = self.sources.in_file(entry.span());
        let source = self.sources.get(at.source);
        ServiceRow {
            owner,
            zone: zone.shown_name().to_owned(),
            view: self.view_of(zone),
            rtype: "",
            priority: field(entry, PRIORITY).unwrap_or_default(),
            weight: None,
            port: None,
            target: String::new(),
            addresses,
            ttl: zone.record(record).ttl,
            rule: None,
            file: source.name().to_owned(),
            line: source.position(at.start).line,
            marks: Vec::new(),
        }
    }

    /// Which version of the zone it is, where a view has a name or there is more than one version to show.
    fn view_of(&self, zone: &Zone) -> Option<String> {
        let is_one_of_several = self.versions.get(zone.apex_name()).is_some_and(|&versions| versions > 1);
        let view =
            if is_one_of_several { self.sources.view(zone.file()) } else { self.sources.named_view(zone.file()) };
        view.map(str::to_owned)
    }

    fn add(&mut self, number: usize, mut row: ServiceRow, entry: &Entry, marks: &Marks) {
        for finding in marks.within(entry.span()) {
            let mark = mark(finding, row.port, self.sources);
            self.alike.note(number, &row, finding, &mark, self.sources);
            row.marks.push(mark);
        }
        row.marks.dedup();
        self.rows.push((number, row));
    }

    /// All rows, each with what is found in it.
    pub(super) fn into_rows(self) -> Vec<ServiceRow> {
        let alike = self.alike;
        let marked = |(zone, mut row): (usize, ServiceRow)| {
            if row.marks.is_empty() {
                row.marks.extend(alike.of(zone, &row).cloned());
            }
            row
        };
        self.rows.into_iter().map(marked).collect()
    }
}

fn field(entry: &Entry, index: usize) -> Option<u16> {
    entry.number(index).and_then(|number| u16::try_from(number).ok())
}
