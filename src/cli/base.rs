//! The version that a run is held against: a revision of git, or a folder or file.

use std::path::{Path, PathBuf};

use super::Io;
use crate::fs::{FileSystem, GitFs, Links, MovedFs, Revision, Wanted, paths};
use crate::lint::Base;
use crate::source::BaseNaming;

/// The files of the version that a run is held against.
pub(super) struct BaseFiles<'f> {
    fs: Box<dyn FileSystem + 'f>,
    naming: BaseNaming,
    /// The files that may differ, as far as git knows of them.
    changed: Option<Vec<PathBuf>>,
    /// As it was named, or the first digits of the commit that was found.
    pub(super) name: String,
    /// Whether what it is held against can be checked out beside it.
    pub(super) has_work_tree: bool,
    /// The top of the repository that it is a revision of, without links.
    top: Option<PathBuf>,
}

/// The path that a name is, if there is one. Git's own files are none: where there is no work tree, `HEAD` is one.
pub(super) fn path_of(name: &str, io: &Io) -> Option<PathBuf> {
    let path = paths::lexical(Path::new(name), &io.cwd);
    let is_of_git = io.fs.is_file(&io.cwd.join("HEAD")) && io.fs.is_folder(&io.cwd.join("objects"));
    let is_none = name.is_empty() || is_of_git && path.starts_with(&io.cwd);
    (!is_none && io.fs.kind_behind_links(&path).is_ok()).then_some(path)
}

impl<'f> BaseFiles<'f> {
    /// Those of what `--base` names, or why there are none, complete in one line. Without a name they are those of the
    /// commit that a hook is for, else of where this branch left the default branch.
    pub(super) fn of(name: Option<&str>, checked: &[PathBuf], io: &Io<'f>) -> Result<BaseFiles<'f>, String> {
        let path = name.and_then(|name| Some((name, path_of(name, io)?)));
        match path {
            Some((name, path)) if io.fs.is_folder(&path) => Ok(BaseFiles::of_folder(name, &path, checked, io)),
            Some((name, path)) if io.fs.is_file(&path) => BaseFiles::of_file(name, &path, checked, io),
            _ => BaseFiles::of_revision(name, checked, io),
        }
    }

    /// Whether there is something at a path.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.fs.kind_behind_links(path).is_ok()
    }

    /// A path as the repository has it: what is named through a link from elsewhere is in there, too.
    pub(super) fn in_repository(&self, path: &Path, io: &Io) -> PathBuf {
        let whole = paths::lexical(path, &io.cwd);
        let Some(top) = self.top.as_deref().filter(|top| !whole.starts_with(top)) else { return path.to_path_buf() };
        let mut links = Links::new(io.fs, None);
        let mut above: Vec<&Path> = whole.ancestors().collect();
        above.reverse();
        let inside = above.into_iter().find_map(|above| {
            let real = links.resolved(above);
            let below = whole.strip_prefix(above).ok().filter(|_| real.starts_with(top))?;
            Some(real.components().chain(below.components()).collect())
        });
        inside.unwrap_or_else(|| path.to_path_buf())
    }

    /// The same for a run.
    pub(super) fn base(&self) -> Base<'_> {
        Base { fs: &*self.fs, naming: &self.naming, changed: self.changed.as_deref() }
    }

    /// A folder stands for the one that is checked, else for the current directory.
    fn of_folder(name: &str, path: &Path, checked: &[PathBuf], io: &Io<'f>) -> BaseFiles<'f> {
        let only = if let [only] = checked { Some(paths::lexical(only, &io.cwd)) } else { None };
        let stands_for = only.filter(|path| io.fs.is_folder(path)).unwrap_or_else(|| io.cwd.clone());
        let prefix = |folder: &Path| match paths::shown(folder, &io.cwd).as_str() {
            "." => String::new(),
            shown => format!("{}/", shown.trim_end_matches('/')),
        };
        let naming = BaseNaming { now: prefix(&stands_for), base: prefix(path) };
        let fs = Box::new(MovedFs::new(io.fs, vec![(stands_for, path.to_path_buf())]));
        BaseFiles { fs, naming, changed: None, name: name.to_owned(), has_work_tree: true, top: None }
    }

    /// A file stands for the one that is checked; what it includes is beside it.
    fn of_file(name: &str, path: &Path, checked: &[PathBuf], io: &Io<'f>) -> Result<BaseFiles<'f>, String> {
        let only = if let [only] = checked { Some(paths::lexical(only, &io.cwd)) } else { None };
        let Some(stands_for) = only.filter(|only| io.fs.is_file(only)) else {
            return Err(format!(
                "`--base {name}` is a file: it can stand for one file only, and a directory for a directory"
            ));
        };
        let mut moves = vec![(stands_for.clone(), path.to_path_buf())];
        if let Some((from, to)) = stands_for.parent().zip(path.parent()).filter(|(from, to)| from != to) {
            moves.push((from.to_path_buf(), to.to_path_buf()));
        }
        let shown = |path: &Path| paths::shown(path, &io.cwd);
        let naming = BaseNaming { now: shown(&stands_for), base: shown(path) };
        let fs = Box::new(MovedFs::new(io.fs, moves));
        Ok(BaseFiles { fs, naming, changed: None, name: name.to_owned(), has_work_tree: true, top: None })
    }

    fn of_revision(name: Option<&str>, checked: &[PathBuf], io: &Io<'f>) -> Result<BaseFiles<'f>, String> {
        let from_hook = (io.env)("PRE_COMMIT_FROM_REF");
        let is_hook = (io.env)("GIT_INDEX_FILE").is_some() || (io.env)("PRE_COMMIT").is_some();
        let wanted = match (name, &from_hook) {
            (Some(name), _) => Wanted::Named(name),
            (None, Some(from)) => Wanted::Named(from),
            (None, None) if is_hook => Wanted::Head,
            (None, None) => Wanted::MergeBase,
        };
        let first = checked.first().map_or_else(|| io.cwd.clone(), |path| paths::lexical(path, &io.cwd));
        let folder = first.ancestors().find(|folder| io.fs.is_folder(folder)).unwrap_or(&io.cwd);
        let revision = Revision::find(folder, wanted)?;
        let naming = BaseNaming { now: String::new(), base: format!("{}:./", revision.name) };
        let fs = GitFs::of(&revision, io.fs)?;
        let changed = fs.changed().map(<[PathBuf]>::to_vec);
        let Revision { name, has_work_tree, root, .. } = revision;
        Ok(BaseFiles { fs: Box::new(fs), naming, changed, name, has_work_tree, top: Some(root) })
    }
}
