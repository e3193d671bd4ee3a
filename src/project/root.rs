//! The folder that nothing is read outside of.

use std::path::{Path, PathBuf};

use super::ProjectRequest;
use crate::fs::{Links, paths};

/// The git root, else the rule file's folder, else the folder of the file or argument; all without links.
pub(super) fn project_root(folder: &Path, request: &ProjectRequest, links: &mut Links) -> PathBuf {
    let real = links.resolved(folder);
    if let Some(root) = marked_root(&real, request, links) {
        return root;
    }
    let mut arguments = request.input.paths.iter().map(|path| paths::lexical(path, request.input.cwd));
    let argument = arguments.find(|path| folder.starts_with(path) && request.fs.is_folder(path));
    argument.map_or(real, |argument| links.resolved(&argument))
}

/// The git root, else the rule file's folder, at or above a folder without links.
pub(super) fn marked_root(real: &Path, request: &ProjectRequest, links: &Links) -> Option<PathBuf> {
    let rules_dir = || links.rules_dir().filter(|dir| real.starts_with(dir)).map(Path::to_path_buf);
    paths::git_root(real, request.fs).or_else(rules_dir)
}
