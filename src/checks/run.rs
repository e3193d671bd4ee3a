//! Which check runs when, and on which core.

use super::{CHECKS, Check, Findings, Input, View, ZoneView, evidence};
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::zone::Zone;

/// Fewer records are checked before other threads have started.
const MANY: usize = 20_000;

/// Runs every check that is not off, over all zones of the run.
pub fn run(input: &Input) -> Vec<Diagnostic> {
    let rules = input.rules;
    let zones: Vec<ZoneView> = input.zones.iter().map(|zone| ZoneView::of(zone, input)).collect();
    let is_on = |check: &&Check| !check.is_off || rules.sets_severity(check.meta.id);
    let (across, alone): (Vec<&Check>, Vec<&Check>) = CHECKS.iter().filter(is_on).partition(|check| check.is_across);
    let records: usize = input.zones.iter().map(Zone::len).sum();
    // All checks of a small zone while it is in the processor's caches, and only then the next.
    let mut list: Vec<Diagnostic> = match records {
        MANY.. => parallel::each(&zones, |zone| run_alone(&alone, zone, input)).into_iter().flatten().collect(),
        _ => zones.iter().flat_map(|zone| run_alone(&alone, zone, input)).collect(),
    };
    list.extend(run_each(&across, &View::of(&zones, input), records));
    if input.views.len() > 1 {
        evidence::keep_one_of_each(&mut list);
    }
    evidence::keep_most_telling(list)
}

fn run_alone<'v>(checks: &[&Check], zone: &'v ZoneView<'v>, input: &'v Input<'v>) -> Vec<Diagnostic> {
    run_each(checks, &View::of(std::slice::from_ref(zone), input), zone.zone.len())
}

fn run_each(checks: &[&Check], view: &View, records: usize) -> Vec<Diagnostic> {
    let findings_of = |checks: &[&Check]| {
        let mut findings = Findings { list: Vec::new() };
        checks.iter().for_each(|check| (check.run)(view, &mut findings));
        findings.list
    };
    match records {
        MANY.. => parallel::each(checks, |check| findings_of(&[*check])).into_iter().flatten().collect(),
        _ => findings_of(checks),
    }
}
