//! zonelint reads BIND-style zone files offline and points at the bytes that are wrong.
//!
//! Data flows one way, and so do the `use` lines:
//!
//! | module | holds | knows |
//! |---|---|---|
//! | [`source`] | bytes, spans, line and column | nothing else |
//! | [`diagnostic`] | what a finding is, as plain data | spans |
//! | [`limits`] | how much a run takes on | spans, diagnostics |
//! | [`findings`] | findings as they come in, and how many of them are kept | limits, diagnostics |
//! | [`fingerprint`] | which finding is the same from run to run | spans, diagnostics |
//! | [`syntax`] | bytes to tokens to entries, grammars of record data | spans, diagnostics |
//! | [`ruleset`] | rule files and packs: what the house expects | spans, diagnostics, durations |
//! | [`zone`] | entries to zones, and the questions checks ask | syntax |
//! | [`fs`] | where files are read from: the disk, memory, or text over either | nothing else |
//! | [`project`] | which files are read, as which zone, and what they include | zones |
//! | [`checks`] | what is wrong: one file and one page a check | zones, rules |
//! | [`ignore`] | comments in zones that silence findings | syntax |
//! | [`baseline`] | findings that were there before | fingerprints, reports |
//! | [`init`] | zones to a rule file that they keep | zones, rules, checks |
//! | [`report`] | findings to bytes, one file a format | spans, diagnostics, fingerprints |
//! | `fnv` | a hash that does not change | nothing else |
//! | `spelling` | which known word was meant | nothing else |
//! | `numbers` | maps and sets by number | nothing else |
//! | `parallel` | work on all cores | nothing else |
//! | [`cli`] | arguments, streams and exit codes | all of them |
//!
//! Reading never fails: it returns what could be read, and findings for what could not. Files are
//! read through [`fs::FileSystem`]; standard streams, the clock and the environment are touched in [`cli`] alone.

pub mod baseline;
pub mod checks;
pub mod cli;
pub mod diagnostic;
pub mod findings;
pub mod fingerprint;
mod fnv;
pub mod fs;
pub mod ignore;
pub mod init;
pub mod limits;
mod numbers;
mod parallel;
pub mod project;
pub mod report;
pub mod ruleset;
pub mod source;
mod spelling;
pub mod syntax;
pub mod zone;
