//! Lists of checks: one line each for programs, and fitted to a terminal for people.

use std::io::{self, Write};

use crate::report;

/// Of what does not fit beside the rest and goes below it.
const INDENT: usize = 4;
/// Text in less than this is not read with ease.
const NARROWEST: usize = 40;

/// Writes rows whose last cell is text; no width, and each is one line.
pub(super) fn write<const N: usize>(rows: &[[&str; N]], width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let widths: [usize; N] =
        std::array::from_fn(|cell| rows.iter().map(|row| row[cell].chars().count()).max().unwrap_or(0));
    let before: usize = widths[..N - 1].iter().map(|width| width + 2).sum();
    for row in rows {
        let cells = row[..N - 1].iter().zip(widths).map(|(cell, width)| format!("{cell:width$}  "));
        let start = report::printable(&cells.collect::<String>()).into_owned();
        let text = row[N - 1];
        match width {
            None => writeln!(out, "{start}{text}")?,
            Some(width) if width < before + NARROWEST => {
                for line in report::wrap(start.trim_end(), width) {
                    writeln!(out, "{line}")?;
                }
                for line in report::wrap(text, width - INDENT) {
                    writeln!(out, "{:INDENT$}{line}", "")?;
                }
            }
            Some(width) => {
                let mut start = start;
                for line in report::wrap(text, width - before) {
                    writeln!(out, "{start}{line}")?;
                    start = " ".repeat(before);
                }
            }
        }
    }
    Ok(())
}
