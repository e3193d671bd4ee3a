//! Slips of the keyboard: what one edit makes of a word or number.

/// The slip that turns one text into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
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

/// The one slip that makes `wrong` of `right`, if there is one.
pub(super) fn slip(right: &[u8], wrong: &[u8]) -> Option<Slip> {
    let same_start = right.iter().zip(wrong).take_while(|(a, b)| a == b).count();
    let (right_rest, wrong_rest) = (&right[same_start..], &wrong[same_start..]);
    match (right_rest, wrong_rest) {
        ([a, b, right_end @ ..], [c, d, wrong_end @ ..]) if a == d && b == c && right_end == wrong_end => {
            Some(Slip::Transposed(same_start))
        }
        ([_, right_end @ ..], [_, wrong_end @ ..]) if right_end == wrong_end => Some(Slip::Substituted(same_start)),
        ([_, right_end @ ..], wrong_rest) if right_end == wrong_rest => Some(Slip::Dropped(same_start)),
        (right_rest, [extra, wrong_end @ ..]) if right_rest == wrong_end => {
            let doubled = same_start > 0 && wrong[same_start - 1] == *extra;
            Some(if doubled { Slip::Doubled(same_start) } else { Slip::Inserted(same_start) })
        }
        _ => None,
    }
}

impl Slip {
    /// The slip in words, as they follow "`wrong` is `right` with"; `what` is "digit" or "letter".
    pub(super) fn with(self, what: &str) -> String {
        match self {
            Slip::Transposed(_) => format!("two {what}s swapped"),
            Slip::Dropped(_) => format!("a {what} missing"),
            Slip::Doubled(_) => format!("a {what} typed twice"),
            Slip::Substituted(_) => format!("one {what} wrong"),
            Slip::Inserted(_) => format!("one {what} too many"),
        }
    }

    /// The slip pointed at, for the label under the wrong text.
    pub(super) fn pointed_at(self, right: &str, wrong: &str) -> String {
        let piece = |text: &str, at: usize, length: usize| text.get(at..at + length).unwrap_or(text).to_owned();
        match self {
            Slip::Transposed(at) => format!("`{}` should be `{}`", piece(wrong, at, 2), piece(right, at, 2)),
            Slip::Dropped(at) => format!("`{}` is missing", piece(right, at, 1)),
            Slip::Doubled(at) => format!("`{}` stands twice", piece(wrong, at, 1)),
            Slip::Substituted(at) => format!("`{}` should be `{}`", piece(wrong, at, 1), piece(right, at, 1)),
            Slip::Inserted(at) => format!("`{}` is too many", piece(wrong, at, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_is_told_from_the_others() {
        let of = |right: &str, wrong: &str| slip(right.as_bytes(), wrong.as_bytes());
        assert_eq!(of("5061", "5601"), Some(Slip::Transposed(1)));
        assert_eq!(of("5061", "5016"), Some(Slip::Transposed(2)));
        assert_eq!(of("5061", "561"), Some(Slip::Dropped(1)));
        assert_eq!(of("5061", "50661"), Some(Slip::Doubled(3)));
        assert_eq!(of("443", "4443"), Some(Slip::Doubled(2)));
        assert_eq!(of("5061", "5062"), Some(Slip::Substituted(3)));
        assert_eq!(of("443", "8443"), Some(Slip::Inserted(0)));
        assert_eq!(of("5061", "5160"), None);
        assert_eq!(of("5061", "5061"), None);
        assert_eq!(of("", "5"), Some(Slip::Inserted(0)));
        assert_eq!(of("88", "8"), Some(Slip::Dropped(1)));
    }

    #[test]
    fn slips_are_pointed_at() {
        let at = |right: &str, wrong: &str| {
            slip(right.as_bytes(), wrong.as_bytes()).expect("a slip").pointed_at(right, wrong)
        };
        assert_eq!(at("5061", "5601"), "`60` should be `06`");
        assert_eq!(at("5061", "501"), "`6` is missing");
        assert_eq!(at("5061", "50661"), "`6` stands twice");
        assert_eq!(at("5061", "5091"), "`9` should be `6`");
        assert_eq!(at("993", "1993"), "`1` is too many");
    }
}
