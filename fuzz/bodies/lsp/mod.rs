//! A session with the language server: each request is answered, the server never fails, and after all that was typed
//! it says what it would say had the texts been opened as they are then.

mod client;
mod step;

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::{Value, json};

use super::files;
use client::Client;
use step::{Step, Typing};

/// The steps are lines of this file; it is none of the project.
const SESSION: &str = "session";
/// A session of more steps shows nothing that a shorter one does not.
const MOST_STEPS: usize = 40;

/// What happens where no steps are given: the first text is opened, loses a line, and has it back.
const PLAIN: &str = "\
open example.com.zone
ask textDocument/hover example.com.zone 2 1
edit example.com.zone 2 0 3 0
ask textDocument/completion example.com.zone 2 3
edit example.com.zone 3 1 3 2 _sip._tcp SRV 0 0 5601 @\\n
ask textDocument/rename example.com.zone 4 1
";

pub(super) fn holds(bytes: &[u8]) {
    let mut texts: BTreeMap<String, Vec<u8>> = files::named(bytes).into_iter().collect();
    let session = texts.remove(SESSION).unwrap_or_else(|| PLAIN.as_bytes().to_vec());
    let session = String::from_utf8_lossy(&session);
    let mut lines = session.lines().peekable();
    let encoding = lines.next_if(|line| line.starts_with("utf-")).unwrap_or("utf-16");
    let listed: Vec<(String, Vec<u8>)> = texts.clone().into_iter().collect();
    // What is found depends on rules, and with mistakes in them nothing is told.
    let has_rules = session.contains("zonelint.yaml") || texts.keys().any(|name| name.ends_with("zonelint.yaml"));
    let mut client = Client::start(files::file_system(&listed), encoding);
    let mut typing = Typing::of(texts, encoding);
    for line in lines.take(MOST_STEPS) {
        let step = Step::of(line);
        typing.follow(&step);
        client.take(&step, &typing, has_rules);
    }
    if !typing.is_known() {
        client.leave();
        return;
    }
    let mut fresh = Client::start(files::file_system(&listed), encoding);
    for (name, text) in typing.open() {
        fresh.open(name, text, 1);
    }
    for (name, _) in typing.open() {
        // A text that was a zone when it was opened stays one, whatever becomes of it; anew it may be something else.
        let symbols = json!({"textDocument": {"uri": client::uri(name)}});
        if fresh.answered("textDocument/documentSymbol", &symbols).is_ok_and(|symbols| is_empty(&symbols)) {
            continue;
        }
        for (method, more) in whole(name) {
            let [old, new] =
                [&mut client, &mut fresh].map(|client| client.answered(method, &more).map(without_versions));
            assert!(old == new, "{method} of {name}, and of the same text opened anew:\n{}", apart(&old, &new));
        }
        if !has_rules {
            let [old, new] = [client.told(name), fresh.told(name)];
            assert!(old == new, "what is told of {name}, and of the same text opened anew:\n{}", apart(&old, &new));
        }
    }
    fresh.leave();
    client.leave();
}

fn is_empty(symbols: &Value) -> bool {
    symbols.as_array().is_none_or(Vec::is_empty)
}

/// Which version an edit is for is another matter.
fn without_versions(mut answer: Value) -> Value {
    match &mut answer {
        Value::Array(list) => list.iter_mut().for_each(|one| *one = without_versions(one.take())),
        Value::Object(fields) => {
            fields.remove("version");
            fields.values_mut().for_each(|one| *one = without_versions(one.take()));
        }
        _ => {}
    }
    answer
}

/// Two answers from where they differ.
fn apart(old: &dyn Debug, new: &dyn Debug) -> String {
    let [old, new] = [old, new].map(|answer| format!("{answer:?}").chars().collect::<Vec<_>>());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = |text: &[char]| text.iter().skip(same.saturating_sub(80)).take(400).collect::<String>();
    format!("{}\n{}", rest(&old), rest(&new))
}

/// Requests about all of a text.
fn whole(name: &str) -> [(&'static str, Value); 4] {
    let document = json!({"uri": client::uri(name)});
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}});
    [
        ("textDocument/codeAction", json!({"textDocument": document, "range": all, "context": {"diagnostics": []}})),
        ("textDocument/documentSymbol", json!({"textDocument": document})),
        ("textDocument/semanticTokens/full", json!({"textDocument": document})),
        ("workspace/symbol", json!({"query": ""})),
    ]
}
