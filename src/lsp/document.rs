//! The texts that the client has open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::TextDocumentContentChangeEvent as Change;

use super::encoding::Encoding;

/// A text that is open. A copy shares the text.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// As the client calls it.
    pub(super) uri: String,
    /// Absolute.
    pub(super) path: PathBuf,
    /// The same without links.
    pub(super) real: PathBuf,
    pub(super) version: i32,
    pub(super) text: Arc<Vec<u8>>,
}

/// All of them, by their addresses.
pub(super) type Documents = BTreeMap<String, Document>;

impl Document {
    /// Takes in changes, each of which is about the text that the one before has made.
    pub(super) fn change(&mut self, version: i32, changes: Vec<Change>, encoding: Encoding) {
        self.version = version;
        for change in changes {
            match change {
                Change::TextDocumentContentChangePartial(part) => {
                    let text = Arc::make_mut(&mut self.text);
                    let start = encoding.offset(text, part.range.start);
                    let end = encoding.offset(text, part.range.end).max(start);
                    text.splice(start..end, part.text.into_bytes());
                }
                Change::TextDocumentContentChangeWholeDocument(whole) => self.text = Arc::new(whole.text.into_bytes()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    #[test]
    fn changes_follow_each_other() {
        let text = Arc::new("a A 1 ; \u{1f600}\nb A 2\n".as_bytes().to_vec());
        let before = Arc::clone(&text);
        let (uri, path) = ("file:///z".to_owned(), PathBuf::from("/z"));
        let mut document = Document { uri, real: path.clone(), path, version: 1, text };
        let at = |line, character| Position { line, character };
        let part = |start, end, text: &str| {
            Change::from(TextDocumentContentChangePartial::new(Range { start, end }, None, text.to_owned()))
        };
        let changes =
            vec![part(at(0, 10), at(1, 0), "!\n\n"), part(at(2, 4), at(9, 9), "3\n"), part(at(9, 9), at(0, 0), "c")];
        document.change(2, changes, Encoding::Utf16);
        assert_eq!(String::from_utf8_lossy(&document.text), "a A 1 ; \u{1f600}!\n\nb A 3\nc");
        assert_eq!((document.version, before.len()), (2, 19), "a copy keeps its text");
    }
}
