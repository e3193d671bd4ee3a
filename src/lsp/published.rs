//! The diagnostics that were published of each text.

use std::collections::HashMap;
use std::sync::Arc;

use gen_lsp_types::Diagnostic;

use super::document::{Document, Documents};
use super::root::Depth;
use crate::checks;
use crate::diagnostic::Meta;
use crate::lint::suppress::UNUSED_IGNORE;

/// They, by the addresses of the texts.
#[derive(Debug, Default)]
pub(super) struct Published {
    texts: HashMap<String, PublishedText>,
    disk: u64,
}

#[derive(Debug)]
struct PublishedText {
    version: i32,
    diagnostics: Vec<Diagnostic>,
    /// Those that only a look at the whole project finds, and the text that they are about.
    across: Vec<Diagnostic>,
    text: Arc<Vec<u8>>,
    /// How often the disk had changed by then.
    disk: u64,
}

impl Published {
    /// Whether the disk was as it is now.
    pub(super) fn is_of(&self, disk: u64) -> bool {
        self.disk == disk
    }

    pub(super) fn now_of(&mut self, disk: u64) {
        self.disk = disk;
    }

    /// Whether nothing was published of a text yet.
    pub(super) fn is_new(&self, uri: &str) -> bool {
        !self.texts.contains_key(uri)
    }

    /// Whether some text is another than the one of which something was published, or files on the disk are.
    pub(super) fn has_news(&self, documents: &Documents) -> bool {
        documents.values().any(|document| {
            let known = self.texts.get(&document.uri);
            known.is_none_or(|known| known.version != document.version || known.disk != self.disk)
        })
    }

    /// The texts that are open no more; they are forgotten.
    pub(super) fn closed(&mut self, documents: &Documents) -> Vec<String> {
        let closed: Vec<String> = self.texts.keys().filter(|uri| !documents.contains_key(*uri)).cloned().collect();
        closed.iter().for_each(|uri| _ = self.texts.remove(uri));
        closed
    }

    /// What to publish of a text now; nothing where that was published already.
    pub(super) fn publish(
        &mut self,
        document: &Document,
        found: Vec<(&'static Meta, Diagnostic)>,
        depth: Depth,
    ) -> Option<Vec<Diagnostic>> {
        // Whether a comment silences nothing is known when all checks were run.
        let is_across = |meta: &Meta| checks::sees_other_zones(meta.id) || std::ptr::eq(meta, &UNUSED_IGNORE);
        let before = self.texts.remove(&document.uri);
        let (across, diagnostics): (Vec<Diagnostic>, Vec<Diagnostic>) = match depth {
            Depth::Project => {
                let across = found.iter().filter(|(meta, _)| is_across(meta)).map(|(_, one)| one.clone()).collect();
                (across, found.into_iter().map(|(_, one)| one).collect())
            }
            Depth::Zone => {
                let across = before.as_ref().map_or_else(Vec::new, |before| moved(before, &document.text));
                let found = found.into_iter().filter(|(meta, _)| !is_across(meta)).map(|(_, one)| one);
                let all = found.chain(across.iter().cloned()).collect();
                (across, all)
            }
        };
        let (version, text) = (document.version, Arc::clone(&document.text));
        let is_new = before.is_none_or(|before| before.version != version || before.diagnostics != diagnostics);
        let published = PublishedText { version, diagnostics: diagnostics.clone(), across, text, disk: self.disk };
        self.texts.insert(document.uri.clone(), published);
        is_new.then_some(diagnostics)
    }
}

/// What was said of lines that are still there, where they are now. What was said of a line that was changed will be
/// said again, if it still is so.
fn moved(before: &PublishedText, now: &[u8]) -> Vec<Diagnostic> {
    let old = before.text.as_slice();
    let start = old.iter().zip(now).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(now.len()) - start;
    let end = old.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let lines = |text: &[u8]| memchr::memchr_iter(b'\n', text).count() as u32;
    let (first, last) = (lines(&old[..start]), lines(&old[..old.len() - end]));
    let shift = lines(&now[..now.len() - end]).wrapping_sub(last);
    let kept = before.across.iter().filter_map(|diagnostic| {
        let mut diagnostic = diagnostic.clone();
        let range = &mut diagnostic.range;
        if range.end.line < first || old == now {
            return Some(diagnostic);
        }
        if range.start.line <= last {
            return None;
        }
        range.start.line = range.start.line.wrapping_add(shift);
        range.end.line = range.end.line.wrapping_add(shift);
        Some(diagnostic)
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{Position, Range};

    #[test]
    fn what_is_said_of_other_lines_moves_with_them() {
        let at = |line| Position { line, character: 0 };
        let on = |line| Diagnostic { range: Range { start: at(line), end: at(line) }, ..Diagnostic::default() };
        let (across, text) = ((0..5).map(on).collect(), Arc::new(b"a\nb\nc\nd\ne\n".to_vec()));
        let before = PublishedText { version: 1, diagnostics: Vec::new(), across, text, disk: 0 };
        let lines =
            |now: &str| moved(&before, now.as_bytes()).iter().map(|one| one.range.start.line).collect::<Vec<_>>();
        assert_eq!(lines("a\nb\nc\nd\ne\n"), [0, 1, 2, 3, 4]);
        assert_eq!(lines("a\nb\nxx\nyc\nd\ne\n"), [0, 1, 4, 5]);
        assert_eq!(lines("a\ne\n"), [0]);
        assert_eq!(lines("a\nb\nc!\nd\ne\n"), [0, 1, 3, 4]);
    }
}
