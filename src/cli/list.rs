//! `zonelint check --list-files`: what would be read, as which zone, and why.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::fs::paths;
use crate::project::{Listed, OriginSource, Project, Why};
use crate::report;
use crate::source::{Sources, Span};
use crate::syntax::name::DomainName;

/// Writes a line for each file.
pub(super) fn text(project: &Project, sources: &Sources, cwd: &Path, out: &mut dyn Write) -> io::Result<()> {
    for line in lines(project, sources, cwd) {
        writeln!(out, "{}", report::printable_line(&line))?;
    }
    out.flush()
}

/// A line for each file.
pub(super) fn lines(project: &Project, sources: &Sources, cwd: &Path) -> Vec<String> {
    rows(project, sources, cwd).iter().map(ListRow::line).collect()
}

/// Writes one document.
pub(super) fn json(project: &Project, sources: &Sources, cwd: &Path, out: &mut dyn Write) -> io::Result<()> {
    report::document(&ListDocument { version: 1, files: rows(project, sources, cwd) }, &mut *out)?;
    out.flush()
}

#[derive(Serialize)]
struct ListDocument<'a> {
    version: u32,
    files: Vec<ListRow<'a>>,
}

#[derive(Serialize)]
struct ListRow<'a> {
    file: String,
    zone: Option<&'a str>,
    views: &'a [String],
    /// What tells which zone it is.
    from: Option<&'static str>,
    /// Where that stands, if it is another file.
    at: Option<At<'a>>,
    /// Why it is not read by itself.
    skipped: Option<&'static str>,
    included_by: Option<String>,
    /// `from` or `skipped` in words.
    #[serde(skip)]
    why: &'static str,
}

impl ListRow<'_> {
    fn line(&self) -> String {
        let zone = match (self.zone, self.skipped) {
            (_, Some("copy" | "template")) => "-",
            (Some(zone), _) => zone,
            (None, _) => "?",
        };
        let place = self.at.as_ref().map(|at| format!("{}:{}", at.file, at.line));
        let why = match (&place, &self.included_by) {
            (Some(place), _) => place.clone(),
            (None, Some(by)) => format!("included by {by}"),
            (None, None) => self.why.to_owned(),
        };
        let views = if self.views.is_empty() { String::new() } else { format!(", view {}", self.views.join(", ")) };
        format!("{}: {zone} ({why}{views})", self.file)
    }
}

#[derive(Serialize)]
struct At<'a> {
    file: &'a str,
    line: u32,
}

fn rows<'a>(project: &'a Project, sources: &'a Sources, cwd: &Path) -> Vec<ListRow<'a>> {
    let place = |span: Span| {
        let source = sources.get(span.source);
        At { file: source.name(), line: source.position(span.start).line }
    };
    let row = |listed: &'a Listed| {
        let (from, why, at) = match listed.why {
            Why::Read(OriginSource::CommandLine) => (Some("command-line"), "--origin", None),
            Why::Read(OriginSource::Rule(span)) => (Some("rule-file"), "the rule file", Some(place(span))),
            Why::Read(OriginSource::Server(span)) => (Some("server"), "the server's configuration", Some(place(span))),
            Why::Read(OriginSource::Soa) => (Some("soa"), "its SOA", None),
            Why::Read(OriginSource::Origin) => (Some("origin"), "its $ORIGIN", None),
            Why::Read(OriginSource::Owners) => (Some("owners"), "the owners of its records", None),
            Why::Read(OriginSource::FileName) => (Some("file-name"), "its name", None),
            Why::Read(OriginSource::Comment) => (Some("comment"), "the comments at its top", None),
            Why::Read(OriginSource::Unknown) => (None, "not known", None),
            Why::Copy => (None, "skipped: a copy", None),
            Why::Template => (None, "skipped: a template", None),
            Why::TooMuch => (None, "skipped: too large for a neighbour", None),
            Why::IncludedBy(_) => (None, "included", None),
        };
        let (skipped, included_by) = match &listed.why {
            Why::Read(_) => (None, None),
            Why::Copy => (Some("copy"), None),
            Why::Template => (Some("template"), None),
            Why::TooMuch => (Some("too-large"), None),
            Why::IncludedBy(by) => (Some("included"), Some(paths::shown(by, cwd))),
        };
        let file = paths::shown(&listed.path, cwd);
        ListRow {
            file,
            zone: listed.zone.as_ref().map(DomainName::as_str),
            views: &listed.views,
            from,
            at,
            skipped,
            included_by,
            why,
        }
    };
    project.listed.iter().filter(|listed| !listed.is_neighbour).map(row).collect()
}
