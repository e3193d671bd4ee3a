//! What is wrong with a port, and how sure that is.
//!
//! Each SRV record gets one verdict, so that one slip is one finding. The order: a provider's
//! target, the port of a sibling service, ports that are fine, a near miss, any other port.
//! That some registry lists the wrong number too excuses nothing: two in three transpositions
//! of the usual ports land on a number that IANA has given to somebody.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use crate::checks::srv::{PORT, Srv, TARGET, service_text};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity};
use crate::ruleset::{MixUp, PortPolicy, PortRange, Provider, Service, ServiceId, Setting};
use crate::source::Span;
use crate::text::typo::Typo;
use crate::zone::{NumberMap, NumberSet};

/// Ports that carry anything, whatever the service they are registered for.
const WEB_PORTS: [u16; 2] = [443, 8443];

/// What is wrong with the port of one record.
#[derive(Clone, Debug)]
pub(in crate::checks) enum PortVerdict<'v> {
    /// The target is a provider's, which offers another service or port.
    Provider(&'v Provider),
    /// The port belongs to a service that this one is mixed up with.
    Sibling(&'v MixUp),
    /// One slip away from this port, which is the one expected or another that the rule lists.
    NearMiss(Typo, u16),
    /// The well-known port of another service.
    OtherService(&'v Service),
    /// Not the port expected.
    OffList,
}

/// A verdict and its weight.
#[derive(Clone, Debug)]
pub(in crate::checks) struct Judged<'v> {
    /// The zone, as an index into the view's.
    pub(in crate::checks) zone: usize,
    /// The record, as an index into the zone's SRV records.
    pub(in crate::checks) srv: usize,
    /// What is wrong.
    pub(in crate::checks) verdict: PortVerdict<'v>,
    /// How sure that is.
    pub(in crate::checks) severity: Severity,
    /// The other SRV records of the zone that this is said of, as indexes.
    pub(in crate::checks) others: Vec<usize>,
}

/// What all zones of a run say of the ports of services.
pub(in crate::checks) struct Ports<'v> {
    judged: Vec<Judged<'v>>,
    /// The records, zone and SRV record as indexes, whose port is told with that of another, and warned of.
    warned_before: Vec<(usize, usize)>,
    /// By service and port expected, where the first record of each zone that has it has the port. One
    /// service may have several rules, each for some zones: its records are evidence for all of them.
    right: HashMap<(&'v str, u16), Vec<(usize, Span)>>,
}

impl<'v> Ports<'v> {
    pub(in crate::checks) fn of(zones: &'v [ZoneContext<'v>]) -> Ports<'v> {
        let mut ports = Ports { judged: Vec::new(), warned_before: Vec::new(), right: HashMap::new() };
        for (number, cx) in zones.iter().enumerate() {
            let mut met = NumberSet::default();
            for srv in cx.srvs() {
                let is_first = |rule: &&Service| expects(rule, srv.port) && met.insert(rule.id);
                let Some(rule) = srv.rule.filter(is_first) else { continue };
                let seen = ports.right.entry((rule.pattern.as_str(), srv.port)).or_default();
                if seen.last().is_none_or(|&(cx, _)| cx != number) {
                    seen.extend(cx.zone.entry(srv.record).field(PORT).map(|at| (number, at)));
                }
            }
        }
        let mut by_rule = NumberMap::default();
        for (number, cx) in zones.iter().enumerate() {
            ports.judge_all(number, cx, &mut by_rule);
        }
        ports
    }

    fn judge_all(&mut self, number: usize, cx: &'v ZoneContext<'v>, by_rule: &mut ByRule<'v>) {
        let (deliberate, chosen) = (deliberate_ports(cx), chosen(cx, by_rule));
        let mut first_on = NumberMap::default();
        for (index, srv) in cx.srvs().iter().enumerate() {
            let Some((verdict, severity)) = judge(cx, srv, by_rule) else { continue };
            let asked_for =
                srv.rule.and_then(|rule| rule.severity).filter(|_| !matches!(verdict, PortVerdict::Provider(_)));
            let weighed = || {
                let severity = self.weigh(number, srv, &verdict, severity, &deliberate);
                Some(if is_users_own(cx, srv) { severity.max(Severity::Warning) } else { severity })
            };
            let Some(severity) = asked_for.map_or_else(weighed, Setting::severity) else { continue };
            if let Some(rule) = advised_by(cx, srv, &verdict).filter(|rule| chosen.contains(&rule.id)) {
                match first_on.entry((rule.id, srv.port)) {
                    Vacant(first) => {
                        first.insert(self.judged.len());
                    }
                    Occupied(first) => {
                        self.judged[*first.get()].others.push(index);
                        self.warned_before.extend((severity > Severity::Info).then_some((number, index)));
                        continue;
                    }
                }
            }
            self.judged.push(Judged { zone: number, srv: index, verdict, severity, others: Vec::new() });
        }
    }

    /// The records whose port is wrong.
    pub(in crate::checks) fn judged(&self) -> &[Judged<'v>] {
        &self.judged
    }

    /// The records that are warned of for their port: zone and SRV record as indexes, sorted.
    pub(in crate::checks) fn warned(&self) -> Vec<(usize, usize)> {
        let mut warned = self.graver_than_info(|_| true);
        warned.extend(&self.warned_before);
        warned.sort_unstable();
        warned
    }

    /// Those of them of which more is known than that their port is not the one expected; sorted.
    pub(in crate::checks) fn explained(&self) -> Vec<(usize, usize)> {
        let mut explained = self.graver_than_info(|verdict| !matches!(verdict, PortVerdict::OffList));
        explained.sort_unstable();
        explained
    }

    fn graver_than_info(&self, is_asked: impl Fn(&PortVerdict) -> bool) -> Vec<(usize, usize)> {
        let graver = self.judged.iter().filter(|judged| judged.severity > Severity::Info && is_asked(&judged.verdict));
        graver.map(|judged| (judged.zone, judged.srv)).collect()
    }

    fn right_of<'a>(&'a self, rule: &'a Service) -> Option<&'a [(usize, Span)]> {
        let port = rule.port.as_ref()?.value;
        self.right.get(&(rule.pattern.as_str(), port)).map(Vec::as_slice)
    }

    fn right_in_zone(&self, rule: &Service, zone: usize) -> Option<Span> {
        let seen = self.right_of(rule)?;
        seen.binary_search_by_key(&zone, |&(number, _)| number).ok().map(|at| seen[at].1)
    }

    fn right_elsewhere(&self, rule: &Service, zone: usize) -> Option<Span> {
        let seen = self.right_of(rule)?;
        seen.iter().find(|&&(number, _)| number != zone).map(|&(_, at)| at)
    }

    /// Weighs a verdict by what else the zone says of the service.
    fn weigh(
        &self,
        zone: usize,
        srv: &Srv,
        verdict: &PortVerdict,
        severity: Severity,
        deliberate: &NumberMap<(ServiceId, u16), bool>,
    ) -> Severity {
        let (Some(rule), PortVerdict::NearMiss(typo, _)) = (srv.rule, verdict) else { return severity };
        let right = self.right_in_zone(rule, zone).is_some();
        let on_several_targets = deliberate.get(&(rule.id, srv.port)) == Some(&true);
        match typo {
            Typo::Transposed(_) if right => Severity::Error,
            _ if on_several_targets && !right => severity.lower(),
            _ => severity,
        }
    }
}

/// Whether each odd port of a service stands at two targets or more: then it was chosen.
fn deliberate_ports(cx: &ZoneContext) -> NumberMap<(ServiceId, u16), bool> {
    let mut first_target = NumberMap::default();
    let mut several = NumberMap::default();
    for srv in cx.srvs() {
        let Some(rule) = srv.rule.filter(|rule| !expects(rule, srv.port)) else { continue };
        let key = (rule.id, srv.port);
        let first = *first_target.entry(key).or_insert(srv.target);
        *several.entry(key).or_insert(false) |= first != srv.target;
    }
    several
}

/// So many records show how a zone offers a service.
const PRACTICE: usize = 20;

/// The services that a zone mostly has on other ports than a pack expects: that was chosen, and the
/// advice of the pack is given once for each of these ports. A slip is none the less one.
fn chosen<'v>(cx: &ZoneContext<'v>, by_rule: &mut ByRule<'v>) -> NumberSet<ServiceId> {
    let mut records: NumberMap<ServiceId, (usize, usize)> = NumberMap::default();
    for srv in cx.srvs().iter().filter(|srv| cx.srvs().len() >= PRACTICE && !srv.is_null()) {
        let Some(rule) = srv.rule else { continue };
        let (all, elsewhere) = records.entry(rule.id).or_default();
        let judged = judge(cx, srv, by_rule);
        *all += 1;
        *elsewhere += usize::from(judged.is_some_and(|(verdict, _)| advised_by(cx, srv, &verdict).is_some()));
    }
    records.retain(|_, (all, elsewhere)| *all >= PRACTICE && 2 * *elsewhere > *all);
    records.into_keys().collect()
}

/// The rule of a pack behind a verdict that is no more than its advice.
fn advised_by<'v>(cx: &ZoneContext<'v>, srv: &Srv<'v>, verdict: &PortVerdict) -> Option<&'v Service> {
    let rule = srv.rule.filter(|_| !matches!(verdict, PortVerdict::NearMiss(..) | PortVerdict::Provider(_)))?;
    cx.rules.is_builtin(rule.port.as_ref()?.span).then_some(rule)
}

/// Whether the port that a record is held against is one the user fixed. Near misses of a built-in
/// port may be choices of the house; the house's own rule has settled that.
fn is_users_own(cx: &ZoneContext, srv: &Srv) -> bool {
    let port =
        srv.rule.filter(|rule| rule.verified && rule.policy == PortPolicy::Fixed).and_then(|rule| rule.port.as_ref());
    port.is_some_and(|port| !cx.rules.is_builtin(port.span))
}

fn expects(rule: &Service, port: u16) -> bool {
    rule.port.as_ref().is_some_and(|own| own.value == port)
}

/// What a rule says of a port; the same wrong port often stands many times.
type Judgement<'v> = Option<(PortVerdict<'v>, Severity)>;
type ByRule<'v> = NumberMap<(ServiceId, u16), Judgement<'v>>;

fn judge<'v>(cx: &ZoneContext<'v>, srv: &Srv<'v>, by_rule: &mut ByRule<'v>) -> Judgement<'v> {
    // A null target has no port, and port 0 is a check of its own.
    if srv.is_null() || srv.port == 0 {
        return None;
    }
    if let Some(provider) = provider_contradicted(cx, srv) {
        return Some((PortVerdict::Provider(provider), Severity::Error));
    }
    let rule = srv.rule?;
    by_rule.entry((rule.id, srv.port)).or_insert_with(|| judge_by_rule(cx, srv.port, rule)).clone()
}

fn judge_by_rule<'v>(cx: &ZoneContext<'v>, port: u16, rule: &'v Service) -> Judgement<'v> {
    let expected = rule.port.as_ref()?.value;
    if let Some(mix_up) = rule.mix_up(port) {
        return (rule.policy != PortPolicy::Free).then_some((PortVerdict::Sibling(mix_up), Severity::Warning));
    }
    let typo = Typo::between(expected.to_string().as_bytes(), port.to_string().as_bytes());
    if rule.accepts(port) {
        // That a pack finds any port fine does not make two swapped digits a choice.
        let swapped = matches!(typo, Some(Typo::Transposed(_))) && accepts_any(cx, rule);
        if !swapped {
            return None;
        }
    }
    if let Some(typo) = typo {
        let severity = near_miss_severity(typo, expected, rule.policy)?;
        let chosen = matches!(typo, Typo::Substituted(_)) && rule.policy == PortPolicy::Usual;
        let is_relatives = || {
            cx.rules
                .services()
                .iter()
                .any(|other| is_relative(rule, other) && !accepts_any(cx, other) && other.accepts(port))
        };
        return (!(chosen && is_relatives())).then_some((PortVerdict::NearMiss(typo, expected), severity));
    }
    if let Some((typo, other)) = swapped_other(rule, port) {
        let severity = near_miss_severity(typo, other, rule.policy)?;
        return Some((PortVerdict::NearMiss(typo, other), severity));
    }
    let others = cx.rules.services_with_port(port).filter(|other| is_other_service(rule, other));
    let other = others.min_by_key(|other| other.pattern.protocol() != rule.pattern.protocol());
    match (rule.policy, other) {
        (PortPolicy::Free, _) => None,
        // What nobody has held against a document makes no other port a warning.
        _ if !rule.verified => Some((PortVerdict::OffList, Severity::Info)),
        (_, Some(other)) if !WEB_PORTS.contains(&port) => Some((PortVerdict::OtherService(other), Severity::Warning)),
        (PortPolicy::Fixed, _) => Some((PortVerdict::OffList, Severity::Warning)),
        (PortPolicy::Usual, _) => Some((PortVerdict::OffList, Severity::Info)),
    }
}

/// The other port of a rule that a port is with two digits swapped, and which digits.
fn swapped_other(rule: &Service, port: u16) -> Option<(Typo, u16)> {
    let mut others = rule.also.as_ref()?.value.iter().filter_map(PortRange::only);
    others.find_map(|other| {
        let typo = Typo::between(other.to_string().as_bytes(), port.to_string().as_bytes());
        typo.filter(|typo| matches!(typo, Typo::Transposed(_))).map(|typo| (typo, other))
    })
}

/// Whether a pack says that any port is fine.
fn accepts_any(cx: &ZoneContext, rule: &Service) -> bool {
    rule.accepts_any() && rule.also.as_ref().is_some_and(|also| cx.rules.is_builtin(also.span))
}

/// Whether two services belong to one protocol family, by the start of their labels: the ports
/// of relatives are choices. Those of a TLS twin (`_irc`, `_ircs`) are not.
fn is_relative(own: &Service, other: &Service) -> bool {
    const STEM: usize = "_sip".len();
    let (own, other) = (own.pattern.first_label(), other.pattern.first_label());
    let is_twin = own.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(own);
    !is_twin && own.get(..STEM).is_some_and(|stem| other.starts_with(stem))
}

fn is_other_service(own: &Service, other: &Service) -> bool {
    other.verified && other.pattern.first_label() != own.pattern.first_label()
}

/// How likely each slip is one, by how sure the port is: a last digit or a digit in front is
/// often a choice (3269, 5062, 8443, 27018), two digits swapped hardly ever.
fn near_miss_severity(typo: Typo, expected: u16, policy: PortPolicy) -> Option<Severity> {
    let last = expected.to_string().len() - 1;
    match (policy, typo) {
        (PortPolicy::Free, _) => None,
        (PortPolicy::Fixed, Typo::Transposed(_) | Typo::Dropped(_) | Typo::Doubled(_)) => Some(Severity::Error),
        (PortPolicy::Usual, Typo::Transposed(_) | Typo::Dropped(_) | Typo::Doubled(_)) => Some(Severity::Warning),
        (PortPolicy::Fixed, Typo::Substituted(0) | Typo::Inserted(_)) => Some(Severity::Info),
        (PortPolicy::Fixed, Typo::Substituted(_)) => Some(Severity::Warning),
        (PortPolicy::Usual, Typo::Substituted(at)) if at > 0 && at < last => Some(Severity::Warning),
        (PortPolicy::Usual, Typo::Substituted(_) | Typo::Inserted(_)) => None,
    }
}

fn provider_contradicted<'v>(cx: &ZoneContext<'v>, srv: &Srv) -> Option<&'v Provider> {
    // Of an owner that names no service, another check speaks.
    if cx.zone.is_in_zone(srv.target) || srv.shape.service().is_none() {
        return None;
    }
    let target = cx.zone.absolute_name(srv.target);
    let apex = cx.place().zone;
    let provider = cx.rules.provider_of(target.trim_end_matches('.'), apex)?;
    let labels = cx.zone.labels(cx.zone.record(srv.record).owner);
    let fits = provider.service.value.matches(&labels) && provider.port.value == srv.port;
    (!fits).then_some(provider)
}

/// Reports the verdicts that a check is about; `say` gives the words.
pub(in crate::checks) fn report(
    project: &ProjectContext,
    findings: &mut FindingSink,
    meta: &'static Meta,
    is_about: impl Fn(&Judged) -> bool,
    say: impl Fn(&PortVerdict, &PortCase) -> Option<Diagnostic>,
) {
    let ports = project.ports();
    for judged in ports.judged().iter().filter(|judged| is_about(judged)) {
        let cx = &project.zones[judged.zone];
        let srv = &cx.srvs()[judged.srv];
        let entry = cx.zone.entry(srv.record);
        let (Some(port_at), Some(target_at)) = (entry.field(PORT), entry.field(TARGET)) else { continue };
        let words = PortCase {
            meta,
            service: service_text(cx.zone, srv),
            is_own: is_users_own(cx, srv),
            port: srv.port,
            expected: srv.rule.and_then(|rule| rule.port.as_ref()).map(|port| port.value),
            port_at,
            target_at,
            owner_at: entry.owner(),
        };
        let Some(mut finding) = say(&judged.verdict, &words) else { continue };
        finding.severity = judged.severity;
        finding.said_of_more(judged.others.len());
        let place = |&other: &usize| {
            let entry = cx.zone.entry(cx.srvs()[other].record);
            (entry.field(PORT).unwrap_or_else(|| entry.rtype()), "and here")
        };
        let others = judged.others.iter().map(|other| place(other).0);
        finding.fix = finding.fix.take().map(|fix| {
            let text = fix.edits[0].text.to_string();
            Box::new(fix.and_each(others, &text))
        });
        let finding = with_evidence(cx, ports, judged, srv, finding).said_of_each(&judged.others, place);
        let finding = finding.subject(cx.subject(srv.record));
        findings.add(
            finding.said_of(judged.others.len() + 1, &format!("{} {}", words.service.to_ascii_lowercase(), words.port)),
        );
    }
}

/// What a near miss is said to be.
pub(in crate::checks) fn near_miss(verdict: &PortVerdict, words: &PortCase) -> Option<Diagnostic> {
    let &PortVerdict::NearMiss(typo, expected) = verdict else { return None };
    let (port, service) = (words.port, &words.service);
    let finding = words
        .at_port(format!("port {port} of `{service}` is {expected} with {}", typo.with("digit")))
        .here(typo.pointed_at(&expected.to_string(), &port.to_string()));
    Some(finding.help(write_or_allow(expected, port)).fix(words.fix(expected)))
}

/// What to do about a port that may have been meant.
pub(in crate::checks) fn write_or_allow(expected: u16, port: u16) -> String {
    format!("write {expected}; if {port} is intended, add it to `also` in zonelint.yaml")
}

/// What the words of a finding are made of.
pub(in crate::checks) struct PortCase {
    meta: &'static Meta,
    pub(in crate::checks) service: String,
    /// The port expected is one that the user fixed.
    pub(in crate::checks) is_own: bool,
    pub(in crate::checks) port: u16,
    pub(in crate::checks) expected: Option<u16>,
    pub(in crate::checks) port_at: Span,
    pub(in crate::checks) target_at: Span,
    pub(in crate::checks) owner_at: Span,
}

impl PortCase {
    /// A finding that points at the port.
    pub(in crate::checks) fn at_port(&self, message: String) -> Diagnostic {
        Diagnostic::new(self.meta, self.port_at, message)
    }

    /// Another port in its place.
    pub(in crate::checks) fn fix(&self, port: u16) -> Fix {
        Fix::unsure(self.port_at, port.to_string())
    }

    /// A finding that points at the owner.
    pub(in crate::checks) fn at_owner(&self, message: String) -> Diagnostic {
        Diagnostic::new(self.meta, self.owner_at, message)
    }
}

/// Puts beside the wrong port what says otherwise: a record of the same zone, then one of
/// another zone, then the rule. A user's own rule is always shown.
fn with_evidence(cx: &ZoneContext, ports: &Ports, judged: &Judged, srv: &Srv, mut finding: Diagnostic) -> Diagnostic {
    if let PortVerdict::Provider(provider) = judged.verdict {
        cx.asked_by(provider.port.entry, &mut finding);
        return finding;
    }
    let Some((rule, own_port)) = srv.rule.and_then(|rule| Some((rule, rule.port.as_ref()?))) else { return finding };
    if let (PortVerdict::NearMiss(_, expected), Some(also)) = (&judged.verdict, &rule.also)
        && *expected != own_port.value
    {
        let text = if cx.rules.is_builtin(also.span) { "the other port of this service" } else { "your rule" };
        cx.asked_by(own_port.entry, &mut finding);
        return finding.label(also.span, text);
    }
    let here = ports.right_in_zone(rule, judged.zone);
    let right = here.or_else(|| ports.right_elsewhere(rule, judged.zone));
    if let Some(span) = right {
        let whose = if here.is_some() { "this record" } else { "another zone" };
        finding = finding.label(span, format!("{whose} has {}", own_port.value));
    }
    let builtin = cx.rules.is_builtin(own_port.span);
    if right.is_none() || !builtin {
        let text = if builtin { "the port of this service" } else { "your rule" };
        finding = finding.label(own_port.span, text);
    }
    cx.asked_by(own_port.entry, &mut finding);
    finding
}
