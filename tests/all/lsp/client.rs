//! A client of the language server, in one process with it.

use std::collections::VecDeque;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use zonelint::fs::{FileSystem, MemoryFs};
use zonelint::lsp::serve;

/// Whoever waits longer waits for ever.
const LONG: Duration = Duration::from_secs(60);

pub(super) struct Client {
    connection: Connection,
    server: JoinHandle<bool>,
    last_id: i32,
    inbox: VecDeque<Notification>,
    pub(super) capabilities: Value,
}

/// Files in memory.
pub(super) fn files(files: &[(&str, &str)]) -> MemoryFs {
    files.iter().fold(MemoryFs::new(), |fs, (path, text)| fs.with(*path, text.as_bytes()))
}

/// What a request that was refused says.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) code: i32,
    pub(super) message: String,
}

impl Client {
    /// A session with a server that has not begun.
    pub(super) fn connect(fs: impl FileSystem + Send + 'static) -> Client {
        let (server, connection) = Connection::memory();
        // 2026-11-29.
        let server = thread::spawn(move || serve(server, &fs, None, &|| 1_795_910_400));
        Client { connection, server, last_id: 0, inbox: VecDeque::new(), capabilities: Value::Null }
    }

    /// A session, as a client begins it that has a folder open.
    pub(super) fn start(fs: impl FileSystem + Send + 'static, capabilities: Value, folder: &str) -> Client {
        Client::start_with(fs, capabilities, folder, json!({"atOnce": true}))
    }

    /// The same with other options.
    pub(super) fn start_with(
        fs: impl FileSystem + Send + 'static,
        capabilities: Value,
        folder: &str,
        options: Value,
    ) -> Client {
        let mut client = Client::connect(fs);
        let (root, id) = (format!("file://{folder}"), Value::Null);
        let params =
            json!({"processId": id, "rootUri": root, "capabilities": capabilities, "initializationOptions": options});
        let answer = client.request("initialize", params).expect("the session begins");
        client.capabilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// A session with files in memory, which counts in bytes.
    pub(super) fn with(list: &[(&str, &str)]) -> Client {
        let encodings = json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}});
        Client::start(files(list), encodings, "/zones")
    }

    pub(super) fn notify(&self, method: &str, params: Value) {
        let message = Notification::new(method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server listens");
    }

    /// Sends a request, and does not wait.
    pub(super) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.last_id += 1;
        let id = RequestId::from(self.last_id);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(request.into()).expect("the server listens");
        id
    }

    /// Waits for the answer of a request. What the server asks meanwhile is granted.
    pub(super) fn answer(&mut self, id: &RequestId) -> Result<Value, Refused> {
        let end = Instant::now() + LONG;
        loop {
            match self.connection.receiver.recv_deadline(end).expect("the server answers") {
                Message::Response(response) if response.id == *id => {
                    let result = response.response_result;
                    return result.map_err(|error| Refused { code: error.code, message: error.message });
                }
                other => self.keep(other),
            }
        }
    }

    fn keep(&mut self, message: Message) {
        match message {
            Message::Notification(notification) => self.inbox.push_back(notification),
            Message::Request(Request { id, .. }) => {
                let granted = Response::new_ok(id, Value::Null);
                self.connection.sender.send(granted.into()).expect("the server listens");
            }
            Message::Response(response) => panic!("nobody waits for {response:?}"),
        }
    }

    pub(super) fn request(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    /// The next notification of a kind that is asked for.
    pub(super) fn told(&mut self, method: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + LONG;
        loop {
            let place = self.inbox.iter().position(|one| one.method == method && is_it(&one.params));
            if let Some(told) = place.and_then(|place| self.inbox.remove(place)) {
                return told.params;
            }
            let message = self.connection.receiver.recv_deadline(end).expect("the server tells it");
            self.keep(message);
        }
    }

    pub(super) fn open(&self, path: &str, text: &str) {
        let item = json!({"uri": uri(path), "languageId": "bindzone", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Replaces all of a text.
    pub(super) fn change(&self, path: &str, version: i32, text: &str) {
        self.change_by(path, version, json!([{"text": text}]));
    }

    pub(super) fn change_by(&self, path: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri(path), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(super) fn close(&self, path: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(path)}}));
    }

    /// What is found in a version of a text.
    pub(super) fn diagnostics(&mut self, path: &str, version: i32) -> Vec<Value> {
        let uri = uri(path);
        let is_it = |told: &Value| told["uri"] == uri && told["version"] == version;
        let told = self.told("textDocument/publishDiagnostics", is_it);
        told["diagnostics"].as_array().expect("a list").clone()
    }

    /// The checks that find something in a version of a text.
    pub(super) fn checks(&mut self, path: &str, version: i32) -> Vec<String> {
        self.diagnostics(path, version).iter().map(|one| text(&one["code"])).collect()
    }

    /// A request about a place.
    pub(super) fn at(&mut self, method: &str, path: &str, line: u32, character: u32) -> Value {
        let params = json!({"textDocument": {"uri": uri(path)}, "position": place(line, character)});
        self.request(method, params).expect("it is answered")
    }

    /// Leaves as a client should; whether the server takes it so.
    pub(super) fn leave(mut self) -> bool {
        self.request("shutdown", Value::Null).expect("it is answered");
        self.notify("exit", Value::Null);
        self.server.join().expect("the server ends")
    }

    /// Leaves without a word; whether the server takes it for orderly.
    pub(super) fn hang_up(self) -> bool {
        drop(self.connection);
        self.server.join().expect("the server ends")
    }
}

pub(super) fn uri(path: &str) -> String {
    format!("file://{path}")
}

pub(super) fn place(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

pub(super) fn range(line: u32, from: u32, to: u32) -> Value {
    json!({"start": place(line, from), "end": place(line, to)})
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

/// A text after edits of the client's protocol, which are all about the text as it was; columns count bytes.
pub(super) fn edited(text: &str, edits: &Value) -> String {
    let offset = |place: &Value| {
        let line = place["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + place["character"].as_u64().expect("a column") as usize
    };
    let edits = edits.as_array().expect("a list of edits");
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().expect("text"))
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    edits.into_iter().rev().for_each(|(start, end, new)| text.replace_range(start..end, new));
    text
}
