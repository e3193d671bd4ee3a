//! The packs one can extend: zones that are right by each give no finding, and every expectation of
//! each is seen to be broken in a zone that is wrong.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)] // Fixtures use the rest of it.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::marked::Case;
use crate::support::{project_with, run_in};
use serde_json::Value;
use zonelint::diagnostic::Severity;
use zonelint::ruleset::{Extent, MailRule, OwnerPattern, Pack, RecordPresence, RecordRule, RuleFile, ServiceRule};

/// What no zone can break, with the reason.
const UNBREAKABLE: [(&str, &str, &str); 1] =
    [("mongodb", "_mongodb._tcp", "for deeper zones it takes back what the entry for all zones says of targets")];

/// The packs but the one that lies under everything.
fn packs() -> impl Iterator<Item = (&'static Pack, RuleFile)> {
    Pack::ALL.iter().filter(|pack| pack.name != Pack::RECOMMENDED.name).map(|pack| (pack, pack.rule_file()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/packs")
}

/// The zones of a pack whose name starts in a way, by that name.
fn zones(pack: &Pack, start: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder().join(pack.name)).unwrap_or_else(|_| panic!("{} has no zones", pack.name));
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "zone"));
    let named = paths.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path));
    named.filter(|(name, _)| name.starts_with(start)).map(|(name, path)| (name, std::fs::read(path).unwrap())).collect()
}

fn case(pack: &Pack, name: &str, zone: Vec<u8>) -> Case {
    let rules = format!("extends: [builtin:{}]\n", pack.name).into_bytes();
    let files = [(name.to_owned(), zone), ("zonelint.yaml".to_owned(), rules)].into();
    Case::of_texts(format!("{}/{name}", pack.name), files).unwrap()
}

/// What is found in the wrong zones of a pack, with it or with `recommended` alone.
fn findings(pack: &Pack, with_pack: bool) -> Vec<Value> {
    zones(pack, "wrong").keys().flat_map(|name| findings_in(pack, name, with_pack)).collect()
}

fn findings_in(pack: &Pack, name: &str, with_pack: bool) -> Vec<Value> {
    let rules = if with_pack { "--config=zonelint.yaml" } else { "--no-config" };
    // Alone: what is held against the zones beside it points at those, and not at the pack.
    let read = |file: &str| std::fs::read_to_string(folder().join(pack.name).join(file)).expect("a file of the pack");
    let dir = project_with(&[("zonelint.yaml", read("zonelint.yaml")), (name, read(name))]);
    run_in(dir.path(), &["check", "--format=json", rules, name]).findings()
}

/// What an entry expects, each with its place in the pack.
fn of_service(rule: &ServiceRule) -> Vec<(&'static str, Extent)> {
    let mut all = Vec::new();
    all.extend(rule.port.as_ref().map(|port| ("port", port.at)));
    let target = rule.target.as_ref().filter(|target| target.value.iter().all(|one| one.to_string() != "*"));
    all.extend(target.map(|target| ("target", target.at)));
    all.extend(rule.ttl.as_ref().map(|ttl| ("ttl", ttl.at)));
    all.extend(rule.priority.as_ref().map(|priority| ("priority", priority.at)));
    all.extend(rule.weight.as_ref().map(|weight| ("weight", weight.at)));
    all.extend(rule.targets.as_ref().map(|targets| ("targets", targets.at)));
    all.extend(rule.with.iter().flatten().map(|with| ("with", with.at)));
    all.extend(rule.without.iter().flatten().map(|without| ("without", without.at)));
    let presence = rule.presence.as_ref().filter(|presence| presence.value != RecordPresence::Optional);
    all.extend(presence.map(|presence| ("presence", presence.at)));
    all
}

/// The same of an entry of `records`: where findings point for it.
fn of_record(rule: &RecordRule) -> Extent {
    let data = rule.patterns.as_ref().or(rule.value.as_ref()).map(|data| data.at);
    data.filter(|_| presence(rule) != RecordPresence::Forbidden).unwrap_or(rule.name.at)
}

/// The same of an entry of `mail`.
fn of_mail(rule: &MailRule) -> Vec<(&'static str, Extent)> {
    let required = [&rule.spf, &rule.dmarc, &rule.mta_sts, &rule.tls_rpt, &rule.null_policy];
    let mut all: Vec<_> = required.into_iter().flatten().map(|one| ("required policy", one.at)).collect();
    all.extend(rule.spf_includes.as_ref().map(|names| ("spf-includes", names.at)));
    all.extend(rule.dkim_bits.as_ref().map(|bits| ("dkim-bits", bits.at)));
    all.extend(rule.dmarc_policy.as_ref().map(|policy| ("dmarc-policy", policy.at)));
    all
}

fn presence(rule: &RecordRule) -> RecordPresence {
    rule.presence.as_ref().map_or(RecordPresence::Required, |presence| presence.value)
}

#[test]
fn every_pack_has_zones_that_are_right_and_wrong() {
    for (pack, _) in packs() {
        let rules = std::fs::read_to_string(folder().join(pack.name).join("zonelint.yaml")).unwrap();
        assert_eq!(rules, format!("extends: [builtin:{}]\n", pack.name));
        assert!(zones(pack, "right").contains_key("right.zone"), "{}: no right zone", pack.name);
        assert!(zones(pack, "right").contains_key("right_without.zone"), "{}: no zone without", pack.name);
        assert!(!zones(pack, "wrong").is_empty(), "{}: no wrong zone", pack.name);
        assert_eq!(zones(pack, "").len(), zones(pack, "right").len() + zones(pack, "wrong").len(), "{}", pack.name);
    }
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(Pack::named(&name).is_some(), "testdata/packs/{name} is no pack");
    }
}

#[test]
fn zones_say_what_is_found_in_them() {
    let mut wrong = Vec::new();
    for (pack, _) in packs() {
        for (name, zone) in zones(pack, "") {
            let case = case(pack, &name, zone);
            assert_eq!(case.marks.is_empty(), name.starts_with("right"), "{}", case.name);
            wrong.extend(case.run());
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// A finding shows the rule it comes from, so each expectation has to be pointed at by one.
#[test]
fn every_expectation_is_broken_somewhere() {
    let mut unbroken = Vec::new();
    for (pack, file) in packs() {
        let shown: BTreeSet<(u64, u64)> = findings(pack, true)
            .iter()
            .flat_map(|finding| finding["labels"].as_array().unwrap())
            .filter(|label| label["file"] == format!("builtin:{}", pack.name))
            .map(|label| (label["start"]["offset"].as_u64().unwrap(), label["end"]["offset"].as_u64().unwrap()))
            .collect();
        let of_services = file.services.iter().flat_map(of_service);
        let of_records = file.records.iter().map(|rule| ("records", of_record(rule)));
        let all = of_services.chain(of_records).chain(file.mail.iter().flat_map(of_mail));
        for (what, at) in all.filter(|(_, at)| !shown.contains(&(at.start.into(), at.end.into()))) {
            let bytes = &pack.yaml[at.start as usize..at.end as usize];
            unbroken.push(format!("{}: {what}: {bytes}", pack.name));
        }
    }
    assert!(unbroken.is_empty(), "no zone breaks\n{}", unbroken.join("\n"));
}

/// Each severity a pack sets shows in its wrong zones; what it switches off is seen without it, in any of its zones.
#[test]
fn every_severity_is_seen() {
    let mut unseen = Vec::new();
    for (pack, file) in packs() {
        let names: Vec<String> = zones(pack, "").into_keys().collect();
        let all = |with_pack: bool| -> BTreeSet<(String, String)> {
            let findings = names.iter().flat_map(|name| findings_in(pack, name, with_pack));
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            findings.map(|finding| (text(&finding["check"]), text(&finding["severity"]))).collect()
        };
        let (with, without) = (all(true), all(false));
        for entry in &file.checks {
            let severity = entry.setting.as_ref().and_then(|setting| setting.value.severity());
            let is_seen = match severity {
                Some(severity) => with.contains(&(entry.check.clone(), severity.word().to_owned())),
                None => without.iter().any(|(check, _)| *check == entry.check),
            };
            if !is_seen {
                unseen.push(format!("{}: {}", pack.name, entry.check));
            }
        }
    }
    assert!(unseen.is_empty(), "no zone shows\n{}", unseen.join("\n"));
}

/// Also those that only change a policy: an entry that changes nothing has no place in a pack.
#[test]
fn every_service_finds_more_than_recommended_does() {
    let key = |finding: &Value| ["file", "start", "check", "severity", "message"].map(|key| finding[key].clone());
    let mut idle = Vec::new();
    for (pack, file) in packs() {
        let without: Vec<_> = findings(pack, false).iter().map(key).collect();
        let more: Vec<_> =
            findings(pack, true).into_iter().filter(|finding| !without.contains(&key(finding))).collect();
        for rule in &file.services {
            let pattern: &OwnerPattern = &rule.service.value;
            let is_about = |finding: &Value| {
                let owner = finding["owner"].as_str().unwrap_or_default();
                pattern.matches(&owner.split('.').map(str::as_bytes).collect::<Vec<_>>())
                    || finding["message"].as_str().unwrap().contains(&format!("beside `{pattern}`"))
            };
            let is_excused =
                || UNBREAKABLE.iter().any(|(name, service, _)| *name == pack.name && *service == pattern.to_string());
            if !more.iter().any(is_about) && !is_excused() {
                idle.push(format!("{}: {pattern}", pack.name));
            }
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn packs_require_nothing_and_cite_what_they_warn_of() {
    for (pack, file) in packs() {
        for rule in &file.services {
            let service = &rule.service.value;
            let presence = rule.presence.as_ref().map(|presence| presence.value);
            assert_ne!(presence, Some(RecordPresence::Required), "{}: {service}", pack.name);
            let is_info = rule.severity.is_some_and(|setting| setting.severity() == Some(Severity::Info));
            let is_excused = UNBREAKABLE.iter().any(|(name, ..)| *name == pack.name && !rule.zones.is_empty());
            assert!(rule.source.is_some() || is_info || is_excused, "{}: {service} has no source", pack.name);
            // Its severity would be that of its port too.
            assert!(rule.severity.is_none() || rule.port.is_none(), "{}: {service}", pack.name);
        }
        for rule in &file.records {
            assert_ne!(presence(rule), RecordPresence::Required, "{}: {}", pack.name, rule.name.value);
            assert!(rule.source.is_some() && rule.reason.is_some(), "{}: {}", pack.name, rule.name.value);
        }
        assert!(pack.yaml.starts_with("# "), "{} does not say what it is for", pack.name);
        assert!(pack.yaml.lines().count() < 500, "{} is too long to read", pack.name);
        let is_readable = |line: &str| line.chars().count() <= 110;
        assert!(pack.yaml.lines().all(is_readable), "{} has lines over 110 characters", pack.name);
    }
}

#[test]
fn a_misspelled_pack_is_known() {
    for (pack, _) in packs() {
        let mut misspelled = pack.name.to_owned();
        misspelled.insert(2, 'x');
        let files = [
            ("a.zone".to_owned(), zones(pack, "right")["right.zone"].clone()),
            ("zonelint.yaml".to_owned(), format!("extends: [builtin:{misspelled}]\n").into_bytes()),
        ];
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zonelint"))
            .args(["check", "--format=json", "--config=zonelint.yaml", "a.zone"])
            .current_dir(dir.path())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let help = format!("did you mean `builtin:{}`?", pack.name);
        assert!(String::from_utf8_lossy(&said).contains(&help), "{misspelled}: {}", String::from_utf8_lossy(&said));
    }
}

#[test]
fn the_page_of_the_language_lists_every_pack() {
    let page = include_str!("../../../rules/README.md");
    for pack in Pack::ALL {
        assert!(page.contains(&format!("| `builtin:{}` |", pack.name)), "{} is not listed", pack.name);
    }
}
