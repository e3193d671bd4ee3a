//! Comments for the files of what was found, so that the next run finds none of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow::Continue;
use std::path::PathBuf;

use super::pipeline::{Outcome, Request, lint, zone_files};
use super::suppress::{self, Commenting, UNUSED_IGNORE};
use crate::diagnostic::Diagnostic;
use crate::fs::{FileSystem, Links, MemoryFs, OverlayFs};
use crate::source::{SourceId, gzip};
use crate::syntax::kinds;

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
        let texts = work.files.iter().fold(MemoryFs::new(), |fs, (path, file)| fs.with(path, file.text.text.clone()));
        let fs = OverlayFs::new(texts, fs);
        let outcome = lint(&fs, &request);
        if !outcome.failures.is_empty() {
            return Ok(Comments::default());
        }
        let read = (outcome.numbers().zones, outcome.numbers().records);
        if *size.get_or_insert(read) != read {
            return Err("no comment was added: it would change how the zones are read".to_owned());
        }
        if !work.change(&fs, &outcome) {
            return Ok(work.finish());
        }
    }
    Err(format!("no comment was added: after {MOST_ROUNDS} rounds there was more to silence"))
}

/// A file, and its text as it is to be.
struct Changed {
    shown: String,
    text: Commenting,
}

struct Work<'w> {
    fs: &'w dyn FileSystem,
    reason: &'w str,
    /// By path, without links.
    files: BTreeMap<PathBuf, Changed>,
    /// Why others are left as they are, by name.
    left: BTreeMap<String, String>,
}

impl Work<'_> {
    /// Adds comments for what was found, and takes back those that silence nothing; whether there were any.
    fn change(&mut self, fs: &dyn FileSystem, outcome: &Outcome) -> bool {
        let Outcome { sources, project, .. } = outcome;
        let files = zone_files(project, sources);
        let place = |finding: &Diagnostic| sources.in_file(finding.primary.span);
        // Archives and data of other programs have no comments, or others.
        let foreign = outcome.findings.iter().filter(|finding| finding.is(&kinds::NOT_A_ZONE_FILE));
        let foreign: HashSet<SourceId> = foreign.map(|finding| place(finding).source).collect();
        let mut paths: HashMap<SourceId, Option<PathBuf>> = HashMap::new();
        let mut changed: BTreeSet<PathBuf> = BTreeSet::new();
        for finding in &outcome.findings {
            let place = place(finding);
            let is_unused = finding.is(&UNUSED_IGNORE);
            let is_of_comment = suppress::KINDS.iter().any(|meta| finding.is(meta));
            let is_silenceable = finding.ignorable && !is_of_comment && !finding.meta.is_about_run();
            if !(is_unused || is_silenceable) || files.binary_search(&place.source).is_err() {
                continue;
            }
            let path = paths
                .entry(place.source)
                .or_insert_with(|| self.path(place.source, foreign.contains(&place.source), fs, outcome));
            let Some((path, file)) = path.as_ref().and_then(|path| Some((path, self.files.get_mut(path)?))) else {
                continue;
            };
            let is_new = match is_unused {
                true => file.text.take_back(sources.text(place), place.start),
                false => file.text.silence(finding.meta.id, place.start),
            };
            if is_new {
                changed.insert(path.clone());
            }
        }
        for path in &changed {
            if let Some(file) = self.files.get_mut(path) {
                file.text.write(self.reason);
            }
        }
        !changed.is_empty()
    }

    /// The file of a source, without links, which is one of those to be written from then on. None, with the reason
    /// why, if it is no zone file or holds something else than was read.
    fn path(&mut self, source: SourceId, is_foreign: bool, fs: &dyn FileSystem, outcome: &Outcome) -> Option<PathBuf> {
        let (named, source) = (outcome.project.path_of(source)?, outcome.sources.get(source));
        let real = Links::new(fs, None).named(named, &[]).ok()?;
        if !self.files.contains_key(real.path()) {
            let shown = source.given_name().to_owned();
            let bytes = self.fs.read(&real).unwrap_or_default();
            let why = match () {
                () if is_foreign => Some("it is no zone file; `exclude` leaves it out"),
                () if gzip::is_packed(&bytes) => Some("it is compressed; run this on the file that it is made from"),
                () if bytes != source.bytes() => Some("it was changed meanwhile; run this again"),
                () => None,
            };
            if let Some(why) = why {
                let why = format!("`{shown}` is not changed: {why}");
                self.left.insert(shown, why);
                return None;
            }
            let text = Commenting::of(source.bytes());
            self.files.insert(real.path().to_path_buf(), Changed { shown, text });
        }
        Some(real.into_path())
    }

    fn finish(self) -> Comments {
        let is_changed = |(_, file): &(PathBuf, Changed)| file.text.count() > 0;
        let files = self.files.into_iter().filter(is_changed).map(|(path, Changed { shown, text })| Commented {
            path,
            shown,
            comments: text.count(),
            bytes: text.text,
        });
        Comments { files: files.collect(), left: self.left.into_values().collect() }
    }
}
