//! Which file of the project an absolute path of a server means.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::paths;

/// The files of a folder, by what they are called.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: Vec<PathBuf>,
    by_name: HashMap<OsString, Vec<u32>>,
    /// By the name of the folder and that of the file: one name may stand in each of thousands.
    by_both: HashMap<(OsString, OsString), Vec<u32>>,
    /// What the rule file says: a prefix of paths, and the folder that stands for it.
    moved: Vec<(PathBuf, PathBuf)>,
}

/// A file that a path means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Absolute.
    pub path: PathBuf,
    /// Whether it lies where it is said to, or a folder around it is called the same.
    pub is_sure: bool,
}

impl Tree {
    /// Files by their absolute paths.
    pub(super) fn new(files: impl IntoIterator<Item = PathBuf>, moved: &[(PathBuf, PathBuf)]) -> Tree {
        let mut tree = Tree { files: files.into_iter().collect(), moved: moved.to_vec(), ..Tree::default() };
        for (number, path) in (0u32..).zip(&tree.files) {
            let Some(both) = both(path) else { continue };
            tree.by_name.entry(both.1.clone()).or_default().push(number);
            tree.by_both.entry(both).or_default().push(number);
        }
        tree
    }

    /// All files below a folder, none of them looked into.
    pub(super) fn of_folder(top: &Path, moved: &[(PathBuf, PathBuf)]) -> Tree {
        let walk = WalkDir::new(top).into_iter().filter_entry(is_visible).filter_map(Result::ok);
        Tree::new(walk.filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path), moved)
    }

    /// The file that a path in the file `by` means, which starts in a directory of the server
    /// where it is relative. Where several could be meant, the nearest to `by`; of equally near
    /// ones none.
    pub(super) fn find(&self, path: &str, directory: Option<&str>, by: &Path) -> Option<Match> {
        // A server that signs reads what was made of a file; people correct the file.
        let unsigned = path.strip_suffix(".signed").and_then(|path| self.find(path, directory, by));
        if unsigned.is_some() {
            return unsigned;
        }
        let own = by.parent()?;
        let beside = paths::lexical(Path::new(path), own);
        if Path::new(path).is_relative() && self.has(&beside) {
            return Some(Match { path: beside, is_sure: true });
        }
        let path = directory.map_or(PathBuf::from(path), |directory| Path::new(directory).join(path));
        if let Some(moved) = self.moved(&path) {
            return self.has(&moved).then_some(Match { path: moved, is_sure: true });
        }
        self.by_tail(&path, own)
    }

    /// Where the rule file says that an absolute path lies.
    pub(super) fn moved(&self, path: &Path) -> Option<PathBuf> {
        let inside = |(from, to): &(PathBuf, PathBuf)| Some(to.join(path.strip_prefix(from).ok()?));
        self.moved.iter().find_map(inside).map(|path| paths::lexical(&path, Path::new("")))
    }

    /// The file whose path ends as the given one does, over the most parts.
    pub(super) fn by_tail(&self, path: &Path, own: &Path) -> Option<Match> {
        let both = both(path)?;
        let named = self.by_both.get(&both).or_else(|| self.by_name.get(&both.1))?;
        let named = || named.iter().map(|&number| self.files[number as usize].as_path());
        let rank = |file: &Path| (common(parts(file).rev(), parts(path).rev()), common(parts(file), parts(own)));
        let best = named().map(rank).max()?;
        let mut likely = named().filter(|file| rank(file) == best);
        let (file, None) = (likely.next()?, likely.next()) else { return None };
        Some(Match { path: file.to_path_buf(), is_sure: best.0 > 1 || file.starts_with(own) })
    }

    fn has(&self, path: &Path) -> bool {
        let called = both(path).and_then(|both| self.by_both.get(&both));
        called.is_some_and(|called| called.iter().any(|&number| self.files[number as usize] == path))
    }
}

/// The names of the folder and the file.
fn both(path: &Path) -> Option<(OsString, OsString)> {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
    Some((folder.to_owned(), path.file_name()?.to_owned()))
}

/// Whether an entry of a walk is looked at: what is hidden is nobody's zone.
pub(super) fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn parts(path: &Path) -> impl DoubleEndedIterator<Item = Component<'_>> {
    path.components().filter(|part| *part != Component::CurDir)
}

fn common<'p>(a: impl Iterator<Item = Component<'p>>, b: impl Iterator<Item = Component<'p>>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[&str], path: &str, by: &str) -> Option<(String, bool)> {
        let moved = [(PathBuf::from("/srv/dns"), PathBuf::from("/repo/moved"))];
        let tree = Tree::new(files.iter().map(PathBuf::from), &moved);
        let found = tree.find(path, None, Path::new(by))?;
        Some((found.path.to_string_lossy().into_owned(), found.is_sure))
    }

    #[test]
    fn the_longest_tail_is_meant() {
        let files = [
            "/repo/bind/zones/db.com",
            "/repo/bind/db.com",
            "/repo/bind/db.net",
            "/repo/bind/db.net.signed",
            "/repo/bind/db.edu.signed",
            "/repo/moved/db.net",
        ];
        let by = "/repo/named.conf";
        let found = |path| found(&files, path, by).map(|(path, _)| path);
        assert_eq!(found("/etc/bind/zones/db.com").as_deref(), Some("/repo/bind/zones/db.com"));
        assert_eq!(found("/etc/bind/db.com").as_deref(), Some("/repo/bind/db.com"));
        assert_eq!(found("/var/cache/db.net"), None, "two files are as near");
        assert_eq!(found("/srv/dns/db.net").as_deref(), Some("/repo/moved/db.net"));
        assert_eq!(found("/srv/dns/db.com"), None, "the rule file says where, and it is not there");
        assert_eq!(found("bind/db.com").as_deref(), Some("/repo/bind/db.com"));
        assert_eq!(found("/etc/db.org"), None);
        assert_eq!(found("/etc/bind/db.net.signed").as_deref(), Some("/repo/bind/db.net"));
        assert_eq!(found("/etc/bind/db.edu.signed").as_deref(), Some("/repo/bind/db.edu.signed"));
    }

    #[test]
    fn of_equal_tails_the_nearest_is_meant() {
        let files = ["/repo/a/var/db.com", "/repo/b/var/db.com", "/repo/b/x/db.net"];
        let of_b = |path| found(&files, path, "/repo/b/etc/named.conf");
        assert_eq!(of_b("/var/db.com"), Some(("/repo/b/var/db.com".into(), true)));
        assert_eq!(of_b("/var/db.net"), Some(("/repo/b/x/db.net".into(), false)));
        assert_eq!(found(&files, "/var/db.com", "/repo/named.conf"), None);
    }
}
