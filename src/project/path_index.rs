//! Which file of the project an absolute path of a server means.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::fs::{FileKind, FileSystem, paths};

/// The last parts of paths that are held against each other: no more of them agree by chance.
const MAX_TAIL: usize = 16;

/// The files of each project root, listed when they are first asked for.
pub(super) type PathIndexes = Mutex<HashMap<PathBuf, Arc<PathIndex>>>;

/// The files of a folder, by what their paths end in.
#[derive(Debug, Default)]
pub(super) struct PathIndex {
    /// In order.
    files: Vec<PathBuf>,
    /// The files whose last parts are the same, in order, by a hash of these parts, for one part and more.
    by_tail: HashMap<u64, Vec<u32>>,
    hasher: RandomState,
    /// What the rule file says: a prefix of paths, and the folder that stands for it.
    moved: Vec<(PathBuf, PathBuf)>,
    /// Where each prefix stands in the list first.
    by_prefix: HashMap<PathBuf, usize>,
}

/// A file that a path means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Absolute.
    pub path: PathBuf,
    /// Whether it lies where it is said to, or a folder around it is called the same.
    pub is_sure: bool,
}

impl PathIndex {
    /// Files by their absolute paths.
    pub(super) fn new(files: impl IntoIterator<Item = PathBuf>, moved: &[(PathBuf, PathBuf)]) -> PathIndex {
        let mut index = PathIndex { files: files.into_iter().collect(), moved: moved.to_vec(), ..PathIndex::default() };
        index.files.sort_unstable();
        for (number, (from, _)) in moved.iter().enumerate() {
            index.by_prefix.entry(from.clone()).or_insert(number);
        }
        for (number, path) in (0u32..).zip(&index.files) {
            for tail in tails(path, &index.hasher) {
                index.by_tail.entry(tail).or_default().push(number);
            }
        }
        index
    }

    /// All files below a folder, none of them looked into.
    pub(super) fn of_folder(top: &Path, fs: &dyn FileSystem, moved: &[(PathBuf, PathBuf)]) -> PathIndex {
        let files =
            fs.walk(top, Box::new(|_, _| true)).filter_map(Result::ok).filter(|entry| entry.kind == FileKind::File);
        PathIndex::new(files.map(|entry| entry.path), moved)
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
        if !paths::is_absolute(Path::new(path)) && self.has(&beside) {
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
        let first = path.ancestors().filter_map(|folder| self.by_prefix.get(folder)).min()?;
        let (from, to) = &self.moved[*first];
        Some(paths::lexical(&to.join(path.strip_prefix(from).ok()?), Path::new("")))
    }

    /// The file whose path ends as the given one does, over the most parts; of several the one that is the
    /// most parts below the folders around `own`, if there is one.
    pub(super) fn by_tail(&self, path: &Path, own: &Path) -> Option<Match> {
        let tails: Vec<u64> = tails(path, &self.hasher).collect();
        let mut longest_first = tails.iter().enumerate().rev();
        let (parts_more, alike) = longest_first.find_map(|(more, tail)| Some((more, self.by_tail.get(tail)?)))?;
        let file = |at: usize| alike.get(at).map(|&number| self.files[number as usize].as_path());
        let nearness = |at: usize| file(at).map(|file| common(parts(file), parts(own)));
        // In order of paths those with the most folders in common stand side by side, around `own` itself.
        let after = alike.partition_point(|&number| self.files[number as usize].as_path() < own);
        let around = (after.saturating_sub(2)..after + 2).filter_map(|at| Some((nearness(at)?, at)));
        let (best, at) = around.clone().max()?;
        if around.filter(|(nearness, _)| *nearness == best).count() > 1 {
            return None;
        }
        let file = file(at)?;
        Some(Match { path: file.to_path_buf(), is_sure: parts_more > 0 || file.starts_with(own) })
    }

    /// The files whose paths end as the given one does, over the most parts, in order.
    pub(super) fn ending_as(&self, path: &Path) -> impl Iterator<Item = &Path> {
        let tails: Vec<u64> = tails(path, &self.hasher).collect();
        let alike = tails.iter().rev().find_map(|tail| self.by_tail.get(tail));
        alike.into_iter().flatten().map(|&number| self.files[number as usize].as_path())
    }

    /// The files of a folder itself.
    pub(super) fn files_in(&self, folder: &Path) -> impl Iterator<Item = &Path> {
        let first = self.files.partition_point(|file| file.as_path() < folder);
        let below = self.files[first..].iter().take_while(move |file| file.starts_with(folder));
        below.filter(move |file| file.parent() == Some(folder)).map(PathBuf::as_path)
    }

    fn has(&self, path: &Path) -> bool {
        self.files.binary_search_by(|file| file.as_path().cmp(path)).is_ok()
    }
}

/// Hashes of the last part of a path, of the last two, and so on.
fn tails(path: &Path, hasher: &RandomState) -> impl Iterator<Item = u64> {
    let mut hasher = hasher.build_hasher();
    let is_file = path.file_name().is_some();
    parts(path).rev().take(MAX_TAIL).filter(move |_| is_file).map(move |part| {
        part.hash(&mut hasher);
        hasher.finish()
    })
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
        let index = PathIndex::new(files.iter().map(PathBuf::from), &moved);
        let found = index.find(path, None, Path::new(by))?;
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
    fn of_many_equal_tails_one_is_meant_if_it_alone_is_nearest() {
        let files: Vec<String> = (0..50).map(|i| format!("/repo/d{i}/x/db.com")).collect();
        let mut files: Vec<&str> = files.iter().map(String::as_str).collect();
        files.extend(["/repo/d7/y/x/db.com", "/repo/e/db.com"]);
        for i in (0..50).filter(|i| *i != 7) {
            let meant = found(&files, "/etc/x/db.com", &format!("/repo/d{i}/named.conf"));
            assert_eq!(meant, Some((format!("/repo/d{i}/x/db.com"), true)));
        }
        assert_eq!(found(&files, "/etc/x/db.com", "/repo/d7/named.conf"), None, "two are as near");
        assert_eq!(found(&files, "/etc/x/db.com", "/repo/named.conf"), None);
        assert_eq!(found(&files, "/etc/e/db.com", "/repo/named.conf"), Some(("/repo/e/db.com".into(), true)));
        assert_eq!(found(&files, "/etc/z/db.com", "/repo/e/named.conf"), Some(("/repo/e/db.com".into(), true)));
    }

    #[test]
    fn of_folders_that_are_moved_the_first_counts() {
        let moved = [("/srv", "/repo/a"), ("/srv/dns", "/repo/b"), ("/srv", "/repo/c")];
        let moved = moved.map(|(from, to)| (PathBuf::from(from), PathBuf::from(to)));
        let index = PathIndex::new([], &moved);
        assert_eq!(index.moved(Path::new("/srv/dns/db.com")), Some(PathBuf::from("/repo/a/dns/db.com")));
        assert_eq!(index.moved(Path::new("/srv")), Some(PathBuf::from("/repo/a")));
        assert_eq!(index.moved(Path::new("/srvs/db.com")), None);
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
