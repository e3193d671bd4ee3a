//! What a page shows of a terminal is what happens there, line by line.

use std::io::{Read, Seek};
use std::path::Path;
use std::process::Stdio;

use super::blocks::{blocks, pages};
use crate::change::git::{commit, git};
use crate::support::{ZONE, program, project, write};

/// The words of a command, with quotes as shells have them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == ' ' => words.extend(word.take()),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// What a command writes, to either stream, in the order of a terminal.
fn said(dir: &Path, line: &str) -> String {
    let mut words = words(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("zonelint"), "{line}");
    let mut out = tempfile::tempfile().expect("a file");
    let stream = || Stdio::from(out.try_clone().expect("a handle"));
    program(dir).args(words).stdout(stream()).stderr(stream()).status().expect("it starts");
    let mut text = String::new();
    out.rewind().expect("a file has a start");
    out.read_to_string(&mut text).expect("it is text");
    text
}

/// What has happened in the project of a page before each of its blocks, the first time to make it.
type Story = fn(&Path, usize);

const STORIES: [(&str, Story); 6] = [
    ("docs/change.md", change),
    ("docs/fix.md", fix),
    ("docs/old-repository.md", old_repository),
    ("docs/services.md", services),
    ("docs/silencing.md", silencing),
    ("docs/ticket.md", ticket),
];

fn mail(name: &str) -> String {
    let zone = ZONE.replace("     IN NS  ns2\n", "     IN NS  ns2\n     IN MX  10 mail\n") + "mail IN CNAME host\n";
    zone.replace("example.com", name)
}

fn fix(dir: &Path, _: usize) {
    let records = "www  300 IN A 192.0.2.11\nwww  90  IN A 192.0.2.12\nwww  300 IN A 192.0.2.13\n";
    let zone = ZONE.replace("host IN A   192.0.2.3\n", records);
    if !dir.join("zones").exists() {
        write(dir, "zones/example.com.zone", zone);
    }
}

fn change(dir: &Path, _: usize) {
    std::fs::remove_dir_all(dir.join(".git")).expect("a project has it");
    git(dir, &["init", "-q"]);
    let zone = mail("example.com") + "old IN CNAME gone\n_ledger._tcp IN SRV 0 0 12345 host\n";
    write(dir, "zones/example.com.zone", &zone);
    commit(dir, "one");
    write(dir, "zones/example.com.zone", zone.replace("12345", "12354"));
}

fn old_repository(dir: &Path, block: usize) {
    match block {
        0 => {
            write(dir, "zones/example.com.zone", mail("example.com") + "old IN CNAME gone\n");
            write(dir, "zones/example.net.zone", mail("example.net"));
            write(dir, "zones/example.org.zone", mail("example.org"));
        }
        3 => write(dir, "zones/example.net.zone", mail("example.net") + "_sip._tls IN SRV 0 0 5601 host\n"),
        4 => {
            write(dir, "zones/example.net.zone", mail("example.net"));
            std::fs::remove_file(dir.join("zones/example.org.zone")).expect("it is there");
        }
        _ => {}
    }
}

fn services(dir: &Path, _: usize) {
    for (name, port) in [("example.com", 5601), ("example.net", 5061)] {
        let service = format!("_sipfederationtls._tcp IN SRV 0 0 {port} host\n_sip._tls IN SRV 0 0 443 host\n");
        write(dir, &format!("zones/{name}.zone"), ZONE.replace("example.com", name) + &service);
    }
}

fn ticket(dir: &Path, block: usize) {
    let zone = |serial, port, address| {
        let records = format!("edge IN A 192.0.2.{address}\n_sipfederationtls._tcp 1d IN SRV 0 0 {port} edge\n");
        ZONE.replace("2026112201", serial) + &records
    };
    let reverse = |address| {
        let head = ZONE.replace("$ORIGIN example.com.", "$ORIGIN 2.0.192.in-addr.arpa.");
        let head = head.replace(" hostmaster", " hostmaster.example.com.").replace("ns1 ", "ns1.example.com. ");
        let (head, _) = head.split_once("     IN NS").expect("there are servers");
        format!("{head}     IN NS  ns1.example.com.\n1 IN PTR ns1.example.com.\n{address} IN PTR edge.example.com.\n")
    };
    if block == 0 {
        std::fs::remove_dir(dir.join(".git")).expect("it is empty");
        git(dir, &["init", "-q"]);
        write(dir, "zones/example.com.zone", zone("2026112201", 5601, 10));
        write(dir, "zones/2.0.192.in-addr.arpa.zone", reverse(10));
        commit(dir, "one");
        write(dir, "zones/example.com.zone", zone("2026112301", 5061, 50));
    } else {
        write(dir, "zones/2.0.192.in-addr.arpa.zone", reverse(50).replace("2026112201", "2026112301"));
    }
}

fn silencing(dir: &Path, _: usize) {
    write(dir, "zones/example.com.zone", mail("example.com"));
}

#[test]
fn every_terminal_of_the_pages_shows_what_the_program_says() {
    let mut told: Vec<String> = Vec::new();
    for (page, text) in pages() {
        let blocks = blocks(&text, "console");
        let Some((_, story)) = STORIES.iter().find(|(of, _)| *of == page) else {
            assert!(blocks.is_empty(), "{page} shows a terminal, and no test knows of which project");
            continue;
        };
        let dir = project();
        for (number, block) in blocks.iter().enumerate() {
            story(dir.path(), number);
            let commands = block.lines().filter_map(|line| line.strip_prefix("$ "));
            let shown: String = commands.map(|line| format!("$ {line}\n{}", said(dir.path(), line))).collect();
            assert_eq!(&shown, block, "{page}, left: what the program says");
        }
        told.push(page);
    }
    assert_eq!(told, STORIES.map(|(page, _)| page), "a page is gone, or shows no terminal any more");
}

#[test]
fn the_page_has_the_ticket_that_the_program_writes() {
    let dir = project();
    (0..2).for_each(|block| ticket(dir.path(), block));
    said(dir.path(), "zonelint diff HEAD --format markdown --output-file ticket.md");
    let written = std::fs::read_to_string(dir.path().join("ticket.md")).expect("it is written");
    let (_, page) = pages().into_iter().find(|(page, _)| page == "docs/ticket.md").expect("it is there");
    assert!(page.ends_with(&format!("\n\n{written}")), "it writes: {written}");
}

#[test]
fn quotes_hold_words_together() {
    assert_eq!(words("zonelint check --off 'srv-*' \"a b\""), ["zonelint", "check", "--off", "srv-*", "a b"]);
}
