//! The serials of zones whose records change.

use super::{NOW, odd, read};
use crate::support::{ZONE, project_with, write, zonelint};

/// What becomes of a serial at noon on 2026-11-22, by a rule file.
fn serial(serial: &str, rules: &str) -> String {
    let zone = odd().replace("2026112201", serial);
    let dir = project_with(&[("example.com.zone", zone), ("zonelint.yaml", rules.to_owned())]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix"]);
    let after = read(dir.path(), "example.com.zone");
    assert!(after.contains("www 300 A 192.0.2.12"), "{run:#?}");
    after.split_once("hostmaster ").and_then(|(_, rest)| rest.split(' ').next()).expect("a serial").to_owned()
}

#[test]
fn it_goes_on_in_its_form() {
    for (before, after) in [
        ("2026112001", "2026112200"),
        ("2026112207", "2026112208"),
        ("2026112299", "2026112300"),
        ("2027010100", "2027010101"),
        ("7", "8"),
        ("4294967295", "1"),
        ("1795000000", "1795348800"),
        ("0", "0"),
    ] {
        assert_eq!(serial(before, ""), after, "{before}");
        assert_eq!(serial(before, "serial: managed\n"), before);
    }
    assert_eq!(serial("7", "serial: date\n"), "2026112200");
    assert_eq!(serial("7", "serial: unixtime\n"), "1795348800");
}

#[test]
fn text_alone_raises_none() {
    let dir = project_with(&[("example.com.zone", format!("\u{feff}{ZONE}; end"))]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix"]);
    assert_eq!(read(dir.path(), "example.com.zone"), format!("{ZONE}; end\n"), "{run:#?}");
    assert_eq!(run.stdout, "2 fixed, nothing remains in 1 zone (6 records)\n");
}

#[test]
fn what_was_raised_since_the_base_is_not_raised_again() {
    let dir = project_with(&[("old/example.com.zone", ZONE), ("now/example.com.zone", &odd())]);
    let check = || zonelint(dir.path(), &["check", NOW, "--fix", "--base", "old", "now"]);
    let raised = odd().replace("2026112201", "2026112205");
    write(dir.path(), "now/example.com.zone", &raised);
    let run = check();
    assert_eq!(read(dir.path(), "now/example.com.zone"), raised.replace("www 90  A", "www 300 A"), "{run:#?}");
    write(dir.path(), "now/example.com.zone", odd());
    let run = check();
    assert!(read(dir.path(), "now/example.com.zone").contains(" 2026112202 "), "{run:#?}");
}
