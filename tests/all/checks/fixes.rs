//! Every fix that is offered in the pages of checks and under `testdata/`, applied: the finding is gone, and nothing
//! else is found in its place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::fixtures::{judged, kinds};
use crate::marked::Case;
use crate::support::{project_with, run_in, text};
use zonelint::diagnostic::Applicability;

/// Fixtures with a second mistake at the place of the one that is mended, which is seen only then; and the check.
const UNCOVERS: [(&str, &str); 7] = [
    ("checks/comma-or-at-in-name/names.zone", "comma-or-at-in-name"),
    ("checks/invisible-character/policies.zone", "invisible-character"),
    ("checks/record-occluded/cuts.zone", "syntax-error"),
    ("checks/spf-term-unknown/terms.zone", "txt-split-by-spaces"),
    ("syntax/second_owner.zone", "syntax-error"),
    ("syntax/strings.zone", "record-data-invalid"),
    ("syntax/ttl_and_class_order.zone", "syntax-error"),
];

/// How many findings there are of each check.
fn counts(findings: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    findings.iter().for_each(|finding| *counts.entry(text(&finding["check"])).or_default() += 1);
    counts
}

/// What is wrong with a fix.
fn fault(case: &Case, findings: &[Value], fixed: &Value) -> Option<String> {
    let check = text(&fixed["check"]);
    let fix = &fixed["fix"];
    let after = case.fixed(fix).said().findings();
    let (before, after_counts) = (counts(findings), counts(&after));
    let count = |counts: &BTreeMap<String, usize>, check: &str| counts.get(check).copied().unwrap_or_default();
    let place = format!("{}, line {}", case.name, fixed["start"]["line"]);
    let (title, sure) = (text(&fix["title"]), text(&fix["applicability"]));
    if count(&after_counts, &check) >= count(&before, &check) {
        return Some(format!("{place}: {check}: {sure}: {title}: it is still there"));
    }
    // What a person has to look at may uncover another mistake, but makes no more than it mends.
    let is_allowed = UNCOVERS.iter().any(|(of, known)| case.name.ends_with(of) && *known == check);
    if is_allowed || sure == "unsafe" && after.len() <= findings.len() {
        return None;
    }
    // Less grave is what the mistake had hidden.
    let gravity = |severity: &Value| ["info", "warning", "error"].iter().position(|word| severity == word);
    let is_graver = |check: &str| {
        let of_check = after.iter().filter(|finding| finding["check"] == check);
        of_check.map(|finding| gravity(&finding["severity"])).max() >= Some(gravity(&fixed["severity"]))
    };
    let new =
        after_counts.keys().find(|other| count(&after_counts, other) > count(&before, other) && is_graver(other))?;
    let message =
        after.iter().find(|finding| finding["check"] == new.as_str()).map(|finding| text(&finding["message"]));
    Some(format!("{place}: {check}: {sure}: {title}: makes {new}: {}", message.unwrap_or_default()))
}

/// What each check offered, and what is wrong with it.
fn offered() -> (BTreeMap<String, BTreeSet<String>>, usize, Vec<String>) {
    let (mut offered, mut count, mut wrong) = (BTreeMap::<String, BTreeSet<String>>::new(), 0, Vec::new());
    for (case, findings) in judged() {
        for finding in findings.iter().filter(|finding| finding["fix"].is_object()) {
            count += 1;
            let sure = text(&finding["fix"]["applicability"]);
            offered.entry(text(&finding["check"])).or_default().insert(sure);
            wrong.extend(fault(case, findings, finding));
        }
    }
    (offered, count, wrong)
}

#[test]
fn every_fix_mends_its_finding_and_makes_no_other() {
    let (offered, count, wrong) = offered();
    assert!(count >= 400, "only {count} fixes: were any lost?");
    let said: BTreeMap<String, BTreeSet<String>> = kinds()
        .filter(|meta| !meta.fixes.is_empty())
        .map(|meta| (meta.id.to_owned(), meta.fixes.iter().map(|fix: &Applicability| fix.word().to_owned()).collect()))
        .collect();
    // A rule file with a mistake is no case with a zone: its fixes are for editors.
    let differs = |id: &&String| said.get(*id) != offered.get(*id) && *id != "rule-file-invalid";
    let ids: BTreeSet<&String> = said.keys().chain(offered.keys()).collect();
    let differing = ids
        .into_iter()
        .filter(differs)
        .map(|id| format!("{id}: META says {:?}, pages and fixtures offer {:?}", said.get(id), offered.get(id)));
    let wrong: Vec<String> = wrong.into_iter().chain(differing).collect();
    assert!(wrong.is_empty(), "{} faults, {count} fixes:\n{}", wrong.len(), wrong.join("\n"));
}

/// The fixes that are offered in some files: check, title, how sure, and how many edits.
fn fixes_in(files: &[(&str, &str)]) -> Vec<(String, String, String, usize)> {
    let run = run_in(project_with(files).path(), &["check", "--no-config", "--format", "json", "."]);
    let offers = |finding: &Value| {
        let fix = finding["fix"].as_object()?;
        let edits = fix["edits"].as_array().expect("edits").len();
        Some((text(&finding["check"]), text(&fix["title"]), text(&fix["applicability"]), edits))
    };
    run.findings().iter().filter_map(offers).collect()
}

/// A zone that includes a file.
fn zone_with(name: &str, more: &str) -> String {
    let head = "$TTL 1h\n@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h\n";
    format!("$ORIGIN {name}.\n{head}@ NS ns1.dns.example.\n@ NS ns2.dns.example.\n{more}")
}

#[test]
fn what_is_generated_is_not_edited() {
    let plain = zone_with("example.com", "mailhost A 192.0.2.1\n@ MX 10 mailhost\nwww CNAME mailhots\n");
    let slip = ("target-does-not-exist".to_owned(), "write `mailhost`".to_owned(), "unsafe".to_owned(), 1);
    assert_eq!(fixes_in(&[("db.example.com", &plain)]), [slip]);
    let generated = "mailhost A 192.0.2.1\n@ MX 10 mailhost\n$GENERATE 1-2 www$ CNAME mailhots\n";
    let generated = zone_with("example.com", generated);
    assert_eq!(fixes_in(&[("db.example.com", &generated)]), []);
}

#[test]
fn what_several_zones_read_is_edited_where_that_is_right_for_all() {
    let include = "$INCLUDE common.inc\n";
    let one = zone_with("example.com", &format!("mailhost A 192.0.2.1\n{include}"));
    let alike = zone_with("example.net", &format!("mailhost A 192.0.2.1\n{include}"));
    let other = zone_with("example.net", &format!("mailhots A 192.0.2.1\n{include}"));
    let common = "www CNAME mailhots\n";
    let slip = ("target-does-not-exist".to_owned(), "write `mailhost`".to_owned(), "unsafe".to_owned(), 1);
    let fixes = |zone: &str, common: &str| {
        fixes_in(&[("db.example.com", &one), ("db.example.net", zone), ("common.inc", common)])
    };
    assert_eq!(fixes(&alike, common), [slip]);
    assert_eq!(fixes(&other, common), [], "the other zone has the name");
    // What is wrong with a text is wrong for whoever reads it.
    let syntax = ("syntax-error".to_owned(), "write `AAAA`".to_owned(), "safe".to_owned(), 1);
    assert_eq!(fixes(&other, "www AAA 2001:db8::1\n"), [syntax]);
}

#[test]
fn findings_that_are_told_together_are_mended_together() {
    let records = "mailhost A 192.0.2.1\n@ MX 10 mailhost\na CNAME mailhots\nb CNAME mailhots\n";
    let zone = zone_with("example.com", records);
    let slip = ("target-does-not-exist".to_owned(), "write `mailhost`".to_owned(), "unsafe".to_owned(), 2);
    assert_eq!(fixes_in(&[("db.example.com", &zone)]), [slip]);
}
