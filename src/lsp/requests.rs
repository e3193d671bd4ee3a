//! Which request is answered by what.

use gen_lsp_types::{Position, Range};
use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::Refusal;
use super::view::{Cursor, View};
use super::{actions, completion, hover, navigation, rename, symbols, tokens};

/// What a request has, and the projects that it is about.
struct Asked<'a> {
    params: &'a Value,
    /// The project of the text that is named, or all.
    views: &'a [View<'a>],
}

type Answer = Result<Value, Refusal>;
/// The name of a request, and what answers it.
type Answering = (&'static str, fn(&Asked) -> Answer);

/// The requests, each with what answers it.
static ANSWERS: [Answering; 11] = [
    ("textDocument/codeAction", |asked| asked.actions()),
    ("textDocument/completion", |asked| asked.at(|view, cursor| Some(completion::at(view, cursor)))),
    ("textDocument/definition", |asked| asked.at(|view, cursor| Some(navigation::definition(view, cursor)))),
    ("textDocument/documentSymbol", |asked| asked.symbols()),
    ("textDocument/hover", |asked| asked.at(hover::at)),
    ("textDocument/prepareRename", |asked| asked.at(rename::prepare)),
    ("textDocument/references", |asked| asked.references()),
    ("textDocument/rename", |asked| asked.rename()),
    ("textDocument/semanticTokens/full", |asked| asked.tokens(None)),
    ("textDocument/semanticTokens/range", |asked| asked.tokens(Some(asked.param("/range")?))),
    ("workspace/symbol", |asked| value(symbols::of_projects(asked.views, &asked.param::<String>("/query")?))),
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

    /// The place that is asked about; none where its text is not open.
    fn cursor(&self) -> Result<Option<(&'a View<'a>, Cursor<'a>)>, Refusal> {
        let (view, uri) = self.text()?;
        let place: Position = self.param("/position")?;
        Ok(view.and_then(|view| Some((view, view.cursor(uri, place)?))))
    }

    /// The answer of a request about a place; `null` where there is nothing to tell.
    fn at<R: Serialize>(&self, answer: impl FnOnce(&View<'a>, Cursor<'a>) -> Option<R>) -> Answer {
        value(self.cursor()?.and_then(|(view, cursor)| answer(view, cursor)))
    }

    fn references(&self) -> Answer {
        let with_owners = self.params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
        self.at(|view, cursor| Some(navigation::references(view, cursor, with_owners)))
    }

    fn rename(&self) -> Answer {
        let new: String = self.param("/newName")?;
        match self.cursor()? {
            Some((view, cursor)) => value(rename::edits(view, cursor, &new)?),
            None => Ok(Value::Null),
        }
    }

    fn actions(&self) -> Answer {
        let (view, uri) = self.text()?;
        let range: Range = self.param("/range")?;
        let only: Option<Vec<String>> = self.param("/context/only")?;
        let cursor = view.and_then(|view| Some((view, view.cursor(uri, range.start)?)));
        let only = only.unwrap_or_default();
        value(cursor.map(|(view, cursor)| actions::at(view, cursor, range, &only)).unwrap_or_default())
    }

    fn symbols(&self) -> Answer {
        let (view, uri) = self.text()?;
        let source = view.and_then(|view| Some((view, view.source_of(view.document(uri)?)?)));
        value(source.map(|(view, source)| symbols::of_text(view, source)).unwrap_or_default())
    }

    fn tokens(&self, range: Option<Range>) -> Answer {
        let (view, uri) = self.text()?;
        let document = view.and_then(|view| Some((view, view.document(uri)?)));
        let data = document.map(|(view, document)| tokens::of_text(&document.text, range, view.encoding));
        Ok(json!({"data": data.unwrap_or_default()}))
    }
}
