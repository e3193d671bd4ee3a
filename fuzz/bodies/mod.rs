//! What holds for any bytes, one file a target. `cargo fuzz` looks for bytes for which it does not; `cargo test` runs
//! the seeds, and whatever bytes a fuzzer has found.
//!
//! | file | what is made of the bytes |
//! |---|---|
//! | `tokens` | tokens of a zone file |
//! | `entries` | the records of a zone file |
//! | `project` | files of a project: zones, a rule file, a server's configuration |
//! | `rules` | a rule file |
//! | `baseline` | a baseline |
//! | `diff` | two versions of a zone |
//! | `formats` | a report in each format |

mod baseline;
mod diff;
mod entries;
mod files;
mod formats;
mod project;
mod rules;
mod tokens;

/// A target: its name, and what is to hold for bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 7] = [
    ("tokens", tokens::holds),
    ("entries", entries::holds),
    ("project", project::holds),
    ("rules", rules::holds),
    ("baseline", baseline::holds),
    ("diff", diff::holds),
    ("formats", formats::holds),
];

/// What holds for a target of this name.
#[allow(dead_code, reason = "a fuzz target asks for one, the tests for all")]
pub(crate) fn holds(name: &str, bytes: &[u8]) {
    let (_, holds) = TARGETS.iter().find(|target| target.0 == name).expect("a target");
    holds(bytes);
}
