//! Which findings are about which row.

use std::collections::HashMap;

use super::{Mark, ServiceRow};
use crate::diagnostic::Diagnostic;
use crate::lint::groups;
use crate::source::{Sources, Span};

/// The group of the checks that judge services.
const GROUP: &str = "srv";

/// The findings about services, by their places.
pub(super) struct Marks<'f> {
    places: Vec<(u32, u32, &'f Diagnostic)>,
}

impl<'f> Marks<'f> {
    pub(super) fn of(findings: &'f [Diagnostic]) -> Marks<'f> {
        let checks = groups().iter().find(|group| group.name == GROUP).map_or(&[][..], |group| &group.checks);
        let is_about_service = |finding: &&Diagnostic| checks.binary_search(&finding.meta.id).is_ok();
        let places = findings.iter().filter(is_about_service).flat_map(|finding| {
            let same = finding.labels.iter().filter(|label| label.is_same);
            same.chain([&finding.primary]).map(move |label| (label.span.source.0, label.span.start, finding))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|&(source, start, _)| (source, start));
        Marks { places }
    }

    /// What is found in a record.
    pub(super) fn within(&self, entry: Span) -> impl Iterator<Item = &'f Diagnostic> {
        let from = self.places.partition_point(|&(source, start, _)| (source, start) < (entry.source.0, entry.start));
        let rest = self.places[from..].iter();
        rest.take_while(move |&&(source, start, _)| (source, start) < (entry.source.0, entry.end)).map(|place| place.2)
    }
}

/// A finding as a row shows it. What the port is held against is a port itself: that of a rule, or of another record.
pub(super) fn mark(finding: &Diagnostic, port: Option<u16>, sources: &Sources) -> Mark {
    let is_of_port = finding.meta.id.starts_with("srv-port-");
    let number = |span: Span| std::str::from_utf8(sources.bytes(span)).ok()?.parse::<u16>().ok();
    let held_against = finding.labels.iter().filter(|label| is_of_port && !label.is_same);
    let expected = held_against.filter_map(|label| number(label.span)).find(|&other| Some(other) != port);
    Mark { check: finding.meta.id, severity: finding.severity, message: finding.message.to_string(), expected }
}

/// The rows that a finding is said of as well, without naming their places: of many records alike some are named, and
/// of those that a `$GENERATE` makes one is.
#[derive(Default)]
pub(super) struct Alike(HashMap<(usize, String, Option<u16>), Mark>);

impl Alike {
    /// Notes a finding that may be said of more records than it points at.
    pub(super) fn note(&mut self, zone: usize, row: &ServiceRow, finding: &Diagnostic, mark: &Mark, sources: &Sources) {
        if finding.records > 1 || sources.is_expansion(finding.primary.span.source) {
            self.0.entry(key(zone, row)).or_insert_with(|| mark.clone());
        }
    }

    /// The finding that is said of a row, too.
    pub(super) fn of(&self, zone: usize, row: &ServiceRow) -> Option<&Mark> {
        if self.0.is_empty() { None } else { self.0.get(&key(zone, row)) }
    }
}

fn key(zone: usize, row: &ServiceRow) -> (usize, String, Option<u16>) {
    (zone, row.owner.service_and_protocol().to_ascii_lowercase(), row.port)
}
