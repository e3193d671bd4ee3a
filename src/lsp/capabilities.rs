//! What the server offers.

use serde_json::{Value, json};

use super::encoding::Encoding;
use super::tokens;

/// The answer to `initialize`. There is no formatting: how a zone is laid out is for the people who keep it.
pub(super) fn of(encoding: Encoding) -> Value {
    json!({
        "capabilities": {
            "positionEncoding": encoding.kind(),
            // 2: changes come as parts of the text.
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll"]},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "renameProvider": {"prepareProvider": true},
            "completionProvider": {"triggerCharacters": ["_", "$", "[", ".", ":"]},
            "semanticTokensProvider": {
                "legend": {"tokenTypes": tokens::TYPES, "tokenModifiers": []},
                "full": true,
                "range": true,
            },
            "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
        },
        "serverInfo": {"name": "zonelint", "version": env!("CARGO_PKG_VERSION")},
    })
}
