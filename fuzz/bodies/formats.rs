//! Whatever a report is about, each format is read back, with all findings in it.

use super::files;
use roxmltree::{Document, ParsingOptions};
use serde_json::Value;
use zonelint::report::{self, Format, Report, Style};

fn written(report: &Report, format: Format) -> String {
    let mut out = Vec::new();
    let style = Style { color: false, unicode: true, width: 80, links: false };
    report::render(report, format, style, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("a report is UTF-8")
}

pub(super) fn holds(bytes: &[u8]) {
    let outcome = files::lint(&files::file_system(&files::named(bytes)));
    let report = outcome.report();
    let count = outcome.findings.len();
    for format in Format::ALL {
        let text = written(&report, format);
        let is_shown = |c: char| !c.is_control() || c == '\n';
        assert!(text.chars().all(is_shown), "{format:?} holds a control character");
        let list = |path: &[&str]| {
            let document: Value = serde_json::from_str(&text).expect("it is JSON");
            let at = path.iter().fold(&document, |value, key| key.parse::<usize>().map_or(&value[*key], |n| &value[n]));
            at.as_array().expect("a list").len()
        };
        let nodes = |name: &str| {
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let document = Document::parse_with_options(&text, options).expect("it is XML");
            document.descendants().filter(|node| node.has_tag_name(name)).count()
        };
        let told = match format {
            Format::Json => list(&["findings"]),
            Format::Sarif => list(&["runs", "0", "results"]),
            Format::Gitlab => list(&[]),
            Format::Rdjson => list(&["diagnostics"]),
            Format::Html => nodes("article"),
            Format::Junit => nodes("testcase") - usize::from(count == 0 || !outcome.failures.is_empty()),
            Format::Concise => text.lines().count(),
            Format::Github => text.lines().filter(|line| line.starts_with("::")).count() - outcome.failures.len(),
            Format::Full => continue,
        };
        assert_eq!(told, count, "{format:?}: {text}");
    }
}
