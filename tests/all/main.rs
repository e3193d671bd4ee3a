//! All tests of the outside in one binary: each binary costs the time to link the whole program.

mod baseline;
mod bounds;
mod change;
mod checks;
mod cli;
mod docs;
mod fuzzed;
mod marked;
mod project;
mod report;
mod ruleset;
mod services;
mod structure;
mod support;
