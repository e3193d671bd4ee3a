//! A file that is written whole or not at all: its reader never sees a half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and moves it there when it is complete.
pub(super) fn write_file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // What a link leads to is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let before = fs::metadata(&path).ok();
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        // A pipe or a device stays what it is.
        return fill(&mut File::create(&path)?);
    }
    let (mut file, temporary) = create_beside(&path)?;
    let written = fill(&mut file)
        .and_then(|()| before.map_or(Ok(()), |before| file.set_permissions(before.permissions())))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        // What failed is told; that a file stays behind is the lesser trouble.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let mut attempt = 0;
    loop {
        let temporary = path.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 9 => attempt += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).expect("it is there").map(|entry| entry.expect("it is there").file_name());
        entries.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn what_is_not_complete_replaces_nothing() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("report");
        write_file(&path, |out| out.write_all(b"first")).expect("it can be written");
        let stop = write_file(&path, |out| out.write_all(b"half").and(Err(io::Error::other("enough"))));
        assert_eq!(stop.expect_err("it failed").to_string(), "enough");
        assert_eq!(fs::read(&path).expect("it is there"), b"first");
        write_file(&path, |out| out.write_all(b"2")).expect("it can be written");
        assert_eq!(fs::read(&path).expect("it is there"), b"2");
        assert_eq!(names(dir.path()), ["report"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_on_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;

        let dir = tempfile::tempdir().expect("a temporary folder");
        let (path, link) = (dir.path().join("report"), dir.path().join("link"));
        fs::write(&path, "before").expect("it can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("it is ours");
        std::os::unix::fs::symlink(&path, &link).expect("links can be made");
        write_file(&link, |out| out.write_all(b"after")).expect("it can be written");
        assert_eq!(fs::read(&path).expect("it is there"), b"after");
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        write_file(Path::new("/dev/null"), |out| out.write_all(b"x")).expect("a device takes it");
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
    }
}
