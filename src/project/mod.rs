//! From paths to zones: which files are read, as which zone, and what they include.
//!
//! | file | knows |
//! |---|---|
//! | `again` | a project as another version has it, where only records differ |
//! | `discover` | what the files of a folder are, by their content |
//! | `gitignore` | which files of a folder git ignores |
//! | `server_config` | what the configurations of BIND, NSD and Knot say |
//! | `path_index` | which file here a path of a server means |
//! | `identity` | which zone a file holds, and what tells |
//! | `load` | the stages of reading |
//! | `scope` | what is named, and the project around it |
//! | `search` | the files of folders to what is read of them |
//! | `root` | the folder that nothing is read outside of |
//! | `reader` | files to zones, on all cores |
//! | `budget` | what all files may ask for together |
//! | `include` | which file an `$INCLUDE` means |
//! | `files` | which files were opened, each once |
//! | `views` | which zones answer the same clients |
//! | `parts` | which files with an SOA are parts of others |
//! | `list` | what became of each file |

mod again;
mod budget;
mod discover;
mod files;
mod gitignore;
mod identity;
mod include;
mod input;
mod list;
mod load;
mod parts;
mod path_index;
mod reader;
mod root;
mod scope;
mod search;
mod server_config;
mod views;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Meta, Severity};
use crate::findings::Findings;
use crate::fs::{FileSystem, ReadError, paths};
use crate::ruleset::FileSelection;
use crate::source::{SourceId, Sources, Span};
use crate::zone::Zone;
use files::FileTable;
use identity::OriginHints;

pub use again::OtherVersion;
pub use discover::{BASELINE, kind_of_input};
pub use identity::OriginSource;
pub use input::{Input, Stdin};
pub use list::{Listed, Why};
pub use server_config::{SERVER_CONFIG_FILE_MISSING, SERVER_CONFIG_INVALID};

/// Nothing tells which zone a file holds.
pub static ORIGIN_UNKNOWN: Meta = Meta {
    id: "origin-unknown",
    summary: "it is not known which zone a file contains",
    severity: Severity::Info,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("origin_unknown.md"),
    ..Meta::DEFAULT
};

/// The file says it is another zone than the one it was given as.
pub static ORIGIN_DIFFERS: Meta = Meta {
    id: "origin-differs",
    summary: "a zone file contains another zone than its name or a configuration says",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("origin_differs.md"),
    ..Meta::DEFAULT
};

/// What is to be read.
#[derive(Debug)]
pub struct ProjectRequest<'r> {
    /// Where files are.
    pub fs: &'r dyn FileSystem,
    /// The zones.
    pub input: &'r Input<'r>,
    /// The folder of the rule file in force.
    pub rules_dir: Option<&'r Path>,
    /// Which files rule files say are read, and as which zones.
    pub file_selection: &'r FileSelection,
    /// Where relative `$INCLUDE`s start, absolute.
    pub include_dir: Option<&'r Path>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The zones, in the order of their files: first those that are checked, then their neighbours.
    pub zones: Vec<Arc<Zone>>,
    /// What reading found.
    pub findings: Findings,
    /// What could not be read, each complete in one line.
    pub failures: Vec<String>,
    /// Whether the first of these is that a folder has no zones.
    pub is_without_zones: bool,
    /// Files read as zones to be checked.
    pub files: usize,
    /// Copies passed over.
    pub copies: usize,
    /// Templates of zones passed over.
    pub templates: usize,
    /// Files of searched folders that patterns leave out.
    pub excluded: HashSet<PathBuf>,
    /// Files and folders of searched folders that git ignores.
    pub ignored: HashSet<PathBuf>,
    /// Folders that were read as a whole, absolute.
    pub folders: Vec<PathBuf>,
    /// Folders around what is named that were searched, absolute; of those that are too large nothing was read.
    pub around: Vec<(PathBuf, Searching)>,
    /// Configurations of servers that count.
    pub configurations: Vec<SourceId>,
    /// What became of each file that is a zone or looks like one.
    pub listed: Vec<Listed>,
    /// The views each zone is said to stand in; none means all.
    views_of: Vec<Vec<String>>,
    views: Vec<Vec<usize>>,
    table: FileTable,
    /// What others than the files say of the zones in them.
    hints: Vec<(PathBuf, OriginHints)>,
    /// The files that were read as zones.
    read: HashSet<SourceId>,
    /// So many of the zones are checked.
    checked: usize,
    /// The sources that findings are reported of; none means all.
    reported: Option<HashSet<SourceId>>,
}

/// How a folder around what is named was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searching {
    /// With all that is below it.
    Deep,
    /// Without the folders in it.
    Flat,
    /// It has more files than are looked into.
    TooLarge,
}

impl Project {
    /// That git ignores something, where nothing else was found.
    fn left_by_git(&self) -> &'static str {
        if self.ignored.is_empty() {
            return "";
        }
        "; files in .gitignore are skipped: name the file or directory itself, or use `--no-gitignore`"
    }

    /// Reads all that is asked for; what cannot be read is a failure and stops nothing.
    pub fn read(request: ProjectRequest, sources: &mut Sources) -> Project {
        load::load(&request, sources)
    }

    /// The zones that answer the same clients, as indexes into the zones.
    pub fn views(&self) -> &[Vec<usize>] {
        &self.views
    }

    /// The zones that are checked. The others are what these are held against.
    pub fn checked_zones(&self) -> &[Arc<Zone>] {
        &self.zones[..self.checked]
    }

    /// The views that a zone is said to stand in; none means all.
    pub fn views_of(&self, zone: usize) -> &[String] {
        &self.views_of[zone]
    }

    /// Whether findings are to be shown of a file: it is one that is named, or part of a zone that is.
    pub fn is_reported(&self, file: SourceId) -> bool {
        self.reported.as_ref().is_none_or(|reported| reported.contains(&file))
    }

    /// Takes in zones, each with the views it stands in.
    fn add(&mut self, zones: impl IntoIterator<Item = (Zone, Vec<String>)>) {
        for (zone, views) in zones {
            self.zones.push(Arc::new(zone));
            self.views_of.push(views);
        }
    }

    fn fail(&mut self, path: &Path, error: &ReadError, cwd: &Path) {
        self.failures.push(format!("`{}` cannot be read: {error}", paths::shown(path, cwd)));
    }

    /// The same of what a rule file names, with the place that does.
    fn fail_at(&mut self, path: &Path, error: &ReadError, at: Option<Span>, cwd: &Path, sources: &Sources) {
        let by = at.map(|at| format!(", named by `{}`", sources.file_and_line(at)));
        let shown = paths::shown(path, cwd);
        self.failures.push(format!("`{shown}` cannot be read: {error}{}", by.unwrap_or_default()));
    }

    /// The path of a source, absolute; none of text that is no file.
    pub fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.table.path_of(source)
    }

    /// The sources of a path, be it as the file was named or without links.
    pub fn sources_at(&self, path: &Path) -> HashSet<SourceId> {
        // To compare paths part by part takes ten times as long, and a project may have thousands.
        self.table.sources_where(|other| other.as_os_str() == path.as_os_str())
    }

    /// Has findings reported of these sources only.
    pub fn report_only(&mut self, files: HashSet<SourceId>) {
        self.reported = Some(files);
    }

    /// The files that were read as zones.
    pub fn read_files(&self) -> Vec<SourceId> {
        self.read.iter().copied().collect()
    }
}
