//! A fix that shows another mistake in the same words, together with the fix of that: `MX mail.example 10` is two fields
//! swapped, and a name without its final dot.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::plan::{self, Candidate, EditableFiles, Planned};
use super::proof::Seen;
use super::rounds::{Settled, Texts, Work};
use super::text::{Change, ChangedText};
use crate::diagnostic::{Applicability, Diagnostic};

/// So many pairs are tried at a time: each takes two looks at the zones.
const MOST_PAIRS: usize = 16;

impl Work<'_> {
    /// Tries fixes that were taken back for what they would cause, each with what mends that. Gives back what is found
    /// then; nothing where nothing changed.
    pub(super) fn pairs(&mut self, seen: &Seen) -> Option<Seen> {
        let mut last: Option<Seen> = None;
        for _ in 0..MOST_PAIRS {
            let now = last.as_ref().unwrap_or(seen);
            let Some(first) = self.next_causing(now) else { break };
            if self.looks < 2 {
                break;
            }
            self.looks -= 2;
            if let Some((pair, settled)) = self.paired(now, first) {
                self.count(&pair, &now.outcome);
                self.not_fixed.retain(|(key, _)| key.is_none() || *key != pair.key);
                last = Some(self.take(settled));
            }
        }
        last
    }

    /// The next of these fixes; none is tried twice.
    fn next_causing(&mut self, seen: &Seen) -> Option<Planned> {
        let editable = EditableFiles::of(&seen.outcome);
        for Candidate { finding, fix } in plan::candidates(&seen.outcome) {
            let key = plan::key(seen.prints[finding], fix);
            if self.causing.remove(&key) {
                return self.plan(Candidate { finding, fix }, key, &editable, &seen.outcome);
            }
        }
        None
    }

    /// A fix with those of all that it would cause, as one change of one text, if nothing is caused then.
    fn paired(&self, seen: &Seen, first: Planned) -> Option<(Planned, Settled)> {
        let path = first.changes.keys().next().filter(|_| first.changes.len() == 1)?.clone();
        let texts = self.with([&first]);
        let once = texts.get(&path)?;
        let after = self.look(&texts);
        let mut more: Vec<Change> = Vec::new();
        for caused in seen.new_in(&after, &[&first], &texts) {
            more.extend(self.changes_in(&path, &after, caused)?);
        }
        more.sort_by_key(|change| (change.at.start, change.at.end));
        if more.is_empty() || more.windows(2).any(|pair| pair[0].at.end >= pair[1].at.start) {
            return None;
        }
        let twice = ChangedText::of(&once.bytes, &more).bytes;
        let change = difference(&self.texts.get(&path)?.now, &twice)?;
        let pair = Planned { changes: [(path, vec![change])].into(), ..first };
        let texts: Texts = self.with([&pair]);
        let after = self.look(&texts);
        if seen.blame(&after, &[&pair], &texts).is_some() {
            return None;
        }
        Some((pair.clone(), Settled { texts, seen: after, accepted: vec![pair] }))
    }

    /// What mends a finding, if it may be applied and changes no other text.
    fn changes_in(&self, path: &PathBuf, after: &Seen, caused: &Diagnostic) -> Option<Vec<Change>> {
        let fix = caused.fix.as_deref()?;
        let may_be = fix.applicability == Applicability::Safe || self.fixing.unsafe_too;
        let is_here = |source| after.outcome.project.path_of(source) == Some(Path::new(path));
        let all_here = fix.edits.iter().all(|edit| is_here(edit.span.source));
        let change = |at: Range<usize>, text: &str| Change { at, text: text.to_owned() };
        let changes = fix.edits.iter().map(|edit| change(edit.span.start as usize..edit.span.end as usize, &edit.text));
        (may_be && all_here && !fix.edits.is_empty()).then(|| changes.collect())
    }
}

/// The one change that makes one text of another, to the end of its last line: behind it no columns are to be kept.
fn difference(before: &[u8], after: &[u8]) -> Option<Change> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (old, new) = (&before[start..], &after[start..]);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let kept = &old[old.len() - same..];
    let line = kept.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(kept.len());
    let (old, new) = (old.len() - same + line, new.len() - same + line);
    let text = std::str::from_utf8(&after[start..start + new]).ok()?;
    Some(Change { at: start..start + old, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_differ_in_one_change() {
        for (before, after, at, text) in [
            ("a MX b 10\nc\n", "a MX 10 b.\nc\n", 5..9, "10 b."),
            ("aa\n", "a\n", 1..2, ""),
            ("a b\n", "a x b\n", 2..3, "x b"),
            ("a", "a.", 1..1, "."),
        ] {
            let change = difference(before.as_bytes(), after.as_bytes()).expect("it is text");
            assert_eq!((change.at, change.text.as_str()), (at, text), "{before}");
        }
    }
}
