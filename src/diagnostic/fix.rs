//! Edits that mend what a finding is about.

use super::{Diagnostic, Text};
use crate::source::Span;

/// How sure it is that a fix does what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It mends the mistake and changes nothing else.
    Safe,
    /// It may not be what was meant: a person has to look at it.
    Unsafe,
}

impl Applicability {
    /// The word used in every format.
    pub const fn word(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }

    /// What stands before a fix that is told in words.
    pub const fn lead(self) -> &'static str {
        match self {
            Applicability::Safe => "fix",
            Applicability::Unsafe => "unsafe fix",
        }
    }
}

/// What most kinds with fixes have.
pub(crate) const SAFE: &[Applicability] = &[Applicability::Safe];
/// Of kinds that cannot know what was meant, but have a likely answer.
pub(crate) const UNSAFE: &[Applicability] = &[Applicability::Unsafe];
/// Of kinds that know it for some findings.
pub(crate) const SAFE_OR_UNSAFE: &[Applicability] = &[Applicability::Safe, Applicability::Unsafe];

/// A change of the text that mends what a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command in a few words: "write `5061`".
    pub title: Text,
    /// How sure it is.
    pub applicability: Applicability,
    /// The changes, which do not overlap, in the order of their places.
    pub edits: Vec<Edit>,
}

/// Bytes, and the text in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to be replaced; none where text is inserted.
    pub span: Span,
    /// What stands there afterwards.
    pub text: Box<str>,
}

impl Fix {
    /// A fix that is proven; `at` is replaced by the text.
    pub fn safe(at: Span, text: impl Into<String>) -> Fix {
        Fix::of(Applicability::Safe, at, text.into())
    }

    /// A fix that a person has to look at.
    pub fn unsure(at: Span, text: impl Into<String>) -> Fix {
        Fix::of(Applicability::Unsafe, at, text.into())
    }

    /// The one or the other.
    pub fn of(applicability: Applicability, at: Span, text: String) -> Fix {
        let title = match (at.start == at.end, text.trim()) {
            (_, "") => "remove it".to_owned(),
            (true, text) => format!("insert `{text}`"),
            (false, text) => format!("write `{text}`"),
        };
        let edits = vec![Edit { span: at, text: text.into() }];
        Fix { title: title.into(), applicability, edits }
    }

    /// Other words for what it does.
    pub fn titled(mut self, title: impl Into<Text>) -> Fix {
        self.title = title.into();
        self
    }

    /// One more change. What overlaps with another is the same word, seen twice.
    pub fn and(mut self, at: Span, text: impl Into<String>) -> Fix {
        let place = self.edits.partition_point(|edit| edit.span < at);
        let touches =
            |edit: &Edit| edit.span.source == at.source && edit.span.start < at.end && at.start < edit.span.end;
        // They are in order and do not overlap: none but the neighbours can.
        let mut neighbours = self.edits[place.saturating_sub(1)..].iter().take(2);
        if !neighbours.any(|edit| edit.span == at || touches(edit)) {
            self.edits.insert(place, Edit { span: at, text: text.into().into() });
        }
        self
    }

    /// The same text in more places.
    pub fn and_each(self, places: impl IntoIterator<Item = Span>, text: &str) -> Fix {
        places.into_iter().fold(self, |fix, at| fix.and(at, text))
    }

    /// No longer said to be proven.
    pub fn doubted(self) -> Fix {
        Fix { applicability: Applicability::Unsafe, ..self }
    }

    /// Both, where they do not touch each other; it is as sure as the less sure one.
    pub fn joined(self, other: Fix) -> Fix {
        let applicability = self.applicability.max(other.applicability);
        let joined = other.edits.into_iter().fold(self, |fix, edit| fix.and(edit.span, edit.text));
        Fix { applicability, ..joined }
    }
}

impl Diagnostic {
    /// How to mend it, where that is known.
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Diagnostic {
        self.fix = fix.into().map(Box::new);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn at(start: u32, end: u32) -> Span {
        Span { source: SourceId(0), start, end }
    }

    #[test]
    fn the_title_says_what_is_done() {
        for (span, text, title) in
            [(at(1, 5), "5061", "write `5061`"), (at(1, 1), ".", "insert `.`"), (at(1, 2), "", "remove it")]
        {
            assert_eq!(&*Fix::safe(span, text).title, title);
        }
    }

    #[test]
    fn edits_are_in_order_and_apart() {
        let fix = Fix::safe(at(5, 6), "b").and(at(1, 2), "a").and(at(5, 6), "c").and(at(4, 7), "d").and(at(9, 9), "e");
        let said: Vec<_> = fix.edits.iter().map(|edit| (edit.span.start, &*edit.text)).collect();
        assert_eq!(said, [(1, "a"), (5, "b"), (9, "e")]);
        let joined = fix.joined(Fix::unsure(at(3, 4), "x"));
        assert_eq!((joined.edits.len(), joined.applicability), (4, Applicability::Unsafe));
    }
}
