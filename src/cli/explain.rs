//! `zonelint explain`: the pages of checks, or a list of checks.

use std::io;

use serde::Serialize;

use super::args::{ExplainArgs, ListFormat};
use super::{Exit, Io, choice, failed, table, terminal};
use crate::checks;
use crate::diagnostic::{Applicability, Meta};
use crate::lint::groups_of;
use crate::report;

pub(super) fn run(args: &ExplainArgs, io: &mut Io) -> io::Result<Exit> {
    let chosen = match choice::of(&args.words) {
        Ok(chosen) => chosen,
        Err(why) => return failed(&why, io),
    };
    let are_ids = !args.words.is_empty() && args.words.iter().all(|word| chosen.iter().any(|meta| meta.id == word));
    match (args.list.format, are_ids) {
        (ListFormat::Text, true) => write_pages(&chosen, io)?,
        (ListFormat::Text, false) => {
            let width = io.stdout_is_terminal.then(|| terminal::width(io));
            let text: Vec<String> = chosen.iter().map(|meta| choice::described(meta)).collect();
            let rows = chosen.iter().zip(&text).map(|(meta, text)| [meta.id, default_severity(meta), text]);
            let rows: Vec<_> = rows.collect();
            table::write(&rows, width, io.stdout)?;
        }
        (ListFormat::Json, true) if chosen.len() == 1 => {
            report::paragraphs(&PageDocument { version: 1, check: CheckPage::of(chosen[0]) }, &mut *io.stdout)?;
        }
        (ListFormat::Json, _) => {
            let checks = chosen.iter().map(|meta| CheckPage::of(meta)).collect();
            report::paragraphs(&PagesDocument { version: 1, checks }, &mut *io.stdout)?;
        }
    }
    io.stdout.flush().map(|()| Exit::Clean)
}

/// Rendered for a terminal, where the program can; as Markdown for whoever else reads it.
fn write_pages(metas: &[&'static Meta], io: &mut Io) -> io::Result<()> {
    for (number, meta) in metas.iter().enumerate() {
        if number > 0 {
            writeln!(io.stdout)?;
        }
        #[cfg(feature = "cli")]
        if io.stdout_is_terminal {
            let style = terminal::style(super::flag_words::When::Auto, io);
            super::page::write(&page(meta), style, io.stdout)?;
            continue;
        }
        io.stdout.write_all(page(meta).as_bytes())?;
    }
    Ok(())
}

/// The severity without rule files.
fn default_severity(meta: &Meta) -> &'static str {
    if checks::is_off_by_default(meta.id) { "off" } else { meta.severity.word() }
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
    if let Some(words) = meta.fix_words() {
        text.push_str(&format!("\n## Fix\n\nSome of its findings offer one: {words}.\n"));
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
    severity: &'static str,
    groups: Vec<&'static str>,
    references: &'static [&'static str],
    fixes: &'static [Applicability],
    page: String,
}

impl CheckPage {
    fn of(meta: &'static Meta) -> CheckPage {
        let Meta { id, summary, references, fixes, .. } = *meta;
        let (severity, groups) = (default_severity(meta), groups_of(id));
        CheckPage { id, summary, severity, groups, references, fixes, page: page(meta) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::all_kinds;

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
