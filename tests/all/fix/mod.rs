//! `check --fix`: what is found, put right in the files.

mod crash;
mod files;
mod flags;
mod mutated;
mod pages;
mod rows;
mod serials;

use std::path::Path;

use crate::support::ZONE;

/// A zone with nothing but an odd TTL, which two others of its RRset tell.
fn odd() -> String {
    ZONE.to_owned() + "www 300 A 192.0.2.11\nwww 90  A 192.0.2.12 ; second\nwww 300 A 192.0.2.13\n"
}

/// The same as it is to be; the serial is one more, where no date is given.
fn mended() -> String {
    odd().replace("www 90  A", "www 300 A").replace("2026112201", "2026112202")
}

/// The time of the runs: that of the serial.
const NOW: &str = "--now=20261122120000";

fn read(dir: &Path, name: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(dir.join(name)).expect("it is there")).into_owned()
}

/// The names in a folder, hidden ones among them.
fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).expect("it is there").map(|entry| entry.expect("it is there").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
