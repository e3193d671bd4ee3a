//! Words that several checks say in one way.

use crate::diagnostic::MOST_PLACES;

/// Words as a sentence lists them; of many the first, and how many more there are.
pub(super) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., _] if words.len() > MOST_PLACES => {
            let first: Vec<&str> = first.iter().take(MOST_PLACES).map(AsRef::as_ref).collect();
            format!("{} and {} more", first.join(", "), words.len() - MOST_PLACES)
        }
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", before.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn of_many_words_the_rest_is_counted() {
        let words = |n: usize| (0..n).map(|number| number.to_string()).collect::<Vec<_>>();
        assert_eq!([0, 1, 2, 3].map(|n| listed(&words(n))), ["", "0", "0 and 1", "0, 1 and 2"]);
        assert!(listed(&words(20)).ends_with(", 18 and 19"));
        assert!(listed(&words(23)).ends_with(", 18, 19 and 3 more"));
    }
}
