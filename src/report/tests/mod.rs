mod full;
mod services;

use super::*;
use crate::diagnostic::{Meta, Note, Subject};
use crate::source::SourceId;

static TRANSPOSED: Meta = meta("srv-port-transposed", Severity::Error);
static DUPLICATE: Meta = meta("duplicate-record", Severity::Warning);
static SYNTAX: Meta = meta("unclosed-parenthesis", Severity::Error);

const fn meta(id: &'static str, severity: Severity) -> Meta {
    Meta { id, severity, ..Meta::DEFAULT }
}

const PLAIN: Style = Style { color: false, unicode: true, width: 100, links: false };

/// Sources by name and text, and spans found by the words in them.
#[derive(Default)]
struct Desk(Sources);

impl Desk {
    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Desk {
        Desk::default().and(name, bytes)
    }

    fn and(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Desk {
        self.0.add(name, bytes.as_ref().to_vec());
        self
    }

    /// The first place of a word in the source that was added as number `source`.
    fn at(&self, source: u32, word: &str) -> Span {
        let bytes = self.0.get(SourceId(source)).bytes();
        let start = bytes.windows(word.len()).position(|w| w == word.as_bytes()).expect("the word is there") as u32;
        Span { source: SourceId(source), start, end: start + word.len() as u32 }
    }

    fn show(&self, format: Format, style: Style, findings: &[Diagnostic]) -> String {
        let summary = Summary::of(findings);
        let report = Report { sources: &self.0, findings, failures: &[], summary, root: None, services: None };
        let mut out = Vec::new();
        render(&report, format, style, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("every format is UTF-8")
    }

    fn full(&self, finding: Diagnostic) -> String {
        self.show(Format::Full, PLAIN, &[finding])
    }

    fn json(&self, findings: &[Diagnostic]) -> serde_json::Value {
        serde_json::from_str(&self.show(Format::Json, PLAIN, findings)).expect("valid JSON")
    }
}

fn span(start: u32, end: u32) -> Span {
    Span { source: SourceId(0), start, end }
}

fn incident() -> (Desk, Diagnostic) {
    let zone = "$ORIGIN example.com.\n$TTL 3600\n_sipfederationtls._tcp 300 IN SRV 0 0 5601 edge\n";
    let rules = "services:\n  - service: _sipfederationtls._tcp\n    port: 5061\n    policy: fixed\n";
    let desk = Desk::with("zones/example.com.zone", zone).and("builtin:recommended", rules);
    let mut finding = Diagnostic::new(&TRANSPOSED, desk.at(0, "5601"), "port 5601 is 5061 with two digits swapped")
        .here("published to everybody")
        .label(desk.at(1, "port: 5061"), "what the service listens on")
        .help("write 5061, or list 5601 under `also` if the service really moved")
        .subject(Subject {
            zone: Some("example.com.".into()),
            owner: Some("_sipfederationtls._tcp.example.com.".into()),
            rtype: Some("SRV".into()),
        });
    let reason = "federation with Skype and Teams partners is always 5061".to_owned();
    finding.note = Some(std::sync::Arc::new(Note::Rule { reason: Some(reason), source: None, own: false }));
    (desk, finding)
}

#[test]
fn hostile_bytes_stay_off_the_terminal_and_marks_stay_in_line() {
    let zone = b"a\x1b[31m TXT \"\xff\xfe\xc3\xa9\" \xe2\x80\xaewww\xc2\x9b SRV\n";
    let desk = Desk::with("evil\u{1b}[2J.zone", zone);
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "SRV"), "type \u{1b}]0;x\u{7} after\ndata")
        .here("here \u{9b}1m")
        .help("first\u{1b}\nsecond\r");
    let full = desk.full(finding.clone());
    let concise = desk.show(Format::Concise, PLAIN, std::slice::from_ref(&finding));
    for format in Format::ALL {
        let shown = desk.show(format, PLAIN, std::slice::from_ref(&finding));
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{shown:?}");
    }
    insta::assert_snapshot!(full, @r#"
    error[unclosed-parenthesis]: type <U+001B>]0;x<U+0007> after data
       ╭─[evil<U+001B>[2J.zone:1:24]
     1 │ a?[31m TXT "??é" �www¿ SRV
       ·                        ─┬─
       ·                         ╰── here <U+009B>1m
       ╰────
      help: first<U+001B>
            second
    "#);
    insta::assert_snapshot!(concise, @"evil<U+001B>[2J.zone:1:24: error[unclosed-parenthesis]: type <U+001B>]0;x<U+0007> after data");
    assert_eq!(desk.json(&[finding])["findings"][0]["message"], "type <U+001B>]0;x<U+0007> after data");
}

#[test]
fn an_empty_file_has_a_place() {
    let desk = Desk::with("empty.zone", "");
    let finding = Diagnostic::new(&SYNTAX, span(0, 0), "no record at all");
    insta::assert_snapshot!(desk.full(finding.clone()), @r"
    error[unclosed-parenthesis]: no record at all
       ╭─[empty.zone:1:1]
     1 │ 
       · ▲
       ╰────
    ");
    let json = desk.json(&[finding]);
    let origin = serde_json::json!({"line": 1, "column": 1, "offset": 0});
    assert_eq!(json["findings"][0]["start"], origin);
    assert_eq!(json["findings"][0]["end"], origin);
}

#[test]
fn no_span_panics() {
    for text in ["", "a", "a\n", "a\r\nb", "é\r", "\r\n\r\n", "\u{feff}x\n\n"] {
        let desk = Desk::with("z", text);
        let beyond = text.len() as u32 + 3;
        for start in 0..beyond {
            for end in 0..beyond {
                let finding = Diagnostic::new(&SYNTAX, span(start, end), "m")
                    .here("x")
                    .label(span(end, start), "y")
                    .label(span(start, start), "");
                for format in Format::ALL {
                    assert!(!desk.show(format, PLAIN, std::slice::from_ref(&finding)).is_empty());
                }
            }
        }
    }
}

#[test]
fn a_finding_in_an_expansion_points_at_its_directive() {
    let mut desk = Desk::with("z.zone", "$GENERATE 1-2 a$ A 192.0.2.$\n");
    let id = desk.0.add_expansion(span(0, 28), b"a1 A 192.0.2.1\n".to_vec());
    let inside = |start, end| Span { source: id, start, end };
    let finding = Diagnostic::new(&DUPLICATE, inside(0, 2), "`a1` twice").label(inside(5, 14), "here");
    insta::assert_snapshot!(desk.full(finding.clone()), @r"
    warning[duplicate-record]: `a1` twice
       ╭─[z.zone:1:1]
     1 │ $GENERATE 1-2 a$ A 192.0.2.$
       · ──────────────┬─────────────
       ·               ╰── here
       ╰────
    ");
    assert_eq!(desk.json(&[finding])["findings"][0]["labels"][0]["start"]["offset"], 0);
}

#[test]
fn json_keeps_the_contract() {
    let (desk, finding) = incident();
    let bare = Diagnostic::new(&DUPLICATE, span(0, 0), "bare").severity(Severity::Info);
    let fingerprints = crate::fingerprint::of(&desk.0, &[finding.clone(), bare.clone()]);
    let expected = serde_json::json!({
        "version": 1,
        "findings": [
            {
                "check": "srv-port-transposed",
                "severity": "error",
                "message": "port 5601 is 5061 with two digits swapped",
                "file": "zones/example.com.zone",
                "start": {"line": 3, "column": 39, "offset": 69},
                "end": {"line": 3, "column": 43, "offset": 73},
                "labels": [{
                    "file": "builtin:recommended",
                    "start": {"line": 3, "column": 5, "offset": 50},
                    "end": {"line": 3, "column": 15, "offset": 60},
                    "text": "what the service listens on",
                }],
                "help": "write 5061, or list 5601 under `also` if the service really moved",
                "reason": "federation with Skype and Teams partners is always 5061",
                "source": null,
                "zone": "example.com.",
                "owner": "_sipfederationtls._tcp.example.com.",
                "type": "SRV",
                "fingerprint": fingerprints[0].to_string(),
                "fix": null,
            },
            {
                "check": "duplicate-record",
                "severity": "info",
                "message": "bare",
                "file": "zones/example.com.zone",
                "start": {"line": 1, "column": 1, "offset": 0},
                "end": {"line": 1, "column": 1, "offset": 0},
                "labels": [],
                "help": null,
                "reason": null,
                "source": null,
                "zone": null,
                "owner": null,
                "type": null,
                "fingerprint": fingerprints[1].to_string(),
                "fix": null,
            },
        ],
        "summary": {"errors": 1, "warnings": 0, "infos": 1, "files": 0, "zones": 0, "records": 0, "skipped": 0, "templates": 0, "ignored": 0, "base": 0, "baseline": 0, "hidden": 0, "off": 0, "excluded": 0, "gitignored": 0},
    });
    assert_eq!(desk.json(&[finding, bare]), expected);
    assert_eq!(desk.json(&[])["findings"], serde_json::json!([]));
}

#[test]
fn concise_is_one_line_a_finding() {
    let (desk, finding) = incident();
    insta::assert_snapshot!(desk.show(Format::Concise, PLAIN, &[finding]), @"zones/example.com.zone:3:39: error[srv-port-transposed]: port 5601 is 5061 with two digits swapped");
}

#[test]
fn findings_sort_by_path_and_place_and_twins_go() {
    let desk = Desk::with("b", "x\ny\n").and("a", "x\n").and("b", "x\ny\n");
    let at = |source, start| Span { source: SourceId(source), start, end: start + 1 };
    let finding = |source, start, message: &str| Diagnostic::new(&DUPLICATE, at(source, start), message);
    let mut findings = vec![
        finding(0, 2, "later"),
        finding(0, 0, "second"),
        finding(2, 0, "second"),
        finding(0, 0, "first"),
        finding(1, 0, "other file"),
        finding(0, 0, "first").help("differs"),
        Diagnostic::new(&TRANSPOSED, at(0, 0), "a"),
    ];
    sort(&desk.0, &mut findings);
    let messages: Vec<&str> = findings.iter().map(|f| &*f.message).collect();
    assert_eq!(messages, ["other file", "first", "first", "second", "a", "later"]);
}

#[test]
fn the_closing_line_counts() {
    let summary = Summary { errors: 2, warnings: 1, files: 3, zones: 3, records: 41, ..Summary::default() };
    assert_eq!(summary.closing_line(), "2 errors, 1 warning in 3 zones (41 records)");
    let summary = Summary { infos: 2, files: 1, zones: 1, records: 1, skipped: 4, ..Summary::default() };
    assert_eq!(summary.closing_line(), "2 infos in 1 zone (1 record, 4 copies skipped)");
    let summary = Summary { skipped: 1, templates: 2, ..summary };
    assert_eq!(summary.closing_line(), "2 infos in 1 zone (1 record, 1 copy skipped, 2 templates skipped)");
    let summary = Summary { files: 2, zones: 2, records: 9, ignored: 1, baseline: 12, ..Summary::default() };
    assert_eq!(summary.closing_line(), "nothing found in 2 zones (9 records); 1 ignored, 12 in the baseline");
    let summary = Summary { ignored: 0, baseline: 1, files: 2, zones: 2, records: 9, errors: 1, ..Summary::default() };
    assert_eq!(summary.closing_line(), "1 error in 2 zones (9 records); 1 in the baseline");
    let summary = Summary {
        files: 2,
        zones: 2,
        records: 9,
        ignored: 3,
        baseline: 2,
        hidden: 4,
        off: 1,
        excluded: 12,
        gitignored: 1,
        ..Summary::default()
    };
    let not_shown =
        "3 ignored, 2 in the baseline, 4 of lower severity, 1 check off, 12 files excluded, 1 path in .gitignore";
    assert_eq!(summary.closing_line(), format!("nothing found in 2 zones (9 records); {not_shown}"));
    let summary = Summary { files: 2, zones: 2, records: 9, off: 2, excluded: 1, ..Summary::default() };
    assert_eq!(summary.closing_line(), "nothing found in 2 zones (9 records); 2 checks off, 1 file excluded");
    // A file may be several zones, and several files one zone.
    let summary = Summary { files: 5, zones: 2, records: 9, ..Summary::default() };
    assert_eq!(summary.closing_line(), "nothing found in 2 zones (5 files, 9 records)");
    assert_eq!(Summary::default().closing_line(), "nothing found in 0 zones (0 records)");
}
