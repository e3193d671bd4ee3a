//! Which request is answered by what.

use gen_lsp_types::{Position, Range};
use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::Refusal;
use super::tokens;
use super::view::{Cursor, View};

/// What a request has, and the projects that it is about.
struct Asked<'a> {
    params: &'a Value,
    /// The project of the text that is named, or all.
    views: &'a [View<'a>],
}

type Answer = Result<Value, Refusal>;

/// The requests, each with what answers it.
static ANSWERS: [(&str, fn(&Asked) -> Answer); 2] = [
    ("textDocument/semanticTokens/full", |asked| asked.tokens(None)),
    ("textDocument/semanticTokens/range", |asked| asked.tokens(Some(asked.param("/range")?))),
];

pub(super) fn is_known(method: &str) -> bool {
    ANSWERS.iter().any(|(name, _)| *name == method)
}

/// Whether an answer is made of what was found.
pub(super) fn asks_for_findings(method: &str) -> bool {
    method == "textDocument/codeAction"
}

/// The text that a request is about, if it is about one.
pub(super) fn document_of(params: &Value) -> Option<&str> {
    params.pointer("/textDocument/uri")?.as_str()
}

/// The result of a request.
pub(super) fn result(method: &str, params: Value, views: &[View]) -> Answer {
    let asked = Asked { params: &params, views };
    match ANSWERS.iter().find(|(name, _)| *name == method) {
        Some((_, answer)) => answer(&asked),
        None => Err(Refusal::new(ErrorCode::MethodNotFound, format!("`{method}` is not offered"))),
    }
}

/// A value for the client; `null` where there is none.
fn value(result: impl Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| Refusal::new(ErrorCode::InternalError, error.to_string()))
}

impl<'a> Asked<'a> {
    fn param<P: DeserializeOwned>(&self, at: &str) -> Result<P, Refusal> {
        let given = self.params.pointer(at).cloned().unwrap_or_default();
        let wrong = |error| Refusal::new(ErrorCode::InvalidParams, format!("`{at}`: {error}"));
        serde_json::from_value(given).map_err(wrong)
    }

    /// The project and the address of the text that is asked about; no project where that text is not open.
    fn text(&self) -> Result<(Option<&'a View<'a>>, &'a str), Refusal> {
        let uri = document_of(self.params);
        let uri = uri.ok_or_else(|| Refusal::new(ErrorCode::InvalidParams, "`/textDocument/uri` is missing"))?;
        Ok((self.views.first().filter(|view| view.document(uri).is_some()), uri))
    }

    fn tokens(&self, range: Option<Range>) -> Answer {
        let (view, uri) = self.text()?;
        let document = view.and_then(|view| Some((view, view.document(uri)?)));
        let data = document.map(|(view, document)| tokens::of_text(&document.text, range, view.encoding));
        Ok(json!({"data": data.unwrap_or_default()}))
    }
}
