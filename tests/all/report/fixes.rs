//! Each format says which fix is safe and which is not, for whoever reads it applies what it finds.

use serde_json::Value;

use crate::support::{FORMATS, Run, SWAPPED, ZONE, project_with, run_in, text};

/// A safe fix on the line of its finding, and an unsafe one.
fn zone() -> String {
    ZONE.to_owned() + "ttl 300 IN A 192.0.2.1\nttl 90  IN A 192.0.2.2\nttl 300 IN A 192.0.2.3\n" + SWAPPED
}

fn check(format: &str) -> Run {
    let dir = project_with(&[("zones/example.com.zone", zone())]);
    run_in(dir.path(), &["check", "-f", format, "zones"])
}

#[test]
fn each_format_names_both_kinds() {
    let applicability: Vec<String> =
        check("json").findings().iter().map(|finding| text(&finding["fix"]["applicability"])).collect();
    assert_eq!(applicability, ["safe", "unsafe"]);
    for format in FORMATS {
        let run = check(format);
        let both = match format {
            // One short line a finding: the closing line counts the fixes.
            "concise" => ["1 can be fixed with --fix", ", 1 more with --unsafe-fixes"],
            "json" => [r#""applicability":"safe""#, r#""applicability":"unsafe""#],
            "full" => [" fix: ttl 300 IN A 192.0.2.2", "  unsafe fix: _sipfederationtls._tcp"],
            "html" => [">fix: write <code>300</code><", ">unsafe fix: write <code>5061</code><"],
            _ => ["fix: write `300`", "unsafe fix: write `5061`"],
        };
        for said in both {
            assert!((run.stdout.clone() + &run.stderr).contains(said), "{format} lacks {said}: {run:#?}");
        }
        assert!(!run.stdout.contains("unsafe fix: write `300`"), "{format}: {run:#?}");
    }
}

#[test]
fn sarif_and_rdjson_hold_the_edits_beside_it() {
    let sarif = check("sarif").json();
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let fix = |result: &Value| {
        let fix = &result["fixes"][0];
        let new = &fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"];
        [text(&fix["properties"]["applicability"]), text(&fix["description"]["text"]), text(new)]
    };
    assert_eq!(
        results.iter().map(fix).collect::<Vec<_>>(),
        [["safe", "fix: write `300`", "300"], ["unsafe", "unsafe fix: write `5061`", "5061"]]
    );
    let rdjson = check("rdjson").json();
    let diagnostics = rdjson["diagnostics"].as_array().expect("a list");
    let told = |diagnostic: &Value| {
        let message = text(&diagnostic["message"]);
        let lead = message.lines().find(|line| line.contains("fix: ")).expect("a line about the fix");
        [lead.to_owned(), text(&diagnostic["suggestions"][0]["text"])]
    };
    assert_eq!(
        diagnostics.iter().map(told).collect::<Vec<_>>(),
        [["fix: write `300`", "300"], ["unsafe fix: write `5061`", "5061"]]
    );
}
