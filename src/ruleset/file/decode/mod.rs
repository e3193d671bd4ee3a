//! Nodes to a [`RuleFile`], with every mistake on the way.
//!
//! An entry that holds a mistake keeps whatever else it says; only without the keys it cannot
//! do without is it dropped.

mod checks;
mod decoder;
mod entries;
mod file_selection;
mod mail;
mod run_keys;

use crate::diagnostic::{Diagnostic, Text};
use crate::ruleset::file::extent::Extent;
use crate::ruleset::file::rule_file::RuleFile;
use crate::ruleset::file::schema::{self, Page};
use crate::ruleset::file::vocabulary::Vocabulary;
use crate::ruleset::file::yaml::{self, Node};
use crate::source::{SourceId, Sources};

use decoder::Decoder;

impl RuleFile {
    /// Reads one file, without what it extends. There is always a rule file: what could be understood.
    pub fn read(bytes: &[u8], source: SourceId, known: &Vocabulary) -> (RuleFile, Vec<Diagnostic>) {
        decode(bytes, source, known)
    }

    /// The JSON Schema of rule files, with the words of the page that explains the language.
    ///
    /// It is what the decoder asks for when it is given nothing, so no key can be in the one and not
    /// in the other.
    pub fn schema(known: &Vocabulary, page: &str) -> serde_json::Value {
        let nothing = Sources::default().add(String::new(), Vec::new());
        let mut decoder = Decoder { describing: Some(Page::of(page)), ..Decoder::new(nothing, known) };
        decoder.file(&Node::empty_map());
        schema::document(decoder.described, known)
    }
}

fn decode<'a>(bytes: &'a [u8], source: SourceId, known: &'a Vocabulary<'a>) -> (RuleFile, Vec<Diagnostic>) {
    let mut decoder = Decoder::new(source, known);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |length| start + length);
            decoder.report(
                Extent { start: start as u32, end: end as u32 },
                "a rule file has to be UTF-8, but this is not",
            );
            return (RuleFile::default(), decoder.found);
        }
    };
    decoder.text = text;
    let (root, problems) = yaml::parse(text);
    for problem in problems {
        let mut diagnostic = decoder.diagnostic(problem.at, problem.message);
        diagnostic.help = problem.help.map(Text::from);
        if let Some((at, text)) = problem.other {
            diagnostic = diagnostic.label(at.in_source(source), text);
        }
        decoder.found.push(diagnostic);
    }
    let file = root.filter(|node| !node.is_null()).map(|node| decoder.file(&node)).unwrap_or_default();
    (file, decoder.into_mistakes())
}
