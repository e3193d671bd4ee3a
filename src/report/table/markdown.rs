//! A table to paste into a ticket.

use std::io::{self, Write};

use super::{Row, Table};
use crate::report::counted;
use crate::report::markdown::cell;

/// So many bytes services take as one comment.
pub const MOST_MARKDOWN: usize = 60_000;

/// What is below the rows is shorter.
const BELOW: usize = 1_000;

/// Writes the table; where it is too long for a comment, marked rows are kept before others.
pub fn markdown(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let (columns, has_marks) = (table.filled(), table.has_marks());
    let finding = has_marks.then_some("finding");
    let names = columns.iter().map(|&column| table.columns[column].name).chain(finding);
    let head = format!("| {} |", names.collect::<Vec<_>>().join(" | "));
    let under = columns.iter().map(|&column| if table.columns[column].is_number { "---:" } else { "---" });
    let under = format!("|{}|", under.chain(finding.map(|_| "---")).collect::<Vec<_>>().join("|"));
    let lines: Vec<String> = table.rows.iter().map(|row| row_line(row, &columns, has_marks)).collect();
    let room = MOST_MARKDOWN.saturating_sub(head.len() + under.len() + BELOW);
    let kept = kept(table, &lines, room);
    if !lines.is_empty() {
        writeln!(out, "{head}\n{under}")?;
    }
    for (line, _) in lines.iter().zip(&kept).filter(|(_, kept)| **kept) {
        writeln!(out, "{line}")?;
    }
    let separator = if lines.is_empty() { "" } else { "\n" };
    writeln!(out, "{separator}{}", table.closing)?;
    match kept.iter().filter(|kept| !**kept).count() {
        0 => Ok(()),
        cut => writeln!(out, "\n{} left out: `{}` writes all", counted(cut, "row"), table.whole_by),
    }
}

fn row_line(row: &Row, columns: &[usize], has_marks: bool) -> String {
    let mark = has_marks.then(|| row.mark.as_deref().unwrap_or_default());
    let cells = columns.iter().map(|&column| row.cells[column].as_str()).chain(mark);
    let mut text = String::from("|");
    cells.for_each(|text_of| text.extend([" ", &cell(text_of), " |"]));
    text
}

/// Which lines there is room for.
fn kept(table: &Table, lines: &[String], room: usize) -> Vec<bool> {
    let (mut left, mut kept) = (room, vec![false; lines.len()]);
    for is_marked in [true, false] {
        let of_kind = (0..lines.len()).filter(|&number| table.rows[number].mark.is_some() == is_marked);
        for number in of_kind {
            let Some(less) = left.checked_sub(lines[number].len() + 1) else { return kept };
            (left, kept[number]) = (less, true);
        }
    }
    kept
}
