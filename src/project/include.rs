//! Which file an `$INCLUDE` means, and which it must not be.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::ProjectRequest;
use super::budget::Account;
use super::files::Opened;
use super::path_index::{PathIndex, PathIndexes};
use super::root::project_root;
use super::server_config::ServedZone;
use crate::diagnostic::{Diagnostic, Finding, Text};
use crate::fs::{ReadError, Real, paths};
use crate::limits::Grant;
use crate::source::{SourceId, Sources};
use crate::syntax::kinds;
use crate::text::suggest::nearest;
use crate::zone::{Included, Includes, Refusal};

/// Finds included files below the project root.
#[derive(Debug)]
pub(super) struct IncludeFiles<'p, 'f> {
    /// Where relative paths start, and what absolute ones stand for.
    pub request: &'p ProjectRequest<'p>,
    /// See [`IncludeFiles::root`]; most zones include nothing and need none.
    pub root: Option<PathBuf>,
    /// The files below roots, for absolute paths of a server.
    pub indexes: &'p PathIndexes,
    /// The files of the run.
    pub opened: &'p mut Opened<'f>,
    /// Whose folder is asked for where a source is no file: the path of the zone.
    pub zone: &'p Path,
    /// The zones that servers read from that file.
    pub served: &'p [ServedZone],
    /// The bases that were already reported for this zone.
    pub reported_bases: HashSet<PathBuf>,
    /// What the zone asks for of what the run may read.
    pub account: &'p mut Account,
    /// What was said of files that were not found, by their paths and the folders that named them.
    pub hints: HashMap<(PathBuf, String), Option<String>>,
}

/// Of so many files of a zone it is asked which other may be meant: that takes a look at all names of a folder.
const MAX_HINTS: usize = 20;

/// A file that a path may mean.
struct Candidate {
    path: PathBuf,
    /// The folder that completes the path.
    base: PathBuf,
    /// What to call that folder; nothing where somebody said that it is meant.
    words: String,
}

impl IncludeFiles<'_, '_> {
    /// The project root, canonical; nothing outside it is read, symbolic links resolved.
    fn root(&mut self) -> &Path {
        let folder = self.zone.parent().unwrap_or(self.request.input.cwd);
        self.root.get_or_insert_with(|| project_root(folder, self.request, &mut self.opened.links))
    }

    /// The folders to try for a relative path, and what to call each: those that somebody said are meant need no name.
    fn bases(&mut self, from: SourceId) -> Vec<(PathBuf, &'static str)> {
        let root = (self.root().to_path_buf(), "the project root");
        let own = self.opened.table.path_of(from).unwrap_or(self.zone).parent();
        let configured = self.request.include_dir.map(|dir| (dir.to_path_buf(), ""));
        let mut of_servers: Vec<_> = self.served.iter().filter_map(|served| served.folder.clone()).collect();
        of_servers.dedup();
        let of_servers = of_servers.into_iter().map(|folder| (folder, ""));
        let own = own.map(|dir| (dir.to_path_buf(), "the folder of the including file"));
        configured.into_iter().chain(of_servers).chain(own).chain([root]).collect()
    }

    /// The folder of a relative path, if it is below none of the folders to try.
    fn missing_folder(&mut self, path: &str, from: SourceId) -> Option<String> {
        let is_plain = |folder: &&Path| folder.components().all(|part| matches!(part, Component::Normal(_)));
        let folder = Path::new(path).parent().filter(|folder| *folder != Path::new("")).filter(is_plain)?;
        let exists = self.bases(from).iter().any(|(base, _)| self.below_root(&base.join(folder)).is_ok());
        (!exists).then(|| folder.to_string_lossy().into_owned())
    }

    /// The file of the project that a path of a server means, be it absolute or the end of one.
    fn of_server(&mut self, path: &str, from: SourceId) -> Option<PathBuf> {
        let own = self.opened.table.path_of(from).unwrap_or(self.zone).parent()?.to_path_buf();
        let index = self.index()?;
        let path = Path::new(path);
        index.moved(path).or_else(|| index.by_tail(path, &own).map(|found| found.path))
    }

    /// The files below the root, listed when somebody asks.
    fn index(&mut self) -> Option<Arc<PathIndex>> {
        let root = self.root().to_path_buf();
        let mut indexes = self.indexes.lock().ok()?;
        let new = || PathIndex::of_folder(&root, self.request.fs, &self.request.file_selection.moved).into();
        Some(Arc::clone(indexes.entry(root.clone()).or_insert_with(new)))
    }

    /// A file that may be meant by a path that leads to none, and the key of a rule file that would find it.
    fn hint(&mut self, path: &str, from: SourceId) -> Option<String> {
        let own = self.opened.table.path_of(from).unwrap_or(self.zone).parent()?.to_path_buf();
        let key = (own, path.to_owned());
        if let Some(known) = self.hints.get(&key) {
            return known.clone();
        }
        let hint = if self.hints.len() < MAX_HINTS { self.new_hint(path, from) } else { return None };
        self.hints.insert(key, hint.clone());
        hint
    }

    fn new_hint(&mut self, path: &str, from: SourceId) -> Option<String> {
        let (cwd, base) = (self.request.input.cwd, self.request.rules_dir);
        let base = base.map_or_else(|| self.root().to_path_buf(), Path::to_path_buf);
        let full = Path::new(path);
        let index = self.index()?;
        let alike: Vec<&Path> = index.ending_as(full).take(2).collect();
        let Some(&exists) = alike.first() else {
            let name = full.file_name()?.to_str()?;
            let (folder, meant) = self.bases(from).into_iter().find_map(|(base, _)| {
                let folder = paths::lexical(base.join(full).parent()?, cwd);
                let names = index.files_in(&folder).filter_map(|file| file.file_name()?.to_str());
                Some((folder.clone(), nearest(name, names)?.to_owned()))
            })?;
            return Some(format!("did you mean `{}`?", paths::shown(&folder.join(meant), cwd)));
        };
        let also = alike.get(1).map(|other| format!(" and `{}`", paths::shown(other, cwd))).unwrap_or_default();
        let exist = if also.is_empty() { "exists" } else { "exist" };
        let (server, here) = without_common_end(full, exists)?;
        let here = paths::shown(here, &base);
        let key = match server.as_os_str().is_empty() {
            true => format!("include-dir: {here}"),
            false if paths::is_absolute(full) => format!("includes: {{{}: {here}}}", paths::with_slashes(server)),
            // No folder has all of the path.
            false => return Some(format!("`{}`{also} {exist}", paths::shown(exists, cwd))),
        };
        Some(format!("`{}`{also} {exist}; `{key}` in the rule file finds it", paths::shown(exists, cwd)))
    }

    /// The file of a path, if that is one below the root.
    fn below_root(&mut self, candidate: &Path) -> Result<Real, ReadError> {
        let root = self.root().to_path_buf();
        self.opened.links.below(&paths::lexical(candidate, self.request.input.cwd), &[root])
    }

    /// The files that a path may mean, in the order in which they are tried.
    fn candidates(&mut self, path: &str, from: SourceId) -> Vec<Candidate> {
        if paths::is_absolute(Path::new(path)) {
            // By a link inside, this is the file that is meant, and it is not read.
            let is_found = matches!(self.below_root(Path::new(path)), Ok(_) | Err(ReadError::LinkOutside));
            let moved = if is_found { None } else { self.of_server(path, from) };
            let new = |path| Candidate { path, base: PathBuf::new(), words: String::new() };
            return [PathBuf::from(path)].into_iter().chain(moved).map(new).collect();
        }
        let new = |(base, words): (PathBuf, &str)| Candidate { path: base.join(path), base, words: words.to_owned() };
        let mut all: Vec<Candidate> = self.bases(from).into_iter().map(new).collect();
        if !all.iter().any(|candidate| matches!(self.below_root(&candidate.path), Ok(_) | Err(ReadError::LinkOutside)))
        {
            // Wherever it is on the server, here one file is called so.
            let found = self.of_server(path, from);
            all.extend(found.filter(|found| found.ends_with(path)).and_then(|found| {
                let base = found.ancestors().nth(Path::new(path).components().count())?.to_path_buf();
                let words =
                    format!("`{}`, the nearest folder that has it", paths::shown(&base, self.request.input.cwd));
                Some(Candidate { path: found, base, words })
            }));
        }
        all
    }

    fn refuse_outside(&mut self, path: &str, from: SourceId) -> Refusal {
        let help = self.hint(path, from).unwrap_or_else(|| {
            let cwd = self.request.input.cwd;
            let root = paths::shown(self.root(), cwd);
            format!(
                "only files below `{root}` are read; `includes` in the rule file says which folder of them stands for \
                 one of the server"
            )
        });
        let message = format!("`{path}` lies outside the project and is not read");
        Refusal { message, help: Some(Text::from(help)), missing_folder: None }
    }
}

impl Includes for IncludeFiles<'_, '_> {
    fn include(&mut self, path: &str, from: SourceId, sources: &mut Sources) -> Result<Included, Refusal> {
        if path.to_ascii_lowercase().ends_with(".gz") {
            return Err(Refusal::new(format!("`{path}` is compressed, but servers cannot include compressed files")));
        }
        let mut tried = Vec::new();
        let mut outside = false;
        for Candidate { path: candidate, base, words } in self.candidates(path, from) {
            let real = match self.below_root(&candidate) {
                Ok(real) => real,
                Err(ReadError::LinkOutside) => return Err(self.refuse_outside(path, from)),
                // Completed with another folder it may be a path inside.
                Err(ReadError::Outside) => {
                    outside = true;
                    continue;
                }
                Err(_) => {
                    tried.push(format!("`{}`", paths::shown(&candidate, self.request.input.cwd)));
                    continue;
                }
            };
            let name = paths::shown(&candidate, self.request.input.cwd);
            let full = paths::lexical(&candidate, self.request.input.cwd);
            let of_file = real.path().to_path_buf();
            let source = self.opened.open(&full, real, name, None, sources).map_err(|error| refusal(path, &error))?;
            let is_new = self.reported_bases.insert(base) && !words.is_empty();
            let grant = self.account.include(of_file, sources.get(source).bytes().len());
            return Ok(Included { source, base: is_new.then_some(words), grant });
        }
        if outside && tried.is_empty() {
            return Err(self.refuse_outside(path, from));
        }
        tried.dedup();
        let hint = self.hint(path, from).map(|hint| if hint.ends_with('?') { hint + " " } else { hint + "; " });
        let hint = hint.unwrap_or_default();
        let help = Some(format!("{hint}tried {}", tried.join(", then ")).into());
        let missing_folder = self.missing_folder(path, from);
        let message = match &missing_folder {
            Some(folder) => format!("`{path}` does not exist, nor does the folder `{folder}`"),
            None => format!("`{path}` does not exist"),
        };
        let below = self.opened.table.path_of(from).and_then(Path::parent).unwrap_or(Path::new(""));
        let full = |folder: String| below.join(folder).to_string_lossy().into_owned();
        Err(Refusal { message, help, missing_folder: missing_folder.map(full) })
    }

    fn generate(&mut self, records: usize) -> Grant {
        self.account.generate(records)
    }

    fn start_again(&mut self) {
        self.reported_bases.clear();
        self.account.start_again();
    }
}

/// A file that is missing is one mistake, in however many zones it is included, and so is a folder; that a house
/// runs a server with words of its own is one fact. The first place speaks, and shows where else.
pub(super) fn merge_missing(findings: &mut Vec<Diagnostic>) {
    let mut first_of = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in std::mem::take(findings) {
        if finding.is(&kinds::INCLUDE_FAILED) || finding.is(&kinds::SERVER_DIALECT) {
            let same = (finding.meta.id, finding.severity, finding.key);
            if let Some(&first) = first_of.get(&same) {
                let Finding { primary, labels, .. } = finding.into_data();
                let first: &mut Diagnostic = &mut kept[first];
                let own = first.primary.span;
                first.labels.extend([primary].into_iter().chain(labels).filter(|label| label.span != own));
                continue;
            }
            first_of.insert(same, kept.len());
        }
        kept.push(finding);
    }
    *findings = kept.into_iter().map(Diagnostic::with_few_places).collect();
}

/// What two paths begin with, without the parts at their ends that are the same.
fn without_common_end<'p>(one: &'p Path, other: &'p Path) -> Option<(&'p Path, &'p Path)> {
    let common = one.components().rev().zip(other.components().rev()).take_while(|(a, b)| a == b).count();
    one.ancestors().nth(common).zip(other.ancestors().nth(common))
}

fn refusal(path: &str, error: &ReadError) -> Refusal {
    Refusal::new(format!("`{path}` is not read: {error}"))
}
