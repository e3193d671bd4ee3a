//! The checks: each is one file that finds one kind of problem, beside the page that explains it.
//!
//! They stand in folders by what they are about; what the checks of one subject share stands in its folder, and
//! what all of them see in `context`. A check sees zones that were read and rules that are in force, and reports
//! findings; it reads no file and prints nothing.

/// Registers the checks of one subject: one line each, sorted. `name: off` is off unless something says otherwise.
/// `name: project` holds zones against each other and is given all of them at once, and `name: change` holds them against
/// the version before; any other check is given one zone after another.
macro_rules! checks {
    (@off off) => { true };
    (@off $($other:ident)?) => { false };
    (@run $check:path, project) => { $crate::checks::CheckFn::Project($check) };
    (@run $check:path, change) => { $crate::checks::CheckFn::Change($check) };
    (@run $check:path $(, $other:ident)?) => { $crate::checks::CheckFn::Zone($check) };
    ($($module:ident $(: $kind:ident)?)*) => {
        $(pub(super) mod $module;)*
        pub(super) static CHECKS: &[$crate::checks::Check] = &[$($crate::checks::Check {
            meta: &$module::META,
            run: checks!(@run $module::check $(, $kind)?),
            is_off: checks!(@off $($kind)?),
        }),*];
    };
}

/// The folders of checks, the name of each for those who choose checks, and what they are about.
macro_rules! subjects {
    ($($subject:ident $name:literal $about:literal)*) => { &[$(($name, $about, $subject::CHECKS)),*] };
}

mod address;
mod alias;
mod alike;
mod change;
mod context;
mod delegation;
mod dnssec;
mod email;
mod expectation;
mod name;
mod providers;
mod record;
mod reverse;
mod rpz;
mod runner;
mod soa;
mod spelling;
pub(crate) mod srv;
mod subject;
mod svcb;
mod target;
mod ttl;
pub(crate) mod typed;
mod view_index;
mod words;

use std::sync::LazyLock;

use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::findings;
use crate::ruleset::{Service, Setting};
use crate::source::{Sources, Span};
use crate::syntax::rdata::RType;
use crate::zone::{RecordId, Zone};
use context::{ChangeContext, ProjectContext};
use words::listed;

pub(crate) use address::name_of as reverse_name;
pub(crate) use context::ZoneContext;
pub use context::{ChangeInput, CheckInput, Part};
pub use runner::run;
pub(crate) use view_index::{NameLookup, ViewIndex, ZoneName};

static SUBJECTS: &[(&str, &str, &[Check])] = subjects! {
    address "addresses" "addresses of hosts, alone and in numbered series"
    alias "aliases" "CNAME records"
    change "changes" "what changed since the version that `--base` names"
    delegation "delegation" "NS records, glue and zone cuts"
    dnssec "dnssec" "keys, signatures and DS records"
    email "mail" "MX, SPF, DKIM and other records of mail"
    expectation "rules" "what your rules require, and rules that apply to nothing"
    name "names" "how names are written"
    record "records" "records of any type, and their values"
    reverse "reverse" "reverse zones and PTR records"
    rpz "rpz" "response policy zones"
    soa "soa" "the SOA record"
    srv "srv" "SRV records: services, ports, targets"
    svcb "svcb" "SVCB and HTTPS records"
    target "targets" "what SRV, MX, NS, CNAME and other records point at"
    ttl "ttl" "TTLs"
};

/// All checks, sorted by id.
static CHECKS: LazyLock<Vec<&Check>> = LazyLock::new(|| {
    let mut checks: Vec<&Check> = SUBJECTS.iter().flat_map(|(_, _, checks)| checks.iter()).collect();
    checks.sort_unstable_by_key(|check| check.meta.id);
    checks
});

struct Check {
    meta: &'static Meta,
    run: CheckFn,
    /// Matters of taste, off unless a rule file or flag sets a severity.
    is_off: bool,
}

/// What a check is given.
#[derive(Clone, Copy)]
enum CheckFn {
    /// One zone after another.
    Zone(fn(&ZoneContext, &mut FindingSink)),
    /// All zones of the run, which it holds against each other.
    Project(fn(&ProjectContext, &mut FindingSink)),
    /// The zones that differ from the version before.
    Change(fn(&ChangeContext, &mut FindingSink)),
}

/// Whether a check is off unless a rule file or flag sets its severity.
pub fn is_off_by_default(check: &str) -> bool {
    CHECKS.iter().any(|one| one.is_off && one.meta.id == check)
}

/// Whether a check holds zones against each other, or against the version before.
pub fn sees_other_zones(check: &str) -> bool {
    let index = CHECKS.binary_search_by_key(&check, |one| one.meta.id);
    index.is_ok_and(|index| !matches!(CHECKS[index].run, CheckFn::Zone(_)))
}

/// What is fixed about each check, sorted by id.
pub fn all() -> impl Iterator<Item = &'static Meta> {
    CHECKS.iter().map(|check| check.meta)
}

/// The subjects of checks, each with its name, what it is about, and its checks.
pub fn subjects() -> impl Iterator<Item = (&'static str, &'static str, impl Iterator<Item = &'static Meta>)> {
    SUBJECTS.iter().map(|(name, about, checks)| (*name, *about, checks.iter().map(|check| check.meta)))
}

/// Where checks put what they find.
struct FindingSink<'r> {
    found: findings::Findings,
    accepts: context::Accepts<'r>,
    sources: &'r Sources,
}

impl FindingSink<'_> {
    /// Takes a finding, if its check is on there.
    fn add(&mut self, mut finding: Diagnostic) {
        if (self.accepts)(&mut finding) {
            self.found.add(finding, self.sources);
        }
    }
}

impl Extend<Diagnostic> for FindingSink<'_> {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.add(finding));
    }
}

/// The severity of what a rule asked for; none where the rule says `off`.
fn severity_by(rule: &Service, meta: &Meta) -> Option<Severity> {
    rule.severity.map_or(Some(meta.severity), Setting::severity)
}

/// Whether the data of a record are text of people's own, where the case of letters counts.
fn is_text(cx: &ZoneContext, record: RecordId) -> bool {
    matches!(cx.zone.record(record).rtype, RType::TXT | RType::SPF)
}

/// The span of a finding that is about a file as a whole.
fn top_of(zone: &Zone) -> Span {
    Span { source: zone.file(), start: 0, end: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_unique_and_named_after_their_files() {
        let ids: Vec<_> = CHECKS.iter().map(|check| check.meta.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }
}
