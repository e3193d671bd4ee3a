//! Messages from and to byte streams. What is no message is answered or passed over: nothing of it ends the server.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message, Notification, RequestId, Response};
use serde_json::{Value, json};

/// A message larger than this is not read: so much no client sends.
const MOST_BYTES: u64 = 1 << 30;
/// A header line that is longer is none.
const LONGEST_HEADER: u64 = 1 << 12;

/// A connection over two streams, and the thread that writes: it ends when the input has, and the server has let go of
/// the connection.
pub(super) fn connect(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, JoinHandle<io::Result<()>>) {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    let answers = server.sender.clone();
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(body)) = frame(&mut input) {
            let read = message(&body);
            let is_last = matches!(&read, Ok(Message::Notification(it)) if it.method == "exit");
            let sent = read.map_or_else(|answer| answers.send(answer), |message| sender.send(message));
            if sent.is_err() || is_last {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut output = BufWriter::new(output);
        receiver.into_iter().try_for_each(|message| message.write(&mut output))
    });
    (server, writer)
}

/// The body of the next message; none at the end of the input.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line).trim().to_ascii_lowercase();
        match (text.as_str(), length) {
            ("", Some(length)) => return body(input, length).map(Some),
            (text, _) => {
                let value = text.strip_prefix("content-length:").map(|value| value.trim().parse::<u64>());
                length = value.and_then(Result::ok).or(length);
            }
        }
    }
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    if length > MOST_BYTES {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Vec::new());
    }
    // The length is what somebody says: room is made for what comes.
    let mut body = Vec::new();
    match input.take(length).read_to_end(&mut body)? as u64 == length {
        true => Ok(body),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// The message of a body, or what is answered.
fn message(body: &[u8]) -> Result<Message, Message> {
    let value: Value = serde_json::from_slice(body).map_err(|_| said("a message is not valid JSON"))?;
    let id = match value.get("id") {
        Some(Value::Number(id)) => id.as_i64().and_then(|id| i32::try_from(id).ok()).map(RequestId::from),
        Some(Value::String(id)) => Some(RequestId::from(id.clone())),
        _ => None,
    };
    serde_json::from_value(value).map_err(|_| {
        let words = "a message is neither a request nor an answer nor a notification";
        id.map_or_else(
            || said(words),
            |id| Response::new_err(id, ErrorCode::InvalidRequest as i32, words.to_owned()).into(),
        )
    })
}

/// What has no id cannot be answered.
fn said(words: &str) -> Message {
    let params = json!({"type": 1, "message": format!("zonelint: {words}, and was passed over")});
    Notification::new("window/logMessage".to_owned(), params).into()
}
