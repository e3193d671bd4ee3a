//! Comments for the files of what was found, so that the next run finds none of it.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

use super::pipeline::{Outcome, Request, lint, zone_files};
use super::suppress::{self, Entries, Insertions};
use crate::fs::{FileSystem, Links, MemoryFs, OverlayFs, Real};
use crate::limits;
use crate::source::SourceId;

/// To silence one finding brings another up where the two are about one mistake; not for ever.
const MOST_ROUNDS: usize = 8;

/// A file with comments in it.
#[derive(Debug)]
pub struct Commented {
    /// Absolute, without links.
    pub path: PathBuf,
    /// The path to print.
    pub shown: String,
    /// All of its text.
    pub bytes: Vec<u8>,
    /// How many comments were added.
    pub comments: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Comments {
    /// The files to write.
    pub files: Vec<Commented>,
    /// Why other files are left as they are, each complete in one line.
    pub left: Vec<String>,
}

/// Finds comments for all that a run finds and a comment may silence. An `Err` is why there are none, complete in one
/// line.
pub fn add_ignores(fs: &dyn FileSystem, request: &Request, reason: &str) -> Result<Comments, String> {
    let request = Request { apart: true, before: &|_, _| Continue(()), ..*request };
    let mut work = Work { fs, reason, files: BTreeMap::new(), left: BTreeMap::new() };
    let mut size = None;
    for _ in 0..MOST_ROUNDS {
        let texts = work.files.values().fold(MemoryFs::new(), |fs, file| fs.with(&file.path, file.bytes.clone()));
        let fs = OverlayFs::new(texts, fs);
        let outcome = lint(&fs, &request);
        if !outcome.failures.is_empty() {
            return Ok(Comments::default());
        }
        let read = (outcome.numbers().zones, outcome.numbers().records);
        if *size.get_or_insert(read) != read {
            return Err("no comment was added: the zones would not be read as they are now".to_owned());
        }
        if !work.add(&fs, &outcome) {
            return Ok(Comments { files: work.files.into_values().collect(), left: work.left.into_values().collect() });
        }
    }
    Err(format!("no comment was added: after {MOST_ROUNDS} rounds there was more to silence"))
}

struct Work<'w> {
    fs: &'w dyn FileSystem,
    reason: &'w str,
    files: BTreeMap<PathBuf, Commented>,
    left: BTreeMap<SourceId, String>,
}

impl Work<'_> {
    /// Adds comments for what was found; whether there were any to add.
    fn add(&mut self, fs: &dyn FileSystem, outcome: &Outcome) -> bool {
        let files = zone_files(&outcome.project, &outcome.sources);
        let mut found: BTreeMap<SourceId, Insertions> = BTreeMap::new();
        let mut entries: HashMap<SourceId, Entries> = HashMap::new();
        for finding in outcome.findings.iter().filter(|finding| finding.ignorable) {
            let place = outcome.sources.in_file(finding.primary.span);
            let is_for_comments = !limits::is_reached(finding) && !suppress::KINDS.iter().any(|meta| finding.is(meta));
            if !is_for_comments || files.binary_search(&place.source).is_err() || self.left.contains_key(&place.source)
            {
                continue;
            }
            let bytes = || outcome.sources.get(place.source).bytes();
            let entries = entries.entry(place.source).or_insert_with(|| Entries::of(bytes()));
            found.entry(place.source).or_default().add(finding.meta.id, place.start, entries);
        }
        let mut has_added = false;
        for (source, insertions) in found {
            match self.real(source, fs, outcome) {
                Ok(real) => {
                    has_added = true;
                    self.insert(real.path(), source, &insertions, outcome);
                }
                Err(why) => {
                    let shown = outcome.sources.get(source).name();
                    self.left.insert(source, format!("`{shown}` is left as it is: {why}"));
                }
            }
        }
        has_added
    }

    /// The file of a source, unless it holds something else than was read.
    fn real(&self, source: SourceId, fs: &dyn FileSystem, outcome: &Outcome) -> Result<Real, String> {
        let path = outcome.project.path_of(source).ok_or("it is no file")?;
        let real = Links::new(fs, None).named(path, &[]).map_err(|error| error.to_string())?;
        if self.files.contains_key(real.path()) {
            return Ok(real);
        }
        let bytes = self.fs.read(&real).map_err(|error| error.to_string())?;
        let is_same = bytes == outcome.sources.get(source).bytes();
        is_same.then_some(real).ok_or_else(|| "it is compressed, or has changed meanwhile".to_owned())
    }

    fn insert(&mut self, path: &Path, source: SourceId, insertions: &Insertions, outcome: &Outcome) {
        let source = outcome.sources.get(source);
        let bytes = insertions.apply(source.bytes(), self.reason);
        let before = self.files.get(path).map_or(0, |file| file.comments);
        let comments = before + insertions.count();
        let (path, shown) = (path.to_path_buf(), source.given_name().to_owned());
        self.files.insert(path.clone(), Commented { path, shown, bytes, comments });
    }
}
