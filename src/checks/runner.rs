//! Which check runs when, and on which core.

use super::{CHECKS, ChangeContext, ChangeInput, Check, CheckFn, CheckInput, ProjectContext, ZoneContext};
use crate::findings::Findings;
use crate::parallel;

/// Fewer records are checked before other threads have started.
const MANY: usize = 20_000;

type ZoneCheck = fn(&ZoneContext, &mut super::FindingSink);
type ProjectCheck = fn(&ProjectContext, &mut super::FindingSink);
type ChangeCheck = fn(&ChangeContext, &mut super::FindingSink);

/// Runs every check that is on somewhere, over all zones of the run.
pub fn run(input: &CheckInput) -> Findings {
    let (mut of_zones, mut of_project, mut of_change): (Vec<ZoneCheck>, Vec<ProjectCheck>, Vec<ChangeCheck>) =
        Default::default();
    let is_asked = |id| input.part.is_none_or(|part| part.checks.contains(id));
    let is_on = |check: &&&Check| is_asked(check.meta.id) && input.rules.is_on_somewhere(check.meta.id, !check.is_off);
    for check in CHECKS.iter().filter(is_on) {
        match check.run {
            CheckFn::Zone(run) => of_zones.push(run),
            CheckFn::Project(run) => of_project.push(run),
            CheckFn::Change(run) => of_change.push(run),
        }
    }
    let zones: Vec<ZoneContext> = input.zones.iter().map(|zone| ZoneContext::of(zone, input)).collect();
    let records: usize = input.zones.iter().map(|zone| zone.len()).sum();
    let is_asked = |zone: &usize| input.part.is_none_or(|part| part.has_zone(*zone));
    let checked: Vec<&ZoneContext> = (0..input.checked).filter(is_asked).map(|zone| &zones[zone]).collect();
    let runner = Runner { input };
    // All checks of a small zone while it is in the processor's caches, and only then the next.
    let of_zone = |cx: &&ZoneContext| runner.each(&of_zones, cx.zone.len(), |check, findings| check(cx, findings));
    let mut findings = match records {
        MANY.. => runner.together(parallel::each(&checked, of_zone)),
        _ => runner.together(checked.iter().map(of_zone)),
    };
    let project = ProjectContext::of(&zones, input);
    let across = runner.each(&of_project, records, |check, findings| check(&project, findings));
    findings.absorb(across, input.sources);
    if let Some(change) = input.change {
        findings.absorb(runner.of_change(&of_change, &project, change), input.sources);
    }
    findings
}

struct Runner<'r> {
    input: &'r CheckInput<'r>,
}

impl Runner<'_> {
    /// Runs the checks of a change; both versions are judged by the rules in force now.
    fn of_change(&self, checks: &[ChangeCheck], new: &ProjectContext, change: ChangeInput) -> Findings {
        let ChangeInput { zones, views, pairs } = change;
        let input = CheckInput { change: None, zones, views, ..*self.input };
        let zones: Vec<ZoneContext> = zones.iter().map(|zone| ZoneContext::of(zone, &input)).collect();
        let old = ProjectContext::of(&zones, &input);
        let cx = ChangeContext::of(&old, new, pairs);
        self.found_by(checks, |check, findings| check(&cx, findings))
    }

    /// Runs checks over so many records.
    fn each<C>(&self, checks: &[C], records: usize, run: impl Fn(C, &mut super::FindingSink) + Sync) -> Findings
    where
        C: Copy + Sync,
    {
        match records {
            MANY.. => self.together(parallel::each(checks, |&check| self.found_by(&[check], &run))),
            _ => self.found_by(checks, &run),
        }
    }

    fn found_by<C: Copy>(&self, checks: &[C], run: impl Fn(C, &mut super::FindingSink)) -> Findings {
        let CheckInput { sources, accepts, .. } = *self.input;
        let mut findings = super::FindingSink { found: Findings::new(self.input.limits), accepts, sources };
        let asked_for = checks.iter().take_while(|_| !(self.input.is_superseded)());
        asked_for.for_each(|&check| run(check, &mut findings));
        findings.found
    }

    fn together(&self, all: impl IntoIterator<Item = Findings>) -> Findings {
        let mut together = Findings::new(self.input.limits);
        all.into_iter().for_each(|findings| together.absorb(findings, self.input.sources));
        together
    }
}
