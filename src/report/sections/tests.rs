use super::*;
use crate::report::Style;

fn sections(heading: &str, blocks: Vec<Vec<Line>>) -> Sections {
    let section = Section { heading: heading.to_owned(), lead: vec!["two of two".to_owned()], blocks };
    Sections { title: "a and b".to_owned(), list: vec![section], closing: "done".to_owned(), whole_by: "--format json" }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory takes it");
    String::from_utf8(out).expect("it is UTF-8")
}

fn as_text(sections: &Sections, width: usize, unicode: bool) -> String {
    written(|out| text(sections, Style { color: false, unicode, width, links: false }, out))
}

fn pair(old: &str, new: &str, marked: Range<usize>) -> Vec<Line> {
    vec![Line::plain("a. SRV"), Line::removed(old, Some(&marked)), Line::added(new, Some(&marked))]
}

#[test]
fn marks_stand_below_what_differs() {
    let all = sections("z.", vec![pair("0 0 5601 é", "0 0 5061 é", 4..8)]);
    let expected = "z.\n  two of two\n  a. SRV\n    - 0 0 5601 é\n          ────\n    + 0 0 5061 é\n          ────\n\n";
    assert_eq!(as_text(&all, 80, true), expected);
    assert_eq!(as_text(&all, 80, false), expected.replace('─', "^").replace('é', "?"));
    let expected = "## a and b\n\n### z.\n\ntwo of two\n\n```diff\n  a. SRV\n- 0 0 5601 é\n      ^^^^\n+ 0 0 5061 é\n      ^^^^\n```\n\ndone\n";
    assert_eq!(written(|out| markdown(&all, out)), expected);
}

#[test]
fn of_long_lines_the_marked_part_is_shown() {
    let word = |middle: &str| format!("{}{middle}{}", "a".repeat(200), "b".repeat(200));
    let text = as_text(&sections("z.", vec![pair(&word("12"), &word("34"), 200..202)]), 40, false);
    for (line, mark) in [("12", 3), ("34", 5)] {
        let lines: Vec<&str> = text.lines().collect();
        let at = lines[mark].find(line).expect("it is shown");
        assert_eq!(lines[mark + 1].trim_end(), format!("{:at$}^^", ""));
    }
    assert!(text.lines().all(|line| line.len() <= 40), "{text}");
}

#[test]
fn lines_without_a_sign_go_on_below() {
    let line = Line::plain("open tcp 5061 to edge.example.com (192.0.2.50) for _sip._tls");
    let text = as_text(&sections("z.", vec![vec![line, Line::plain("  name")]]), 44, false);
    let expected =
        "z.\n  two of two\n  open tcp 5061 to edge.example.com\n      (192.0.2.50) for _sip._tls\n    name\n\n";
    assert_eq!(text, expected);
}

#[test]
fn nothing_breaks_out() {
    let bad = "```\n<script>\u{1b}[2J ::error::x ##[error] www.a.example @b";
    let all = sections(bad, vec![vec![Line::plain(bad), Line::added(bad, Some(&(0..bad.len())))]]);
    let text = as_text(&all, 80, true);
    assert!(!text.contains('\u{1b}') && !text.contains("##["), "{text}");
    let markdown = written(|out| markdown(&all, out));
    assert!(markdown.contains("````diff\n") && !markdown.contains('\u{1b}'), "{markdown}");
    assert!(
        !markdown.lines().any(|line| line.trim() == "```" || line.contains("<script>") && line.starts_with("###  "))
    );
    let html = written(|out| html(&all, out));
    assert!(!html.contains("<script>") && html.contains("<ins>+ <u>```") && !html.contains('\u{1b}'), "{html}");
}

#[test]
fn what_is_too_long_for_a_comment_is_counted() {
    let block = |number: usize| pair(&format!("{number} 1"), &format!("{number} 2"), 0..1);
    let mut all = sections("z.", (0..5_000).map(block).collect());
    all.list.push(Section {
        heading: "last".to_owned(),
        lead: Vec::new(),
        blocks: vec![vec![Line::plain("open tcp")]],
    });
    let text = written(|out| markdown(&all, out));
    assert!((50_000..60_000).contains(&text.len()), "{}", text.len());
    assert!(text.contains("open tcp") && text.contains("  a. SRV\n- 0 1\n"), "{text}");
    let shown = text.matches("a. SRV").count();
    assert!(
        text.ends_with(&format!("\n{} lines left out: `--format json` writes all\n", 3 * (5_000 - shown))),
        "{shown}"
    );
    for number in 0..3_000 {
        all.list.push(Section { heading: format!("zone {number}"), lead: Vec::new(), blocks: vec![block(number)] });
    }
    assert!(written(|out| markdown(&all, out)).len() < 60_000);
}
