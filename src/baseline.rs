//! The findings that were there before: known by their fingerprints, and not shown again.
//!
//! A baseline is a file of one line for each fingerprint, sorted by zone, so that its diffs can be read. The names in
//! it are for people; the fingerprint and the count are what findings are held against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::fingerprint::{self, Fingerprint};
use crate::limits;
use crate::report;
use crate::source::{SourceId, Sources, Span};

/// An entry of the baseline stands for nothing any more.
pub static BASELINE_STALE: Meta = Meta {
    id: "baseline-stale",
    summary: "the baseline has what is found no more",
    severity: Severity::Info,
    references: &["docs/old-repository.md"],
    explain: include_str!("baseline_stale.md"),
};

/// The name that a baseline is looked for under.
pub const FILE_NAME: &str = "zonelint-baseline.json";

/// The findings of one fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    rtype: Option<String>,
    /// Where there is no owner: the name of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The check.
    pub check: String,
    count: usize,
    fingerprint: Fingerprint,
}

/// The findings that were there before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// What it was made of, relative to its folder.
    pub paths: Vec<String>,
    entries: BTreeMap<Fingerprint, Entry>,
}

/// What is in the file.
#[derive(Deserialize)]
struct Document {
    version: u32,
    #[serde(default)]
    paths: Vec<String>,
    findings: Vec<Entry>,
}

const VERSION: u32 = 1;

impl Baseline {
    /// That of findings in what was read from `paths`.
    pub fn of(sources: &Sources, findings: &[Diagnostic], paths: Vec<String>) -> Baseline {
        let mut baseline = Baseline { paths, entries: BTreeMap::new() };
        for finding in findings.iter().filter(|finding| !limits::is_reached(finding)) {
            let fingerprint = fingerprint::without_count(sources, finding);
            let entry = baseline.entries.entry(fingerprint);
            entry.or_insert_with(|| Entry::new(sources, finding, fingerprint)).count += 1;
        }
        baseline
    }

    /// Reads one; the error says what is wrong with it, and where.
    pub fn parse(bytes: &[u8]) -> Result<Baseline, String> {
        let Document { version, paths, findings } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if version != VERSION {
            return Err(format!("its version is {version}, and this zonelint reads version {VERSION}"));
        }
        let mut baseline = Baseline { paths, entries: BTreeMap::new() };
        baseline.add(findings);
        Ok(baseline)
    }

    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort_by_key(|entry| (&entry.zone, &entry.file, &entry.owner, &entry.rtype, &entry.check));
        let entries: Vec<String> = entries.into_iter().map(|entry| format!("\n{}", line(entry))).collect();
        let (paths, entries) = (line(&self.paths), entries.join(","));
        format!("{{\"version\": {VERSION},\n\"paths\": {paths},\n\"findings\": [{entries}\n]}}\n").into_bytes()
    }

    /// How many findings it stands for.
    pub fn count(&self) -> usize {
        self.entries.values().fold(0, |count, entry| count.saturating_add(entry.count))
    }

    /// Takes the findings out that it has, and returns what is left of it. Of those that are alike the first are
    /// the known ones.
    pub fn take(&self, findings: &mut Vec<Diagnostic>, sources: &Sources) -> Baseline {
        let mut left = self.clone();
        findings.retain(|finding| {
            if limits::is_reached(finding) {
                return true;
            }
            let entry = left.entries.get_mut(&fingerprint::without_count(sources, finding));
            entry.filter(|entry| entry.count > 0).map(|entry| entry.count -= 1).is_none()
        });
        left.only(|entry| entry.count > 0)
    }

    /// Some entries of it.
    pub fn only(mut self, keep: impl Fn(&Entry) -> bool) -> Baseline {
        self.entries.retain(|_, entry| keep(entry));
        self
    }

    /// This one and another.
    pub fn with(mut self, other: Baseline) -> Baseline {
        self.paths.extend(other.paths);
        self.paths.sort();
        self.paths.dedup();
        self.add(other.entries.into_values());
        self
    }

    /// What it has more than another.
    pub fn without(mut self, other: &Baseline) -> Baseline {
        for (fingerprint, entry) in &mut self.entries {
            let less = other.entries.get(fingerprint).map_or(0, |other| other.count);
            entry.count = entry.count.saturating_sub(less);
        }
        self.only(|entry| entry.count > 0)
    }

    /// What is to be said of a baseline that stands for nothing, if there is anything in it.
    pub fn stale(&self, file: SourceId, sources: &Sources) -> Option<Diagnostic> {
        let mut entries = self.entries.values();
        let first = entries.next()?;
        let place = |entry: &Entry| place(entry, file, sources);
        let message = match self.count() {
            1 => format!("{} is in the baseline, and is found no more", first.words()),
            count => format!("{count} findings of the baseline are found no more, one of them {}", first.words()),
        };
        let finding = Diagnostic::new(&BASELINE_STALE, place(first), message);
        let finding = finding.help("`zonelint check --prune-baseline` takes out what is found no more");
        Some(entries.take(MOST_SHOWN).fold(finding, |finding, other| finding.label(place(other), "gone, too")))
    }

    /// Counts those of one fingerprint together: a merge may have left two lines for it.
    fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            let count = entry.count;
            let known = self.entries.entry(entry.fingerprint).or_insert(Entry { count: 0, ..entry });
            known.count = known.count.saturating_add(count);
        }
    }
}

/// So many more stale entries are pointed at.
const MOST_SHOWN: usize = 4;

impl Entry {
    fn new(sources: &Sources, finding: &Diagnostic, fingerprint: Fingerprint) -> Entry {
        let Subject { zone, owner, rtype } = &finding.subject;
        let file = || {
            let name = sources.get(sources.in_file(finding.primary.span).source).name();
            name.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let file = owner.is_none().then(file);
        let check = finding.meta.id.to_owned();
        let (zone, owner) = (zone.as_deref().map(str::to_owned), owner.as_deref().map(str::to_owned));
        let rtype = rtype.as_deref().map(str::to_owned);
        Entry { zone, owner, rtype, file, check, count: 0, fingerprint }
    }

    /// What it stands for, in a sentence.
    fn words(&self) -> String {
        let about = self.owner.as_ref().or(self.file.as_ref()).or(self.zone.as_ref());
        let about = about.map(|name| format!(" of `{name}`")).unwrap_or_default();
        format!("`{}`{about}", self.check)
    }
}

/// Where an entry is written: its fingerprint.
fn place(entry: &Entry, file: SourceId, sources: &Sources) -> Span {
    let digits = entry.fingerprint.to_string();
    let start = memchr::memmem::find(sources.get(file).bytes(), digits.as_bytes());
    let (start, length) = start.map_or((0, 0), |start| (start, digits.len()));
    Span { source: file, start: start as u32, end: (start + length) as u32 }
}

/// A value as JSON in one line that can be shown as it is.
fn line(value: &(impl Serialize + ?Sized)) -> String {
    let mut bytes = Vec::new();
    // To write to memory does not fail, and the values are strings and numbers.
    let _ = report::document(&value, &mut bytes);
    String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()
}
