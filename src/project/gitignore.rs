//! What git is told to ignore: files that are made from others, and those of one person.
//!
//! Only `.gitignore` counts, in the folders of the repository: what is found is the same on every machine.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::fs::{FileKind, Links, Real, paths};
use crate::text::glob::PathGlob;

const NAME: &str = ".gitignore";
/// Such files have some lines.
const MAX_LEN: u64 = 1 << 16;

/// The patterns that hold for what a folder is searched for.
pub(super) struct GitIgnore<'f> {
    links: Links<'f>,
    /// The folder that is searched, as it is called.
    top: PathBuf,
    /// The repository.
    root: PathBuf,
    /// By path without links, which is text here: to hash a path is to take it apart.
    folders: HashMap<OsString, Option<Rc<Patterns>>>,
    /// What was ignored; of a folder nothing that is below it.
    pub ignored: HashSet<PathBuf>,
}

/// The patterns of a folder.
struct Patterns {
    own: IgnoreFile,
    /// What they say nothing of is asked of the folder above.
    above: Option<Rc<Patterns>>,
}

impl<'f> GitIgnore<'f> {
    /// For a folder that is searched; none outside of repositories. Whoever names a folder that is ignored itself
    /// wants what is in it.
    pub(super) fn of(top: &Path, real: &Real, links: &Links<'f>) -> Option<GitIgnore<'f>> {
        let root = paths::git_root(real.path(), links.fs())?;
        let (links, top) = (links.clone(), top.to_path_buf());
        let mut git = GitIgnore { links, top, root, folders: HashMap::new(), ignored: HashSet::new() };
        let root = git.root.clone();
        let mut way = real.path().ancestors().take_while(|folder| **folder != root);
        if way.any(|folder| git.is_ignored(folder, FileKind::Folder)) {
            let own = git.read(real.path()).map(|own| Rc::new(Patterns { own, above: None }));
            git.folders.insert(real.path().into(), own);
        }
        Some(git)
    }

    /// Whether a walk leaves out what it found below the folder.
    pub(super) fn leaves_out(&mut self, found: &Path, kind: FileKind, real: &Real) -> bool {
        let Some(path) = real.below(&self.top, found) else { return false };
        let is_ignored = self.is_ignored(path.path(), kind);
        if is_ignored {
            self.ignored.insert(found.to_path_buf());
        }
        is_ignored
    }

    fn is_ignored(&mut self, path: &Path, kind: FileKind) -> bool {
        let mut patterns = path.parent().and_then(|folder| self.patterns(folder));
        while let Some(of_folder) = patterns {
            match of_folder.own.says(path, kind) {
                None => patterns = of_folder.above.clone(),
                Some(is_ignored) => return is_ignored,
            }
        }
        false
    }

    fn patterns(&mut self, folder: &Path) -> Option<Rc<Patterns>> {
        if let Some(known) = self.folders.get(folder.as_os_str()) {
            return known.clone();
        }
        let is_repository = folder == self.root || self.links.fs().kind(&folder.join(".git")).is_ok();
        let above = folder.parent().filter(|_| !is_repository).and_then(|above| self.patterns(above));
        let patterns = match self.read(folder) {
            Some(own) => Some(Rc::new(Patterns { own, above })),
            None => above,
        };
        self.folders.insert(folder.into(), patterns.clone());
        patterns
    }

    /// The file of a folder.
    fn read(&mut self, folder: &Path) -> Option<IgnoreFile> {
        let real = self.links.below(&folder.join(NAME), std::slice::from_ref(&self.root)).ok()?;
        let bytes = self.links.fs().read_start(&real, MAX_LEN).ok()?;
        Some(IgnoreFile::of(folder, &bytes))
    }
}

/// What a `.gitignore` says of the paths below its folder.
struct IgnoreFile {
    folder: PathBuf,
    rules: Vec<Rule>,
    /// Rules for one name at any depth, by that name, as most are.
    by_name: HashMap<Vec<u8>, Vec<usize>>,
    /// All others.
    others: Vec<usize>,
}

struct Rule {
    glob: PathGlob,
    /// `!`: what earlier ones leave out is taken.
    is_taken: bool,
    is_for_folders: bool,
}

impl IgnoreFile {
    /// Lines that are no pattern are passed over, as git does.
    fn of(folder: &Path, bytes: &[u8]) -> IgnoreFile {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let lines = bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let rules: Vec<Rule> = lines.filter_map(Rule::of).collect();
        let (mut by_name, mut others) = (HashMap::<_, Vec<usize>>::new(), Vec::new());
        for (at, rule) in rules.iter().enumerate() {
            match rule.glob.last_name() {
                Some(name) => by_name.entry(name.to_vec()).or_default().push(at),
                None => others.push(at),
            }
        }
        IgnoreFile { folder: folder.to_path_buf(), rules, by_name, others }
    }

    /// Whether a path is left out, if a line says anything of it: the last one counts.
    fn says(&self, path: &Path, kind: FileKind) -> Option<bool> {
        let below = path.strip_prefix(&self.folder).ok()?;
        let names: Vec<&[u8]> = below.iter().map(|name| name.as_encoded_bytes()).collect();
        let of_name = self.by_name.get(*names.last()?).map_or(&[][..], Vec::as_slice);
        let last = |rules: &[usize], least: usize| {
            let mut later = rules.iter().rev().copied().take_while(|&at| at >= least);
            later.find(|&at| self.rules[at].is_for(&names, kind))
        };
        let named = last(of_name, 0);
        let at = last(&self.others, named.map_or(0, |at| at + 1)).or(named)?;
        Some(!self.rules[at].is_taken)
    }
}

impl Rule {
    fn of(line: &[u8]) -> Option<Rule> {
        let line = without_trailing_spaces(line);
        if line.starts_with(b"#") {
            return None;
        }
        let (line, is_taken) = line.strip_prefix(b"!").map_or((line, false), |rest| (rest, true));
        let (line, is_for_folders) = line.strip_suffix(b"/").map_or((line, false), |rest| (rest, true));
        let from_here = line.strip_prefix(b"/");
        let pattern = from_here.unwrap_or(line);
        if pattern.is_empty() {
            return None;
        }
        let is_anywhere = from_here.is_none() && !pattern.contains(&b'/');
        let whole = if is_anywhere { [b"**/", pattern].concat() } else { pattern.to_vec() };
        Some(Rule { glob: PathGlob::parse(&whole).ok()?, is_taken, is_for_folders })
    }

    fn is_for(&self, names: &[&[u8]], kind: FileKind) -> bool {
        (!self.is_for_folders || kind == FileKind::Folder) && self.glob.matches_names(names)
    }
}

/// Spaces at the end do not count, unless a backslash is before them.
fn without_trailing_spaces(line: &[u8]) -> &[u8] {
    let mut end = line.len();
    while end > 0 && line[end - 1] == b' ' {
        let backslashes = line[..end - 1].iter().rev().take_while(|&&byte| byte == b'\\').count();
        if backslashes % 2 == 1 {
            break;
        }
        end -= 1;
    }
    &line[..end]
}
