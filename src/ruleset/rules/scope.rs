//! Which zones and files a rule is about.

use std::fmt;
use std::sync::Arc;

use crate::ruleset::file::Spanned;
use crate::ruleset::literals::AnyOf;
use crate::ruleset::pattern::{FileGlob, NameGlob};

/// What a question is about: a zone, and the file it was read from.
#[derive(Clone, Copy, Debug)]
pub struct ScopeTarget<'a> {
    /// The zone's name, with or without its final dot.
    pub zone: &'a str,
    /// The path of the file, in the terms of the paths of rule files, with `/`. Rules for certain
    /// files do not hold where there is none.
    pub file: Option<&'a str>,
}

impl<'a> From<&'a str> for ScopeTarget<'a> {
    fn from(zone: &'a str) -> ScopeTarget<'a> {
        ScopeTarget { zone, file: None }
    }
}

/// The zones and files an entry is about.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    zones: AnyOf<NameGlob>,
    files: AnyOf<FileGlob>,
    /// The folder that `files` start from; empty, or with a final `/`.
    folder: Arc<str>,
}

impl Scope {
    pub(in crate::ruleset) fn new(
        zones: &[Spanned<NameGlob>],
        files: &[Spanned<FileGlob>],
        folder: &Arc<str>,
    ) -> Scope {
        let zones = zones.iter().map(|zone| zone.value.clone()).collect();
        let files = files.iter().map(|file| file.value.clone()).collect();
        Scope { zones: AnyOf::new(zones), files: AnyOf::new(files), folder: folder.clone() }
    }

    /// Files alone, whatever the zone.
    pub(in crate::ruleset) fn of_files(files: Vec<FileGlob>, folder: &Arc<str>) -> Scope {
        Scope { zones: AnyOf::default(), files: AnyOf::new(files), folder: folder.clone() }
    }

    /// Whether an entry holds for a zone.
    pub fn holds(&self, place: ScopeTarget) -> bool {
        let zone = place.zone.as_bytes();
        let in_zone = || self.zones.is_empty() || self.zones.any(zone, |pattern| pattern.matches(place.zone));
        self.holds_for_file(place) && in_zone()
    }

    /// Whether an entry holds for a file.
    pub fn holds_for_file(&self, place: ScopeTarget) -> bool {
        let inside = || place.file.and_then(|file| file.strip_prefix(&*self.folder));
        let is_one = |file: &str| self.files.any(file.as_bytes(), |glob| glob.matches(file));
        self.files.is_empty() || inside().is_some_and(is_one)
    }

    /// Whether an entry is for certain zones or files, not for all.
    pub fn is_narrow(&self) -> bool {
        !self.zones.is_empty() || !self.files.is_empty()
    }

    /// The zones that are named.
    pub(in crate::ruleset) fn zones(&self) -> &[NameGlob] {
        self.zones.as_slice()
    }

    /// The same, if there are some and all by their names.
    pub(in crate::ruleset) fn zones_by_name(&self) -> Option<&[NameGlob]> {
        let zones = self.zones();
        (!zones.is_empty() && zones.iter().all(NameGlob::is_name)).then_some(zones)
    }

    /// The files that are named, below the folder.
    pub(in crate::ruleset) fn files(&self) -> &[FileGlob] {
        self.files.as_slice()
    }

    /// A text that scopes have in common if they are the same.
    pub(in crate::ruleset) fn key(&self) -> String {
        format!("{self}\n{}", self.folder)
    }

    /// Whether all that another scope holds for lies in this one.
    pub(in crate::ruleset) fn covers(&self, other: &Scope) -> bool {
        let zones = self.zones.is_empty()
            || !other.zones.is_empty()
                && other.zones().iter().all(|zone| self.zones.any(zone.as_bytes(), |pattern| pattern.covers(zone)));
        let files = self.files.is_empty()
            || !other.files.is_empty()
                && self.folder == other.folder
                && other.files().iter().all(|file| self.covers_files(file));
        zones && files
    }

    fn covers_files(&self, narrow: &FileGlob) -> bool {
        let path = narrow.as_path();
        self.files.any(path.as_bytes(), |glob| glob.matches(&path))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let zones: Vec<String> = self.zones().iter().map(NameGlob::to_string).collect();
        let files: Vec<String> = self.files().iter().map(FileGlob::to_string).collect();
        let said = [("in", zones), ("files", files)].into_iter().filter(|(_, names)| !names.is_empty());
        let said: Vec<String> = said.map(|(key, names)| format!("{key} {}", names.join(", "))).collect();
        f.write_str(&said.join(", "))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ruleset::file::Extent;

    #[test]
    fn wide_globs_cover_narrow_ones() {
        let scope = |glob: &str| Scope::of_files(vec![glob.parse().unwrap()], &"/repo/".into());
        let covers = |wide: &str, narrow: &str| scope(wide).covers(&scope(narrow));
        assert!(covers("**", "lab/**") && covers("lab/**", "lab/*.zone") && covers("lab/**", "lab/x/**"));
        assert!(covers("lab", "x/lab/*.zone") && covers("lab/*", "lab/x/**") && covers("*.zone", "lab/*.zone"));
        assert!(!covers("/lab", "lab") && !covers("lab/**", "**") && !covers("lab/*.zone", "lab/*"));
    }

    #[test]
    fn scopes_start_at_the_folder_of_their_file() {
        let lab = Spanned { value: "lab/**".parse().unwrap(), at: Extent::default() };
        let scope = Scope::new(&[], &[lab], &"/repo/dns/".into());
        let holds = |file| scope.holds(ScopeTarget { zone: "example.com", file });
        assert!(holds(Some("/repo/dns/lab/x.zone")));
        assert!(!holds(Some("/repo/lab/x.zone")) && !holds(Some("/repo/dns/x.zone")) && !holds(None));
    }
}
