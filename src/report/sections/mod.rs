//! Sections of lines: what two versions differ in, and what follows, for people.
//!
//! | file | writes |
//! |---|---|
//! | `text` | lines that fit a terminal |
//! | `markdown` | what is pasted into a ticket |
//! | `html` | a page |

mod html;
mod markdown;
mod text;

use std::ops::Range;

use crate::source::{printable, printable_line};

pub use html::sections_html as html;
pub use markdown::sections_markdown as markdown;
pub use text::sections_text as text;

/// Sections, and what is said of all of them.
#[derive(Clone, Debug)]
pub struct Sections {
    /// What they are about.
    pub title: String,
    /// One for each subject.
    pub list: Vec<Section>,
    /// The last line, in words of the program.
    pub closing: String,
    /// The flag that writes all of it, for where it is cut.
    pub whole_by: &'static str,
}

/// What is said of one subject.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// Sentences in words of the program, below the heading.
    pub lead: Vec<String>,
    /// Lines that belong together; where not all fit, whole blocks are left out.
    pub blocks: Vec<Vec<Line>>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    sign: Sign,
    text: String,
    marked: Option<Range<usize>>,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// It is of both versions, or of neither.
    None,
    /// It is of the old version only.
    Removed,
    /// It is of the new version only.
    Added,
}

impl Line {
    /// A line by itself, or above those that belong to it. Its text may be a stranger's.
    pub fn plain(text: &str) -> Line {
        Line { sign: Sign::None, text: printable_line(text).into_owned(), marked: None }
    }

    /// A line of the old version.
    pub fn removed(text: &str, marked: Option<&Range<usize>>) -> Line {
        Line::signed(Sign::Removed, text, marked)
    }

    /// A line of the new version.
    pub fn added(text: &str, marked: Option<&Range<usize>>) -> Line {
        Line::signed(Sign::Added, text, marked)
    }

    fn signed(sign: Sign, text: &str, marked: Option<&Range<usize>>) -> Line {
        // What is made visible may be longer.
        let shown = |end: usize| printable(&text[..end]).len();
        let marked = marked.map(|marked| shown(marked.start)..shown(marked.end));
        Line { sign, text: printable(text).into_owned(), marked }
    }
}

impl Sign {
    fn text(self) -> &'static str {
        match self {
            Sign::None => "  ",
            Sign::Removed => "- ",
            Sign::Added => "+ ",
        }
    }
}

#[cfg(test)]
mod tests;
