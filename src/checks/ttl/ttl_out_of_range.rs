//! A TTL outside the range that a rule gives for its type, owner or service.

use std::collections::HashMap;

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, MOST_PLACES, Meta, Severity, UNSAFE};
use crate::ruleset::{Service, Sourced, TtlRange, TtlRanges, TtlRules};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::syntax::ttl;
use crate::zone::{NameId, NumberMap, RRset, RecordId};

pub(super) static META: Meta = Meta {
    id: "ttl-out-of-range",
    summary: "a TTL is outside the range of a rule",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.2", "RFC 2181 section 8", "RFC 9199 section 3.5", "the rule file, `ttl`"],
    explain: include_str!("ttl_out_of_range.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let (mut rules, mut broken) = (RulesOfTypes::of(cx), BrokenRanges::default());
    let (fine, mut fine_of) = (cx.rules.fine_ttls(), NumberMap::default());
    let outside = cx.zone.records().filter(|(_, record)| !fine.contains(record.ttl) && record.rtype != RType::UNKNOWN);
    // Both lists are in the order of the records. Of an SRV that cannot be read field by field only its
    // RRset tells the service.
    let mut srvs = cx.srvs().iter().peekable();
    let mut is_fine_for_service = |id: RecordId, ttl: u32| {
        while srvs.next_if(|srv| srv.record < id).is_some() {}
        let of_service = |rule: &Service| rule.ttl.as_ref().is_none_or(|range| range.value.contains(ttl));
        srvs.next_if(|srv| srv.record == id).is_some_and(|srv| srv.rule.is_none_or(of_service))
    };
    let doubtful = outside.filter(|&(id, record)| {
        let (rtype, ttl) = (record.rtype, record.ttl);
        let of_type = fine_of.entry(rtype).or_insert_with(|| cx.rules.fine_ttls_of(&rtype.mnemonic()));
        !of_type.contains(ttl) || rtype == RType::SRV && !is_fine_for_service(id, ttl)
    });
    let mut doubtful: Vec<(NameId, RType)> = doubtful.map(|(_, record)| (record.owner, record.rtype)).collect();
    // In the order their owners were first seen.
    doubtful.sort_unstable();
    doubtful.dedup();
    let owners = cx.zone.prefetch_owners(doubtful.iter().map(|(owner, _)| *owner));
    for (owner, &(_, rtype)) in owners.zip(&doubtful) {
        let rrset = RRset { owner, rtype, records: cx.zone.rrset(owner, rtype) };
        hold(cx, rrset, rules.of_type(rtype).held(cx, rrset), &mut broken);
    }
    // Resolvers transfer a policy zone, and look up neither its servers nor its SOA.
    let is_idle = |broken: &Broken| {
        cx.rules.is_builtin(broken.range.span) && matches!(broken.rtype, RType::NS | RType::SOA) && cx.is_policy_zone()
    };
    broken.all.retain(|broken| !is_idle(broken));
    for broken in broken.all {
        findings.add(broken.finding(cx));
    }
}

/// The rules for the records of each type in a zone, worked out when they are first asked for.
pub(in crate::checks) struct RulesOfTypes<'c, 'v> {
    cx: &'c ZoneContext<'v>,
    types: NumberMap<RType, TypeRules<'v>>,
}

impl<'c, 'v> RulesOfTypes<'c, 'v> {
    pub(in crate::checks) fn of(cx: &'c ZoneContext<'v>) -> RulesOfTypes<'c, 'v> {
        RulesOfTypes { cx, types: NumberMap::default() }
    }

    pub(in crate::checks) fn of_type(&mut self, rtype: RType) -> &TypeRules<'v> {
        self.types.entry(rtype).or_insert_with(|| TypeRules::of(self.cx, rtype))
    }
}

/// The rules for the records of one type in one zone.
pub(in crate::checks) struct TypeRules<'v> {
    rtype: RType,
    rules: TtlRules<'v>,
    by_owner: bool,
    elsewhere: TtlRanges<'v>,
}

impl<'v> TypeRules<'v> {
    fn of(cx: &ZoneContext<'v>, rtype: RType) -> TypeRules<'v> {
        let rules = cx.rules.ttl_rules(&rtype.mnemonic(), cx.place());
        let (by_owner, elsewhere) = (rules.depends_on_owner(), rules.held_elsewhere());
        TypeRules { rtype, rules, by_owner, elsewhere }
    }

    /// Which ranges hold for an RRset.
    pub(in crate::checks) fn held(&self, cx: &ZoneContext<'v>, rrset: RRset) -> TtlRanges<'v> {
        let by_owner = self.by_owner && {
            let is_below = cx.zone.is_in_zone(rrset.owner) && rrset.owner != cx.zone.apex();
            !is_below || self.rules.may_name(|| cx.zone.each_label(rrset.owner))
        };
        if !by_owner && self.rtype != RType::SRV {
            return self.elsewhere;
        }
        let labels = by_owner.then(|| cx.zone.labels_below_apex(rrset.owner)).flatten();
        self.rules.held(&labels.unwrap_or_default(), service_of(cx, rrset))
    }
}

fn service_of<'v>(cx: &ZoneContext<'v>, rrset: RRset) -> Option<&'v Service> {
    let srvs = cx.srvs();
    let at = srvs.binary_search_by_key(rrset.records.first()?, |srv| srv.record).ok()?;
    srvs[at].rule
}

/// A range that is broken, and by how many RRsets for the same reason.
struct Broken<'v> {
    record: RecordId,
    ttl: u32,
    at: Span,
    severity: Severity,
    range: &'v Sourced<TtlRange>,
    rtype: RType,
    rrsets: usize,
    /// Where some of the others are that have a TTL of their own.
    others: Vec<Span>,
    /// The TTL that is furthest from the range.
    worst: u32,
}

/// The ranges that are broken, in the order they were met.
#[derive(Default)]
struct BrokenRanges<'v> {
    all: Vec<Broken<'v>>,
    /// Where in the list the advice of a pack is, by its place, the type, and whether the TTL is below it.
    advised: HashMap<(Span, RType, bool), usize>,
}

/// Holds the records of an RRset against their rules. A `$TTL` is one mistake, however many
/// records take it over, and the advice of a pack is given once for each type.
fn hold<'v>(cx: &ZoneContext, rrset: RRset, held: TtlRanges<'v>, broken: &mut BrokenRanges<'v>) {
    for &record in rrset.records {
        let ttl = cx.zone.record(record).ttl;
        // Beyond what the protocol can carry is a check of its own.
        let Some((severity, range)) = held.broken_by(ttl).filter(|_| ttl <= i32::MAX as u32) else { continue };
        let advice = (range.span, rrset.rtype, ttl < range.value.min.0);
        let is_advice = cx.rules.is_builtin(range.span);
        if let Some(&known) = broken.advised.get(&advice).filter(|_| is_advice) {
            let known = &mut broken.all[known];
            known.rrsets += 1;
            let at = cx.zone.ttl_given_at(record);
            if known.others.len() < MOST_PLACES && at != known.at && known.others.last() != Some(&at) {
                known.others.push(at);
            }
            known.worst = if advice.2 { known.worst.min(ttl) } else { known.worst.max(ttl) };
            return;
        }
        let at = cx.zone.ttl_given_at(record);
        match broken.all.iter_mut().rev().take(16).find(|known| known.at == at && known.range.span == range.span) {
            Some(known) => known.rrsets += 1,
            None => {
                if is_advice {
                    broken.advised.insert(advice, broken.all.len());
                }
                let (rtype, others) = (rrset.rtype, Vec::new());
                broken.all.push(Broken { record, ttl, at, severity, range, rtype, rrsets: 1, others, worst: ttl });
            }
        }
        return;
    }
}

impl Broken<'_> {
    fn finding(self, cx: &ZoneContext) -> Diagnostic {
        let Broken { record, ttl, range, .. } = self;
        let (min, max) = (range.value.min.0, range.value.max.0);
        let (least, most) = (in_words(min), in_words(max));
        let side = if ttl < min { "below" } else { "above" };
        let rtype = self.rtype.mnemonic();
        let limit = if ttl < min { &least } else { &most };
        let message = format!("TTL {} of {rtype} is {side} {limit}", in_words(ttl));
        let mut finding = Diagnostic::new(&META, self.at, message).severity(self.severity);
        cx.asked_by(range.entry, &mut finding);
        if self.rrsets > 1 {
            let others = self.rrsets - 1;
            finding = finding.here(format!("and {others} more RRset{}", if others == 1 { "" } else { "s" }));
        }
        finding = finding.said_of_each(self.others, |at| (at, "and here"));
        if !cx.rules.is_builtin(range.span) {
            finding = finding.label(range.span, "your rule");
        }
        let usual = if min == max { format!("expected: {least}") } else { format!("expected: {least} to {most}") };
        let words = format!("{rtype} {side} {}", self.worst);
        let is_own = !cx.rules.is_builtin(range.span)
            && min == max
            && cx.zone.bytes(self.at).first().is_some_and(u8::is_ascii_digit);
        let fix = is_own.then(|| Fix::unsure(self.at, in_words(min)));
        finding.help(usual).fix(fix).subject(cx.subject(record)).said_of(self.rrsets, &words)
    }
}

/// A duration as people say it: `1h30m`, or seconds where that takes more than two units.
fn in_words(seconds: u32) -> String {
    let text = ttl::format(seconds);
    let units = text.bytes().filter(u8::is_ascii_alphabetic).count();
    if units <= 2 { text } else { format!("{seconds}s") }
}
