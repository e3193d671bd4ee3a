//! The zones a run is about: paths and standard input, read.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Io;
use super::args::InputArgs;
use crate::fs::paths;
use crate::project::{Project, Request};
use crate::ruleset::Reading;
use crate::source::{MAX_LEN, Sources};

/// Reads what the arguments name. An `Err` is why nothing was read, complete in one line; what
/// could not be read of the rest is among the failures of the project.
pub(super) fn read(
    args: &InputArgs,
    rules_dir: Option<&Path>,
    reading: &Reading,
    sources: &mut Sources,
    io: &mut Io,
) -> Result<Project, String> {
    let (stdin, paths): (Vec<_>, Vec<_>) = args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let (stdin, failure) = match (!stdin.is_empty()).then(|| read_stdin(args, io)).transpose() {
        Ok(stdin) => (stdin, None),
        Err(failure) => (None, Some(failure)),
    };
    let include_dir = args.include_dir.as_deref().map(|dir| paths::lexical(dir, &io.cwd));
    if let Some(dir) = include_dir.as_deref().filter(|dir| !io.fs.is_folder(dir)) {
        return Err(format!("`{}` is not a directory", paths::shown(dir, &io.cwd)));
    }
    let request = Request {
        fs: io.fs,
        paths: &paths,
        stdin,
        origin: args.origin.as_deref(),
        cwd: &io.cwd,
        rules_dir,
        include_dir: include_dir.as_deref(),
        reading,
        limits: args.limits(),
    };
    let mut project = Project::read(request, sources);
    project.failures.splice(0..0, failure);
    Ok(project)
}

fn read_stdin(args: &InputArgs, io: &mut Io) -> Result<(PathBuf, Vec<u8>), String> {
    let mut bytes = Vec::new();
    match io.stdin.take(MAX_LEN + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_LEN => Err("standard input is larger than 4 GiB".to_owned()),
        Ok(_) => Ok((args.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into()), bytes)),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}
