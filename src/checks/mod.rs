//! The checks: each is one file that finds one kind of problem, beside the page that explains it.
//!
//! A check sees zones that were read and rules that are in force, and reports findings; it
//! reads no file and prints nothing. What several checks need stands in `srv`, `port`, `edit`,
//! `companion`, `expected` and `typed`.

mod about;
mod across;
mod address;
mod companion;
mod dnssec;
mod edit;
mod evidence;
mod expected;
mod missing_dot;
mod near;
mod per_number;
mod placement;
mod pointer;
mod port;
mod providers;
mod reverse;
mod rule_uses;
mod run;
mod settings;
pub(crate) mod srv;
mod tree;
mod twins;
mod typed;
mod words;

use std::sync::OnceLock;

use crate::baseline::BASELINE_STALE;
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::findings;
use crate::ignore;
use crate::limits::{LIMIT_REACHED, Limits};
use crate::project;
use crate::ruleset::{EntryId, Place, RULE_FILE_INVALID, RuleSet, Service, Setting};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::kinds;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, Record, RecordId, Zone};
use across::Across;
use expected::Standing;
use per_number::PerNumber;
use placement::{Domains, Numbered, Placement};
use pointer::Pointers;
use reverse::{Family, Misnamed};
use srv::Srv;
use srv_port_odd_one_out::Odd;
use tree::Tree;
use txt_split_by_spaces::Policy;
use words::listed;

pub use evidence::put_together;
pub use run::run;
pub use settings::Settings;

/// Registers the checks: one line each, sorted. `name: off` is off unless something says otherwise.
/// `name: across` holds zones against each other and is given all of them at once; any other check
/// is given one zone after another.
macro_rules! checks {
    (@off off) => { true };
    (@off $($other:ident)?) => { false };
    (@across across) => { true };
    (@across $($other:ident)?) => { false };
    ($($module:ident $(: $kind:ident)?)*) => {
        $(mod $module;)*
        static CHECKS: &[Check] = &[$(Check {
            meta: &$module::META,
            run: $module::check,
            is_off: checks!(@off $($kind)?),
            is_across: checks!(@across $($kind)?),
        }),*];
    };
}

checks! {
    address_not_public: off
    address_off_network: across
    apex_type_elsewhere
    caa_tag_unknown
    caa_value_invalid
    cds_delete_contradicted
    child_zone_not_delegated: across
    cname_and_other_data
    cname_chain
    cname_loop
    comment_by_hash
    delegation_glue_differs: across
    delegation_ns_differs: across
    dname_beside_ns
    dnskey_flags_unusual
    dnssec_algorithm_weak
    ds_misplaced
    ds_without_dnskey: across
    host_name_invalid
    host_name_mistyped: across
    host_name_unmatched
    hyphen_typed_as_dot
    ipv6_embeds_other_ipv4
    mx_null_contradicted
    name_is_url_or_email
    name_not_ascii
    not_portable
    ns_addresses_equal
    ns_missing
    ns_single: off
    nsec3_unfit
    number_unassigned
    numbering_out_of_step
    owner_inherited
    owner_missing_dot
    owner_read_as_ttl
    parent_domain_mistyped: across
    policy_record_duplicated
    ptr_address_differs: across
    ptr_target_does_not_exist: across
    ptr_target_is_alias: across
    quotes_typographic
    record_duplicate
    record_forbidden_present
    record_occluded
    record_outside_zone
    record_required_missing
    record_value_unexpected
    reverse_owner_invalid
    reverse_owner_is_address
    reverse_owner_label_count
    rrset_ttl_mismatch
    rule_unused: across
    series_address_repeated
    series_host_repeated
    signature_outdated
    signature_unfounded
    singleton_repeated
    soa_misplaced
    soa_missing
    soa_mname_not_ns: off
    soa_mname_unreachable
    soa_name_missing_dot
    soa_not_first: off
    soa_rname_invalid
    soa_timers_unusual
    spf_term_unknown
    srv_companion_forbidden
    srv_companion_missing
    srv_field_unexpected
    srv_forbidden_present
    srv_null_target_contradicted
    srv_port_mistyped: across
    srv_port_odd_one_out: across
    srv_port_of_other_service: across
    srv_port_transposed: across
    srv_port_unexpected: across
    srv_port_unregistered: across
    srv_port_zero
    srv_protocol_label_wrong
    srv_provider_mismatch: across
    srv_required_missing
    srv_service_misspelled
    srv_target_count_unexpected
    srv_target_unexpected
    srv_underscore_missing
    svcb_alias_parameters
    svcb_dns_incomplete
    svcb_modes_mixed
    target_does_not_exist: across
    target_is_address
    target_is_alias: across
    target_missing_dot
    target_not_host_name
    target_repeated
    target_without_address
    tlsa_owner_invalid
    ttl_digits_swapped
    ttl_out_of_range
    ttl_too_large
    txt_cut_by_comment
    txt_split_by_spaces
    type_obsolete
    type_out_of_tree
    wildcard_not_leftmost
    wildcard_type_undefined
    zone_differs_from_most: across
    zonemd_serial_differs
}

struct Check {
    meta: &'static Meta,
    run: fn(&View, &mut Findings),
    /// Matters of taste, off unless a rule file or flag sets a severity.
    is_off: bool,
    /// Whether it holds zones against each other.
    is_across: bool,
}

/// Whether a check is off unless a rule file or flag sets its severity.
pub fn is_off_by_default(check: &str) -> bool {
    CHECKS.iter().any(|one| one.is_off && one.meta.id == check)
}

/// Every kind of finding there is, whoever makes it, sorted by id.
pub fn all_kinds() -> Vec<&'static Meta> {
    let by_reading = kinds::ALL.iter().copied();
    let by_project = [&project::ORIGIN_DIFFERS, &project::ORIGIN_UNKNOWN, &RULE_FILE_INVALID, &BASELINE_STALE];
    let others = by_reading.chain(by_project).chain(ignore::KINDS).chain([&LIMIT_REACHED]);
    let mut all: Vec<_> = CHECKS.iter().map(|check| check.meta).chain(others).collect();
    all.sort_by_key(|meta| meta.id);
    all
}

/// The parameters of checks, each with its check.
pub const PARAMETERS: &[(&str, &str)] = &[("srv-service-misspelled", "shortest")];

/// What the checks of a run are given.
pub struct Input<'r> {
    /// What the spans of zones and rules point into.
    pub sources: &'r Sources,
    /// Every zone that was read.
    pub zones: &'r [Zone],
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
    /// The time it is, in seconds since 1970.
    pub now: u32,
    /// How much is taken on.
    pub limits: Limits,
}

/// All that a check sees.
struct View<'v> {
    /// Every zone of the run, or the one that is checked alone.
    zones: &'v [ZoneView<'v>],
    /// The rules in force.
    rules: &'v RuleSet,
    input: &'v Input<'v>,
    ports: OnceLock<port::Ports<'v>>,
    odd_ones: OnceLock<Vec<Odd>>,
    trees: OnceLock<Vec<Tree<'v>>>,
    pointers: OnceLock<Vec<Pointers<'v>>>,
    across: OnceLock<Vec<Across<'v>>>,
}

impl<'v> View<'v> {
    fn of(zones: &'v [ZoneView<'v>], input: &'v Input<'v>) -> View<'v> {
        View {
            zones,
            rules: input.rules,
            input,
            ports: OnceLock::new(),
            odd_ones: OnceLock::new(),
            trees: OnceLock::new(),
            pointers: OnceLock::new(),
            across: OnceLock::new(),
        }
    }

    /// The zones of each view as a tree of names.
    fn trees(&self) -> &[Tree<'v>] {
        let tree = |view: &Vec<usize>| Tree::of(view.iter().map(|&zone| &self.zones[zone]).collect());
        self.trees.get_or_init(|| self.input.views.iter().map(tree).collect())
    }

    /// The PTR records of each view, worked out once.
    fn pointers(&self) -> &[Pointers<'v>] {
        self.pointers.get_or_init(|| self.trees().iter().map(Pointers::of).collect())
    }

    /// The targets that are in another zone of the view, and wrong there; worked out once.
    fn across(&self) -> &[Across<'v>] {
        self.across.get_or_init(|| across::across(self.trees()))
    }

    /// What the zones say of each service's port, worked out once.
    fn ports(&self) -> &port::Ports<'v> {
        self.ports.get_or_init(|| port::Ports::of(self.zones))
    }

    /// The records whose port no other zone has, worked out once.
    fn odd_ones(&self) -> &[Odd] {
        self.odd_ones.get_or_init(|| srv_port_odd_one_out::odd_ones(self))
    }

    /// Whether other zones speak against the port of a record: zone and SRV record as indexes.
    fn is_odd(&self, place: (usize, usize)) -> bool {
        self.odd_ones().binary_search_by_key(&place, |odd| odd.place).is_ok()
    }

    /// Says which rule asked for a finding, and whether that lets it be silenced.
    fn asked_by(&self, entry: EntryId, finding: &mut Diagnostic) {
        let entry = self.rules.entry(entry);
        finding.note = entry.note();
        finding.ignorable = entry.ignorable;
    }
}

/// A zone, with what checks work out of it once.
struct ZoneView<'v> {
    /// The zone.
    zone: &'v Zone,
    rules: &'v RuleSet,
    /// The path of its file, as rule files speak of paths.
    file: Option<String>,
    srvs: OnceLock<Vec<Srv<'v>>>,
    ttls: OnceLock<PerNumber<Seen>>,
    soa: OnceLock<Option<Entry<'v>>>,
    policies: OnceLock<Vec<Policy<'v>>>,
    misnamed: OnceLock<Vec<Misnamed>>,
    placements: OnceLock<Vec<Placement>>,
    series: OnceLock<Vec<Vec<Numbered>>>,
    domains: OnceLock<Domains>,
    standing: OnceLock<Standing<'v>>,
}

/// The records with one TTL.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The first whose data can be read.
    first: Option<RecordId>,
    records: usize,
}

impl<'v> ZoneView<'v> {
    fn of(zone: &'v Zone, input: &Input<'v>) -> ZoneView<'v> {
        let file = (input.path_of)(zone.file());
        ZoneView {
            zone,
            rules: input.rules,
            file,
            srvs: OnceLock::new(),
            ttls: OnceLock::new(),
            soa: OnceLock::new(),
            policies: OnceLock::new(),
            misnamed: OnceLock::new(),
            placements: OnceLock::new(),
            series: OnceLock::new(),
            domains: OnceLock::new(),
            standing: OnceLock::new(),
        }
    }

    /// What questions to the rules are about.
    fn place(&self) -> Place<'_> {
        Place { zone: self.zone.apex_text().trim_end_matches('.'), file: self.file.as_deref() }
    }

    /// The TTLs of the zone, and which records have each.
    fn ttls(&self) -> &PerNumber<Seen> {
        self.ttls.get_or_init(|| {
            let mut ttls = PerNumber::new();
            let mut records = self.zone.records().peekable();
            while let Some(&(_, &Record { ttl, .. })) = records.peek() {
                let mut run = Seen::default();
                while let Some((id, record)) = records.next_if(|(_, record)| record.ttl == ttl) {
                    run.first = run.first.or(record.is_readable().then_some(id));
                    run.records += 1;
                }
                let seen = ttls.get_or_insert_with(ttl, Seen::default);
                seen.first = seen.first.or(run.first);
                seen.records += run.records;
            }
            ttls
        })
    }

    /// The words of the SOA at the apex, read once.
    fn soa(&self) -> Option<&Entry<'v>> {
        self.soa.get_or_init(|| Some(self.zone.entry(self.zone.soa()?))).as_ref()
    }

    /// The texts that are policies of SPF, in order.
    fn policies(&self) -> &[Policy<'v>] {
        self.policies.get_or_init(|| txt_split_by_spaces::policies(self.zone))
    }

    /// Which host has which address.
    fn placements(&self) -> &[Placement] {
        self.placements.get_or_init(|| placement::of_zone(self.zone))
    }

    /// The hosts by domain, where there are enough for two domains to have the same.
    fn domains(&self) -> &Domains {
        self.domains.get_or_init(|| placement::by_domain(self.zone, self.placements()))
    }

    /// The hosts that are numbered alike, three or more of each.
    fn series(&self) -> &[Vec<Numbered>] {
        self.series.get_or_init(|| placement::series(self.zone, self.placements()))
    }

    /// The SRV records whose data can be read.
    fn srvs(&self) -> &[Srv<'v>] {
        self.srvs.get_or_init(|| srv::of_zone(self.zone, self.rules, self.place()))
    }

    /// The owners of a reverse zone that are no addresses, worked out once.
    fn misnamed(&self) -> &[Misnamed] {
        self.misnamed.get_or_init(|| reverse::misnamed(self))
    }

    /// Whether the zone's name is known and its SOA stands there: else that was said, and what
    /// is relative to the name is in doubt.
    fn is_at_its_apex(&self) -> bool {
        self.zone.apex_text() != project::UNKNOWN && self.zone.soa().is_some()
    }

    /// Where a record's owner is written, or its type if the line before gave the owner.
    fn owner_or_type(&self, id: RecordId) -> Span {
        let entry = self.zone.entry(id);
        let all = self.zone.records_of(self.zone.record(id).owner);
        let first = all.iter().min().map_or(entry.owner(), |&first| self.zone.entry(first).owner());
        let is_given = self.zone.bytes(first) == self.zone.bytes(entry.owner());
        if is_given { entry.owner() } else { entry.rtype() }
    }

    /// Which addresses the zone maps to names, if it does.
    fn family(&self) -> Option<Family> {
        Family::of(self.zone.apex_text())
    }

    /// Whether the zone maps addresses to names.
    fn is_reverse(&self) -> bool {
        self.family().is_some()
    }
}

/// Where checks put what they find.
struct Findings<'r> {
    found: findings::Findings,
    settings: &'r Settings<'r>,
    sources: &'r Sources,
}

impl Findings<'_> {
    /// Takes a finding, if its check is on there.
    fn add(&mut self, mut finding: Diagnostic) {
        if self.settings.apply(&mut finding, self.sources) {
            self.found.add(finding, self.sources);
        }
    }
}

impl Extend<Diagnostic> for Findings<'_> {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.add(finding));
    }
}

/// The severity of what a rule asked for; none where the rule says `off`.
fn severity_by(rule: &Service, meta: &Meta) -> Option<Severity> {
    rule.severity.map_or(Some(meta.severity), Setting::severity)
}

/// Whether the data of a record are text of people's own, where the case of letters counts.
fn is_text(zone: &ZoneView, record: RecordId) -> bool {
    matches!(zone.zone.record(record).rtype, RType::TXT | RType::SPF)
}

/// The span of a finding that is about a file as a whole.
fn top_of(zone: &Zone) -> Span {
    Span { source: zone.file(), start: 0, end: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_unique_and_named_after_their_files() {
        let ids: Vec<_> = CHECKS.iter().map(|check| check.meta.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        for meta in all_kinds() {
            assert!(meta.explain.starts_with(&format!("# {}\n", meta.id)), "{}: the page starts with its id", meta.id);
            assert!(!meta.references.is_empty(), "{}: cites nothing", meta.id);
            assert!(!meta.summary.ends_with('.'), "{}: the summary ends with a period", meta.id);
        }
        let all = all_kinds();
        assert!(all.is_sorted_by(|a, b| a.id < b.id), "two kinds share an id");
    }
}
