//! How each format writes the table.

use std::fmt::Write;
use std::time::Instant;

use super::{at_width, csv, project_of};
use crate::support::{Run, in_time, number, project_with, root, text, write, zonelint};
use serde_json::Value;

const FORMATS: [&str; 5] = ["text", "markdown", "csv", "html", "json"];

fn incident() -> tempfile::TempDir {
    let records =
        |port| format!("_sipfederationtls._tcp 5m IN SRV 0 0 {port} host\n_xmpp-client._tcp IN SRV 0 0 0 .\n");
    project_of(&[("example.com", &records(5601)), ("example.net", &records(5061))])
}

#[test]
fn answers_stand_side_by_side() {
    let run = zonelint(incident().path(), &["services"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout, @r#"
      SERVICE                 ZONE          PORT  TARGET             ADDRESSES  TTL
    ! _sipfederationtls._tcp  example.com.  5601  host.example.com.  192.0.2.3   5m
        error[srv-port-transposed]: expected 5061
      _sipfederationtls._tcp  example.net.  5061  host.example.net.  192.0.2.3   5m
      _xmpp-client._tcp       example.com.        not offered                    1h
      _xmpp-client._tcp       example.net.        not offered                    1h
    not shown: priority, weight, rule (`--format csv` writes all)
    2 services in 2 zones (4 records), 1 marked
    "#);
}

#[test]
fn the_readme_shows_what_the_program_says() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("it is there");
    let said = zonelint(&root(), &["services", "testdata/incident/"]).stdout;
    let of_service = said.lines().filter(|line| line.contains("_sipfederationtls"));
    let rows: String = of_service.map(|line| line.to_owned() + "\n").collect();
    assert!(readme.contains(&format!("```text\n{rows}```\n")), "it says: {said}");
}

#[test]
fn columns_that_do_not_fit_are_left_out_and_named() {
    let wide = at_width(incident().path(), 200, &["services"]).stdout;
    insta::assert_snapshot!(wide, @r#"
      SERVICE                 ZONE          PRIORITY  WEIGHT  PORT  TARGET             ADDRESSES  TTL  RULE
    ! _sipfederationtls._tcp  example.com.         0       0  5601  host.example.com.  192.0.2.3   5m  recommended
        error[srv-port-transposed]: expected 5061
      _sipfederationtls._tcp  example.net.         0       0  5061  host.example.net.  192.0.2.3   5m  recommended
      _xmpp-client._tcp       example.com.         0       0        not offered                    1h  recommended
      _xmpp-client._tcp       example.net.         0       0        not offered                    1h  recommended
    2 services in 2 zones (4 records), 1 marked
    "#);
    let narrow = at_width(incident().path(), 40, &["services"]).stdout;
    insta::assert_snapshot!(narrow, @r#"
      SERVICE     ZONE       PORT  TARGET
    ! _sip.._tcp  exam..om.  5601  host..om.
        error[srv-port-transposed]: expected
        5061
      _sip.._tcp  exam..et.  5061  host..et.
      _xmp.._tcp  exam..om.        not ..red
      _xmp.._tcp  exam..et.        not ..red
    not shown: priority, weight, addresses,
    ttl, rule; long names are cut (`--format
    csv` writes all)
    2 services in 2 zones (4 records), 1 marked
    "#);
    for width in [40, 57, 80, 100, 119] {
        let run = at_width(incident().path(), width, &["services"]);
        let (closing, table) =
            run.stdout.trim_end().rsplit_once('\n').map(|(table, last)| (last, table)).expect("lines");
        assert!(closing.starts_with("2 services in 2 zones"), "{closing}");
        assert!(table.lines().all(|line| line.chars().count() <= width), "{width}: {table}");
    }
}

#[test]
fn colours_are_for_terminals_and_say_nothing_alone() {
    let dir = incident();
    let (plain, colored) =
        (zonelint(dir.path(), &["services"]), zonelint(dir.path(), &["services", "--color", "always"]));
    assert!(!plain.stdout.contains('\u{1b}') && colored.stdout.contains("\u{1b}[1;31m! _sipfederationtls"));
    let without = colored.stdout.replace("\u{1b}[1m", "").replace("\u{1b}[1;31m", "").replace("\u{1b}[0m", "");
    assert_eq!(without, plain.stdout);
    zonelint(dir.path(), &["services", "-o", "table.txt"]);
    assert!(!std::fs::read_to_string(dir.path().join("table.txt")).expect("it was written").contains('\u{1b}'));
}

#[test]
fn a_file_holds_what_stdout_would() {
    let dir = incident();
    let closing = "2 services in 2 zones (4 records), 1 marked\n";
    for format in FORMATS {
        let shown = zonelint(dir.path(), &["services", "-f", format]);
        let run = zonelint(dir.path(), &["services", "-f", format, "-o", "table.txt"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", closing), "{format}");
        let written = std::fs::read_to_string(dir.path().join("table.txt")).expect("it was written");
        let is_text = format == "text";
        assert_eq!(written + if is_text { closing } else { "" }, shown.stdout, "{format}");
        assert_eq!(shown.stderr, if is_text { "" } else { closing }, "{format}");
    }
    let zone = std::fs::read(dir.path().join("zones/example.com.zone")).expect("it is there");
    write(dir.path(), "rules.yaml", "checks: {}\n");
    for (file, why) in [("zones/example.com.zone", "this run reads it"), ("rules.yaml", "this run reads it")] {
        let run = zonelint(dir.path(), &["services", "-c", "rules.yaml", "-o", file]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{file}");
        assert!(run.stderr.contains(why), "{run:#?}");
    }
    assert_eq!(std::fs::read(dir.path().join("zones/example.com.zone")).expect("it is there"), zone);
}

#[test]
fn markdown_is_a_table() {
    let run = zonelint(incident().path(), &["services", "-f", "markdown"]);
    insta::assert_snapshot!(run.stdout, @r#"
    | service | zone | priority | weight | port | target | addresses | ttl | rule | finding |
    |---|---|---:|---:|---:|---|---|---:|---|---|
    | `_sipfederationtls._tcp` | `example.com.` | 0 | 0 | 5601 | `host.example.com.` | `192.0.2.3` | 5m | recommended | `error[srv-port-transposed]: expected 5061` |
    | `_sipfederationtls._tcp` | `example.net.` | 0 | 0 | 5061 | `host.example.net.` | `192.0.2.3` | 5m | recommended |  |
    | `_xmpp-client._tcp` | `example.com.` | 0 | 0 |  | not offered |  | 1h | recommended |  |
    | `_xmpp-client._tcp` | `example.net.` | 0 | 0 |  | not offered |  | 1h | recommended |  |

    2 services in 2 zones (4 records), 1 marked
    "#);
}

/// What a comment of a ticket has no room for is counted; what is marked stays.
#[test]
fn markdown_fits_into_a_comment() {
    let many: String = (0..2000).map(|n| format!("_sip._tls.s{n} IN SRV 0 0 443 host\n")).collect();
    let dir = project_of(&[("example.com", &(many + "_sipfederationtls._tcp.z IN SRV 0 0 5601 host\n"))]);
    let run = zonelint(dir.path(), &["services", "-f", "markdown"]);
    assert!((50_000..60_000).contains(&run.stdout.chars().count()), "{}", run.stdout.chars().count());
    let rows = run.stdout.lines().filter(|line| line.starts_with("| `_")).count();
    assert!(run.stdout.contains("srv-port-transposed"));
    assert_eq!(
        run.stdout.lines().last(),
        Some(format!("{} rows left out: `--format csv` writes all", 2001 - rows).as_str())
    );
}

fn assert_valid(document: &Value) {
    let schema = include_str!("../../../docs/services.schema.json");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("services.json", serde_json::from_str(schema).expect("it is JSON")).expect("it is a schema");
    let index = compiler.compile("services.json", &mut schemas).expect("it is a schema");
    if let Err(error) = schemas.validate(document, index) {
        panic!("{error:#}");
    }
}

/// Every key is named by the schema and is always there.
#[test]
fn json_is_what_the_schema_says() {
    let dir = incident();
    let more = "www HTTPS 1 . port=8443\nr IN TXT x\n_x._tcp IN SRV 0 0 7000 gone\n_y._tcp IN SRV 0 0 7000 r\n\
        i._ipp._tcp IN SRV 0 0 631 o.example.org.\n_z._tcp IN SRV 0 0 99999 r\n";
    let zone = std::fs::read_to_string(dir.path().join("zones/example.com.zone")).expect("it is there");
    write(dir.path(), "zones/example.com.zone", zone + more);
    let run = zonelint(dir.path(), &["services", "-f", "json"]);
    let document = run.json();
    assert_valid(&document);
    let rows = document["services"].as_array().expect("a list");
    let of = |service: &str| rows.iter().find(|row| row["service"] == service).expect("it is there");
    let lookups = ["_sipfederationtls", "_xmpp-client", "_x", "_y", "_ipp"].map(|service| text(&of(service)["lookup"]));
    assert_eq!(lookups, ["found", "not-offered", "NXDOMAIN", "no-address", "not-in-these-zones"]);
    let finding = &of("_sipfederationtls")["findings"][0];
    assert_eq!((text(&finding["check"]), number(&finding["expected"])), ("srv-port-transposed".to_owned(), 5061));
    assert_eq!((&of("_xmpp-client")["port"], text(&of("_xmpp-client")["target"])), (&Value::Null, ".".to_owned()));
    let summary = serde_json::json!({"services": 6, "zones": 2, "records": 8, "marked": 1, "unreadable": 1});
    assert_eq!(document["summary"], summary);
    assert_eq!(zonelint(dir.path(), &["services", "-f", "json"]).stdout, run.stdout);
}

/// Labels that a terminal, a browser, Markdown, a spreadsheet or the log of a CI job may take for more than text.
const HOSTILE: [&str; 14] = [
    "a|b",
    "<script>alert(1)</script>",
    "=cmd()",
    "+1",
    "-1",
    "\u{1b}[31mred",
    "\u{202e}txet",
    "`code`",
    "[a](https://a.example)",
    "@admin",
    "::error::x",
    "##[error]x",
    "a\\|b",
    "a\\\\|b",
];

fn hostile() -> tempfile::TempDir {
    let mut zone = String::new();
    for label in HOSTILE {
        writeln!(zone, "\"{label}._tcp\" IN SRV 0 0 7000 \"{label}\"").expect("a text can be written to");
        writeln!(zone, "\"{label}\" IN SRV 0 0 7000 host").expect("a text can be written to");
    }
    let long = ["l".repeat(63), "m".repeat(63), "n".repeat(63)].join(".");
    writeln!(zone, "_x._tcp.{long} IN SRV 0 0 5601 {long}").expect("a text can be written to");
    project_of(&[("example.com", &zone)])
}

fn hostile_run(format: &str) -> Run {
    let run = zonelint(hostile().path(), &["services", "-f", format]);
    let is_shown = |c: char| !c.is_control() || c == '\n' || format == "csv" && c == '\r';
    assert!(run.stdout.chars().all(|c| is_shown(c) && c != '\u{202e}'), "{format}: {run:#?}");
    assert!(!run.stdout.contains("##["), "{format}");
    let is_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!run.stdout.lines().any(is_command), "{format}: {run:#?}");
    run
}

#[test]
fn names_of_strangers_stay_text() {
    let text = hostile_run("text").stdout;
    let table = text.trim_end().rsplit_once('\n').expect("there is a closing line").0;
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("<U+001B>[31mred"), "{text}");
    assert_valid(&hostile_run("json").json());
    let html = hostile_run("html").stdout;
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    let tags = html.split_once("<body>").expect("there is a body").1.split('<').skip(1);
    let known = [
        "h1>", "/h1>", "table>", "/table>", "thead>", "/thead>", "tbody>", "/tbody>", "tr>", "/tr>", "th ", "/th>",
        "td>", "td class", "/td>", "tr class", "p>", "/p>", "/body>", "/html>",
    ];
    tags.for_each(|tag| assert!(known.iter().any(|known| tag.starts_with(known)), "<{tag}"));
}

#[test]
fn no_cell_of_markdown_ends_early() {
    let markdown = hostile_run("markdown").stdout;
    let mut rows = markdown.lines().filter(|line| line.starts_with('|')).skip(2).peekable();
    assert!(rows.peek().is_some());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert!(!row.trim_matches('|').replace(" | ", "").contains('|'), "a bar is no bar: {row}");
        let plain = |cell: &str| cell.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
        for cell in cells.into_iter().filter(|cell| !plain(cell)) {
            let fence: String = cell.chars().take_while(|&c| c == '`').collect();
            let inner = cell.strip_prefix(&*fence).and_then(|cell| cell.strip_suffix(&*fence)).expect("it is code");
            assert!(!fence.is_empty() && !inner.split(|c| c != '`').any(|run| run == fence), "{cell}");
        }
    }
    assert!(markdown.contains(r"a\124b") && !markdown.contains("a|b"), "{markdown}");
}

#[test]
fn no_value_of_csv_is_a_formula() {
    let dir = hostile();
    for row in csv(dir.path(), &[]) {
        for (column, value) in &row {
            assert!(!value.starts_with(['=', '+', '-', '@']), "{column}: {value}");
        }
    }
    let services: Vec<String> = csv(dir.path(), &[]).iter().map(|row| row["subdomain"].clone()).collect();
    assert!(services.iter().any(|service| service == "'=cmd()"), "{services:?}");
}

#[test]
fn html_needs_nothing_from_outside() {
    let html = zonelint(incident().path(), &["services", "-f", "html"]).stdout;
    assert!(html.starts_with("<!DOCTYPE html>\n") && html.ends_with("</html>\n"), "{html}");
    for outside in ["http:", "https:", "//", "src=", "href=", "@import", "url(", "<script"] {
        assert!(!html.contains(outside), "{outside}");
    }
    for wanted in [
        "@media print",
        "prefers-color-scheme: dark",
        "<td class=\"mark\">! error[srv-port-transposed]: expected 5061</td>",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
}

#[test]
fn many_rows_take_as_long_as_there_are_rows() {
    let zones = |count: usize| {
        let zone = |n: usize| {
            let own: String = (0..100)
                .map(|s| format!("_x{s}._tcp IN SRV 0 0 {} t{s}\nt{s} IN CNAME host\n", 7000 + n % 2))
                .collect();
            (format!("z{n}.example.zone"), crate::support::ZONE.replace("example.com", &format!("z{n}.example")) + &own)
        };
        let files: Vec<(String, String)> = (0..count).map(zone).collect();
        project_with(&files.iter().map(|(name, text)| (name.as_str(), text)).collect::<Vec<_>>())
    };
    let time = |count: usize| {
        let dir = zones(count);
        let start = Instant::now();
        let run = in_time(dir.path(), &["services", "-f", "csv"]);
        assert_eq!((run.code, run.stdout.lines().count()), (0, 100 * count + 1), "{}", run.stderr);
        start.elapsed()
    };
    let (some, many) = (time(25), time(100));
    // Four times the rows; what grows with their square would take sixteen times as long.
    assert!(many < some * 10, "{some:?} for 2,500 rows, {many:?} for 10,000");
}
