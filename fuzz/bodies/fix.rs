//! Fixes of a project: they mend what they say, cause nothing, and leave nothing to a second run.

use std::collections::BTreeMap;
use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

use super::files;
use zonelint::diagnostic::Severity;
use zonelint::fix::{Fixed, Fixing, fix};
use zonelint::fs::MemoryFs;
use zonelint::{Outcome, Request};

/// The texts of a project, by their paths.
type Texts = BTreeMap<PathBuf, Vec<u8>>;

fn file_system(texts: &Texts) -> MemoryFs {
    texts.iter().fold(MemoryFs::new(), |fs, (path, bytes)| fs.with(path, bytes.clone()))
}

fn found(texts: &Texts) -> Outcome {
    let paths = [PathBuf::from(files::ROOT)];
    let go_on = |_, _: &Outcome| Continue(());
    // Each finding by itself, as fixes are of one each.
    let request = Request { apart: true, before: &go_on, ..request(&paths) };
    let outcome = zonelint::lint(&file_system(texts), &request);
    files::assert_sound(&outcome);
    outcome
}

fn request(paths: &[PathBuf]) -> Request<'_> {
    Request { now: 1_800_000_000, ..Request::new(paths, Path::new(files::ROOT)) }
}

/// What fixes make of the texts.
fn fixed(texts: &Texts, unsafe_too: bool) -> (Texts, Fixed) {
    let paths = [PathBuf::from(files::ROOT)];
    let fixed = fix(&file_system(texts), &request(&paths), Fixing { unsafe_too, refusal: &|_| None });
    let mut after = texts.clone();
    for file in &fixed.files {
        assert_ne!(file.before, file.after, "{} is named, and stays as it was", file.shown);
        let before = after.insert(file.path.clone(), file.after.clone());
        assert_eq!(before.as_ref(), Some(&file.before), "{} is no file of the project", file.shown);
    }
    (after, fixed)
}

fn counts(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    outcome.findings.iter().for_each(|finding| *counts.entry(finding.meta.id).or_default() += 1);
    counts
}

/// How many errors, warnings and infos there are.
fn by_severity(outcome: &Outcome) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count())
}

/// Whether findings that are graver than one of a check have become fewer, the gravest first: then a mistake may have
/// hidden it.
fn may_be_uncovered(check: &str, before: &Outcome, after: &Outcome) -> bool {
    let of_check = after.findings.iter().filter(|finding| finding.meta.id == check);
    let counts = |outcome, severity| match (severity, by_severity(outcome)) {
        (Some(Severity::Error) | None, _) => [0, 0],
        (Some(Severity::Warning), [errors, ..]) => [errors, 0],
        (Some(Severity::Info), [errors, warnings, _]) => [errors, warnings],
    };
    let least = of_check.map(|finding| finding.severity).min();
    counts(after, least) < counts(before, least)
}

pub(super) fn holds(bytes: &[u8]) {
    let texts: Texts = files::named(bytes)
        .into_iter()
        .map(|(name, bytes)| (PathBuf::from(format!("{}/{name}", files::ROOT)), bytes))
        .collect();
    let before = found(&texts);
    let known = counts(&before);
    for unsafe_too in [false, true] {
        let (once, told) = fixed(&texts, unsafe_too);
        let after = found(&once);
        for (check, count) in counts(&after) {
            let known = known.get(check).copied().unwrap_or_default();
            let is_allowed = count <= known || may_be_uncovered(check, &before, &after);
            assert!(is_allowed, "fixes make {count} {check} of {known}: {told:?}");
        }
        let fixes: usize = told.files.iter().map(|file| file.findings).sum();
        let (old, new) = (by_severity(&before), by_severity(&after));
        // What is read now may be evidence against what another finding is about, which is graver then.
        let are_fewer = new.iter().sum::<usize>() < old.iter().sum::<usize>();
        assert!(
            new < old || are_fewer || fixes == 0 && new == old,
            "of {old:?} findings {new:?} are left with {fixes} fixes: {told:?}"
        );
        assert_eq!(before.failures.len(), after.failures.len(), "{:?}", after.failures);
        // Another run has as many looks at the zones again.
        if !told.left.iter().any(|why| why.contains("too many others")) {
            let (twice, again) = fixed(&once, unsafe_too);
            assert_eq!(twice, once, "a second run changes more: {again:?}");
        }
    }
}
