//! What checks see: the zones of a run, the rules in force, and what is worked out of them once.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use super::address;
use super::address::placement::{self, Domains, Numbered, NumberedHost, Placement};
use super::dnssec::{Rrsig, SignatureGroups, SignatureTimes, SignedZone, Verified};
use super::email::mail_text::{self, MailText, SelectedTexts};
use super::expectation::Standing;
use super::reverse::pointer::Pointers;
use super::reverse::{self, Family, Misnamed};
use super::rpz;
use super::srv::siblings::Siblings;
use super::srv::srv_port_odd_one_out::{self, OddPort};
use super::srv::{self, Srv, port};
use super::target::cross_zone::{self, CrossZoneTarget, Dangling};
use super::view_index::ViewIndex;
use crate::change::{ZoneChange, ZonePair};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::parallel;
use crate::ruleset::{EntryId, RuleSet, ScopeTarget};
use crate::source::{SourceId, Sources, Span};
use crate::zone::{Entry, NameId, NumberMap, NumberSet, Record, RecordId, Zone};

/// The version that the zones of a run are held against.
#[derive(Clone, Copy)]
pub struct ChangeInput<'r> {
    /// Its zones.
    pub zones: &'r [Arc<Zone>],
    /// Which of them answer the same clients, as indexes.
    pub views: &'r [Vec<usize>],
    /// Which of them are which of the zones that are checked.
    pub pairs: &'r [ZonePair],
}

/// The checks and zones that a run is about, where those are not all.
#[derive(Clone, Debug)]
pub struct Part {
    /// The ids of the checks.
    pub checks: HashSet<&'static str>,
    /// The zones that are looked at alone; all where there is none. Checks of several zones see all of them.
    pub zones: Option<HashSet<usize>>,
}

impl Part {
    pub(super) fn has_zone(&self, zone: usize) -> bool {
        self.zones.as_ref().is_none_or(|zones| zones.contains(&zone))
    }
}

/// What the checks of a run are given.
#[derive(Clone, Copy)]
pub struct CheckInput<'r> {
    /// The checks that are run and the zones they are run on, where those are not all.
    pub part: Option<&'r Part>,
    /// The version that the zones are held against, if there is one.
    pub change: Option<ChangeInput<'r>>,
    /// What the spans of zones and rules point into.
    pub sources: &'r Sources,
    /// Every zone that was read.
    pub zones: &'r [Arc<Zone>],
    /// So many of them are checked, from the first on; the others are what these are held against.
    pub checked: usize,
    /// The zones that answer the same clients, as indexes; a zone may stand in several views.
    /// Zones are compared within a view only.
    pub views: &'r [Vec<usize>],
    /// The rules in force.
    pub rules: &'r RuleSet,
    /// The path of a source, as rule files speak of paths; none of text that is no file.
    pub path_of: &'r (dyn Fn(SourceId) -> Option<String> + Sync),
    /// The files that were read, zones or not.
    pub files: &'r [SourceId],
    /// Folders of which every zone was read, as paths.
    pub whole: &'r [String],
    /// Patterns of `exclude` that leave out no file, where they are and as they are written.
    pub idle_excludes: &'r [(Span, String)],
    /// The time it is, in seconds since 1970.
    pub now: u32,
    /// Sets the severity in force; whether the kind of the finding is on at its place.
    pub accepts: Accepts<'r>,
    /// Whether nobody waits for the findings any more: the checks that are left are not run then.
    pub is_superseded: &'r (dyn Fn() -> bool + Sync),
    /// How much is taken on.
    pub limits: Limits,
}

impl<'r> CheckInput<'r> {
    /// Zones and the rules for them, and nothing of the files that they are from.
    pub(crate) fn of(
        zones: &'r [Arc<Zone>],
        rules: &'r RuleSet,
        sources: &'r Sources,
        path_of: &'r (dyn Fn(SourceId) -> Option<String> + Sync),
        accepts: Accepts<'r>,
    ) -> CheckInput<'r> {
        CheckInput {
            part: None,
            change: None,
            sources,
            zones,
            checked: zones.len(),
            views: &[],
            rules,
            path_of,
            files: &[],
            whole: &[],
            idle_excludes: &[],
            now: 0,
            accepts,
            is_superseded: &|| false,
            limits: Limits::default(),
        }
    }
}

/// Decides on a finding.
pub(crate) type Accepts<'r> = &'r (dyn Fn(&mut Diagnostic) -> bool + Sync);

/// What a check across zones sees.
pub(super) struct ProjectContext<'v> {
    /// Every zone of the run.
    pub(super) zones: &'v [ZoneContext<'v>],
    /// The rules in force.
    pub(super) rules: &'v RuleSet,
    pub(super) input: &'v CheckInput<'v>,
    ports: OnceLock<port::Ports<'v>>,
    odd_ones: OnceLock<Vec<OddPort>>,
    siblings: OnceLock<Vec<Siblings<'v>>>,
    view_indexes: OnceLock<Vec<ViewIndex<'v>>>,
    pointers: OnceLock<Vec<Pointers<'v>>>,
    cross_zone_targets: OnceLock<Vec<CrossZoneTarget<'v>>>,
    dangling: OnceLock<Dangling<'v>>,
    repeating: OnceLock<NumberSet<usize>>,
}

impl<'v> ProjectContext<'v> {
    pub(super) fn of(zones: &'v [ZoneContext<'v>], input: &'v CheckInput<'v>) -> ProjectContext<'v> {
        ProjectContext {
            zones,
            rules: input.rules,
            input,
            ports: OnceLock::new(),
            odd_ones: OnceLock::new(),
            siblings: OnceLock::new(),
            view_indexes: OnceLock::new(),
            pointers: OnceLock::new(),
            cross_zone_targets: OnceLock::new(),
            dangling: OnceLock::new(),
            repeating: OnceLock::new(),
        }
    }

    /// The index of a zone in the run.
    pub(super) fn number_of(&self, cx: &ZoneContext) -> usize {
        self.zones.iter().position(|zone| std::ptr::eq(zone.zone, cx.zone)).unwrap_or_default()
    }

    /// Whether another zone before this one is read from the same file: what it says is no further evidence.
    pub(super) fn repeats_file(&self, zone: usize) -> bool {
        let repeating = self.repeating.get_or_init(|| {
            let mut files = NumberSet::default();
            let files = self.zones.iter().enumerate().filter(|(_, cx)| !files.insert(cx.zone.file()));
            files.map(|(number, _)| number).collect()
        });
        repeating.contains(&zone)
    }

    /// The zones of each view by their names, worked out once.
    pub(super) fn view_indexes(&self) -> &[ViewIndex<'v>] {
        let view = |view: &Vec<usize>| ViewIndex::of(view.iter().map(|&zone| &self.zones[zone]).collect());
        self.view_indexes.get_or_init(|| self.input.views.iter().map(view).collect())
    }

    /// The PTR records of each view, worked out once.
    pub(super) fn pointers(&self) -> &[Pointers<'v>] {
        self.pointers.get_or_init(|| Pointers::of_views(self.view_indexes()))
    }

    /// The targets that are in another zone of the view, and wrong there; worked out once.
    pub(super) fn cross_zone_targets(&self) -> &[CrossZoneTarget<'v>] {
        self.cross_zone_targets.get_or_init(|| cross_zone::targets(self.view_indexes()))
    }

    /// The records that point at names which do not exist, by these names; worked out once.
    pub(super) fn dangling(&self) -> &Dangling<'v> {
        self.dangling.get_or_init(|| cross_zone::dangling(self.zones, self.cross_zone_targets()))
    }

    /// What the zones of each view say of ports; of all zones where there are no views. Worked out once.
    pub(super) fn siblings(&self) -> &[Siblings<'v>] {
        self.siblings.get_or_init(|| {
            let all = [(0..self.zones.len()).collect()];
            let views = if self.input.views.is_empty() { &all[..] } else { self.input.views };
            views.iter().map(|view| Siblings::of(self, view.clone())).collect()
        })
    }

    /// What the zones say of each service's port, worked out once.
    pub(super) fn ports(&self) -> &port::Ports<'v> {
        self.ports.get_or_init(|| port::Ports::of(self.zones))
    }

    /// The records whose port no other zone has, worked out once.
    pub(super) fn odd_ones(&self) -> &[OddPort] {
        self.odd_ones.get_or_init(|| srv_port_odd_one_out::odd_ones(self))
    }

    /// Whether other zones speak against the port of a record: zone and SRV record as indexes.
    pub(super) fn is_odd(&self, place: (usize, usize)) -> bool {
        self.odd_ones().binary_search_by_key(&place, |odd| odd.place).is_ok()
    }
}

/// What a check of a change sees: the zones that differ, and all zones of both versions.
pub(super) struct ChangeContext<'c, 'o, 'n> {
    /// The zones that differ, added and removed ones among them.
    pub(super) zones: Vec<ChangedZone<'c, 'o, 'n>>,
    /// The version before.
    pub(super) old: &'c ProjectContext<'o>,
    /// The version that is checked.
    pub(super) new: &'c ProjectContext<'n>,
}

/// A zone that differs, and what is known of each version; one is missing where the zone was added or removed.
pub(super) struct ChangedZone<'c, 'o, 'n> {
    pub(super) old: Option<&'o ZoneContext<'o>>,
    pub(super) new: Option<&'n ZoneContext<'n>>,
    pub(super) change: ZoneChange<'c>,
}

impl<'c, 'o, 'n> ChangeContext<'c, 'o, 'n> {
    pub(super) fn of(
        old: &'c ProjectContext<'o>,
        new: &'c ProjectContext<'n>,
        pairs: &[ZonePair],
    ) -> ChangeContext<'c, 'o, 'n> {
        let changed = parallel::each(pairs, |pair| {
            let (before, after) = (pair.old.map(|zone| &old.zones[zone]), pair.new.map(|zone| &new.zones[zone]));
            // Versions in which only some zones differ share the others.
            if before.zip(after).is_some_and(|(before, after)| std::ptr::eq(before.zone, after.zone)) {
                return None;
            }
            let change = ZoneChange::of(before.map(|cx| cx.zone), after.map(|cx| cx.zone));
            (!change.is_empty()).then_some(ChangedZone { old: before, new: after, change })
        });
        ChangeContext { zones: changed.into_iter().flatten().collect(), old, new }
    }

    /// The zones that are in both versions and differ.
    pub(super) fn in_both(&self) -> impl Iterator<Item = (&'o ZoneContext<'o>, &'n ZoneContext<'n>, &ZoneChange<'c>)> {
        self.zones.iter().filter_map(|zone| Some((zone.old?, zone.new?, &zone.change)))
    }
}

/// What a check of one zone sees: the zone, the rules, and what is worked out of them once.
pub(crate) struct ZoneContext<'v> {
    /// The zone.
    pub(crate) zone: &'v Zone,
    /// The rules in force.
    pub(super) rules: &'v RuleSet,
    /// The time it is, in seconds since 1970.
    pub(super) now: u32,
    /// The path of its file, as rule files speak of paths.
    pub(super) file: Option<String>,
    /// The view that it is the version of, where there are others and views have names.
    pub(super) view: Option<&'v str>,
    /// The zone in the version that the run is held against.
    pub(super) before: Option<&'v Zone>,
    srvs: OnceLock<Vec<Srv<'v>>>,
    ttls: OnceLock<NumberMap<u32, TtlUse>>,
    mentions_rpz: OnceLock<bool>,
    soa: OnceLock<Option<Entry<'v>>>,
    mail_texts: OnceLock<Vec<MailText<'v>>>,
    selected_texts: OnceLock<SelectedTexts>,
    pub(super) signature_groups: OnceLock<SignatureGroups>,
    misnamed: OnceLock<Vec<Misnamed>>,
    special_addresses: OnceLock<Vec<(RecordId, IpAddr)>>,
    placements: OnceLock<Vec<Placement>>,
    numbered_hosts: OnceLock<Vec<NumberedHost>>,
    series: OnceLock<Vec<Vec<Numbered>>>,
    domains: OnceLock<Domains>,
    targets: OnceLock<NumberSet<NameId>>,
    pub(super) standing: OnceLock<Standing<'v>>,
    pub(super) signed: OnceLock<Option<SignedZone>>,
    pub(super) rrsigs: OnceLock<Vec<Rrsig<'v>>>,
    pub(super) signature_times: OnceLock<SignatureTimes>,
    pub(super) verified: OnceLock<Option<Verified>>,
}

/// The records with one TTL.
#[derive(Clone, Copy, Default)]
pub(super) struct TtlUse {
    /// The first whose data can be read.
    pub(super) first: Option<RecordId>,
    pub(super) records: usize,
}

impl<'v> ZoneContext<'v> {
    pub(crate) fn of(zone: &'v Zone, input: &CheckInput<'v>) -> ZoneContext<'v> {
        let file = (input.path_of)(zone.file());
        ZoneContext {
            zone,
            rules: input.rules,
            now: input.now,
            file,
            view: input.sources.named_view(zone.file()),
            before: None,
            srvs: OnceLock::new(),
            ttls: OnceLock::new(),
            mentions_rpz: OnceLock::new(),
            soa: OnceLock::new(),
            mail_texts: OnceLock::new(),
            selected_texts: OnceLock::new(),
            signature_groups: OnceLock::new(),
            misnamed: OnceLock::new(),
            special_addresses: OnceLock::new(),
            placements: OnceLock::new(),
            numbered_hosts: OnceLock::new(),
            series: OnceLock::new(),
            domains: OnceLock::new(),
            targets: OnceLock::new(),
            standing: OnceLock::new(),
            signed: OnceLock::new(),
            rrsigs: OnceLock::new(),
            signature_times: OnceLock::new(),
            verified: OnceLock::new(),
        }
    }

    /// Says which rule asked for a finding, and whether that lets it be silenced.
    pub(super) fn asked_by(&self, entry: EntryId, finding: &mut Diagnostic) {
        let entry = self.rules.entry(entry);
        finding.note = entry.note();
        finding.ignorable = entry.ignorable;
    }

    /// Says of a finding between this zone and another which version of this one it is held against; where it stands in
    /// a file of that view, the file says so. It stays the same finding, for it may be found in several views.
    pub(super) fn with_view(&self, other: &ZoneContext, mut finding: Diagnostic) -> Diagnostic {
        let tells = |cx: &ZoneContext| cx.view == self.view && cx.zone.file() == finding.primary.span.source;
        if let Some(views) = self.view.filter(|_| !tells(self) && !tells(other)) {
            let word = if views.contains(',') { "views" } else { "view" };
            finding.add_to_message(&format!(" in {word} `{}`", views.replace(',', "`, `")));
        }
        finding
    }

    /// What questions to the rules are about.
    pub(crate) fn place(&self) -> ScopeTarget<'_> {
        ScopeTarget { zone: self.zone.apex_name().without_final_dot(), file: self.file.as_deref() }
    }

    /// The TTLs of the zone, and which records have each.
    pub(super) fn ttls(&self) -> &NumberMap<u32, TtlUse> {
        self.ttls.get_or_init(|| {
            let mut ttls = NumberMap::default();
            let mut records = self.zone.records().peekable();
            while let Some(&(_, &Record { ttl, .. })) = records.peek() {
                let mut run = TtlUse::default();
                while let Some((id, record)) = records.next_if(|(_, record)| record.ttl == ttl) {
                    run.first = run.first.or(record.is_readable().then_some(id));
                    run.records += 1;
                }
                let seen = ttls.entry(ttl).or_insert_with(TtlUse::default);
                seen.first = seen.first.or(run.first);
                seen.records += run.records;
            }
            ttls
        })
    }

    /// Whether some text of the zone has a word of response policies.
    pub(super) fn mentions_rpz(&self) -> bool {
        *self.mentions_rpz.get_or_init(|| rpz::mentions(self.zone))
    }

    /// Whether resolvers load the zone for its policies, by what it says or is called: nobody is sent to its servers.
    pub(super) fn is_policy_zone(&self) -> bool {
        let is_rpz = |label: &[u8]| label.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"rpz"));
        self.zone.each_label(self.zone.apex()).any(is_rpz) || self.mentions_rpz()
    }

    /// The words of the SOA at the apex, read once.
    pub(super) fn soa(&self) -> Option<&Entry<'v>> {
        self.soa.get_or_init(|| Some(self.zone.entry(self.zone.soa()?))).as_ref()
    }

    /// Which of these texts receivers take for a policy, by owner.
    pub(super) fn selected_texts(&self) -> &SelectedTexts {
        self.selected_texts.get_or_init(|| SelectedTexts::of(self))
    }

    /// The texts that are policies of mail, or stand where one should, in order.
    pub(super) fn mail_texts(&self) -> &[MailText<'v>] {
        self.mail_texts.get_or_init(|| mail_text::of_zone(self.zone))
    }

    /// Which host has which address.
    pub(super) fn placements(&self) -> &[Placement] {
        self.placements.get_or_init(|| placement::of_zone(self.zone))
    }

    /// The hosts by domain, where there are enough for two domains to have the same.
    pub(super) fn domains(&self) -> &Domains {
        self.domains.get_or_init(|| placement::by_domain(self.zone, self.placements()))
    }

    /// The hosts that are numbered alike, three or more of each.
    pub(super) fn series(&self) -> &[Vec<Numbered>] {
        self.series.get_or_init(|| placement::series(self.zone, self.placements(), self.numbered_hosts()))
    }

    /// The hosts whose names have a number.
    pub(super) fn numbered_hosts(&self) -> &[NumberedHost] {
        self.numbered_hosts.get_or_init(|| placement::numbered_hosts(self.zone, self.placements()))
    }

    /// Whether a record of the zone points at a name.
    pub(super) fn is_target(&self, name: NameId) -> bool {
        let targets = || self.zone.records().filter_map(|(_, record)| record.target()).collect();
        self.targets.get_or_init(targets).contains(&name)
    }

    /// The SRV records whose data can be read.
    pub(crate) fn srvs(&self) -> &[Srv<'v>] {
        self.srvs.get_or_init(|| srv::of_zone(self.zone, self.rules, self.place()))
    }

    /// Addresses that may be of no network, such as loopback and multicast.
    pub(super) fn special_addresses(&self) -> &[(RecordId, IpAddr)] {
        self.special_addresses.get_or_init(|| address::special(self.zone))
    }

    /// The owners of a reverse zone that are no addresses, worked out once.
    pub(super) fn misnamed(&self) -> &[Misnamed] {
        self.misnamed.get_or_init(|| reverse::misnamed(self))
    }

    /// Whether the zone's name is known and its SOA stands there: else that was said, and what
    /// is relative to the name is in doubt.
    pub(super) fn is_at_its_apex(&self) -> bool {
        self.zone.is_origin_known() && self.zone.soa().is_some()
    }

    /// Whether a name of the zone is an owner but for a final dot: one that is too many puts the owner outside the
    /// zone, and one that is missing puts the origin behind it twice. Either is said there.
    pub(super) fn is_owner_but_for_dot(&self, name: NameId) -> bool {
        let Some(below) = self.zone.labels_below_apex(name).filter(|below| !below.is_empty()) else { return false };
        let outside: String = below.iter().flat_map(|label| [String::from_utf8_lossy(label), ".".into()]).collect();
        let whole = self.zone.name_text(name);
        let is_owner = |text: &str| self.zone.find(text).filter(|&name| self.zone.is_owner(name));
        is_owner(&outside).is_some_and(|name| !self.zone.is_in_zone(name))
            || is_owner(whole.trim_end_matches('.')).is_some_and(|name| self.zone.written(name).contains(&b'.'))
    }

    /// Where a record's owner is written, or its type if the line before gave the owner.
    pub(super) fn owner_or_type(&self, id: RecordId) -> Span {
        let entry = self.zone.entry(id);
        let all = self.zone.records_of(self.zone.record(id).owner);
        let first = all.iter().min().map_or(entry.owner(), |&first| self.zone.entry(first).owner());
        let is_given = self.zone.bytes(first) == self.zone.bytes(entry.owner());
        if is_given { entry.owner() } else { entry.rtype() }
    }

    /// Which addresses the zone maps to names, if it does.
    pub(super) fn family(&self) -> Option<Family> {
        Family::of(self.zone.apex_name().as_str())
    }

    /// Whether the zone maps addresses to names.
    pub(super) fn is_reverse(&self) -> bool {
        self.family().is_some()
    }
}
