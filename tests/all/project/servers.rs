//! What is wrong in configurations of servers.

use crate::support::{ZONE, project_with, run_in, text};

/// Findings in configurations, as `file:line check: message`.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let nameless = ZONE.replace("$ORIGIN example.com.\n", "");
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.replace("ZONE", &nameless))).collect();
    let dir = project_with(&files);
    let run = run_in(dir.path(), &["check", "-f", "json"]);
    let findings = run.findings().into_iter().filter(|finding| text(&finding["check"]).starts_with("server-config"));
    let line = |finding: &serde_json::Value| {
        let [file, severity, message] = ["file", "severity", "message"].map(|key| text(&finding[key]));
        format!("{file}:{} {severity}: {message}", finding["start"]["line"])
    };
    findings.map(|finding| line(&finding)).collect()
}

const A: &str = "zone \"a.example\" { type master; file \"/srv/z/a.example\"; };\n";
const B: &str = "zone \"b.example\" { type master; file \"/srv/z/b.example\"; };\n";

#[test]
fn a_zone_twice_is_told_in_what_one_server_reads() {
    let zones = [("z/a.example", "ZONE"), ("z/b.example", "ZONE")];
    let of = |conf: &[(&str, &str)]| found(&[conf, &zones].concat());
    let twice = [A, B, A].concat();
    let said = "named.conf:3 error: the zone `a.example.` is declared twice";
    assert_eq!(of(&[("named.conf", &twice)]), [said]);
    let nsd = "zone:\n name: a.example\n zonefile: z/a.example\n";
    assert_eq!(of(&[("nsd.conf", &nsd.repeat(2))]), ["nsd.conf:5 error: the zone `a.example.` is declared twice"]);
    let views = format!("view x {{ {A} }};\nview y {{ {A} }};\n");
    assert_eq!(of(&[("named.conf", &views)]), [""; 0]);
    let view = format!("view x {{ {A}{A} }};\n");
    assert_eq!(
        of(&[("named.conf", &view)]),
        ["named.conf:2 error: the zone `a.example.` is declared twice in the view `x`"]
    );
    // Over several files, and not of several servers.
    let including = format!("include \"more\";\n{A}");
    assert_eq!(of(&[("named.conf", &including), ("more", A)]).len(), 1);
    assert_eq!(of(&[("one/named.conf", A), ("other/named.conf", A)]), [""; 0]);
    let shared = [("one/named.conf", &*including), ("other/named.conf", &*including), ("more", B)];
    assert_eq!(of(&shared), [""; 0]);
    // A secondary zone is declared as well, and an alternative of a template is not.
    assert_eq!(of(&[("named.conf", &format!("{A}zone \"c\" {{ type slave; file \"/srv/z/c\"; }};\n"))]), [""; 0]);
}

#[test]
fn a_file_is_missing_where_those_of_other_zones_are() {
    let conf = |file: &str| format!("{A}{B}zone \"c.example\" {{ type master; file \"{file}\"; }};\n");
    let with = |conf: &str, more: &[(&str, &str)]| {
        found(&[&[("named.conf", conf), ("z/a.example", "ZONE"), ("z/b.example", "ZONE")], more].concat())
    };
    let said = |severity: &str, path: &str| {
        [format!("named.conf:3 {severity}: the file `{path}` of the zone `c.example.` does not exist")]
    };
    assert_eq!(with(&conf("/srv/z/c.example"), &[]), said("info", "/srv/z/c.example"));
    let c = [("z/c.example", "ZONE")];
    assert_eq!(with(&conf("/srv/z/c.exmaple"), &c), said("warning", "/srv/z/c.exmaple"));
    assert_eq!(with(&conf("/srv/z/c.example"), &c), [""; 0]);
    assert_eq!(with(&conf("/srv/z/c.example.signed"), &c), [""; 0], "a server that signs makes it");
    assert_eq!(with(&conf("/var/lib/bind/c.example"), &[]), [""; 0], "nothing of that folder is here");
    let mapped = [("zonelint.yaml", "includes: {/srv/z: z}\n")];
    assert_eq!(with(&conf("/srv/z/c.example"), &mapped), said("warning", "/srv/z/c.example"));
    // What need not be in a repository.
    for zone in [
        "zone \"c.example\" { type slave; file \"/srv/z/c.example\"; masters { 192.0.2.1; }; };",
        "zone \".\" { type hint; file \"/srv/z/root.hints\"; };",
        "zone \"c.example\" { type master; file \"/srv/z/c.example\"; update-policy local; };",
        "zone \"localhost\" { type master; file \"/srv/z/localhost.zone\"; };",
        "zone \"c.example\" { type master; file \"/srv/z/named.empty\"; };",
        "zone \"{{ zone }}\" { type master; file \"/srv/z/{{ zone }}\"; };",
    ] {
        assert_eq!(with(&format!("{A}{B}{zone}\n"), &[]), [""; 0], "{zone}");
    }
    // More files are elsewhere than here.
    let many: String = (0..5).map(|n| A.replace("a.example", &format!("n{n}.example"))).collect();
    assert_eq!(with(&format!("{A}{B}{many}"), &[]), [""; 0]);
}

#[test]
fn a_file_that_is_left_out_of_the_search_exists() {
    let conf = format!("{A}{B}zone \"c.example\" {{ type master; file \"/srv/z/c.example\"; }};\n");
    let files = [("named.conf", &*conf), ("z/a.example", "ZONE"), ("z/b.example", "ZONE"), ("z/c.example", "ZONE")];
    assert_eq!(found(&[&files[..], &[("zonelint.yaml", "exclude: z/c.example\n")]].concat()), [""; 0]);
}

#[test]
fn one_wrong_network_is_one_finding() {
    let reverse = "$TTL 1h\n@ IN SOA ns1.dns.example. h.dns.example. 1 4h 1h 2w 1h\n NS ns1.dns.example.\n NS \
                   ns2.dns.example.\n1 PTR a.example.com.\n2 PTR b.example.com.\n3 PTR c.example.com.\n";
    let hosts = "a A 192.0.2.1\nb A 192.0.2.2\nc A 192.0.2.3\n";
    let files = [
        ("named.conf", "zone \"3.0.192.in-addr.arpa\" { type master; file \"db.192.0.2\"; };\n".to_owned()),
        ("db.192.0.2", reverse.to_owned()),
        ("example.com.zone", ZONE.replace("host IN A   192.0.2.3\n", "").replace("192.0.2.", "198.51.100.") + hosts),
    ];
    let run = run_in(project_with(&files).path(), &["check", "-f", "json"]);
    assert_eq!(run.checks(), ["origin-differs"], "{run:#?}");
}

#[test]
fn a_merge_conflict_is_one_mistake() {
    let conf = format!("<<<<<<< HEAD\n{A}=======\n{B}{A}>>>>>>> other\n");
    let said = "named.conf:1 error: a merge conflict is not resolved";
    assert_eq!(found(&[("named.conf", &conf), ("z/a.example", "ZONE")]), [said]);
    let conf = format!(
        "{A}zone \"b.example\" {{\n<<<<<<< HEAD\n  type master;\n=======\n  type primary;\n>>>>>>> x\n  file \"/srv/z/b.example\"; }};\n"
    );
    let said = "named.conf:3 error: a merge conflict is not resolved";
    assert_eq!(found(&[("named.conf", &conf), ("z/a.example", "ZONE"), ("z/b.example", "ZONE")]), [said]);
}

#[test]
fn nsd_puts_a_name_into_a_pattern_as_it_is_written() {
    let conf = |name: &str| {
        let zone = |name: &str| format!("zone:\n name: \"{name}\"\n include-pattern: own\n");
        format!("pattern:\n name: own\n zonefile: \"z/db.%s\"\n{}{}", zone("a.example"), zone(name))
    };
    let with = |name: &str| {
        let zones = [("z/db.a.example", "ZONE"), ("z/db.c.example.", "ZONE")];
        found(&[&[("nsd.conf", &*conf(name))], &zones[..]].concat())
    };
    assert_eq!(with("c.example."), [""; 0]);
    let said = with("c.example");
    assert!(said.iter().any(|said| said.contains("the file `z/db.c.example` of the zone")), "{said:?}");
}
