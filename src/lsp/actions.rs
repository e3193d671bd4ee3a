//! What can be done about a finding: its own edits, a comment that silences it, a port for the rule file.

use gen_lsp_types::{CodeAction, CodeActionKind, Range};

use super::diagnostics;
use super::edits;
use super::port;
use super::view::{Cursor, View};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::lint::{suppress, why_left};
use crate::report::counted;
use crate::source::{SourceId, Span};

/// What can be done in a range of a text. `only` are the kinds that the client asks for; all where it names none.
pub(super) fn at(view: &View, cursor: Cursor, range: Range, only: &[String]) -> Vec<CodeAction> {
    let Some(source) = cursor.source else { return Vec::new() };
    let is_asked = |kind: &str| {
        let is_above = |asked: &String| {
            kind == asked
                || asked.is_empty()
                || kind.strip_prefix(asked.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        only.is_empty() || only.iter().any(is_above)
    };
    let mut actions = Vec::new();
    if is_asked("quickfix") {
        let here = of_source(view, source).filter(|finding| touches(&view.range(finding.primary.span), &range));
        for finding in here {
            let fix = finding.fix.as_deref();
            let fix = fix.filter(|fix| fix.edits.iter().all(|edit| is_editable(view, edit.span.source)));
            actions.extend(fix.and_then(|fix| of_fix(view, finding, fix)));
            actions.extend(port::addition(view, finding).and_then(|(title, edit)| of_edit(view, finding, title, edit)));
            actions.extend(silence(view, cursor, finding));
        }
        // What is sure comes first.
        actions.sort_by_key(|action| action.is_preferred != Some(true));
    }
    if is_asked("source.fixAll") {
        actions.extend(fix_all(view, source));
    }
    actions
}

/// The findings in a text.
fn of_source<'v>(view: &View<'v>, source: SourceId) -> impl Iterator<Item = &'v Diagnostic> {
    let sources = view.sources();
    view.root.found().iter().filter(move |finding| sources.in_file(finding.primary.span).source == source)
}

/// Whether a finding is where the cursor is, or on a line that is chosen: few people point at the very word.
fn touches(finding: &Range, chosen: &Range) -> bool {
    finding.start.line <= chosen.end.line && finding.end.line >= chosen.start.line
}

/// Whether fixes may change a text; one of a signed zone would break its signatures.
fn is_editable(view: &View, source: SourceId) -> bool {
    view.zones_in(source).into_iter().all(|zone| why_left(zone).is_none())
}

fn of_fix(view: &View, finding: &Diagnostic, fix: &Fix) -> Option<CodeAction> {
    let is_safe = fix.applicability == Applicability::Safe;
    let title = if is_safe { fix.title.to_string() } else { format!("{} (unsafe: look at it)", fix.title) };
    let changes = fix.edits.iter().map(|edit| (edit.span, edit.text.to_string())).collect();
    let action = of_edit(view, finding, title, changes)?;
    Some(CodeAction { is_preferred: is_safe.then_some(true), ..action })
}

fn of_edit(view: &View, finding: &Diagnostic, title: String, changes: Vec<(Span, String)>) -> Option<CodeAction> {
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::shown(view, finding)]),
        edit: Some(edits::of_spans(view, changes)?),
        ..CodeAction::default()
    })
}

/// A comment above the entry; where the file as a whole is meant, at its top.
fn silence(view: &View, cursor: Cursor, finding: &Diagnostic) -> Option<CodeAction> {
    let place = view.sources().in_file(finding.primary.span);
    let is_zone = !view.zones_in(place.source).is_empty();
    let is_silenceable = finding.ignorable && !suppress::KINDS.iter().any(|meta| finding.is(meta));
    if !is_zone || !is_silenceable {
        return None;
    }
    let (at, comment) = suppress::comment(&cursor.document.text, finding.meta.id, place.start, "say why");
    let title = format!("ignore `{}` here", finding.meta.id);
    of_edit(view, finding, title, vec![(Span { source: place.source, start: at, end: at }, comment)])
}

/// All edits of a text that are sure. Of two that overlap the first is made: the other is offered again afterwards.
fn fix_all(view: &View, source: SourceId) -> Option<CodeAction> {
    if !is_editable(view, source) {
        return None;
    }
    let fixes = of_source(view, source).filter_map(|finding| finding.fix.as_deref());
    let safe = fixes.filter(|fix| fix.applicability == Applicability::Safe);
    let mut taken: Vec<(Span, String)> = Vec::new();
    let mut count = 0;
    for fix in safe {
        let is_free = |span: &Span| {
            span.source == source && taken.iter().all(|(other, _)| span.end < other.start || other.end < span.start)
        };
        if fix.edits.iter().all(|edit| is_free(&edit.span)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span, edit.text.to_string())));
            count += 1;
        }
    }
    if count == 0 {
        return None;
    }
    Some(CodeAction {
        title: format!("fix what is sure: {}", counted(count, "finding")),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(edits::of_spans(view, taken)?),
        ..CodeAction::default()
    })
}
