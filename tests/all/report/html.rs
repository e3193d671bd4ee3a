//! `check --format html`, which is XML as well: read back by a reader of that, and held against the JSON document.

use std::path::Path;

use roxmltree::{Document, Node, ParsingOptions};

use crate::support::{Run, SWAPPED, ZONE, number, project_with, run_in, text};

/// What the page tells of a finding: severity, check, message and first place.
type Told = (String, String, String, String);

fn with_class<'d, 'i>(node: Node<'d, 'i>, class: &str) -> Option<Node<'d, 'i>> {
    node.descendants().find(|node| node.attribute("class") == Some(class))
}

fn text_of(node: Node) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}: {page}"))
}

/// The findings of a page, in its order; nothing on it is a script or comes from elsewhere.
pub(super) fn findings_of(page: &str) -> Vec<Told> {
    let document = parsed(page);
    let own =
        ["html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "a", "p", "article", "strong", "code"];
    let own = [&own[..], &["pre", "u", "ins", "span", "table", "thead", "tbody", "tr", "th", "td"]].concat();
    let mut check = String::new();
    let mut told = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(own.contains(&name), "{name}: {page}");
        let ours = [env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_HOMEPAGE")];
        let address = node.attribute("href").unwrap_or(ours[0]);
        assert!(ours.iter().any(|ours| address.starts_with(ours)), "{address}");
        let strange = node.attributes().find(|known| !["class", "href", "scope"].contains(&known.name()));
        assert!(strange.is_none() || ["meta", "html"].contains(&name), "{strange:?}");
        match name {
            "a" => check = text_of(node),
            "article" => {
                let message = node.descendants().find(|node| node.has_tag_name("strong")).expect("a message");
                let place = with_class(node, "at").expect("a place");
                let severity = node.attribute("class").expect("a severity").to_owned();
                told.push((severity, check.clone(), text_of(message), text_of(place)));
            }
            _ => {}
        }
    }
    told
}

fn html(dir: &Path, arguments: &[&str]) -> Run {
    run_in(dir, &[&["check", "-f", "html"], arguments].concat())
}

#[test]
fn the_page_has_all_findings_by_zone_and_check() {
    let more = "a IN A 192.0.2.999\nm IN MX 10 gone\nt IN TXT \"<script>&'`\u{202e}\n";
    let zone = |name: &str, more: &str| (ZONE.to_owned() + SWAPPED + more).replace("example.com", name);
    let dir = project_with(&[
        ("zones/<&>'.zone", zone("example.org", more)),
        ("zones/b.zone", zone("example.com", "")),
        ("zonelint.yaml", "checks: {\"<b>\": off}\n".to_owned()),
    ]);
    let rules = html(dir.path(), &["zones"]);
    assert!(rules.stdout.contains("<h2>File zonelint.yaml</h2>"), "{rules:#?}");

    let run = html(dir.path(), &["--no-config", "zones"]);
    let mut told = findings_of(&run.stdout);
    let document = run_in(dir.path(), &["check", "--no-config", "-f", "json", "zones"]);
    let shown = |text: &str| zonelint::report::printable(text).replace('`', "");
    let place = |finding: &serde_json::Value| {
        let start = &finding["start"];
        format!("{}:{}:{}", shown(&text(&finding["file"])), number(&start["line"]), number(&start["column"]))
    };
    let findings = document.findings();
    let expected = findings.iter().map(|finding| {
        (text(&finding["severity"]), text(&finding["check"]), shown(&text(&finding["message"])), place(finding))
    });
    let mut expected: Vec<Told> = expected.collect();
    assert!(expected.len() > 4, "the zones do not test much: {expected:#?}");
    told.iter_mut().for_each(|told| told.2 = told.2.replace('`', ""));
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    let headings = run.stdout.lines().filter(|line| line.starts_with("<h2>"));
    assert_eq!(
        headings.collect::<Vec<_>>(),
        [
            // What is no record is of no zone.
            "<h2>File zones/&lt;&amp;&gt;&apos;.zone</h2>",
            "<h2>Zone example.com.</h2>",
            "<h2>Zone example.org.</h2>",
            "<h2>Services</h2>"
        ]
    );
}

/// The two lines start in one column, as in the terminal; below them the services stand side by side.
#[test]
fn the_incident_on_a_page() {
    let run = html(&crate::support::root(), &["testdata/incident"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "1 error in 2 zones (16 records); 1 can be fixed with --fix --unsafe-fixes\n")
    );
    let page = parsed(&run.stdout);
    let article = page.descendants().find(|node| node.has_tag_name("article")).expect("a finding");
    let lines = article.descendants().filter(|node| node.has_tag_name("pre")).map(text_of);
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "14 | _sipfederationtls._tcp  300 IN SRV 0 0 5601 edge\n   = `60` should be `06`".replace('`', ""),
            " 8 | _sipfederationtls._tcp  300 IN SRV 0 0 5061 edge\n   = another zone has 5061".to_owned(),
            "   + _sipfederationtls._tcp  300 IN SRV 0 0 5061 edge".to_owned(),
        ]
    );
    let new = article.descendants().filter(|node| node.has_tag_name("ins")).map(text_of);
    assert_eq!(new.collect::<Vec<_>>(), ["5061"]);
    let said: Vec<String> = article.descendants().filter(|node| node.has_tag_name("p")).map(text_of).collect();
    assert!(said.contains(&"unsafe fix: write 5061".to_owned()), "{said:?}");
    let rows = page.descendants().filter(|node| node.has_tag_name("tr") && node.attribute("class") == Some("marked"));
    let rows: Vec<String> = rows.map(text_of).collect();
    assert!(rows.len() == 1 && rows[0].contains("5601") && rows[0].contains("expected 5061"), "{rows:?}");
}

#[test]
fn a_page_says_why_a_run_failed_and_that_nothing_was_found() {
    let dir = project_with(&[("zones/example.com.zone", ZONE)]);
    let run = html(dir.path(), &["zones", "<gone>"]);
    assert!(run.code == 2 && run.stdout.contains("<p class=\"mark\">`&lt;gone&gt;`"), "{run:#?}");
    let run = html(dir.path(), &["zones"]);
    assert!(run.code == 0 && run.stdout.contains("<p>nothing found in 1 zone (6 records)</p>"), "{run:#?}");
}
