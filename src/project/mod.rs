//! From paths to zones: which files are read, as which zone, and what they include.
//!
//! | file | knows |
//! |---|---|
//! | `discover` | what the files of a folder are, by their content |
//! | `server_config` | what the configurations of BIND, NSD and Knot say |
//! | `path_index` | which file here a path of a server means |
//! | `identity` | which zone a file holds, and what tells |
//! | `load` | the stages of reading |
//! | `root` | the folder that nothing is read outside of |
//! | `reader` | files to zones, on all cores |
//! | `budget` | what all files may ask for together |
//! | `include` | which file an `$INCLUDE` means |
//! | `files` | which files were opened, each once |
//! | `views` | which zones answer the same clients |
//! | `parts` | which files with an SOA are parts of others |
//! | `list` | what became of each file |

mod budget;
mod discover;
mod files;
mod identity;
mod include;
mod input;
mod list;
mod load;
mod parts;
mod path_index;
mod reader;
mod root;
mod server_config;
mod views;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Meta, Severity};
use crate::findings::Findings;
use crate::fs::FileSystem;
use crate::ruleset::FileSelection;
use crate::source::{SourceId, Sources};
use crate::zone::Zone;
use files::FileTable;

pub use discover::{BASELINE, kind_of_input};
pub use identity::OriginSource;
pub use input::{Input, Stdin};
pub use list::{Listed, Why};

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
}

/// What was read.
#[derive(Debug, Default)]
pub struct Project {
    /// The zones, in the order of their files.
    pub zones: Vec<Zone>,
    /// What reading found.
    pub findings: Findings,
    /// What could not be read, each complete in one line.
    pub failures: Vec<String>,
    /// Files read as zones.
    pub files: usize,
    /// Copies passed over.
    pub copies: usize,
    /// Files of searched folders that patterns leave out.
    pub excluded: HashSet<PathBuf>,
    /// Folders that were read as a whole, absolute.
    pub folders: Vec<PathBuf>,
    /// What became of each file that is a zone or looks like one.
    pub listed: Vec<Listed>,
    /// The views each zone is said to stand in; none means all.
    views_of: Vec<Vec<String>>,
    views: Vec<Vec<usize>>,
    table: FileTable,
    /// The files that were read as zones.
    read: HashSet<SourceId>,
}

impl Project {
    /// Reads all that is asked for; what cannot be read is a failure and stops nothing.
    pub fn read(request: ProjectRequest, sources: &mut Sources) -> Project {
        load::load(&request, sources)
    }

    /// The zones that answer the same clients, as indexes into the zones.
    pub fn views(&self) -> &[Vec<usize>] {
        &self.views
    }

    /// The path of a source, absolute; none of text that is no file.
    pub fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.table.path_of(source)
    }

    /// The files that were read as zones.
    pub fn read_files(&self) -> Vec<SourceId> {
        self.read.iter().copied().collect()
    }
}
