//! What a run cannot easily be made to show; the formats as a whole are read back in `tests/all/report/formats.rs`.

use super::*;

fn two_lines() -> (Desk, Diagnostic) {
    let desk = Desk::with("a,b:c%.zone", "x TXT (\n  a\n  b )\n");
    (desk, Diagnostic::new(&SYNTAX, span(6, 17), "100%\nmore").help("one\rline"))
}

#[test]
fn github_gets_no_columns_for_several_lines() {
    let (desk, finding) = two_lines();
    let title = "title=unclosed-parenthesis";
    let file = "a%2Cb%3Ac%25.zone";
    let message = "a,b:c%25.zone:1:7: 100%25 more%0Ahelp: one line";
    let expected = format!("::error file={file},line=1,endLine=3,{title}::{message}\n");
    assert_eq!(desk.show(Format::Github, PLAIN, &[finding]), expected);
}

#[test]
fn github_shows_errors_before_all_else() {
    let desk = Desk::with("z", "x\n");
    let of = |severity: Severity, message: &str| Diagnostic::new(&SYNTAX, span(0, 1), message).severity(severity);
    let findings = [
        of(Severity::Info, "third"),
        of(Severity::Warning, "second"),
        of(Severity::Error, "first"),
        of(Severity::Info, "fourth"),
    ];
    let shown = desk.show(Format::Github, PLAIN, &findings);
    let starts: Vec<&str> = shown.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(starts, ["::error", "::warning", "::notice", "::notice"]);
    assert!(shown.ends_with("fourth\n"));
}

/// They are part of the program, and a service would look for them in the repository.
#[test]
fn sarif_relates_to_files_of_the_disk_only() {
    let (desk, finding) = incident();
    let finding = finding.label(desk.at(0, "300"), "a TTL");
    let log: serde_json::Value =
        serde_json::from_str(&desk.show(Format::Sarif, PLAIN, &[finding])).expect("valid JSON");
    let related = log["runs"][0]["results"][0]["relatedLocations"].as_array().expect("a list");
    assert_eq!(related.len(), 1);
    assert_eq!(related[0]["physicalLocation"]["artifactLocation"]["uri"], "zones/example.com.zone");
    assert_eq!(related[0]["message"]["text"], "a TTL");
}

#[test]
fn sarif_holds_no_link_of_a_stranger() {
    let desk = Desk::with("z", "x\n");
    let finding = Diagnostic::new(&SYNTAX, span(0, 1), r"[click](https://x.example) \ here");
    let log: serde_json::Value =
        serde_json::from_str(&desk.show(Format::Sarif, PLAIN, &[finding])).expect("valid JSON");
    let message = &log["runs"][0]["results"][0]["message"]["text"];
    assert_eq!(message, r"\[click\](https://x.example) \\ here");
}

/// A finding whose fix changes two lines of its file.
fn mended() -> (Desk, Diagnostic) {
    use crate::diagnostic::{Applicability, Edit, Fix};
    let desk = Desk::with("dns/z", "x A 192.0.2.1\né A 192.0.2.2\n");
    let edit = |span, text: &str| Edit { span, text: text.into() };
    let edits = vec![edit(desk.at(0, "192.0.2.1"), "192.0.2.7\t; \"mended\"\n"), edit(desk.at(0, "192.0.2.2"), "")];
    let fix = Fix { title: "write [192.0.2.7](x)".into(), applicability: Applicability::Unsafe, edits };
    let mut finding = Diagnostic::new(&SYNTAX, span(0, 1), "m");
    finding.fix = Some(Box::new(fix));
    (desk, finding)
}

#[test]
fn a_fix_is_told_to_the_byte() {
    let (desk, finding) = mended();
    let of =
        |format| serde_json::from_str::<serde_json::Value>(&desk.show(format, PLAIN, std::slice::from_ref(&finding)));
    let text = "192.0.2.7\t; \"mended\"\n";
    let json = &of(Format::Json).expect("valid JSON")["findings"][0]["fix"];
    assert_eq!((&json["title"], &json["applicability"]), (&"write [192.0.2.7](x)".into(), &"unsafe".into()));
    assert_eq!((&json["edits"][0]["text"], &json["edits"][1]["text"]), (&text.into(), &"".into()));
    assert_eq!((&json["edits"][0]["start"]["offset"], &json["edits"][1]["start"]["line"]), (&4.into(), &2.into()));

    let sarif = &of(Format::Sarif).expect("valid JSON")["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(sarif["description"]["text"], r"unsafe fix: write \[192.0.2.7\](x)");
    assert_eq!(sarif["properties"]["applicability"], "unsafe");
    let change = &sarif["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "dns/z");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], text);
    let deleted = serde_json::json!({"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 14});
    assert_eq!(change["replacements"][1]["deletedRegion"], deleted);

    let suggestions = &of(Format::Rdjson).expect("valid JSON")["diagnostics"][0]["suggestions"];
    assert_eq!(suggestions[0]["text"], text);
    // Columns are counted in bytes.
    assert_eq!(suggestions[1]["range"]["start"], serde_json::json!({"line": 2, "column": 6}));
}

/// A suggestion cannot say which file it is for.
#[test]
fn reviewdog_gets_no_part_of_a_fix() {
    let (desk, mut finding) = mended();
    let desk = desk.and("other", "y\n");
    let other = Span { source: SourceId(1), start: 0, end: 1 };
    finding.fix.iter_mut().for_each(|fix| fix.edits[1].span = other);
    let shown = desk.show(Format::Rdjson, PLAIN, std::slice::from_ref(&finding));
    assert!(!shown.contains("suggestions"), "{shown}");
    let log: serde_json::Value =
        serde_json::from_str(&desk.show(Format::Sarif, PLAIN, &[finding])).expect("valid JSON");
    let changes = log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"].as_array().map(Vec::len);
    assert_eq!(changes, Some(2));
}

#[test]
fn services_are_told_where_the_page_of_a_check_is() {
    let (desk, finding) = incident();
    let of = |format| desk.show(format, PLAIN, std::slice::from_ref(&finding));
    let page = format!("{}checks/srv-port-transposed/", env!("CARGO_PKG_HOMEPAGE"));
    let sarif: serde_json::Value = serde_json::from_str(&of(Format::Sarif)).expect("valid JSON");
    let driver = &sarif["runs"][0]["tool"]["driver"];
    assert_eq!((&driver["version"], &driver["informationUri"]), (&links::VERSION.into(), &links::REPOSITORY.into()));
    assert_eq!(driver["rules"][0]["helpUri"], *page);
    let rdjson: serde_json::Value = serde_json::from_str(&of(Format::Rdjson)).expect("valid JSON");
    assert_eq!(rdjson["diagnostics"][0]["code"]["url"], *page);
}

#[test]
fn junit_holds_what_xml_may_hold() {
    let desk = Desk::with("z<&>\"'", "x\n");
    let finding = Diagnostic::new(&SYNTAX, span(0, 1), "<![CDATA[ &amp; \u{fffe}\0\u{1b}\"'");
    insta::assert_snapshot!(desk.show(Format::Junit, PLAIN, &[finding]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="zonelint" tests="1" failures="1" errors="0" skipped="0">
      <testsuite name="z&lt;&amp;&gt;&quot;&apos;" tests="1" failures="1" errors="0" skipped="0">
        <testcase name="unclosed-parenthesis at 1:1" classname="z&lt;&amp;&gt;&quot;&apos;" file="z&lt;&amp;&gt;&quot;&apos;" line="1">
          <failure message="&lt;![CDATA[ &amp;amp; &lt;U+FFFE&gt;&lt;U+0000&gt;&lt;U+001B&gt;&quot;&apos;" type="error">z&lt;&amp;&gt;&quot;&apos;:1:1
    &lt;![CDATA[ &amp;amp; &lt;U+FFFE&gt;&lt;U+0000&gt;&lt;U+001B&gt;&quot;&apos;
    </failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn statistics_name_the_most_frequent_first() {
    let desk = Desk::with("z", "x\n");
    let of = |meta: &'static Meta, severity| Diagnostic::new(meta, span(0, 1), "m").severity(severity);
    let findings = [
        of(&TRANSPOSED, Severity::Error),
        of(&SYNTAX, Severity::Error),
        of(&DUPLICATE, Severity::Warning),
        of(&DUPLICATE, Severity::Info),
    ];
    let report = Report { findings: &findings, summary: Summary::of(&findings), ..Report::empty(&desk.0) };
    let (mut lines, mut json) = (Vec::new(), Vec::new());
    statistics(&report, CountedBy::Check, &mut lines).expect("a vector takes all");
    statistics_json(&report, CountedBy::Check, &mut json).expect("a vector takes all");
    insta::assert_snapshot!(String::from_utf8_lossy(&lines), @r"
    2  duplicate-record      1 warning, 1 info
    1  srv-port-transposed   1 error
    1  unclosed-parenthesis  1 error
    ");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("valid JSON");
    let row = |check: &str, counts: [u32; 4]| {
        let [count, errors, warnings, infos] = counts;
        serde_json::json!({"check": check, "count": count, "errors": errors, "warnings": warnings, "infos": infos})
    };
    let expected = [
        row("duplicate-record", [2, 0, 1, 1]),
        row("srv-port-transposed", [1, 1, 0, 0]),
        row("unclosed-parenthesis", [1, 1, 0, 0]),
    ];
    assert_eq!((&json["version"], &json["statistics"]), (&1.into(), &serde_json::json!(expected)));
    assert_eq!((&json["summary"]["errors"], &json["summary"]["infos"]), (&2.into(), &1.into()));
}
