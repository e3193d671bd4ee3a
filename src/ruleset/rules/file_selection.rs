//! Which files are looked at, and which zones they are, as the rule files of a run have it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::source::{SourceId, Span};

use crate::ruleset::file::{FileSelectionKeys, PLACEHOLDERS, Spanned, ZoneEntry};
use crate::ruleset::pattern::FileGlob;
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::Scopes;

/// What the rule files of a run say of the files to read, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct FileSelection {
    entries: Vec<FileEntry>,
    /// Those of the entries, when all are known.
    scopes: OnceLock<Scopes>,
    include: Option<Scope>,
    exclude: Vec<Scope>,
    /// Each pattern of these by itself.
    excludes: Vec<Exclude>,
    /// Configurations that are named, absolute, each with the place that names it.
    pub servers: Vec<(PathBuf, Span)>,
    /// Absolute folders of the server, and the absolute folders that stand for them.
    pub moved: Vec<(PathBuf, PathBuf)>,
    /// The absolute folder that relative paths of `$INCLUDE` start from, and the place that names it.
    pub include_dir: Option<(PathBuf, Span)>,
}

/// A pattern for files that are left out.
#[derive(Clone, Debug)]
pub struct Exclude {
    /// As it is written.
    pub text: String,
    /// Where; none on the command line.
    pub span: Option<Span>,
    /// The folder it starts from, with a final `/`.
    pub folder: Arc<str>,
    scope: Scope,
    is_of_hidden: bool,
}

impl Exclude {
    fn new(glob: FileGlob, span: Option<Span>, folder: &Arc<str>) -> Exclude {
        let (text, is_of_hidden) = (glob.to_string(), glob.is_of_hidden());
        Exclude { text, span, folder: folder.clone(), scope: Scope::of_files(vec![glob], folder), is_of_hidden }
    }
}

#[derive(Clone, Debug)]
struct FileEntry {
    span: Span,
    scope: Scope,
    origin: Option<String>,
    view: Option<String>,
}

/// What an entry says of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileMapping<'r> {
    /// The whole entry.
    pub span: Span,
    /// The zone, before `{stem}` and its like are put in.
    origin: Option<&'r str>,
    /// The view.
    pub view: Option<&'r str>,
}

impl FileMapping<'_> {
    /// The zone that a file of this path holds.
    pub fn origin(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let folder = folder.rsplit('/').next().unwrap_or_default();
        let values = PLACEHOLDERS.iter().zip([stem, name, folder]);
        self.origin.map(|origin| values.fold(origin.to_owned(), |origin, (key, value)| origin.replace(key, value)))
    }
}

impl FileSelection {
    /// Takes in the keys of a file that lies over those taken in before.
    pub(in crate::ruleset) fn lay(&mut self, keys: FileSelectionKeys, source: SourceId, folder: &Arc<str>) {
        let scope = |files: Vec<FileGlob>| Scope::of_files(files, folder);
        let absolute = |path: &str| Path::new(&**folder).join(path);
        let mut entries = Vec::new();
        let mut servers = Vec::new();
        for entry in keys.zones {
            match entry {
                ZoneEntry::Files { at, files, origin, view } => {
                    entries.push(FileEntry { span: at.in_source(source), scope: scope(files), origin, view });
                }
                ZoneEntry::ServerSoftware(path) => servers.push((absolute(&path.value), path.at.in_source(source))),
            }
        }
        // The first entry that fits counts, and the file on top is asked first.
        self.entries.splice(0..0, entries);
        self.scopes = OnceLock::new();
        self.servers.splice(0..0, servers);
        let moved = keys.includes.iter().map(|(from, to)| (PathBuf::from(from), absolute(to)));
        self.moved.splice(0..0, moved);
        if let Some(dir) = keys.include_dir {
            self.include_dir = Some((absolute(&dir.value), dir.at.in_source(source)));
        }
        let globs = |patterns: Vec<Spanned<FileGlob>>| patterns.into_iter().map(|glob| glob.value).collect::<Vec<_>>();
        if !keys.include.is_empty() {
            self.include = Some(scope(globs(keys.include)));
        }
        let each = keys.exclude.iter().map(|glob| (glob.value.clone(), glob.at.in_source(source)));
        self.excludes.extend(each.map(|(glob, span)| Exclude::new(glob, Some(span), folder)));
        if !keys.exclude.is_empty() {
            self.exclude.push(scope(globs(keys.exclude)));
        }
    }

    /// Leaves out further files, by patterns for paths below a folder.
    pub fn exclude(&mut self, files: Vec<FileGlob>, folder: &str) {
        let folder = folder.into();
        self.excludes.extend(files.iter().map(|glob| Exclude::new(glob.clone(), None, &folder)));
        // A scope without files is one of all files.
        if !files.is_empty() {
            self.exclude.push(Scope::of_files(files, &folder));
        }
    }

    /// The patterns that leave out nothing: none of the files that were left out, and nothing of what a search passes
    /// over by itself, which are files and folders.
    pub fn idle_excludes(&self, left_out: impl Iterator<Item = String>) -> Vec<&Exclude> {
        if self.excludes.is_empty() {
            return Vec::new();
        }
        let scopes = Scopes::of(self.excludes.iter().map(|exclude| &exclude.scope));
        let mut is_used: Vec<bool> = self.excludes.iter().map(|exclude| exclude.is_of_hidden).collect();
        for path in left_out {
            for file in [&path, &format!("{path}/x")] {
                let place = ScopeTarget { zone: "", file: Some(file) };
                scopes.holding(place).into_iter().for_each(|number| is_used[number as usize] = true);
            }
        }
        self.excludes.iter().zip(is_used).filter(|(_, is_used)| !is_used).map(|(exclude, _)| exclude).collect()
    }

    /// Whether a file of a folder that is searched is looked at.
    pub fn takes(&self, path: &str) -> bool {
        let place = ScopeTarget { zone: "", file: Some(path) };
        let is_included = self.include.as_ref().is_none_or(|include| include.holds_for_file(place));
        is_included && !self.exclude.iter().any(|exclude| exclude.holds_for_file(place))
    }

    /// Whether something is said of any file.
    pub fn names_zones(&self) -> bool {
        !self.entries.is_empty()
    }

    /// What is said of a file.
    pub fn given(&self, path: &str) -> Option<FileMapping<'_>> {
        let place = ScopeTarget { zone: "", file: Some(path) };
        let scopes = self.scopes.get_or_init(|| Scopes::of(self.entries.iter().map(|entry| &entry.scope)));
        let entry = &self.entries[*scopes.holding(place).first()? as usize];
        Some(FileMapping { span: entry.span, origin: entry.origin.as_deref(), view: entry.view.as_deref() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_path_can_name_the_zone() {
        let origin = |origin: &str, path: &str| {
            let span = Span { source: SourceId(0), start: 0, end: 0 };
            FileMapping { span, origin: Some(origin), view: None }.origin(path)
        };
        assert_eq!(origin("{stem}", "/z/example.com.zone").as_deref(), Some("example.com"));
        assert_eq!(origin("{name}", "/z/example.com").as_deref(), Some("example.com"));
        assert_eq!(origin("{stem}.{folder}.example", "/z/lab/www.db").as_deref(), Some("www.lab.example"));
        assert_eq!(origin("example.com", "db").as_deref(), Some("example.com"));
    }
}
