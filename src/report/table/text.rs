//! A table on a terminal: columns that do not fit are left out, and named below.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{MARK, Row, Table};
use crate::report::text::{backward, columns_of, forward, wrap};
use crate::report::{Style, printable_line};

/// Between columns.
const GAP: usize = 2;
/// A cell is not cut to less.
const NARROWEST: usize = 4;

/// Select Graphic Rendition (ECMA-48 section 8.3.117): bold, and bold in red.
const BOLD: &str = "1";
const MARKED: &str = "1;31";

/// Writes as many columns as fit. Below a marked row stands what it is marked for.
pub fn text(table: &Table, style: Style, out: &mut impl Write) -> io::Result<()> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let layout = Layout::of(table, style);
    let names: Vec<String> = table.columns.iter().map(|column| column.name.to_uppercase()).collect();
    writeln!(out, "{}", painted(style, BOLD, &layout.line(&names, false)))?;
    for Row { cells, mark } in &table.rows {
        let line = layout.line(cells, mark.is_some());
        match mark {
            None => writeln!(out, "{line}")?,
            Some(mark) => {
                writeln!(out, "{}", painted(style, MARKED, &line))?;
                for line in wrap(mark, style.width - 2 * GAP) {
                    writeln!(out, "{:indent$}{}", "", painted(style, MARKED, line), indent = 2 * GAP)?;
                }
            }
        }
    }
    let left_out = layout.left_out().unwrap_or_default();
    wrap(&left_out, style.width).try_for_each(|line| writeln!(out, "{line}"))
}

fn painted(style: Style, how: &str, text: &str) -> String {
    if style.color { format!("\u{1b}[{how}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Which columns are shown, and how wide.
struct Layout<'t> {
    table: &'t Table,
    style: Style,
    /// By the number of the column.
    shown: Vec<(usize, usize)>,
    hidden: Vec<usize>,
    has_marks: bool,
    is_cut: bool,
}

impl<'t> Layout<'t> {
    fn of(table: &'t Table, style: Style) -> Layout<'t> {
        let has_marks = table.has_marks();
        let room = style.width - if has_marks { GAP } else { 0 };
        let width_of = |column: usize| {
            let cells = table.rows.iter().map(|row| columns_of(&row.cells[column]));
            cells.chain([table.columns[column].name.len()]).max().unwrap_or_default()
        };
        let mut all: Vec<(usize, usize)> =
            table.filled().into_iter().map(|number| (number, width_of(number))).collect();
        all.sort_by_key(|&(number, _)| table.columns[number].rank);
        let (mut shown, mut hidden, mut used) = (Vec::new(), Vec::new(), 0);
        for (number, width) in all {
            let with = used + width + if shown.is_empty() { 0 } else { GAP };
            if table.columns[number].rank == 0 || with <= room {
                shown.push((number, width));
                used = with;
            } else {
                hidden.push(number);
            }
        }
        let is_cut = used > room;
        cut(&mut shown, used.saturating_sub(room));
        shown.sort_unstable();
        hidden.sort_unstable();
        Layout { table, style, shown, hidden, has_marks, is_cut }
    }

    fn line(&self, cells: &[String], is_marked: bool) -> String {
        let mut line = match (self.has_marks, is_marked) {
            (false, _) => String::new(),
            (true, true) => format!("{MARK:GAP$}"),
            (true, false) => " ".repeat(GAP),
        };
        for (at, &(column, width)) in self.shown.iter().enumerate() {
            let cell = self.fitted(&cells[column], width);
            let padding = " ".repeat(width.saturating_sub(columns_of(&cell)));
            let gap = if at == 0 { "" } else { "  " };
            let (before, after) = if self.table.columns[column].is_number { (&*padding, "") } else { ("", &*padding) };
            line.extend([gap, before, &cell, after]);
        }
        line.truncate(line.trim_end().len());
        printable_line(&line).into_owned()
    }

    /// A cell that is too long is cut in its middle: names differ at both ends.
    fn fitted<'c>(&self, cell: &'c str, width: usize) -> Cow<'c, str> {
        if columns_of(cell) <= width {
            return Cow::Borrowed(cell);
        }
        let ellipsis = if self.style.unicode { "\u{2026}" } else { ".." };
        let room = width.saturating_sub(columns_of(ellipsis));
        let (end, start) = (forward(cell, 0, room.div_ceil(2)), backward(cell, cell.len(), room / 2));
        Cow::Owned(format!("{}{ellipsis}{}", &cell[..end], &cell[start..]))
    }

    /// What the width has left out, in a line.
    fn left_out(&self) -> Option<String> {
        let names: Vec<&str> = self.hidden.iter().map(|&column| self.table.columns[column].name).collect();
        let columns = (!names.is_empty()).then(|| format!("not shown: {}", names.join(", ")));
        let cut = self.is_cut.then(|| "long names are cut".to_owned());
        let said: Vec<String> = columns.into_iter().chain(cut).collect();
        (!said.is_empty()).then(|| format!("{} (`{}` writes all)", said.join("; "), self.table.whole_by))
    }
}

/// Makes columns narrower by so much in all, the widest first.
fn cut(shown: &mut [(usize, usize)], by: usize) {
    for _ in 0..by {
        let Some((_, widest)) = shown.iter_mut().max_by_key(|(_, width)| *width) else { return };
        if *widest <= NARROWEST {
            return;
        }
        *widest -= 1;
    }
}
