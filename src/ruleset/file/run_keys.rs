//! What a rule file says of a run, where the command line says nothing.

use super::extent::Spanned;
use crate::ruleset::value::{FailOn, SignatureWork};

/// The keys `fail-on`, `format`, `baseline` and `dnssec` of one file, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunKeys {
    /// The lowest severity that fails a run.
    pub fail_on: Option<Spanned<FailOn>>,
    /// How findings are written.
    pub format: Option<Spanned<String>>,
    /// The file of findings that were there before, relative to the rule file.
    pub baseline: Option<Spanned<String>>,
    /// What is done about the signatures of zones.
    pub dnssec: Option<Spanned<SignatureWork>>,
}
