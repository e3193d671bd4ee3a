//! Where a path leads, and whether what is there may be read: every path that is read passes here.
//!
//! Text of a repository names paths, and links of a repository lead anywhere. A path is followed link by
//! link, and what it leads to is held against what may be read; the file system then opens exactly that, without
//! following a link.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::{FileKind, FileSystem, ReadError, paths};

/// What Linux follows, too.
const MAX_LINKS: usize = 40;
/// To follow a path takes the square of its length where its folders exist.
const MAX_PARTS: usize = 256;
/// What systems take as a path.
const MAX_BYTES: usize = 4096;

/// The path of what may be read, without links. Only [`Links`] makes one, and nothing else is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Real {
    path: PathBuf,
    /// Whether a walk saw a regular file there.
    is_seen_file: bool,
}

impl Real {
    fn new(path: PathBuf) -> Real {
        Real { path, is_seen_file: false }
    }

    /// Absolute, without links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a walk saw a regular file there, so that nothing else need be feared before it is opened.
    pub(super) fn is_seen_file(&self) -> bool {
        self.is_seen_file
    }

    /// The same as `below` of what a walk said to be a regular file.
    pub(crate) fn file_below(&self, folder: &Path, found: &Path) -> Option<Real> {
        self.below(folder, found).map(|real| Real { is_seen_file: true, ..real })
    }

    /// What a walk that follows no links found below a folder that it was given by this name.
    pub(crate) fn below(&self, folder: &Path, found: &Path) -> Option<Real> {
        // To take a path apart takes longer than to copy it, and most folders are no links.
        let is_same = self.path.as_os_str() == folder.as_os_str();
        let moved = || Some(self.path.join(found.strip_prefix(folder).ok()?));
        if is_same { Some(found.to_path_buf()) } else { moved() }.map(Real::new)
    }

    pub(crate) fn into_path(self) -> PathBuf {
        self.path
    }
}

/// Where a path leads.
#[derive(Clone, Debug)]
struct Resolved {
    /// Absolute, and without links if it is there.
    path: PathBuf,
    end: End,
    /// Whether a link inside a project led out of that project.
    leads_out: bool,
    /// How many links were followed.
    links: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At something that is no link.
    There,
    /// At nothing.
    Missing,
    /// Nowhere: links that lead to each other, or a path of too many parts.
    Unresolved,
}

impl Resolved {
    fn new(path: &Path, end: End) -> Resolved {
        Resolved { path: path.to_path_buf(), end, leads_out: false, links: 0 }
    }

    /// The path, if something is there.
    fn found(self, written: &Path, fs: &dyn FileSystem) -> Result<Real, ReadError> {
        let is_link = || fs.kind(written).is_ok_and(|kind| kind == FileKind::Link);
        match self.end {
            End::There => Ok(Real::new(self.path)),
            End::Unresolved => Err(ReadError::Unresolved),
            End::Missing if is_link() => Err(ReadError::Dangling),
            End::Missing => Err(ReadError::Io(ErrorKind::NotFound.into())),
        }
    }
}

/// Follows paths. `..` is taken back as text, as it is everywhere in this program.
#[derive(Clone, Debug)]
pub struct Links<'f> {
    fs: &'f dyn FileSystem,
    /// Folders by how they were named: most files of a run lie in few.
    folders: HashMap<OsString, Resolved>,
    /// A project besides those that are repositories: the folder of the rule file.
    rules_dir: Option<PathBuf>,
}

impl<'f> Links<'f> {
    /// For a run with a rule file in some folder.
    pub fn new(fs: &'f dyn FileSystem, rules_dir: Option<&Path>) -> Links<'f> {
        let mut links = Links { fs, folders: HashMap::new(), rules_dir: None };
        links.rules_dir = rules_dir.map(|dir| links.follow(dir).path);
        links
    }

    /// Where the paths are.
    pub fn fs(&self) -> &'f dyn FileSystem {
        self.fs
    }

    /// The folder of the rule file, links resolved.
    pub(crate) fn rules_dir(&self) -> Option<&Path> {
        self.rules_dir.as_deref()
    }

    /// A path, links resolved as far as it exists. Tells nothing of what may be read.
    pub fn resolved(&mut self, path: &Path) -> PathBuf {
        self.follow(path).path
    }

    /// Where a path leads that a repository names or holds: to what lies below one of some folders, links
    /// resolved. Of anything else the answer does not depend on whether it exists.
    pub fn below(&mut self, path: &Path, roots: &[PathBuf]) -> Result<Real, ReadError> {
        let place = self.follow(path);
        let is_inside = |path: &Path| roots.iter().any(|root| path.starts_with(root));
        match is_inside(&place.path) {
            true => place.found(path, self.fs),
            false if is_inside(path) => Err(ReadError::LinkOutside),
            false => Err(ReadError::Outside),
        }
    }

    /// Where a path leads that a person names: anywhere, but a link inside a project is not followed out
    /// of it. What it leads to may be below what is named, too.
    pub fn named(&mut self, path: &Path, others: &[PathBuf]) -> Result<Real, ReadError> {
        let place = self.follow(path);
        if place.leads_out && !others.iter().any(|other| place.path.starts_with(other)) {
            return Err(ReadError::LinkOutside);
        }
        // A pipe that a shell hands over is there, and has no path.
        if place.end == End::Missing && self.fs.kind_behind_links(path).is_ok_and(|kind| kind != FileKind::File) {
            return Err(ReadError::NotRegular);
        }
        place.found(path, self.fs)
    }

    /// Where paths lead that a person names, each as `named` says of it.
    pub(crate) fn all_named(&mut self, paths: &[PathBuf]) -> Vec<Result<Real, ReadError>> {
        let places: Vec<Resolved> = paths.iter().map(|path| self.follow(path)).collect();
        let leads_out = places.iter().any(|place| place.leads_out);
        let others = places.into_iter().filter(|place| leads_out && !place.leads_out && place.end == End::There);
        let others: Vec<PathBuf> = others.map(|place| place.path).collect();
        paths.iter().map(|path| self.named(path, &others)).collect()
    }

    fn follow(&mut self, path: &Path) -> Resolved {
        self.place(path, 0)
    }

    /// Where a path leads, after so many links.
    fn place(&mut self, path: &Path, before: usize) -> Resolved {
        if path.as_os_str().len() > MAX_BYTES || path.components().count() > MAX_PARTS {
            return Resolved::new(path, End::Unresolved);
        }
        let Some((folder, name)) = path.parent().zip(path.file_name()) else { return Resolved::new(path, End::There) };
        let folder = self.folder(folder, before);
        self.entry(folder, name, before)
    }

    /// A folder that is known, or one below it, is found without a walk from the top.
    fn folder(&mut self, folder: &Path, before: usize) -> Resolved {
        if let Some(known) = self.folders.get(folder.as_os_str()) {
            return known.clone();
        }
        let Some((above, name)) = folder.parent().zip(folder.file_name()) else {
            return Resolved::new(folder, End::There);
        };
        let above = match self.folders.get(above.as_os_str()) {
            Some(known) => known.clone(),
            None => {
                let place = self.walk(above, before);
                self.keep(above, place)
            }
        };
        let place = self.entry(above, name, before);
        self.keep(folder, place)
    }

    fn walk(&mut self, folder: &Path, before: usize) -> Resolved {
        let mut place = Resolved::new(Path::new(""), End::There);
        for part in folder.components() {
            match part {
                Component::Normal(name) => place = self.entry(place, name, before),
                start => place.path.push(start),
            }
        }
        place
    }

    fn keep(&mut self, folder: &Path, place: Resolved) -> Resolved {
        if place.end == End::There {
            self.folders.insert(folder.into(), place.clone());
        }
        place
    }

    /// Where what a folder holds under a name leads.
    fn entry(&mut self, folder: Resolved, name: &OsStr, before: usize) -> Resolved {
        let Resolved { mut path, end, leads_out, links } = folder;
        path.push(name);
        if end != End::There {
            return Resolved { path, end, leads_out, links };
        }
        let target = match self.fs.read_link(&path) {
            Ok(target) => target,
            Err(error) => {
                let end = if is_missing(error.kind()) { End::Missing } else { End::There };
                return Resolved { path, end, leads_out, links };
            }
        };
        let followed = before + links + 1;
        if followed > MAX_LINKS {
            return Resolved { path, end: End::Unresolved, leads_out, links };
        }
        path.pop();
        let to = self.place(&paths::lexical(&target, &path), followed);
        let is_out = || self.project_around(&path).is_some_and(|root| !to.path.starts_with(root));
        let leads_out = leads_out || to.leads_out || is_out();
        Resolved { leads_out, links: links + 1 + to.links, ..to }
    }

    /// The project that a folder is part of: a repository, or what a rule file is for.
    fn project_around(&self, folder: &Path) -> Option<PathBuf> {
        let of_rules = || self.rules_dir.clone().filter(|dir| folder.starts_with(dir));
        paths::git_root(folder, self.fs).or_else(of_rules)
    }
}

fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::fs::OsFs;
    use std::fs::{create_dir_all, write};
    use std::os::unix::fs::symlink;

    /// A project `in` beside a folder `out`, and the paths of both.
    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let top = dir.path().canonicalize().expect("it is there");
        create_dir_all(top.join("in/.git")).expect("a folder");
        create_dir_all(top.join("in/sub")).expect("a folder");
        create_dir_all(top.join("out")).expect("a folder");
        for file in ["in/file", "in/sub/file", "out/file"] {
            write(top.join(file), "").expect("a file");
        }
        (dir, top.join("in"), top.join("out"))
    }

    fn link(target: impl AsRef<Path>, path: PathBuf) {
        symlink(target.as_ref(), path).expect("links can be made");
    }

    #[test]
    fn links_are_followed_as_the_system_does() {
        let (_dir, inside, out) = folders();
        link("sub", inside.join("folder"));
        link("folder/file", inside.join("file-of-folder"));
        link(inside.join("sub/../file"), inside.join("absolute"));
        link(&inside, out.join("back"));
        link("../out/back/sub", inside.join("around"));
        let fs = OsFs::default();
        let mut links = Links::new(&fs, None);
        for name in ["file", "sub/file", "folder/file", "file-of-folder", "absolute", "around/file", "folder"] {
            let path = inside.join(name);
            let expected = path.canonicalize().expect("it is there");
            for _ in 0..2 {
                assert_eq!(links.follow(&path).path, expected, "{name}");
                assert_eq!(links.below(&path, std::slice::from_ref(&inside)).expect("it is inside").path(), expected);
            }
        }
    }

    #[test]
    fn what_exists_outside_is_no_matter() {
        let (_dir, inside, out) = folders();
        link(&out, inside.join("folder"));
        link("../out/file", inside.join("there"));
        link("../out/nothing", inside.join("missing"));
        let said = |path: PathBuf| {
            let error = Links::new(&OsFs::default(), None)
                .below(&path, std::slice::from_ref(&inside))
                .expect_err("it is refused");
            assert!(Links::new(&OsFs::default(), None).named(&path, &[]).is_err() || !path.starts_with(&inside));
            error.to_string()
        };
        assert_eq!(said(inside.join("there")), said(inside.join("missing")));
        assert_eq!(said(inside.join("folder/file")), said(inside.join("folder/nothing")));
        assert_eq!(said(out.join("file")), said(out.join("nothing")));
    }

    #[test]
    fn what_is_named_may_be_anywhere_but_not_by_a_link_of_a_project() {
        let (dir, inside, out) = folders();
        link(&out, inside.join("folder"));
        link(&inside, out.join("project"));
        let fs = OsFs::default();
        let mut links = Links::new(&fs, None);
        let mut is_read = |path: PathBuf, others: &[PathBuf]| links.named(&path, others).is_ok();
        assert!(is_read(out.join("file"), &[]));
        assert!(is_read(out.join("project/file"), &[]), "a link into a project");
        assert!(!is_read(inside.join("folder/file"), &[]));
        assert!(is_read(inside.join("folder/file"), std::slice::from_ref(&out)), "its target is named, too");
        assert!(!is_read(out.join("project/folder/file"), &[]), "into a project, and out of it");
        drop(dir);
    }

    #[test]
    fn circles_end() {
        let (_dir, inside, _) = folders();
        link("b", inside.join("a"));
        link("a", inside.join("b"));
        link(".", inside.join("l"));
        for n in 0..30 {
            link(format!("d{0}/d{0}/d{0}", n + 1), inside.join(format!("d{n}")));
        }
        link(".", inside.join("d30"));
        let fs = OsFs::default();
        let mut links = Links::new(&fs, None);
        let roots = [inside.clone()];
        for path in ["a", "d0", &format!("{}file", "l/".repeat(41)), &"x/".repeat(300), &"y".repeat(5000)] {
            let found = links.below(&inside.join(path), &roots);
            assert!(matches!(found, Err(ReadError::Unresolved)), "{path}: {found:?}");
        }
        assert_eq!(links.follow(&inside.join(format!("{}file", "l/".repeat(40)))).path, inside.join("file"));
    }
}
