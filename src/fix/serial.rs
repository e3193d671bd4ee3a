//! The serials of zones whose records change: raised once, in the form that they have or that a rule asks for.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::change::{SerialForm, Serials, Step, ZoneChange};
use crate::fs::paths;
use crate::lint::Outcome;
use crate::ruleset::{ScopeTarget, SerialPolicy};
use crate::source::Span;
use crate::zone::Zone;

/// A serial that is to be raised, in the text after fixes.
pub(super) struct Raise {
    /// The name of the zone, to show.
    pub(super) zone: String,
    /// Where the serial stands; none where it cannot be read.
    pub(super) at: Option<Span>,
    /// What is to stand there.
    pub(super) text: String,
}

/// The serials to raise, from what was read first and last. Comments, blanks and the order of records are no change.
pub(super) fn raises(first: &Outcome, last: &Outcome, changed: &HashSet<&Path>, now: u32) -> Vec<Raise> {
    let before: HashMap<(Option<&Path>, &str), &Zone> =
        first.project.checked_zones().iter().map(|zone| (key(first, zone), &**zone)).collect();
    let mut raises: Vec<Raise> = Vec::new();
    let is_changed =
        |zone: &Zone| zone.files().any(|file| last.project.path_of(file).is_some_and(|path| changed.contains(path)));
    for (number, zone) in last.project.checked_zones().iter().enumerate().filter(|(_, zone)| is_changed(zone)) {
        let Some(old) = before.get(&key(last, zone)) else { continue };
        if zone.soa().is_none() || !ZoneChange::of(Some(old), Some(zone)).is_beside_serial() {
            continue;
        }
        let raised = match zone.serial() {
            Some((at, serial)) => form(last, zone, serial)
                .filter(|_| !is_raised(old, zone) && !is_raised_since_base(last, number))
                .map(|form| (Some(at), form.after(serial, now).to_string())),
            None => Some((None, String::new())),
        };
        let Some((at, text)) = raised else { continue };
        // Several zones may be read from one file.
        if at.is_none() || raises.iter().all(|other| other.at != at) {
            raises.push(Raise { zone: zone.shown_name().to_owned(), at, text });
        }
    }
    raises
}

/// What a zone is known by in both.
fn key<'o>(outcome: &'o Outcome, zone: &'o Zone) -> (Option<&'o Path>, &'o str) {
    (outcome.project.path_of(zone.file()), zone.apex_name().as_str())
}

/// The form of the next serial; none where a server or a build gives it.
fn form(outcome: &Outcome, zone: &Zone, serial: u32) -> Option<SerialForm> {
    let file: Option<String> = outcome.project.path_of(zone.file()).map(paths::with_slashes);
    let place = ScopeTarget { zone: zone.apex_name().without_final_dot(), file: file.as_deref() };
    let said = outcome.rules.as_ref().and_then(|rules| rules.serial(place)).map(|said| said.value);
    match said.unwrap_or_default() {
        SerialPolicy::Managed => None,
        SerialPolicy::Date => Some(SerialForm::Date),
        SerialPolicy::UnixTime => Some(SerialForm::UnixTime),
        // A build fills it in.
        SerialPolicy::Raised if serial == 0 => None,
        SerialPolicy::Raised => Some(SerialForm::of(serial)),
    }
}

/// Whether one of the fixes has raised it.
fn is_raised(old: &Zone, new: &Zone) -> bool {
    Serials::of(old, new).is_some_and(|serials| matches!(serials.step(), Step::Ahead(_)))
}

/// Whether it was raised since the version that the run is held against.
fn is_raised_since_base(last: &Outcome, zone: usize) -> bool {
    let Some(base) = &last.base else { return false };
    let pair = base.pairs.iter().find(|pair| pair.new == Some(zone));
    let old = pair.and_then(|pair| base.project.zones.get(pair.old?));
    old.is_some_and(|old| is_raised(old, &last.project.zones[zone]))
}
