//! How many findings each check made, instead of the findings; or how many are in each file or zone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::place::Place;
use super::{Report, Summary, json, printable};

/// What findings are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedBy {
    /// The check.
    Check,
    /// The file that they point into.
    File,
    /// The zone that they are about.
    Zone,
}

#[derive(Serialize)]
struct StatisticsDocument<'a> {
    version: u32,
    statistics: Vec<StatisticsRow<'a>>,
    summary: &'a Summary,
}

/// One check, file or zone; findings in files that are no zones are about none.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Counted<'a> {
    Check(&'a str),
    File(Cow<'a, str>),
    Zone(Option<&'a str>),
}

impl Counted<'_> {
    fn name(&self) -> &str {
        match self {
            Counted::Check(name) | Counted::Zone(Some(name)) => name,
            Counted::File(name) => name,
            Counted::Zone(None) => "(no zone)",
        }
    }
}

#[derive(Serialize)]
struct StatisticsRow<'a> {
    #[serde(flatten)]
    counted: Counted<'a>,
    count: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    #[serde(skip)]
    found: String,
}

/// Writes the counts as lines for people, most first.
pub fn statistics(report: &Report, by: CountedBy, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> =
        rows(report, by).into_iter().map(|row| (printable(row.counted.name()).into_owned(), row)).collect();
    let counts = rows.iter().map(|(_, row)| row.count.to_string().len()).max().unwrap_or(0);
    let names = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut out = BufWriter::new(out);
    for (name, StatisticsRow { count, found, .. }) in rows {
        writeln!(out, "{count:>counts$}  {name:names$}  {found}")?;
    }
    out.flush()
}

/// Writes the counts as one document, version 1 of its contract.
pub fn statistics_json(report: &Report, by: CountedBy, out: &mut dyn Write) -> io::Result<()> {
    json::document(&StatisticsDocument { version: 1, statistics: rows(report, by), summary: &report.summary }, out)
}

fn rows<'a>(report: &Report<'a>, by: CountedBy) -> Vec<StatisticsRow<'a>> {
    let mut counts: BTreeMap<Counted, Summary> = BTreeMap::new();
    for finding in report.findings {
        let counted = match by {
            CountedBy::Check => Counted::Check(finding.meta.id),
            CountedBy::File => Counted::File(Place::new(report, finding.primary.span).file),
            CountedBy::Zone => Counted::Zone(finding.subject.zone.as_deref()),
        };
        counts.entry(counted).or_default().count(finding.severity);
    }
    let row = |(counted, of_it): (_, Summary)| {
        let Summary { errors, warnings, infos, .. } = of_it;
        StatisticsRow { counted, count: errors + warnings + infos, errors, warnings, infos, found: of_it.found() }
    };
    let mut rows: Vec<StatisticsRow> = counts.into_iter().map(row).collect();
    // Stable: those as frequent stay in the order of their names.
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}
