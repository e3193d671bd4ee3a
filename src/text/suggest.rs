//! Which known word a misspelt one was meant to be.
//!
//! A file can hold a mistake on every line, and each is compared with all words there are: what cannot be near
//! is told by lengths and letters, before the distance is measured.

/// How many edits make one word of another, where that is at most so many: a letter more, a letter less, another
/// letter, or two swapped.
pub(crate) fn distance_within(one: &str, other: &str, most: usize) -> Option<usize> {
    let may_be_near = may_be_within(one, other, most);
    may_be_near.then(|| strsim::damerau_levenshtein(one, other)).filter(|distance| *distance <= most)
}

/// The candidate a slip away from a word: at most two edits, and no more than a third of it.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words are no slips, and the distance takes time and space by the product of lengths.
    if word.len() > 64 {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 2);
    let word = word.to_ascii_lowercase();
    candidates
        .filter(|known| may_be_within(&word, known, allowed))
        .filter_map(|known| Some((distance_within(&word, &known.to_ascii_lowercase(), allowed)?, known)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Whether so many edits may be enough, in any case: each changes the length by at most one, and by at most two the
/// set of letters.
fn may_be_within(one: &str, other: &str, edits: usize) -> bool {
    one.chars().count().abs_diff(other.chars().count()) <= edits
        && (letters(one) ^ letters(other)).count_ones() as usize <= 2 * edits
}

/// A bit for each letter of a word, in either case; those outside of ASCII share the bits of others.
fn letters(word: &str) -> u128 {
    let bit = |letter: char| 1 << (u32::from(letter.to_ascii_lowercase()) % u128::BITS);
    word.chars().fold(0, |letters, letter| letters | bit(letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Measures each distance.
    fn measured<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let allowed = (word.chars().count() / 3).clamp(1, 2);
        let distance =
            |known: &str| strsim::damerau_levenshtein(&word.to_ascii_lowercase(), &known.to_ascii_lowercase());
        let near = candidates.iter().filter(|known| word.len() <= 64 && distance(known) <= allowed);
        near.min_by_key(|known| distance(known)).copied()
    }

    #[test]
    fn slips_are_known() {
        let words = ["mail", "male", "target-does-not-exist", "größe"];
        let meant = |word| nearest(word, words.into_iter());
        assert_eq!(meant("MIAL"), Some("mail"));
        assert_eq!(meant("target-does-not-exits"), Some("target-does-not-exist"));
        assert_eq!(meant("grösse"), Some("größe"));
        assert_eq!(meant("malle"), Some("male"));
        assert_eq!(meant("target-does-not-exits12"), None);
        assert_eq!(meant(&"mail".repeat(17)), None);
    }

    #[test]
    fn a_mistake_on_every_line_ends_soon() {
        let known: Vec<String> = (0..200).map(|number| format!("target-does-not-exist-{number:05}")).collect();
        let start = std::time::Instant::now();
        let near = |number: u32| nearest(&format!("zone-{number:x}-is-not-there"), known.iter().map(String::as_str));
        assert_eq!((0..100_000).filter_map(near).count(), 0);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn what_is_left_out_is_not_near(
            word in "[a-cA-Cö-]{0,9}",
            known in prop::collection::vec("[a-cA-Cöß-]{0,9}", 0..6),
        ) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            prop_assert_eq!(nearest(&word, known.iter().copied()), measured(&word, &known));
            for known in known {
                let distance = strsim::damerau_levenshtein(&word, known);
                prop_assert_eq!(distance_within(&word, known, 2), (distance <= 2).then_some(distance));
            }
        }
    }
}
