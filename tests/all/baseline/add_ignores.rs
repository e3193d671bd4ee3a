//! `--add-ignores`: comments for what is found, in the files themselves.

use std::path::Path;

use crate::support::{Run, ZONE, packed, project, project_with, write, zonelint, zonelint_with_stdin};

const REASON: &str = "ticket 4711";

fn add(dir: &Path, more: &[&str]) -> Run {
    zonelint(dir, &[&["check", "--add-ignores", REASON], more].concat())
}

fn read(dir: &Path, name: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(dir.join(name)).expect("it is there")).into_owned()
}

/// What is right before and after: nothing is found, a second time changes nothing, and without the comments the file
/// is what it was.
fn silences_all(dir: &Path, files: &[(&str, String)]) {
    let run = add(dir, &[]);
    assert!(run.stdout.starts_with("nothing found in "), "{run:#?}");
    assert_eq!(run.code, 0);
    let after: Vec<String> = files.iter().map(|(name, _)| read(dir, name)).collect();
    for ((name, before), after) in files.iter().zip(&after) {
        let lines = after.split_inclusive('\n').filter(|line| !line.contains(REASON));
        // The comment above the first line stands behind a byte order mark.
        let mark = if after.starts_with("\u{feff};") { "\u{feff}" } else { "" };
        assert_eq!(&(mark.to_owned() + &lines.collect::<String>()), before, "{name}");
    }
    let again = add(dir, &[]);
    assert_eq!((again.code, again.stderr.as_str()), (0, ""));
    assert!(files.iter().zip(&after).all(|((name, _), after)| read(dir, name) == *after));
}

#[test]
fn a_comment_says_why_above_each_entry() {
    let zone = ZONE.to_owned()
        + "alias CNAME host\nm MX ( ; of the mail\n  10\n  alias )\n t TXT \"a ; b\nc\" ; gone\n\tMX 10 gone\n$GENERATE 1-3 h$ CNAME gone$\n";
    let dir = project_with(&[("example.com.zone", &zone)]);
    let run = add(dir.path(), &["--off=not-portable,syntax"]);
    assert_eq!(run.stderr, "zonelint: example.com.zone: 3 comments added\n");
    insta::assert_snapshot!(read(dir.path(), "example.com.zone"), @r#"
    $ORIGIN example.com.
    $TTL 1h
    @    IN SOA ns1 hostmaster 2026112201 4h 1h 2w 1h
         IN NS  ns1
         IN NS  ns2
    ns1  IN A   192.0.2.1
    ns2  IN A   192.0.2.2
    host IN A   192.0.2.3
    alias CNAME host
    ; zonelint: ignore[target-is-alias] ticket 4711
    m MX ( ; of the mail
      10
      alias )
     t TXT "a ; b
    c" ; gone
    ; zonelint: ignore[target-does-not-exist] ticket 4711
    	MX 10 gone
    ; zonelint: ignore[target-does-not-exist] ticket 4711
    $GENERATE 1-3 h$ CNAME gone$
    "#);
}

#[test]
fn whatever_is_found_is_found_no_more() {
    let more = [
        // A finding about the file, which moves to the comment above the first line.
        ("crlf.example", ZONE.replace('\n', "\r\n") + "a CNAME gone\r\nb CNAME gone\r\n"),
        ("bom.example", format!("\u{feff}{ZONE}a CNAME gone\n")),
        ("end.example", ZONE.to_owned() + "a CNAME gone"),
        ("broken.example", ZONE.to_owned() + "a MX ( 10 gone\nb A 192.0.2.300\nc TXT \"open\nd CNAME gone\n"),
        ("no-soa.example", "; a head\n\n$TTL 1h\nns A 192.0.2.1\n".to_owned()),
        ("tabs.example", ZONE.to_owned() + "\tMX 10 gone\n  MX 20 gone\n"),
        ("many.example", (0..60).fold(ZONE.to_owned(), |zone, number| format!("{zone}h{number} CNAME gone\n"))),
        (
            "own.example",
            ZONE.to_owned() + "; zonelint: ignore[target-is-alias] ours\na CNAME gone\nb CNAME a\nm MX 10 b\n",
        ),
    ];
    for (name, zone) in more {
        let zone = zone.replace("example.com", name);
        let dir = project_with(&[(&*format!("{name}.zone"), &zone)]);
        let before = zonelint(dir.path(), &["check", "-f", "json"]).checks();
        assert!(!before.is_empty(), "{name}: nothing is found");
        if name == "own.example" {
            // An unused comment of somebody's own is theirs.
            assert!(add(dir.path(), &[]).stdout.contains("unused-ignore"));
            assert!(read(dir.path(), "own.example.zone").contains("; zonelint: ignore[target-is-alias] ours\n"));
        } else {
            silences_all(dir.path(), &[(&format!("{name}.zone"), zone)]);
        }
    }
}

#[test]
fn includes_and_files_of_several_zones_are_written_once() {
    let zone = |name: &str| ZONE.replace("example.com", name) + "$INCLUDE inc/hosts.inc\n";
    let files = [
        ("a.example.zone", zone("a.example")),
        ("b.example.zone", zone("b.example")),
        ("inc/hosts.inc", "h1 CNAME gone\nh2 CNAME gone\n".to_owned()),
    ];
    let dir = project_with(&files);
    silences_all(dir.path(), &files);
    let hosts = read(dir.path(), "inc/hosts.inc");
    assert_eq!(hosts.matches("ignore[target-does-not-exist]").count(), 2, "{hosts}");
}

#[test]
fn only_what_is_shown_is_silenced() {
    let zone = ZONE.to_owned() + "a CNAME gone\nm MX 10 alias\nalias CNAME host\nt 5 A 192.0.2.9\n";
    let dir = project_with(&[("example.com.zone", &zone)]);
    let added = |flags: &[&str]| {
        write(dir.path(), "example.com.zone", &zone);
        add(dir.path(), flags);
        let text = read(dir.path(), "example.com.zone");
        text.lines()
            .filter_map(|line| line.strip_prefix("; zonelint: ignore[")?.split(']').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(added(&[]), ["target-does-not-exist", "target-is-alias", "ttl-out-of-range"]);
    assert_eq!(added(&["--min-severity", "warning"]), ["target-does-not-exist", "target-is-alias"]);
    assert_eq!(added(&["--select", "ttl"]), ["ttl-out-of-range"]);
    write(dir.path(), "example.com.zone", &zone);
    assert_eq!(zonelint(dir.path(), &["check", "--write-baseline"]).code, 0);
    assert_eq!(added(&[]), [""; 0]);
    write(dir.path(), "zonelint.yaml", "services: [{service: _sip._tls, presence: required, ignorable: false}]\n");
    assert_eq!(
        added(&["--no-baseline", "--off=all", "--warn=srv-required-missing"]),
        [""; 0],
        "no comment silences it"
    );
}

#[cfg(unix)]
#[test]
fn the_file_keeps_its_mode_and_a_link_its_place() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = project_with(&[("zones/example.com.zone", ZONE.to_owned() + "a CNAME gone\n")]);
    let file = dir.path().join("zones/example.com.zone");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("it is ours");
    symlink("zones/example.com.zone", dir.path().join("link.zone")).expect("a link");
    let run = add(dir.path(), &["link.zone"]);
    assert!(run.code == 0 && read(dir.path(), "zones/example.com.zone").contains(REASON), "{run:#?}");
    assert_eq!(std::fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(dir.path().join("link.zone")).expect("it is there").is_symlink());
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + "a CNAME gone\n")]);
    let before = read(dir.path(), "example.com.zone");
    for (arguments, told) in [
        (&["check", "--add-ignores", " "][..], "give a reason"),
        (&["check", "--add-ignores", "two\nlines"], "a reason has to be one line"),
        (&["check", "--add-ignores", "x ; zonelint: ignore[all]"], "a reason must not contain `zonelint:`"),
        (&["check", "--add-ignores", "why", "--write-baseline"], "cannot be used with"),
        (&["check", "--add-ignores", "why", "gone.zone", "."], "`gone.zone`"),
        (&["check", "--add-ignores", "why", "--config", "gone.yaml"], "`gone.yaml` cannot be read"),
    ] {
        let run = zonelint(dir.path(), arguments);
        assert!(run.code == 2 && run.stderr.contains(told), "{arguments:?}: {run:#?}");
        assert_eq!(read(dir.path(), "example.com.zone"), before);
    }
    let run = zonelint_with_stdin(project().path(), &["check", "--add-ignores", "why", "-"], before.as_bytes());
    assert!(run.code == 2 && run.stderr.contains("it cannot be used with standard input"), "{run:#?}");
}

#[test]
fn a_file_that_takes_no_comment_is_refused_and_stays_as_it_is() {
    let zone = ZONE.to_owned() + "a CNAME gone\n";
    let packed = packed(zone.as_bytes());
    let utf16: Vec<u8> = zone.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, &[u8]); 4] = [
        ("a.zone.gz", &packed),
        ("cut.zone.gz", &packed[..packed.len() / 2]),
        ("db.binary", b"\x7fELF\x02\x01\x01\0\0\0\0"),
        ("export.zone", &utf16),
    ];
    let dir = project_with(&files);
    let run = add(dir.path(), &["-f", "concise"]);
    let (packed, foreign) = ("it is compressed; run this on the file that it is made from", "it is no zone file");
    for ((name, before), why) in files.iter().zip([packed, foreign, foreign, foreign]) {
        assert!(run.stderr.contains(&format!("zonelint: `{name}` is not changed: {why}")), "{run:#?}");
        assert!(run.stdout.contains(&format!("{name}:")), "{run:#?}");
        assert_eq!(std::fs::read(dir.path().join(name)).expect("it is there"), *before, "{name}");
    }
    assert!(run.code == 1 && !run.stderr.contains(" added"), "{run:#?}");
}
