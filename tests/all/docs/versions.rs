//! One version, wherever it is written: what users pin is what they get.

use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file is there")
}

/// What stands behind each place where some text ends, up to what cannot be part of a version.
fn behind<'a>(text: &'a str, lead: &str) -> Vec<&'a str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    text.split(lead).skip(1).map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default()).collect()
}

#[test]
fn wheels_are_pinned_to_this_version() {
    for (path, count) in [("pyproject.toml", 1), ("ci/gitlab.yml", 1), ("docs/hook.md", 1)] {
        assert_eq!(behind(&read(path), "zonelint=="), vec![env!("CARGO_PKG_VERSION"); count], "{path}");
    }
    assert_eq!(behind(&read("pyproject.toml"), "\nversion = \""), [env!("CARGO_PKG_VERSION")]);
}

#[test]
fn examples_name_the_tag_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    for page in ["README.md", "docs/ci.md", "docs/hook.md"] {
        let text = read(page);
        let tags = ["rev: v", "/zonelint@v", "/zonelint/v"].map(|lead| behind(&text, lead)).concat();
        assert!(!tags.is_empty() && tags.iter().all(|tag| *tag == version), "{page}: {tags:?}");
    }
}
