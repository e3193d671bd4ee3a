//! The life of a session, and what must not end it.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use serde_json::{Value, json};
use zonelint::fs::{FileKind, FileSystem, LooksOn, MemoryFs, ReadError, Real, Takes, Walk};

use super::client::{Client, files, place, text, uri};
use super::{PATH, swapped};
use crate::support::{ZONE, program, project_with};

const REQUEST_CANCELLED: i32 = -32800;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const INVALID_REQUEST: i32 = -32600;
const NOT_INITIALIZED: i32 = -32002;
const INTERNAL_ERROR: i32 = -32603;

#[test]
fn a_session_begins_and_ends_in_order() {
    let mut client = Client::connect(MemoryFs::new());
    let hover = json!({"textDocument": {"uri": uri(PATH)}, "position": place(0, 0)});
    assert_eq!(client.request("textDocument/hover", hover.clone()).expect_err("too soon").code, NOT_INITIALIZED);
    client.open(PATH, ZONE);
    let told = client.request("initialize", json!({"capabilities": {}})).expect("it begins");
    assert_eq!(told["serverInfo"]["name"], "zonelint");
    assert!(told["capabilities"].get("documentFormattingProvider").is_none());
    assert_eq!(client.request("initialize", json!({})).expect_err("twice").code, INVALID_REQUEST);
    assert_eq!(client.request("textDocument/hover", hover.clone()).expect("an answer"), Value::Null, "it is not open");
    client.request("shutdown", Value::Null).expect("an answer");
    assert_eq!(client.request("textDocument/hover", hover).expect_err("too late").code, INVALID_REQUEST);
    client.notify("exit", Value::Null);
    assert!(Client::with(&[]).leave());
    assert!(!Client::with(&[]).hang_up(), "without a word");
    let client = Client::with(&[]);
    client.notify("exit", Value::Null);
    assert!(!client.hang_up(), "without shutdown");
}

#[test]
fn what_cannot_be_meant_is_answered() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &swapped());
    assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"]);
    assert_eq!(client.request("textDocument/formatting", json!({})).expect_err("not offered").code, METHOD_NOT_FOUND);
    for (method, params) in [
        ("textDocument/hover", json!({})),
        ("textDocument/hover", json!([1, 2])),
        ("textDocument/hover", json!({"textDocument": {"uri": uri(PATH)}, "position": {"line": -1, "character": 0}})),
        ("textDocument/rename", json!({"textDocument": {"uri": uri(PATH)}, "position": place(0, 0)})),
        ("workspace/symbol", json!({"query": 3})),
    ] {
        assert_eq!(client.request(method, params.clone()).expect_err("it is refused").code, INVALID_PARAMS, "{params}");
    }
    client.notify("textDocument/didChange", json!({"textDocument": 3}));
    assert!(text(&client.told("window/logMessage", |_| true)["message"]).contains("didChange"));
    client.notify("$/unknown", json!({}));
    client.notify("$/cancelRequest", json!({"id": 4_711}));
    client.change("/zones/other.zone", 2, "never opened");
    client.close("/zones/other.zone");
    client.open("/../../zones/./other/../far.zone", "; nothing\n");
    client.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": "untitled:1", "languageId": "", "version": 1, "text": ZONE}}),
    );
    // Far outside of the text is its end.
    assert_eq!(client.at("textDocument/hover", PATH, u32::MAX, u32::MAX), Value::Null);
    client.change_by(PATH, 2, json!([{"range": {"start": place(9, 9), "end": place(2, 0)}, "text": "; end"}]));
    client.checks(PATH, 2);
    assert!(client.leave());
}

#[test]
fn texts_of_any_kind_are_looked_at() {
    let mut client =
        Client::start(files(&[]).with("/zones/latin.zone", &b"; \xfcber\n\xff\xfe"[..]), json!({}), "/zones");
    let texts = [
        "\u{feff}$TTL 1h\r\n@ SOA".to_owned(),
        format!("a TXT \"{}\u{fc}\" {}", "x".repeat(300_000), "\u{1f600} ".repeat(50_000)),
        "(".repeat(20_000),
        "\0\u{7f}\u{2028}\u{202e}\r\r\n".to_owned(),
        String::new(),
    ];
    for (number, odd) in texts.iter().enumerate() {
        let path = format!("/zones/odd{number}.zone");
        client.open(&path, odd);
        client.diagnostics(&path, 1);
        for (line, column) in [(0, 0), (0, 9), (1, 200_000)] {
            client.at("textDocument/hover", &path, line, column);
            client.at("textDocument/completion", &path, line, column);
            client.at("textDocument/definition", &path, line, column);
            client.at("textDocument/prepareRename", &path, line, column);
        }
        let params = json!({"textDocument": {"uri": uri(&path)}});
        client.request("textDocument/semanticTokens/full", params.clone()).expect("an answer");
        client.request("textDocument/documentSymbol", params).expect("an answer");
    }
    assert!(client.leave());
}

/// Files of which one makes the program fail when it is read, as a mistake in it would.
#[derive(Debug)]
struct Failing {
    files: MemoryFs,
    fails: Arc<AtomicBool>,
}

impl FileSystem for Failing {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.files.kind(path)
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        self.files.kind_behind_links(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.read_link(path)
    }

    fn walk<'f>(&'f self, folder: &Path, takes: Takes<'f>) -> Walk<'f> {
        assert!(!self.fails.load(Relaxed), "this is the mistake that the test is about");
        self.files.walk(folder, takes)
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        self.files.length(real)
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        self.files.read(real)
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        self.files.look(real, first, most, goes_on)
    }
}

#[test]
fn a_mistake_of_the_program_ends_nothing() {
    let fails = Arc::new(AtomicBool::new(true));
    let failing = Failing { files: files(&[(PATH, ZONE)]), fails: Arc::clone(&fails) };
    let mut client = Client::start(failing, json!({}), "/zones");
    client.open(PATH, &swapped());
    assert!(text(&client.told("window/logMessage", |_| true)["message"]).contains("a mistake in zonelint"));
    let params = json!({"textDocument": {"uri": uri(PATH)}, "position": place(8, 1)});
    let refused = client.request("textDocument/hover", params).expect_err("it failed");
    assert_eq!(refused.code, INTERNAL_ERROR, "{refused:?}");
    fails.store(false, Relaxed);
    client.change(PATH, 2, &swapped());
    assert_eq!(client.checks(PATH, 2), ["srv-port-transposed"]);
    assert!(client.at("textDocument/hover", PATH, 8, 1).is_object());
    assert!(client.leave());
}

#[test]
fn what_nobody_waits_for_is_not_answered_with_a_result() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    let long: String = (0..20_000).map(|number| format!("h{number} A 192.0.2.{}\n", number % 250)).collect();
    client.open(PATH, &format!("{ZONE}{long}"));
    let symbols = json!({"textDocument": {"uri": uri(PATH)}});
    let first = client.send("textDocument/documentSymbol", symbols.clone());
    let second = client.send("textDocument/documentSymbol", symbols);
    client.notify("$/cancelRequest", json!({"id": 3}));
    assert!(client.answer(&first).is_ok());
    // Where the server is faster than the client, there is a result.
    if let Err(refused) = client.answer(&second) {
        assert_eq!(refused.code, REQUEST_CANCELLED, "{refused:?}");
    }
    assert!(client.leave());
}

#[test]
fn files_that_are_gone_stay_as_they_are_typed() {
    let dir = project_with(&[
        ("example.com.zone", format!("{ZONE}$INCLUDE part.inc\n")),
        ("part.inc", "a A 192.0.2.9\n".to_owned()),
    ]);
    let root = dir.path().to_str().expect("a path").to_owned();
    let mut client = Client::start(zonelint::fs::OsFs::default(), json!({}), &root);
    let path = format!("{root}/example.com.zone");
    client.open(&path, &format!("{ZONE}$INCLUDE part.inc\n"));
    assert!(!client.checks(&path, 1).contains(&"include-failed".to_owned()));
    std::fs::remove_dir_all(&root).expect("it can be removed");
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&path)}}));
    assert!(client.checks(&path, 1).contains(&"include-failed".to_owned()));
    assert!(client.leave());
}

/// A message in its frame.
fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_is_no_message_does_not_end_the_stream() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let mut child = program(dir.path())
        .args(["lsp", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("it is piped");
    let messages = [
        framed("{nonsense"),
        framed("[]"),
        framed(r#"{"jsonrpc":"2.0","id":1}"#),
        framed(r#"{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"capabilities":{"general":7}}}"#),
        "X-Other: 1\r\nno header\r\n".to_owned() + &framed(r#"{"jsonrpc":"2.0","id":"three","method":"shutdown"}"#),
        framed(r#"{"jsonrpc":"2.0","method":"exit"}"#),
    ];
    input.write_all(messages.concat().as_bytes()).expect("it reads");
    drop(input);
    let mut said = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut said).expect("it is text");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{said}");
    for part in [
        "not valid JSON",
        "neither a request",
        r#""id":1,"error""#,
        r#""id":2,"result""#,
        r#""id":"three","result":null"#,
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}
