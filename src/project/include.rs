//! Which file an `$INCLUDE` means, and which it must not be.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use super::ProjectRequest;
use super::budget::Account;
use super::files::Opened;
use super::path_index::{PathIndex, PathIndexes};
use super::root::project_root;
use crate::diagnostic::{Diagnostic, Finding, Text};
use crate::fs::{ReadError, Real, paths};
use crate::limits::Grant;
use crate::source::{SourceId, Sources};
use crate::syntax::kinds;
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
    /// The bases that were already reported for this zone.
    pub reported_bases: HashSet<PathBuf>,
    /// What the zone asks for of what the run may read.
    pub account: &'p mut Account,
}

impl IncludeFiles<'_, '_> {
    /// The project root, canonical; nothing outside it is read, symbolic links resolved.
    fn root(&mut self) -> &Path {
        let folder = self.zone.parent().unwrap_or(self.request.input.cwd);
        self.root.get_or_insert_with(|| project_root(folder, self.request, &mut self.opened.links))
    }

    /// The folders to try for a relative path, and what to call each.
    fn bases(&mut self, from: SourceId) -> Vec<(PathBuf, &'static str)> {
        let root = (self.root().to_path_buf(), "the project root");
        let own = self.opened.table.path_of(from).unwrap_or(self.zone).parent();
        let configured = self.request.input.include_dir.map(|dir| (dir.to_path_buf(), "the configured directory"));
        let own = own.map(|dir| (dir.to_path_buf(), "the folder of the including file"));
        configured.into_iter().chain(own).chain([root]).collect()
    }

    /// The folder of a relative path, if it is below none of the folders to try.
    fn missing_folder(&mut self, path: &str, from: SourceId) -> Option<String> {
        let is_plain = |folder: &&Path| folder.components().all(|part| matches!(part, Component::Normal(_)));
        let folder = Path::new(path).parent().filter(|folder| *folder != Path::new("")).filter(is_plain)?;
        let exists = self.bases(from).iter().any(|(base, _)| self.below_root(&base.join(folder)).is_ok());
        (!exists).then(|| folder.to_string_lossy().into_owned())
    }

    /// The file of the project that an absolute path of a server means.
    fn of_server(&mut self, path: &str, from: SourceId) -> Option<PathBuf> {
        let root = self.root().to_path_buf();
        let own = self.opened.table.path_of(from).unwrap_or(self.zone).parent()?;
        let mut indexes = self.indexes.lock().ok()?;
        let new = || PathIndex::of_folder(&root, self.request.fs, &self.request.file_selection.moved).into();
        let index = indexes.entry(root.clone()).or_insert_with(new);
        let path = Path::new(path);
        index.moved(path).or_else(|| index.by_tail(path, own).map(|found| found.path))
    }

    /// The file of a path, if that is one below the root.
    fn below_root(&mut self, candidate: &Path) -> Result<Real, ReadError> {
        let root = self.root().to_path_buf();
        self.opened.links.below(&paths::lexical(candidate, self.request.input.cwd), &[root])
    }

    fn refuse_outside(&mut self, path: &str) -> Refusal {
        let cwd = self.request.input.cwd;
        let root = paths::shown(self.root(), cwd);
        Refusal {
            message: format!("`{path}` lies outside the project and is not read"),
            help: Some(Text::from(format!(
                "only files below `{root}` are read; `includes` in the rule file says which folder of them stands \
                 for one of the server"
            ))),
            missing_folder: None,
        }
    }
}

impl Includes for IncludeFiles<'_, '_> {
    fn include(&mut self, path: &str, from: SourceId, sources: &mut Sources) -> Result<Included, Refusal> {
        if path.to_ascii_lowercase().ends_with(".gz") {
            return Err(Refusal::new(format!("`{path}` is compressed, and servers include no compressed file")));
        }
        let is_absolute = paths::is_absolute(Path::new(path));
        let candidates = if is_absolute { vec![(PathBuf::new(), "")] } else { self.bases(from) };
        let mut candidates: Vec<_> =
            candidates.into_iter().map(|(base, words)| (base.join(path), base, words)).collect();
        // By a link inside, this is the file that is meant, and it is not read.
        if is_absolute && !matches!(self.below_root(Path::new(path)), Ok(_) | Err(ReadError::LinkOutside)) {
            candidates.extend(self.of_server(path, from).map(|path| (path, PathBuf::new(), "")));
        }
        let mut tried = Vec::new();
        let mut outside = false;
        for (candidate, base, words) in candidates {
            let real = match self.below_root(&candidate) {
                Ok(real) => real,
                Err(ReadError::LinkOutside) => return Err(self.refuse_outside(path)),
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
            return Ok(Included { source, base: is_new.then(|| words.to_owned()), grant });
        }
        if outside && tried.is_empty() {
            return Err(self.refuse_outside(path));
        }
        tried.dedup();
        let help = Some(format!("tried {}", tried.join(", then ")).into());
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

fn refusal(path: &str, error: &ReadError) -> Refusal {
    Refusal::new(format!("`{path}` is not read: {error}"))
}
