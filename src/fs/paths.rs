//! Paths as text, and the files and folders that mark a project.

use std::path::{Component, Path, PathBuf};

use super::FileSystem;

/// An absolute path without `.` and `..`, made from the text alone: symbolic links stay.
pub fn lexical(path: &Path, cwd: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in cwd.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Whether a path starts at the root. To the standard library no path does on systems without files of their own,
/// such as `wasm32-unknown-unknown`, although it joins and splits paths there as on Unix.
pub fn is_absolute(path: &Path) -> bool {
    path.is_absolute() || cfg!(target_family = "wasm") && path.has_root()
}

/// So many folders up a path is read at a glance.
const FEW: usize = 2;

/// The path to print, with `/`: relative to the current directory, or whole where that would lead far up.
pub fn shown(path: &Path, cwd: &Path) -> String {
    let path = lexical(path, cwd);
    let common = common(&path, cwd);
    let up = cwd.components().count() - common;
    // Of two absolute paths the root is common.
    if up > FEW || up > 0 && common <= 1 { with_slashes(&path) } else { relative(&path, cwd) }
}

/// The path from a folder, with `/`.
pub fn relative(path: &Path, folder: &Path) -> String {
    let path = lexical(path, folder);
    let common = common(&path, folder);
    let (mut down, up) = (path.components(), folder.components().skip(common));
    down.by_ref().take(common).for_each(drop);
    let shown = "../".repeat(up.count()) + &with_slashes(down.as_path());
    match shown.strip_suffix('/').unwrap_or(&shown) {
        "" => ".".to_owned(),
        shown => shown.to_owned(),
    }
}

/// How many parts two paths begin with alike.
fn common(one: &Path, other: &Path) -> usize {
    one.components().zip(other.components()).take_while(|(a, b)| a == b).count()
}

/// A path as text with `/`, as rule files write paths.
pub fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// A folder as the start of the paths in it, with a final `/`.
pub fn as_prefix(folder: &Path) -> String {
    let text = with_slashes(folder);
    if text.ends_with('/') { text } else { text + "/" }
}

/// The folder of the nearest `.git` at or above.
pub fn git_root(from: &Path, fs: &dyn FileSystem) -> Option<PathBuf> {
    from.ancestors().find(|dir| fs.kind_behind_links(&dir.join(".git")).is_ok()).map(Path::to_path_buf)
}

/// What rule files are called, where they are looked for.
pub const RULE_FILES: [&str; 2] = ["zonelint.yaml", ".zonelint.yaml"];

/// `zonelint.yaml` or `.zonelint.yaml`, nearest upward, not beyond the repository; be it a link, a folder or a
/// pipe, which reading it tells.
pub fn find_rule_file(from: &Path, fs: &dyn FileSystem) -> Option<PathBuf> {
    let root = git_root(from, fs);
    for dir in from.ancestors() {
        for name in RULE_FILES {
            let path = dir.join(name);
            if fs.kind(&path).is_ok() {
                return Some(path);
            }
        }
        if root.as_deref() == Some(dir) {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_current_directory() {
        let shown = |path: &str| super::shown(Path::new(path), Path::new("/repo/dns"));
        assert_eq!(shown("zones/./a.zone"), "zones/a.zone");
        assert_eq!(shown("/repo/dns/a.zone"), "a.zone");
        assert_eq!(shown("../other/a.zone"), "../other/a.zone");
        assert_eq!(shown("/srv/a.zone"), "/srv/a.zone");
        assert_eq!(shown("/repo/.."), "/");
        let relative = |path: &str| super::relative(Path::new(path), Path::new("/repo/dns"));
        assert_eq!((relative("/srv/a.zone").as_str(), relative("/repo/dns").as_str()), ("../../srv/a.zone", "."));
        let deep = super::shown(Path::new("/repo/a.zone"), Path::new("/repo/x/y/z"));
        assert_eq!(deep, "/repo/a.zone");
        assert_eq!(shown("."), ".");
    }
}
