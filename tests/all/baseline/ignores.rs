//! Comments in zones that silence findings, and what becomes of those that do not.

use crate::support::{Run, ZONE, number, project_with, run_in, text};
use proptest::prelude::*;

/// Both targets are aliases.
const ALIAS: &str = "alias IN CNAME host\n";

/// What a folder with one zone has, as `line check`, and how many findings were silenced.
fn found(more: &str) -> (Vec<String>, usize) {
    seen(&run_project(&[("example.com.zone", ZONE.to_owned() + ALIAS + more)], &[]))
}

/// The line of the first record that a test adds.
const FIRST: usize = 10;

fn run_project(files: &[(&str, String)], more: &[&str]) -> Run {
    let dir = project_with(files);
    run_in(dir.path(), &[&["check", "-f", "json", "--off=include-base,not-portable"], more].concat())
}

fn seen(run: &Run) -> (Vec<String>, usize) {
    let document = run.json();
    let line = |finding: &serde_json::Value| number(&finding["start"]["line"]);
    let findings = run.findings();
    let said = findings.iter().map(|finding| format!("{} {}", line(finding), text(&finding["check"])));
    (said.collect(), number(&document["summary"]["ignored"]))
}

fn nothing(count: usize) -> (Vec<String>, usize) {
    (Vec::new(), count)
}

fn only(line: usize, check: &str, count: usize) -> (Vec<String>, usize) {
    (vec![format!("{} {check}", FIRST + line)], count)
}

#[test]
fn records_that_are_told_of_together_are_silenced_one_by_one() {
    const GONE: &str = "CNAME gone";
    let ignored = format!("{GONE} ; zonelint: ignore[target-does-not-exist] later");
    assert_eq!(found(&format!("a {ignored}\nb {GONE}\nc {GONE}\n")), only(1, "target-does-not-exist", 1));
    assert_eq!(found(&format!("a {GONE}\nb {ignored}\n")), only(0, "target-does-not-exist", 1));
    assert_eq!(found(&format!("a {ignored}\nb {ignored}\n")), nothing(2));
}

#[test]
fn a_comment_at_the_entry_or_above_it_silences_one_check() {
    assert_eq!(found("m IN MX 10 alias\n"), only(0, "target-is-alias", 0));
    for silent in [
        "m IN MX 10 alias ; zonelint: ignore[target-is-alias] why\n",
        "m IN MX 10 alias;zonelint:ignore[target-is-alias]\n",
        "m IN MX 10 alias ; the old one ;; zonelint: ignore [ target-is-alias ]\n",
        "; zonelint: ignore[target-is-alias] why\nm IN MX 10 alias\n",
        "; zonelint: ignore[target-is-alias] why\n\n; of the mail\nm IN MX 10 alias\n",
        "m IN MX ( ; zonelint: ignore[target-is-alias]\n 10\n alias )\n",
        "m IN MX (\n 10\n ; zonelint: ignore[target-is-alias]\n alias )\n",
        "m IN MX (\n 10\n alias ) ; zonelint: ignore[target-is-alias]\n",
        "m IN MX ( 10\r\n alias )\t; zonelint: ignore[target-is-alias]\r\n",
        "; zonelint: file-ignore[target-is-alias]\nm IN MX 10 alias\n",
        "m IN MX 10 alias\n; zonelint: file-ignore[target-is-alias]\n",
    ] {
        assert_eq!(found(silent), nothing(1), "{silent}");
    }
}

#[test]
fn it_reaches_no_other_entry_and_no_other_check() {
    let other = "m IN MX 10 alias ; zonelint: ignore[target-is-alias]\nn IN MX 10 alias\n";
    assert_eq!(found(other), only(1, "target-is-alias", 1));
    let (said, ignored) = found("m IN MX 10 alias ; zonelint: ignore[target-does-not-exist]\n");
    assert_eq!((said.len(), ignored), (2, 0), "{said:?}");
    let both = "m IN MX 10 host\nm 2h IN MX 20 alias ; zonelint: ignore[target-is-alias, rrset-ttl-mismatch]\n";
    assert_eq!(found(both), nothing(2));
}

#[test]
fn text_in_quotes_is_no_comment() {
    assert_eq!(found("t IN TXT \"; zonelint: ignore[target-is-alias]\"\n"), nothing(0));
    let quoted = "t IN TXT \"; zonelint: file-ignore[target-is-alias]\"\nm IN MX 10 alias\n";
    assert_eq!(found(quoted), only(1, "target-is-alias", 0));
    assert_eq!(found("; zonelint: clean since March\n; see the docs of zonelint [1]\n"), nothing(0));
}

/// A comment that was meant for zonelint and is not read as one.
#[test]
fn a_comment_that_silences_nothing_is_told() {
    for comment in [
        "; moved, zonelint: ignore[target-is-alias]",
        "; ZoneLint: ignore[target-is-alias]",
        "; ZONELINT: ignore[target-is-alias]",
        "; zonelint ignore[target-is-alias]",
        "; zonelint-ignore[target-is-alias]",
        "; zonelint: Ignore[target-is-alias]",
        "; zonelint: IGNORE target-is-alias",
        "; zonelint: ignore target-is-alias",
        "; zonelint: ignore (target-is-alias)",
        "; zonelint: ignore[target-is-alias",
    ] {
        assert_eq!(found(&format!("{comment}\n")), only(0, "ignore-invalid", 0), "{comment}");
    }
}

#[test]
fn blocks_end_where_they_are_told_to() {
    let zone = "; zonelint: disable[target-is-alias] until the move\nm IN MX 10 alias\nn IN MX 10 alias\n\
        ; zonelint: enable[target-is-alias]\no IN MX 10 alias\n";
    assert_eq!(found(zone), only(4, "target-is-alias", 2));
    let open = zone.replace("; zonelint: enable[target-is-alias]\n", "");
    assert_eq!(found(&open), nothing(3));
    let twice = zone.replace("n IN", "; zonelint: disable[target-is-alias]\nn IN");
    assert_eq!(found(&twice).0, [format!("{} unused-ignore", FIRST + 2), format!("{} target-is-alias", FIRST + 5)]);
    assert_eq!(found("; zonelint: enable[target-is-alias]\n"), only(0, "unused-ignore", 0));
}

#[test]
fn an_include_has_its_own_comments() {
    let zone = |comment: &str| ZONE.to_owned() + ALIAS + comment + "$INCLUDE more.inc\n";
    let run = |comment: &str, inner: &str| {
        seen(&run_project(&[("example.com.zone", zone(comment)), ("more.inc", inner.to_owned())], &[]))
    };
    assert_eq!(run("", "m IN MX 10 alias ; zonelint: ignore[target-is-alias]\n"), nothing(1));
    assert_eq!(run("", "; zonelint: file-ignore[target-is-alias]\nm IN MX 10 alias\n"), nothing(1));
    let (said, ignored) = run("; zonelint: file-ignore[target-is-alias]\n", "m IN MX 10 alias\n");
    assert_eq!((said.len(), ignored), (2, 0), "a file answers for itself: {said:?}");
}

#[test]
fn what_a_directive_generates_is_silenced_there() {
    let generated = "; zonelint: ignore[target-is-alias]\n$GENERATE 1-3 m$ IN MX 10 alias\n";
    assert_eq!(found(generated), nothing(3));
}

#[test]
fn an_included_file_counts_once_for_each_zone() {
    let zone = |name: &str| {
        format!(
            "$ORIGIN {name}.\n$TTL 1h\n@ IN SOA ns1.dns.example. h 1 4h 1h 2w 1h\n \
        IN NS ns1.dns.example.\n IN NS ns2.dns.example.\nalias IN CNAME host\nhost IN A 192.0.2.1\n$INCLUDE more.inc\n"
        )
    };
    let files = [
        ("example.com.zone", zone("example.com")),
        ("example.net.zone", zone("example.net")),
        ("more.inc", "m IN MX 10 alias ; zonelint: ignore[target-is-alias]\n".to_owned()),
    ];
    assert_eq!(seen(&run_project(&files, &[])), nothing(2));
    assert_eq!(seen(&run_project(&files, &["--no-ignores"])).0.len(), 1, "shown once");
}

#[test]
fn what_silences_nothing_is_said() {
    for (comment, said) in [
        ("ignore[target-is-alias] why", "unused-ignore"),
        ("ignore[target-is-alais] why", "unknown-check-in-ignore"),
        ("ignore", "ignore-invalid"),
        ("ignore all of it", "ignore-invalid"),
        ("ignore[]", "ignore-invalid"),
        ("ignore[ , ]", "ignore-invalid"),
        ("ignore[target-is-alias", "ignore-invalid"),
        ("ignroe[target-is-alias]", "ignore-invalid"),
        ("[target-is-alias]", "ignore-invalid"),
    ] {
        assert_eq!(found(&format!("m IN MX 10 host ; zonelint: {comment}\n")), only(0, said, 0), "{comment}");
    }
    let at_the_end = "m IN MX 10 host\n; zonelint: ignore[target-is-alias]";
    let (said, _) = found(at_the_end);
    assert!(said.contains(&format!("{} unused-ignore", FIRST + 1)), "{said:?}");
}

#[test]
fn the_kinds_can_be_set_like_any_other() {
    let files = [("example.com.zone", ZONE.to_owned() + "m IN MX 10 host ; zonelint: ignore[target-is-alias]\n")];
    assert_eq!(run_project(&files, &["--error", "unused-ignore"]).findings()[0]["severity"], "error");
    assert_eq!(seen(&run_project(&files, &["--off", "unused-ignore"])), nothing(0));
}

#[test]
fn what_was_not_looked_for_is_not_missed() {
    let files = [("example.com.zone", ZONE.to_owned() + "m IN MX 10 host ; zonelint: ignore[target-is-alias]\n")];
    assert_eq!(run_project(&files, &[]).checks(), ["unused-ignore"]);
    assert_eq!(seen(&run_project(&files, &["--off", "target-is-alias"])), nothing(0));
    assert_eq!(seen(&run_project(&files, &["example.com.zone"])), nothing(0));
    let off_by_default = [("example.com.zone", ZONE.to_owned() + "; zonelint: file-ignore[ns-single]\n")];
    assert_eq!(seen(&run_project(&off_by_default, &[])), nothing(0));
}

#[test]
fn a_rule_may_forbid_it() {
    let zone = ZONE.to_owned() + "_sip._tls 300 IN SRV 0 0 5099 host ; zonelint: ignore[srv-port-unexpected]\n";
    let rules =
        |ignorable: &str| format!("services:\n  - {{service: _sip._tls, port: 5061, policy: fixed{ignorable}}}\n");
    let run =
        |ignorable: &str| run_project(&[("example.com.zone", zone.clone()), ("zonelint.yaml", rules(ignorable))], &[]);
    assert_eq!(seen(&run("")), nothing(1));
    assert_eq!(seen(&run(", ignorable: true")), nothing(1));
    let refused = run(", ignorable: false");
    assert_eq!(refused.checks(), ["srv-port-unexpected", "unused-ignore"]);
    assert!(text(&refused.findings()[1]["message"]).contains("ignorable: false"), "{refused:#?}");
}

#[test]
fn the_closing_line_counts_them() {
    let dir = project_with(&[(
        "example.com.zone",
        ZONE.to_owned() + ALIAS + "m IN MX 10 alias ; zonelint: ignore[target-is-alias] why\n",
    )]);
    let run = run_in(dir.path(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "nothing found in 1 zone (8 records); 1 ignored\n"));
    let run = run_in(dir.path(), &["check", "--no-ignores"]);
    assert!(
        run.code == 1
            && run.stdout.ends_with("1 warning in 1 zone (8 records); 1 can be fixed with --fix --unsafe-fixes\n"),
        "{run:#?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever stands in comments and between parentheses: nothing panics, what is shown and what is
    /// silenced come to what there is, and no record is read otherwise.
    #[test]
    fn nothing_is_lost(parts in prop::collection::vec(prop::sample::select(PARTS), 0..24)) {
        let zone = ZONE.to_owned() + ALIAS + &parts.concat();
        let files = [("example.com.zone", zone)];
        let (all, _) = seen(&run_project(&files, &["--no-ignores"]));
        let (shown, ignored) = seen(&run_project(&files, &[]));
        let of_comments = |line: &&String| line.contains("ignore");
        prop_assert_eq!(shown.iter().filter(|line| !of_comments(line)).count() + ignored, all.len(), "{:?}", shown);
    }
}

const PARTS: &[&str] = &[
    "; zonelint: ",
    "zonelint:",
    "ignore",
    "file-ignore",
    "disable",
    "enable",
    "[target-is-alias]",
    "[",
    "]",
    ",",
    ";",
    "\"",
    "(",
    ")",
    "\n",
    "\nm IN MX 10 alias",
    "\nn IN MX (10\n alias)",
    "\\",
    " ",
    "\r",
    "é",
];
