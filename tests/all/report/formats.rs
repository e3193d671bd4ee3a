//! The formats for services, each read back by a reader of that format and held against the JSON document.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{FORMATS, Run, SWAPPED, ZONE, number, project_with, run_in, text};
use serde::Deserialize;
use serde_json::Value;

/// What every format has to tell of a finding.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    check: String,
    severity: String,
    file: String,
    line: usize,
    column: usize,
    end: Option<(usize, usize)>,
    message: String,
}

impl Told {
    /// As formats tell it that may be printed as they are.
    fn shown(self) -> Told {
        let shown = |text: &str| zonelint::report::printable(text).into_owned();
        Told { file: shown(&self.file), message: shown(&self.message), ..self }
    }
}

/// Files whose names and texts hold whatever a format might trip over.
fn hostile() -> tempfile::TempDir {
    let bad = "w\u{e9}b IN A 192.0.2.1\n<&>\"]]>' IN A 192.0.2.999\n\
        %0A::error::x IN FOO<&>%25 [a](https://x.example) x\n\
        k IN TXT \u{1b}[31m \"open\nx\u{202e}y IN MX ten mail\n";
    let zone = |more: &str| {
        ZONE.to_owned()
            + SWAPPED
            + "t 1 IN A 192.0.2.7\nm IN MX 10 gone\nr 300 IN A 192.0.2.8\nr 900 IN A 192.0.2.9\n"
            + more
    };
    project_with(&[
        ("zones/plain.zone", zone("")),
        ("zones/a b,c%41 \u{e9}#?.zone", zone(bad).replace("example.com", "example.net")),
        ("zones/<&>'\"::.zone", zone(bad).replace("example.com", "example.org")),
    ])
}

fn check(dir: &Path, format: &str) -> Run {
    let severities = ["--info", "ttl-out-of-range", "--warn", "target-does-not-exist"];
    run_in(dir, &[&["check", "--format", format, "zones"], &severities[..]].concat())
}

/// What the JSON document tells; lines and columns with offsets come from a test of their own.
fn expected(dir: &Path) -> Vec<Told> {
    let told = |finding: &Value| Told {
        check: text(&finding["check"]),
        severity: text(&finding["severity"]),
        file: text(&finding["file"]),
        line: number(&finding["start"]["line"]),
        column: number(&finding["start"]["column"]),
        end: Some((number(&finding["end"]["line"]), number(&finding["end"]["column"]))),
        message: text(&finding["message"]),
    };
    let all: Vec<Told> = check(dir, "json").findings().iter().map(told).collect();
    let severities: BTreeSet<_> = all.iter().map(|told| told.severity.as_str()).collect();
    let files: BTreeSet<_> = all.iter().map(|told| told.file.as_str()).collect();
    assert_eq!((severities.len(), files.len()), (3, 3), "the zones do not test much: {all:#?}");
    all
}

/// The message is followed by what else there is to say, each in a line of its own.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// The message without what a fix would write, which stands behind it where a format has no place of its own for that.
fn without_fix(text: &str) -> String {
    let before = |lead: &str| text.split_once(lead).map(|(before, _)| before);
    before("; unsafe fix: ").or_else(|| before("; fix: ")).unwrap_or(text).to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).expect("two digits follow");
        bytes.push(u8::from_str_radix(digits, 16).expect("they are hexadecimal"));
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("it is UTF-8")
}

fn assert_valid_sarif(document: &Value) {
    let schema = include_str!("../../../testdata/schemas/sarif-2.1.0.json");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", serde_json::from_str(schema).expect("it is JSON")).expect("it is a schema");
    let index = compiler.compile("sarif.json", &mut schemas).expect("it is a schema");
    if let Err(error) = schemas.validate(document, index) {
        panic!("{error:#}");
    }
}

/// Valid by the published schema, and a reader of SARIF drops nothing of it.
fn sarif_of(run: &Run) -> Value {
    let document = run.json();
    assert_valid_sarif(&document);
    let read: serde_sarif::sarif::Sarif = serde_json::from_str(&run.stdout).expect("it is SARIF");
    assert_eq!(serde_json::to_value(read).expect("it can be written"), document);
    document["runs"][0].clone()
}

#[test]
fn sarif_tells_all() {
    let dir = hostile();
    let run = sarif_of(&check(dir.path(), "sarif"));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let place = |location: &Value| {
        let physical = &location["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let uri = text(&physical["artifactLocation"]["uri"]);
        assert!(!uri.contains([':', ' ', '#', '?', '<']), "{uri}");
        (percent_decoded(&uri), physical["region"].clone())
    };
    let told = |result: &Value| {
        let (file, region) = place(&result["locations"][0]);
        let rule = &rules[number(&result["ruleIndex"])];
        assert_eq!(rule["id"], result["ruleId"]);
        let message = text(&result["message"]["text"]);
        // A link would be a stranger's.
        assert!(!message.contains("](") || message.contains("\\]("), "{message}");
        Told {
            check: text(&result["ruleId"]),
            severity: text(&result["level"]).replace("note", "info"),
            file,
            line: number(&region["startLine"]),
            column: number(&region["startColumn"]),
            end: Some((number(&region["endLine"]), number(&region["endColumn"]))),
            message: first_line(&message).replace("\\[", "[").replace("\\]", "]"),
        }
    };
    let results = run["results"].as_array().expect("a list");
    let expected = expected(dir.path()).into_iter().map(|told| Told { file: told.file.clone(), ..told.shown() });
    assert_eq!(results.iter().map(told).collect::<Vec<_>>(), expected.collect::<Vec<_>>());

    let prints: BTreeSet<_> =
        results.iter().map(|result| text(&result["partialFingerprints"]["zonelint/v2"])).collect();
    assert_eq!(prints.len(), results.len(), "fingerprints are unique");
    let related = results.iter().filter_map(|result| result["relatedLocations"].as_array()).flatten();
    let files: BTreeSet<String> = related.map(|location| place(location).0).collect();
    assert!(!files.is_empty() && files.iter().all(|file| file.starts_with("zones/")), "{files:?}");
}

#[test]
fn a_rule_of_sarif_carries_the_page() {
    let dir = project_with(&[("zones/example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let run = sarif_of(&check(dir.path(), "sarif"));
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["defaultConfiguration"]["level"]), (&"srv-port-transposed".into(), &"error".into()));
    let page = text(&rule["help"]["markdown"]);
    assert!(page.starts_with("# srv-port-transposed\n") && page.contains("## Wrong") && !page.contains(";^"), "{page}");
    assert!(text(&rule["fullDescription"]["text"]).starts_with("The port of an SRV record is"), "{rule}");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

/// Every kind of finding that the fixtures hold.
#[test]
fn sarif_of_every_check_is_valid() {
    let run = run_in(&crate::support::root(), &["check", "--no-config", "-f", "sarif", "testdata"]);
    let kinds = sarif_of(&run)["tool"]["driver"]["rules"].as_array().expect("a list").len();
    assert!(kinds > 30, "only {kinds}");
}

/// Empty results mean that all is well: a run that failed says that it did.
#[test]
fn a_failed_run_is_told() {
    let dir = project_with(&[("zones/example.com.zone", ZONE)]);
    let run = |format: &str| {
        let run = run_in(dir.path(), &["check", "-f", format, "zones", "gone%\u{1b}.zone"]);
        assert_eq!(run.code, 2, "{run:#?}");
        run
    };
    let invocation = &sarif_of(&run("sarif"))["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(text(&invocation["toolExecutionNotifications"][0]["message"]["text"]).contains("gone%"), "{invocation}");

    let (command, properties, message) = command_of(run("github").stdout.trim_end());
    assert_eq!((command.as_str(), properties.as_slice()), ("error", &[("title".into(), "zonelint".into())][..]));
    assert!(message.contains("`gone%<U+001B>.zone`"), "{message}");

    let suites = junit_of(&run("junit"));
    assert_eq!((suites.tests, suites.errors, suites.failures), (1, 1, 0));
    assert!(suites.suites[0].cases[0].status.error_as_ref().message.contains("gone%"), "{suites:?}");
}

/// Reads a line as the runner of GitHub Actions does (`ActionCommand.TryParseV2`).
fn command_of(line: &str) -> (String, Vec<(String, String)>, String) {
    let (info, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("it is a command");
    let (command, properties) = info.split_once(' ').unwrap_or((info, ""));
    let unescaped = |text: &str, pairs: &[(&str, &str)]| {
        pairs.iter().fold(text.to_owned(), |text, (escaped, c)| text.replace(escaped, c))
    };
    let data_pairs = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    let property_pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    let pairs = properties.trim().split(',').filter_map(|property| property.split_once('='));
    let pairs = pairs.map(|(key, value)| (key.to_owned(), unescaped(value, &property_pairs))).collect();
    (command.to_owned(), pairs, unescaped(data, &data_pairs))
}

#[test]
fn github_shows_the_gravest_first() {
    let dir = hostile();
    let run = check(dir.path(), "github");
    let told = |line: &str| {
        let (command, properties, message) = command_of(line);
        let property = |name: &str| {
            let found = properties.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone())
        };
        let count = |name: &str| property(name).map(|value| value.parse().expect("a number"));
        let (file, line) = (property("file").expect("a file"), count("line").expect("a line"));
        let column = count("col").expect("a column");
        let message = first_line(&message);
        let message = message.strip_prefix(&format!("{file}:{line}:{column}: ")).expect("the log shows the place");
        Told {
            check: property("title").expect("a title"),
            severity: command.replace("notice", "info"),
            file,
            line,
            column,
            end: count("endLine").zip(count("endColumn")),
            message: message.to_owned(),
        }
    };
    let mut expected: Vec<Told> = expected(dir.path()).into_iter().map(Told::shown).collect();
    expected.sort_by_key(|told| ["error", "warning", "info"].iter().position(|word| told.severity == *word));
    assert_eq!(run.stdout.lines().map(told).collect::<Vec<_>>(), expected);
    assert!(!run.stdout.contains('\u{1b}') && !run.stdout.contains('\u{202e}'), "{}", run.stdout);
}

/// What GitLab documents of the report, and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: String,
    location: GitlabLocation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GitlabLocation {
    path: String,
    positions: GitlabRange,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GitlabRange {
    begin: Point,
    end: Point,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    line: usize,
    column: usize,
}

#[test]
fn gitlab_gets_a_list_of_issues() {
    let dir = hostile();
    let issues: Vec<Issue> = serde_json::from_str(&check(dir.path(), "gitlab").stdout).expect("a list of issues");
    let prints: BTreeSet<_> = issues.iter().map(|issue| issue.fingerprint.clone()).collect();
    assert_eq!(prints.len(), issues.len(), "GitLab shows one issue of a fingerprint");
    let told = |issue: Issue| {
        let severity = match issue.severity.as_str() {
            "major" => "error",
            "minor" => "warning",
            "info" => "info",
            other => panic!("GitLab knows no severity `{other}` for us"),
        };
        let lead = format!("{}: ", issue.check_name);
        let GitlabRange { begin, end } = issue.location.positions;
        Told {
            message: without_fix(issue.description.strip_prefix(&lead).expect("the check leads")),
            check: issue.check_name,
            severity: severity.into(),
            file: issue.location.path,
            line: begin.line,
            column: begin.column,
            end: Some((end.line, end.column)),
        }
    };
    assert_eq!(issues.into_iter().map(told).collect::<Vec<_>>(), expected(dir.path()));
    assert_eq!(check(project_with(&[("zones/example.com.zone", ZONE)]).path(), "gitlab").stdout, "[]\n");
}

fn junit_of(run: &Run) -> junit_parser::TestSuites {
    junit_parser::from_reader(run.stdout.as_bytes()).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

#[test]
fn junit_has_a_suite_for_each_file() {
    let dir = hostile();
    let suites = junit_of(&check(dir.path(), "junit"));
    let expected = expected(dir.path());
    let of = |severity: &str| expected.iter().filter(|told| told.severity == severity).count() as u64;
    assert_eq!(
        (suites.tests, suites.failures, suites.skipped, suites.errors),
        (expected.len() as u64, of("error") + of("warning"), of("info"), 0)
    );
    let mut told = Vec::new();
    for suite in &suites.suites {
        assert_eq!(suite.tests, suite.cases.len() as u64);
        for case in &suite.cases {
            let (message, severity) = match &case.status {
                junit_parser::TestStatus::Failure(failure) => (&failure.message, failure.failure_type.as_str()),
                junit_parser::TestStatus::Skipped(skipped) => (&skipped.message, "info"),
                other => panic!("{other:?}"),
            };
            let (check, place) = case.original_name.split_once(" at ").expect("the place is in the name");
            let (line, column) = place.split_once(':').expect("line and column");
            assert_eq!(case.line.map(|line| line.to_string()).as_deref(), Some(line));
            told.push(Told {
                check: check.into(),
                severity: severity.into(),
                file: suite.name.clone(),
                line: line.parse().expect("a number"),
                column: column.parse().expect("a number"),
                end: None,
                message: message.clone(),
            });
        }
    }
    let expected = expected.into_iter().map(|told| Told { end: None, ..told.shown() });
    assert_eq!(told, expected.collect::<Vec<_>>());
}

/// A report without a test looks like one that was not written.
#[test]
fn junit_of_good_zones_is_one_test_passed() {
    let dir = project_with(&[("zones/example.com.zone", ZONE)]);
    let suites = junit_of(&check(dir.path(), "junit"));
    assert_eq!((suites.tests, suites.failures, suites.errors), (1, 0, 0));
    assert_eq!(suites.suites[0].cases[0].original_name, "nothing found in 1 zone (6 records)");
    assert!(suites.suites[0].cases[0].status.is_success());
}

/// `DiagnosticResult` of `reviewdog.proto`: its reader refuses keys that it does not know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiagnosticResult {
    diagnostics: Vec<Rd>,
    source: RdSource,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RdSource {
    name: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rd {
    message: String,
    location: RdLocation,
    severity: String,
    code: RdCode,
    #[serde(default)]
    suggestions: Vec<RdSuggestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RdSuggestion {
    range: RdRange,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RdCode {
    value: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RdLocation {
    path: String,
    range: RdRange,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RdRange {
    start: Point,
    end: Point,
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let dir = hostile();
    let read: DiagnosticResult = serde_json::from_str(&check(dir.path(), "rdjson").stdout).expect("a result");
    assert_eq!((read.source.name, read.source.url), ("zonelint".to_owned(), env!("CARGO_PKG_REPOSITORY").to_owned()));
    let findings = check(dir.path(), "json").findings();
    assert_eq!(read.diagnostics.len(), findings.len());
    let mut differ = 0;
    for (diagnostic, finding) in read.diagnostics.iter().zip(&findings) {
        assert_eq!(diagnostic.code.value, text(&finding["check"]));
        assert!(diagnostic.code.url.ends_with(&format!("/checks/{}/", diagnostic.code.value)));
        assert_eq!(diagnostic.severity, text(&finding["severity"]).to_uppercase());
        assert_eq!(diagnostic.location.path, text(&finding["file"]));
        let message = text(&finding["message"]);
        assert_eq!(first_line(&diagnostic.message), zonelint::report::printable(&message));
        let edits = finding["fix"]["edits"].as_array().into_iter().flatten();
        let edits: Vec<_> = edits.map(|edit| (number(&edit["start"]["line"]), text(&edit["text"]))).collect();
        let suggested = diagnostic.suggestions.iter().map(|one| (one.range.start.line, one.text.clone()));
        assert_eq!(suggested.collect::<Vec<_>>(), edits);
        let bytes = std::fs::read(dir.path().join(&diagnostic.location.path)).expect("it is there");
        let RdRange { start, end } = &diagnostic.location.range;
        for (point, key) in [(start, "start"), (end, "end")] {
            let offset = number(&finding[key]["offset"]);
            let line_start = bytes[..offset].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
            assert_eq!((point.line, point.column), (number(&finding[key]["line"]), offset - line_start + 1));
            differ += usize::from(point.column != number(&finding[key]["column"]));
        }
    }
    assert!(differ > 0, "no line has characters of several bytes before a finding");
}

/// Of what is said once for several records each format tells the other places, and of a template none.
#[test]
fn every_format_tells_the_other_places() {
    let wrong = "a IN MX 10 gone\nb IN MX 10 gone\nc IN MX 10 gone\n$GENERATE 1-3 g$ IN MX 10 missing\n";
    let dir = project_with(&[("example.com.zone", &(ZONE.to_owned() + wrong))]);
    let first = ZONE.lines().count() + 1;
    let [second, third] = [format!("{}:12", first + 1), format!("{}:12", first + 2)];
    for format in FORMATS {
        let run = run_in(dir.path(), &["check", "-f", format, "."]);
        let said = match format {
            // A frame shows a place with its line.
            "full" => vec![format!(" {} | b IN MX 10 gone", first + 1), format!(" {} | c IN MX 10 gone", first + 2)],
            "json" => run.findings()[0]["labels"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|label| {
                    assert_eq!(label["text"], "and here");
                    format!("\"line\":{},\"column\":{}", label["start"]["line"], label["start"]["column"])
                })
                .collect(),
            "sarif" => [1, 2].map(|more| format!("\"startLine\":{}", first + more)).to_vec(),
            "html" => [&second, &third].map(|place| format!("<p class=\"at\">example.com.zone:{place}</p>")).to_vec(),
            "concise" | "gitlab" => vec![format!("; also at {second}, {third}")],
            _ => [&second, &third].map(|place| format!("see: example.com.zone:{place}: and here")).to_vec(),
        };
        assert_eq!(said.len(), if matches!(format, "concise" | "gitlab") { 1 } else { 2 }, "{format}: {run:#?}");
        for place in said {
            assert!(run.stdout.contains(&place), "{format} lacks {place}: {}", run.stdout);
        }
        let of_template = run.stdout.matches("(and in 2 more records of this").count();
        assert!(of_template > 0 || format == "full", "{format}: {}", run.stdout);
        assert!(!run.stdout.contains(&format!("see: example.com.zone:{}", first + 3)), "{}", run.stdout);
    }
}
