//! Which check runs when, and on which core.

use super::{
    CHECKS, ChangeContext, ChangeInput, Check, CheckFn, CheckInput, FindingSink, ProjectContext, ZoneContext, top_of,
};
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::internal_error;
use crate::parallel;
use crate::zone::Zone;

/// Fewer records are checked before other threads have started.
const MANY: usize = 20_000;

type ZoneCheck = fn(&ZoneContext, &mut FindingSink);
type ProjectCheck = fn(&ProjectContext, &mut FindingSink);
type ChangeCheck = fn(&ChangeContext, &mut FindingSink);

/// A check, and what it is called where it fails.
#[derive(Clone, Copy)]
struct Named<C> {
    id: &'static str,
    run: C,
}

/// Runs every check that is on somewhere, over all zones of the run.
pub fn run(input: &CheckInput) -> Findings {
    let (mut of_zones, mut of_project, mut of_change) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
    let is_asked = |id| input.part.is_none_or(|part| part.checks.contains(id));
    let is_on = |check: &&&Check| is_asked(check.meta.id) && input.rules.is_on_somewhere(check.meta.id, !check.is_off);
    for check in CHECKS.iter().filter(is_on) {
        let id = check.meta.id;
        match check.run {
            CheckFn::Zone(run) => of_zones.push(Named { id, run }),
            CheckFn::Project(run) => of_project.push(Named { id, run }),
            CheckFn::Change(run) => of_change.push(Named { id, run }),
        }
    }
    let mut zones: Vec<ZoneContext> = input.zones.iter().map(|zone| ZoneContext::of(zone, input)).collect();
    if let Some(ChangeInput { zones: before, pairs, .. }) = input.change {
        for (old, new) in pairs.iter().filter_map(|pair| pair.old.zip(pair.new)) {
            zones[new].before = Some(&before[old]);
        }
    }
    let records: usize = input.zones.iter().map(|zone| zone.len()).sum();
    let is_asked = |zone: &usize| input.part.is_none_or(|part| part.has_zone(*zone));
    let checked: Vec<&ZoneContext> = (0..input.checked).filter(is_asked).map(|zone| &zones[zone]).collect();
    let runner = Runner { input };
    // All checks of a small zone while it is in the processor's caches, and only then the next.
    let of_zone = |cx: &&ZoneContext| {
        runner.each(&of_zones, Some(cx.zone), cx.zone.len(), |check: ZoneCheck, findings| check(cx, findings))
    };
    let mut findings = match records {
        MANY.. => runner.together(parallel::each(&checked, of_zone)),
        _ => runner.together(checked.iter().map(of_zone)),
    };
    let project = ProjectContext::of(&zones, input);
    let across = runner.each(&of_project, None, records, |check: ProjectCheck, findings| check(&project, findings));
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
    fn of_change(&self, checks: &[Named<ChangeCheck>], new: &ProjectContext, change: ChangeInput) -> Findings {
        let ChangeInput { zones, views, pairs } = change;
        let input = CheckInput { change: None, zones, views, ..*self.input };
        let zones: Vec<ZoneContext> = zones.iter().map(|zone| ZoneContext::of(zone, &input)).collect();
        let old = ProjectContext::of(&zones, &input);
        let cx = ChangeContext::of(&old, new, pairs);
        self.found_by(checks, None, |check, findings| check(&cx, findings))
    }

    /// Runs checks of a zone, or of all of them, over so many records.
    fn each<C: Copy + Sync>(
        &self,
        checks: &[Named<C>],
        zone: Option<&Zone>,
        records: usize,
        run: impl Fn(C, &mut FindingSink) + Sync,
    ) -> Findings {
        match records {
            MANY.. => self.together(parallel::each(checks, |&check| self.found_by(&[check], zone, &run))),
            _ => self.found_by(checks, zone, &run),
        }
    }

    fn found_by<C: Copy>(
        &self,
        checks: &[Named<C>],
        zone: Option<&Zone>,
        run: impl Fn(C, &mut FindingSink),
    ) -> Findings {
        let CheckInput { sources, accepts, .. } = *self.input;
        let mut findings = FindingSink { found: Findings::new(self.input.limits), accepts, sources };
        for check in checks {
            if !internal_error::ends(|| run(check.run, &mut findings)) {
                findings.extend(self.failed(check.id, zone));
            }
        }
        findings.found
    }

    /// The finding that a check failed, in its zone or in the first one.
    fn failed(&self, check: &str, zone: Option<&Zone>) -> Option<Diagnostic> {
        let top = top_of(zone.or_else(|| self.input.zones.first().map(|zone| &**zone))?);
        Some(internal_error::finding(check, zone.and_then(Zone::known_name), top))
    }

    fn together(&self, all: impl IntoIterator<Item = Findings>) -> Findings {
        let mut together = Findings::new(self.input.limits);
        all.into_iter().for_each(|findings| together.absorb(findings, self.input.sources));
        together
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::internal_error::INTERNAL_ERROR;
    use crate::limits::Limits;
    use crate::ruleset::RuleSet;
    use crate::source::Sources;
    use crate::syntax::name::DomainName;
    use crate::zone::{self, NoIncludes};

    fn found_something(cx: &ZoneContext, findings: &mut FindingSink) {
        findings.add(Diagnostic::new(super::super::CHECKS[0].meta, top_of(cx.zone), "found"));
    }

    fn fails(cx: &ZoneContext, findings: &mut FindingSink) {
        found_something(cx, findings);
        panic!("secret");
    }

    /// A check that panics loses nothing of the others, nor what it found before.
    #[test]
    fn a_check_that_fails_is_a_finding() {
        let mut sources = Sources::default();
        let file = sources.add("a.zone", b"@ 300 IN A 192.0.2.1\n".to_vec());
        let apex = DomainName::new("example.com.");
        let read = zone::read(file, &apex, &apex, &mut NoIncludes, &mut sources, Limits::default());
        let zones = [Arc::new(read.0.expect("a zone"))];
        let rules = RuleSet::builtin(&mut Sources::default());
        let (path_of, accepts) = (|_| None, |_: &mut Diagnostic| true);
        let input = CheckInput::of(&zones, &rules, &sources, &path_of, &accepts);
        let cx = ZoneContext::of(&zones[0], &input);
        let named = |id, run: ZoneCheck| Named { id, run };
        let checks = [named("one", found_something), named("two", fails), named("three", found_something)];
        for records in [1, MANY] {
            let run = |check: ZoneCheck, findings: &mut FindingSink| check(&cx, findings);
            let found = Runner { input: &input }.each(&checks, Some(cx.zone), records, run).finish();
            let messages: Vec<&str> = found.iter().map(|finding| &*finding.message).collect();
            let failed = "`two` failed: what else it would find is not known";
            assert_eq!(messages, ["found", "found", failed, "found"], "{records}");
            assert!(found[2].is(&INTERNAL_ERROR) && !found[2].ignorable);
            assert_eq!(found[2].subject.zone.as_deref(), Some("example.com."));
            assert!(internal_error::failure(&found).is_some() && internal_error::failure(&found[..2]).is_none());
        }
    }
}
