//! What people see of fixes.

use super::*;
use crate::diagnostic::Fix;

/// The lines below the frame.
fn below(desk: &Desk, fix: Fix, style: Style) -> String {
    let finding = Diagnostic::new(&TRANSPOSED, fix.edits[0].span, "message").help("write 5061").fix(fix);
    let text = desk.show(Format::Full, style, &[finding]);
    text[text.find("  help").expect("it has help")..].trim_end().to_owned()
}

const LINE: &str = "_sipfederationtls._tcp 300 IN SRV 0 0 5601 edge";

#[test]
fn the_line_is_shown_as_it_would_be() {
    let desk = Desk::with("z", format!("a A 192.0.2.1\n{LINE}\n"));
    let at = desk.at(0, "5601");
    let plain = Style { width: 80, ..PLAIN };
    let line = LINE.replace("5601", "5061");
    assert_eq!(below(&desk, Fix::safe(at, "5061"), plain), format!("  help: write 5061\n  fix: {line}"));
    let fix = Fix::unsure(at, "5061").and(desk.at(0, "192.0.2.1"), "192.0.2.2").and(desk.at(0, "edge"), "sip");
    let shown = below(&desk, fix, plain);
    assert_eq!(shown, "  help: write 5061\n  unsafe fix: a A 192.0.2.2 (and 2 more)", "the first line");
    let fix = Fix::safe(Span { start: at.end, ..at }, "\n").titled("add `the` end");
    assert_eq!(below(&desk, fix, plain), "  help: write 5061\n  fix: add `the` end");
}

#[test]
fn it_fits_and_what_is_new_has_a_colour() {
    let desk = Desk::with("z", format!("{LINE} ; {}\n", "long ".repeat(40)));
    let style = Style { width: 40, ..PLAIN };
    let shown = below(&desk, Fix::safe(desk.at(0, "5601"), "5061"), style);
    let fix = shown.lines().nth(1).expect("two lines");
    assert!(fix.chars().count() <= 40 && fix.contains("5061") && fix.contains('…'), "{shown}");
    let style = Style { color: true, width: 400, ..PLAIN };
    let shown = below(&desk, Fix::safe(desk.at(0, "5601"), "5061"), style);
    assert!(shown.contains("0 0 \u{1b}[") && shown.contains("m5061\u{1b}[0m edge"), "{shown:?}");
}

#[test]
fn gitlab_has_it_in_words() {
    let desk = Desk::with("z", LINE);
    let finding = Diagnostic::new(&TRANSPOSED, desk.at(0, "5601"), "message");
    for (fix, words) in [
        (Fix::safe(desk.at(0, "5601"), "5061"), "srv-port-transposed: message; fix: write `5061`"),
        (Fix::unsure(desk.at(0, "5601"), "5061"), "srv-port-transposed: message; unsafe fix: write `5061`"),
    ] {
        let text = desk.show(Format::Gitlab, PLAIN, &[finding.clone().fix(fix)]);
        let issues: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
        assert_eq!(issues[0]["description"], words);
    }
}
