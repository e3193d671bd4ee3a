//! The labels of a name as text: where one ends, what octets it stands for, how it hashes.

use std::hint::select_unpredictable;

use crate::syntax::swar::{LONGEST, dots, first_bytes, load, places, sixteen};
use crate::text::escape::unescape_lossy;

pub(in crate::zone) fn without_final_dot(text: &[u8]) -> Option<&[u8]> {
    match text {
        [front @ .., b'.'] if !ends_in_escape(front) => Some(front),
        _ => None,
    }
}

/// Whether the byte after `text` is escaped: an odd number of backslashes stands before it.
pub(in crate::zone) fn ends_in_escape(text: &[u8]) -> bool {
    text.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

/// The labels of a text as written, from the left.
pub(in crate::zone) fn labels_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    labels_between(text, dots_if_unescaped(text))
}

/// The same where the dots of the text are known; what is long or has escapes is looked through step by step.
pub(in crate::zone) fn labels_between(text: &[u8], mut dots: Option<u64>) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let from = start;
        if from >= text.len() {
            return None;
        }
        let dot = match &mut dots {
            Some(0) => None,
            Some(left) => {
                let dot = left.trailing_zeros() as usize;
                *left &= *left - 1;
                Some(dot)
            }
            None => unescaped_dot(&text[from..]).map(|dot| from + dot),
        };
        let end = dot.unwrap_or(text.len());
        start = end + 1;
        Some(&text[from..end])
    })
}

fn unescaped_dot(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].iter().position(|b| matches!(b, b'.' | b'\\'))?;
        if text[at] == b'.' {
            return Some(at);
        }
        at = (at + 2).min(text.len());
    }
}

pub(in crate::zone) fn same_label(a: &[u8], b: &[u8]) -> bool {
    if !a.contains(&b'\\') && !b.contains(&b'\\') {
        return a.eq_ignore_ascii_case(b);
    }
    unescape_lossy(a).eq_ignore_ascii_case(&unescape_lossy(b))
}

pub(in crate::zone) const ROOT_HASH: u32 = 0x9e37_79b9;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a text below a name: labels are added from the right, so that the hash of a
/// name goes on from the hash of its parent, however the two were split.
pub(in crate::zone) fn hash_of(text: &[u8], suffix: u32) -> u32 {
    match dots_if_unescaped(text) {
        Some(dots) => hash_of_dotted(text, text.len(), dots, suffix),
        None => hash_of_any(text, suffix),
    }
}

/// The dots of a text, where each ends a label and all fit in a word.
pub(in crate::zone) fn dots_if_unescaped(text: &[u8]) -> Option<u64> {
    (text.len() <= LONGEST && places(text, b'\\') == 0).then(|| dots(text))
}

/// The same for the first `len` of some bytes, whose dots are known.
pub(in crate::zone) fn hash_of_dotted(bytes: &[u8], len: usize, dots: u64, suffix: u32) -> u32 {
    let (above, first) = each_above(bytes, len, dots, suffix, |_, _| {});
    step(above, label_hash(bytes, first))
}

/// Visits the names between a text and the name it is relative to, the highest first: where each starts in
/// the text, and its hash. Returns the hash of the lowest and the length of the label below it.
#[inline(always)]
pub(in crate::zone) fn each_above(
    bytes: &[u8],
    len: usize,
    mut dots: u64,
    suffix: u32,
    mut visit: impl FnMut(usize, u32),
) -> (u32, usize) {
    let (mut hash, mut end) = (suffix, len);
    while let Some(dot) = dots.checked_ilog2() {
        let start = dot as usize + 1;
        // Nothing is behind a final dot.
        if start < end {
            hash = step(hash, label_hash(&bytes[start..], end - start));
            visit(start, hash);
        }
        end = dot as usize;
        dots ^= 1 << dot;
    }
    (hash, end)
}

/// The same for a text that is long, or has escapes.
pub(in crate::zone) fn hash_of_any(text: &[u8], suffix: u32) -> u32 {
    let mut labels = [0u64; 128];
    let mut count = 0;
    for label in labels_of(text).take(labels.len()) {
        labels[count] = label_hash_of(label);
        count += 1;
    }
    labels[..count].iter().rev().fold(suffix, |hash, &label| step(hash, label))
}

/// The hash of the name that the labels, from the left, spell.
pub(in crate::zone) fn hash_of_labels(labels: &[&[u8]]) -> u32 {
    labels.iter().rev().fold(ROOT_HASH, |hash, label| step(hash, label_hash_of(label)))
}

pub(in crate::zone) fn step(hash: u32, label: u64) -> u32 {
    let mixed = (u64::from(hash) ^ label).wrapping_mul(SPREAD);
    (mixed >> 32) as u32
}

pub(in crate::zone) fn label_hash_of(label: &[u8]) -> u64 {
    if label.contains(&b'\\') {
        let octets = unescape_lossy(label);
        return label_hash(&octets, octets.len());
    }
    label_hash(label, label.len())
}

/// The hash of the label that is the first `len` of some bytes: those behind it are read along with
/// it, for that takes fewer steps than to read none of them, and then left out.
///
/// Setting bit 5 of every byte makes letters of either case equal. It also makes other bytes
/// equal, `@` and a backquote for example: names are compared after their hashes anyhow.
pub(in crate::zone) fn label_hash(mut bytes: &[u8], len: usize) -> u64 {
    let (mut hash, mut left) = (len as u64, len);
    while let Some((eight, after)) = bytes.split_first_chunk() {
        let word = u64::from_le_bytes(*eight);
        if left <= eight.len() {
            return mix(hash, first_bytes(word, left));
        }
        hash = mix(hash, word);
        (bytes, left) = (after, left - eight.len());
    }
    mix(hash, first_bytes(load(bytes), left))
}

/// The same for labels of which one is longer than eight bytes and the next is not, as those of owners: up to
/// sixteen bytes nothing branches on the length.
pub(in crate::zone) fn label_hash_of_any_length(bytes: &[u8], len: usize) -> u64 {
    match sixteen(bytes, len, 0) {
        Some([low, high]) => {
            let hash = mix(len as u64, low);
            select_unpredictable(len <= 8, hash, mix(hash, high))
        }
        None => label_hash(bytes, len),
    }
}

fn mix(hash: u64, word: u64) -> u64 {
    let mixed = (hash ^ (word | 0x2020_2020_2020_2020)).wrapping_mul(SPREAD);
    mixed ^ (mixed >> 29)
}
