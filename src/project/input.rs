//! What a person names to be read.

use std::path::{Path, PathBuf};

use crate::limits::Limits;

/// The zones of a run.
#[derive(Clone, Copy, Debug)]
pub struct Input<'r> {
    /// Files and directories, absolute or relative to the current directory.
    pub paths: &'r [PathBuf],
    /// A zone that is no file.
    pub stdin: Option<&'r Stdin>,
    /// The zone that files hold which do not say it, with or without the final dot.
    pub origin: Option<&'r str>,
    /// The current directory, absolute.
    pub cwd: &'r Path,
    /// Where relative `$INCLUDE`s start, absolute.
    pub include_dir: Option<&'r Path>,
    /// Whether what git ignores is left out of folders that are searched.
    pub gitignore: bool,
    /// How much is taken on.
    pub limits: Limits,
}

/// Text that is linted as if it were a file.
#[derive(Clone, Debug)]
pub struct Stdin {
    /// The path that it is reported under.
    pub path: PathBuf,
    /// Whether that is the path of a file, whose project it is part of.
    pub is_named: bool,
    /// The text, or why there is none, complete in one line.
    pub bytes: Result<Vec<u8>, String>,
}
