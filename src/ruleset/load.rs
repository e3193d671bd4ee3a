//! Which files make up a set: the file that is asked for, and what it extends.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, conflict};
use crate::source::{Sources, Span};
use crate::text::suggest::nearest;

use super::file::{RuleFile, Vocabulary};
use super::invalid::{RULE_FILE_INVALID, invalid};
use super::pack::Pack;
use super::rules::build::Layer;
use super::rules::set::RuleSet;

/// So many bytes of rules are not written by hand; a path that leads to more is a mistake.
pub const MAX_RULE_FILE: usize = 4 << 20;

/// Links between directories can make endless chains of different paths.
const MAX_DEPTH: usize = 32;

/// Reads files: the only thing a set needs from outside.
pub trait ReadFile {
    /// Which file a path leads to: the same for all paths of one file.
    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_path_buf())
    }

    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The path that paths of zones are compared with.
    fn absolute(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

/// Why a file is not read, inside an [`io::Error`]: it is not one that may be extended.
#[derive(Debug)]
pub struct NotExtended {
    /// What to do.
    pub help: String,
}

impl fmt::Display for NotExtended {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("it is outside the project")
    }
}

impl std::error::Error for NotExtended {}

impl<F: Fn(&Path) -> io::Result<Vec<u8>>> ReadFile for F {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self(path)
    }
}

impl RuleSet {
    /// Reads a user's file and what it extends, on top of the `recommended` pack.
    ///
    /// The set holds whatever could be understood. It is an `Err` only if the file itself cannot
    /// be read; everything wrong in it or in the files it extends is a diagnostic.
    pub fn load(
        path: &Path,
        files: &dyn ReadFile,
        known: &Vocabulary,
        sources: &mut Sources,
    ) -> io::Result<(RuleSet, Vec<Diagnostic>)> {
        let bytes = read(path, files)?;
        let recommended = Layer::of_pack(&Pack::RECOMMENDED, sources);
        let mut loader = RuleLoader {
            files,
            known,
            sources,
            layers: vec![recommended],
            found: Vec::new(),
            open: Vec::new(),
            done: HashSet::new(),
        };
        let identity = files.identity(path)?;
        loader.file(normal(path), identity, bytes);
        Ok((RuleSet::of(loader.layers), loader.found))
    }
}

fn read(path: &Path, files: &dyn ReadFile) -> io::Result<Vec<u8>> {
    let bytes = files.read(path)?;
    if bytes.len() > MAX_RULE_FILE {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("a rule file is under {} MiB", MAX_RULE_FILE >> 20),
        ));
    }
    Ok(bytes)
}

struct RuleLoader<'a> {
    files: &'a dyn ReadFile,
    known: &'a Vocabulary<'a>,
    sources: &'a mut Sources,
    layers: Vec<Layer>,
    found: Vec<Diagnostic>,
    /// The files whose `extends` are being followed: as they were named, and which they are.
    open: Vec<(PathBuf, PathBuf)>,
    /// Files and packs that are in already: each counts once, at its lowest place.
    done: HashSet<PathBuf>,
}

impl RuleLoader<'_> {
    fn file(&mut self, path: PathBuf, identity: PathBuf, bytes: Vec<u8>) {
        let source = self.sources.add(shown(&path), bytes);
        let folder = folder_of(&self.files.absolute(&path));
        let (file, found) = RuleFile::read(self.sources.get(source).text(), source, self.known);
        self.found.extend(conflict::findings(&RULE_FILE_INVALID, source, self.sources.get(source)));
        self.found.extend(found);
        self.open.push((path, identity));
        for extended in &file.extends {
            self.extend(&extended.value, extended.at.in_source(source));
        }
        if let Some((_, identity)) = self.open.pop() {
            self.done.insert(identity);
        }
        self.layers.push(Layer { source, file, builtin: false, folder });
    }

    fn extend(&mut self, what: &str, at: Span) {
        if let Some(name) = what.strip_prefix("builtin:") {
            return self.extend_pack(name, at);
        }
        let beside = self.open.last().and_then(|(path, _)| path.parent()).unwrap_or(Path::new(""));
        let path = normal(&beside.join(what));
        let identity = match self.files.identity(&path) {
            Ok(identity) => identity,
            Err(error) => return self.unreadable(what, &path, at, &error),
        };
        if let Some(start) = self.open.iter().position(|(_, open)| *open == identity) {
            let around: Vec<String> = self.open[start..].iter().map(|(path, _)| format!("`{}`", shown(path))).collect();
            let message = format!("`{what}` extends itself: {} -> `{}`", around.join(" -> "), shown(&path));
            return self.found.push(invalid(at, &message));
        }
        if self.done.contains(&identity) {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("`extends` is nested more than {MAX_DEPTH} files deep");
            return self.found.push(invalid(at, &message));
        }
        match read(&path, self.files) {
            Ok(bytes) => self.file(path, identity, bytes),
            Err(error) => self.unreadable(what, &path, at, &error),
        }
    }

    fn extend_pack(&mut self, name: &str, at: Span) {
        match Pack::named(name) {
            Some(pack) if pack.name == Pack::RECOMMENDED.name => {}
            Some(pack) => {
                if self.done.insert(PathBuf::from(format!("builtin:{name}"))) {
                    self.layers.push(Layer::of_pack(pack, self.sources));
                }
            }
            None => {
                let mut unknown = invalid(at, &format!("there is no pack `builtin:{name}`"));
                let names = || Pack::ALL.iter().map(|pack| pack.name);
                unknown.help = Some(match nearest(name, names()) {
                    Some(name) => format!("did you mean `builtin:{name}`?").into(),
                    None => {
                        format!("write `builtin:` and one of `{}`", names().collect::<Vec<_>>().join("`, `")).into()
                    }
                });
                self.found.push(unknown);
            }
        }
    }

    fn unreadable(&mut self, what: &str, path: &Path, at: Span, error: &io::Error) {
        let refusal = error.get_ref().and_then(|error| error.downcast_ref::<NotExtended>());
        let why = match (refusal, error.kind()) {
            (Some(refusal), _) => format!("`{what}` is not read: {refusal}"),
            (None, io::ErrorKind::NotFound) => format!("there is no file `{}`", shown(path)),
            _ => format!("`{}` cannot be read: {error}", shown(path)),
        };
        let mut diagnostic = invalid(at, &why);
        diagnostic.help = refusal.map(|refusal| refusal.help.clone().into());
        if Pack::named(what).is_some() {
            diagnostic.help = Some(format!("the pack of that name is `builtin:{what}`").into());
        }
        self.found.push(diagnostic);
    }
}

/// A path without `.` and with each `..` taken back where that needs no look at the disk.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The folder of a file as text, with a final `/`; empty for a file without one.
fn folder_of(path: &Path) -> Arc<str> {
    let folder = path.parent().map(shown).unwrap_or_default();
    if folder.is_empty() || folder.ends_with('/') { folder.into() } else { format!("{folder}/").into() }
}

/// A path as it is printed everywhere, with `/`.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
