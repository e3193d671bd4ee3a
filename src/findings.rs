//! Findings as they come in: of one kind in one file no more are kept than the limit, and the rest is counted.
//!
//! A broken file can have a finding for each of its lines, and a line takes less memory than a finding. So the
//! limit holds while findings are made, wherever they are made, and not when they are shown.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::ops::Deref;

use crate::diagnostic::{Diagnostic, Meta};
use crate::limits::{self, Limits};
use crate::numbers::NumberMap;
use crate::source::{SourceId, SourceIdMap, Sources, Span};

/// Findings in the order they came in, the first of each kind in each file.
#[derive(Clone, Debug)]
pub struct Findings {
    list: Vec<Diagnostic>,
    /// So many of one kind are kept of one file.
    most: usize,
    counts: NumberMap<KindInFile, Count>,
    /// The hashes of what was said, once there is no room for what is said twice.
    said: Option<HashSet<u64>>,
}

/// The file, and the address of what is fixed about a kind, of which there is one each.
type KindInFile = (SourceId, u64);

fn kind(file: SourceId, meta: &'static Meta) -> KindInFile {
    (file, std::ptr::from_ref(meta).addr() as u64)
}

/// How many there are of one kind in one file.
#[derive(Clone, Debug, Default)]
struct Count {
    kept: usize,
    left_out: usize,
    /// The first that was left out.
    first: Option<Box<Diagnostic>>,
}

impl Default for Findings {
    fn default() -> Findings {
        Findings::new(Limits::default())
    }
}

impl Findings {
    /// None so far.
    pub fn new(limits: Limits) -> Findings {
        Findings { list: Vec::new(), most: limits.findings, counts: NumberMap::default(), said: None }
    }

    /// The first of a list.
    pub fn of(list: Vec<Diagnostic>, limits: Limits, sources: &Sources) -> Findings {
        let mut findings = Findings::new(limits);
        for finding in list {
            findings.add(finding, sources);
        }
        findings
    }

    /// Takes a finding; whether it was kept.
    pub fn add(&mut self, finding: Diagnostic, sources: &Sources) -> bool {
        let file = sources.in_file(finding.primary.span).source;
        let count = self.counts.entry(kind(file, finding.meta)).or_default();
        let is_kept = count.kept < self.most;
        if is_kept {
            count.kept += 1;
            self.list.push(finding);
        } else {
            count.left_out += 1;
            count.first.get_or_insert_with(|| Box::new(finding));
        }
        is_kept
    }

    /// Takes all findings of another list, as if they were found after those of this one.
    pub fn absorb(&mut self, other: Findings, sources: &Sources) {
        let kept = |key| self.counts.get(key).map_or(0, |count| count.kept);
        let has_room = other.counts.iter().all(|(key, count)| kept(key) + count.kept <= self.most);
        if has_room && self.said.is_none() {
            put_behind(&mut self.list, other.list);
            for (&key, count) in &other.counts {
                self.counts.entry(key).or_default().kept += count.kept;
            }
        } else {
            self.add_each_once(other.list, sources);
        }
        for (key, count) in other.counts {
            let own = self.counts.entry(key).or_default();
            own.left_out += count.left_out;
            own.first = own.first.take().or(count.first);
        }
    }

    /// Two zones that include one file say the same of it: what is said twice takes no room from what is not.
    fn add_each_once(&mut self, list: Vec<Diagnostic>, sources: &Sources) {
        let mut own = Vec::new();
        let mut said = self.said.take().unwrap_or_else(|| {
            own = std::mem::take(&mut self.list);
            self.counts.values_mut().for_each(|count| count.kept = 0);
            HashSet::new()
        });
        for finding in own.into_iter().chain(list) {
            let identity = said.hasher().hash_one(identity(&finding));
            if !said.contains(&identity) && self.add(finding, sources) {
                said.insert(identity);
            }
        }
        self.said = Some(said);
    }

    /// How many there are, with those that are not kept.
    pub fn total(&self) -> usize {
        self.list.len() + self.counts.values().map(|count| count.left_out).sum::<usize>()
    }

    /// The findings that are kept, for what changes them or tells several together.
    pub fn list_mut(&mut self) -> &mut Vec<Diagnostic> {
        &mut self.list
    }

    /// Leaves out what is not asked for. Of those that are not kept it is asked about the first of its kind and file.
    pub fn retain_mut(&mut self, mut is_asked_for: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(&mut is_asked_for);
        self.counts.retain(|_, count| count.first.as_deref_mut().is_none_or(&mut is_asked_for));
    }

    /// Points at the same bytes where their sources got other ids.
    pub fn renumber(&mut self, ids: &SourceIdMap) {
        let first = self.counts.values_mut().filter_map(|count| count.first.as_deref_mut());
        self.list.iter_mut().chain(first).for_each(|finding| finding.renumber(ids));
        let counts = std::mem::take(&mut self.counts);
        self.counts = counts.into_iter().map(|((file, meta), count)| ((ids.id(file), meta), count)).collect();
    }

    /// The findings that are kept, and what is to be said of the others.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for count in self.counts.into_values() {
            let Some(first) = count.first else { continue };
            let kind = first.meta.id;
            let (left_out, most) = (count.left_out, self.most);
            let (s, are) = if left_out == 1 { ("", "is") } else { ("s", "are") };
            let message =
                format!("{left_out} more finding{s} of `{kind}` in this file {are} not shown, after the first {most}");
            self.list.push(limits::reached("findings", first.primary.span, message));
        }
        self.list
    }

    /// The findings that are kept, where it need not be said that there are others.
    pub fn into_kept(self) -> Vec<Diagnostic> {
        self.list
    }
}

impl Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.list
    }
}

/// What makes two findings one.
fn identity(finding: &Diagnostic) -> (Span, &'static str, u64, Option<&str>) {
    (finding.primary.span, finding.meta.id, finding.key, finding.subject.zone.as_deref())
}

/// Puts a list behind another; the longer one is not copied.
fn put_behind(list: &mut Vec<Diagnostic>, mut other: Vec<Diagnostic>) {
    if list.len() < other.len() {
        std::mem::swap(list, &mut other);
        list.splice(0..0, other);
    } else {
        list.append(&mut other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::syntax::kinds;

    fn finding(kind: usize, source: u32, start: u32) -> Diagnostic {
        let at = Span { source: SourceId(source), start, end: start + 1 };
        Diagnostic::new(kinds::ALL[kind], at, "message")
    }

    /// Those of a list of kinds, files and places, with so many of a kind and file.
    fn findings(most: usize, all: &[(usize, u32, u32)]) -> Findings {
        let mut findings = Findings::new(Limits { findings: most, ..Limits::default() });
        for &(kind, source, start) in all {
            findings.add(finding(kind, source, start), &Sources::default());
        }
        findings
    }

    /// What is said in the end: kind, file, place and message.
    fn said(findings: Findings) -> Vec<(&'static str, u32, u32, String)> {
        let said = |finding: Diagnostic| {
            let Span { source, start, .. } = finding.primary.span;
            (finding.meta.id, source.0, start, finding.message.to_string())
        };
        let mut said: Vec<_> = findings.finish().into_iter().map(said).collect();
        // Of several limits none comes first.
        said.sort_by_key(|(kind, source, start, _)| (*kind == limits::LIMIT_REACHED.id, *source, *start));
        said
    }

    #[test]
    fn the_first_of_each_kind_in_each_file_are_kept_and_the_others_counted() {
        let all = [(0, 0, 1), (0, 0, 2), (1, 0, 3), (0, 0, 4), (0, 1, 5), (0, 0, 6), (1, 0, 7), (1, 0, 8)];
        let [a, b] = [kinds::ALL[0].id, kinds::ALL[1].id];
        let of = |kind, source, start| (kind, source, start, "message".to_owned());
        let kept = [of(a, 0, 1), of(a, 0, 2), of(b, 0, 3), of(b, 0, 7), of(a, 1, 5)];
        let reached = |start, message: String| (limits::LIMIT_REACHED.id, 0, start, message);
        let left_out = [
            reached(4, format!("2 more findings of `{a}` in this file are not shown, after the first 2")),
            reached(8, format!("1 more finding of `{b}` in this file is not shown, after the first 2")),
        ];
        assert_eq!(findings(2, &all).total(), all.len());
        assert_eq!(said(findings(2, &all)), [&kept[..], &left_out].concat());
        for cut in 0..=all.len() {
            let mut first = findings(2, &all[..cut]);
            first.absorb(findings(2, &all[cut..]), &Sources::default());
            assert_eq!(first.total(), all.len());
            assert_eq!(said(first), [&kept[..], &left_out].concat(), "cut at {cut}");
        }
    }

    #[test]
    fn at_the_limit_nothing_is_left_out() {
        let all = [(0, 0, 1), (0, 0, 2), (1, 0, 3)];
        assert_eq!(said(findings(2, &all)).len(), all.len());
        let mut first = findings(2, &all[..1]);
        first.absorb(findings(2, &all[1..]), &Sources::default());
        assert_eq!(said(first).len(), all.len());
    }

    #[test]
    fn what_is_said_twice_does_not_count_twice() {
        let mut all = findings(3, &[(0, 0, 1)]);
        for _ in 0..5 {
            all.absorb(findings(3, &[(0, 0, 1), (1, 0, 9)]), &Sources::default());
        }
        all.absorb(findings(3, &[(0, 0, 1), (0, 0, 2), (0, 0, 3)]), &Sources::default());
        assert_eq!(said(all).iter().map(|said| said.2).collect::<Vec<_>>(), [1, 2, 3, 9]);
    }

    #[test]
    fn that_findings_are_left_out_is_said_as_an_error_that_nothing_silences() {
        let reached = findings(0, &[(0, 0, 1)]).finish();
        let [reached] = &reached[..] else { panic!("{reached:?}") };
        assert!(limits::is_reached(reached) && !reached.ignorable && reached.severity == Severity::Error);
        assert_eq!(reached.help.as_deref(), Some("raise the limit with `--limit findings=N`"));
    }

    #[test]
    fn of_a_kind_that_is_not_asked_for_nothing_is_left_out() {
        let mut findings = findings(1, &[(0, 0, 1), (0, 0, 2), (1, 0, 3), (1, 0, 4)]);
        findings.retain_mut(|finding| finding.meta.id != kinds::ALL[0].id);
        let starts: Vec<u32> = said(findings).iter().map(|said| said.2).collect();
        assert_eq!(starts, [3, 4]);
    }

    #[test]
    fn the_longer_list_keeps_its_place_in_memory_and_the_order_stays() {
        for (first, second) in [(3, 5), (5, 3), (0, 2), (2, 0)] {
            let of = |range: std::ops::Range<u32>| range.map(|start| finding(0, 0, start)).collect::<Vec<_>>();
            let (mut list, other) = (of(0..first), of(first..first + second));
            put_behind(&mut list, other);
            let starts: Vec<u32> = list.iter().map(|finding| finding.primary.span.start).collect();
            assert_eq!(starts, (0..first + second).collect::<Vec<_>>());
        }
    }
}
