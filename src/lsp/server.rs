//! The thread that listens: the life of a session, the texts as the client has them, and what goes to the queue.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    FileChangeType,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::capabilities;
use super::client::{Client, Refusal};
use super::document::Document;
use super::encoding::Encoding;
use super::queue::Queue;
use super::requests;
use super::uri;
use super::worker::{ClientOptions, Worker};
use crate::fs::{FileSystem, Links, paths};

/// What a client that has begun a session has said of itself.
struct Session<'s> {
    client: Client<'s>,
    queue: &'s Queue,
    fs: &'s dyn FileSystem,
    encoding: Encoding,
    /// Whether the client tells of files that change on the disk.
    watches: bool,
}

/// Serves a client until it is gone. Whether it went as it should: after it said so.
pub fn serve(
    connection: Connection,
    fs: &dyn FileSystem,
    home: Option<&Path>,
    clock: &(dyn Fn() -> u32 + Sync),
) -> bool {
    let client = Client(&connection);
    let Some((id, params)) = begin(&connection) else { return false };
    let offered = ClientParams(&params);
    let encoding = Encoding::of_offered(offered.words("/capabilities/general/positionEncodings"));
    let takes_versions = offered.is("/capabilities/workspace/workspaceEdit/documentChanges");
    let watches = offered.is("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
    let at_once = offered.is("/initializationOptions/atOnce");
    client.answer(id, Ok(capabilities::of(encoding)));
    let queue = Queue::default();
    let mut links = Links::new(fs, None);
    let folders = offered.folders().map(|path| links.resolved(&path));
    // Of a whole home or disk no editor wants all files looked into.
    let folders: Vec<PathBuf> = folders.filter(|path| home.is_none_or(|home| !home.starts_with(path))).collect();
    queue.change(|state| state.folders = folders);
    let session = Session { client, queue: &queue, fs, encoding, watches };
    thread::scope(|scope| {
        let worker = Worker::new(&queue, client, fs, clock, ClientOptions { encoding, takes_versions, at_once });
        let working = thread::Builder::new().name("zonelint".to_owned()).stack_size(8 << 20);
        if working.spawn_scoped(scope, || worker.run()).is_err() {
            return false;
        }
        let is_orderly = session.listen(&connection);
        queue.end();
        is_orderly
    })
}

/// Waits for the request that begins a session; none if the client leaves before.
fn begin(connection: &Connection) -> Option<(RequestId, Value)> {
    for message in &connection.receiver {
        match message {
            Message::Request(Request { id, method, params }) if method == "initialize" => return Some((id, params)),
            Message::Request(Request { id, method, .. }) => {
                let refusal = Refusal::new(ErrorCode::ServerNotInitialized, format!("`{method}` before `initialize`"));
                Client(connection).answer(id, Err(refusal));
            }
            Message::Notification(notification) if notification.method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    None
}

/// What the client says of itself: nothing that is missing or of another form is a reason not to serve it.
struct ClientParams<'t>(&'t Value);

impl<'t> ClientParams<'t> {
    fn is(&self, at: &str) -> bool {
        self.0.pointer(at).and_then(Value::as_bool).unwrap_or_default()
    }

    fn words(&self, at: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.0.pointer(at).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The folders that are open.
    fn folders(&self) -> impl Iterator<Item = PathBuf> + use<'t> {
        let of_folder = |folder: &'t Value| folder.get("uri")?.as_str();
        let several = self.0.get("workspaceFolders").and_then(Value::as_array);
        let one = self.0.get("rootUri").and_then(Value::as_str).filter(|_| several.is_none_or(Vec::is_empty));
        several.into_iter().flatten().filter_map(of_folder).chain(one).filter_map(uri::to_path)
    }
}

impl Session<'_> {
    /// Hears the client out. Whether it said that it leaves.
    fn listen(&self, connection: &Connection) -> bool {
        let mut is_shut = false;
        for message in &connection.receiver {
            match message {
                Message::Request(request) if is_shut => {
                    let refusal = Refusal::new(ErrorCode::InvalidRequest, "the server was shut down");
                    self.client.answer(request.id, Err(refusal));
                }
                Message::Request(request) if request.method == "shutdown" => {
                    is_shut = true;
                    self.client.answer(request.id, Ok(Value::Null));
                }
                Message::Request(request) => self.request(request),
                Message::Notification(notification) if notification.method == "exit" => return is_shut,
                Message::Notification(notification) => self.notified(notification),
                Message::Response(_) => {}
            }
        }
        false
    }

    fn request(&self, request: Request) {
        match request.method.as_str() {
            "initialize" => {
                let refusal = Refusal::new(ErrorCode::InvalidRequest, "`initialize` was answered already");
                self.client.answer(request.id, Err(refusal));
            }
            method if requests::is_known(method) => self.queue.request(request),
            method => {
                let refusal = Refusal::new(ErrorCode::MethodNotFound, format!("`{method}` is not offered"));
                self.client.answer(request.id, Err(refusal));
            }
        }
    }

    fn notified(&self, Notification { method, params }: Notification) {
        match method.as_str() {
            "initialized" if self.watches => self.client.watch(),
            "textDocument/didOpen" => self.with(&method, params, |params| self.opened(params)),
            "textDocument/didChange" => self.with(&method, params, |params| self.changed(params)),
            "textDocument/didClose" => self.with(&method, params, |params: DidCloseTextDocumentParams| {
                self.queue.change(|state| {
                    if state.documents.remove(&params.text_document.uri.0).is_some() {
                        // From here on the file counts.
                        state.changes += 1;
                        state.disk += 1;
                    }
                });
            }),
            "textDocument/didSave" if !self.watches => self.queue.change(|state| state.disk += 1),
            "workspace/didChangeWatchedFiles" => self.with(&method, params, |params| self.on_disk(params)),
            "workspace/didChangeWorkspaceFolders" => self.folders(&params),
            "$/cancelRequest" => match &params["id"] {
                Value::String(id) => self.queue.cancel(id.clone().into()),
                id => _ = id.as_i64().and_then(|id| i32::try_from(id).ok()).map(|id| self.queue.cancel(id.into())),
            },
            _ => {}
        }
    }

    /// Does something with what a notification says. Where that cannot be read, nobody waits for an answer.
    fn with<P: DeserializeOwned>(&self, method: &str, params: Value, work: impl FnOnce(P)) {
        match serde_json::from_value(params) {
            Ok(params) => work(params),
            Err(error) => self.client.log(&format!("`{method}` cannot be read: {error}")),
        }
    }

    fn opened(&self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        // Text that was never saved is no file, and part of no project.
        let Some(path) = uri::to_path(&item.uri.0) else { return };
        let path = paths::lexical(&path, Path::new("/"));
        let real = Links::new(self.fs, None).resolved(&path);
        let text = Arc::new(item.text.into_bytes());
        let document = Document { uri: item.uri.0.clone(), path, real, version: item.version, text };
        self.queue.change(|state| {
            state.documents.insert(item.uri.0, document);
            state.changes += 1;
        });
    }

    fn changed(&self, params: DidChangeTextDocumentParams) {
        let id = params.text_document;
        let uri = id.text_document_identifier.uri.0;
        self.queue.change(|state| {
            if let Some(document) = state.documents.get_mut(&uri) {
                document.change(id.version, params.content_changes, self.encoding);
                state.changes += 1;
            }
        });
    }

    /// What an open text is saved to says nothing new.
    fn on_disk(&self, params: DidChangeWatchedFilesParams) {
        self.queue.change(|state| {
            let is_new = |event: &gen_lsp_types::FileEvent| {
                event.kind != FileChangeType::Changed || !state.documents.contains_key(&event.uri.0)
            };
            if params.changes.iter().any(is_new) {
                state.disk += 1;
            }
        });
    }

    fn folders(&self, params: &Value) {
        let named = |list: &str| {
            let list = params["event"][list].as_array().cloned().unwrap_or_default();
            let paths = list.iter().filter_map(|folder| uri::to_path(folder["uri"].as_str()?)).collect::<Vec<_>>();
            let mut links = Links::new(self.fs, None);
            paths.iter().map(|path| links.resolved(path)).collect::<Vec<PathBuf>>()
        };
        let (added, removed) = (named("added"), named("removed"));
        self.queue.change(|state| {
            state.folders.retain(|folder| !removed.contains(folder));
            state.folders.extend(added);
            state.disk += 1;
        });
    }
}
