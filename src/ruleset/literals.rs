//! Which of many patterns may match a text, without holding each against it.
//!
//! What a pattern matches holds all its literal pieces: `*z7.example` only what holds `z7.example`. Each pattern is
//! filed under the piece that it shares with the fewest others, and a text is asked which of those pieces it holds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

/// So few patterns are sooner tried one by one.
const FEW: usize = 32;

/// A pattern, as far as texts can be looked up for it.
pub(crate) trait Pieces {
    /// The bytes between what stands for others, none of them empty; whatever the pattern matches holds each of
    /// them, in any case.
    fn pieces(&self) -> Vec<&str>;
}

/// Numbers of patterns by a piece of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Literals {
    /// The pieces in lower case as a tree: the next node by a node and a byte. The root is number 0.
    next: HashMap<(u32, u8), u32>,
    /// The numbers of the patterns whose piece ends at a node.
    ending: HashMap<u32, Vec<u32>>,
    /// The numbers of those that have no piece, or of all where they are few; sorted.
    always: Vec<u32>,
}

impl Literals {
    /// Patterns with their numbers; several may have one number.
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = (u32, Vec<&'p str>)>) -> Literals {
        let patterns: Vec<(u32, Vec<&str>)> = patterns.collect();
        let mut literals = Literals::default();
        let mut shared: HashMap<&str, u32> = HashMap::new();
        if patterns.len() > FEW {
            for &piece in patterns.iter().flat_map(|(_, pieces)| pieces) {
                *shared.entry(piece).or_default() += 1;
            }
        }
        for (number, pieces) in &patterns {
            let filed = pieces.iter().filter(|piece| shared.contains_key(*piece));
            match filed.min_by_key(|piece| (shared[*piece], Reverse(piece.len()))) {
                Some(piece) => literals.file(piece, *number),
                None => literals.always.push(*number),
            }
        }
        literals.always.sort_unstable();
        literals.always.dedup();
        literals
    }

    fn file(&mut self, piece: &str, number: u32) {
        let new = self.next.len() as u32 + 1;
        let mut node = 0;
        for (depth, byte) in (0u32..).zip(piece.bytes()) {
            node = *self.next.entry((node, byte.to_ascii_lowercase())).or_insert(new + depth);
        }
        self.ending.entry(node).or_default().push(number);
    }

    /// Whether looking up leaves nothing out.
    pub(crate) fn are_few(&self) -> bool {
        self.next.is_empty()
    }

    /// The numbers of the patterns that may match a text, sorted.
    pub(crate) fn found_in(&self, text: &[u8]) -> Cow<'_, [u32]> {
        if self.are_few() {
            return Cow::Borrowed(&self.always);
        }
        let mut found = self.always.clone();
        for start in 0..text.len() {
            let mut node = 0;
            for byte in &text[start..] {
                let Some(&next) = self.next.get(&(node, byte.to_ascii_lowercase())) else { break };
                node = next;
                found.extend(self.ending.get(&node).into_iter().flatten());
            }
        }
        found.sort_unstable();
        found.dedup();
        Cow::Owned(found)
    }
}

/// A list of patterns, any of which may match.
pub(super) struct AnyOf<P>(Option<Arc<PatternIndex<P>>>);

struct PatternIndex<P> {
    patterns: Vec<P>,
    /// Worked out when they are first asked for.
    literals: OnceLock<Literals>,
}

impl<P> AnyOf<P> {
    pub(super) fn new(patterns: Vec<P>) -> AnyOf<P> {
        AnyOf((!patterns.is_empty()).then(|| Arc::new(PatternIndex { patterns, literals: OnceLock::new() })))
    }

    pub(super) fn as_slice(&self) -> &[P] {
        self.0.as_deref().map_or(&[], |listed| &listed.patterns)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl<P: Pieces + Hash + Eq> AnyOf<P> {
    /// Whether one of those that may match a text does.
    pub(super) fn any(&self, text: &[u8], matches: impl Fn(&P) -> bool) -> bool {
        let Some(listed) = &self.0 else { return false };
        if listed.patterns.len() <= FEW {
            return listed.patterns.iter().any(matches);
        }
        let literals = listed.literals.get_or_init(|| listed.look_up());
        literals.found_in(text).iter().any(|&number| matches(&listed.patterns[number as usize]))
    }
}

impl<P: Pieces + Hash + Eq> PatternIndex<P> {
    /// One pattern a thousand times is held against a text once.
    fn look_up(&self) -> Literals {
        let mut seen = HashSet::new();
        let all = (0..).zip(&self.patterns).filter(|(_, pattern)| seen.insert(*pattern));
        Literals::of(all.map(|(number, pattern)| (number, pattern.pieces())))
    }
}

impl<P> Clone for AnyOf<P> {
    fn clone(&self) -> AnyOf<P> {
        AnyOf(self.0.clone())
    }
}

impl<P> Default for AnyOf<P> {
    fn default() -> AnyOf<P> {
        AnyOf(None)
    }
}

impl<P: fmt::Debug> fmt::Debug for AnyOf<P> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}
