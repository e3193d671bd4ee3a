//! The sources of the library, for tests of what stands in them.

use std::path::{Path, PathBuf};

use super::root;

/// The Rust files of the library, by their paths below `src`, in order.
pub(crate) fn sources() -> Vec<(PathBuf, String)> {
    let top = root().join("src");
    let files = walkdir::WalkDir::new(&top).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let below = files.map(|entry| entry.path().strip_prefix(&top).expect("it is below").to_path_buf());
    below.map(|path| (path.clone(), std::fs::read_to_string(top.join(path)).expect("it is text"))).collect()
}

/// Whether a file holds tests alone.
pub(crate) fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// The code of a file without its tests.
pub(crate) fn code(text: &str) -> String {
    let mut lines = text.lines();
    let mut code = String::new();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            code.extend([line, "\n"]);
            continue;
        }
        // Declarations of test modules may stand above code: only the item itself is left out.
        let head = lines.find(|line| !line.starts_with("#["));
        if head.is_some_and(|head| !head.ends_with(';')) {
            lines.find(|line| line.starts_with('}'));
        }
    }
    code
}
