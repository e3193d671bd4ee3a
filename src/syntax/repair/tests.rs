use super::*;
use crate::syntax::entry::head;

/// Where the first problem of an entry is.
fn problem(line: Line, tokens: &[Token], bytes: &[u8]) -> Range<u32> {
    let head = match head(line, tokens, bytes) {
        Ok(head) if !entry::is_class_for_owner(line, &head, tokens, bytes) => head,
        Ok(_) => return tokens[0].start..tokens[0].end,
        Err(error) => return error.problem.start..error.problem.end,
    };
    let mut problems = Vec::new();
    let (rtype, data) = (&tokens[head.type_at()], &tokens[head.type_at() + 1..]);
    rdata::check(head.rtype, data, bytes, rtype, &mut problems);
    problems.first().map_or(tokens[0].start..tokens[0].end, |problem| problem.start..problem.end)
}

/// The text with the first problem of its first entry mended, and whether that is proven.
fn mended(text: &str) -> Option<(String, bool)> {
    let (mut tokens, mut faults) = (Vec::new(), Vec::new());
    let line = Lexer::new(text.as_bytes(), 0).next(&mut tokens, &mut faults).expect("an entry");
    let id = SourceId(0);
    let bytes = text.as_bytes();
    let fix = match (faults.first(), text.starts_with('$')) {
        (Some(&fault), _) => of_fault(id, bytes, fault),
        (None, true) => {
            (0..tokens.len()).find_map(|at| of_directive(id, &tokens, bytes, tokens[at].start..tokens[at].end))
        }
        (None, false) => of_entry(id, line, &tokens, bytes, problem(line, &tokens, bytes)),
    }?;
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Some((mended, fix.applicability == Applicability::Safe))
}

#[test]
fn slips_with_one_answer_are_mended() {
    for (wrong, right) in [
        ("www AAA 2001:db8::1", "www AAAA 2001:db8::1"),
        ("www IN CNAM b", "www IN CNAME b"),
        ("www in cnam b", "www in cname b"),
        ("@ IN MZ 10 mail", "@ IN MX 10 mail"),
        ("www INN A 192.0.2.1", "www IN A 192.0.2.1"),
        ("www IN IN A 192.0.2.1", "www IN A 192.0.2.1"),
        ("www IN 192.0.2.1", "www IN A 192.0.2.1"),
        ("www 2001:db8::1", "www AAAA 2001:db8::1"),
        ("www 1hh IN A 192.0.2.1", "www 1h IN A 192.0.2.1"),
        ("www 30min A 192.0.2.1", "www 30m A 192.0.2.1"),
        ("www 1 h IN A 192.0.2.1", "www 1h IN A 192.0.2.1"),
        ("www A 2001:db8::1", "www AAAA 2001:db8::1"),
        ("www AAAA 192.0.2.1", "www A 192.0.2.1"),
        ("www A 192.000.002.010", "www A 192.0.2.10"),
        ("www A 192.0.2.1.", "www A 192.0.2.1"),
        ("www A 192,0,2,1", "www A 192.0.2.1"),
        ("www A \"192.0.2.1\"", "www A 192.0.2.1"),
        ("www AAAA [2001:db8::1]", "www AAAA 2001:db8::1"),
        ("www A 192.0.2.1 # the web", "www A 192.0.2.1 ; the web"),
        ("www A 192.0.2.1 // the web", "www A 192.0.2.1 ; the web"),
        ("#www is gone", ";www is gone"),
        ("// www is gone", "; www is gone"),
        ("@ MX 1O mail", "@ MX 10 mail"),
        ("@ MX 10, mail", "@ MX 10 mail"),
        ("a TYPE1 \\# 3 c0000201", "a TYPE1 \\# 4 c0000201"),
        ("a A \\# 5 c0000201", "a A \\# 4 c0000201"),
        ("@ HTTPS 1 . ALPN=h2", "@ HTTPS 1 . alpn=h2"),
        ("@ HTTPS 1 . alpm=h2", "@ HTTPS 1 . alpn=h2"),
        ("@ HTTPS 1 . \"alpn=h2\"", "@ HTTPS 1 . alpn=h2"),
        ("@ HTTPS 1 . alpn=h2 port=443 alpn=h2", "@ HTTPS 1 . alpn=h2 port=443"),
        ("@ HTTPS 1 . alpn=h2, h3 port=443", "@ HTTPS 1 . alpn=h2,h3 port=443"),
        ("  @ IN A 192.0.2.1", "@ IN A 192.0.2.1"),
        ("IN SOA a b 1 1 1 1 1", "@ IN SOA a b 1 1 1 1 1"),
        ("www A 192.0.2.1 )", "www A 192.0.2.1 "),
        ("www TXT \"a b", "www TXT \"a b\""),
        (
            "@ SOA a b ( 1 1 1 1 1 ; minimum )\nwww A 192.0.2.1\n",
            "@ SOA a b ( 1 1 1 1 1 ) ; minimum )\nwww A 192.0.2.1\n",
        ),
        ("$TLL 1h", "$TTL 1h"),
        ("$TTL 1hh", "$TTL 1h"),
        ("$ttl 1h # one hour", "$ttl 1h ; one hour"),
        ("$ORIGEN example.com.", "$ORIGIN example.com."),
        ("$ ORIGIN example.com.", "$ORIGIN example.com."),
        ("$ ttl 1h", "$ttl 1h"),
        ("TTL 1h", "$TTL 1h"),
        ("ORIGIN example.com.", "$ORIGIN example.com."),
    ] {
        assert_eq!(mended(wrong), Some((right.to_owned(), true)), "{wrong}");
    }
}

#[test]
fn what_may_have_been_meant_is_for_a_person_to_see() {
    for (wrong, right) in [
        ("www A 192.0.2.1/24", "www A 192.0.2.1"),
        ("www A 192.0.2.1:80", "www A 192.0.2.1"),
        ("www A 10.0.01", "www A 10.0.0.1"),
        ("www A 10.2001.5", "www A 10.200.1.5"),
        ("@ IN MX TXT \"v=spf1 -all\"", "@ IN TXT \"v=spf1 -all\""),
        ("www A CNAME host.example.", "www CNAME host.example."),
        ("www IN MX TXT google-verification=2PKoxssXa", "www IN TXT google-verification=2PKoxssXa"),
        ("www TXT a\"b", "www TXT a\"b\""),
        ("@ HTTPS 1 . alpn=h2 port=443 alpn=h3", "@ HTTPS 1 . alpn=h2,h3 port=443"),
        ("@ HTTPS 1 . mandatory=alpn,port port=443", "@ HTTPS 1 . mandatory=port port=443"),
        ("@ HTTPS 1 . mandatory=alpn port=443", "@ HTTPS 1 . port=443"),
        ("@ HTTPS 1 . alpn=h2 no-default-alpn=1", "@ HTTPS 1 . alpn=h2 no-default-alpn"),
        ("@ MX mail 10", "@ MX 10 mail"),
        ("_sip._tcp SRV host 5060 0 0", "_sip._tcp SRV 0 0 5060 host"),
        ("_sip._tcp SRV host 443 0 0", "_sip._tcp SRV 0 0 443 host"),
        ("_sip._tcp SRV host 10 60 5060", "_sip._tcp SRV 10 60 5060 host"),
        ("a TXT \"caf\\303\\251\"", "a TXT \"caf\\195\\169\""),
        ("a TXT caf\\303\\251", "a TXT caf\\195\\169"),
        ("www CNAME a..example.", "www CNAME a.example."),
        ("www TXT \"a ; b", "www TXT \"a ; b\""),
        ("a TYPE65281 \\# 3 c0000201", "a TYPE65281 \\# 4 c0000201"),
    ] {
        assert_eq!(mended(wrong), Some((right.to_owned(), false)), "{wrong}");
    }
}

#[test]
fn where_two_answers_would_do_none_is_given() {
    for wrong in [
        "www XYZ 192.0.2.1",
        "www A 192.0.2",
        "_sip._tcp SRV host 5060 10 60",
        "_sip._tcp SRV host 10 60 90",
        "a TXT \"\\300\"",
        "a TXT \"\\303\\251\\065\"",
        "www A 192.0.2100",
        "www A 192.0.2.300",
        "@ HTTPS 1 . port=443 port=8443",
        "$ FOO bar",
        "www A host",
        "www MX ten mail",
        "$FOO bar",
        "$TTL soon",
        "www 1h30 A 192.0.2.1",
        "www A",
        "#www SOA ( a b",
    ] {
        assert_eq!(mended(wrong), None, "{wrong}");
    }
}

#[test]
fn long_strings_are_cut_between_characters() {
    let text = "ab".repeat(150);
    let [(quoted, _), (plain, _)] =
        [format!("a TXT \"{text}\""), format!("a TXT {text}")].map(|wrong| mended(&wrong).expect("it is cut"));
    assert_eq!(quoted, format!("a TXT \"{}\" \"{}\"", &text[..255], &text[255..]));
    assert_eq!(plain, format!("a TXT {} {}", &text[..255], &text[255..]));
    let (cut, _) = mended(&format!("a TXT \"{}{}\"", "x".repeat(254), "é\\\"\\009".repeat(3))).expect("it is cut");
    assert!(cut.contains("x\" \"é"), "{cut}");
    let (cut, _) = mended(&format!("a TXT \"{}{}\"", "x".repeat(255), "\\009")).expect("it is cut");
    assert!(cut.ends_with("x\" \"\\009\""), "{cut}");
}

#[test]
fn invisible_characters_are_taken_out_where_the_rest_reads_well() {
    let of = |text: &str| {
        let bytes = text.as_bytes();
        let found = crate::syntax::invisible::within(bytes, 0, bytes.len() as u32);
        let line = Line { start: 0, blank: false, commented: false };
        let fix = of_invisible(SourceId(0), line, bytes, bytes.len() as u32, &found)?;
        Some((fix.edits.len(), fix.title.to_string()))
    };
    assert_eq!(of("w\u{200b}ww A 192.0.2.1"), Some((1, "delete the character".to_owned())));
    assert_eq!(of("www\u{a0}A\u{a0}192.0.2.1"), Some((2, "write spaces".to_owned())));
    assert_eq!(of("www A 192.0.2.\u{200b}"), None);
}
