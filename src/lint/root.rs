//! The project that a rule file or a baseline is for.

use std::path::{Path, PathBuf};

use crate::fs::{FileSystem, paths};

/// The project that the rule file in a folder is for.
pub(super) fn project_of(folder: &Path, fs: &dyn FileSystem) -> PathBuf {
    paths::git_root(folder, fs).unwrap_or_else(|| folder.to_path_buf())
}
