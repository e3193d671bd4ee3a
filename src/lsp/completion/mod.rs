//! What may be typed at a place.
//!
//! | file | knows |
//! |---|---|
//! | `zone` | directives, types, services, names of the zone, comments that silence findings |
//! | `rules` | the keys of rule files and their values, from the schema |

mod rules;
mod zone;

use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionList, TextEdit};

use super::place::is_rules;
use super::view::{Cursor, View};
use crate::source::{Sources, Span};

/// More than these nobody looks through; the client asks again as more is typed.
const MOST: usize = 1_000;

/// One of the texts that may be typed.
struct Choice {
    text: String,
    kind: CompletionItemKind,
    /// A few words beside it.
    detail: Option<String>,
    about: Option<String>,
}

impl Choice {
    fn new(text: impl Into<String>, kind: CompletionItemKind) -> Choice {
        Choice { text: text.into(), kind, detail: None, about: None }
    }

    fn detail(mut self, detail: impl Into<String>) -> Choice {
        self.detail = Some(detail.into());
        self
    }
}

/// What may stand in the place of the word that is being typed.
#[derive(Default)]
struct Choices {
    /// How many bytes of that word are there.
    typed: usize,
    all: Vec<Choice>,
}

/// What may be typed at a place.
pub(super) fn at(view: &View, cursor: Cursor) -> CompletionList {
    let text = &cursor.document.text[..cursor.at as usize];
    let line = text.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
    let before = String::from_utf8_lossy(&text[line..]);
    let Choices { typed, all } = match is_rules(&cursor.document.path) {
        true => rules::choices(&String::from_utf8_lossy(&text[..line]), &before),
        false => zone::choices(view, &cursor, &before),
    };
    let start = cursor.at - (typed as u32).min(cursor.at - line as u32);
    let word = String::from_utf8_lossy(&text[start as usize..]).to_lowercase();
    let mut sources = Sources::default();
    let source = sources.add("", cursor.document.text.to_vec());
    let range = view.encoding.range(sources.get(source), Span { source, start, end: cursor.at });
    let fits = |choice: &Choice| choice.text.to_lowercase().starts_with(&word);
    let mut fitting: Vec<Choice> = all.into_iter().filter(fits).collect();
    let is_incomplete = fitting.len() > MOST;
    fitting.truncate(MOST);
    let item = |(number, Choice { text, kind, detail, about }): (usize, Choice)| CompletionItem {
        label: text.clone(),
        kind: Some(kind),
        detail,
        documentation: about.map(Into::into),
        sort_text: Some(format!("{number:05}")),
        filter_text: Some(text.clone()),
        text_edit: Some(TextEdit { range, new_text: text }.into()),
        ..CompletionItem::default()
    };
    let items = fitting.into_iter().enumerate().map(item).collect();
    CompletionList { is_incomplete, items, ..CompletionList::default() }
}
