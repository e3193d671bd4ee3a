//! What differs between two versions of the zones of a project, and what follows from it.
//!
//! | file | holds |
//! |---|---|
//! | `zone` | which RRsets of a zone differ, and how their records are written |
//! | `endpoint` | transport, port and address that a record sends clients to |
//! | `moves` | which records may lead elsewhere in the other version |
//! | `ports` | which of these endpoints came and went, for firewalls |
//! | `pointers` | PTR records of addresses that came and went |
//! | `lifetimes` | how long caches keep the old |
//!
//! All of it is plain data: formats see texts and numbers, and no zone.

mod endpoint;
mod lifetimes;
mod moves;
mod pointers;
mod ports;
mod zone;

use crate::change::{ZoneChange, ZonePair};
use crate::checks::{CheckInput, ZoneContext};
use crate::lint::Outcome;
use crate::parallel;
use crate::project::Project;
use crate::ruleset::RuleSet;
use crate::services::Resolver;
use crate::source::Sources;

pub use endpoint::Transport;
pub use lifetimes::{Kept, Lifetime};
pub use pointers::{PointerChange, PointerState};
pub use ports::{Action, PortChange};
pub use zone::{RecordText, RrsetDiff, SerialDiff, What, ZoneDiff};

/// What differs between two versions of a project.
#[derive(Debug, Default)]
pub struct Diff {
    /// The zones that differ.
    pub zones: Vec<ZoneDiff>,
    /// PTR records of addresses that came and went.
    pub pointers: Vec<PointerChange>,
    /// What firewalls have to let through, and what no longer.
    pub ports: Vec<PortChange>,
    /// How long caches keep the old, the longest first.
    pub lifetimes: Vec<Lifetime>,
    /// How many zones were compared.
    pub compared: usize,
}

/// A version of a project, and what can be asked of it.
struct Side<'v> {
    zones: &'v [ZoneContext<'v>],
    /// So many of them are compared, from the first on.
    checked: usize,
    /// Which of them stand together.
    views: &'v [Vec<usize>],
    resolver: Resolver<'v>,
}

/// A zone that differs, and which it is in each version.
struct ChangedZone<'z> {
    pair: ZonePair,
    change: ZoneChange<'z>,
}

impl Diff {
    /// What differs between the versions of a run. `all` lists also what signers write, and zones that came or went
    /// with all their records.
    pub fn of(outcome: &Outcome, all: bool) -> Diff {
        let (Some(base), Some(rules)) = (&outcome.base, &outcome.rules) else { return Diff::default() };
        let changed = changed_zones(&base.pairs, (&base.project, &outcome.project));
        let (old_zones, new_zones) =
            (contexts(&base.project, rules, &outcome.sources), contexts(&outcome.project, rules, &outcome.sources));
        let mut old = Side::of(&base.project, &old_zones);
        let mut new = Side::of(&outcome.project, &new_zones);
        Diff {
            zones: changed.iter().map(|zone| ZoneDiff::of(&zone.change, &outcome.sources, all)).collect(),
            pointers: pointers::of(&changed, &new),
            ports: ports::of(&changed, &base.pairs, (&mut old, &mut new)),
            lifetimes: lifetimes::of(&changed, all),
            compared: base.pairs.len(),
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }
}

impl<'v> Side<'v> {
    fn of(project: &'v Project, zones: &'v [ZoneContext<'v>]) -> Side<'v> {
        let (checked, views) = (project.checked_zones().len(), project.views());
        Side { zones, checked, views, resolver: Resolver::new(zones, views) }
    }
}

/// The zones that differ, and those that one version has alone.
fn changed_zones<'z>(pairs: &[ZonePair], (old, new): (&'z Project, &'z Project)) -> Vec<ChangedZone<'z>> {
    let changed = parallel::each(pairs, |&pair| {
        let change = ZoneChange::of(pair.old.map(|zone| &*old.zones[zone]), pair.new.map(|zone| &*new.zones[zone]));
        (!change.is_empty() || pair.old.is_none() || pair.new.is_none()).then_some(ChangedZone { pair, change })
    });
    changed.into_iter().flatten().collect()
}

fn contexts<'v>(project: &'v Project, rules: &'v RuleSet, sources: &'v Sources) -> Vec<ZoneContext<'v>> {
    // Which rules are for which file decides about findings only.
    let input = CheckInput::of(&project.zones, rules, sources, &|_| None, &|_| true);
    project.zones.iter().map(|zone| ZoneContext::of(zone, &input)).collect()
}
