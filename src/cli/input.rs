//! The zones that arguments name: paths and standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::Io;
use super::args::InputArgs;
use crate::fs::{paths, plain};
use crate::lint::{self, Stdin};
use crate::report::printable;
use crate::source::{MAX_LEN, gzip};
use crate::syntax::rdata::name;

/// What the arguments name, taken apart.
pub(super) struct ZoneArgs {
    paths: Vec<PathBuf>,
    stdin: Option<Stdin>,
    include_dir: Option<PathBuf>,
    /// The files and folders that are named, standard input by the file it stands for.
    near: Vec<PathBuf>,
}

impl ZoneArgs {
    /// That of arguments, or why they cannot be meant so, complete in one line. Standard input is read if they name it.
    pub(super) fn of(args: &InputArgs, io: &mut Io) -> Result<ZoneArgs, String> {
        if let Some(tip) = zone_before_file(&args.paths, io) {
            let _ = writeln!(io.stderr, "zonelint: {}", printable(&tip));
        }
        let mut paths = Vec::new();
        for path in args.paths.iter().filter(|path| path.as_os_str() != "-") {
            paths.extend(expanded(path, io)?);
        }
        let stdin = args.reads_stdin().then(|| {
            let is_named = args.stdin_filename.is_some();
            let path = args.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into());
            Stdin { path, is_named, bytes: read_stdin(io) }
        });
        let include_dir = args.include_dir.as_deref().map(|dir| paths::lexical(dir, &io.cwd));
        let stands_for = stdin.as_ref().filter(|stdin| stdin.is_named).map(|stdin| &stdin.path);
        let near = paths.iter().chain(stands_for).cloned().collect();
        Ok(ZoneArgs { paths, stdin, include_dir, near })
    }

    /// The same at other paths.
    pub(super) fn at(mut self, place: impl Fn(&Path) -> PathBuf) -> ZoneArgs {
        let stdin = self.stdin.iter_mut().filter(|stdin| stdin.is_named).map(|stdin| &mut stdin.path);
        for path in self.paths.iter_mut().chain(&mut self.near).chain(stdin) {
            *path = place(path);
        }
        self
    }

    /// Where the rule file is looked for from.
    pub(super) fn near(&self) -> &[PathBuf] {
        &self.near
    }

    /// The same for a run.
    pub(super) fn of_run<'r>(&'r self, args: &'r InputArgs, cwd: &'r Path) -> lint::Input<'r> {
        lint::Input {
            paths: &self.paths,
            stdin: self.stdin.as_ref(),
            origin: args.origin.as_deref(),
            cwd,
            include_dir: self.include_dir.as_deref(),
            gitignore: !args.no_gitignore,
            limits: args.limits(),
        }
    }
}

/// What to type for `ZONE FILE`, which named-checkzone takes.
fn zone_before_file(paths: &[PathBuf], io: &Io) -> Option<String> {
    let [zone, file] = paths else { return None };
    let is_there = |path: &Path| io.fs.kind_behind_links(&io.cwd.join(path)).is_ok();
    let name = zone.to_str().filter(|name| !name.contains(['/', '\\', '*']) && !name.starts_with('-'))?;
    let is_meant = name::check(name.as_bytes()).is_ok() && !is_there(zone) && io.fs.is_file(&io.cwd.join(file));
    is_meant.then(|| {
        let file = file.display();
        format!("if `{name}` is the zone in `{file}`, write `--origin {name} {file}`")
    })
}

/// The paths that a pattern stands for which no shell expanded, as in quotes or on Windows.
fn expanded(path: &Path, io: &Io) -> Result<Vec<PathBuf>, String> {
    let is_pattern = |text: &str| text.contains(['*', '?', '[', '{']);
    let text = paths::with_slashes(path);
    if !is_pattern(&text) || io.fs.kind(&paths::lexical(path, &io.cwd)).is_ok() {
        return Ok(vec![path.to_path_buf()]);
    }
    let base: PathBuf = path.iter().take_while(|part| !is_pattern(&part.to_string_lossy())).collect();
    let glob = GlobBuilder::new(&text).literal_separator(true).build();
    let glob =
        glob.map_err(|error| format!("`{text}` is neither a path nor a pattern: {}", error.kind()))?.compile_matcher();
    let top = paths::lexical(&base, &io.cwd);
    let (parts, is_deep) = (path.iter().count() - base.iter().count(), text.contains("**"));
    let depth = top.components().count() + parts;
    let goes_on = move |found: &Path, _| is_deep || found.components().count() <= depth;
    let found = io.fs.walk(&top, Box::new(goes_on)).filter_map(Result::ok);
    let typed = found.filter_map(|entry| Some(base.join(entry.path.strip_prefix(&top).ok()?)));
    let paths: Vec<PathBuf> = typed.filter(|path| glob.is_match(path)).collect();
    if paths.is_empty() {
        Err(format!("`{text}` does not exist, and as a pattern it matches no file"))
    } else {
        Ok(paths)
    }
}

fn read_stdin(io: &mut Io) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match io.stdin.take(MAX_LEN + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_LEN => Err("standard input is larger than 4 GiB".to_owned()),
        Ok(_) => Ok(gzip::unpacked(bytes)),
        Err(error) => Err(format!("standard input cannot be read: {}", plain(&error))),
    }
}
