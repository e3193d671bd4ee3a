//! The rules in force: the file that is asked for, or the nearest one.

use std::io;
use std::path::{Path, PathBuf};

use super::Io;
use super::args::ConfigArgs;
use crate::checks;
use crate::diagnostic::Diagnostic;
use crate::project::{files, paths};
use crate::ruleset::{ReadFile, RuleSet, Vocabulary};
use crate::source::Sources;
use crate::syntax::rdata::RType;

/// Rule files on the disk, by paths relative to the current directory.
struct Disk<'a> {
    cwd: &'a Path,
    /// The folder of rule files that lie outside the project, and the root of the project that they are for.
    stands_for: Option<(PathBuf, PathBuf)>,
}

impl ReadFile for Disk<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        files::read(&paths::lexical(path, self.cwd)).map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        let path = paths::lexical(path, self.cwd);
        let moved = self.stands_for.as_ref().and_then(|(from, to)| Some(to.join(path.strip_prefix(from).ok()?)));
        moved.unwrap_or(path)
    }
}

/// The folder of a rule file, and the root of the project, where the file lies neither in the project nor above it.
fn outside(file: &Path, cwd: &Path) -> Option<(PathBuf, PathBuf)> {
    let (folder, root) = (file.parent()?, paths::git_root(cwd).unwrap_or_else(|| cwd.to_path_buf()));
    (!folder.starts_with(&root) && !root.starts_with(folder)).then(|| (folder.to_path_buf(), root))
}

/// Rules, and why they may not be applied.
pub(super) struct InForce {
    /// The rules; where there is a failure, those that could be understood.
    pub(super) rules: RuleSet,
    /// The folder of the file they come from.
    pub(super) dir: Option<PathBuf>,
    /// The mistakes of the file.
    pub(super) findings: Vec<Diagnostic>,
    /// Complete in one line.
    pub(super) failure: Option<String>,
}

/// Loads the rules that the arguments ask for.
pub(super) fn load(args: &ConfigArgs, sources: &mut Sources, io: &Io) -> InForce {
    let path = match &args.config {
        Some(path) => Some(paths::lexical(path, &io.cwd)),
        None if args.no_config => None,
        None => paths::find_rule_file(&io.cwd),
    };
    let Some(path) = path else {
        return InForce { rules: RuleSet::builtin(sources), dir: None, findings: Vec::new(), failure: None };
    };
    let kinds: Vec<&str> = checks::all_kinds().iter().map(|meta| meta.id).collect();
    let is_type = |text: &str| RType::from_mnemonic(text.as_bytes()).is_some();
    let vocabulary = Vocabulary { checks: &kinds, parameters: checks::PARAMETERS, is_type: &is_type };
    let shown = paths::shown(&path, &io.cwd);
    let dir = path.parent().map(Path::to_path_buf);
    let disk = Disk { cwd: &io.cwd, stands_for: outside(&path, &io.cwd) };
    match RuleSet::load(Path::new(&shown), &disk, &vocabulary, sources) {
        Ok((rules, findings)) => {
            let has_mistakes = !findings.is_empty();
            let failure = has_mistakes.then(|| format!("`{shown}` holds mistakes, and nothing was done with it"));
            InForce { rules, dir, findings, failure }
        }
        Err(error) => {
            let failure = Some(format!("`{shown}` cannot be read: {error}"));
            InForce { rules: RuleSet::builtin(sources), dir, findings: Vec::new(), failure }
        }
    }
}
