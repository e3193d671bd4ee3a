//! From paths to zones: which files are read, as which zone, and what they include.

mod discover;
pub mod files;
mod include;
mod origin;
pub mod paths;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::zone::{self, Zone, peek};
use discover::File;
use files::{Opened, ReadError};
use include::IncludeFiles;

/// Nothing tells which zone a file holds.
pub static ORIGIN_UNKNOWN: Meta = Meta {
    id: "origin-unknown",
    summary: "nothing tells which zone a file holds",
    severity: Severity::Info,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("origin_unknown.md"),
};

/// The file says it is another zone than the one it was given as.
pub static ORIGIN_DIFFERS: Meta = Meta {
    id: "origin-differs",
    summary: "the SOA of a file is that of another zone than the one named",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("origin_differs.md"),
};

/// Stands for the origin nobody knows: relative names are below it, absolute ones are not.
pub(crate) const UNKNOWN: &str = "origin-unknown.invalid.";

/// What is to be read.
#[derive(Debug)]
pub struct Request<'r> {
    /// Files and directories, as named.
    pub paths: &'r [PathBuf],
    /// What came on standard input, and the path to report it under.
    pub stdin: Option<(PathBuf, Vec<u8>)>,
    /// `--origin`, without regard to the final dot.
    pub origin: Option<&'r str>,
    /// Absolute.
    pub cwd: &'r Path,
    /// The folder of the rule file in force.
    pub rules_dir: Option<&'r Path>,
    /// Where relative `$INCLUDE`s start.
    pub include_dir: Option<&'r Path>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Project {
    /// The zones, in the order of their files.
    pub zones: Vec<Zone>,
    /// What reading found.
    pub findings: Vec<Diagnostic>,
    /// What could not be read, each complete in one line.
    pub failures: Vec<String>,
    /// Files read as zones.
    pub files: usize,
    /// Copies passed over.
    pub copies: usize,
    /// Folders that were read as a whole, absolute.
    pub folders: Vec<PathBuf>,
    opened: Opened,
    /// The project root of each folder that held a zone.
    roots: HashMap<PathBuf, PathBuf>,
    /// The files that were read as zones.
    read: HashSet<SourceId>,
}

impl Project {
    /// Reads all that is asked for; what cannot be read is a failure and stops nothing.
    pub fn read(request: Request, sources: &mut Sources) -> Project {
        let mut project = Project::default();
        for path in request.paths {
            let full = paths::lexical(path, request.cwd);
            if full.is_dir() {
                project.read_directory(&full, &request, sources);
            } else {
                project.read_file(File { path: full, bytes: None }, request.origin, &request, sources);
            }
        }
        if let Some((path, bytes)) = &request.stdin {
            let full = paths::lexical(path, request.cwd);
            let name = paths::shown(&full, request.cwd);
            let id = sources.add(name, bytes.clone());
            project.opened.name(id, &full);
            project.read_zone(id, &full, request.origin, &request, sources);
        }
        project
    }

    /// The zones that answer the same clients, as indexes into the zones.
    pub fn views(&self) -> Vec<Vec<usize>> {
        vec![(0..self.zones.len()).collect()]
    }

    /// The path of a source, absolute; none of text that is no file.
    pub fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.opened.path_of(source)
    }

    /// The files that were read as zones.
    pub fn read_files(&self) -> Vec<SourceId> {
        self.read.iter().copied().collect()
    }

    fn read_directory(&mut self, top: &Path, request: &Request, sources: &mut Sources) {
        self.folders.push(top.to_path_buf());
        let found = discover::walk(top, &project_root(top, request));
        self.copies += found.copies;
        for (path, error) in found.failed {
            self.fail(&path, &error, request);
        }
        let mut holds_zone = !found.zones.is_empty();
        for file in found.zones {
            self.read_file(file, None, request, sources);
        }
        for file in found.fragments {
            // What a zone includes was checked with that zone.
            if !self.opened.contains(&file.path) {
                holds_zone = true;
                self.read_file(file, None, request, sources);
            }
        }
        if !holds_zone && self.failures.is_empty() {
            let top = paths::shown(top, request.cwd);
            self.failures.push(format!("no zone file in `{top}`: none of its files has an SOA record"));
        }
    }

    /// Reads a file as a zone, once however often it is named.
    fn read_file(&mut self, file: File, origin: Option<&str>, request: &Request, sources: &mut Sources) {
        let File { path, bytes } = file;
        match self.opened.open(&path, paths::shown(&path, request.cwd), bytes, sources) {
            Ok(id) if self.read.contains(&id) => {}
            Ok(id) => self.read_zone(id, &path, origin, request, sources),
            Err(error) => self.fail(&path, &error, request),
        }
    }

    fn read_zone(&mut self, id: SourceId, path: &Path, named: Option<&str>, request: &Request, sources: &mut Sources) {
        self.files += 1;
        self.read.insert(id);
        let Told { origin, apex, finding } = whose(id, path, named, request, sources);
        let folder = path.parent().unwrap_or(request.cwd);
        let root = self.roots.entry(folder.to_path_buf()).or_insert_with(|| project_root(folder, request)).clone();
        let mut includes = IncludeFiles {
            cwd: request.cwd,
            root: &root,
            configured: request.include_dir,
            opened: &mut self.opened,
            zone: path,
            told: Vec::new(),
        };
        let (zone, findings) = zone::read(id, &origin, &apex, &mut includes, sources);
        // Of a file that is no zone file there is no more to say.
        self.findings.extend(finding.filter(|_| zone.is_some()));
        self.zones.extend(zone);
        self.findings.extend(findings);
    }

    fn fail(&mut self, path: &Path, error: &ReadError, request: &Request) {
        self.failures.push(format!("`{}` cannot be read: {error}", paths::shown(path, request.cwd)));
    }
}

/// Whose zone a file is.
struct Told {
    /// What names are relative to until the file says otherwise.
    origin: String,
    apex: String,
    /// What is wrong with that.
    finding: Option<Diagnostic>,
}

/// What tells, in this order: the SOA's owner, the command line for files it names, the first
/// `$ORIGIN`, the file name, and the command line for the files of a directory.
fn whose(id: SourceId, path: &Path, named: Option<&str>, request: &Request, sources: &Sources) -> Told {
    let seen = peek::peek(sources.get(id).bytes());
    let named = named.map(with_final_dot);
    let at_top = Span { source: id, start: 0, end: 0 };
    let by_content = seen.soa_owner.or(seen.origin.filter(|_| named.is_none()));
    let mut finding = None;
    if let (Some(named), Some(content)) = (&named, &by_content)
        && !named.eq_ignore_ascii_case(content)
    {
        let message = format!("the file is given as `{named}`, but its SOA is that of `{content}`");
        let differs = Diagnostic::new(&ORIGIN_DIFFERS, at_top, message);
        let content = content.trim_end_matches('.');
        let help =
            format!("pass `--origin {content}`, or correct the owner of the SOA; servers refuse the zone as it is");
        finding = Some(differs.help(help));
    }
    let by_name = || path.file_name().and_then(|name| origin::from_file_name(&name.to_string_lossy()));
    let told = by_content.or(named.clone()).or_else(by_name).or_else(|| request.origin.map(with_final_dot));
    let apex = told.unwrap_or_else(|| {
        let message = "nothing tells which zone this is: no absolute SOA owner, no `$ORIGIN`, and not the file name";
        let unknown = Diagnostic::new(&ORIGIN_UNKNOWN, at_top, message);
        let anybodys = path.file_name().is_some_and(|name| origin::is_anybodys(&name.to_string_lossy()));
        let unknown = unknown.help("pass `--origin NAME`, or put `$ORIGIN NAME.` at the top");
        finding = (!anybodys).then_some(unknown);
        UNKNOWN.to_owned()
    });
    Told { origin: named.unwrap_or_else(|| apex.clone()), apex, finding }
}

/// The git root, else the rule file's folder, else the folder of the file or argument.
fn project_root(folder: &Path, request: &Request) -> PathBuf {
    let rules_dir = request.rules_dir.filter(|dir| folder.starts_with(dir)).map(Path::to_path_buf);
    let argument =
        request.paths.iter().map(|p| paths::lexical(p, request.cwd)).find(|p| p.is_dir() && folder.starts_with(p));
    let root = paths::git_root(folder).or(rules_dir).or(argument).unwrap_or_else(|| folder.to_path_buf());
    root.canonicalize().unwrap_or(root)
}

fn with_final_dot(name: &str) -> String {
    if name.ends_with('.') { name.to_owned() } else { format!("{name}.") }
}
