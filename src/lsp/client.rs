//! What the server says to the client.

use gen_lsp_types::{Diagnostic, PublishDiagnosticsParams};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// Sends messages. A client that is gone is told nothing, and the server ends when it notices.
#[derive(Clone, Copy)]
pub(super) struct Client<'c>(pub(super) &'c Connection);

/// Why a request has no result.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into() }
    }
}

impl Client<'_> {
    fn send(self, message: impl Into<Message>) {
        let _ = self.0.sender.send(message.into());
    }

    pub(super) fn answer(self, id: RequestId, result: Result<Value, Refusal>) {
        self.send(match result {
            Ok(result) => Response::new_ok(id, result),
            Err(Refusal { code, message }) => Response::new_err(id, code as i32, message),
        });
    }

    pub(super) fn publish(self, uri: String, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        self.notify(
            "textDocument/publishDiagnostics",
            PublishDiagnosticsParams { uri: uri.into(), version, diagnostics },
        );
    }

    /// Says what went wrong where the client keeps such things.
    pub(super) fn log(self, message: &str) {
        self.notify("window/logMessage", json!({"type": 1, "message": format!("zonelint: {message}")}));
    }

    /// Asks to be told of files that change on the disk.
    pub(super) fn watch(self) {
        let watchers = json!({"watchers": [{"globPattern": "**/*"}]});
        let watch = json!({"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": watchers});
        let params = json!({"registrations": [watch]});
        self.send(Request::new("files".to_owned().into(), "client/registerCapability".to_owned(), params));
    }

    fn notify(self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }
}
