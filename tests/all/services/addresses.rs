//! Where targets lead: through aliases, across zones, and within a view.

use super::{columns, csv, project_of};
use crate::support::{ZONE, project_with};

#[test]
fn a_lookup_ends_in_addresses_or_says_why_not() {
    let chain: String = (0..15).map(|n| format!("c{n} IN CNAME c{}\n", n + 1)).collect();
    let records = chain
        + "\
c15      IN A 192.0.2.15
d0       IN CNAME c0
host     IN AAAA 2001:db8::3
across   IN CNAME alias.example.net.
circle   IN CNAME back
back     IN CNAME circle
text     IN TXT x
below.ent IN A 192.0.2.9
*.wild   IN A 192.0.2.10
cut      IN NS ns.cut
ns.cut   IN A 192.0.2.11
";
    for (target, expected) in [
        ("host", "192.0.2.3 2001:db8::3"),
        ("across", "192.0.2.77"),
        ("c0", "192.0.2.15"),
        ("d0", "CNAME loop"),
        ("circle", "CNAME loop"),
        ("text", "no address"),
        ("ent", "no address"),
        ("gone", "NXDOMAIN"),
        ("gone.example.net.", "NXDOMAIN"),
        ("any.wild", "192.0.2.10"),
        ("sip.cut", "not in these zones"),
        ("sip.example.org.", "not in these zones"),
        (".", ""),
    ] {
        let own = format!("{records}_x._tcp IN SRV 0 0 7000 {target}\n");
        let dir = project_of(&[("example.com", &own), ("example.net", "alias CNAME real\nreal A 192.0.2.77\n")]);
        assert_eq!(columns(&csv(dir.path(), &[]), &["addresses"]), [expected], "{target}");
    }
}

#[test]
fn what_was_not_read_may_have_the_name() {
    let zone = ZONE.to_owned() + "$INCLUDE gone.inc\n_x._tcp IN SRV 0 0 7000 there\n";
    let dir = project_with(&[("example.com.zone", zone)]);
    assert_eq!(columns(&csv(dir.path(), &[]), &["addresses"]), ["zone not read in full"]);
}

/// The zones of another view are those of other clients.
#[test]
fn addresses_are_those_of_the_view() {
    let zone = |address: &str| ZONE.replace("192.0.2.3", address) + "_x._tcp IN SRV 0 0 7000 host\n";
    let shared = ZONE.replace("example.com", "example.net") + "_x._tcp IN SRV 0 0 7000 host.example.com.\n";
    let view = |name: &str| {
        let zone = |name: &str, file: &str| format!("zone \"{name}\" {{ type primary; file \"{file}\"; }};\n");
        format!("view \"{name}\" {{\n{}{}}};\n", zone("example.com", name), zone("example.net", "shared"))
    };
    let files = [
        ("named.conf", view("inside") + &view("outside")),
        ("inside", zone("192.0.2.100")),
        ("outside", zone("198.51.100.7")),
        ("shared", shared),
    ];
    let dir = project_with(&files);
    assert_eq!(
        columns(&csv(dir.path(), &["."]), &["zone", "view", "addresses"]),
        [
            "example.com. inside 192.0.2.100",
            "example.com. outside 198.51.100.7",
            "example.net.  192.0.2.100 198.51.100.7"
        ]
    );
}

#[test]
fn versions_of_a_zone_without_views_are_told_apart_by_their_paths() {
    let zone = ZONE.to_owned() + "_x._tcp IN SRV 0 0 7000 host\n";
    let dir = project_with(&[("old/example.com.zone", zone.clone()), ("new/example.com.zone", zone)]);
    assert_eq!(columns(&csv(dir.path(), &["."]), &["view"]), ["new/example.com.zone", "old/example.com.zone"]);
    assert_eq!(columns(&csv(dir.path(), &["new"]), &["view"]), [""], "only one is shown");
}
