//! The story this program exists for, and what the README says about it.

use crate::support::{Run, number, pointed_at, project_with, root, text, zonelint};

const ZONES: [&str; 2] = ["example.com.zone", "example.net.zone"];

fn zone(name: &str) -> String {
    std::fs::read_to_string(root().join("testdata/incident").join(name)).expect("the incident is there")
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("there is a README")
}

/// The first fenced block of the README in a language that holds some text.
fn block(language: &str, containing: &str) -> String {
    let readme = readme();
    let fence = format!("```{language}\n");
    let mut blocks = readme.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    let block = blocks.find(|block| block.contains(containing));
    block.unwrap_or_else(|| panic!("no {language} block with {containing}")).to_owned()
}

#[test]
fn the_digits_are_pointed_at() {
    let run = zonelint(&root(), &["check", "--format", "json", "testdata/incident/"]);
    assert_eq!(run.code, 1, "{run:#?}");
    let findings = run.findings();
    let first = &findings[0];
    let bytes = zone("example.com.zone").into_bytes();
    assert_eq!(text(&first["file"]), "testdata/incident/example.com.zone");
    assert_eq!(pointed_at(first, &bytes), b"5601");
    assert_eq!((number(&first["start"]["line"]), number(&first["start"]["column"])), (14, 40));
    assert_eq!((number(&first["end"]["line"]), number(&first["end"]["column"])), (14, 44));
    assert_eq!((text(&first["check"]), text(&first["severity"])), ("srv-port-transposed".into(), "error".into()));
    let message = text(&first["message"]);
    assert!(message.contains("5601") && message.contains("5061") && message.contains("swapped"), "{message}");
    assert!(text(&first["help"]).contains("5061"));
    assert_eq!(text(&first["zone"]), "example.com.");
    assert_eq!(text(&first["owner"]), "_sipfederationtls._tcp.example.com.");
    assert_eq!(text(&first["type"]), "SRV");
}

#[test]
fn the_record_that_says_otherwise_is_labelled() {
    let run = zonelint(&root(), &["check", "--format", "json", "testdata/incident/"]);
    let label = &run.findings()[0]["labels"][0];
    assert_eq!(text(&label["file"]), "testdata/incident/example.net.zone");
    assert_eq!(pointed_at(label, zone("example.net.zone").as_bytes()), b"5061");
    assert!(text(&label["text"]).contains("5061"));
}

#[test]
fn alone_the_rule_is_labelled() {
    let dir = project_with(&[("example.com.zone", zone("example.com.zone"))]);
    let run = zonelint(dir.path(), &["check", "--format", "json", "example.com.zone"]);
    assert_eq!(run.code, 1);
    let label = &run.findings()[0]["labels"][0];
    let pack = std::fs::read(root().join("rules/recommended.yaml")).expect("the pack is there");
    assert_eq!(text(&label["file"]), "builtin:recommended");
    assert_eq!(pointed_at(label, &pack), b"5061");
}

#[test]
fn the_digits_that_are_swapped_are_told() {
    let run = zonelint(&root(), &["check", "testdata/incident/"]);
    assert!(run.stdout.contains("`60` should be `06`"), "{}", run.stdout);
}

#[test]
fn repaired_it_is_clean() {
    let files = ZONES.map(|name| (name, zone(name).replace("5601", "5061")));
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "--format", "json", "."]);
    assert_eq!((run.code, run.findings().len()), (0, 0), "{run:#?}");
}

#[test]
fn the_other_transposition_is_caught_too() {
    let dir = project_with(&[("example.com.zone", zone("example.com.zone").replace("5601", "5016"))]);
    let run = zonelint(dir.path(), &["check", "--format", "json", "."]);
    assert_eq!(run.code, 1);
    assert_eq!(run.checks(), ["srv-port-transposed"]);
}

/// The README shows what the program says, in UTF-8 and 80 columns.
#[test]
fn the_readme_shows_what_the_program_says() {
    let mut command = crate::support::program(&root());
    let output = command.env("LC_ALL", "C.UTF-8").args(["check", "testdata/incident/"]).output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("it is UTF-8");
    insta::assert_snapshot!(said, @r"
    error[srv-port-transposed]: port 5601 of `_sipfederationtls._tcp` is 5061 with
      two digits swapped
        ╭─[testdata/incident/example.com.zone:14:40]
     14 │ _sipfederationtls._tcp  300 IN SRV 0 0 5601 edge
        ·                                        ──┬─
        ·                                          ╰── `60` should be `06`
        ╰────
       ╭─[testdata/incident/example.net.zone:8:40]
     8 │ _sipfederationtls._tcp  300 IN SRV 0 0 5061 edge
       ·                                        ──┬─
       ·                                          ╰── another zone has 5061
       ╰────
      help: write 5061; if 5601 is intended, add it to `also` in zonelint.yaml
      unsafe fix: _sipfederationtls._tcp  300 IN SRV 0 0 5061 edge
      note: Microsoft 365 and Skype for Business, DNS records

    1 error in 2 zones (16 records); 1 can be fixed with --fix --unsafe-fixes
    ");
    assert_eq!(block("text", "srv-port-transposed"), said, "the README shows something else");
}

/// Ten lines, and they do what they say.
#[test]
fn the_readmes_rule_file_works() {
    let rules = block("yaml", "services:");
    assert!(rules.lines().filter(|line| !line.starts_with('#')).count() <= 10, "it is said to have ten lines");
    let zone = zone("example.com.zone");
    let run = |name: &str, zone: &str| {
        let dir = project_with(&[("zonelint.yaml", rules.as_str()), (name, zone)]);
        let run = zonelint(dir.path(), &["check", "--format", "json", "."]);
        assert_ne!(run.code, 2, "{run:#?}");
        run
    };
    let found = run("example.com.zone", &zone);
    assert_eq!(found.checks(), ["srv-port-transposed"]);
    let labels = found.findings()[0]["labels"].as_array().expect("labels").clone();
    assert!(labels.iter().any(|label| label["file"] == "zonelint.yaml"), "{labels:#?}");

    let good = zone.replace("5601", "5061");
    assert_eq!(run("example.com.zone", &good).code, 0);
    let without: String = good.lines().filter(|line| !line.starts_with("_sipfed")).map(|l| format!("{l}\n")).collect();
    let help = |run: &Run| run.findings()[0]["help"].as_str().unwrap_or_default().to_owned();
    let missing = run("example.com.zone", &without);
    assert_eq!(missing.checks(), ["srv-required-missing"]);
    assert_eq!(help(&missing), "add `_sipfederationtls._tcp IN SRV 0 0 5061 edge.example.com.`");
    let elsewhere = good.replace("5061 edge", "5061 mail");
    let unexpected = run("example.com.zone", &elsewhere);
    assert_eq!(unexpected.checks(), ["srv-target-unexpected"]);
    assert_eq!(help(&unexpected), "point it at `edge.example.com.` or `sip.example.com.`");
    let long = good.replace("_sipfederationtls._tcp  300", "_sipfederationtls._tcp  1d");
    assert_eq!(run("example.com.zone", &long).checks(), ["ttl-out-of-range"]);
}

/// Links of the companions lead somewhere.
#[test]
fn links_lead_to_files() {
    let docs = std::fs::read_dir(root().join("docs")).expect("there are docs").map(|entry| entry.expect("it is there"));
    let docs = docs.map(|entry| entry.path());
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md"].map(|page| root().join(page));
    for page in pages.into_iter().chain(docs) {
        let page_text = std::fs::read_to_string(&page).expect("the page is there");
        let folder = page.parent().expect("it is in a folder");
        for link in page_text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or(link);
            assert!(link.starts_with("http") || folder.join(path).exists(), "{}: {link}", page.display());
        }
    }
}

#[test]
fn the_readme_is_short() {
    let lines = readme().lines().count();
    assert!(lines < 200, "{lines} lines");
}
