//! What people see.

use super::*;

#[test]
fn the_incident() {
    let (desk, finding) = incident();
    insta::assert_snapshot!(desk.full(finding), @r"
    error[srv-port-transposed]: port 5601 is 5061 with two digits swapped
       ╭─[zones/example.com.zone:3:39]
     3 │ _sipfederationtls._tcp 300 IN SRV 0 0 5601 edge
       ·                                       ──┬─
       ·                                         ╰── published to everybody
       ╰────
       ╭─[builtin:recommended:3:5]
     3 │     port: 5061
       ·     ─────┬────
       ·          ╰── what the service listens on
       ╰────
      help: write 5061, or list 5601 under `also` if the service really moved
      note: federation with Skype and Teams partners is always 5061
    ");
}

#[test]
fn the_incident_in_ascii() {
    let (desk, finding) = incident();
    let style = Style { color: false, unicode: false, width: 60, links: false };
    insta::assert_snapshot!(desk.show(Format::Full, style, &[finding]), @r"
    error[srv-port-transposed]: port 5601 is 5061 with two
      digits swapped
       ,-[zones/example.com.zone:3:39]
     3 | _sipfederationtls._tcp 300 IN SRV 0 0 5601 edge
       :                                       ^^|^
       :                                         `-- published to everybody
       `----
       ,-[builtin:recommended:3:5]
     3 |     port: 5061
       :     ^^^^^|^^^^
       :          `-- what the service listens on
       `----
      help: write 5061, or list 5601 under `also` if the service
            really moved
      note: federation with Skype and Teams partners is always
            5061
    ");
}

#[test]
fn ascii_is_ascii_whatever_the_zone_holds() {
    let desk = Desk::with("zoné", "büro A 192.0.2.1\n");
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "192.0.2.1"), "`büro` is not a host name").help("`buero`…");
    let style = Style { color: false, unicode: false, width: 100, links: false };
    let twice = desk.show(Format::Full, style, &[finding.clone(), finding]);
    insta::assert_snapshot!(twice, @r"
    error[unclosed-parenthesis]: `b?ro` is not a host name
       ,-[zon?:1:8]
     1 | b?ro A 192.0.2.1
       :        ^^^^^^^^^
       `----
      help: `buero`...

    error[unclosed-parenthesis]: `b?ro` is not a host name
       ,-[zon?:1:8]
     1 | b?ro A 192.0.2.1
       :        ^^^^^^^^^
       `----
      help: `buero`...
    ");
}

/// What takes two columns in a terminal that has it takes one here, and none is none.
#[test]
fn marks_stand_below_what_is_shown_in_ascii() {
    let desk = Desk::with("z", "日本e\u{301}x A 192.0.2.1\n");
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "192.0.2.1"), "日本").here("日本");
    let style = Style { color: false, unicode: false, width: 100, links: false };
    insta::assert_snapshot!(desk.show(Format::Full, style, &[finding]), @r"
    error[unclosed-parenthesis]: ??
       ,-[z:1:9]
     1 | ??e?x A 192.0.2.1
       :         ^^^^|^^^^
       :             `-- ??
       `----
    ");
}

#[test]
fn a_log_sees_no_command_in_what_is_shown() {
    let desk = Desk::with("::x", "::a A 192.0.2.1 ; ##vso[a]##[b] ## [c]\n");
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "192.0.2.1"), "##[x] ".to_owned() + &"::a ".repeat(30));
    let full = desk.full(finding.help("a\n::error::b"));
    insta::assert_snapshot!(full, @r"
    error[unclosed-parenthesis]: #?[x] ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a
      :?a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a ::a
       ╭─[::x:1:7]
     1 │ ::a A 192.0.2.1 ; #?vso[a]#?[b] ## [c]
       ·       ─────────
       ╰────
      help: a
            :?error::b
    ");
}

#[test]
fn colour_is_the_only_source_of_escapes() {
    let (desk, mut finding) = incident();
    finding.add_to_message(" \u{1b}[2J");
    let style = Style { color: true, unicode: true, width: 100, links: false };
    let shown = desk.show(Format::Full, style, std::slice::from_ref(&finding));
    insta::assert_snapshot!(shown.replace('\u{1b}', "ESC"), @r"
    ESC[31;1merror[srv-port-transposed]ESC[0m: port 5601 is 5061 with two digits swapped <U+001B>[2J
       ╭─[ESC[36;1;4mzones/example.com.zone:3:39ESC[0m]
     ESC[2m3ESC[0m │ _sipfederationtls._tcp 300 IN SRV 0 0 5601 edge
       · ESC[31;1m                                      ──┬─ESC[0m
       ·                                         ESC[31;1m╰── ESC[31;1mpublished to everybodyESC[0mESC[0m
       ╰────
       ╭─[ESC[36;1;4mbuiltin:recommended:3:5ESC[0m]
     ESC[2m3ESC[0m │     port: 5061
       · ESC[34;1m    ─────┬────ESC[0m
       ·          ESC[34;1m╰── ESC[34;1mwhat the service listens onESC[0mESC[0m
       ╰────
    ESC[34;1m  help: ESC[0mwrite 5061, or list 5601 under `also` if the service really moved
    ESC[34;1m  note: ESC[0mfederation with Skype and Teams partners is always 5061
    ");
    assert!(!desk.full(finding).contains('\u{1b}'));
}

#[test]
fn a_link_changes_no_word() {
    let (desk, finding) = incident();
    let show = |style| desk.show(Format::Full, style, std::slice::from_ref(&finding));
    let shown = show(Style { links: true, ..PLAIN });
    let page = links::page_of("srv-port-transposed");
    let linked = format!("\u{1b}]8;;{page}\u{1b}\\error[srv-port-transposed]\u{1b}]8;;\u{1b}\\: port");
    assert!(shown.starts_with(&linked), "{shown:?}");
    let without = shown.replace(&format!("\u{1b}]8;;{page}\u{1b}\\"), "").replace("\u{1b}]8;;\u{1b}\\", "");
    assert_eq!(without, show(PLAIN));
}

fn numbered_lines() -> String {
    (1..=400).map(|n| format!("host{n:03} A 192.0.2.{}\n", n % 250)).collect()
}

#[test]
fn places_far_apart_are_two_snippets() {
    let desk = Desk::with("z.zone", numbered_lines());
    let finding = Diagnostic::new(&DUPLICATE, desk.at(0, "host300"), "`host300` is there twice")
        .here("again")
        .label(desk.at(0, "host001"), "first here");
    insta::assert_snapshot!(desk.full(finding), @r"
    warning[duplicate-record]: `host300` is there twice
         ╭─[z.zone:300:1]
     300 │ host300 A 192.0.2.50
         · ───┬───
         ·    ╰── again
         ╰────
       ╭─[z.zone:1:1]
     1 │ host001 A 192.0.2.1
       · ───┬───
       ·    ╰── first here
       ╰────
    ");
}

#[test]
fn near_places_are_one_snippet() {
    let desk = Desk::with("z.zone", numbered_lines());
    let finding = Diagnostic::new(&DUPLICATE, desk.at(0, "host012"), "`host012` is there twice")
        .here("again")
        .label(desk.at(0, "host009"), "first here")
        .label(desk.at(0, "192.0.2.12"), "");
    insta::assert_snapshot!(desk.full(finding), @r"
    warning[duplicate-record]: `host012` is there twice
        ╭─[z.zone:12:1]
      9 │ host009 A 192.0.2.9
        · ───┬───
        ·    ╰── first here
     10 │ host010 A 192.0.2.10
     11 │ host011 A 192.0.2.11
     12 │ host012 A 192.0.2.12
        · ───┬───   ──────────
        ·    ╰── again
        ╰────
    ");
}

#[test]
fn overlapping_places_are_two_snippets_and_equal_ones_one_mark() {
    let desk = Desk::with("z.zone", "www A 192.0.2.1\n");
    let finding = Diagnostic::new(&DUPLICATE, desk.at(0, "192.0.2.1"), "address of nobody")
        .here("this one")
        .label(desk.at(0, "www A 192.0.2.1"), "the whole record")
        .label(desk.at(0, "192.0.2.1"), "again");
    insta::assert_snapshot!(desk.full(finding), @r"
    warning[duplicate-record]: address of nobody
       ╭─[z.zone:1:7]
     1 │ www A 192.0.2.1
       ·       ────┬────
       ·           ╰── this one; again
       ╰────
       ╭─[z.zone:1:1]
     1 │ www A 192.0.2.1
       · ───────┬───────
       ·        ╰── the whole record
       ╰────
    ");
}

#[test]
fn a_place_in_another_file() {
    let desk = Desk::with("a.zone", "www CNAME web\n").and("sub/b.zone", "; head\nweb A 192.0.2.1\n");
    let finding =
        Diagnostic::new(&DUPLICATE, desk.at(0, "web"), "`web` is said elsewhere").label(desk.at(1, "web"), "here");
    insta::assert_snapshot!(desk.full(finding), @r"
    warning[duplicate-record]: `web` is said elsewhere
       ╭─[a.zone:1:11]
     1 │ www CNAME web
       ·           ───
       ╰────
       ╭─[sub/b.zone:2:1]
     2 │ web A 192.0.2.1
       · ─┬─
       ·  ╰── here
       ╰────
    ");
}

#[test]
fn many_places_are_counted_not_shown() {
    let desk = Desk::with("z.zone", numbered_lines());
    let mut finding = Diagnostic::new(&DUPLICATE, desk.at(0, "host001"), "`host001` is everywhere");
    for n in 2..=400 {
        finding = finding.label(desk.at(0, &format!("host{n:03}")), "");
    }
    let shown = desk.full(finding);
    assert!(shown.contains("  and 392 more places not shown\n"));
    assert!(shown.lines().count() < 30);
}

#[test]
fn after_a_hundred_of_one_check_each_has_a_line() {
    let desk = Desk::with("z.zone", numbered_lines());
    let finding = |n: usize| Diagnostic::new(&DUPLICATE, desk.at(0, &format!("host{n:03}")), format!("number {n}"));
    let mut findings: Vec<_> = (1..=102).map(finding).collect();
    findings.push(Diagnostic::new(&SYNTAX, desk.at(0, "host103"), "another check"));
    let shown = desk.show(Format::Full, PLAIN, &findings);
    assert_eq!(shown.matches("╭─[").count(), 101);
    let tail: Vec<&str> = shown.lines().skip_while(|line| !line.contains("number 101")).collect();
    insta::assert_snapshot!(tail.join("\n"), @r"
    z.zone:101:1: warning[duplicate-record]: number 101
    z.zone:102:1: warning[duplicate-record]: number 102

    error[unclosed-parenthesis]: another check
         ╭─[z.zone:103:1]
     103 │ host103 A 192.0.2.103
         · ───────
         ╰────
    ");
}

#[test]
fn a_very_long_line_is_shown_around_its_places() {
    let words: String = (0..10_000).map(|n| format!("w{n:05} ")).collect();
    let desk = Desk::with("z.zone", format!("long TXT {words}"));
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "w05000"), "a word is wrong")
        .here("this one")
        .label(desk.at(0, "w05002"), "near")
        .label(desk.at(0, "w09999"), "far")
        .label(desk.at(0, "long"), "start");
    insta::assert_snapshot!(desk.full(finding), @r"
    error[unclosed-parenthesis]: a word is wrong
       ╭─[z.zone:1:35010]
     1 │ …993 w04994 w04995 w04996 w04997 w04998 w04999 w05000 w05001 w05002 w05003 w05004 w05005 …
       ·                                                ───┬──        ───┬──
       ·                                                   │             ╰── near
       ·                                                   ╰── this one
       ╰────
       ╭─[z.zone:1:70003]
     1 │ …987 w09988 w09989 w09990 w09991 w09992 w09993 w09994 w09995 w09996 w09997 w09998 w09999 
       ·                                                                                   ───┬──
       ·                                                                                      ╰── far
       ╰────
       ╭─[z.zone:1:1]
     1 │ long TXT w00000 w00001 w00002 w00003 w00004 w00005 w00006 w00007 w00008 w00009 w00010 w0…
       · ──┬─
       ·   ╰── start
       ╰────
    ");
}

#[test]
fn marks_line_up_under_tabs() {
    let desk = Desk::with("z.zone", "\t\tIN\tMX\t10 mail\n");
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "mail"), "no such host").here("here");
    insta::assert_snapshot!(desk.full(finding), @r"
    error[unclosed-parenthesis]: no such host
       ╭─[z.zone:1:12]
     1 │                 IN      MX      10 mail
       ·                                    ──┬─
       ·                                      ╰── here
       ╰────
    ");
}

#[test]
fn the_end_of_a_file_can_be_marked() {
    let desk = Desk::with("z.zone", "a A (");
    let finding = Diagnostic::new(&SYNTAX, span(5, 5), "the file ends inside parentheses")
        .here("end of file")
        .label(desk.at(0, "("), "opened here");
    insta::assert_snapshot!(desk.full(finding), @r"
    error[unclosed-parenthesis]: the file ends inside parentheses
       ╭─[z.zone:1:6]
     1 │ a A (
       ·     ┬▲
       ·     │╰── end of file
       ·     ╰── opened here
       ╰────
    ");
    let desk = Desk::with("z.zone", "a A (\n");
    let finding = Diagnostic::new(&SYNTAX, span(6, 6), "the file ends inside parentheses");
    insta::assert_snapshot!(desk.full(finding), @r"
    error[unclosed-parenthesis]: the file ends inside parentheses
       ╭─[z.zone:2:1]
     2 │ 
       · ▲
       ╰────
    ");
}

#[test]
fn line_endings_are_not_shown() {
    let desk = Desk::with("z.zone", "a A 1\r\nb A 2\r\nc A (\r\n 3 )\r\n");
    let whole_record = Span { end: 26, ..desk.at(0, "c A (") };
    let finding = Diagnostic::new(&SYNTAX, whole_record, "three").here("spread").label(desk.at(0, "b A 2\r\n"), "two");
    let shown = desk.full(finding);
    assert!(!shown.contains('\r'));
    insta::assert_snapshot!(shown, @r"
    error[unclosed-parenthesis]: three
       ╭─[z.zone:3:1]
     2 │ b A 2
       · ──┬──
       ·   ╰── two
     3 │ c A (
       · ──┬──
       ·   ╰── spread
       ╰────
    ");
}

#[test]
fn long_messages_wrap_and_stay_complete() {
    let desk = Desk::with("z.zone", "a A 1\n");
    let words = "word ".repeat(30);
    let finding = Diagnostic::new(&SYNTAX, desk.at(0, "a"), words.trim_end()).help(words.trim_end().to_owned());
    let style = Style { width: 50, ..PLAIN };
    insta::assert_snapshot!(desk.show(Format::Full, style, &[finding]), @r"
    error[unclosed-parenthesis]: word word word word
      word word word word word word word word word
      word word word word word word word word word
      word word word word word word word word
       ╭─[z.zone:1:1]
     1 │ a A 1
       · ─
       ╰────
      help: word word word word word word word word
            word word word word word word word word
            word word word word word word word word
            word word word word word word
    ");
}
