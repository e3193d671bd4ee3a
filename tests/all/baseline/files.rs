//! Baselines: what was there before is known, what is new is told, what is gone is said.

use std::path::Path;

use crate::support::{Run, ZONE, number, project_with, run_in, text, write};
use proptest::prelude::*;

const FILE: &str = "zonelint-baseline.json";
const ALIAS: &str = "alias IN CNAME host\nother IN CNAME host\n";

fn project(more: &str) -> tempfile::TempDir {
    project_with(&[("zones/example.com.zone", zone(more))])
}

fn zone(more: &str) -> String {
    ZONE.to_owned() + ALIAS + more
}

fn check(dir: &Path, more: &[&str]) -> Run {
    run_in(dir, &[&["check", "-f", "json"], more].concat())
}

fn in_baseline(run: &Run) -> usize {
    number(&run.json()["summary"]["baseline"])
}

fn lines(dir: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join(FILE)).expect("a baseline");
    text.lines().filter(|line| line.contains("fingerprint")).map(str::to_owned).collect()
}

#[test]
fn what_was_there_is_known_and_what_is_new_is_told() {
    let dir = project("m IN MX 10 alias\n");
    let wrote = check(dir.path(), &["--write-baseline"]);
    assert_eq!((wrote.code, wrote.findings().len(), in_baseline(&wrote)), (0, 0, 1));
    assert!(wrote.stderr.contains("wrote zonelint-baseline.json: 1 finding\n"), "{wrote:#?}");
    let known = run_in(dir.path(), &["check"]);
    let closing = "nothing found in 1 zone (9 records); 1 in the baseline\n";
    assert_eq!((known.code, known.stdout.as_str()), (0, closing));
    write(dir.path(), "zones/example.com.zone", zone("m IN MX 10 alias\nm IN MX 20 other\nn IN MX 10 alias\n"));
    let new = check(dir.path(), &[]);
    let owners: Vec<_> = new.findings().iter().map(|finding| text(&finding["owner"])).collect();
    assert_eq!((new.code, owners), (1, vec!["m.example.com.".to_owned(), "n.example.com.".to_owned()]));
    assert_eq!(check(dir.path(), &["--no-baseline"]).findings().len(), 3);
}

#[test]
fn a_line_stands_for_a_fingerprint_and_lines_are_sorted() {
    let dir = project("n IN MX 10 alias\nm IN MX 10 alias\nm IN MX 20 other\nx IN A ) 192.0.2.1\nx IN A ) 192.0.2.2\n");
    check(dir.path(), &["--write-baseline"]);
    let lines = lines(dir.path());
    let has = |line: usize, words: &[&str]| words.iter().all(|word| lines[line].contains(word));
    let m = lines.iter().position(|line| line.contains("\"m.example.com.\"")).expect("it is there");
    for line in [m, m + 1] {
        let words =
            ["\"zone\":\"example.com.\"", "\"m.example.com.\"", "\"count\":1", "target-is-alias", "\"type\":\"MX\""];
        assert!(has(line, &words), "{lines:#?}");
    }
    assert!(has(m + 2, &["\"n.example.com.\"", "\"count\":1"]), "{lines:#?}");
    assert!(has(0, &["\"file\":\"example.com.zone\"", "\"count\":2"]) && lines.len() == 4, "{lines:#?}");
    let before = std::fs::read(dir.path().join(FILE)).expect("a baseline");
    check(dir.path(), &["--write-baseline"]);
    assert_eq!(std::fs::read(dir.path().join(FILE)).expect("a baseline"), before, "the same, byte by byte");
}

#[test]
fn what_is_gone_is_said_once_and_taken_out_on_request() {
    let dir = project("m IN MX 10 alias\nn IN MX 10 alias\no IN MX 10 alias\n");
    check(dir.path(), &["--write-baseline"]);
    write(dir.path(), "zones/example.com.zone", zone("n IN MX 10 alias\n"));
    let stale = check(dir.path(), &[]);
    assert_eq!((stale.code, stale.checks(), in_baseline(&stale)), (0, vec!["baseline-stale".to_owned()], 1));
    let finding = &stale.findings()[0];
    assert_eq!((text(&finding["file"]).as_str(), text(&finding["severity"]).as_str()), (FILE, "info"));
    assert!(text(&finding["message"]).starts_with("2 findings of the baseline"), "{finding}");
    let pointed = lines(dir.path())[number(&finding["start"]["line"]) - 4].clone();
    assert!(pointed.contains("m.example.com.") || pointed.contains("o.example.com."), "{pointed}");
    assert_eq!(check(dir.path(), &["--error", "baseline-stale"]).code, 1);
    assert_eq!(check(dir.path(), &["--off", "baseline-stale"]).checks(), [""; 0]);
    let pruned = check(dir.path(), &["--prune-baseline"]);
    assert_eq!((pruned.code, in_baseline(&pruned), lines(dir.path()).len()), (0, 1, 1));
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0]);
}

#[test]
fn pruning_takes_nothing_in() {
    let dir = project("m IN MX 10 alias\n");
    check(dir.path(), &["--write-baseline"]);
    write(dir.path(), "zones/example.com.zone", zone("n IN MX 10 alias\n"));
    let pruned = check(dir.path(), &["--prune-baseline"]);
    assert_eq!((pruned.code, pruned.checks(), lines(dir.path()).len()), (1, vec!["target-is-alias".to_owned()], 0));
}

#[test]
fn the_file_of_a_zone_may_go() {
    let dir = project("m IN MX 10 alias\n");
    write(dir.path(), "zones/example.net.zone", zone("n IN MX 10 alias\n").replace("example.com", "example.net"));
    check(dir.path(), &["--write-baseline"]);
    std::fs::remove_file(dir.path().join("zones/example.net.zone")).expect("it is there");
    let run = check(dir.path(), &[]);
    assert_eq!((run.code, run.checks()), (0, vec!["baseline-stale".to_owned()]));
    assert!(text(&run.findings()[0]["message"]).contains("`n.example.net.`"), "{run:#?}");
}

#[test]
fn what_was_not_read_is_not_stale_and_stays() {
    let dir = project("m IN MX 10 alias\n");
    write(dir.path(), "zones/example.net.zone", zone("n IN MX 10 alias\n").replace("example.com", "example.net"));
    check(dir.path(), &["--write-baseline"]);
    let part = ["zones/example.com.zone"];
    assert_eq!(check(dir.path(), &part).checks(), [""; 0]);
    let refused = check(dir.path(), &[part[0], "--prune-baseline"]);
    assert!(refused.code == 2 && refused.stderr.contains("is not changed"), "{refused:#?}");
    check(dir.path(), &[part[0], "--write-baseline"]);
    assert_eq!(lines(dir.path()).len(), 2, "what another run found is kept");
    // A check that a flag switches off was not looked for.
    assert_eq!(check(dir.path(), &["--off", "target-is-alias"]).checks(), [""; 0]);
    check(dir.path(), &["--off", "target-is-alias", "--prune-baseline"]);
    assert_eq!(lines(dir.path()).len(), 2);
}

/// A folder below the rule file's is all that such a project ever reads.
#[test]
fn a_baseline_knows_what_it_was_made_of() {
    let dir = project("m IN MX 10 alias\n");
    check(dir.path(), &["zones", "--write-baseline"]);
    write(dir.path(), "zones/example.com.zone", zone(""));
    assert_eq!(check(dir.path(), &["zones"]).checks(), ["baseline-stale"]);
    assert_eq!(check(dir.path(), &["."]).checks(), ["baseline-stale"]);
    assert_eq!(check(dir.path(), &["zones/example.com.zone"]).checks(), [""; 0]);
}

#[test]
fn it_is_found_beside_the_rule_file() {
    let dir = project("m IN MX 10 alias\n");
    write(dir.path(), "zonelint.yaml", "checks: {ns-single: info}\n");
    check(dir.path(), &["--write-baseline"]);
    let below = run_in(&dir.path().join("zones"), &["check", "-f", "json"]);
    assert_eq!((below.checks(), in_baseline(&below)), (Vec::new(), 1));
    check(dir.path(), &["--write-baseline=other.json"]);
    std::fs::remove_file(dir.path().join(FILE)).expect("it is there");
    assert_eq!(check(dir.path(), &[]).checks(), ["target-is-alias"]);
    assert_eq!(check(dir.path(), &["--baseline", "other.json"]).checks(), [""; 0]);
    let missing = check(dir.path(), &["--baseline", "missing.json"]);
    assert!(missing.code == 2 && missing.stderr.contains("`missing.json` cannot be read"), "{missing:#?}");
}

#[test]
fn no_other_file_is_written_over() {
    let dir = project("m IN MX 10 alias\n");
    let before = zone("m IN MX 10 alias\n");
    for arguments in [
        ["--write-baseline=zones/example.com.zone", "--color=never"],
        ["--write-baseline", "--baseline=zones/example.com.zone"],
    ] {
        let run = check(dir.path(), &arguments);
        assert!(run.code == 2 && run.stderr.contains("is not a valid baseline"), "{run:#?}");
        assert_eq!(std::fs::read_to_string(dir.path().join("zones/example.com.zone")).expect("it is there"), before);
    }
    write(dir.path(), "zones/zonelint.yaml", "servces: []\n");
    let run = run_in(&dir.path().join("zones"), &["check", "--write-baseline"]);
    assert!(run.code == 2 && !dir.path().join("zones").join(FILE).exists(), "nothing was checked: {run:#?}");
}

#[test]
fn a_broken_baseline_hides_nothing() {
    for text in
        ["", "{}", "{\"version\": 3, \"findings\": []}", "<<<<<<< HEAD\n", "{\"version\": 1, \"findings\": [1]}"]
    {
        let dir = project("m IN MX 10 alias\n");
        write(dir.path(), FILE, text);
        let run = check(dir.path(), &[]);
        assert_eq!((run.code, run.checks()), (2, vec!["target-is-alias".to_owned()]), "{text}");
        assert!(run.stderr.contains("`zonelint-baseline.json` is not a valid baseline"), "{run:#?}");
    }
}

#[test]
fn silenced_findings_do_not_get_in() {
    let dir = project("m IN MX 10 alias ; zonelint: ignore[target-is-alias] why\n");
    check(dir.path(), &["--write-baseline"]);
    assert_eq!(lines(dir.path()), [""; 0]);
}

/// The page of old repositories shows the file.
#[test]
fn the_page_shows_lines_of_a_baseline() {
    let page = include_str!("../../../docs/old-repository.md");
    let zone = ZONE.replace("     IN NS  ns2\n", "     IN NS  ns2\n     IN MX  10 mail\n") + "mail IN CNAME host\n";
    let dir = project_with(&[("zones/example.com.zone", zone + "old IN CNAME gone\n")]);
    run_in(dir.path(), &["check", "--write-baseline"]);
    let lines = lines(dir.path());
    assert!(lines.len() == 2 && lines.iter().all(|line| page.contains(line.trim_end_matches(','))), "{lines:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    /// A zone in another order, with other letters, units and lines: nothing new, nothing gone. One more mistake
    /// anywhere is the only thing that is told.
    #[test]
    fn it_outlives_what_is_done_every_day(
        order in prop::collection::vec(any::<(u32, bool, bool, bool)>(), OLD.len()),
        place in 0..OLD.len(),
    ) {
        let dir = project(&OLD.map(|(owner, data)| format!("{owner} 3600 {data}\n")).concat());
        prop_assert!(in_baseline(&check(dir.path(), &["--write-baseline"])) >= OLD.len());
        let mut lines: Vec<(u32, String)> = std::iter::zip(OLD, &order).map(|((owner, data), &(at, upper, ttl, long))| {
            let owner = if upper { owner.to_uppercase() } else { owner.to_owned() };
            let ttl = if ttl { "1h" } else { "3600" };
            let data = if long { format!("{data} ; a word\n\n") } else { format!("{data}\n") };
            (at, format!("{owner} {ttl} {data}"))
        }).collect();
        lines.sort();
        let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        write(dir.path(), "zones/example.com.zone", zone(&lines.concat()));
        let run = check(dir.path(), &[]);
        prop_assert_eq!((run.code, run.findings().len()), (0, 0), "{:#?}", run);
        lines.insert(place, "fresh 3600 IN MX 10 alias\n".to_owned());
        write(dir.path(), "zones/example.com.zone", zone(&lines.concat()));
        let owners: Vec<_> = check(dir.path(), &[]).findings().iter().map(|finding| text(&finding["owner"])).collect();
        prop_assert_eq!(owners, ["fresh.example.com."]);
    }
}

/// Records with a mistake each.
const OLD: [(&str, &str); 6] = [
    ("m", "IN MX 10 alias"),
    ("m", "IN MX 20 other"),
    ("gone", "IN CNAME nothing"),
    ("_sipfederationtls._tcp", "IN SRV 0 0 5601 host"),
    ("bad", "IN A 192.0.2.999"),
    ("worse", "IN FOO bar"),
];
