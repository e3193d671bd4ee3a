//! Tables: rows of text for a terminal, and as Markdown, HTML and CSV.
//!
//! | file | writes |
//! |---|---|
//! | `text` | as many columns as fit beside each other |
//! | `markdown` | what is pasted into a ticket |
//! | `html` | a page |
//! | `csv` | what programs and spreadsheets read |

mod csv;
pub(super) mod html;
mod markdown;
mod text;

use crate::source::printable;

pub use csv::csv;
pub use html::html;
pub use markdown::{MOST_MARKDOWN, markdown};
pub use text::text;

/// What a row is marked with, as a heading and in front of it.
const MARK: &str = "!";

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading.
    pub name: &'static str,
    /// The columns with 0 are always shown; of the others those with lower numbers before those with higher ones.
    pub rank: u8,
    /// Whether its cells stand at the right.
    pub is_number: bool,
}

/// A row: a cell for each column, and why it is marked, if it is.
#[derive(Clone, Debug)]
pub struct Row {
    cells: Vec<String>,
    mark: Option<String>,
}

impl Row {
    /// A row of text that may be a stranger's.
    pub fn new(cells: impl IntoIterator<Item = String>, mark: Option<String>) -> Row {
        let shown = |cell: String| printable(&cell).into_owned();
        Row { cells: cells.into_iter().map(shown).collect(), mark: mark.map(shown) }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is a table of.
    pub title: String,
    /// The last line, in words of the program: what is in it, in numbers.
    pub closing: String,
    /// The flags that write all of it, for where it is cut.
    pub whole_by: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// The columns that some row has something in, by their numbers: people need not look at the others.
    fn filled(&self) -> Vec<usize> {
        let is_filled = |&column: &usize| self.rows.iter().any(|row| !row.cells[column].is_empty());
        (0..self.columns.len()).filter(is_filled).collect()
    }

    fn has_marks(&self) -> bool {
        self.rows.iter().any(|row| row.mark.is_some())
    }
}

#[cfg(test)]
mod tests;
