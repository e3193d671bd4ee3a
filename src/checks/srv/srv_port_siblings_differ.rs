//! Two records that speak of one thing, with ports that are one slip of the keyboard apart.

use std::collections::BTreeMap;

use super::siblings::{Field, Mention, is_same_target, subject};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::ruleset::RuleSet;
use crate::text::typo::Typo;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "srv-port-siblings-differ",
    summary: "two records have ports for the same service that are one typo apart",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\"", "RFC 6698 section 3", "RFC 9460 section 2.3", "RFC 7553 section 4"],
    explain: include_str!("srv_port_siblings_differ.md"),
    overlap: &[OverlapGroup::Port.rank(0)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// One wrong digit proves nothing of two records; it does where so many of one RRset agree for each that does not.
const MAJORITY: usize = 3;
/// Where more records than this have the port with less evidence, there has to be a majority for the other.
const FEW: usize = 2;
/// Ports this close count on: a pool.
const NEXT: u16 = 2;
/// The digits that the shorter of two ports has at least.
const SHORTEST: u32 = 3;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for siblings in project.siblings() {
        let groups = siblings.services(|ports| may_differ(ports, project.rules));
        let bindings = siblings.bindings();
        for group in groups.iter().chain(&bindings) {
            report_all(project, &judge(group, |right, wrong| slip(right, wrong, project.rules)), findings);
        }
        for (rrset, is_of_many) in siblings.rrsets() {
            if is_of_many {
                report_all(project, &judge(&rrset, |right, wrong| slip(right, wrong, project.rules)), findings);
            }
            report_all(project, &outvoted(&rrset), findings);
        }
    }
}

/// Two ports of which one is a slip for the other.
struct Difference<'m, 'v> {
    wrong: &'m Mention<'v>,
    right: &'m Mention<'v>,
    typo: Typo,
    /// How many records have the right port; `None` where as many have the other, and nobody can say which is right.
    agreeing: Option<usize>,
}

/// Whether two of some ports are one slip apart.
fn may_differ(ports: &[u16], rules: &RuleSet) -> bool {
    let pairs = ports.iter().flat_map(|&one| ports.iter().map(move |&other| (one, other)));
    pairs.into_iter().any(|(one, other)| slip(one, other, rules).is_some())
}

/// The slip that makes one port of another, if it is one that nobody chooses: 443 and 4443, 443 and 8443 stand side by
/// side on purpose, and so does what begins with the port of any service.
fn slip(right: u16, wrong: u16, rules: &RuleSet) -> Option<Typo> {
    let shorter = right.min(wrong);
    let is_chosen =
        || shorter.checked_ilog10() < Some(SHORTEST - 1) || rules.services_with_port(shorter).next().is_some();
    let typo = between(right, wrong)?;
    let is_slip = match typo {
        Typo::Transposed(_) => true,
        Typo::Dropped(at) => at > 0 && !is_chosen(),
        Typo::Doubled(_) => !is_chosen(),
        Typo::Substituted(_) | Typo::Inserted(_) => false,
    };
    is_slip.then_some(typo)
}

fn between(right: u16, wrong: u16) -> Option<Typo> {
    Typo::between(right.to_string().as_bytes(), wrong.to_string().as_bytes())
}

/// The differences in what is said of one thing.
fn judge<'m, 'v>(mentions: &'m [Mention<'v>], slip: impl Fn(u16, u16) -> Option<Typo>) -> Vec<Difference<'m, 'v>> {
    let mut by_port: BTreeMap<u16, Vec<&Mention>> = BTreeMap::new();
    mentions.iter().for_each(|mention| by_port.entry(mention.port).or_default().push(mention));
    let is_known = |port: &u16| by_port[port].iter().any(|mention| mention.is_known);
    let has_next = |port: u16| by_port.keys().any(|&other| (1..=NEXT).contains(&other.abs_diff(port)));
    let mut found = Vec::new();
    for (&one, of_one) in &by_port {
        for (&other, of_other) in by_port.range(one + 1..) {
            let (known, other_known) = (is_known(&one), is_known(&other));
            // Several known ports are those of several services, or a rule says that both are fine.
            if known && other_known {
                continue;
            }
            let is_tie = !known && !other_known && of_one.len() == of_other.len();
            // Where nobody can say, the first is shown beside the second.
            let is_before = || place(of_other[0]) < place(of_one[0]);
            let other_is_right = other_known || !known && (of_other.len() > of_one.len() || is_tie && is_before());
            let (right, wrong) = if other_is_right { (other, one) } else { (one, other) };
            let (rights, wrongs) = (&by_port[&right], &by_port[&wrong]);
            let Some(typo) = slip(right, wrong).or_else(|| is_tie.then(|| slip(wrong, right)).flatten()) else {
                continue;
            };
            let is_pool = has_next(wrong) || is_tie && has_next(right);
            let is_custom = wrongs.len() > FEW && !known && !other_known && rights.len() < MAJORITY * wrongs.len();
            if is_pool || is_custom {
                continue;
            }
            let agreeing = (!is_tie).then_some(rights.len());
            let right_of =
                |wrong: &&'m Mention<'v>| *rights.iter().find(|right| right.is_beside(wrong)).unwrap_or(&rights[0]);
            let is_chosen =
                |wrong: &&&Mention| rights.iter().any(|right| right.is_beside(wrong) && is_same_target(right, wrong));
            let differences = wrongs.iter().filter(|wrong| !is_chosen(wrong));
            found.extend(differences.map(|wrong| Difference { wrong, right: right_of(wrong), typo, agreeing }));
        }
    }
    found
}

/// In the order people read: an owner stands before the data.
fn place(mention: &Mention) -> (usize, RecordId, bool) {
    (mention.zone, mention.record, mention.field != Field::Owner)
}

/// The record of an RRset that has one digit other than most.
fn outvoted<'m, 'v>(rrset: &'m [Mention<'v>]) -> Vec<Difference<'m, 'v>> {
    let Some(typical) = rrset.iter().max_by_key(|one| rrset.iter().filter(|other| other.port == one.port).count())
    else {
        return Vec::new();
    };
    let (right, wrong): (Vec<&Mention>, Vec<&Mention>) = rrset.iter().partition(|one| one.port == typical.port);
    let ([wrong], true) = (&wrong[..], right.len() >= MAJORITY) else { return Vec::new() };
    let typo = between(typical.port, wrong.port).filter(|typo| matches!(typo, Typo::Substituted(_)));
    let is_chosen = wrong.is_known
        || typical.port.abs_diff(wrong.port) <= NEXT
        || right.iter().any(|right| is_same_target(right, wrong));
    let difference = |typo| Difference { wrong, right: right[0], typo, agreeing: Some(right.len()) };
    typo.filter(|_| !is_chosen).map(difference).into_iter().collect()
}

fn report_all(project: &ProjectContext, differences: &[Difference], findings: &mut FindingSink) {
    for difference in differences {
        let Difference { wrong, right, typo, agreeing } = difference;
        // Other zones have spoken.
        let is_odd = || {
            let index = wrong.cx.srvs().binary_search_by_key(&wrong.record, |srv| srv.record);
            index.is_ok_and(|index| project.is_odd((wrong.zone, index)))
        };
        if agreeing.is_some() && matches!(typo, Typo::Transposed(_)) && is_odd() {
            continue;
        }
        findings.extend(finding(difference, (wrong, right)));
        // Where nobody can say which is right, each of two zones has to be looked at.
        if agreeing.is_none() && wrong.zone != right.zone {
            findings.extend(finding(difference, (right, wrong)));
        }
    }
}

fn finding(difference: &Difference, (here, there): (&Mention, &Mention)) -> Option<Diagnostic> {
    let Difference { typo, agreeing, .. } = difference;
    let (port, other, of) = (here.port, there.port, subject(here));
    let with = typo.with("digit");
    let (message, beside) = match agreeing {
        Some(_) => (format!("port {port} of `{of}` is {other} with {with}"), said_by(there, agreeing.unwrap_or(1))),
        None => (
            format!("ports {port} and {other} of `{of}` differ by a typo: {with}"),
            format!("{} has {other}", name_of(there)),
        ),
    };
    let pointed_at = agreeing.map(|_| typo.pointed_at(&other.to_string(), &port.to_string()));
    let help = match (agreeing, here.field) {
        (Some(_), Field::Srv(_)) => super::port::write_or_allow(other, port),
        (Some(_), _) => format!("write {other}, or check which port the server listens on"),
        (None, _) => "check which of them the server listens on".to_owned(),
    };
    let finding = Diagnostic::new(&META, here.at()?, message).here(pointed_at.unwrap_or_default());
    let fix = agreeing.and_then(|_| Some(Fix::unsure(here.at()?, other.to_string())));
    let finding = finding.label(there.at()?, beside).help(help).fix(fix.filter(|_| here.field != Field::Owner));
    Some(finding.subject(here.cx.subject(here.record)))
}

fn name_of(mention: &Mention) -> String {
    format!("this {} record", mention.cx.zone.record(mention.record).rtype.mnemonic())
}

fn said_by(mention: &Mention, records: usize) -> String {
    match records {
        1 => format!("{} has {}", name_of(mention), mention.port),
        _ => format!("{records} records have {}", mention.port),
    }
}
