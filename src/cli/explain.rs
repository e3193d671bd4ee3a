//! `zonelint explain`: the page of a check, or the list of all checks.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{ExplainArgs, ListFormat};
use super::{Exit, Io, LIST_WIDTH, failed};
use crate::diagnostic::{Meta, Severity};
use crate::lint::{all_kinds, groups_of};
use crate::report;
use crate::text::suggest;

pub(super) fn run(args: &ExplainArgs, io: &mut Io) -> io::Result<Exit> {
    let all = all_kinds();
    let Some(id) = &args.check else {
        write_all(&all, args.list.format, io.stdout)?;
        return io.stdout.flush().map(|()| Exit::Clean);
    };
    let Some(meta) = all.iter().find(|meta| meta.id == id) else {
        let meant = suggest::nearest(id, all.iter().map(|meta| meta.id));
        let hint = meant.map_or("`zonelint explain` lists all".to_owned(), |meant| format!("did you mean `{meant}`?"));
        return failed(&format!("there is no check `{id}`: {hint}"), io);
    };
    match args.list.format {
        ListFormat::Text => io.stdout.write_all(page(meta).as_bytes())?,
        ListFormat::Json => {
            report::paragraphs(&PageDocument { version: 1, check: CheckPage::of(meta) }, &mut *io.stdout)?
        }
    }
    io.stdout.flush().map(|()| Exit::Clean)
}

fn write_all(all: &[&'static Meta], format: ListFormat, out: &mut dyn Write) -> io::Result<()> {
    if format == ListFormat::Json {
        let checks = all.iter().map(|meta| CheckPage::of(meta)).collect();
        return report::paragraphs(&PagesDocument { version: 1, checks }, out);
    }
    let indent = all.iter().map(|meta| meta.id.len() + 2).max().unwrap_or(0);
    for meta in all {
        let mut id = meta.id;
        for line in report::wrap(meta.summary, LIST_WIDTH - indent) {
            writeln!(out, "{id:indent$}{line}")?;
            id = "";
        }
    }
    Ok(())
}

/// The page in characters that every terminal shows; others by their number.
fn page(meta: &Meta) -> String {
    let mut text = String::new();
    for c in meta.page().chars() {
        match c.is_ascii() {
            true => text.push(c),
            false => text.extend(c.escape_unicode()),
        }
    }
    text
}

#[derive(Serialize)]
struct PagesDocument {
    version: u32,
    checks: Vec<CheckPage>,
}

#[derive(Serialize)]
struct PageDocument {
    version: u32,
    #[serde(flatten)]
    check: CheckPage,
}

#[derive(Serialize)]
struct CheckPage {
    id: &'static str,
    summary: &'static str,
    severity: Severity,
    groups: Vec<&'static str>,
    references: &'static [&'static str],
    page: String,
}

impl CheckPage {
    fn of(meta: &'static Meta) -> CheckPage {
        let Meta { id, summary, severity, references, .. } = *meta;
        CheckPage { id, summary, severity, groups: groups_of(id), references, page: page(meta) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_for_people_and_any_terminal() {
        for meta in all_kinds() {
            let page = page(meta);
            assert!(page.is_ascii(), "{}", meta.id);
            assert!(!page.contains(";^") && page.contains(meta.id), "{}", meta.id);
            assert_eq!(page.matches("```").count() % 2, 0, "{}", meta.id);
        }
    }
}
