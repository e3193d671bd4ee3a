use super::*;

/// The entries as words, one line each; `_` marks an inherited owner, `"` a quoted string.
fn entries(text: &str) -> (Vec<String>, Vec<(LexFault, u32)>) {
    let bytes = text.as_bytes();
    let mut lexer = Lexer::new(bytes, 0);
    let (mut tokens, mut problems, mut out) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(line) = lexer.next(&mut tokens, &mut problems) {
        let words = tokens.iter().map(|t| {
            let text = String::from_utf8_lossy(t.text(bytes)).into_owned();
            if t.quoted { format!("\"{text}\"") } else { text }
        });
        let owner = line.blank.then(|| "_".to_owned());
        out.push(owner.into_iter().chain(words).collect::<Vec<_>>().join(" "));
    }
    (out, problems.iter().map(|p| (p.fault, p.start)).collect())
}

fn clean(text: &str) -> Vec<String> {
    let (entries, problems) = entries(text);
    assert_eq!(problems, [], "{text:?}");
    entries
}

#[test]
fn lines_are_entries() {
    assert_eq!(clean("a A 1\n\n ; nothing\nb\tA  2"), ["a A 1", "b A 2"]);
    assert_eq!(clean("a A 1\r\nb A 2\rc A 3\r\n"), ["a A 1", "b A 2", "c A 3"]);
    assert_eq!(clean(" A 1\n\tA 2\n"), ["_ A 1", "_ A 2"]);
    assert_eq!(clean("a A 1;glued\n"), ["a A 1"]);
    assert_eq!(clean(""), [""; 0]);
    assert_eq!(clean("()\n( )\n"), [""; 0]);
}

#[test]
fn parentheses_join_lines_wherever_they_stand() {
    assert_eq!(clean("a SOA x y (1 2\n 3 ; c )\n4 5)\nb A 1\n"), ["a SOA x y 1 2 3 4 5", "b A 1"]);
    assert_eq!(clean("( a\nA 1\n) \nb A(1)\n"), ["a A 1", "b A 1"]);
    assert_eq!(clean(" (A 1)\n"), ["_ A 1"]);
    assert_eq!(clean("a ((1) 2)\n"), ["a 1 2"]);
}

#[test]
fn quotes_and_escapes() {
    assert_eq!(clean(r#"a TXT "x ; ( y" "z\"z" w\ w \; "#), [r#"a TXT "x ; ( y" "z\"z" w\ w \;"#]);
    assert_eq!(clean(r#"a TXT foo"bar(;baz"x"#), [r#"a TXT foo "bar(;baz" x"#]);
    assert_eq!(clean("a TXT (\"x\"\n\"y\")"), ["a TXT \"x\" \"y\""]);
    assert_eq!(clean("a HTTPS 1 . alpn=\"h2, h3\" port=1"), ["a HTTPS 1 . alpn=\"h2, h3\" port=1"]);
    assert_eq!(clean("a TXT \"\""), ["a TXT \"\""]);
}

#[test]
fn an_unclosed_parenthesis_hides_no_later_record() {
    let (entries, problems) = entries("a SOA x y ( 1 2\n 3 4 5\nb A 1\nc TXT ( \"q\" )\n");
    assert_eq!(problems, [(LexFault::UnclosedParenthesis, 10)]);
    assert_eq!(entries, ["a SOA x y 1 2 3 4 5", "b A 1", "c TXT \"q\""]);
}

#[test]
fn unclosed_parentheses_on_every_line_cost_no_quadratic_time() {
    let text = "a (\n".repeat(20_000);
    let (_, problems) = entries(&text);
    assert_eq!(problems.len(), MAX_RESUMES as usize + 1);
}

#[test]
fn a_string_over_lines_is_one_fault() {
    assert_eq!(
        entries("a TXT \"x\n  y\" z\nb A 1\n"),
        (vec!["a TXT \"x\n  y\" z".into(), "b A 1".into()], vec![(LexFault::QuotedNewline, 6)])
    );
    let (words, faults) = entries("a TXT \"x \\\n y\n z\" \"w\"\nb A 1\n");
    assert_eq!((words.len(), faults), (2, vec![(LexFault::QuotedNewline, 6)]));
    // A quote that was forgotten takes no record with it.
    for next in ["b TXT \"y\"", "b IN TXT y\"", "  IN TXT \"y", "b A 1 ; 5\" disk", "; 5\" disk"] {
        let (words, faults) = entries(&format!("a TXT \"x\n{next}\n"));
        assert_eq!((&*words[0], faults[0]), ("a TXT \"x", (LexFault::UnclosedQuote, 6)), "{next}");
    }
}

#[test]
fn faults_have_places_and_reading_goes_on() {
    assert_eq!(
        entries("a TXT \"x\nb A 1\n"),
        (vec!["a TXT \"x".into(), "b A 1".into()], vec![(LexFault::UnclosedQuote, 6)])
    );
    assert_eq!(entries("a TXT \"x\" y\"\n").1, vec![(LexFault::UnclosedQuote, 11)]);
    assert_eq!(entries("a ) A 1\n"), (vec!["a A 1".into()], vec![(LexFault::StrayParenthesis, 2)]));
    assert_eq!(entries("a \\\nb"), (vec!["a \\".into(), "b".into()], vec![(LexFault::BackslashAtEnd, 2)]));
    let long = "x ".repeat(MAX_TOKENS + 2);
    assert_eq!(entries(&long).1, [(LexFault::TooLong, 2 * MAX_TOKENS as u32)]);
    let deep = "(".repeat(70);
    assert_eq!(entries(&format!("a {deep}\n")).1, [(LexFault::UnclosedParenthesis, 2)]);
}
