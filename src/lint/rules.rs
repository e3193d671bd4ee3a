//! The rules in force: the file that is asked for, or the nearest one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::groups::check_names;
use super::registry;
use super::root;
use crate::diagnostic::Diagnostic;
use crate::fs::{FileSystem, Links, ReadError, Real, paths};
use crate::report;
use crate::ruleset::{MAX_RULE_FILE, NotExtended, ReadFile, RuleSet, Vocabulary};
use crate::source::Sources;
use crate::syntax::rdata::RType;

/// Rule files by paths relative to the current directory.
struct RuleFiles<'a> {
    cwd: &'a Path,
    /// The folder of rule files that lie outside the project, and the root of the project that they are for.
    stands_for: Option<(PathBuf, PathBuf)>,
    links: RefCell<Links<'a>>,
    /// What is read: the first file, and what lies below some folders.
    roots: Vec<PathBuf>,
}

impl RuleFiles<'_> {
    fn real(&self, path: &Path) -> io::Result<Real> {
        let real = self.links.borrow_mut().below(&paths::lexical(path, self.cwd), &self.roots);
        real.map_err(|error| match error {
            ReadError::Outside | ReadError::LinkOutside => {
                let folder = self.roots.get(1).map(|root| paths::shown(root, self.cwd)).unwrap_or_default();
                let help =
                    format!("only rule files below `{folder}` are read; add a directory with `--allow-extends DIR`");
                io::Error::new(io::ErrorKind::PermissionDenied, NotExtended { help })
            }
            error => io_error(&error),
        })
    }
}

impl ReadFile for RuleFiles<'_> {
    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        self.real(path).map(|real| real.path().to_path_buf())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // One byte over what is taken tells that there is more.
        let fs = self.links.borrow().fs();
        fs.read_start(&self.real(path)?, MAX_RULE_FILE as u64 + 1).map_err(|error| io_error(&error))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        let path = paths::lexical(path, self.cwd);
        let moved = self.stands_for.as_ref().and_then(|(from, to)| Some(to.join(path.strip_prefix(from).ok()?)));
        moved.unwrap_or(path)
    }
}

/// The folder of a rule file, and the root of the project, where the file lies neither in the project nor above it.
fn outside(file: &Path, cwd: &Path, fs: &dyn FileSystem) -> Option<(PathBuf, PathBuf)> {
    let (folder, root) = (file.parent()?, paths::git_root(cwd, fs).unwrap_or_else(|| cwd.to_path_buf()));
    (!folder.starts_with(&root) && !root.starts_with(folder)).then(|| (folder.to_path_buf(), root))
}

fn io_error(error: &ReadError) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

/// The file that is asked for, as it was named, and those that are not used as they are for part of the run only.
fn asked_for(from: &RuleSource, cwd: &Path, fs: &dyn FileSystem) -> (Option<PathBuf>, BTreeSet<PathBuf>) {
    match &from.named {
        Some(path) => (Some(paths::lexical(path, cwd)), BTreeSet::new()),
        None if from.none => (None, BTreeSet::new()),
        None => nearest(from.near, cwd, fs),
    }
}

/// The nearest file above all that is read, and others that are nearer to some of it.
fn nearest(near: &[PathBuf], cwd: &Path, fs: &dyn FileSystem) -> (Option<PathBuf>, BTreeSet<PathBuf>) {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in near {
        let path = paths::lexical(path, cwd);
        let folder = if fs.is_folder(&path) { Some(path.as_path()) } else { path.parent() };
        folders.extend(folder.map(Path::to_path_buf));
    }
    let is_above_all = |above: &&Path| folders.iter().all(|folder| folder.starts_with(above));
    let above = folders.first().map_or(cwd, |first| first.ancestors().find(is_above_all).unwrap_or(first));
    let found = paths::find_rule_file(above, fs);
    let mut others: BTreeSet<PathBuf> = folders
        .iter()
        .filter(|folder| *folder != above)
        .filter_map(|folder| paths::find_rule_file(folder, fs))
        .collect();
    found.iter().for_each(|found| _ = others.remove(found));
    // One that is nearest to each of them is for all.
    let is_nearest =
        |only: &PathBuf| folders.iter().all(|folder| only.parent().is_some_and(|dir| folder.starts_with(dir)));
    match others.first().filter(|only| others.len() == 1 && is_nearest(only)).cloned() {
        Some(only) => (Some(only), BTreeSet::new()),
        None => (found, others),
    }
}

/// What a rule file may be made of. An `Err` is why it is not read, complete in one line.
fn rule_files<'a>(
    path: &Path,
    from: &RuleSource,
    cwd: &'a Path,
    fs: &'a dyn FileSystem,
) -> Result<RuleFiles<'a>, String> {
    let cannot = |path: &Path, error: &ReadError| format!("`{}` cannot be read: {error}", paths::shown(path, cwd));
    let mut links = Links::new(fs, None);
    let (first, mut roots) = match &from.named {
        Some(_) => {
            let first = links.named(path, &[]).map_err(|error| cannot(path, &error))?;
            let own = root::project_of(first.path().parent().unwrap_or(cwd), fs);
            (first, [own].into_iter().chain(paths::git_root(&links.resolved(cwd), fs)).collect())
        }
        None => {
            let root = root::project_of(&links.resolved(path.parent().unwrap_or(cwd)), fs);
            let how = |error: &ReadError| if matches!(error, ReadError::LinkOutside) { " with `--config`" } else { "" };
            let first = links.below(path, std::slice::from_ref(&root));
            (first.map_err(|error| cannot(path, &error) + how(&error))?, vec![root])
        }
    };
    for dir in from.allow_extends {
        let dir = paths::lexical(dir, cwd);
        let folder = links.named(&dir, &[]).map_err(|error| cannot(&dir, &error))?;
        if !fs.is_folder(folder.path()) {
            return Err(format!("`{}` is not a directory", paths::shown(&dir, cwd)));
        }
        roots.push(folder.path().to_path_buf());
    }
    roots.insert(0, first.path().to_path_buf());
    // A file that was looked for is that of its project.
    let stands_for = from.named.and_then(|_| outside(path, cwd, fs));
    Ok(RuleFiles { cwd, stands_for, links: RefCell::new(links), roots })
}

/// Where rules come from: the nearest rule file upward, unless something is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleSource<'r> {
    /// This file.
    pub named: Option<&'r Path>,
    /// No file, if none is named.
    pub none: bool,
    /// Folders besides the project that a rule file may extend files of.
    pub allow_extends: &'r [PathBuf],
    /// The files and folders that the nearest rule file is looked for from; the current directory if there are none.
    pub near: &'r [PathBuf],
}

/// Rules, and why they may not be applied.
pub struct RulesInForce {
    /// The rules; where there is a failure, those that could be understood.
    pub rules: RuleSet,
    /// The folder of the file they come from.
    pub dir: Option<PathBuf>,
    /// The mistakes of the file.
    pub findings: Vec<Diagnostic>,
    /// Complete in one line.
    pub failure: Option<String>,
    /// What else there is to tell, complete in one line.
    pub notice: Option<String>,
}

/// Loads rules; they and their mistakes point into the sources.
pub fn load(fs: &dyn FileSystem, from: &RuleSource, cwd: &Path, sources: &mut Sources) -> RulesInForce {
    let (path, passed_over) = asked_for(from, cwd, fs);
    let notice = notice(&passed_over, cwd);
    let Some(path) = path else {
        let rules = RuleSet::builtin(sources);
        return RulesInForce { rules, dir: None, findings: Vec::new(), failure: None, notice };
    };
    let dir = path.parent().map(Path::to_path_buf);
    let files = match rule_files(&path, from, cwd, fs) {
        Ok(files) => files,
        Err(failure) => {
            let rules = RuleSet::builtin(sources);
            return RulesInForce { rules, dir, findings: Vec::new(), failure: Some(failure), notice };
        }
    };
    let kinds = registry::all_kinds();
    let is_type = |text: &str| RType::from_mnemonic(text.as_bytes()).is_some();
    let vocabulary = Vocabulary {
        checks: check_names(),
        parameters: &registry::parameters(&kinds),
        formats: &report::Format::NAMES,
        is_type: &is_type,
    };
    let shown = paths::shown(&path, cwd);
    match RuleSet::load(Path::new(&shown), &files, &vocabulary, sources) {
        Ok((rules, findings)) => {
            let has_mistakes = !findings.is_empty();
            let failure = has_mistakes.then(|| format!("`{shown}` has mistakes and is not used"));
            RulesInForce { rules, dir, findings, failure, notice }
        }
        Err(error) => {
            let failure = Some(format!("`{shown}` cannot be read: {error}"));
            RulesInForce { rules: RuleSet::builtin(sources), dir, findings: Vec::new(), failure, notice }
        }
    }
}

/// What to say of rule files that are for part of a run only.
fn notice(passed_over: &BTreeSet<PathBuf>, cwd: &Path) -> Option<String> {
    let shown: Vec<String> = passed_over.iter().take(3).map(|path| format!("`{}`", paths::shown(path, cwd))).collect();
    let (are, they) = if passed_over.len() == 1 { ("is", "it is") } else { ("are", "they are") };
    let more = passed_over.len().saturating_sub(shown.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| {
        let files = shown.join(", ");
        format!("{files}{more} {are} not used, as {they} not for all that is named: check each folder by itself")
    })
}
