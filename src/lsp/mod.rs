//! A language server: what the checks find while one types, and what zones say about a name or a record.
//!
//! | file | holds |
//! |---|---|
//! | `transport` | messages from and to byte streams |
//! | `server` | the thread that listens: the life of a session, the open texts |
//! | `queue` | what it leaves for the thread that works |
//! | `worker` | the thread that works: which project is looked at when |
//! | `root` | the projects that the open texts are part of, each of which stays read |
//! | `published` | the diagnostics that the client was told of each text |
//! | `requests` | which request is answered by what |
//! | `view`, `place` | a project as it is now, and what stands at a place of it |
//! | `document`, `encoding`, `uri` | the open texts, and how clients count and call what is in them |
//! | `client`, `capabilities` | what the server says, and what it offers |
//!
//! The others hold one request each. A keystroke costs the zones that the text is part of: they are read again and
//! checked alone at once, and in large projects the checks that hold zones against each other follow when nothing was
//! typed for a moment.

mod actions;
mod capabilities;
mod client;
mod completion;
mod diagnostics;
mod document;
mod edits;
mod encoding;
mod hover;
mod mentions;
mod navigation;
mod place;
mod port;
mod published;
mod queue;
mod rename;
mod requests;
mod root;
mod rule;
mod server;
mod symbols;
mod tokens;
mod transport;
mod uri;
mod view;
mod words;
mod worker;

use std::io::{self, Read, Write};
use std::path::Path;

use crate::fs::FileSystem;

pub use server::serve;

/// Serves a client over two streams until it is gone. Whether it went as it should: after it said so.
///
/// # Errors
///
/// What it was told cannot be written.
pub fn serve_streams(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    fs: &dyn FileSystem,
    home: Option<&Path>,
    clock: &(dyn Fn() -> u32 + Sync),
) -> io::Result<bool> {
    let (connection, writer) = transport::connect(input, output);
    let is_orderly = serve(connection, fs, home, clock);
    // A client that is gone reads nothing, and what is left for it is of no use.
    let written = if is_orderly { writer.join().unwrap_or(Ok(())) } else { Ok(()) };
    written.map(|()| is_orderly)
}
