//! How many findings each check made, instead of the findings.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::{Report, Summary, json};
use crate::diagnostic::Diagnostic;

#[derive(Serialize)]
struct StatisticsDocument<'a> {
    version: u32,
    statistics: Vec<StatisticsRow<'a>>,
    summary: &'a Summary,
}

#[derive(Serialize)]
struct StatisticsRow<'a> {
    check: &'a str,
    count: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    #[serde(skip)]
    found: String,
}

/// Writes the counts as lines for people, most first.
pub fn statistics(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(report.findings);
    let counts = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(0);
    let checks = rows.iter().map(|row| row.check.len()).max().unwrap_or(0);
    let mut out = BufWriter::new(out);
    for StatisticsRow { count, check, found, .. } in rows {
        writeln!(out, "{count:>counts$}  {check:checks$}  {found}")?;
    }
    out.flush()
}

/// Writes the counts as one document, version 1 of its contract.
pub fn statistics_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json::document(&StatisticsDocument { version: 1, statistics: rows(report.findings), summary: &report.summary }, out)
}

fn rows(findings: &[Diagnostic]) -> Vec<StatisticsRow<'_>> {
    let mut by_check: BTreeMap<&str, Summary> = BTreeMap::new();
    for finding in findings {
        by_check.entry(finding.meta.id).or_default().count(finding.severity);
    }
    let row = |(check, of_it): (_, Summary)| {
        let Summary { errors, warnings, infos, .. } = of_it;
        StatisticsRow { check, count: errors + warnings + infos, errors, warnings, infos, found: of_it.found() }
    };
    let mut rows: Vec<StatisticsRow> = by_check.into_iter().map(row).collect();
    // Stable: those as frequent stay in the order of their ids.
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}
