//! Bytes as the files of a project.

use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

use zonelint::fs::MemoryFs;
use zonelint::internal_error::INTERNAL_ERROR;
use zonelint::{Outcome, Request};

/// Starts another file; the rest of the line is its name. The first file is `example.com.zone`.
const MARK: &[u8] = b"; file: ";
/// Where the project is.
pub(super) const ROOT: &str = "/p";

/// The names and contents that bytes stand for.
pub(super) fn named(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("example.com.zone".to_owned(), Vec::new())];
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let name = line.strip_prefix(MARK).and_then(|name| std::str::from_utf8(name).ok()).map(str::trim);
        match name.filter(|name| is_plain(name)) {
            Some(name) if files.len() < 8 => files.push((name.to_owned(), Vec::new())),
            _ => files.last_mut().expect("there is one").1.extend_from_slice(line),
        }
    }
    files
}

/// Whether a name is one of a file below the root, and of that alone.
pub(super) fn is_plain(name: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && part.len() < 64;
    name.split('/').all(is_plain) && !name.contains(['\0', '\\'])
}

/// These files below the root.
pub(super) fn file_system(files: &[(String, Vec<u8>)]) -> MemoryFs {
    let put = |fs: MemoryFs, (name, bytes): &(String, Vec<u8>)| fs.with(format!("{ROOT}/{name}"), bytes.clone());
    files.iter().fold(MemoryFs::new(), put)
}

/// Lints all below the root.
pub(super) fn lint(fs: &MemoryFs) -> Outcome {
    let paths = [PathBuf::from(ROOT)];
    let go_on = |_, _: &Outcome| Continue(());
    let outcome = zonelint::lint(
        fs,
        &Request { now: 1_800_000_000, verify: true, before: &go_on, ..Request::new(&paths, Path::new(ROOT)) },
    );
    assert_sound(&outcome);
    outcome
}

/// No check failed, and each finding points at bytes that there are.
pub(super) fn assert_sound(outcome: &Outcome) {
    for finding in &outcome.findings {
        assert!(!finding.is(&INTERNAL_ERROR), "{}", finding.message);
        for label in std::iter::once(&finding.primary).chain(&finding.labels) {
            let span = outcome.sources.in_file(label.span);
            let length = outcome.sources.get(span.source).bytes().len();
            assert!(span.start <= span.end && span.end as usize <= length, "{finding:?}");
        }
        assert!(!finding.message.contains('\n'), "{finding:?}");
    }
}
