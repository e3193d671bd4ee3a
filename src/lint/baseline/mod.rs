//! The findings that were there before: known by their fingerprints, and not shown again.
//!
//! A baseline is a file of one line for each fingerprint, sorted by zone, so that its diffs can be read. The names in
//! it are for people; the fingerprint, the view and the counts are what findings are held against.

mod apply;
mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::fingerprint::{self, Fingerprint};
use crate::report;
use crate::source::{SourceId, Sources, Span};

pub(super) use apply::{Applied, Compared};
pub use file::{BaselineFile, Known, Mode};

/// An entry of the baseline stands for nothing any more.
pub static BASELINE_STALE: Meta = Meta {
    id: "baseline-stale",
    summary: "the baseline lists findings that are no longer found",
    severity: Severity::Info,
    references: &["docs/old-repository.md"],
    explain: include_str!("baseline_stale.md"),
    ..Meta::DEFAULT
};

/// The name that a baseline is looked for under.
pub const FILE_NAME: &str = "zonelint-baseline.json";

/// The findings of one fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    rtype: Option<String>,
    /// Where there are several versions of the zone: which of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    view: Option<String>,
    /// Where there is no owner: the name of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The check.
    pub check: String,
    count: usize,
    /// Of how many records that is said, where those are more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    records: Option<usize>,
    fingerprint: Fingerprint,
}

/// The findings that were there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// What it was made of, relative to its folder.
    pub paths: Vec<String>,
    version: u32,
    entries: BTreeMap<EntryKey, BaselineEntry>,
}

/// What findings are known by, and the view they are in.
type EntryKey = (Fingerprint, Option<String>);

/// What is in the file.
#[derive(Deserialize)]
struct BaselineDocument {
    version: u32,
    #[serde(default)]
    paths: Vec<String>,
    findings: Vec<BaselineEntry>,
}

const VERSION: u32 = 2;
/// Its fingerprints have nothing of the value that is wrong.
const VERSION_1: u32 = 1;

impl Default for Baseline {
    fn default() -> Baseline {
        Baseline { paths: Vec::new(), version: VERSION, entries: BTreeMap::new() }
    }
}

impl Baseline {
    /// That of findings in what was read from `paths`.
    pub fn of(sources: &Sources, findings: &[Diagnostic], paths: Vec<String>) -> Baseline {
        let mut baseline = Baseline { paths, ..Baseline::default() };
        let known = findings.iter().filter(|finding| !finding.meta.is_about_run());
        baseline.add(known.map(|finding| BaselineEntry::new(sources, finding)));
        baseline
    }

    /// Reads one; the error says what is wrong with it, and where.
    pub fn parse(bytes: &[u8]) -> Result<Baseline, String> {
        let BaselineDocument { version, paths, findings } =
            serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if ![VERSION_1, VERSION].contains(&version) {
            return Err(format!(
                "it has version {version}, but this zonelint reads versions {VERSION_1} and {VERSION}"
            ));
        }
        let mut baseline = Baseline { paths, version, ..Baseline::default() };
        baseline.add(findings);
        Ok(baseline)
    }

    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut entries: Vec<&BaselineEntry> = self.entries.values().collect();
        entries.sort_by_key(|entry| {
            let BaselineEntry { zone, view, file, owner, rtype, check, .. } = entry;
            (zone, view, file, owner, rtype, check)
        });
        let entries: Vec<String> = entries.into_iter().map(|entry| format!("\n{}", line(entry))).collect();
        let (version, paths, entries) = (self.version, line(&self.paths), entries.join(","));
        format!("{{\"version\": {version},\n\"paths\": {paths},\n\"findings\": [{entries}\n]}}\n").into_bytes()
    }

    /// How many findings it stands for.
    pub fn count(&self) -> usize {
        self.entries.values().fold(0, |count, entry| count.saturating_add(entry.count))
    }

    /// Whether its fingerprints are those of the first zonelint, which do not tell one wrong value from another.
    pub fn is_of_version_1(&self) -> bool {
        self.version == VERSION_1
    }

    /// Takes the findings out that it has, and returns what is left of it. Of those that are alike the first are
    /// the known ones.
    pub fn take(&self, findings: &mut Vec<Diagnostic>, sources: &Sources) -> Baseline {
        let mut left = self.clone();
        findings.retain(|finding| finding.meta.is_about_run() || !left.knows(finding, sources));
        left
    }

    /// Whether it has a finding, which it has once less from then on.
    fn knows(&mut self, finding: &Diagnostic, sources: &Sources) -> bool {
        let (fingerprint, view, records) = match self.version {
            VERSION_1 => (fingerprint::of_version_1(sources, finding), None, 1),
            _ => {
                let fingerprint = fingerprint::without_view(sources, finding);
                (fingerprint, fingerprint::view(sources, finding), usize::from(finding.records))
            }
        };
        let alike = self.entries.range_mut((fingerprint, None)..).take_while(|(key, _)| key.0 == fingerprint);
        // A run that reads one version of a zone does not know that there are others.
        let fits = |entry: &&mut BaselineEntry| {
            let is_of_view = entry.view.is_none() || view.is_none() || entry.view.as_deref() == view;
            is_of_view && entry.count > 0 && records <= entry.records()
        };
        let known = alike.map(|(_, entry)| entry).filter(fits).max_by_key(|entry| entry.view.as_deref() == view);
        known.map(|entry| entry.take(1, records)).is_some()
    }

    /// Whether it stands for nothing.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Some entries of it.
    pub fn only(mut self, keep: impl Fn(&BaselineEntry) -> bool) -> Baseline {
        self.entries.retain(|_, entry| keep(entry));
        self
    }

    /// This one and another.
    pub fn with(mut self, other: Baseline) -> Baseline {
        self.paths.extend(other.paths);
        self.paths.sort();
        self.paths.dedup();
        self.add(other.entries.into_values().filter(|entry| entry.count > 0));
        self
    }

    /// This one, with the views of an older one: a run that reads one version of a zone does not know which it is,
    /// and of what it knew by an entry of a view the view stays. `left` is what was left of the older one.
    pub fn with_views_of(mut self, old: &Baseline, left: &Baseline) -> Baseline {
        let mut in_views = Vec::new();
        for (key, entry) in old.entries.iter().filter(|(_, entry)| entry.view.is_some()) {
            let known = entry.count.saturating_sub(left.entries.get(key).map_or(0, |left| left.count));
            let Some(own) = self.entries.get_mut(&(key.0, None)) else { continue };
            let count = known.min(own.count);
            if count == 0 {
                continue;
            }
            let records = if count == own.count { own.records() } else { count };
            let mut in_view = BaselineEntry { view: entry.view.clone(), ..own.clone() };
            in_view.set(count, records);
            own.take(count, records);
            in_views.push(in_view);
        }
        self.add(in_views);
        self.only(|entry| entry.count > 0)
    }

    /// What it has more than another.
    pub fn without(mut self, other: &Baseline) -> Baseline {
        for (key, entry) in &mut self.entries {
            if let Some(less) = other.entries.get(key) {
                entry.take(less.count, less.records());
            }
        }
        self.only(|entry| entry.count > 0)
    }

    /// What is to be said of a baseline that stands for nothing, if there is anything in it.
    pub fn stale(&self, file: SourceId, sources: &Sources) -> Option<Diagnostic> {
        let mut entries = self.entries.values().filter(|entry| entry.count > 0);
        let first = entries.next()?;
        let place = |entry: &BaselineEntry| place(entry, file, sources);
        let message = match self.count() {
            1 => format!("{} is in the baseline but no longer found", first.words()),
            count => format!("{count} findings of the baseline are no longer found, one of them {}", first.words()),
        };
        let finding = Diagnostic::new(&BASELINE_STALE, place(first), message);
        let finding = finding.help("`zonelint check --prune-baseline` removes what is no longer found");
        Some(
            entries
                .take(MOST_SHOWN)
                .fold(finding, |finding, other| finding.label(place(other), "also no longer found")),
        )
    }

    /// Counts those of one fingerprint together: a merge may have left two lines for it.
    fn add(&mut self, entries: impl IntoIterator<Item = BaselineEntry>) {
        for entry in entries {
            let (count, records) = (entry.count, entry.records());
            let key = (entry.fingerprint, entry.view.clone());
            let known = self.entries.entry(key).or_insert(BaselineEntry { count: 0, records: None, ..entry });
            known.set(known.count.saturating_add(count), known.records().saturating_add(records));
        }
    }
}

/// So many more stale entries are pointed at.
const MOST_SHOWN: usize = 4;

impl BaselineEntry {
    fn new(sources: &Sources, finding: &Diagnostic) -> BaselineEntry {
        let Subject { zone, owner, rtype } = &*finding.subject;
        let file = || {
            let name = sources.get(sources.in_file(finding.primary.span).source).name();
            name.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let file = owner.is_none().then(file);
        let check = finding.meta.id.to_owned();
        let (zone, owner) = (zone.as_deref().map(str::to_owned), owner.as_deref().map(str::to_owned));
        let rtype = rtype.as_deref().map(str::to_owned);
        let fingerprint = fingerprint::without_view(sources, finding);
        let view = fingerprint::view(sources, finding).map(str::to_owned);
        let records = Some(usize::from(finding.records)).filter(|&records| records > 1);
        BaselineEntry { zone, owner, rtype, view, file, check, count: 1, records, fingerprint }
    }

    fn records(&self) -> usize {
        self.records.unwrap_or(self.count)
    }

    fn set(&mut self, count: usize, records: usize) {
        self.count = count;
        self.records = Some(records).filter(|&records| records != count);
    }

    fn take(&mut self, count: usize, records: usize) {
        self.set(self.count.saturating_sub(count), self.records().saturating_sub(records));
    }

    /// What it stands for, in a sentence.
    fn words(&self) -> String {
        let about = self.owner.as_ref().or(self.file.as_ref()).or(self.zone.as_ref());
        let about = about.map(|name| format!(" of `{name}`")).unwrap_or_default();
        format!("`{}`{about}", self.check)
    }
}

/// Where an entry is written: its fingerprint.
fn place(entry: &BaselineEntry, file: SourceId, sources: &Sources) -> Span {
    let digits = entry.fingerprint.to_string();
    let start = memchr::memmem::find(sources.get(file).bytes(), digits.as_bytes());
    let (start, length) = start.map_or((0, 0), |start| (start, digits.len()));
    Span { source: file, start: start as u32, end: (start + length) as u32 }
}

/// A value as JSON in one line that can be shown as it is.
fn line(value: &(impl Serialize + ?Sized)) -> String {
    let mut bytes = Vec::new();
    // To write to memory does not fail, and the values are strings and numbers.
    let _ = report::exact(&value, &mut bytes);
    String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()
}
