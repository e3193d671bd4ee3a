//! Fixes over files in memory.

use std::path::{Path, PathBuf};

use super::*;
use crate::fs::MemoryFs;

fn all(fs: &MemoryFs, unsafe_too: bool, now: u32) -> Fixed {
    let paths = [PathBuf::from("/zones")];
    let request = Request { now, ..Request::new(&paths, Path::new("/zones")) };
    fix(fs, &request, Fixing { unsafe_too, refusal: &|_| None })
}

fn text(fixed: &Fixed, name: &str) -> String {
    let file = fixed.files.iter().find(|file| file.shown == name);
    String::from_utf8(file.unwrap_or_else(|| panic!("{name} is not changed: {fixed:?}")).after.clone()).expect("text")
}

const ZONE: &str = "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA ns1.dns.example. host 2025123105 4h 1h 2w 1h\n\
    @ NS ns1.dns.example.\n@ NS ns2.dns.example.\n";
const NOW: u32 = 1_767_225_600;

#[test]
fn text_that_changes_no_record_leaves_the_serial() {
    let zone = format!("\u{feff}{ZONE}www A 192.0.2.1 ; the end");
    let fixed = all(&MemoryFs::new().with("/zones/example.com.zone", zone.clone()), false, NOW);
    assert_eq!(text(&fixed, "example.com.zone"), zone["\u{feff}".len()..].to_owned() + "\n");
    assert_eq!((fixed.files[0].findings, fixed.left.len()), (2, 0));
}

#[test]
fn records_that_change_raise_the_serial_of_their_zone_once() {
    let zone = format!("{ZONE}$INCLUDE hosts.inc\n");
    let hosts = "www 300 A 192.0.2.1\nwww 60  A 192.0.2.2 ; second\nwww 300 A 192.0.2.3\n";
    let fs = MemoryFs::new().with("/zones/example.com.zone", zone).with("/zones/hosts.inc", hosts);
    let fixed = all(&fs, false, NOW);
    assert_eq!(text(&fixed, "hosts.inc"), hosts.replace("60  A", "300 A"));
    assert_eq!(
        text(&fixed, "example.com.zone"),
        format!("{ZONE}$INCLUDE hosts.inc\n").replace("2025123105", "2026010100")
    );
    let after = fixed.files.iter().fold(MemoryFs::new(), |fs, file| fs.with(file.path.clone(), file.after.clone()));
    assert!(all(&after, true, NOW).files.is_empty(), "a second time changes nothing");
}

#[test]
fn a_server_or_a_build_gives_its_serials_itself() {
    let hosts = "www 300 A 192.0.2.1\nwww 60 A 192.0.2.2\nwww 300 A 192.0.2.3\n";
    let managed = MemoryFs::new()
        .with("/zones/example.com.zone", format!("{ZONE}{hosts}"))
        .with("/zones/zonelint.yaml", "serial: managed\n");
    let zero = MemoryFs::new().with("/zones/example.com.zone", format!("{ZONE}{hosts}").replace("2025123105", "0"));
    for fs in [managed, zero] {
        let text = text(&all(&fs, false, NOW), "example.com.zone");
        assert!(text.contains("www 300 A 192.0.2.2") && !text.contains("2026010100"), "{text}");
    }
}

#[test]
fn files_that_must_not_be_written_are_left_and_told() {
    let zone = format!("{ZONE}www A 192.0.2.1");
    let fs = MemoryFs::new().with("/zones/example.com.zone", zone);
    let paths = [PathBuf::from("/zones")];
    let request = Request::new(&paths, Path::new("/zones"));
    let refusal = |path: &Path| Some(format!("{} is ours", path.display()));
    let fixed = fix(&fs, &request, Fixing { unsafe_too: false, refusal: &refusal });
    assert!(fixed.files.is_empty());
    assert_eq!(fixed.left, ["/zones/example.com.zone is ours"]);
}

#[test]
fn zones_that_are_signed_or_not_checked_are_left() {
    let signed =
        format!("{ZONE}www A 192.0.2.1\nwww RRSIG A 13 3 3600 20260201000000 20260101000000 1 example.com. AAAA");
    let fixed = all(&MemoryFs::new().with("/zones/example.com.zone", signed), true, NOW);
    assert!(fixed.files.is_empty() && fixed.left[0].contains("the zone is signed"), "{fixed:?}");
}

/// Each of the two alone would leave a finding that was not there before.
#[test]
fn a_fix_that_shows_another_mistake_is_made_with_the_fix_of_that() {
    let zone = format!("{ZONE}@ MX   mail.example.net 10\nwww A 192.0.2.1\n");
    let fs = MemoryFs::new().with("/zones/example.com.zone", zone.clone());
    let fixed = all(&fs, true, NOW);
    let mended = zone.replace("mail.example.net 10", "10 mail.example.net.");
    assert_eq!(text(&fixed, "example.com.zone"), mended.replace("2025123105", "2026010100"));
    assert_eq!((fixed.files[0].findings, fixed.left.len()), (1, 0), "{:?}", fixed.left);
    assert!(all(&fs, false, NOW).files.is_empty(), "neither is safe");
}

/// Of lines one below the other each is removed, though the next stands in its place then.
#[test]
fn a_block_that_is_there_twice_is_there_once() {
    let block: String = (1..=9).map(|number| format!("h{number} A 192.0.2.{number}\n")).collect();
    let fs = MemoryFs::new().with("/zones/example.com.zone", format!("{ZONE}{block}{block}"));
    let fixed = all(&fs, false, NOW);
    assert_eq!(text(&fixed, "example.com.zone"), format!("{ZONE}{block}"));
    assert_eq!((fixed.files[0].findings, fixed.left.len()), (9, 0), "{:?}", fixed.left);
}
