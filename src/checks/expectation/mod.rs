//! Records that rules speak of by name and type.

pub(super) mod rule_uses;

use std::collections::HashMap;

use super::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Subject};
use crate::ruleset::OwnerPattern;
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, RecordId};

checks! {
    record_forbidden_present
    record_required_missing
    record_value_unexpected
    rule_unused: project
}

/// What is said of a record that the version before has.
pub(super) const REMOVED: &str = "removed in this change";

/// The records of some types that answer for a name relative to the zone. `None` where that is not
/// for this zone to say: the name is delegated, redirected or an alias.
pub(super) fn answering(cx: &ZoneContext, name: &OwnerPattern, types: &[String]) -> Option<Vec<RecordId>> {
    let labels: Vec<&[u8]> = name.labels().map(str::as_bytes).collect();
    match cx.zone.answer_for(&labels) {
        Answer::NxDomain | Answer::EmptyNonTerminal => Some(Vec::new()),
        Answer::Delegated => None,
        Answer::Owner(owner) => {
            let own = of_types(cx, owner, types);
            let is_cut = owner != cx.zone.apex() && cx.zone.has(owner, RType::NS);
            (!own.is_empty() || !is_cut && !cx.zone.is_alias(owner)).then_some(own)
        }
    }
}

/// The records of some types at all owners that a pattern relative to the zone stands for.
pub(super) fn standing(cx: &ZoneContext, pattern: &OwnerPattern, types: &[String]) -> Vec<RecordId> {
    if pattern.is_name() {
        let owner = cx.zone.find(&pattern.to_string());
        return owner.map(|owner| of_types(cx, owner, types)).unwrap_or_default();
    }
    let owners = cx.standing.get_or_init(|| owners_by_pattern(cx)).get(pattern.as_str());
    owners.into_iter().flatten().flat_map(|&owner| of_types(cx, owner, types)).collect()
}

/// The names in a zone that a pattern of a rule stands for, by pattern.
pub(super) type Standing<'v> = HashMap<&'v str, Vec<NameId>>;

fn owners_by_pattern<'v>(cx: &ZoneContext<'v>) -> Standing<'v> {
    let mut standing = Standing::new();
    for name in cx.zone.names() {
        let Some(labels) = cx.zone.labels_below_apex(name) else { continue };
        for pattern in cx.rules.wild_owners_like(&labels) {
            standing.entry(pattern.as_str()).or_default().push(name);
        }
    }
    standing
}

/// Whether names that a pattern stands for would be this zone's: what they hang on, the labels after
/// its last `*`, is neither delegated nor redirected.
pub(super) fn is_for_zone_to_say(cx: &ZoneContext, pattern: &OwnerPattern) -> bool {
    let labels: Vec<&[u8]> = pattern.labels().map(str::as_bytes).collect();
    let fixed = labels.iter().rposition(|label| label.contains(&b'*')).map_or(0, |last| last + 1);
    match cx.zone.answer_for(&labels[fixed..]) {
        Answer::NxDomain | Answer::EmptyNonTerminal => true,
        Answer::Delegated => false,
        Answer::Owner(owner) => {
            owner == cx.zone.apex() || !cx.zone.has(owner, RType::NS) && !cx.zone.has(owner, RType::DNAME)
        }
    }
}

fn of_types(cx: &ZoneContext, owner: NameId, types: &[String]) -> Vec<RecordId> {
    let types = types.iter().filter_map(|mnemonic| RType::from_mnemonic(mnemonic.as_bytes()));
    types.flat_map(|rtype| cx.zone.rrset(owner, rtype)).copied().collect()
}

/// Where to point in a zone that lacks something: its SOA.
pub(super) fn place_of_missing(cx: &ZoneContext) -> Span {
    cx.zone.soa().map_or_else(|| super::top_of(cx.zone), |soa| cx.zone.entry(soa).owner())
}

/// A name relative to the zone, in full.
pub(super) fn full_name(cx: &ZoneContext, name: &OwnerPattern) -> String {
    if name.is_apex() { cx.zone.shown_name().to_owned() } else { cx.zone.shown_below_apex(&name.to_string()) }
}

/// Types as a sentence has them: `A`, `AAAA` or `CNAME`.
pub(super) fn one_of(types: &[String]) -> String {
    match types {
        [only] => only.clone(),
        [front @ .., last] => format!("{} or {last}", front.join(", ")),
        [] => String::new(),
    }
}

/// So many of what rules require and a zone lacks are named.
const NAMED: usize = 100;

/// What rules require and one zone lacks: rules of thousands of records, and as many zones that have none of them,
/// would make millions of findings.
pub(super) struct MissingList<'c, 'v> {
    cx: &'c ZoneContext<'v>,
    /// What is missing, in the plural.
    what: &'static str,
    named: usize,
}

impl<'c, 'v> MissingList<'c, 'v> {
    pub(super) fn of(cx: &'c ZoneContext<'v>, what: &'static str) -> MissingList<'c, 'v> {
        MissingList { cx, what, named: 0 }
    }

    /// Whether no more are named.
    pub(super) fn is_full(&self) -> bool {
        self.named > NAMED
    }

    pub(super) fn add(&mut self, mut finding: Diagnostic, findings: &mut FindingSink) {
        if self.is_full() {
            return;
        }
        self.named += 1;
        if self.is_full() {
            let (apex, what) = (self.cx.zone.shown_name(), self.what);
            let message = format!("`{apex}` lacks more than {NAMED} {what} that rules require; the rest is not listed");
            let subject = Subject { zone: self.cx.zone.known_name(), owner: None, rtype: None };
            let help = "add those that are listed, or limit the rules to some zones with `in`";
            let (meta, severity) = (finding.meta, finding.severity);
            finding = Diagnostic::new(meta, place_of_missing(self.cx), message).help(help).subject(subject);
            finding.severity = severity;
        }
        findings.add(finding);
    }
}
