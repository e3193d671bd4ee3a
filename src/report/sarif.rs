//! SARIF 2.1.0 (OASIS), as code scanning services take it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::place::Place;
use super::{Report, fix_in_words, json, links, paragraph, printable};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Meta, Severity};
use crate::fingerprint::Fingerprint;

/// What relative paths start at; the reader of the file knows where that is.
const ROOT: &str = "%SRCROOT%";

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let kinds: BTreeMap<&str, &Meta> = report.findings.iter().map(|finding| (finding.meta.id, finding.meta)).collect();
    let indexes = kinds.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [SarifRun {
            tool: json!({"driver": {
                "name": "zonelint",
                "version": links::VERSION,
                "semanticVersion": links::VERSION,
                "informationUri": links::REPOSITORY,
                "rules": kinds.values().map(|meta| rule(meta)).collect::<Vec<_>>(),
            }}),
            invocations: [invocation(report.failures)],
            original_uri_base_ids: json!({ROOT: {"description": {"text": "the root of the repository"}}}),
            column_kind: "unicodeCodePoints",
            results: Results { report, indexes },
        }],
    };
    json::paragraphs(&log, out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [SarifRun<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'a> {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'a str,
    results: Results<'a>,
}

/// A kind of finding with its page.
fn rule(meta: &Meta) -> Value {
    let page = meta.page();
    json!({
        "id": meta.id,
        "shortDescription": {"text": meta.summary},
        "fullDescription": {"text": first_paragraph(&page).unwrap_or_else(|| meta.summary.to_owned())},
        "helpUri": links::page_of(meta.id),
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(meta.severity)},
        "properties": {"tags": ["dns"], "references": meta.references},
    })
}

/// The first words of a page after its heading.
fn first_paragraph(page: &str) -> Option<String> {
    let text = page.split("\n\n").find(|part| !part.starts_with('#'))?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A run that could not do its job says so: no results would mean that all is well.
fn invocation(failures: &[String]) -> Value {
    let told = |failure: &String| json!({"level": "error", "message": {"text": plain(printable(failure))}});
    json!({
        "executionSuccessful": failures.is_empty(),
        "toolExecutionNotifications": failures.iter().map(told).collect::<Vec<_>>(),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

struct Results<'a> {
    report: &'a Report<'a>,
    /// Where the rule of each check stands in the list of rules.
    indexes: BTreeMap<&'a str, usize>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.report.identified().map(|(finding, fingerprint)| {
            let rule = self.indexes.get(finding.meta.id).copied().unwrap_or_default();
            SarifResult::new(self.report, finding, rule, fingerprint)
        }))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message<'a>,
    locations: [SarifLocation<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation<'a>>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "zonelint/v2")]
    v2: Fingerprint,
}

impl<'a> SarifResult<'a> {
    fn new(report: &Report<'a>, finding: &'a Diagnostic, rule: usize, fingerprint: Fingerprint) -> SarifResult<'a> {
        let owner = finding.subject.owner.as_deref();
        let primary = SarifLocation {
            id: None,
            message: None,
            physical_location: Physical::new(Place::new(report, finding.primary.span)),
            logical_locations: owner
                .map(|owner| [Logical { fully_qualified_name: printable(owner), kind: "resource" }]),
        };
        let labels = finding.labels.iter().map(|label| (label, Place::new(report, label.span)));
        let on_disk = labels.filter(|(_, place)| place.is_on_disk());
        SarifResult {
            rule_id: finding.meta.id,
            rule_index: rule,
            level: level(finding.severity),
            message: Message { text: plain(paragraph(finding)) },
            locations: [primary],
            related_locations: on_disk
                .zip(1..)
                .map(|((label, place), id)| SarifLocation::related(label, place, id))
                .collect(),
            partial_fingerprints: Fingerprints { v2: fingerprint },
            fixes: finding.fix.iter().map(|fix| SarifFix::new(report, fix)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Message<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[Logical<'a>; 1]>,
}

impl<'a> SarifLocation<'a> {
    fn related(label: &'a Label, place: Place<'a>, id: usize) -> SarifLocation<'a> {
        let text = if label.text.is_empty() { "see here" } else { &label.text };
        SarifLocation {
            id: Some(id),
            message: Some(Message { text: plain(printable(text)) }),
            physical_location: Physical::new(place),
            logical_locations: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: Cow<'a, str>,
    kind: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: Cow<'a, str>,
    uri_base_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'a> Physical<'a> {
    fn new(place: Place<'a>) -> Physical<'a> {
        Physical { region: Region::of(&place), artifact_location: Artifact::of(place) }
    }
}

impl<'a> Artifact<'a> {
    fn of(place: Place<'a>) -> Artifact<'a> {
        Artifact { uri: relative_uri(place.given), uri_base_id: ROOT }
    }
}

impl Region {
    fn of(place: &Place) -> Region {
        Region {
            start_line: place.start.line,
            start_column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message<'a>,
    artifact_changes: Vec<ArtifactChange<'a>>,
    properties: FixProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: InsertedText,
}

/// The format has no field for it, and programs apply what they find.
#[derive(Serialize)]
struct FixProperties {
    applicability: Applicability,
}

impl<'a> SarifFix<'a> {
    fn new(report: &Report<'a>, fix: &'a Fix) -> SarifFix<'a> {
        let in_file = |edits: &'a [Edit]| ArtifactChange {
            artifact_location: Artifact::of(Place::new(report, edits[0].span)),
            replacements: edits.iter().map(|edit| Replacement::new(report, edit)).collect(),
        };
        let files = fix.edits.chunk_by(|one, other| one.span.source == other.span.source);
        SarifFix {
            description: Message { text: plain(fix_in_words(fix)) },
            artifact_changes: files.map(in_file).collect(),
            properties: FixProperties { applicability: fix.applicability },
        }
    }
}

#[derive(Serialize)]
struct InsertedText {
    text: Box<RawValue>,
}

impl Replacement {
    fn new(report: &Report, edit: &Edit) -> Replacement {
        let deleted_region = Region::of(&Place::new(report, edit.span));
        Replacement { deleted_region, inserted_content: InsertedText { text: json::exact_text(&edit.text) } }
    }
}

/// A path as a relative reference (RFC 3986 section 4.2): `:` is escaped, so that no part of it is
/// taken for a scheme.
fn relative_uri(path: Cow<'_, str>) -> Cow<'_, str> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    if path.bytes().all(is_plain) {
        return path;
    }
    let mut uri = String::with_capacity(path.len() + 16);
    for b in path.bytes() {
        if is_plain(b) {
            uri.push(char::from(b));
        } else {
            uri.push_str(&format!("%{b:02X}"));
        }
    }
    Cow::Owned(uri)
}

/// Text in which no link is seen (section 3.11.6): the words of a zone may be a stranger's.
fn plain<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    if !text.contains("](") {
        return text;
    }
    Cow::Owned(text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]"))
}
