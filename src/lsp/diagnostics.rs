//! Findings as the protocol has them.

use std::collections::{HashMap, HashSet};

use gen_lsp_types::{CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag};
use serde_json::json;

use super::view::View;
use crate::diagnostic::{self, Severity};
use crate::lint::suppress::UNUSED_IGNORE;
use crate::report::{page_of, printable};
use crate::source::SourceId;

/// Of one file no more are shown: nobody reads all of them, and editors are slow with many.
const MOST: usize = 1_000;

/// The findings of each open text, by its address, in the order of their places.
pub(super) fn of_texts<'f>(
    view: &View,
    findings: &'f [diagnostic::Diagnostic],
) -> HashMap<String, Vec<&'f diagnostic::Diagnostic>> {
    let mut found: HashMap<String, Vec<_>> = HashMap::new();
    let mut files: HashMap<SourceId, String> = HashMap::new();
    for document in view.documents.values() {
        found.insert(document.uri.clone(), Vec::new());
        files.extend(view.root.sources_of(document).into_iter().map(|source| (source, document.uri.clone())));
    }
    for finding in findings {
        let place = view.sources().in_file(finding.primary.span);
        let of_file = files.get(&place.source).and_then(|uri| found.get_mut(uri));
        if let Some(all) = of_file.filter(|all| all.len() < MOST) {
            all.push(finding);
        }
    }
    found
}

/// A finding for the client.
pub(super) fn shown(view: &View, finding: &diagnostic::Diagnostic) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
    };
    let mut message = printable(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.extend(["\nhelp: ", &printable(help)]);
    }
    if let Some(note) = &finding.note {
        message.extend(["\n", note.lead(), ": ", &printable(&note.text())]);
    }
    let tags = is_needless(finding).then(|| vec![DiagnosticTag::Unnecessary]);
    let fix = finding.fix.as_ref().map(|fix| json!({"fix": &*fix.title, "applicability": fix.applicability}));
    Diagnostic {
        range: view.range(finding.primary.span),
        severity: Some(severity),
        code: Some(finding.meta.id.to_owned().into()),
        code_description: Some(CodeDescription { href: page_of(finding.meta.id).into() }),
        source: Some("zonelint".to_owned()),
        message: message.into(),
        tags,
        related_information: Some(related(view, finding)).filter(|related| !related.is_empty()),
        data: fix,
    }
}

/// Whether what it points at has no effect, so that an editor may show it as such.
fn is_needless(finding: &diagnostic::Diagnostic) -> bool {
    finding.is(&UNUSED_IGNORE) || ["record-duplicate", "record-occluded"].contains(&finding.meta.id)
}

/// The other places, each with what is said of it.
fn related(view: &View, finding: &diagnostic::Diagnostic) -> Vec<DiagnosticRelatedInformation> {
    let mut seen = HashSet::from([view.sources().in_file(finding.primary.span)]);
    let labels = finding.labels.iter().filter(|label| seen.insert(view.sources().in_file(label.span)));
    let shown = labels.filter_map(|label| {
        let words = match &*label.text {
            "" if label.is_same => "here, too".to_owned(),
            "" => "see here".to_owned(),
            text => printable(text).into_owned(),
        };
        Some(DiagnosticRelatedInformation { location: view.location(label.span)?, message: words })
    });
    shown.collect()
}
