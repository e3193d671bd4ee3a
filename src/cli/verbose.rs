//! `zonelint check --verbose`: what a run is made of.

use std::io::{self, Write};
use std::path::Path;

use super::list;
use crate::fs::paths;
use crate::lint::Outcome;
use crate::project::{Searching, Why};
use crate::report;

/// Says on one line each which rules, folders and configurations were used, and which files were skipped.
pub(super) fn write(outcome: &Outcome, cwd: &Path, out: &mut dyn Write) -> io::Result<()> {
    let project = &outcome.project;
    let mut say = |words: String| writeln!(out, "zonelint: {}", report::printable_line(&words));
    let shown = |path: &Path| paths::shown(path, cwd);
    let source = |id| outcome.sources.get(id).name();
    let layers = outcome.rules.iter().flat_map(|rules| rules.layers()).map(|&id| source(id)).collect::<Vec<_>>();
    say(format!("rules: {}", layers.join(", ")))?;
    if let Some(moved) = outcome.rules.as_ref().map(|rules| &rules.file_selection.moved) {
        for (from, to) in moved {
            say(format!("includes: {} stands for {} of the server", shown(to), from.display()))?;
        }
    }
    for folder in &project.folders {
        say(format!("searched: {}", shown(folder)))?;
    }
    for (folder, searching) in &project.around {
        let how = match searching {
            Searching::Deep => "and all below it, for configurations and neighbours",
            Searching::Flat => "itself, for configurations and neighbours: it is in no repository",
            Searching::TooLarge => "was too large to look for configurations and neighbours",
        };
        say(format!("around: {} {how}", shown(folder)))?;
    }
    for &configuration in &project.configurations {
        say(format!("configuration: {}", source(configuration)))?;
    }
    let checked = project.checked_zones().len();
    say(format!("zones: {checked} checked, {} neighbours", project.zones.len() - checked))?;
    for listed in project.listed.iter().filter(|listed| listed.is_neighbour) {
        let file = shown(&listed.path);
        match &listed.why {
            Why::Read(_) => {}
            Why::Copy => say(format!("skipped: {file}, by its name a copy"))?,
            Why::Template => say(format!("skipped: {file}, a template"))?,
            Why::TooMuch => say(format!("skipped: {file}, a neighbour beyond the size that is read"))?,
            Why::IncludedBy(by) => say(format!("skipped: {file}, a part of {}", shown(by)))?,
        }
    }
    let by_pattern = (&project.excluded, "by a pattern of `include`, `exclude` or --exclude");
    for (left_out, by) in [by_pattern, (&project.ignored, "by .gitignore")] {
        let mut left_out: Vec<_> = left_out.iter().collect();
        left_out.sort();
        left_out.into_iter().try_for_each(|path| say(format!("skipped: {}, {by}", shown(path))))?;
    }
    // Which zone each file is, and what tells.
    list::lines(project, &outcome.sources, cwd).into_iter().try_for_each(|line| say(format!("file: {line}")))
}
