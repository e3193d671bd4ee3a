//! A table on a page of its own.

use std::io::{self, Write};

use super::{MARK, Table};
use crate::report::markup::escape;
use crate::report::page::page;

/// Writes the page.
pub fn html(table: &Table, out: &mut impl Write) -> io::Result<()> {
    page(&table.title, out, |out| {
        if !table.rows.is_empty() {
            rows(table, out)?;
        }
        writeln!(out, "<p>{}</p>", escape(&table.closing))
    })
}

/// Writes the rows alone.
pub(in crate::report) fn rows(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let (columns, has_marks) = (table.filled(), table.has_marks());
    let class = |column: usize| if table.columns[column].is_number { " class=\"number\"" } else { "" };
    write!(out, "<table>\n<thead>\n<tr>")?;
    for &column in &columns {
        write!(out, "<th scope=\"col\"{}>{}</th>", class(column), table.columns[column].name)?;
    }
    let finding = if has_marks { "<th scope=\"col\">finding</th>" } else { "" };
    writeln!(out, "{finding}</tr>\n</thead>\n<tbody>")?;
    for row in &table.rows {
        write!(out, "<tr{}>", if row.mark.is_some() { " class=\"marked\"" } else { "" })?;
        for &column in &columns {
            write!(out, "<td{}>{}</td>", class(column), escape(&row.cells[column]))?;
        }
        match &row.mark {
            Some(mark) => writeln!(out, "<td class=\"mark\">{MARK} {}</td></tr>", escape(mark))?,
            None if has_marks => writeln!(out, "<td></td></tr>")?,
            None => writeln!(out, "</tr>")?,
        }
    }
    writeln!(out, "</tbody>\n</table>")
}
