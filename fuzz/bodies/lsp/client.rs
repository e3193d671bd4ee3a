//! A client that waits for each answer.

use std::collections::BTreeMap;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use zonelint::fs::MemoryFs;
use zonelint::lsp::serve;

use super::files;
use super::step::{Step, Typing};

/// Whoever waits longer waits for ever.
const LONG: Duration = Duration::from_secs(20);
const INTERNAL_ERROR: i32 = -32603;

pub(super) struct Client {
    connection: Connection,
    server: JoinHandle<bool>,
    last_id: i32,
    /// What was told of each text last, and of which version.
    told: BTreeMap<String, (i32, Value)>,
    /// Whether other messages than those of steps were sent: then it is not known what will be told.
    is_raw: bool,
}

pub(super) fn uri(name: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("file://{}/{}", files::ROOT, name.bytes().map(byte).collect::<String>())
}

impl Client {
    pub(super) fn start(fs: MemoryFs, encoding: &str) -> Client {
        let (server, connection) = Connection::memory();
        let server = thread::spawn(move || serve(server, &fs, None, &|| 1_800_000_000));
        let mut client = Client { connection, server, last_id: 0, told: BTreeMap::new(), is_raw: false };
        let capabilities = json!({
            "general": {"positionEncodings": [encoding]},
            "workspace": {"workspaceEdit": {"documentChanges": true}},
        });
        let root = format!("file://{}", files::ROOT);
        let options = json!({"atOnce": true});
        let params = json!({"rootUri": root, "capabilities": capabilities, "initializationOptions": options});
        client.answered("initialize", &params).expect("the session begins");
        client
    }

    fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).expect("the server listens");
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// The next message; what the server asks is granted.
    fn next(&mut self) -> Option<Response> {
        match self.connection.receiver.recv_timeout(LONG).expect("the server says something") {
            Message::Response(response) => Some(response),
            Message::Request(Request { id, .. }) => {
                self.send(Response::new_ok(id, Value::Null));
                None
            }
            Message::Notification(Notification { method, params }) => {
                let words = params["message"].as_str().unwrap_or_default();
                assert!(!words.contains("a mistake in zonelint"), "{words}");
                if method == "textDocument/publishDiagnostics" {
                    let uri = params["uri"].as_str().expect("an address").to_owned();
                    let version = params["version"].as_i64().unwrap_or(-1) as i32;
                    self.told.insert(uri, (version, params["diagnostics"].clone()));
                }
                None
            }
        }
    }

    /// Asks, and waits for the answer: there is one, and it is not that the server failed.
    pub(super) fn answered(&mut self, method: &str, params: &Value) -> Result<Value, i32> {
        self.last_id += 1;
        let id = RequestId::from(self.last_id);
        self.send(Request::new(id.clone(), method.to_owned(), params.clone()));
        self.answer(&id)
    }

    fn answer(&mut self, id: &RequestId) -> Result<Value, i32> {
        let end = Instant::now() + LONG;
        while Instant::now() < end {
            let Some(response) = self.next() else { continue };
            assert_eq!(response.id, *id, "an answer that nobody waits for");
            return response.response_result.map_err(|error| {
                assert_ne!(error.code, INTERNAL_ERROR, "{}", error.message);
                error.code
            });
        }
        panic!("request {id:?} is not answered");
    }

    /// Waits until something was told of a version of a text.
    fn wait(&mut self, name: &str, version: i32) {
        let (uri, end) = (uri(name), Instant::now() + LONG);
        while !self.is_raw && self.told.get(&uri).is_none_or(|(told, _)| *told != version) {
            assert!(Instant::now() < end, "nothing is told of version {version} of {name}");
            let answer = self.next();
            assert!(answer.is_none(), "an answer that nobody waits for");
        }
    }

    /// What was told of a text last.
    pub(super) fn told(&self, name: &str) -> Option<&Value> {
        self.told.get(&uri(name)).map(|(_, told)| told)
    }

    pub(super) fn open(&mut self, name: &str, text: &str, version: i32) {
        let is_first = !self.told.contains_key(&uri(name));
        let item = json!({"uri": uri(name), "languageId": "bindzone", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
        if is_first {
            self.wait(name, version);
        }
    }

    /// Does what a step says.
    pub(super) fn take(&mut self, step: &Step, typing: &Typing, has_rules: bool) {
        let version = typing.version();
        let changed = match step {
            Step::Open(name) => {
                self.open(name, typing.text(name).unwrap_or_default(), version);
                name
            }
            Step::Close(name) => {
                self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(name)}}));
                return;
            }
            Step::Edit { name, at, text } => {
                self.change(name, version, json!({"range": range(*at), "text": text}));
                name
            }
            Step::Whole { name, text } => {
                self.change(name, version, json!({"text": text}));
                name
            }
            Step::Ask { method, name, line, column } => {
                self.ask(method, name, [*line, *column]);
                return;
            }
            Step::Raw(message) => {
                self.raw(message);
                return;
            }
            Step::Nothing => return,
        };
        if typing.text(changed).is_some() && !has_rules {
            self.wait(changed, version);
        }
    }

    fn change(&self, name: &str, version: i32, change: Value) {
        let document = json!({"uri": uri(name), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }

    /// Asks with all that any of the requests takes.
    fn ask(&mut self, method: &str, name: &str, [line, column]: [u32; 2]) {
        if matches!(method, "initialize" | "shutdown") {
            return;
        }
        let params = json!({
            "textDocument": {"uri": uri(name)},
            "position": {"line": line, "character": column},
            "range": range([line, column, line.saturating_add(3), 0]),
            "context": {"diagnostics": [], "includeDeclaration": true},
            "query": name,
            "newName": format!("{name}-{column}"),
        });
        let answer = self.answered(method, &params);
        answer.as_ref().into_iter().for_each(assert_edits);
    }

    /// Sends a message of any kind; one that ends the session is not sent.
    fn raw(&mut self, message: &Value) {
        self.is_raw = true;
        let method = message["method"].as_str().unwrap_or_default();
        match message.get("id") {
            _ if matches!(method, "exit" | "shutdown" | "initialize") => {}
            Some(_) => drop(self.answered(method, &message["params"])),
            None => self.notify(method, message["params"].clone()),
        }
    }

    /// Leaves; all that was left is told before.
    pub(super) fn leave(mut self) {
        assert_eq!(self.answered("shutdown", &Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        drop(self.connection);
        assert!(self.server.join().expect("the server ends"), "the server does not take it for orderly");
    }
}

fn range(at: [u32; 4]) -> Value {
    json!({"start": {"line": at[0], "character": at[1]}, "end": {"line": at[2], "character": at[3]}})
}

/// Edits of one file, wherever they are in an answer: none ends before it begins, and no two overlap.
fn assert_edits(answer: &Value) {
    match answer {
        Value::Array(list) => {
            let place = |place: &Value| Some((place["line"].as_u64()?, place["character"].as_u64()?));
            let of_edit = |edit: &Value| {
                edit.get("newText")
                    .and(edit.get("range"))
                    .and_then(|at| Some((place(&at["start"])?, place(&at["end"])?)))
            };
            let mut edits: Vec<_> = list.iter().filter_map(of_edit).collect();
            edits.sort_unstable();
            assert!(edits.iter().all(|(start, end)| start <= end), "{answer}");
            assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0 && pair[0] != pair[1]), "{answer}");
            list.iter().for_each(assert_edits);
        }
        Value::Object(fields) => fields.values().for_each(assert_edits),
        _ => {}
    }
}
