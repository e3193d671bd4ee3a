//! The code quality report of GitLab: a list, shown in merge requests.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::place::Place;
use super::{Report, fix_in_words, json, other_places};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprint;
use crate::source::Position;

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    json::document(&Issues(report), out)
}

struct Issues<'a>(&'a Report<'a>);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let issue = |(finding, fingerprint)| Issue::new(self.0, finding, fingerprint);
        serializer.collect_seq(self.0.identified().map(issue))
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Of several with one fingerprint GitLab shows the first.
    fingerprint: Fingerprint,
    severity: &'a str,
    location: GitlabLocation<'a>,
}

#[derive(Serialize)]
struct GitlabLocation<'a> {
    path: Cow<'a, str>,
    positions: GitlabRange,
}

#[derive(Serialize)]
struct GitlabRange {
    begin: GitlabPoint,
    end: GitlabPoint,
}

#[derive(Serialize)]
struct GitlabPoint {
    line: u32,
    column: u32,
}

impl<'a> Issue<'a> {
    fn new(report: &Report<'a>, finding: &'a Diagnostic, fingerprint: Fingerprint) -> Issue<'a> {
        let place = Place::new(report, finding.primary.span);
        let severity = match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        let point = |Position { line, column, .. }| GitlabPoint { line, column };
        Issue {
            description: format!(
                "{}: {}{}{}",
                finding.meta.id,
                finding.message,
                other_places(report, finding),
                finding.fix.iter().map(|fix| format!("; {}", fix_in_words(fix))).collect::<String>()
            ),
            check_name: finding.meta.id,
            fingerprint,
            severity,
            location: GitlabLocation {
                path: place.file,
                positions: GitlabRange { begin: point(place.start), end: point(place.end) },
            },
        }
    }
}
