//! What the configurations of name servers say: which file holds which zone, in which view.
//!
//! BIND, NSD and Knot are read, each by a small parser that never fails: what it does not
//! understand it passes over.
//!
//! | file | does |
//! |---|---|
//! | `statements` | takes the files of BIND apart, and sees what is missing |
//! | `named` | reads what they say |
//! | `keyed` | reads those of NSD and Knot |
//! | `servers` | puts the files of configurations together |
//! | `invalid` | says what is wrong with them |
//! | `missing` | says which files of zones do not exist |

mod invalid;
mod keyed;
mod missing;
mod named;
mod servers;
mod statements;

use std::fmt;
use std::path::PathBuf;

use crate::source::SourceId;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::name;

pub use invalid::SERVER_CONFIG_INVALID;
pub use missing::SERVER_CONFIG_FILE_MISSING;
pub(super) use servers::{ServedZone, Servers, sources_of};

/// No system has longer paths.
const MAX_PATH: usize = 4096;

/// One file of a configuration.
#[derive(Debug, Default)]
pub(super) struct Conf {
    /// Where relative paths start.
    pub directory: Option<String>,
    /// The primary zones with their files.
    pub zones: Vec<Declared>,
    /// The files it includes, each with the view it stands in.
    pub includes: Vec<(String, Option<String>)>,
    /// What is wrong with how it is written.
    problems: Vec<Problem>,
}

/// What is wrong with how a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProblemKind {
    /// No `;` ends a statement.
    EndMissing,
    /// No brace ends a block.
    BlockUnclosed,
    /// A brace ends no block.
    NothingToClose,
    /// No quote ends a word.
    QuoteUnclosed,
    /// Nothing ends a comment.
    CommentUnclosed,
}

/// The same at some bytes.
#[derive(Clone, Copy, Debug)]
struct Problem {
    kind: ProblemKind,
    at: (u32, u32),
    /// What follows.
    other: Option<(usize, usize)>,
}

impl Problem {
    fn new(kind: ProblemKind, (start, end): (usize, usize)) -> Problem {
        Problem { kind, at: (start as u32, end as u32), other: None }
    }
}

/// A configuration file of the project.
#[derive(Debug)]
pub(super) struct ConfFile {
    /// Absolute.
    pub path: PathBuf,
    /// Its bytes.
    pub source: SourceId,
    /// What it says.
    pub conf: Conf,
}

/// A zone and its file, as a configuration names them.
#[derive(Debug)]
pub(super) struct Declared {
    /// Which.
    pub zone: DomainName,
    /// Where the name of the zone stands.
    at: (u32, u32),
    /// The path as written, completed by templates.
    pub file: String,
    /// Where the path stands, or the name of the zone where a template completes it.
    file_at: (u32, u32),
    view: Option<String>,
    /// It is updated at run time (RFC 2136), so that its file is not all of it.
    is_dynamic: bool,
    /// Whether its server starts the relative paths in it from its own folder.
    starts_beside: bool,
}

impl Declared {
    /// None where the name is none, as in a template of a configuration.
    fn new(zone: ConfText, file: String, view: Option<&str>) -> Option<Declared> {
        name::check(zone.bytes()).ok()?;
        if file.is_empty() || file.len() > MAX_PATH || zone.bytes().iter().any(|byte| b"{}$%<>*\" ".contains(byte)) {
            return None;
        }
        let at = (zone.start as u32, zone.end as u32);
        Some(Declared {
            zone: DomainName::new(&zone.to_string()),
            at,
            file,
            file_at: at,
            view: view.map(str::to_owned),
            is_dynamic: false,
            starts_beside: false,
        })
    }
}

/// The configuration that a file is; none if it is something else.
pub(super) fn read(bytes: &[u8]) -> Option<Conf> {
    let says_something = |conf: &Conf| !conf.zones.is_empty() || !conf.includes.is_empty() || conf.directory.is_some();
    if bytes.len() > u32::MAX as usize {
        return None;
    }
    // To read one takes long, and most files are none.
    let says = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let is_named = statements::starts_one(bytes) && ["zone", "include", "directory"].into_iter().any(says);
    let named = is_named.then(|| named::read(bytes)).filter(says_something);
    let is_keyed = || keyed::starts_one(bytes) && (says("zone:") || says("include:"));
    named.or_else(|| is_keyed().then(|| keyed::read(bytes)).filter(says_something))
}

/// Whether a file of which this is the start may be a configuration.
pub(super) fn may_start(start: &[u8]) -> bool {
    statements::starts_one(start) || keyed::starts_one(start)
}

/// A word of a configuration.
#[derive(Clone, Copy, Debug)]
struct ConfText<'b> {
    all: &'b [u8],
    start: usize,
    end: usize,
}

impl<'b> ConfText<'b> {
    fn new(all: &'b [u8], start: usize, end: usize) -> ConfText<'b> {
        ConfText { all, start, end: end.min(all.len()) }
    }

    fn bytes(self) -> &'b [u8] {
        &self.all[self.start..self.end]
    }

    fn is(self, keyword: &str) -> bool {
        self.bytes().eq_ignore_ascii_case(keyword.as_bytes())
    }

    /// The word without its colon, if it is a key.
    fn key(self) -> Option<ConfText<'b>> {
        let is_key = |stem: &&[u8]| stem.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
        let stem = self.bytes().strip_suffix(b":").filter(|stem| !stem.is_empty())?;
        is_key(&stem).then_some(ConfText { end: self.end - 1, ..self })
    }
}

impl fmt::Display for ConfText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_tells_of_which_program_a_text_is() {
        for ours in ["server:\n", "# ours\n\n---\nmod-stats:\n  - id: all\n", "- zone:\n", "key: name: a\n", "# ours\n"]
        {
            assert!(may_start(ours.as_bytes()), "{ours}");
        }
        for other in ["name: build\non: push\n", "apiVersion: v1\n", "Subject: server:\n", "zone\n=====\n\nzone:\n"] {
            assert!(!keyed::starts_one(other.as_bytes()), "{other}");
        }
    }

    /// Zone, file and view of each zone.
    pub(super) fn zones(conf: &Conf) -> Vec<(&str, &str, Option<&str>)> {
        conf.zones.iter().map(|z| (z.zone.as_str(), z.file.as_str(), z.view.as_deref())).collect()
    }

    /// A program that writes configurations.
    const CODE: &str = "def zone(name):\n    return \"\"\"\nzone:\n  name: a.example\n  zonefile: a\n\"\"\"\n";

    #[test]
    fn a_configuration_is_told_by_its_content() {
        assert!(read(b"zone \"a.example\" { type master; file \"a\"; };").is_some());
        assert!(read(b"include \"/etc/bind/named.conf.local\";").is_some());
        assert!(read(b"options { directory \"/var/cache/bind\"; };").is_some());
        assert!(read(b"zone:\n  name: a.example\n  zonefile: a\n").is_some());
        for other in ["", "$ORIGIN a.example.\n@ A 192.0.2.1\n", "#include <zone.h>\nint main() { return 0; }\n", CODE]
        {
            assert!(read(other.as_bytes()).is_none(), "{other}");
        }
    }
}
