//! Where something is, as every format for programs tells it.

use std::borrow::Cow;

use super::Report;
use crate::source::{Position, Span};

/// A file and a range in it.
#[derive(Clone)]
pub(super) struct Place<'a> {
    /// Relative to the current directory or to the root of the repository, with `/`.
    pub(super) file: Cow<'a, str>,
    /// The same for who looks up the file.
    pub(super) given: Cow<'a, str>,
    is_of_base: bool,
    pub(super) start: Position,
    /// Exclusive.
    pub(super) end: Position,
}

impl<'a> Place<'a> {
    pub(super) fn new(report: &Report<'a>, span: Span) -> Place<'a> {
        let span = report.sources.in_file(span);
        let source = report.sources.get(span.source);
        let is_of_base = report.sources.is_of_base(span.source);
        let (start, end) = (source.position(span.start), source.position(span.end.max(span.start)));
        let root = report.root.filter(|_| !is_of_base);
        let [file, given] = [source.name(), source.given_name()].map(|name| from_root(root, name));
        Place { file, given, is_of_base, start, end }
    }

    /// Whether the file is one of the disk, and neither part of the program nor of the version that all is held against.
    pub(super) fn is_on_disk(&self) -> bool {
        !self.is_of_base && !self.file.starts_with("builtin:")
    }
}

/// Where names start, for services that know a repository and no current directory.
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    /// The root of the repository, absolute, with `/`.
    pub folder: &'a str,
    /// The current directory, likewise.
    pub cwd: &'a str,
}

/// The name of a file below the root; what is not below it, or no file, keeps its name.
fn from_root<'a>(root: Option<Root>, name: &'a str) -> Cow<'a, str> {
    let Some(Root { folder, cwd }) = root.filter(|_| !name.starts_with("builtin:") && name != "<stdin>") else {
        return Cow::Borrowed(name);
    };
    let start = if name.starts_with('/') { "" } else { cwd };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(name.split('/')).filter(|part| !part.is_empty()) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let top: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    match parts.strip_prefix(&*top) {
        Some(below) if !below.is_empty() => Cow::Owned(below.join("/")),
        _ => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_start_at_the_root_of_the_repository() {
        let named = |name: &str| from_root(Some(Root { folder: "/repo", cwd: "/repo/dns/in" }), name).into_owned();
        assert_eq!(named("a.zone"), "dns/in/a.zone");
        assert_eq!(named("../out/a.zone"), "dns/out/a.zone");
        assert_eq!(named("/repo/b.zone"), "b.zone");
        for elsewhere in ["../../../etc/a.zone", "/repository/a.zone", "builtin:recommended", "<stdin>"] {
            assert_eq!(named(elsewhere), elsewhere);
        }
        assert_eq!(from_root(None, "../a.zone"), "../a.zone");
        assert_eq!(from_root(Some(Root { folder: "/", cwd: "/a" }), "b"), "a/b");
    }
}
