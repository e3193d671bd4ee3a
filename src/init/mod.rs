//! What zones say today, as a rule file for tomorrow.
//!
//! | file | does |
//! |---|---|
//! | `learn` | zones and findings to expectations: services, ports, TTLs |
//! | `target` | the names that services point at, as patterns |
//! | `prove` | leaves out every expectation that would change a finding |
//! | `text` | expectations to YAML |
//!
//! The file is to be silent about the zones it was learnt from: it finds nothing in them, and
//! hides nothing that the built-in rules find.

mod learn;
mod prove;
mod target;
mod text;

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::ruleset::{RuleSet, TtlRange};
use crate::source::Sources;
use crate::zone::Zone;
use std::sync::Arc;

/// The name of the schema, which stands beside the rule file.
pub const SCHEMA_FILE: &str = "zonelint.schema.json";

/// A rule file to be.
#[derive(Debug, Default)]
pub struct Draft {
    /// What holds, sorted by service.
    pub expectations: Vec<Expectation>,
    /// What was seen and looks wrong, or cannot be said in a rule, each complete in one line.
    pub not_learnt: Vec<String>,
    zones: usize,
}

/// What is found in the zones that are learnt from.
struct Found<'f> {
    in_reading: &'f [Diagnostic],
    by_checks: &'f [Diagnostic],
}

/// An entry of `services:`.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The leading labels of the owners.
    pub service: String,
    /// The zones it is for; none means every zone.
    pub zones: Vec<String>,
    /// The port, and after it others that are in use.
    pub ports: Vec<u16>,
    /// Patterns of targets; none means that nothing is said of them.
    pub targets: Vec<String>,
    /// TTLs.
    pub ttl: Option<TtlRange>,
}

impl Draft {
    /// Learns what zones say, in which reading found something. Only the built-in rules judge what is a mistake in them.
    pub fn of(zones: &[Arc<Zone>], in_reading: &[Diagnostic], sources: &mut Sources) -> Draft {
        let rules = RuleSet::builtin(sources);
        let findings = lint::check(zones, &rules, sources);
        let found = Found { in_reading, by_checks: &findings };
        let mut draft = learn::learn(zones, &rules, &found, sources);
        draft.zones = zones.len();
        prove::keep_what_changes_nothing(&mut draft, zones, &findings, sources);
        draft
    }

    /// The rule file.
    pub fn to_yaml(&self) -> String {
        text::write(self)
    }
}
