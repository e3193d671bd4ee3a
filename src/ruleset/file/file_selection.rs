//! Which files are looked at, and which zones they are, as a rule file has it.

use super::extent::{Extent, Spanned};
use crate::ruleset::pattern::FileGlob;

/// The keys `zones`, `include`, `exclude`, `includes` and `include-dir` of one file, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSelectionKeys {
    /// Which file is which zone.
    pub zones: Vec<ZoneEntry>,
    /// The files that are looked at; none means all.
    pub include: Vec<Spanned<FileGlob>>,
    /// The files that are not.
    pub exclude: Vec<Spanned<FileGlob>>,
    /// Absolute folders of the server, and the folders here that stand for them.
    pub includes: Vec<(String, String)>,
    /// The folder that relative paths of `$INCLUDE` start from, relative to the rule file.
    pub include_dir: Option<Spanned<String>>,
}

/// An entry of `zones:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneEntry {
    /// Files, and whose they are.
    Files {
        /// The whole entry.
        at: Extent,
        /// The files.
        files: Vec<FileGlob>,
        /// The zone in them; `{stem}` and its like stand for parts of the path.
        origin: Option<String>,
        /// The view they stand in.
        view: Option<String>,
    },
    /// The configuration of a server, relative to the rule file.
    ServerSoftware(Spanned<String>),
}

/// What stands for a part of a path in an `origin`, and what it stands for.
pub(in crate::ruleset) const PLACEHOLDERS: [&str; 3] = ["{stem}", "{name}", "{folder}"];
