//! Which check runs when, and on which core.

use super::evidence;
use super::{CHECKS, Check, Input, Settings, View, ZoneView};
use crate::findings::Findings;
use crate::parallel;
use crate::zone::Zone;

/// Fewer records are checked before other threads have started.
const MANY: usize = 20_000;

/// Runs every check that is on somewhere, over all zones of the run.
pub fn run(input: &Input) -> Findings {
    let rules = input.rules;
    let zones: Vec<ZoneView> = input.zones.iter().map(|zone| ZoneView::of(zone, input)).collect();
    let is_on = |check: &&Check| rules.is_on_somewhere(check.meta.id, !check.is_off);
    let (across, alone): (Vec<&Check>, Vec<&Check>) =
        CHECKS.iter().copied().filter(is_on).partition(|check| check.is_across);
    let records: usize = input.zones.iter().map(Zone::len).sum();
    let run = Run { input, settings: Settings::of(input) };
    // All checks of a small zone while it is in the processor's caches, and only then the next.
    let mut findings = match records {
        MANY.. => run.together(parallel::each(&zones, |zone| run.alone(&alone, zone))),
        _ => run.together(zones.iter().map(|zone| run.alone(&alone, zone))),
    };
    findings.absorb(run.each(&across, &View::of(&zones, input), records), input.sources);
    if input.views.len() > 1 {
        evidence::keep_one_of_each(findings.list_mut());
    }
    evidence::keep_most_telling(findings.list_mut());
    findings
}

struct Run<'r> {
    input: &'r Input<'r>,
    settings: Settings<'r>,
}

impl<'r> Run<'r> {
    fn alone<'v>(&self, checks: &[&Check], zone: &'v ZoneView<'v>) -> Findings
    where
        'r: 'v,
    {
        self.each(checks, &View::of(std::slice::from_ref(zone), self.input), zone.zone.len())
    }

    fn each(&self, checks: &[&Check], view: &View, records: usize) -> Findings {
        match records {
            MANY.. => self.together(parallel::each(checks, |check| self.found_by(&[*check], view))),
            _ => self.found_by(checks, view),
        }
    }

    fn found_by(&self, checks: &[&Check], view: &View) -> Findings {
        let (sources, settings) = (self.input.sources, &self.settings);
        let mut findings = super::Findings { found: Findings::new(self.input.limits), settings, sources };
        checks.iter().for_each(|check| (check.run)(view, &mut findings));
        findings.found
    }

    fn together(&self, all: impl IntoIterator<Item = Findings>) -> Findings {
        let mut together = Findings::new(self.input.limits);
        all.into_iter().for_each(|findings| together.absorb(findings, self.input.sources));
        together
    }
}
