//! The files of users: what they say, how they lie over the pack, and what is wrong with them.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use zonelint::diagnostic::{Diagnostic, Severity};
use zonelint::ruleset::{
    CheckNames, FailOn, PortPolicy, RecordPresence, RuleSet, ServerSoftware, Service, Setting, Vocabulary,
};
use zonelint::source::Sources;

const TYPES: &[&str] = &["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT", "TYPE65280"];

pub(super) struct Run {
    pub(super) rules: RuleSet,
    found: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

impl Run {
    /// Message and the bytes it points at, for each finding.
    fn findings(&self) -> Vec<(&str, &str)> {
        self.found.iter().map(|d| (d.message.as_ref(), self.sources.text(d.primary.span))).collect()
    }

    fn line_and_column(&self, index: usize) -> (u32, u32) {
        let span = self.found[index].primary.span;
        let position = self.sources.get(span.source).position(span.start);
        (position.line, position.column)
    }

    fn service(&self, owner: &str, zone: &str) -> &Service {
        self.rules.service(&labels(owner), zone).unwrap_or_else(|| panic!("nothing answers for {owner}"))
    }

    fn port(&self, owner: &str, zone: &str) -> Option<u16> {
        self.service(owner, zone).port.as_ref().map(|port| port.value)
    }
}

fn labels(name: &str) -> Vec<&[u8]> {
    name.split('.').filter(|label| !label.is_empty()).map(str::as_bytes).collect()
}

fn run(files: &[(&str, &[u8])]) -> Run {
    let by_path: HashMap<&Path, &[u8]> = files.iter().map(|(path, bytes)| (Path::new(*path), *bytes)).collect();
    let read = |path: &Path| by_path.get(path).map(|bytes| bytes.to_vec()).ok_or(io::ErrorKind::NotFound.into());
    let known = Vocabulary {
        checks: zonelint::lint::check_names(),
        parameters: &[("ttl-out-of-range", "tolerance"), ("srv-service-misspelled", "shortest")],
        formats: &zonelint::report::Format::NAMES,
        is_type: &|text| TYPES.contains(&text),
    };
    let mut sources = Sources::default();
    let (rules, found) = RuleSet::load(Path::new(files[0].0), &read, &known, &mut sources).unwrap();
    Run { rules, found, sources }
}

fn one(text: &str) -> Run {
    run(&[("zonelint.yaml", text.as_bytes())])
}

pub(super) fn good(text: &str) -> Run {
    let run = one(text);
    assert!(run.found.is_empty(), "{:#?}", run.findings());
    run
}

#[test]
fn the_longest_pattern_wins() {
    let run = good("");
    for (owner, port) in [
        ("_ldap._tcp", 389),
        ("_LDAP._TCP.dc._msdcs", 389),
        ("_ldap._tcp.gc._msdcs", 3268),
        ("_ldap._tcp.Paris._sites.gc._msdcs.corp", 3268),
        ("_ldap._tcp.Paris._sites.dc._msdcs", 389),
        ("_ldap._tcp.somewhere", 389),
    ] {
        assert_eq!(run.port(owner, "example.com"), Some(port), "{owner}");
    }
    assert!(run.rules.service(&labels("_ldap"), "example.com").is_none());
    assert!(run.rules.service(&[], "example.com").is_none());
}

#[test]
fn of_patterns_as_long_the_one_with_fewer_globs_wins_then_the_users() {
    let run = good(
        "services:\n  - {service: _mssms_*._tcp, port: 1}\n  - {service: _mssms_mp_ab1._tcp, port: 2}\n  - {service: _mssms_mp_*._tcp, port: 3}\n",
    );
    assert_eq!(run.port("_MSSMS_MP_AB1._tcp", "example.com"), Some(2));
    assert_eq!(run.port("_mssms_dp_ab1._tcp", "example.com"), Some(1));
    let run = good("services: [{service: '_mssms_*._tcp', port: 1}]");
    assert_eq!(run.port("_mssms_mp_zz9._tcp", "example.com"), Some(1));
}

#[test]
fn every_key_is_read() {
    let run = good(include_str!("../../../testdata/ruleset/every_key.yaml"));
    let service = run.service("_sipfederationtls._tcp", "a.corp.example.");
    let text = |span| run.sources.text(span);
    let port = service.port.as_ref().unwrap();
    assert_eq!((port.value, text(port.span)), (5062, "5062"));
    assert!(service.accepts(443) && service.accepts(5901) && service.accepts(5999) && !service.accepts(6000));
    assert_eq!(service.policy, PortPolicy::Usual);
    let presence = service.presence.as_ref().unwrap();
    assert_eq!((presence.value, text(presence.span)), (RecordPresence::Required, "required"));
    let target = service.target.as_ref().unwrap();
    assert_eq!(text(target.span), "[\"sip.{zone}\", \"edge.{zone}\"]");
    assert!(target.value.iter().any(|name| name.matches("EDGE.a.corp.example.", "a.corp.example.")));
    let selection = &run.rules.file_selection;
    let given = selection.given("a/x.zone").unwrap();
    assert_eq!((given.origin("a/x.zone").as_deref(), given.view), (Some("x.a.example"), Some("inside")));
    assert_eq!(
        selection.servers.iter().map(|(path, at)| (path.to_str().unwrap(), text(*at))).collect::<Vec<_>>(),
        [("server/named.conf", "server/named.conf")]
    );
    assert!(selection.takes("a/x") && !selection.takes("b/x") && !selection.takes("c/x"));
    assert_eq!(selection.moved, [("/etc/bind".into(), "bind".into())]);
    let run_settings = &run.rules.run;
    assert_eq!((run_settings.fail_on, run_settings.format.as_deref()), (Some(FailOn::Error), Some("json")));
    assert_eq!(run_settings.baseline.as_deref(), Some(Path::new("lint/known.json")));
    let ttl = service.ttl.as_ref().unwrap();
    assert_eq!((ttl.value.min.0, ttl.value.max.0, text(ttl.span)), (300, 3600, "5m..1h"));
    assert_eq!(service.severity, Some(Setting::Error));
    assert_eq!(
        run.rules.entry(service.entry).note().map(|note| note.text()).as_deref(),
        Some("firewall change CHG-20931 (https://tickets.example/20931)")
    );
    assert_eq!(service.mix_up(8443).unwrap().belongs_to.to_string(), "_collab-edge._tls");
    assert!(!service.verified && !run.rules.entry(service.entry).ignorable);
    let ranges = [&service.targets, &service.priority, &service.weight].map(|range| range.as_ref().unwrap().value);
    assert_eq!(ranges.map(|range| range.to_string()), ["1..3", "0..10", "0"]);
    assert_eq!((service.with.len(), text(service.with[1].span)), (2, "{name: \"@\", type: MX}"));
    assert_eq!(service.without[0].value.types, ["CNAME"]);

    assert_eq!(run.rules.servers(), [ServerSoftware::Bind, ServerSoftware::Nsd]);
    let records: Vec<_> = run.rules.records_in("a.example").collect();
    assert_eq!(records.len(), 1, "the other one is for files");
    assert!(records[0].data.as_ref().unwrap().allows(b"v=DMARC1; p=none", "a.example", true));
    let lab = zonelint::ruleset::ScopeTarget { zone: "lab.example", file: Some("lab/x.zone") };
    assert_eq!(run.rules.records_in(lab).count(), 1);
    assert_eq!(run.rules.severity_of("ns-single", lab), Some(Setting::Off));
    assert_eq!(run.rules.parameter("ttl-out-of-range", "tolerance", lab), Some(5));
    assert_eq!(run.rules.provider_of("in.mail.example.", "a.example").unwrap().port.value, 465);
    let held = run.rules.ttl_rules("SRV", "a.example").held(&[], None);
    assert_eq!(
        held.broken_by(10).map(|(severity, range)| (severity, text(range.span))),
        Some((Severity::Error, "5m..1h"))
    );
    let (_, range) = held.iter().next().unwrap();
    assert_eq!(run.rules.entry(range.entry).note().map(|note| note.text()).as_deref(), Some("20931 (handbook)"));
    assert_eq!(run.rules.severity_of("srv-port-transposed", "a.example"), Some(Setting::Error));
    let off = run.rules.check_setting("ttl-out-of-range").unwrap();
    assert_eq!((off.value, text(off.span)), (Setting::Off, "off"));
    assert_eq!(run.rules.severity_of("ns-single", "a.example"), None);
}

#[test]
fn a_users_entry_changes_the_keys_it_gives() {
    let run = good("services:\n  - service: _sip._TCP\n    ttl: 10m\n    reason: ours\n");
    let service = run.service("_sip._tcp", "example.com");
    assert_eq!((service.port.as_ref().map(|port| port.value), service.policy), (Some(5060), PortPolicy::Usual));
    assert!(service.accepts(5080));
    let (port, ttl) = (service.port.as_ref().unwrap(), service.ttl.as_ref().unwrap());
    assert!(run.rules.is_builtin(port.span) && !run.rules.is_builtin(ttl.span));
    // The port is still the pack's statement, for the pack's reason.
    assert_eq!(run.rules.entry(port.entry).source.as_deref(), Some("RFC 3263 4.1"));
    assert_eq!(run.rules.entry(ttl.entry).reason.as_deref(), Some("ours"));
}

#[test]
fn a_users_port_is_a_new_statement() {
    let run = good("services: [{service: _sip._tcp, port: 5061}]");
    let service = run.service("_sip._tcp", "example.com");
    assert_eq!(service.policy, PortPolicy::Fixed);
    assert!(service.accepts(5061) && !service.accepts(5060) && !service.accepts(5080));
    assert!(service.mix_up(5061).is_none(), "what the user expects is no mix-up");
    let run = good("services: [{service: _irc._tcp, port: 6667, policy: free, also: any}]");
    let service = run.service("_irc._tcp", "example.com");
    assert!(service.verified && service.policy == PortPolicy::Free && service.accepts(1));
}

#[test]
fn in_names_the_zones() {
    let run = good(
        "services:\n  - {service: _sip._tls, in: '*.lab.example', port: 5061}\n  - {service: _sip._tls, ttl: 2h}\n  - {service: _foo._tcp, in: [a.example, b.example], port: 7}\n",
    );
    assert_eq!(run.port("_sip._tls", "x.lab.example."), Some(5061));
    assert_eq!(run.port("_sip._tls", "X.LAB.example"), Some(5061));
    assert_eq!(run.port("_sip._tls", "lab.example."), Some(443));
    for zone in ["x.lab.example", "lab.example"] {
        let ttl = run.service("_sip._tls", zone).ttl.as_ref().unwrap();
        assert_eq!(ttl.value.min.0, 7200, "the entry for every zone holds in {zone} too");
    }
    assert_eq!(run.port("_foo._tcp", "b.example"), Some(7));
    assert!(run.rules.service(&labels("_foo._tcp"), "c.example").is_none());
}

#[test]
fn narrower_zones_win_whatever_the_order() {
    for entries in [
        ["{service: _a._tcp, in: '*.example', port: 1}", "{service: _a._tcp, in: x.example, policy: free}"],
        [
            "{service: _a._tcp, in: x.example, policy: free}",
            "{service: _a._tcp, in: '*.example', port: 1, policy: usual}",
        ],
    ] {
        let run = good(&format!("services:\n  - {}\n  - {}\n", entries[0], entries[1]));
        assert_eq!(run.port("_a._tcp", "x.example"), Some(1));
        assert_eq!(run.port("_a._tcp", "y.example"), Some(1));
    }
}

#[test]
fn a_higher_file_changes_narrow_entries_of_a_lower_one_key_by_key() {
    let run = run(&[
        ("top.yaml", b"extends: base.yaml\nservices: [{service: _a._tcp, ttl: 1h}]\n"),
        ("base.yaml", b"services: [{service: _a._tcp, in: x.example, port: 9}]\n"),
    ]);
    assert_eq!(run.port("_a._tcp", "x.example"), Some(9));
    assert!(run.service("_a._tcp", "x.example").ttl.is_some());
    assert_eq!(run.port("_a._tcp", "y.example"), None);
}

#[test]
fn presence_is_asked_once_for_each_pattern() {
    let run = good(
        "services:\n  - {service: _a._tcp, presence: required}\n  - {service: _a._tcp, in: lab.example, presence: optional}\n",
    );
    let said = |zone| {
        let all: Vec<_> =
            run.rules.services_in(zone).filter(|service| service.pattern.to_string() == "_a._tcp").collect();
        assert_eq!(all.len(), 1);
        all[0].presence.as_ref().unwrap().value
    };
    assert_eq!((said("example.com"), said("lab.example")), (RecordPresence::Required, RecordPresence::Optional));
}

#[test]
fn the_users_ttl_entries_stand_alone() {
    let run = good(
        "ttl:\n  - {types: [a], range: 5s..10s}\n  - {types: [A], owner: '@', range: 1h.., severity: error}\n  - {types: [TXT], owner: slow, range: 0.., severity: off}\n",
    );
    let grade = |rtype, owner, ttl| {
        let held = run.rules.ttl_rules(rtype, "example.com").held(&labels(owner), None);
        held.broken_by(ttl).map(|(severity, _)| severity)
    };
    assert_eq!(grade("A", "www", 5), None, "the pack's opinion is not asked any more");
    assert_eq!(grade("A", "www", 11), Some(Severity::Warning));
    assert_eq!(grade("A", "", 11), Some(Severity::Error), "the gravest of those that are broken");
    assert_eq!(grade("A", "", 3600), Some(Severity::Warning), "the other severity is held too");
    assert_eq!(grade("AAAA", "www", 0), Some(Severity::Info), "no entry of the user's is for this type");
    assert_eq!(grade("TXT", "slow", 0), None);
    let fine = |rtype, ttl| run.rules.fine_ttls_of(rtype).contains(ttl);
    assert!(!fine("A", 7) && !fine("A", 3600), "some entry for the type minds each of them");
    assert!(fine("AAAA", 3600) && !fine("AAAA", 7));
}

#[test]
fn a_service_ttl_counts_in_its_own_layer() {
    let run = good("ttl: [{types: [SRV], range: 1m..5m}]\nservices: [{service: _sip._tcp, ttl: 1s}]\n");
    let grade = |owner: &str, ttl| {
        let rules = run.rules.ttl_rules("SRV", "example.com");
        rules.held(&labels(owner), Some(run.service(owner, "example.com"))).broken_by(ttl).map(|(severity, _)| severity)
    };
    assert_eq!(grade("_sip._tcp", 1), None);
    assert_eq!(grade("_sip._tcp", 60), Some(Severity::Warning));
    assert_eq!(grade("_imaps._tcp", 60), None, "the user's general entry is above the pack's special one");
}

#[test]
fn extends_are_laid_in_order() {
    let run = run(&[
        (
            "conf/zonelint.yaml",
            b"extends: [builtin:recommended, ./a.yaml, ../b.yaml]\nservices: [{service: _c._tcp, port: 3}]\n",
        ),
        (
            "conf/a.yaml",
            b"services: [{service: _a._tcp, port: 1}, {service: _c._tcp, port: 1}, {service: _d._tcp, port: 1}]\n",
        ),
        ("b.yaml", b"extends: conf/a.yaml\nservices: [{service: _c._tcp, port: 2}, {service: _d._tcp, port: 2}]\n"),
    ]);
    assert!(run.found.is_empty(), "{:#?}", run.findings());
    let port = |owner| run.port(owner, "example.com");
    assert_eq!((port("_a._tcp"), port("_c._tcp"), port("_d._tcp")), (Some(1), Some(3), Some(2)));
    let names: Vec<&str> = run.sources.iter().map(|(_, source)| source.name()).collect();
    assert_eq!(names, ["builtin:recommended", "conf/zonelint.yaml", "conf/a.yaml", "b.yaml"]);
}

#[test]
fn extends_that_lead_nowhere() {
    let run = run(&[
        ("a.yaml", b"extends: [builtin:recomended, b.yaml, gone.yaml, recommended]\n"),
        ("b.yaml", b"extends: sub/../a.yaml\n"),
    ]);
    assert_eq!(
        run.findings(),
        [
            ("there is no pack `builtin:recomended`", "builtin:recomended"),
            ("`sub/../a.yaml` extends itself: `a.yaml` -> `b.yaml` -> `a.yaml`", "sub/../a.yaml"),
            ("there is no file `gone.yaml`", "gone.yaml"),
            ("there is no file `recommended`", "recommended"),
        ]
    );
    assert_eq!(run.found[0].help.as_deref(), Some("did you mean `builtin:recommended`?"));
    assert_eq!(run.found[3].help.as_deref(), Some("the pack of that name is `builtin:recommended`"));
}

#[test]
fn chains_without_end_are_cut() {
    let read = |path: &Path| Ok(format!("extends: x{}\n", path.display()).into_bytes());
    let known = Vocabulary {
        checks: CheckNames::default(),
        parameters: &[],
        formats: &zonelint::report::Format::NAMES,
        is_type: &|_| true,
    };
    let (_, found) = RuleSet::load(Path::new("a"), &read, &known, &mut Sources::default()).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("more than 32 files"));
}

#[test]
fn the_file_itself_must_be_there() {
    let read = |_: &Path| -> io::Result<Vec<u8>> { Err(io::ErrorKind::NotFound.into()) };
    let known = Vocabulary {
        checks: CheckNames::default(),
        parameters: &[],
        formats: &zonelint::report::Format::NAMES,
        is_type: &|_| true,
    };
    let error = RuleSet::load(Path::new("a"), &read, &known, &mut Sources::default()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

/// Every `# ` comment of the file says what is to be found on its line, and where.
#[test]
fn all_mistakes_of_a_file_are_found_in_one_run() {
    let text = include_str!("../../../testdata/ruleset/mistakes.yaml");
    let run = one(text);
    let mut expected = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some((code, comment)) = line.split_once("  # ") else { continue };
        for finding in comment.split(" & ") {
            let (bytes, message) = finding.split_once(": ").unwrap();
            let column = code.rfind(bytes).unwrap_or_else(|| panic!("no `{bytes}` in {code}")) as u32 + 1;
            expected.push((number as u32 + 1, column, bytes.to_string(), message.to_string()));
        }
    }
    assert!(expected.len() > 30);
    let found: Vec<_> = (0..run.found.len())
        .map(|index| {
            let (message, bytes) = run.findings()[index];
            let help = run.found[index].help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let (line, column) = run.line_and_column(index);
            (line, column, bytes.to_string(), format!("{message}{help}"))
        })
        .collect();
    assert_eq!(found, expected);
    assert!(run.found.iter().all(|d| d.severity == Severity::Error && d.meta.id == "rule-file-invalid"));
}

#[test]
fn what_is_right_in_a_file_with_mistakes_stays() {
    let run = one("servces: []\nservices:\n  - {service: _a._tcp, port: 70000, ttl: 1h}\n");
    assert_eq!(run.found.len(), 2);
    assert_eq!(run.service("_a._tcp", "example.com").ttl.as_ref().map(|ttl| ttl.value.max.0), Some(3600));
}

#[test]
fn missing_keys_point_at_the_entry() {
    let run = one("services:\n  - port: 5061\n    ttl: 1h\nttl:\n  - {types: [A]}\nproviders:\n  - {port: 1}\n");
    assert_eq!(
        run.findings(),
        [
            ("the key `service` is missing from an entry of `services`", "port: 5061\n    ttl: 1h"),
            ("the key `range` is missing from an entry of `ttl`", "{types: [A]}"),
            ("the key `target` is missing from an entry of `providers`", "{port: 1}"),
            ("the key `service` is missing from an entry of `providers`", "{port: 1}"),
        ]
    );
}

#[test]
fn repeated_keys_and_services_show_both_places() {
    let run = one("services:\n  - {service: _a._tcp, port: 1}\n  - {service: _A._tcp}\nttl:\nttl:\n");
    assert_eq!(
        run.findings(),
        [
            ("the service `_a._tcp` has two entries for the same zones", "_A._tcp"),
            ("the key `ttl` is given twice", "ttl")
        ]
    );
    assert!(run.found.iter().all(|d| d.labels.len() == 1 && d.labels[0].span.start < d.primary.span.start));
    assert_eq!(run.port("_a._tcp", "example.com"), Some(1));
}

#[test]
fn files_that_say_nothing_are_fine() {
    for text in [
        "",
        "\n# nothing yet\n",
        "---\n",
        "services:\nttl:\nchecks:\nextends:\nproviders:\n",
        "version: 1\r\n",
        "\u{feff}version: 1\n",
    ] {
        good(text);
    }
}

#[test]
fn files_that_are_no_rule_files() {
    let first = |bytes: &[u8]| {
        let run = run(&[("r.yaml", bytes)]);
        let (message, text) = run.findings()[0];
        (message.to_string(), text.to_string())
    };
    assert_eq!(first(b"version: 1\nchecks: \xff\xfe\n").0, "a rule file has to be UTF-8, but this is not");
    assert_eq!(first(b"- a\n"), ("a rule file has to be a mapping of keys to values, not a list".into(), "a".into()));
    assert_eq!(first(b"hello\n").0, "a rule file has to be a mapping of keys to values, not a single value");
    assert!(first(b"services: [\n").0.starts_with("this is not valid YAML: "));
    assert_eq!(first(b"version: 1\n---\nb: 1\n").1, "---");
    assert!(first(b"%YAML 1.2\n---\na: 1\n").0.starts_with("this is not valid YAML: "));
}

#[test]
fn huge_and_hostile_files_end_quickly() {
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (this, last) in ('b'..='z').zip('a'..='z') {
        bomb += &format!("{this}: &{this} [{}]\n", vec![format!("*{last}"); 9].join(","));
    }
    let unknown: String = (0..20_000).map(|n| format!("key{n}: 1\n")).collect();
    let services: String =
        (0..20_000).map(|n| format!("  - {{service: _s{n}._tcp, in: z{n}.example, port: 1}}\n")).collect();
    let same: String = (0..2_000).map(|n| format!("  - {{service: _s._tcp, in: z{n}.example, port: 1}}\n")).collect();
    for (what, text) in [
        ("aliases", bomb),
        ("depth", "[".repeat(1_000_000)),
        ("unknown keys", unknown),
        ("services", format!("services:\n{services}")),
        ("zones", format!("services:\n{same}")),
        ("a long number", format!("services: [{{service: _a._tcp, port: {}}}]", "9".repeat(1_000_000))),
        ("a long word", format!("{}: 1", "k".repeat(900))),
    ] {
        let start = Instant::now();
        one(&text);
        assert!(start.elapsed() < Duration::from_secs(60), "{what}: {:?}", start.elapsed());
    }
}

/// The blocks of YAML in a page.
fn examples(page: &str) -> Vec<String> {
    let blocks = page.split("```yaml\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_string()).collect()
}

#[test]
fn the_examples_of_the_pages_are_what_they_are_said_to_be() {
    let explained = examples(zonelint::ruleset::RULE_FILE_INVALID.explain);
    let counts: Vec<usize> = explained.iter().map(|example| one(example).found.len()).collect();
    assert_eq!(counts, [3, 0]);
}

#[test]
fn messages_are_short_and_safe_to_print() {
    let run = one("\"k\\e[31m\\n\": 1\nservices:\n  - {service: _a._tcp, port: 99999, policy: \"\\u202e\"}\n");
    assert_eq!(run.findings()[0].0, "`k<U+001B>[31m ` is not a key of a rule file");
    assert!(run.found.iter().all(|d| !d.message.contains(['\u{1b}', '\u{202e}', '\n'])));
    let run = one(&format!("services: [{{service: _a._tcp, port: {}}}]", "9".repeat(10_000)));
    assert!(run.found[0].message.len() < 400);
}

proptest::proptest! {
    /// Whatever is done to a file: it is read, and every finding points at bytes that are there.
    #[test]
    fn damaged_files_are_read(
        edits in proptest::collection::vec((0usize..1200, 0usize..4, "[ -~\n\t\u{e9}\u{1f600}]{0,3}"), 1..6)
    ) {
        let mut text: Vec<char> = include_str!("../../../testdata/ruleset/every_key.yaml").chars().collect();
        for (at, length, insert) in edits {
            let at = at.min(text.len());
            text.splice(at..(at + length).min(text.len()), insert.chars());
        }
        let run = one(&text.into_iter().collect::<String>());
        for diagnostic in &run.found {
            let end = run.sources.whole(diagnostic.primary.span.source).end;
            proptest::prop_assert!(diagnostic.primary.span.end <= end);
            for span in diagnostic.labels.iter().map(|label| label.span).chain([diagnostic.primary.span]) {
                run.sources.text(span);
            }
        }
    }
}
