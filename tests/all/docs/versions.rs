//! One version, wherever it is written: what users pin is what they get.

use std::path::{Path, PathBuf};

use regex_lite::Regex;

use super::blocks::pages;
use crate::support::root;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("the file is there")
}

/// What stands behind each place where some text ends, up to what cannot be part of a version.
fn behind<'a>(text: &'a str, lead: &str) -> Vec<&'a str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    text.split(lead).skip(1).map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default()).collect()
}

/// The versions of zonelint that a text names, however it spells them: `zonelint==1.2.3`, `zonelint@v1.2.3`,
/// `zonelint_1.2.3-1_amd64.deb`, `rev: v1.2.3`, `"zonelint": "^1.2.3"`.
fn named(text: &str) -> Vec<String> {
    let place = r#"(?:zonelint(?:-wasm)?(?:==|@v?|/v|-v|_|"?: ?"[~^]?)|\brev: v|\bcheckout v)(\d+\.\d+\.\d+)"#;
    let place = Regex::new(place).expect("it is a pattern");
    place.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// Recipes, hooks, scripts and workflows: all that is built or installed by, without what only builds.
fn recipes() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in [".ci", ".github", "ci", "packaging", "wheel"] {
        let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
        let entries = entries.into_iter().map(|entry| entry.expect("it can be listed"));
        files.extend(entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path));
    }
    let names = [".pre-commit-hooks.yaml", "action.yml", "Dockerfile", "flake.nix", "pyproject.toml", "SECURITY.md"];
    files.extend(names.map(|name| root().join(name)));
    let relative = |path: &Path| path.strip_prefix(root()).expect("it is below").to_string_lossy().into_owned();
    files.iter().map(|path| (relative(path), std::fs::read_to_string(path).expect("it is text"))).collect()
}

#[test]
fn wheels_are_pinned_to_this_version() {
    for (path, count) in [("pyproject.toml", 1), ("ci/gitlab.yml", 1), ("docs/hook.md", 1), ("docs/install.md", 1)] {
        assert_eq!(behind(&read(path), "zonelint=="), vec![VERSION; count], "{path}");
    }
    assert_eq!(behind(&read("pyproject.toml"), "\nversion = \""), [VERSION]);
    let lock = read("Cargo.lock");
    assert_eq!(behind(&lock, "name = \"zonelint\"\nversion = \""), [VERSION]);
}

#[test]
fn examples_name_the_tag_of_this_version() {
    for page in ["README.md", "docs/ci.md", "docs/hook.md", "docs/install.md"] {
        let text = read(page);
        let tags = ["rev: v", "/zonelint@v", "/zonelint/v"].map(|lead| behind(&text, lead)).concat();
        assert!(!tags.is_empty() && tags.iter().all(|tag| *tag == VERSION), "{page}: {tags:?}");
    }
}

#[test]
fn no_page_and_no_recipe_names_another_version() {
    let mut count = 0;
    for (path, text) in pages().into_iter().chain(recipes()) {
        let versions = named(&text);
        assert!(versions.iter().all(|version| version == VERSION), "{path}: {versions:?}");
        count += versions.len();
    }
    assert!(count > 10, "{count} are found");
}

/// The packages of other languages, where the repository has some, have the version of the program.
#[test]
fn packages_of_other_languages_have_this_version() {
    let entries = ["editors", "web"].map(|folder| root().join(folder)).into_iter().filter(|folder| folder.exists());
    let is_ours = |entry: &walkdir::DirEntry| !["node_modules", "target"].iter().any(|name| *name == entry.file_name());
    for folder in entries {
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_entry(is_ours) {
            let path = entry.expect("it can be listed").into_path();
            if path.file_name().is_some_and(|name| name == "package.json") {
                let text = std::fs::read_to_string(&path).expect("it can be read");
                let package: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
                let version = package["version"].as_str().unwrap_or(VERSION);
                assert_eq!(version, VERSION, "{}", path.display());
            }
        }
    }
}

/// The oldest compiler stands in Cargo.toml, and pages repeat it.
#[test]
fn the_oldest_compiler_is_the_one_of_cargo_toml() {
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    for page in ["README.md", "docs/install.md"] {
        let place = Regex::new(r"(\d+\.\d+) or newer").expect("it is a pattern");
        let text = read(page);
        let told: Vec<&str> = place.captures_iter(&text).map(|found| found.get(1).expect("a group").as_str()).collect();
        assert!(told.contains(&oldest), "{page}: {told:?}, not {oldest}");
    }
    assert!(read(".github/workflows/ci.yml").contains("s/^rust-version = "), "the workflow reads it there");
}

#[test]
fn a_version_is_found_in_each_spelling() {
    let text = "zonelint==1.2.3 OWNER/zonelint@v1.2.3 zonelint/v1.2.3/ci zonelint-v1.2.3-x86 zonelint_1.2.3-1_amd64.deb\n\
        rev: v1.2.3\ngit checkout v1.2.3\n\"zonelint\": \"^1.2.3\" zonelint-wasm@1.2.3 maturin==1.16.0 zonelint 9.9.9";
    assert_eq!(named(text), ["1.2.3"; 9]);
}
