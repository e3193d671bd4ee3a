//! The zones that arguments name: paths and standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Io;
use super::args::InputArgs;
use crate::fs::paths;
use crate::lint::{self, Stdin};
use crate::source::MAX_LEN;

/// What the arguments name, taken apart.
pub(super) struct ZoneArgs {
    paths: Vec<PathBuf>,
    stdin: Option<Stdin>,
    include_dir: Option<PathBuf>,
}

impl ZoneArgs {
    /// That of arguments. Standard input is read if they name it.
    pub(super) fn of(args: &InputArgs, io: &mut Io) -> ZoneArgs {
        let (stdin, paths): (Vec<_>, Vec<_>) = args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        let stdin = (!stdin.is_empty()).then(|| {
            let is_named = args.stdin_filename.is_some();
            let path = args.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into());
            Stdin { path, is_named, bytes: read_stdin(io) }
        });
        let include_dir = args.include_dir.as_deref().map(|dir| paths::lexical(dir, &io.cwd));
        ZoneArgs { paths, stdin, include_dir }
    }

    /// The same for a run.
    pub(super) fn of_run<'r>(&'r self, args: &'r InputArgs, cwd: &'r Path) -> lint::Input<'r> {
        lint::Input {
            paths: &self.paths,
            stdin: self.stdin.as_ref(),
            origin: args.origin.as_deref(),
            cwd,
            include_dir: self.include_dir.as_deref(),
            limits: args.limits(),
        }
    }
}

fn read_stdin(io: &mut Io) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match io.stdin.take(MAX_LEN + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_LEN => Err("standard input is larger than 4 GiB".to_owned()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}
