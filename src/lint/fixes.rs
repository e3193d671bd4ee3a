//! Which fixes are right for all that is made of the bytes they change.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Edit};
use crate::project::Project;
use crate::source::{SourceId, Sources, Span, is_printable};
use crate::syntax::rdata::RType;
use crate::zone::Zone;

/// Why fixes leave the files of a zone as they are: others than people write them.
pub(crate) fn why_left(zone: &Zone) -> Option<&'static str> {
    match () {
        () if zone.is_dynamic() => Some("a server updates the zone at run time"),
        () if zone.has_any(&[RType::RRSIG]) => Some("the zone is signed; run this on what it is made from"),
        () if zone.sources().any(|(_, source)| !source.conflicts().is_empty()) => Some("it has a merge conflict"),
        () => None,
    }
}

/// Leaves out the fixes that would change what is generated, what is not checked, or what other zones read as well
/// without the same mistake; and those that would write characters that are not seen, as a hostile rule file may ask for.
pub(super) fn keep_right(findings: &mut [Diagnostic], sources: &Sources, project: &Project) {
    if findings.iter().all(|finding| finding.fix.is_none()) {
        return;
    }
    let is_text =
        |source: SourceId| !sources.is_expansion(source) && !sources.is_of_base(source) && project.is_reported(source);
    for finding in findings.iter_mut() {
        let is_right = |edit: &Edit| is_text(edit.span.source) && edit.text.chars().all(is_printable);
        finding.fix = finding.fix.take().filter(|fix| fix.edits.iter().all(is_right));
    }
    let users = users(project);
    if users.values().all(|zones| zones.len() < 2) {
        return;
    }
    let mut said: HashMap<(Span, &str), HashSet<&str>> = HashMap::new();
    for finding in findings.iter() {
        if let (Some(zone), true) = (finding.subject.zone.as_deref(), is_shared(finding, &users)) {
            said.entry((finding.primary.span, finding.meta.id)).or_default().insert(zone);
        }
    }
    let is_right: Vec<bool> = findings
        .iter()
        .map(|finding| {
            let zones = said.get(&(finding.primary.span, finding.meta.id)).map_or(0, HashSet::len);
            let files = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.source);
            let readers = files.filter_map(|file| users.get(&file)).map(HashSet::len).max().unwrap_or_default();
            // What is said of a text as such is right for whoever reads it.
            finding.subject.zone.is_none() || readers < 2 || zones == readers
        })
        .collect();
    for (finding, is_right) in findings.iter_mut().zip(is_right) {
        finding.fix = finding.fix.take().filter(|_| is_right);
    }
}

/// The names of the zones that are read from each file.
fn users(project: &Project) -> HashMap<SourceId, HashSet<&str>> {
    let mut users: HashMap<SourceId, HashSet<&str>> = HashMap::new();
    for zone in &project.zones {
        for file in zone.files() {
            users.entry(file).or_default().insert(zone.apex_name().as_str());
        }
    }
    users
}

fn is_shared(finding: &Diagnostic, users: &HashMap<SourceId, HashSet<&str>>) -> bool {
    let files = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.source);
    files.into_iter().any(|file| users.get(&file).is_some_and(|zones| zones.len() > 1))
}
