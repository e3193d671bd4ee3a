//! `explain` and `rules`: what there is, and what of it is in force.

use crate::support::{SWAPPED, project, project_with, text, zonelint};

#[test]
fn a_check_is_explained_without_the_marks_of_the_tests() {
    let run = zonelint(project().path(), &["explain", "srv-port-transposed"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("# srv-port-transposed\n"), "{run:#?}");
    assert!(run.stdout.contains("```zone\n") && run.stdout.contains("5601"), "{run:#?}");
    assert!(run.stdout.is_ascii() && !run.stdout.contains(";^"), "{run:#?}");
}

#[test]
fn an_unknown_check_is_2_with_the_one_that_was_meant() {
    let dir = project();
    let run = zonelint(dir.path(), &["explain", "srv-port-transposde"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `srv-port-transposed`?"), "{run:#?}");
    let run = zonelint(dir.path(), &["explain", "nothing-like-it"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`zonelint explain` lists all"), "{run:#?}");
}

#[test]
fn all_checks_are_listed() {
    let dir = project();
    for command in ["explain", "rules"] {
        let run = zonelint(dir.path(), &[command]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let ids = run.stdout.lines().filter(|line| !line.starts_with(' '));
        let ids: Vec<_> = ids.filter_map(|line| line.split(' ').next()).collect();
        assert!(
            ids.is_sorted() && ids.contains(&"srv-port-transposed") && ids.contains(&"rule-file-invalid"),
            "{ids:?}"
        );
    }
}

#[test]
fn an_explanation_is_a_document() {
    let dir = project();
    let one = zonelint(dir.path(), &["explain", "-f", "json", "ttl-too-large"]).json();
    assert_eq!((text(&one["id"]), text(&one["severity"])), ("ttl-too-large".into(), "error".into()));
    assert!(text(&one["page"]).starts_with("# ttl-too-large\n"));
    assert!(one["summary"].is_string() && one["references"].is_array());
    let all = zonelint(dir.path(), &["explain", "--format", "json"]).json();
    assert!(all["checks"].as_array().is_some_and(|checks| checks.iter().any(|check| check["id"] == one["id"])));
}

#[test]
fn rules_tell_what_sets_a_severity() {
    let rules = "version: 1\nchecks:\n  srv-port-transposed: warning\n  final-newline-missing: off\n";
    let dir = project_with(&[("zonelint.yaml", rules)]);
    let run = zonelint(dir.path(), &["rules"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let of = |check: &str| run.stdout.lines().find(|line| line.starts_with(check)).unwrap_or_default();
    let start = "srv-port-transposed            warning  zonelint.yaml:3  ";
    assert!(of("srv-port-transposed").starts_with(start), "{run:#?}");
    let start = "final-newline-missing          off      zonelint.yaml:4  ";
    assert!(of("final-newline-missing").starts_with(start), "{run:#?}");
    let summary = "the zone has no SOA record at its apex";
    assert_eq!(of("soa-missing"), format!("soa-missing                    error    default          {summary} [soa]"));

    let without = zonelint(dir.path(), &["rules", "--no-config", "-f", "json"]).json();
    let with = zonelint(dir.path(), &["rules", "--config", "zonelint.yaml", "-f", "json"]).json();
    let of = |document: &serde_json::Value| {
        let rows = document["rules"].as_array().expect("a list").clone();
        rows.into_iter().find(|row| row["check"] == "srv-port-transposed").expect("it is listed")
    };
    assert_eq!(of(&without)["from"], "default");
    assert!(of(&without)["file"].is_null() && of(&without)["line"].is_null());
    let row = of(&with);
    assert_eq!(
        (text(&row["from"]), text(&row["file"]), row["line"].as_u64()),
        ("file".into(), "zonelint.yaml".into(), Some(3))
    );
    assert_eq!((text(&row["severity"]), text(&row["default"])), ("warning".into(), "error".into()));
}

#[test]
fn rules_of_a_file_with_mistakes_are_2() {
    let dir = project_with(&[("zonelint.yaml", "chekcs: {}\n")]);
    let run = zonelint(dir.path(), &["rules"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("rule-file-invalid") && run.stderr.contains("did you mean `checks`?"), "{run:#?}");
    assert_eq!(zonelint(dir.path(), &["rules", "--no-config"]).code, 0);
    assert_eq!(zonelint(dir.path(), &["rules", "--config", "gone.yaml"]).code, 2);
}

const ZONE: &str = "\
$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 hostmaster 1 4h 1h 2w 1h
  IN NS  ns1.dns.example.
sip IN A 192.0.2.2
_sipfederationtls._tcp IN SRV 0 0 5061 sip
";

const RULES: &str = "\
extends: [builtin:lync, house.yaml]
services:
  - {service: _sipfederationtls._tcp, presence: forbidden}
  - service: _sipfederationtls._tcp
    in: example.com
    presence: required
    severity: error
ttl:
  - {types: [A], range: 5m..1d}
  - {types: [A], in: example.net, range: 7m}
records:
  - {name: _dmarc, type: TXT, presence: optional, match: \"v=DMARC1;*\"}
checks: {srv-service-misspelled: {severity: warning, shortest: 6}, soa-missing: info}
overrides:
  - {in: example.com, checks: {soa-missing: warning}}
";

/// Name, key, value and place of every setting shown.
fn shown(document: &serde_json::Value, section: &str) -> Vec<String> {
    let rows = document[section].as_array().expect("a list");
    let place = |row: &serde_json::Value| match row["flag"].as_str() {
        Some(flag) => flag.to_owned(),
        None => format!("{}:{}", text(&row["file"]), row["line"]),
    };
    let scope = |row: &serde_json::Value| row["scope"].as_str().map(|scope| format!(" {scope}")).unwrap_or_default();
    rows.iter()
        .map(|row| {
            format!("{}{} {}={} {}", text(&row["name"]), scope(row), text(&row["key"]), text(&row["value"]), place(row))
        })
        .collect()
}

#[test]
fn what_is_in_force_in_a_zone_is_shown_with_its_places() {
    let house = "checks: {ttl-too-large: warning}\nproviders:\n  - {target: in.mail.example, service: _submissions._tcp, port: 465}\n";
    let dir = project_with(&[("zonelint.yaml", RULES), ("house.yaml", house), ("example.com.zone", ZONE)]);
    let arguments = ["config", "--show", "-f", "json", "--off", "target-is-alias", "example.com.zone"];
    let document = zonelint(dir.path(), &arguments).json()["shown"][0].clone();
    assert_eq!((text(&document["zone"]), text(&document["file"])), ("example.com.".into(), "example.com.zone".into()));
    let layers: Vec<String> = document["layers"].as_array().expect("a list").iter().map(text).collect();
    assert_eq!(layers, ["builtin:recommended", "builtin:lync", "house.yaml", "zonelint.yaml"]);
    assert_eq!(
        shown(&document, "checks"),
        [
            "soa-missing severity=warning zonelint.yaml:15",
            "srv-service-misspelled severity=warning zonelint.yaml:13",
            "srv-service-misspelled shortest=6 zonelint.yaml:13",
            "target-is-alias severity=off --off",
            "ttl-too-large severity=warning house.yaml:1",
        ]
    );
    let services = shown(&document, "services");
    for row in [
        "_sipfederationtls._tcp port=5061 builtin:lync:23",
        "_sipfederationtls._tcp presence=required zonelint.yaml:6",
        "_sipfederationtls._tcp severity=error zonelint.yaml:4",
        "_sip._tls with=lyncdiscover A or AAAA or CNAME builtin:lync:29",
    ] {
        assert!(services.iter().any(|shown| shown == row), "{row}: {services:#?}");
    }
    assert!(!services.iter().any(|row| row.contains("forbidden") || row.starts_with("_imaps")), "{services:#?}");
    assert_eq!(shown(&document, "ttl"), ["A range=5m..1d (warning) zonelint.yaml:9"]);
    assert_eq!(shown(&document, "providers"), ["in.mail.example service=_submissions._tcp 465 house.yaml:3"]);
    assert_eq!(
        shown(&document, "records"),
        ["_dmarc TXT presence=optional zonelint.yaml:12", "_dmarc TXT match=v=DMARC1;* zonelint.yaml:12"]
    );
}

#[test]
fn without_a_zone_all_is_shown_with_what_it_is_for() {
    let dir = project_with(&[("zonelint.yaml", RULES), ("house.yaml", ""), ("example.com.zone", ZONE)]);
    let document = zonelint(dir.path(), &["config", "-f", "json"]).json()["shown"][0].clone();
    assert!(document["zone"].is_null() && document["file"].is_null());
    let services = shown(&document, "services");
    assert!(
        services.contains(&"_sipfederationtls._tcp presence=forbidden zonelint.yaml:3".to_owned()),
        "{services:#?}"
    );
    let narrow = "_sipfederationtls._tcp in example.com presence=required zonelint.yaml:6".to_owned();
    assert!(services.contains(&narrow), "{services:#?}");
    assert_eq!(
        shown(&document, "ttl"),
        ["A in example.net range=7m (warning) zonelint.yaml:10", "A range=5m..1d (warning) zonelint.yaml:9"]
    );
    let checks = shown(&document, "checks");
    assert_eq!(
        checks[..2],
        ["soa-missing severity=info zonelint.yaml:13", "soa-missing in example.com severity=warning zonelint.yaml:15"]
    );
}

#[test]
fn what_is_in_force_is_aligned_for_people() {
    let rules = "ttl:\n  - {types: [A, AAAA], range: 5m..1h}\n  - {range: 1m..2d, severity: info}\n";
    let dir = project_with(&[("zonelint.yaml", rules), ("example.com.zone", ZONE)]);
    let run = zonelint(dir.path(), &["config", "--show", "example.com.zone"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "example.com.zone: the zone example.com.

rules, later ones override earlier ones
  builtin:recommended
  zonelint.yaml

ttl
  every type  zonelint.yaml:3  range: 1m..2d (info)
  A, AAAA     zonelint.yaml:2  range: 5m..1h (warning)

The built-in rules apply to everything else; `zonelint rules` lists the checks.
"
    );
    let run = zonelint(dir.path(), &["config", "gone.zone"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let dir = project_with(&[("zonelint.yaml", "chekcs: {}\n")]);
    let run = zonelint(dir.path(), &["config"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `checks`?"), "{run:#?}");
}

#[test]
fn the_reason_of_a_rule_is_in_every_format() {
    let zone = ZONE.replace(" ns1 ", " ns1.dns.example. ");
    let rules = "services: [{service: _sip._tls, presence: required, reason: CHG-20931, source: https://tickets.example/20931}]\n";
    let dir = project_with(&[("zonelint.yaml", rules), ("example.com.zone", &zone)]);
    let finding = zonelint(dir.path(), &["check", "-f", "json"]).findings()[0].clone();
    assert_eq!(
        (text(&finding["reason"]), text(&finding["source"])),
        ("CHG-20931".into(), "https://tickets.example/20931".into())
    );
    let why = "your rule: CHG-20931 (https://tickets.example/20931)";
    let concise = zonelint(dir.path(), &["check", "-f", "concise"]).stdout;
    assert!(concise.ends_with(&format!(" ({why})\n")), "{concise}");
    assert!(zonelint(dir.path(), &["check"]).stdout.contains(&format!("  {why}\n")));
}

#[test]
fn flags_have_the_last_word_on_severities() {
    let rules =
        "checks: {srv-port-transposed: off}\noverrides: [{in: example.com, checks: {srv-port-transposed: info}}]\n";
    let dir = project_with(&[
        ("zonelint.yaml", rules.to_owned()),
        ("example.com.zone", crate::support::ZONE.to_owned() + SWAPPED),
    ]);
    let severities = |flags: &[&str]| {
        let run = zonelint(dir.path(), &[&["check", "-f", "json"], flags].concat());
        run.findings().iter().map(|finding| text(&finding["severity"])).collect::<Vec<_>>()
    };
    assert_eq!(severities(&[]), ["info"]);
    assert_eq!(severities(&["--error", "ttl-missing,srv-port-transposed"]), ["error"]);
    assert_eq!(severities(&["--warn=ttl-missing", "--warn=srv-port-transposed"]), ["warning"]);
    assert_eq!(severities(&["--no-config", "--info", "srv-port-transposed"]), ["info"]);
    assert_eq!(severities(&["--off", "srv-port-transposed"]), [""; 0]);
    let wrong = zonelint(dir.path(), &["check", "--off", "srv-port-transpsed"]);
    assert_eq!(wrong.code, 2);
    let said = "there is no check `srv-port-transpsed`; did you mean `srv-port-transposed`?";
    assert!(wrong.stderr.contains(said), "{wrong:#?}");
}
