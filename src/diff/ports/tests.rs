//! What is told from the records that may have moved is what all records tell.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Moves, PortChange, between, of};
use crate::diff::{Side, changed_zones, contexts};
use crate::fs::MemoryFs;
use crate::lint::{Base, Outcome, Request, lint};
use crate::source::BaseNaming;

/// Names of both zones, and one of neither.
const NAMES: [&str; 12] = [
    "example.com.",
    "a.example.com.",
    "b.a.example.com.",
    "c.b.a.example.com.",
    "*.example.com.",
    "*.a.example.com.",
    "d.example.com.",
    "example.net.",
    "a.example.net.",
    "b.a.example.net.",
    "*.example.net.",
    "a.example.org.",
];

/// The data of records, with a name for each `@`.
const DATA: [&str; 16] = [
    "A 192.0.2.1",
    "A 192.0.2.2",
    "AAAA 2001:db8::1",
    "CNAME @",
    "CNAME @",
    "DNAME @",
    "NS @",
    "TXT x",
    "MX 10 @",
    "MX 20 @",
    "HTTPS 1 @ port=8443",
    "SVCB 1 . port=853 alpn=dot,doq",
    "URI 10 1 \"https://@:8080/\"",
    "SRV 0 0 5061 @",
    "SRV 0 0 5061 @",
    "SRV 0 0 0 @",
];

/// Owner, data and the name in it, by their numbers.
type Line = (usize, usize, usize);

fn lines(most: usize) -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec((0..NAMES.len(), 0..DATA.len(), 0..NAMES.len()), 0..most)
}

/// Both zones with these records.
fn project(lines: &[Line]) -> MemoryFs {
    let zone = |apex: &str| {
        let mut zone =
            format!("$TTL 1h\n{apex} SOA ns.example.org. h.example.org. 1 4h 1h 2w 1h\n{apex} NS ns.example.org.\n");
        for &(owner, data, name) in lines.iter().filter(|line| NAMES[line.0].ends_with(apex)) {
            let service = if DATA[data].starts_with("SRV") { "_sip._tls." } else { "" };
            let name = NAMES[name].trim_start_matches("*.");
            let name = if DATA[data].starts_with("URI") { name.trim_end_matches('.') } else { name };
            zone += &format!("{service}{} {}\n", NAMES[owner], DATA[data].replace('@', name));
        }
        zone
    };
    let fs = MemoryFs::new();
    let fs = fs.with("/zones/example.com.zone", zone("example.com.").into_bytes());
    fs.with("/zones/example.net.zone", zone("example.net.").into_bytes())
}

/// The ports that came and went, by what may have moved and by all records.
fn told(outcome: &Outcome) -> [Vec<PortChange>; 2] {
    let (base, rules) = (outcome.base.as_ref().expect("a base"), outcome.rules.as_ref().expect("rules"));
    let changed = changed_zones(&base.pairs, (&base.project, &outcome.project));
    let (before, after) =
        (contexts(&base.project, rules, &outcome.sources), contexts(&outcome.project, rules, &outcome.sources));
    let sides = || (Side::of(&base.project, &before), Side::of(&outcome.project, &after));
    let (mut old, mut new) = sides();
    assert!(Moves::between(&changed, &base.pairs, (&old, &new)).is_some(), "nothing but records differs");
    let by_moves = of(&changed, &base.pairs, (&mut old, &mut new));
    let (mut old, mut new) = sides();
    [by_moves, between(None, (&mut old, &mut new))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_may_have_moved_is_enough(
        kept in lines(14), old in lines(3), new in lines(3)
    ) {
        let paths = [PathBuf::from("/zones")];
        let before = project(&[&kept[..], &old].concat());
        let after = project(&[&kept[..], &new].concat());
        let naming = BaseNaming { now: String::new(), base: "old/".to_owned() };
        let base = Base { fs: &before, naming: &naming, changed: None };
        let request = Request { base: Some(base), ..Request::new(&paths, Path::new("/zones")) };
        let outcome = lint(&after, &request);
        let [by_moves, by_all] = told(&outcome);
        prop_assert_eq!(by_moves, by_all);
    }
}
