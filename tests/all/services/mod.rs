//! `zonelint services`: what the table has, in which order, and how each format writes it.

mod addresses;
mod formats;
mod rows;

use std::collections::HashMap;
use std::path::Path;

use crate::support::{Run, ZONE, program, project_with, zonelint};

type Record = HashMap<String, String>;

/// A project of zones: the name of each, and what it has besides SOA, name servers and `host`.
fn project_of(zones: &[(&str, &str)]) -> tempfile::TempDir {
    let files =
        zones.iter().map(|(name, records)| (format!("zones/{name}.zone"), ZONE.replace("example.com", name) + records));
    let files: Vec<(String, String)> = files.collect();
    project_with(&files.iter().map(|(name, text)| (name.as_str(), text)).collect::<Vec<_>>())
}

/// The program where the terminal has so many columns.
fn at_width(dir: &Path, columns: usize, arguments: &[&str]) -> Run {
    let output = program(dir).env("COLUMNS", columns.to_string()).args(arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let code = output.status.code().expect("it was not killed");
    Run { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The rows, as a reader of RFC 4180 has them, each value by its column.
fn csv(dir: &Path, arguments: &[&str]) -> Vec<Record> {
    let run = zonelint(dir, &[&["services", "--format", "csv"], arguments].concat());
    let mut rows = read_csv(&run.stdout).into_iter();
    let header = rows.next().expect("there is a header");
    let record = |row: Vec<String>| {
        assert_eq!(row.len(), header.len(), "{row:?}");
        header.iter().cloned().zip(row).collect()
    };
    rows.map(record).collect()
}

fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut field)),
            '\r' if !is_quoted => {
                assert_eq!(chars.next(), Some('\n'), "lines end with CRLF");
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    assert!(row.is_empty() && field.is_empty() && !is_quoted, "the last line is complete: {text}");
    rows
}

/// Some columns of all rows, each row joined by blanks.
fn columns(rows: &[Record], names: &[&str]) -> Vec<String> {
    let joined = |row: &Record| names.iter().map(|name| row[*name].as_str()).collect::<Vec<_>>().join(" ");
    rows.iter().map(joined).collect()
}
