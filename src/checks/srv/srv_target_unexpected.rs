//! A target that a rule does not list.

use std::collections::HashMap;

use crate::checks::srv::{TARGET, service_text};
use crate::checks::{FindingSink, ZoneContext, severity_by};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::ruleset::{Literals, Pieces, ServiceId, TargetPattern};

pub(super) static META: Meta = Meta {
    id: "srv-target-unexpected",
    summary: "the target of an SRV record is not what its rule allows",
    severity: Severity::Warning,
    references: &["the rule file, `target`"],
    explain: include_str!("srv_target_unexpected.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Longer lists are not read.
const SHOWN: usize = 20;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut by_pieces: HashMap<ServiceId, Literals> = HashMap::new();
    let apex = cx.place().zone;
    for srv in cx.srvs().iter().filter(|srv| !srv.is_null()) {
        let Some(rule) = srv.rule else { continue };
        let Some(allowed) = &rule.target else { continue };
        let target = cx.zone.absolute_name(srv.target);
        let target = target.trim_end_matches('.');
        let literals = by_pieces.entry(rule.id).or_insert_with(|| {
            Literals::of((0..).zip(&allowed.value).map(|(number, pattern)| (number, pattern.pieces())))
        });
        let found = literals.found_in(target.as_bytes());
        if found.iter().any(|&number| allowed.value[number as usize].matches(target, apex)) {
            continue;
        }
        let Some(severity) = severity_by(rule, &META) else { continue };
        let Some(at) = cx.zone.entry(srv.record).field(TARGET) else { continue };
        let service = service_text(cx.zone, srv);
        let message =
            format!("`{service}` points at `{}`, which its rule does not allow", cx.zone.name_text(srv.target));
        let fix = match &allowed.value[..] {
            [only] => Some(only.in_zone(apex)).filter(|name| !name.contains('*')),
            _ => None,
        };
        let fix = fix.and_then(|name| cx.renamed(srv.record, at, &name));
        let mut finding = Diagnostic::new(&META, at, message).help(what_to_do(cx, &allowed.value)).fix(fix);
        finding.severity = severity;
        cx.asked_by(allowed.entry, &mut finding);
        findings.add(finding.label(allowed.span, "allowed targets").subject(cx.subject(srv.record)));
    }
}

fn what_to_do(cx: &ZoneContext, allowed: &[TargetPattern]) -> String {
    let apex = cx.place().zone;
    let names: Vec<String> =
        allowed.iter().take(SHOWN).map(|name| format!("`{}`", cx.zone.shown_text(name.in_zone(apex)))).collect();
    match allowed.len().saturating_sub(SHOWN) {
        0 => format!("point it at {}", names.join(" or ")),
        more => format!("point it at {}, or at one of {more} more that the rule lists", names.join(", ")),
    }
}
