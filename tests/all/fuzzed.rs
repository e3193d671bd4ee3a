//! What fuzzers look for bytes for, held against bytes that there are: the seeds, what a fuzzer has found, and zones of
//! the tests, whole and with bytes changed.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::support::root;

#[path = "../../fuzz/bodies/mod.rs"]
mod bodies;

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("it can be read")
}

/// Each target has seeds, and each folder of seeds is of a target.
#[test]
fn seeds_hold() {
    let seeds = root().join("fuzz/seeds");
    let mut folders: Vec<_> = std::fs::read_dir(&seeds).expect("there are seeds").filter_map(Result::ok).collect();
    folders.sort_by_key(std::fs::DirEntry::file_name);
    let mut names: Vec<&str> = bodies::TARGETS.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(
        folders.iter().map(|folder| folder.file_name().into_string().expect("a name")).collect::<Vec<_>>(),
        names
    );
    for (name, holds) in bodies::TARGETS {
        let files = files_below(&seeds.join(name));
        assert!(!files.is_empty(), "{name}");
        for file in files {
            let bytes = read(&file);
            let held = std::panic::catch_unwind(|| holds(&bytes));
            assert!(held.is_ok(), "{}", file.display());
        }
    }
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("it can be read");
    for name in names {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "cargo fuzz does not know {name}");
    }
}

/// A part of a zone of the tests, with some bytes of it changed.
fn mutant() -> impl Strategy<Value = Vec<u8>> {
    let is_zone = |path: &PathBuf| path.extension().is_some_and(|ext| ext == "zone");
    let zones: Vec<PathBuf> = files_below(&root().join("testdata")).into_iter().filter(is_zone).collect();
    assert!(zones.len() > 300);
    let change =
        (any::<prop::sample::Index>(), prop::sample::select(&b"\0\n\r\t ();\"\\@.*$-09azAZ_\xc2\xff"[..]), 0..3u8);
    (prop::sample::select(zones), prop::collection::vec(change, 1..8)).prop_map(|(path, changes)| {
        let mut bytes = read(&path);
        bytes.truncate(4096);
        bytes.push(b'\n');
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {}
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn mutants_of_zones_hold(bytes in mutant()) {
        for (_, holds) in bodies::TARGETS {
            holds(&bytes);
        }
    }
}
