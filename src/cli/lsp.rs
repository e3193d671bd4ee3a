//! `zonelint lsp`: a language server on the standard streams.

use std::io;
use std::path::PathBuf;

use super::{Exit, Io};
use crate::lsp;

/// Standard input is read by a thread of its own, so that this one can answer meanwhile.
pub(super) fn run(io: &mut Io) -> io::Result<Exit> {
    let home = (io.env)("HOME").map(PathBuf::from);
    let is_orderly = lsp::serve_streams(io::stdin(), io::stdout(), io.fs, home.as_deref(), io.clock)?;
    Ok(if is_orderly { Exit::Clean } else { Exit::Found })
}
