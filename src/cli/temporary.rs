//! A file that is being written, under a name of its own until it is complete.

use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// So long after it was last written to, a file is one that nobody completes.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Is removed when it is dropped, unless it became what it was made for.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Makes one. It follows no link that somebody put in its place.
    pub(super) fn create(folder: &Path) -> io::Result<(File, Temporary)> {
        let mut attempt = 0;
        loop {
            // The name says nothing of the file it becomes, which may have the longest name there is.
            let path = folder.join(format!(".zonelint-{:016x}-{}-{attempt}.tmp", machine(), std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((file, Temporary { path })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 99 => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes the place of a file, or an empty one.
    pub(super) fn become_file(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)
    }

    /// Takes a place that is empty.
    pub(super) fn become_new(self, path: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, path) {
            // Not every file system has hard links.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && path.symlink_metadata().is_err() => {
                fs::rename(&self.path, path)
            }
            linked => linked,
        }
    }

    /// Removes what runs left in a folder that were killed while they wrote.
    pub(super) fn remove_stale(folder: &Path) {
        // To tidy up is a favour: what cannot be removed harms nobody.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(writer) = name.to_str().and_then(Writer::of) else { continue };
            if entry.metadata().is_ok_and(|found| found.is_file() && (writer.is_dead() || is_old(&found))) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What failed is told; that a file stays behind is the lesser trouble, and the next run removes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Who writes a file, as its name tells.
struct Writer {
    machine: u64,
    process: u32,
}

impl Writer {
    fn of(name: &str) -> Option<Writer> {
        let mut parts = name.strip_prefix(".zonelint-")?.strip_suffix(".tmp")?.split('-');
        let machine = u64::from_str_radix(parts.next()?, 16).ok()?;
        let process = parts.next()?.parse().ok()?;
        parts.next()?.parse::<u32>().ok()?;
        parts.next().is_none().then_some(Writer { machine, process })
    }

    /// Whether it is a process of this machine and is no more: `false` where that cannot be known.
    fn is_dead(&self) -> bool {
        let process = |number: u32| Path::new("/proc").join(number.to_string()).exists();
        // Where the first process cannot be seen, those of others are hidden.
        self.machine == machine() && machine() != 0 && process(1) && !process(self.process)
    }
}

fn is_old(found: &fs::Metadata) -> bool {
    found.modified().is_ok_and(|written| written.elapsed().is_ok_and(|age| age > ABANDONED))
}

/// Stands for what numbers processes: a start of the system, and one of its containers. 0 where that is not known.
fn machine() -> u64 {
    let started = fs::read("/proc/sys/kernel/random/boot_id");
    let container = fs::read_link("/proc/self/ns/pid");
    let (Ok(started), Ok(container)) = (started, container) else { return 0 };
    let mut hasher = DefaultHasher::new();
    (started, container).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).expect("it is there").map(|entry| entry.expect("it is there").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_dead_runs_left_is_removed_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (file, ours) = Temporary::create(dir.path()).expect("it can be made");
        drop(file);
        let own = names(dir.path())[0].clone();
        let dead = own.replace(&format!("-{}-", std::process::id()), "-4194305-");
        let elsewhere = format!(".zonelint-{:016x}-4194305-0.tmp", machine() ^ 1);
        let old = format!(".zonelint-{:016x}-4194306-0.tmp", machine() ^ 1);
        let not_ours = [".zonelint-x-1-0.tmp", ".zonelint-1-2.tmp", "zonelint-1-1-1.tmp", ".zonelint-1-1-1-1.tmp"];
        for name in [&dead, &elsewhere, &old].into_iter().map(String::as_str).chain(not_ours) {
            fs::write(dir.path().join(name), "half").expect("it can be written");
        }
        let long_ago = std::time::SystemTime::now() - 2 * ABANDONED;
        let file = File::options().write(true).open(dir.path().join(&old)).expect("it is there");
        file.set_modified(long_ago).expect("it is ours");
        Temporary::remove_stale(dir.path());
        let mut left = vec![own, elsewhere];
        left.extend(not_ours.map(str::to_owned));
        left.sort();
        let is_known = machine() != 0;
        assert_eq!(names(dir.path()).into_iter().filter(|name| is_known || *name != dead).collect::<Vec<_>>(), left);
        drop(ours);
        assert_eq!(names(dir.path()).len(), left.len() - 1);
    }

    #[test]
    fn a_place_that_is_taken_stays_as_it_is() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("zonelint.yaml");
        let make = |text: &str| {
            let (_, temporary) = Temporary::create(dir.path()).expect("it can be made");
            fs::write(&temporary.path, text).expect("it can be written");
            temporary
        };
        make("first").become_new(&path).expect("the place is empty");
        let taken = make("second").become_new(&path).expect_err("it is taken");
        assert_eq!(
            (taken.kind(), fs::read(&path).expect("it is there")),
            (io::ErrorKind::AlreadyExists, b"first".to_vec())
        );
        make("third").become_file(&path).expect("it is replaced");
        assert_eq!(fs::read(&path).expect("it is there"), b"third");
        assert_eq!(names(dir.path()), ["zonelint.yaml"]);
    }
}
