//! zonelint reads BIND-style zone files offline and points at the bytes that are wrong.
//!
//! The front door is [`lint()`]: files and a request in, an outcome out, with no disk, clock, environment or terminal
//! of its own.
//!
//! ```
//! use std::path::{Path, PathBuf};
//!
//! use zonelint::fs::MemoryFs;
//! use zonelint::{Request, lint};
//!
//! let zone = "@ IN SOA ns host 1 4h 1h 2w 1h\n@ IN NS ns\n@ IN NS ns2\nns A 192.0.2.1\nns2 A 192.0.2.2\n\
//!     host A 192.0.2.3\n_sipfederationtls._tcp IN SRV 0 0 5601 host\n";
//! let fs = MemoryFs::new().with("/zones/example.com.zone", format!("$TTL 1h\n{zone}"));
//! let paths = [PathBuf::from("/zones")];
//! let outcome = lint(&fs, &Request::new(&paths, Path::new("/zones")));
//! assert_eq!(outcome.findings.len(), 1);
//! assert_eq!(outcome.findings[0].meta.id, "srv-port-transposed");
//! ```
//!
//! Data flows one way, and so do the `use` lines: a module knows those that its row names, and no others. A test
//! holds the code against this table.
//!
//! | module | holds | knows |
//! |---|---|---|
//! | [`source`] | bytes, spans, line and column | |
//! | `numbers` | maps and sets by number | |
//! | `parallel` | work on all cores | |
//! | [`text`] | escapes, words, and what a mistyped one was meant to be | `numbers` |
//! | `fnv` | a hash that does not change | `text` |
//! | [`fs`] | where files are read from: the disk, memory, or text over either | `parallel` `source` |
//! | [`diagnostic`] | what a finding is, as plain data | `fnv` `source` |
//! | [`internal_error`] | a check that failed, without harm to the others | `diagnostic` `source` |
//! | [`limits`] | how much a run takes on | `diagnostic` `source` |
//! | [`findings`] | findings as they come in, and how many of them are kept | `diagnostic` `limits` `numbers` `source` |
//! | [`fingerprint`] | which finding is the same from run to run | `diagnostic` `fnv` `source` |
//! | [`syntax`] | bytes to tokens to entries, grammars of record data | `diagnostic` `source` `text` |
//! | [`ruleset`] | rule files and packs: what the house expects | `diagnostic` `source` `syntax` `text` |
//! | [`zone`] | entries to zones, and the questions checks ask | `diagnostic` `findings` `limits` `numbers` `parallel` `source` `syntax` `text` |
//! | [`change`] | what differs between two versions of a zone | `source` `syntax` `text` `zone` |
//! | [`project`] | which files are read, as which zone, and what they include | `diagnostic` `findings` `fs` `limits` `numbers` `parallel` `ruleset` `source` `syntax` `text` `zone` |
//! | [`checks`] | what is wrong: one file and one page a check | `change` `diagnostic` `findings` `fnv` `internal_error` `limits` `parallel` `ruleset` `source` `syntax` `text` `zone` |
//! | [`report`] | findings to bytes, one file a format | `diagnostic` `fingerprint` `source` |
//! | [`lint`](mod@lint) | the stages of a run, severities, comments that silence, baselines | `change` `checks` `diagnostic` `findings` `fingerprint` `fs` `internal_error` `limits` `project` `report` `ruleset` `source` `syntax` `text` `zone` |
//! | [`fix`](mod@fix) | fixes of findings, applied: new texts of files | `change` `diagnostic` `fingerprint` `fs` `limits` `lint` `numbers` `ruleset` `source` `syntax` `zone` |
//! | [`init`] | zones to a rule file that they keep | `checks` `diagnostic` `lint` `ruleset` `source` `zone` |
//! | [`services`] | the service records of all zones, side by side | `checks` `diagnostic` `fs` `lint` `ruleset` `source` `syntax` `zone` |
//! | [`diff`] | what differs between two versions of a project, and what follows from it | `change` `checks` `lint` `numbers` `parallel` `project` `ruleset` `services` `source` `syntax` `text` `zone` |
//! | [`lsp`] | a language server over the stages of a run | `checks` `diagnostic` `fs` `limits` `lint` `report` `ruleset` `source` `syntax` `zone` |
//! | [`cli`] | arguments to a request, an outcome to bytes and an exit status | `change` `checks` `diagnostic` `diff` `fix` `fs` `init` `limits` `lint` `lsp` `project` `report` `ruleset` `services` `source` `syntax` `text` |
//!
//! Reading never fails: it returns what could be read, and findings for what could not. Files are
//! read through [`fs::FileSystem`]; standard streams, the clock and the environment are touched in [`cli`] alone.

pub mod change;
pub mod checks;
#[cfg(feature = "commands")]
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod findings;
pub mod fingerprint;
pub mod fix;
mod fnv;
pub mod fs;
pub mod init;
pub mod internal_error;
pub mod limits;
pub mod lint;
#[cfg(feature = "cli")]
pub mod lsp;
mod numbers;
mod parallel;
pub mod project;
pub mod report;
pub mod ruleset;
pub mod services;
pub mod source;
pub mod syntax;
pub mod text;
pub mod zone;

pub use lint::{Outcome, Request, lint};
