//! Comma-separated values (RFC 4180).

use std::borrow::Cow;
use std::io::{self, Write};

use super::Table;
use crate::report::printable_line;

/// What a spreadsheet takes for the start of a formula; full-width forms are taken for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Writes all columns, with a header; the last one says why a row is marked.
pub fn csv(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let header: Vec<&str> = table.columns.iter().map(|column| column.name).chain(["finding"]).collect();
    write!(out, "{}\r\n", header.join(","))?;
    for row in &table.rows {
        let mark = row.mark.as_deref().unwrap_or_default();
        let cells: Vec<_> = row.cells.iter().map(String::as_str).chain([mark]).map(cell).collect();
        write!(out, "{}\r\n", printable_line(&cells.join(",")))?;
    }
    Ok(())
}

/// A value that is read as text: an apostrophe in front of it is how spreadsheets say so.
fn cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.trim_start().starts_with(FORMULA);
    if !is_formula && !text.contains([',', '"', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    let apostrophe = if is_formula { "'" } else { "" };
    Cow::Owned(format!("\"{apostrophe}{}\"", text.replace('"', "\"\"")))
}
