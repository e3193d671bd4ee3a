//! Slips of the keyboard: what one edit makes of a word or number.

/// The slip that turns one text into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typo {
    /// Two neighbours changed places; the offset of the first.
    Transposed(usize),
    /// One is missing; its offset in the right text.
    Dropped(usize),
    /// One was typed twice; the offset of the second in the wrong text.
    Doubled(usize),
    /// One is another; its offset.
    Substituted(usize),
    /// One too many; its offset in the wrong text.
    Inserted(usize),
}

impl Typo {
    /// The one slip that makes `wrong` of `right`, if there is one.
    pub(crate) fn between(right: &[u8], wrong: &[u8]) -> Option<Typo> {
        let same_start = right.iter().zip(wrong).take_while(|(a, b)| a == b).count();
        let (right_rest, wrong_rest) = (&right[same_start..], &wrong[same_start..]);
        match (right_rest, wrong_rest) {
            ([a, b, right_end @ ..], [c, d, wrong_end @ ..]) if a == d && b == c && right_end == wrong_end => {
                Some(Typo::Transposed(same_start))
            }
            ([_, right_end @ ..], [_, wrong_end @ ..]) if right_end == wrong_end => Some(Typo::Substituted(same_start)),
            ([_, right_end @ ..], wrong_rest) if right_end == wrong_rest => Some(Typo::Dropped(same_start)),
            (right_rest, [extra, wrong_end @ ..]) if right_rest == wrong_end => {
                let doubled = same_start > 0 && wrong[same_start - 1] == *extra;
                Some(if doubled { Typo::Doubled(same_start) } else { Typo::Inserted(same_start) })
            }
            _ => None,
        }
    }

    /// The slip in words, as they follow "`wrong` is `right` with"; `what` is "digit" or "letter".
    pub(crate) fn with(self, what: &str) -> String {
        match self {
            Typo::Transposed(_) => format!("two {what}s swapped"),
            Typo::Dropped(_) => format!("a {what} missing"),
            Typo::Doubled(_) => format!("a {what} typed twice"),
            Typo::Substituted(_) => format!("one {what} wrong"),
            Typo::Inserted(_) => format!("one {what} too many"),
        }
    }

    /// The slip pointed at, for the label under the wrong text.
    pub(crate) fn pointed_at(self, right: &str, wrong: &str) -> String {
        let piece = |text: &str, at: usize, length: usize| text.get(at..at + length).unwrap_or(text).to_owned();
        match self {
            Typo::Transposed(at) => format!("`{}` should be `{}`", piece(wrong, at, 2), piece(right, at, 2)),
            Typo::Dropped(at) => format!("`{}` is missing", piece(right, at, 1)),
            Typo::Doubled(at) => format!("`{}` is there twice", piece(wrong, at, 1)),
            Typo::Substituted(at) => format!("`{}` should be `{}`", piece(wrong, at, 1), piece(right, at, 1)),
            Typo::Inserted(at) => format!("`{}` is one too many", piece(wrong, at, 1)),
        }
    }

    /// Whether a slip of letters is one that people make, and not one of the ways in which two names of
    /// different things differ: a last letter (`hosts`, `server-b`), a first one (`email`), a short word.
    pub(crate) fn is_believable(self, right: &[u8], wrong: &[u8]) -> bool {
        let shortest = if matches!(self, Typo::Substituted(_)) { 5 } else { 6 };
        self.is_believable_in(right, wrong, shortest)
    }

    /// The same where words have at least so many letters; three do for two letters swapped.
    pub(crate) fn is_believable_in(self, right: &[u8], wrong: &[u8], shortest: usize) -> bool {
        let (at, text) = match self {
            Typo::Dropped(at) => (at, right),
            Typo::Transposed(at) | Typo::Doubled(at) | Typo::Substituted(at) | Typo::Inserted(at) => (at, wrong),
        };
        let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
        let start = (0..at).rev().take_while(|&before| is_letter(before)).last().unwrap_or(at);
        let end = (at..text.len()).take_while(|&after| is_letter(after)).last().map_or(at, |last| last + 1);
        let (length, is_first, is_last) = (end - start, at == start, at + 1 == end);
        match self {
            Typo::Transposed(at) => is_letter(at) && is_letter(at + 1) && length >= 3,
            Typo::Doubled(at) => is_letter(at) && length >= shortest,
            Typo::Substituted(at) => {
                right[at].is_ascii_alphabetic() && is_letter(at) && length >= shortest && !is_first && !is_last
            }
            Typo::Dropped(_) | Typo::Inserted(_) => is_letter(at) && length >= shortest && !is_first && !is_last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_is_told_from_the_others() {
        let of = |right: &str, wrong: &str| Typo::between(right.as_bytes(), wrong.as_bytes());
        assert_eq!(of("5061", "5601"), Some(Typo::Transposed(1)));
        assert_eq!(of("5061", "5016"), Some(Typo::Transposed(2)));
        assert_eq!(of("5061", "561"), Some(Typo::Dropped(1)));
        assert_eq!(of("5061", "50661"), Some(Typo::Doubled(3)));
        assert_eq!(of("443", "4443"), Some(Typo::Doubled(2)));
        assert_eq!(of("5061", "5062"), Some(Typo::Substituted(3)));
        assert_eq!(of("443", "8443"), Some(Typo::Inserted(0)));
        assert_eq!(of("5061", "5160"), None);
        assert_eq!(of("5061", "5061"), None);
        assert_eq!(of("", "5"), Some(Typo::Inserted(0)));
        assert_eq!(of("88", "8"), Some(Typo::Dropped(1)));
    }

    #[test]
    fn slips_are_pointed_at() {
        let at = |right: &str, wrong: &str| {
            Typo::between(right.as_bytes(), wrong.as_bytes()).expect("a slip").pointed_at(right, wrong)
        };
        assert_eq!(at("5061", "5601"), "`60` should be `06`");
        assert_eq!(at("5061", "501"), "`6` is missing");
        assert_eq!(at("5061", "50661"), "`6` is there twice");
        assert_eq!(at("5061", "5091"), "`9` should be `6`");
        assert_eq!(at("993", "1993"), "`1` is one too many");
    }

    #[test]
    fn names_of_different_things_are_not_slips() {
        let believable = |right: &str, wrong: &str| {
            let typo = Typo::between(right.as_bytes(), wrong.as_bytes()).expect("one slip");
            typo.is_believable(right.as_bytes(), wrong.as_bytes())
        };
        for (right, wrong) in [
            ("wmf#", "wfm#"),
            ("control#", "contorl#"),
            ("cloud#", "clooud#"),
            ("labsdb#", "labdsb#"),
            ("restbase", "resbase"),
        ] {
            assert!(believable(right, wrong), "{wrong} for {right}");
        }
        for (right, wrong) in [("host", "hosts"), ("mail", "email"), ("web-a", "web-b"), ("db#", "dc#"), ("a#", "a")] {
            assert!(!believable(right, wrong), "{wrong} for {right}");
        }
    }
}
