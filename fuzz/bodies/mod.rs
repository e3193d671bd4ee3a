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
//! | `fix` | files of a project, fixed |
//! | `lsp` | a session with the language server |

mod baseline;
mod diff;
mod entries;
mod files;
mod fix;
mod formats;
mod lsp;
mod project;
mod rules;
mod tokens;

/// A target: its name, and what is to hold for bytes.
#[allow(unreachable_pub, reason = "a crate of its own for fuzzers, a module of the tests")]
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
#[allow(unreachable_pub, reason = "the same")]
pub const TARGETS: [Target; 9] = [
    ("tokens", tokens::holds),
    ("entries", entries::holds),
    ("project", project::holds),
    ("rules", rules::holds),
    ("baseline", baseline::holds),
    ("diff", diff::holds),
    ("formats", formats::holds),
    ("fix", fix::holds),
    ("lsp", lsp::holds),
];

/// What holds for a target of this name.
#[allow(dead_code, unreachable_pub, reason = "a fuzz target asks for one, the tests for all")]
pub fn holds(name: &str, bytes: &[u8]) {
    let (_, holds) = TARGETS.iter().find(|target| target.0 == name).expect("a target");
    holds(bytes);
}
