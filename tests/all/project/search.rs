//! Which files of a folder are read: what git ignores, what is compressed, and what is called like a zone.

use crate::support::{SWAPPED, ZONE, packed, project_with, text, write, zonelint, zonelint_with_stdin};

/// The files that a run would read.
fn read(dir: &std::path::Path, more: &[&str]) -> Vec<String> {
    let run = zonelint(dir, &[&["check", "-f", "json", "--list-files"], more].concat());
    let files = run.json()["files"].as_array().expect("a list").clone();
    files.iter().filter(|file| file["skipped"].is_null()).map(|file| text(&file["file"])).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_git_ignores_is_left_out_and_counted() {
    let files = [
        (".git/HEAD", ""),
        (".gitignore", "/build/\n*.tmp\n!keep.tmp\n# a comment\n"),
        ("build/a.zone", ZONE),
        ("zones/build/b.zone", ZONE),
        ("zones/c.tmp", ZONE),
        ("zones/keep.tmp", ZONE),
        ("zones/.gitignore", "lab*\n"),
        ("zones/lab/d.zone", ZONE),
        ("zones/sub/lab.zone", ZONE),
        ("zones/other/.git/HEAD", ""),
        ("zones/other/e.tmp", ZONE),
    ];
    let dir = project_with(&files);
    let (kept, nested) = ("zones/keep.tmp", "zones/other/e.tmp");
    assert_eq!(read(dir.path(), &[]), ["zones/build/b.zone", kept, nested], "another repository has its own rules");
    assert_eq!(read(&dir.path().join("zones"), &[]), ["build/b.zone", "keep.tmp", "other/e.tmp"], "rules of above");
    let run = zonelint(dir.path(), &["check"]);
    assert!(run.stdout.ends_with("; 4 paths in .gitignore\n"), "{run:#?}");
    assert_eq!(read(dir.path(), &["--no-gitignore"]).len(), 7);
    // Whoever names it wants it.
    assert_eq!(read(dir.path(), &["build"]), ["build/a.zone"]);
    assert_eq!(read(dir.path(), &["zones/lab", "zones/c.tmp"]), ["zones/c.tmp", "zones/lab/d.zone"]);
}

#[test]
fn without_a_repository_nothing_is_ignored() {
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), ".gitignore", "*.zone\n");
    write(dir.path(), "a.zone", ZONE);
    assert_eq!(read(dir.path(), &[]), ["a.zone"]);
    write(dir.path(), ".git/HEAD", "");
    write(dir.path(), ".gitignore", "");
    write(dir.path(), ".ignore", "*.zone\n");
    assert_eq!(read(dir.path(), &[]), ["a.zone"], "what search programs are told is another matter");
}

#[test]
fn where_all_is_ignored_it_is_said() {
    let dir = project_with(&[(".git/HEAD", ""), (".gitignore", "*.zone\n"), ("out/a.zone", ZONE)]);
    let run = zonelint(dir.path(), &["check", "out"]);
    let expected = "zonelint: no zone file in `out`: none of its files has an SOA record; files in .gitignore are \
                    skipped: name the file or directory itself, or use `--no-gitignore`\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, expected));
}

/// A rule file of git that leads elsewhere, or never ends, holds up nobody.
#[cfg(unix)]
#[test]
fn only_files_of_the_repository_say_what_is_ignored() {
    let dir =
        project_with(&[("outside", "*\n"), ("repo/.git/HEAD", ""), ("repo/a.zone", ZONE), ("repo/x/b.zone", ZONE)]);
    std::os::unix::fs::symlink("../outside", dir.path().join("repo/.gitignore")).expect("links can be made");
    let made = std::process::Command::new("mkfifo").arg(dir.path().join("repo/x/.gitignore")).status();
    assert!(made.expect("there is mkfifo").success());
    assert_eq!(read(&dir.path().join("repo"), &[]), ["a.zone", "x/b.zone"]);
}

#[test]
fn a_compressed_zone_is_read_through_every_door() {
    let zone = packed((ZONE.to_owned() + SWAPPED).as_bytes());
    let dir = project_with(&[("zones/example.com.zone.gz", &zone[..]), ("notes.gz", &packed(b"notes of mine\n"))]);
    let expected = "zones/example.com.zone.gz:9:39: error[srv-port-transposed]: ";
    for path in [".", "zones", "zones/example.com.zone.gz"] {
        let run = zonelint(dir.path(), &["check", "-f", "concise", path]);
        assert!(run.code == 1 && run.stdout.starts_with(expected), "{path}: {run:#?}");
    }
    let run = zonelint_with_stdin(dir.path(), &["check", "-f", "concise", "-"], &zone);
    assert!(run.stdout.starts_with("<stdin>:9:39: error[srv-port-transposed]: "), "{run:#?}");
    // Of a file and what was made of it one is enough.
    write(dir.path(), "zones/example.com.zone", ZONE);
    assert_eq!(read(dir.path(), &[]), ["zones/example.com.zone"]);
}

#[test]
fn the_name_of_a_compressed_file_tells_its_zone() {
    let relative = ZONE.replace("$ORIGIN example.com.\n", "");
    let dir = project_with(&[("db.example.com.gz", packed(relative.as_bytes()))]);
    let run = zonelint(dir.path(), &["check", "--list-files"]);
    assert!(run.stdout.starts_with("db.example.com.gz: example.com."), "{run:#?}");
}

#[test]
fn servers_include_no_compressed_file() {
    let zone = ZONE.to_owned() + "$INCLUDE hosts.gz\n";
    let dir = project_with(&[("a.zone", zone.as_bytes()), ("hosts.gz", &packed(b"h A 192.0.2.1\n"))]);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "a.zone"]);
    let expected = "error[include-failed]: `hosts.gz` is compressed, but servers cannot include compressed files\n";
    assert!(run.code == 1 && run.stdout.contains(expected), "{run:#?}");
}

#[test]
fn a_file_that_is_called_like_a_zone_and_cannot_be_read_is_told() {
    let zone = utf16(ZONE);
    let (cut, bomb) = (packed(ZONE.as_bytes()), packed(&vec![b' '; 4 << 20]));
    let files: [(&str, &[u8]); 14] = [
        ("a.zone", ZONE.as_bytes()),
        ("empty.zone", b""),
        ("db.parked", b"\n\n"),
        ("named.local", b"\xef\xbb\xbf"),
        ("export.txt", &zone),
        ("db.example.org", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"),
        ("cut.zone.gz", &cut[..cut.len() / 2]),
        ("bomb.zone.gz", &bomb),
        // And what belongs to something else.
        ("db.py", b""),
        ("named.conf.options", b""),
        ("db.sqlite3", b"SQLite format 3\0\0\0"),
        ("notes.txt", &utf16("Notes of mine\nfor nobody\n")),
        ("secondary.zone", b"\0\0\0\x02\0\0\0\x01\0\0\0\0"),
        ("empty", b""),
    ];
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "-f", "concise"]);
    insta::assert_snapshot!(run.stdout, @r"
    bomb.zone.gz:1:1: error[not-a-zone-file]: the file is compressed by gzip, and unpacks to more than 100 times its size
    cut.zone.gz:1:1: error[not-a-zone-file]: the file is compressed by gzip, and damaged or incomplete
    db.example.org:1:1: error[not-a-zone-file]: this is a binary file, not a zone file
    db.parked:1:1: error[not-a-zone-file]: the file is empty
    empty.zone:1:1: error[not-a-zone-file]: the file is empty
    export.txt:1:1: error[not-a-zone-file]: the file is UTF-16 text, which name servers do not read
    named.local:1:1: error[not-a-zone-file]: the file is empty
    ");
    assert_eq!(run.code, 1);
}

#[test]
fn an_empty_part_of_a_zone_is_nothing_to_tell() {
    let zone = ZONE.to_owned() + "$INCLUDE dynamic.zone\n";
    let dir = project_with(&[("a.zone", zone.as_str()), ("dynamic.zone", "")]);
    let run = zonelint(dir.path(), &["check", "--off", "include-base"]);
    let expected = "nothing found in 1 zone (6 records); 1 check off\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, expected), "{run:#?}");
}

#[test]
fn the_top_of_a_file_tells_what_it_is() {
    let remarks = "; written by hand\n".repeat(2000);
    let conf = "// ours\n".repeat(3000) + "zone \"b.example\" { type primary; file \"b\"; };\n";
    let nsd = "# ours\n".repeat(3000) + "zone:\n  name: c.example\n  zonefile: c\n";
    let code = "def read(path):\n    return open(path)\n".repeat(1000);
    let relative = ZONE.replace("$ORIGIN example.com.\n", "");
    let dir = project_with(&[
        ("a", remarks.clone() + ZONE),
        ("b", relative.clone()),
        ("c", relative),
        ("named", conf),
        ("nsd", nsd),
        ("code", code.clone() + ZONE),
    ]);
    let run = zonelint(dir.path(), &["check", "--list-files"]);
    insta::assert_snapshot!(run.stdout, @r"
    a: example.com. (its SOA)
    b: b.example. (named:3001)
    c: c.example. (nsd:3002)
    ");
}

#[test]
fn a_zone_below_other_text_is_read_and_a_text_that_quotes_one_is_not() {
    let licence = "Copyright Example Corporation\n\nWhoever has a copy of this zone may use it\n".to_owned()
        + &"as long as this notice stays with it,\n".repeat(20);
    let mail = "From: hostmaster@example.com\nTo: dns@example.com\nSubject: the new zone (at last)\n\
                Date: Mon, 5 Jan 2026 10:00:00 +0000\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n\
                Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n\nHello, here it is:\n\n";
    let remarks = "# changed by hand, do not touch\n".repeat(30);
    let slip = ZONE.to_owned() + "this line is none\n" + &"host A 192.0.2.9\n".repeat(20);
    let large = ZONE.to_owned() + &(0..5000).map(|n| format!("host{n} A 192.0.2.9\n")).collect::<String>();
    let dir = project_with(&[
        ("a.zone", licence.clone() + ZONE),
        ("b.zone", mail.to_owned() + ZONE),
        ("c.zone", remarks + ZONE),
        ("d.zone", licence.clone() + &slip),
        ("e.zone", licence.clone() + &large),
        ("manual.md", licence.clone() + "```\n" + ZONE + "```\n"),
        ("manual.txt", licence.clone() + ZONE + "Then let the server read it again.\n"),
        ("indented.txt", licence.clone() + &ZONE.replace('\n', "\n    ")),
        ("soa.txt", licence.clone() + "example.com. IN SOA ns1 hostmaster 1 4h 1h 2w 1h\n"),
        ("install", licence + "cat > zone <<END\n" + ZONE + "END\n"),
    ]);
    assert_eq!(read(dir.path(), &[]), ["a.zone", "b.zone", "c.zone", "d.zone", "e.zone"]);
    let run = zonelint(dir.path(), &["check", "c.zone", "-f", "concise"]);
    assert!(run.code == 1 && run.stdout.contains("c.zone:1:1: error"), "{run:#?}");
}

#[test]
fn a_template_in_a_folder_is_skipped_and_one_that_is_named_is_read() {
    let template = ZONE.replace("$TTL 1h", "$TTL {{ ttl }}");
    assert_ne!(template, ZONE);
    // A block, or marks on many lines, are no slip; in a comment, a text or a range they are none.
    let block = format!("{ZONE}{{% for h in hosts %}}\n{{{{ h }}}} A 192.0.2.1\n");
    let marks = format!("{ZONE}a A ${{A}}\nb A ${{B}}\nc A ${{C}}\n");
    let text = format!("{ZONE}; {{% for %}}\na TXT \"{{% if %}}\"\n$GENERATE 1-2 a${{0,2,d}} A 192.0.2.$\n");
    let dir = project_with(&[
        ("a.zone", ZONE),
        ("made/b.zone.j2", template.as_str()),
        ("made/db.example.com.TMPL", "{% include \"top\" %}\n@ IN SOA a b 1 2 3 4 5\n@ IN NS ns\n"),
        ("made/hosts.erb", "$ORIGIN example.com.\n<%= host %> A 192.0.2.1\n"),
        // What is called so and has no marks is a zone, and what has marks and is not called so is a slip.
        ("plain.tpl", ZONE),
        ("slip.zone", template.as_str()),
        ("motd.j2", "Welcome to {{ host }}\n"),
        ("block.zone", block.as_str()),
        ("marks.zone", marks.as_str()),
        ("text.zone", text.as_str()),
    ]);
    assert_eq!(read(dir.path(), &[]), ["a.zone", "plain.tpl", "slip.zone", "text.zone"]);
    let run = zonelint(dir.path(), &["check", "-v", "-f", "concise", "--select", "not-a-zone-file"]);
    assert!(run.stdout.starts_with("slip.zone:2:6: error[not-a-zone-file]: "), "{run:#?}");
    assert_eq!(run.stdout.lines().count(), 1, "{run:#?}");
    assert!(run.stderr.contains("file: made/b.zone.j2: - (skipped: a template)\n"), "{run:#?}");
    assert!(run.stderr.contains(" records, 5 templates skipped)"), "{run:#?}");
    let run = zonelint(dir.path(), &["check", "made"]);
    let said = "no zone file in `made`: `made/hosts.erb` is a template; check what is made from it";
    assert!(run.code == 2 && run.stderr.contains(said), "{run:#?}");
    assert_eq!(read(dir.path(), &["made/b.zone.j2"]), ["made/b.zone.j2"]);
}
