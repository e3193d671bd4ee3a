//! Rule files of thousands of entries, held against thousands of names and paths: looked up, they say what they say
//! one by one, and in a time that grows with the size of the files and not with its square.

#![allow(clippy::unwrap_used)]

use std::cell::LazyCell;
use std::fmt::Write;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{ZONE, project_with, run_in, text, write};
use proptest::prelude::*;
use zonelint::ruleset::{CheckNames, FileGlob, RuleSet, ScopeTarget, Vocabulary};
use zonelint::source::Sources;

const CHECKS: &[&str] = &["ns-single", "target-does-not-exist"];

/// What a rule file of this text holds, in the folder `/r`, and the mistakes in it.
fn load(text: &str) -> (RuleSet, Vec<String>) {
    let read = |_: &Path| Ok::<_, io::Error>(text.as_bytes().to_vec());
    let known = Vocabulary {
        checks: CheckNames { ids: CHECKS, groups: &[] },
        parameters: &[],
        formats: &[],
        is_type: &|text| ["A", "MX", "TXT"].contains(&text),
    };
    let (rules, found) = RuleSet::load(Path::new("/r/zonelint.yaml"), &read, &known, &mut Sources::default()).unwrap();
    (rules, found.into_iter().map(|finding| finding.message.to_string()).collect())
}

fn rules(text: &str) -> RuleSet {
    let (rules, mistakes) = load(text);
    assert_eq!(mistakes, Vec::<String>::new(), "{text}");
    rules
}

fn labels(name: &str) -> Vec<&[u8]> {
    name.split('.').filter(|label| !label.is_empty()).map(str::as_bytes).collect()
}

fn lines<T>(entries: &[T], line: impl Fn(usize, &T) -> String) -> String {
    entries.iter().enumerate().fold(String::new(), |mut text, (number, entry)| {
        writeln!(text, "{}", line(number, entry)).unwrap();
        text
    })
}

/// A part of a name or a path, with or without a `*`.
const PART: &str = "[ab1]{1,2}|\\*|[ab]?\\*[b1]|[ab]\\*";

/// So many entries that they are looked up and not tried one by one.
const MANY: std::ops::Range<usize> = 33..60;

fn glob() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![3 => PART.prop_map(String::from), 1 => Just("**".to_owned())], 1..4)
        .prop_map(|parts| parts.join("/"))
}

fn pattern(labels: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(PART, labels).prop_map(|labels| labels.join("."))
}

fn name(labels: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec("[abB1]{1,3}", labels).prop_map(|labels| labels.join("."))
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab1]{1,3}", 1..4).prop_map(|parts| format!("/r/{}", parts.join("/")))
}

/// The rules that take the files of one glob and no others.
fn taking(glob: &str) -> RuleSet {
    rules(&format!("include: \"{glob}\"\n"))
}

/// More labels, then fewer with a `*`.
fn specificity(pattern: &str) -> (usize, std::cmp::Reverse<usize>) {
    let wild = pattern.split('.').filter(|label| label.contains('*'));
    (pattern.split('.').count(), std::cmp::Reverse(wild.count()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn of_many_globs_the_same_ones_match(
        globs in prop::collection::vec(glob(), MANY),
        paths in prop::collection::vec(path(), 6),
    ) {
        let excluded = rules(&format!("exclude:\n{}", lines(&globs, |_, glob| format!("  - \"{glob}\""))));
        let given = rules(&format!("zones:\n{}", lines(&globs, |n, glob| {
            format!("  - {{files: \"{glob}\", view: v{n}}}")
        })));
        // Each glob by itself; most are never asked.
        let alone: Vec<_> = globs.iter().map(|glob| LazyCell::new(move || taking(glob))).collect();
        for path in &paths {
            let first = alone.iter().position(|rules| rules.file_selection.takes(path));
            prop_assert_eq!(excluded.file_selection.takes(path), first.is_none(), "{}", path);
            let view = given.file_selection.given(path).and_then(|given| given.view.map(str::to_owned));
            prop_assert_eq!(view, first.map(|number| format!("v{number}")), "{}", path);
        }
    }

    #[test]
    fn of_many_overrides_the_same_one_counts(
        overrides in prop::collection::vec((pattern(1..3), prop::option::of(glob())), MANY),
        places in prop::collection::vec((name(1..3), path()), 6),
    ) {
        let rules = rules(&format!("overrides:\n{}", lines(&overrides, |number, (zone, files)| {
            let files = files.as_ref().map(|files| format!(", files: \"{files}\"")).unwrap_or_default();
            let severity = ["off", "info", "warning", "error"][number % 4];
            format!("  - {{in: \"{zone}\"{files}, checks: {{ns-single: {severity}}}}}")
        })));
        let all = rules.settings_of("ns-single", None);
        for (zone, file) in &places {
            let place = ScopeTarget { zone, file: Some(file) };
            let mut holding = all.iter().rev().filter(|(scope, _)| scope.is_none_or(|scope| scope.holds(place)));
            let expected = holding.next().map(|(_, stated)| stated.value);
            prop_assert_eq!(rules.severity_of("ns-single", place), expected, "{:?}", place);
        }
    }

    #[test]
    fn of_many_services_and_providers_the_same_ones_answer(
        services in prop::collection::btree_set((pattern(1..2), pattern(0..2), pattern(1..3)), MANY),
        targets in prop::collection::vec(pattern(2..4), MANY),
        owners in prop::collection::vec(name(1..3), 8),
        zones in prop::collection::vec(name(1..3), 4),
    ) {
        let services: Vec<_> = services.into_iter().collect();
        let rules = rules(&format!(
            "services:\n{}providers:\n{}",
            lines(&services, |_, (first, rest, zone)| {
                let dot = if rest.is_empty() { "" } else { "." };
format!("  - {{service: \"_{first}._tcp{dot}{rest}\", in: \"{zone}\", port: 1}}")
            }),
            lines(&targets, |_, target| format!("  - {{target: \"{target}\", service: _sip._tls, port: 5061}}")),
        ));
        for zone in &zones {
            let holds: Vec<_> = rules.services().iter().filter(|service| service.scope.holds((&**zone).into())).collect();
            let narrowest = holds.iter().enumerate().filter(|(number, service)| {
                !holds[number + 1..].iter().any(|other| other.pattern == service.pattern)
            });
            let narrowest: Vec<_> = narrowest.map(|(_, service)| service.id).collect();
            prop_assert_eq!(rules.services_in(&**zone).map(|service| service.id).collect::<Vec<_>>(), narrowest);
            for owner in &owners {
                let owner = format!("_{}", owner.replacen('.', "._tcp.", 1));
                let matching = holds.iter().filter(|service| service.pattern.matches(&labels(&owner)));
                let best = matching.map(|service| specificity(service.pattern.as_str())).max();
                let answer = rules.service(&labels(&owner), &**zone);
                prop_assert_eq!(answer.map(|service| specificity(service.pattern.as_str())), best, "{}", owner);
            }
            let target = format!("{zone}.{}", owners[0]);
            let last = rules.providers().iter().rev().find(|provider| {
                provider.target.value.iter().any(|name| name.matches(&target, zone))
            });
            let provider = rules.provider_of(&target, zone);
            prop_assert_eq!(provider.map(|provider| provider.target.span), last.map(|provider| provider.target.span));
        }
    }

    #[test]
    fn of_many_ttls_and_records_the_same_ones_hold(
        entries in prop::collection::vec((prop::option::weighted(0.8, pattern(1..3)), any::<u8>(), pattern(1..3)), MANY),
        owners in prop::collection::vec(name(1..4), 6),
        zone in name(1..3),
    ) {
        let ttl = |number: usize, (owner, kind, zone): &(Option<String>, u8, String)| {
            let owner = owner.as_ref().map(|owner| format!("owner: \"{owner}\", ")).unwrap_or_default();
            let types = ["", "types: A, ", "types: [MX, TXT], "][usize::from(kind % 3)];
            let severity = ["off", "info", "warning", "error"][usize::from(kind / 3 % 4)];
            let zones = if kind / 12 % 2 == 0 { String::new() } else { format!("in: \"{zone}\", ") };
            format!("  - {{{owner}{types}{zones}severity: {severity}, range: {}s..1w}}", number + 1)
        };
        let all = rules(&format!("ttl:\n{}", lines(&entries, ttl)));
        for owner in &owners {
            let is_meant = |number: usize| {
                let rule = all.ttl_entries().iter().find(|rule| rule.range.value.min.0 == number as u32 + 1).unwrap();
                rule.scope.holds((&*zone).into()) && rule.owner.as_ref().is_none_or(|one| one.matches(&labels(owner)))
            };
            let meant: Vec<usize> = (0..entries.len()).filter(|&number| is_meant(number)).collect();
            let few = rules(&format!("ttl:\n{}", lines(&meant, |_, &number| ttl(number, &entries[number]))));
            for rtype in ["A", "TXT"] {
                let held = |rules: &RuleSet| {
                    let rules = rules.ttl_rules(rtype, &*zone);
                    let named = rules.may_name(|| labels(owner).into_iter());
                    let held = if named { rules.held(&labels(owner), None) } else { rules.held_elsewhere() };
                    held.iter().map(|(severity, range)| (severity, range.value)).collect::<Vec<_>>()
                };
                if meant.len() <= 32 {
                    prop_assert_eq!(held(&all), held(&few), "{} {}", owner, rtype);
                }
            }
        }
    }

    #[test]
    fn of_many_texts_the_same_ones_are_lacking(
        texts in prop::collection::vec("[ab.]{1,3}|\"[ab]\" \"[ab]\"|\\{zone\\}|[ab]\\*", MANY),
        data in prop::collection::vec("[abAB.]{1,4}", 1..6),
        is_text in any::<bool>(),
    ) {
        let listed = lines(&texts, |_, text| format!("      - '{text}'"));
        for (key, zone) in [("match", "b.a"), ("value", "b.a"), ("match", "."), ("value", ".")] {
            let rules = rules(&format!("records:\n  - name: x\n    type: TXT\n    {key}:\n{listed}"));
            let expected = rules.records().last().unwrap().data.as_ref().unwrap();
            let is = |one: &zonelint::ruleset::DataPattern, data: &str| match key {
                "match" => one.matches(data.as_bytes(), zone, is_text),
                _ => one.is(data.as_bytes(), zone, is_text),
            };
            let all = &expected.stated().value;
            for data in &data {
                let allowed = all.iter().any(|one| is(one, data));
                prop_assert_eq!(expected.allows(data.as_bytes(), zone, is_text), allowed, "{} {}", key, data);
            }
            let lacking: Vec<_> = all.iter().filter(|one| !data.iter().any(|data| is(one, data))).collect();
            let lacking = if key == "match" && lacking.len() < all.len() { Vec::new() } else { lacking };
            let bytes: Vec<Vec<u8>> = data.iter().map(|data| data.as_bytes().to_vec()).collect();
            prop_assert_eq!(expected.lacking(&bytes, zone, is_text), lacking);
        }
    }
}

/// Long enough for a busy machine and a build without optimisation, and minutes less than the pairs would take.
fn ends_soon(what: &str, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    assert!(start.elapsed() < Duration::from_secs(60), "{what}: {:?}", start.elapsed());
}

#[test]
fn globs_are_looked_up_by_their_literals() {
    let globs: Vec<usize> = (0..50_000).collect();
    let rules = rules(&format!("exclude:\n{}", lines(&globs, |_, n| format!("  - \"a{n}/**/*.x\""))));
    ends_soon("50,000 globs and 10,000 paths", || {
        let left = (0..10_000).filter(|n| rules.file_selection.takes(&format!("/r/a{n}/b/{n}.{}", ["x", "y"][n % 2])));
        assert_eq!(left.count(), 5_000);
    });
}

#[test]
fn entries_are_looked_up_by_zone_file_and_owner() {
    let all: Vec<usize> = (0..10_000).collect();
    let text = [
        "overrides:\n".to_owned()
            + &lines(&all, |_, n| format!("  - {{files: \"a{n}/**\", checks: {{ns-single: off}}}}")),
        "services:\n".to_owned()
            + &lines(&all, |_, n| format!("  - {{service: \"_*{n}*._tcp\", in: \"*z{n}\", port: 1}}")),
        "providers:\n".to_owned()
            + &lines(&all, |_, n| format!("  - {{target: \"*p{n}.ex\", service: _sip._tls, port: 1}}")),
        "ttl:\n".to_owned() + &lines(&all, |_, n| format!("  - {{owner: \"*r{n}\", range: 1m..1d}}")),
        "records:\n".to_owned() + &lines(&all, |_, n| format!("  - {{name: r{n}, type: TXT, in: z{n}}}")),
    ];
    let rules = rules(&text.concat());
    ends_soon("10,000 entries of each kind and 10,000 places", || {
        let ttls = rules.ttl_rules("TXT", "z");
        for n in &all {
            let (zone, file, service) = (format!("z{n}"), format!("/r/a{n}/x"), format!("_s{n}x"));
            let place = ScopeTarget { zone: &zone, file: Some(&file) };
            assert!(rules.severity_of("ns-single", place).is_some());
            assert_eq!(rules.records_in(place).count(), 1);
            assert!(rules.service(&[service.as_bytes(), b"_tcp"], place).is_some());
            assert!(rules.provider_of(&format!("xp{n}.ex."), "z").is_some());
            assert_eq!(ttls.held(&[format!("xr{n}").as_bytes()], None).iter().count(), 1);
        }
    });
}

#[test]
fn records_are_found_by_many_patterns_and_each_entry_is_judged() {
    let all: Vec<usize> = (0..4_000).collect();
    let zone = lines(&all, |_, n| {
        format!("r{n} TXT x\n_s{n}._tcp SRV 0 0 5061 host\n_t{n}._tcp SRV 0 0 5061 t{n}.example.net.")
    });
    let rules = [
        "records:\n".to_owned()
            + &lines(&all, |_, n| format!("  - {{name: \"*r{n}\", type: TXT, presence: optional, match: \"x*\"}}")),
        "services:\n".to_owned()
            + &lines(&all, |_, n| {
                format!("  - {{service: _s{n}._tcp, port: 5061, without: [{{name: \"*.z{n}\", type: A}}]}}")
            }),
        "providers:\n".to_owned()
            + &lines(&all, |_, n| format!("  - {{target: \"*t{n}.example.net\", service: _sip._tls, port: 5061}}")),
        "ttl:\n".to_owned() + &lines(&all, |_, n| format!("  - {{owner: \"*r{n}\", range: 1m..1d}}")),
    ];
    let dir = project_with(&[("example.com.zone", format!("{ZONE}{zone}")), ("zonelint.yaml", rules.concat())]);
    ends_soon("4,000 entries of each kind", || {
        let run = run_in(dir.path(), &["check", "-f", "json", "."]);
        assert!(!run.checks().iter().any(|check| check.starts_with("rule") || check.starts_with("record")), "{run:?}");
    });
}

#[test]
fn types_and_targets_are_looked_up() {
    let all: Vec<usize> = (0..6_000).collect();
    let zone =
        lines(&all, |_, n| format!("x{n} TYPE{} \\# 0\n_sip._tcp.h{n} SRV 0 0 5061 t{n}.example.net.", n + 2_000));
    let wrong = "_sip._tcp.wrong SRV 0 0 5061 other.example.net.\n";
    let rules = [
        "services:\n  - service: _sip._tcp\n    port: 5061\n    target:\n".to_owned()
            + &lines(&all, |_, n| format!("      - \"*t{n}.example.net\"")),
        "ttl:\n".to_owned() + &lines(&all, |_, n| format!("  - {{types: TYPE{}, range: 1m..1d}}", n + 2_000)),
    ];
    let dir = project_with(&[("example.com.zone", format!("{ZONE}{zone}{wrong}")), ("zonelint.yaml", rules.concat())]);
    ends_soon("6,000 types and 6,000 targets", || {
        let run = run_in(dir.path(), &["check", "-f", "json", "."]);
        let found = run.findings();
        let by_rules = found.iter().filter(|finding| !text(&finding["check"]).starts_with("type-"));
        let by_rules: Vec<_> = by_rules.filter(|finding| finding["severity"] != "info").collect();
        assert_eq!(
            by_rules.iter().map(|finding| text(&finding["check"])).collect::<Vec<_>>(),
            ["srv-target-unexpected"]
        );
        let help = text(&by_rules[0]["help"]);
        assert!(help.ends_with("`*t19.example.net.`, or at one of 5980 more that the rule lists"), "{help}");
    });
}

#[test]
fn mistakes_of_a_rule_file_are_listed_up_to_a_hundred() {
    let checks: Vec<usize> = (0..40_000).collect();
    let (_, mistakes) = load("checks: {ns-singel: off, tls-singel: off}\n");
    assert_eq!(mistakes.len(), 2);
    ends_soon("40,000 checks that are none", || {
        let (rules, mistakes) = load(&format!("checks:\n{}", lines(&checks, |_, n| format!("  ns-singel{n}: off"))));
        assert_eq!(mistakes.len(), 101);
        assert_eq!(mistakes[99], "there is no check `ns-singel99`");
        assert_eq!(mistakes[100], "the rule file has 39900 more mistakes; only the first 100 are listed");
        assert_eq!(rules.check_setting("ns-single"), None);
    });
}

#[test]
fn entries_for_one_service_are_read_up_to_a_bound() {
    let entries: Vec<usize> = (0..5_001).collect();
    let entry = |_, n: &usize| format!("  - {{service: _sip._tls, in: z{n}, port: {}}}", n + 1);
    ends_soon("5,001 entries for one service", || {
        let (rules, mistakes) = load(&format!("services:\n{}", lines(&entries, entry)));
        assert_eq!(mistakes, ["there are more than 5000 entries for `_sip._tls`: the rest is skipped"]);
        let port = |zone: &str| rules.service(&[b"_sip", b"_tls"], zone)?.port.as_ref().map(|port| port.value);
        assert_eq!((port("z0"), port("z4999")), (Some(1), Some(5_000)));
        assert_ne!(port("z5000"), Some(5_001));
    });
}

#[test]
fn of_many_entries_for_one_service_the_narrower_completes_the_wider() {
    let zones: Vec<usize> = (0..40).collect();
    let named = lines(&zones, |_, n| format!("  - {{service: _sip._tls, in: z{n}, port: {}}}", n + 1));
    let rules = rules(&format!(
        "services:\n  - {{service: _sip._tls, priority: 7}}\n{named}  - {{service: _sip._tls, in: \"z1*\", weight: 3}}\n  - {{service: _sip._tls, in: [z10, z20], targets: 2}}\n"
    ));
    let said = |zone: &str| {
        let service = rules.service(&[b"_sip", b"_tls"], zone).unwrap();
        let number = |value: &Option<zonelint::ruleset::Sourced<zonelint::ruleset::NumberRange>>| {
            value.as_ref().map(|stated| stated.value.to_string()).unwrap_or_default()
        };
        let port = service.port.as_ref().map(|port| port.value).unwrap_or_default();
        format!("{port} {} {} {}", number(&service.priority), number(&service.weight), number(&service.targets))
    };
    assert_eq!(said("z9"), "10 7  ");
    assert_eq!(said("z10"), "11 7 3 2");
    assert_eq!(said("z19"), "20 7 3 ");
    assert_eq!(said("z20"), "21 7  2");
    assert_eq!(said("z100").split_once(' ').unwrap().1, "7 3 ");
    assert_eq!(said("y").split_once(' ').unwrap().1, "7  ");
}

#[test]
fn of_what_a_zone_lacks_a_hundred_are_named() {
    let records: Vec<usize> = (0..150).collect();
    let named = |presence| {
        let entry = move |_, n: &usize| format!("  - {{name: r{n}, type: TXT, {presence}}}");
        let rules = format!("records:\n{}", lines(&records, entry));
        let dir = project_with(&[("example.com.zone", ZONE), ("zonelint.yaml", rules.as_str())]);
        write(dir.path(), "example.net.zone", ZONE.replace("example.com", "example.net"));
        run_in(dir.path(), &["check", "-f", "json", "."]).findings()
    };
    let findings = named("severity: warning");
    assert_eq!(findings.len(), 202);
    let counted: Vec<_> = findings.iter().filter(|finding| text(&finding["message"]).contains("more than")).collect();
    assert_eq!(
        counted.iter().map(|finding| text(&finding["message"])).collect::<Vec<_>>(),
        [
            "`example.com.` lacks more than 100 records that rules require; the rest is not listed",
            "`example.net.` lacks more than 100 records that rules require; the rest is not listed"
        ]
    );
    assert!(counted.iter().all(|finding| finding["severity"] == "warning"));
    assert_eq!(named("presence: forbidden").len(), 0);
}

#[test]
fn a_list_of_dead_names_is_told_in_time() {
    let zones: Vec<usize> = (0..4_000).collect();
    let rules = format!(
        "ttl:\n  - range: 1m..1d\n    in:\n      - example.com\n{}",
        lines(&zones, |_, n| format!("      - exampel{n}.com"))
    );
    let dir = project_with(&[("example.com.zone", ZONE), ("zonelint.yaml", rules.as_str())]);
    ends_soon("4,000 names that stand for nothing", || {
        let checks = run_in(dir.path(), &["check", "-f", "json", "."]).checks();
        assert_eq!(checks.iter().filter(|check| *check == "rule-unused").count(), 4_000);
    });
}

#[test]
fn stars_do_not_multiply() {
    let glob = format!("{}**/b", "**/a/".repeat(40)).parse::<FileGlob>().unwrap();
    let rules = rules(&format!("exclude: \"{glob}\"\n"));
    let path = format!("/r/{}c", "a/".repeat(400));
    ends_soon("a path of 400 folders", || assert!(rules.file_selection.takes(&path)));
}
