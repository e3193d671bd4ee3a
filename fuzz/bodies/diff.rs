//! Two versions of a zone: one differs in nothing from itself, and the way back is as long as the way there.

use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

use super::files;
use zonelint::diff::Diff;
use zonelint::fs::MemoryFs;
use zonelint::lint::Base;
use zonelint::source::BaseNaming;
use zonelint::{Outcome, Request};

/// How many RRsets differ, zone by zone.
fn differing(old: &MemoryFs, new: &MemoryFs) -> Vec<(String, usize)> {
    let paths = [PathBuf::from(files::ROOT)];
    let naming = BaseNaming { now: String::new(), base: "old/".to_owned() };
    let go_on = |_, _: &Outcome| Continue(());
    let base = Some(Base { fs: old, naming: &naming, changed: None });
    let request = Request { base, now: 1_800_000_000, before: &go_on, ..Request::new(&paths, Path::new(files::ROOT)) };
    let outcome = zonelint::lint(new, &request);
    files::assert_sound(&outcome);
    let diff = Diff::of(&outcome, true);
    diff.zones.iter().map(|zone| (zone.name.clone(), zone.rrsets.len())).collect()
}

pub(super) fn holds(bytes: &[u8]) {
    let mut versions = files::named(bytes).into_iter().map(|(_, bytes)| bytes);
    let mut version = || {
        let zone = versions.next().unwrap_or_default();
        files::file_system(&[("example.com.zone".to_owned(), zone)])
    };
    let (old, new) = (version(), version());
    assert_eq!(differing(&new, &new), [], "a version differs from itself");
    assert_eq!(differing(&old, &new), differing(&new, &old));
}
