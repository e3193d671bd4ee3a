//! Changes of texts, as the client takes them.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use super::view::View;
use crate::source::Span;

/// Texts in the place of spans; `None` where one is in no file.
pub(super) fn of_spans(view: &View, edits: impl IntoIterator<Item = (Span, String)>) -> Option<WorkspaceEdit> {
    let mut files: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    for (span, new_text) in edits {
        let uri = view.uri_of(&view.path_of(span.source)?);
        files.entry(uri).or_default().push(TextEdit { range: view.range(span), new_text });
    }
    Some(of_files(view, files))
}

/// Where the client knows versions, an edit is for the text that the server has seen.
fn of_files(view: &View, files: BTreeMap<String, Vec<TextEdit>>) -> WorkspaceEdit {
    if !view.takes_versions {
        let changes: HashMap<_, _> = files.into_iter().map(|(uri, edits)| (uri.into(), edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let of_file = |(uri, edits): (String, Vec<TextEdit>)| {
        let version = view.document(&uri).map(|document| document.version);
        let text_document_identifier = TextDocumentIdentifier { uri: uri.into() };
        let text_document = OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
        TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() }.into()
    };
    let changes = files.into_iter().map(of_file).collect();
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
