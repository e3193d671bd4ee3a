//! Whole projects: which files are read, as which zones, in which views.

use crate::support::{
    Run, SWAPPED, ZONE, number, pointed_at, project, project_with, root, run_in, text, write, zonelint,
};
use serde_json::{Value, json};

/// A zone that leaves its name to others.
fn nameless() -> String {
    ZONE.replace("$ORIGIN example.com.\n", "")
}

/// What `--list-files` says, as `file zone from`; the zone of a file that is not read is `-`.
fn listed(run: &Run) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let why = |row: &Value| if row["from"].is_null() { text(&row["skipped"]) } else { text(&row["from"]) };
    let files = run.json()["files"].as_array().expect("a list").clone();
    files.iter().map(|row| format!("{} {} {}", text(&row["file"]), text(&row["zone"]), why(row))).collect()
}

fn list(dir: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let run = zonelint(dir, &[&["check", "--list-files", "--format", "json"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    listed(&run)
}

#[test]
fn a_directory_with_a_server_needs_no_flags() {
    let run = run_in(&root().join("testdata/project"), &["check", "--no-config", "--format", "json", "."]);
    let found: Vec<_> = run
        .findings()
        .iter()
        .map(|finding| {
            let file = text(&finding["file"]);
            let bytes = std::fs::read(root().join("testdata/project").join(&file)).expect("a file of the project");
            let at = String::from_utf8_lossy(pointed_at(finding, &bytes)).into_owned();
            let file = file.strip_prefix("etc/bind/").expect("all files are there").to_owned();
            (file, number(&finding["start"]["line"]), text(&finding["check"]), at)
        })
        .collect();
    let found: Vec<_> = found.iter().map(|(file, line, check, at)| (&**file, *line, &**check, &**at)).collect();
    assert_eq!(
        found,
        [
            ("named.conf.inside", 5, "origin-differs", "100.51.189.in-addr.arpa"),
            // Outside the same name has this address.
            ("zones/inside/192.0.2", 8, "ptr-address-differs", "print.example.com."),
            ("zones/inside/db.corp", 10, "target-does-not-exist", "missing"),
            ("zones/shared/moved", 2, "origin-differs", "example.biz."),
            ("zones/shared/parked", 5, "target-does-not-exist", "mx"),
        ],
        "{run:#?}"
    );
    let moved = &run.findings()[3];
    assert_eq!(text(&moved["labels"][0]["file"]), "etc/bind/named.conf.shared");
    assert_eq!(number(&run.json()["summary"]["skipped"]), 1, "the copy");
}

#[test]
fn what_would_be_read_is_listed_with_what_tells_it() {
    let run = run_in(&root().join("testdata/project"), &["check", "--no-config", "--list-files", "etc"]);
    insta::assert_snapshot!(run.stdout, @r"
    etc/bind/zones/inside/192.0.2: 2.0.192.in-addr.arpa. (etc/bind/named.conf.inside:2, view inside)
    etc/bind/zones/inside/db.198.51.100: 100.51.189.in-addr.arpa. (etc/bind/named.conf.inside:5, view inside)
    etc/bind/zones/inside/db.corp: example.com. (etc/bind/named.conf.inside:1, view inside)
    etc/bind/zones/inside/db.corp.bak: - (skipped: a copy)
    etc/bind/zones/outside/db.corp: example.com. (etc/bind/named.conf:13, view outside)
    etc/bind/zones/shared/mail.inc: example.com. (included by etc/bind/zones/inside/db.corp)
    etc/bind/zones/shared/moved: example.biz. (its SOA, view inside, outside)
    etc/bind/zones/shared/parked: example.net. (etc/bind/named.conf.shared:1, view inside, outside)
    etc/bind/zones/shared/parked: example.org. (etc/bind/named.conf.shared:2, view inside, outside)
    ");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn the_order_of_what_tells_the_origin() {
    let rules = "zones:\n  - {files: 'ruled*', origin: ruled.example}\n";
    let conf = "zone \"conf.example\" { type master; file \"conf\"; };\n\
                zone \"other.example\" { type master; file \"ruled\"; };\n\
                zone \"db.example\" { type master; file \"db.named.example\"; };\n";
    let files = [
        ("zonelint.yaml", rules.to_owned()),
        ("named.conf", conf.to_owned()),
        ("ruled", nameless()),
        ("conf", nameless()),
        ("soa", ZONE.to_owned()),
        ("db.named.example", nameless()),
        ("db.own.example", nameless()),
        ("origin", format!("$ORIGIN part.example.\n{SWAPPED}")),
        ("nothing", nameless()),
    ];
    let dir = project_with(&files);
    assert_eq!(
        list(dir.path(), &[]),
        [
            "conf conf.example. server",
            "db.named.example db.example. server",
            "db.own.example own.example. file-name",
            "nothing - -",
            "origin part.example. origin",
            "ruled ruled.example. rule-file",
            "soa example.com. soa",
        ]
    );
    assert_eq!(list(dir.path(), &["--origin", "given.example", "ruled"]), ["ruled given.example. command-line"]);
    assert_eq!(list(dir.path(), &["ruled"]), ["ruled ruled.example. rule-file"]);
}

#[test]
fn the_origin_is_any_name_that_servers_take() {
    let relative = nameless();
    let lint = |origin: &str| {
        let arguments = ["check", "-f", "json", "--list-files", "--origin", origin, "zone"];
        zonelint(project_with(&[("zone", relative.clone())]).path(), &arguments)
    };
    for (origin, zone) in [
        (".", "."),
        ("@", "."),
        ("org", "org."),
        ("0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa."),
        (r"a\.b.example.", r"a\.b.example."),
        (r"a\032b.example", r"a\032b.example."),
        (r"a\ b.example", r"a\ b.example."),
    ] {
        let run = lint(origin);
        assert_eq!((run.code, text(&run.json()["files"][0]["zone"]).as_str()), (0, zone), "{run:#?}");
    }
    for origin in ["", "a..b", "a b.example", " ", r"a\\ b.example"] {
        assert_eq!(lint(origin).code, 2, "{origin}");
    }
}

#[test]
fn files_are_left_out_by_the_rule_file_and_by_the_command_line() {
    let rules = "include: ['zones/**']\nexclude: ['zones/lab/**']\n";
    let files = [
        ("zonelint.yaml", rules.to_owned()),
        ("zones/example.com.zone", ZONE.to_owned()),
        ("zones/lab/example.net.zone", ZONE.to_owned()),
        ("zones/old/example.org.zone", ZONE.to_owned()),
        ("other/example.zone", ZONE.to_owned()),
    ];
    let dir = project_with(&files);
    let (com, org) = ("zones/example.com.zone example.com. soa", "zones/old/example.org.zone example.com. soa");
    assert_eq!(list(dir.path(), &[]), [com, org]);
    assert_eq!(list(dir.path(), &["--exclude", "zones/old/**"]), [com]);
    assert_eq!(
        list(dir.path(), &["other/example.zone"]),
        ["other/example.zone example.com. soa"],
        "a file that is named"
    );
    let wrong = zonelint(dir.path(), &["check", "--exclude", "zones/[a-z]*"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("the only wildcards are `*` and `**`"), "{wrong:#?}");
}

#[test]
fn patterns_mean_what_they_mean_in_gitignore() {
    let files = ["templates/a.zone", "zones/templates/b.zone", "zones/c.zone", "zones/old/x/d.zone", "e.zone"];
    let dir = project_with(&files.map(|file| (file, ZONE)));
    let left_by = |pattern: &str| -> Vec<String> {
        let left = list(dir.path(), &["--exclude", pattern]);
        let names = left.iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>();
        files.iter().filter(|file| !names.contains(&(**file).to_owned())).map(|file| (*file).to_owned()).collect()
    };
    for pattern in ["templates", "templates/", "**/templates/**"] {
        assert_eq!(left_by(pattern), ["templates/a.zone", "zones/templates/b.zone"], "{pattern}");
    }
    for pattern in ["/templates", "./templates", "./templates/*", "templates/*", "templates/**"] {
        assert_eq!(left_by(pattern), ["templates/a.zone"], "{pattern}");
    }
    for pattern in ["zones/old", "zones/old/", "old", "zones/o*", "x"] {
        assert_eq!(left_by(pattern), ["zones/old/x/d.zone"], "{pattern}");
    }
    assert_eq!(left_by("c.*"), ["zones/c.zone"]);
    assert_eq!(left_by("/*.zone"), ["e.zone"]);
}

#[test]
fn a_pattern_that_leaves_out_nothing_is_told() {
    let files = [
        (".git/HEAD", ""),
        (".gitignore", "node_modules/\n"),
        ("node_modules/x/db.js", ""),
        ("zones/a.zone", ZONE),
        ("zones/lab/b.zone", ZONE),
        ("zonelint.yaml", "exclude: [lab, zones/labs/**, 'node_modules/**', .github/**]\n"),
    ];
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "--exclude", "tests"]);
    let expected = "zonelint.yaml:1:16: warning[rule-unused]: `zones/labs/**` matches no file of the project\n";
    assert_eq!((run.code, run.stdout.as_str()), (1, expected), "{run:#?}");
    assert!(run.stderr.starts_with("zonelint: `--exclude tests` matches no file: "), "{run:#?}");
    // Of a part of the project nobody can tell.
    let part = zonelint(dir.path(), &["check", "zones"]);
    assert_eq!((part.code, part.stderr.as_str()), (0, ""), "{part:#?}");
    let named = zonelint(dir.path(), &["check", "--exclude", "tests", "zones/a.zone"]);
    assert_eq!((named.code, named.stderr.as_str()), (0, ""), "{named:#?}");
}

#[test]
fn a_configuration_can_be_named_and_folders_of_the_server_mapped() {
    let rules = "zones:\n  - named-conf: server/main\nincludes: {/srv/dns: zones}\n";
    let zone = nameless() + "$INCLUDE /srv/dns/parts/mx.inc\n";
    let files = [
        ("zonelint.yaml", rules.to_owned()),
        ("server/main", "zone \"example.com\" { type master; file \"/srv/dns/com\"; };\n".to_owned()),
        ("other/named.conf", "zone \"example.net\" { type master; file \"/srv/dns/com\"; };\n".to_owned()),
        ("zones/com", zone),
        ("zones/parts/mx.inc", "@ MX 10 host\n".to_owned()),
        ("copy/com", nameless()),
        ("copy/parts/mx.inc", "@ MX 10 nowhere\n".to_owned()),
    ];
    let dir = project_with(&files);
    let com = "zones/com example.com. server";
    assert_eq!(list(dir.path(), &["zones"]), [com]);
    assert_eq!(list(dir.path(), &["zones/com"]), [com]);
    let run = zonelint(dir.path(), &["check", "--format", "concise", "zones"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:#?}");
    write(dir.path(), "zonelint.yaml", "zones: [{named-conf: zones/com}]\n");
    let run = zonelint(dir.path(), &["check", "zones"]);
    assert!(run.code == 2 && run.stderr.contains("`zones/com` lists no zones"), "{run:#?}");
}

#[test]
fn a_configuration_outside_the_project_is_not_read() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(dir.path(), "outside.conf", "zone \"secret.example\" { type master; file \"zone\"; };\n");
    write(dir.path(), "inner/zonelint.yaml", "zones: [{named-conf: ../outside.conf}]\n");
    write(dir.path(), "inner/zone", nameless());
    std::fs::create_dir(dir.path().join("inner/.git")).expect("it can be made");
    let run = zonelint(&dir.path().join("inner"), &["check", "."]);
    assert!(run.code == 2 && run.stderr.contains("outside the project"), "{run:#?}");
    assert!(!run.stdout.contains("secret") && !run.stderr.contains("secret"), "{run:#?}");
}

#[test]
fn long_configurations_are_read_to_their_end() {
    let zone = |n: usize| format!("zone \"z{n}.example\" {{ type master; file \"/srv/zones/{n}/zone\"; }};\n");
    let conf: String = (0..2000).map(zone).collect();
    assert!(conf.len() > 1 << 16);
    let dir = project_with(&[("named.conf", conf), ("zones/1999/zone", nameless()), ("zones/0/zone", nameless())]);
    assert_eq!(list(dir.path(), &[]), ["zones/0/zone z0.example. server", "zones/1999/zone z1999.example. server"]);
}

#[test]
fn a_file_of_the_same_name_elsewhere_is_not_taken_for_that_of_the_server() {
    let conf = "zone \"example.net\" { type master; file \"/var/named/primary\"; };\n";
    let files = [("server/named.conf", conf.to_owned()), ("other/primary", ZONE.to_owned())];
    let run = zonelint(project_with(&files).path(), &["check", "--format", "json"]);
    assert_eq!(run.findings(), Vec::<Value>::new());
}

#[test]
fn an_soa_at_the_root_is_said_once() {
    let zone = "$ORIGIN .\n$TTL 1h\n@ IN SOA ns1 hostmaster 1 4h 1h 2w 1h\n@ IN NS ns1\n@ IN NS ns2\n@ IN MX 10 mail\n\
                ns1 IN A 192.0.2.1\nwww IN CNAME web\n";
    let run = zonelint(project_with(&[("example.com.zone", zone)]).path(), &["check", "--format", "json"]);
    let missing = "target-does-not-exist";
    assert_eq!(run.checks(), ["origin-differs", missing, missing, missing], "{run:#?}");
    let findings = run.findings();
    let messages: Vec<String> = findings[1..].iter().map(|finding| text(&finding["message"])).collect();
    let targets = ["ns2", "mail", "web"].map(|host| format!("`{host}.example.com.` does not exist in this zone"));
    assert_eq!(messages, targets, "what is relative is below the zone that was meant");
    let finding = &findings[0];
    assert_eq!(pointed_at(finding, zone.as_bytes()), b".");
    assert!(text(&finding["message"]).contains("root zone"), "{finding}");
}

#[test]
fn templates_and_tinydns_data_get_one_message_each() {
    let template: String = (0..20).map(|n| format!("host{n} IN A {{{{ address{n} }}}}\n")).collect();
    let tinydns: String = (0..20).map(|n| format!("+host{n}.example.com:192.0.2.{n}:3600\n")).collect();
    let dir = project_with(&[("db.template.example", nameless() + &template), ("data", tinydns)]);
    let run = zonelint(dir.path(), &["check", "--format", "json", "db.template.example", "data"]);
    assert_eq!(run.checks(), ["not-a-zone-file"; 2], "{run:#?}");
}

#[test]
fn the_soa_of_an_included_file_counts_more_than_the_name_of_the_file() {
    let local = "$INCLUDE /etc/bind/db.example.com\nintranet.example.com. IN A 192.0.2.9\n";
    let dir = project_with(&[("bind/db.example.com", ZONE), ("bind/db.local.example.com", local)]);
    let run = zonelint(dir.path(), &["check", "--format", "concise"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:#?}");
    let [com, local] = list(dir.path(), &[]).try_into().expect("two files");
    assert_eq!(com, "bind/db.example.com example.com. soa");
    assert_eq!(local, "bind/db.local.example.com example.com. soa");
}

#[test]
fn of_a_zone_that_the_server_signs_the_file_is_read_that_people_write() {
    let conf =
        "zone:\n  name: example.com\n  zonefile: com.signed\nzone:\n  name: example.net\n  zonefile: net.signed\n";
    let files =
        [("nsd.conf", conf.to_owned()), ("com", nameless()), ("com.signed", nameless()), ("net.signed", nameless())];
    let dir = project_with(&files);
    assert_eq!(
        list(dir.path(), &[]),
        ["com example.com. server", "com.signed - copy", "net.signed example.net. server"]
    );
}

#[test]
fn what_is_made_from_zones_is_a_copy() {
    let dir = project_with(&[("zones/example.com.zone", ZONE), ("zones/compiled/example.com.zone", ZONE)]);
    assert_eq!(
        list(dir.path(), &[]),
        ["zones/compiled/example.com.zone - copy", "zones/example.com.zone example.com. soa"]
    );
}

/// Links that lead around in circles do not trap a walk.
#[cfg(unix)]
#[test]
fn links_in_circles_are_left_alone() {
    let dir = project_with(&[("zones/example.com.zone", ZONE)]);
    std::os::unix::fs::symlink("..", dir.path().join("zones/up")).expect("it can be made");
    std::os::unix::fs::symlink("self", dir.path().join("zones/self")).expect("it can be made");
    assert_eq!(list(dir.path(), &[]), ["zones/example.com.zone example.com. soa"]);
}

/// Enough files for several threads, some of them part of several zones.
#[test]
fn many_files_are_read_the_same_every_time() {
    let dir = project();
    write(dir.path(), "common.inc", "host IN A 192.0.2.3\nbad IN A 192.0.2.256\n");
    for number in 0..150 {
        let wrong = if number % 3 == 0 { "_sip._tls SRV 0 0 443 gone\n$GENERATE 1-2 g$ CNAME gone$\n" } else { "" };
        let include = if number % 5 == 0 { "$TTL 2h\n$INCLUDE ../common.inc\n" } else { "" };
        let zone = nameless().replace("host IN A   192.0.2.3\n", "") + include + wrong;
        write(dir.path(), &format!("{}/zone{number}.example.db", number % 7), zone);
    }
    let first = zonelint(dir.path(), &["check", "--format", "json"]);
    crate::support::contract::assert_contract(&first);
    // What is wrong in a file is said once, however many zones it is part of.
    let of_include = first.findings().iter().filter(|finding| finding["file"] == "common.inc").count();
    let at = |check: &str| first.checks().iter().filter(|found| *found == check).count();
    assert_eq!((first.code, of_include, at("target-does-not-exist")), (1, 1, 100), "{:#?}", first.checks());
    for _ in 0..5 {
        assert_eq!(zonelint(dir.path(), &["check", "--format", "json"]).stdout, first.stdout);
    }
    // One by one, each in a run of its own, they say the same.
    let alone = zonelint(dir.path(), &["check", "--format", "json", "3/zone45.example.db"]);
    let of = |run: &Run| -> Vec<Value> {
        run.findings().into_iter().filter(|finding| finding["zone"] == json!("zone45.example.")).collect()
    };
    assert_eq!(of(&alone), of(&first));
}

/// Of several hosts and domains that could have been meant, each run names the same.
#[test]
fn two_runs_say_the_same() {
    let head = "$TTL 1h\n@ SOA ns1.dns.example. hostmaster.dns.example. 1 4h 1h 2w 1h\n@ NS ns1.dns.example.\n";
    let hosts: String = "aeiou".chars().enumerate().map(|(n, c)| format!("contr{c}ller A 192.0.2.{n}\n")).collect();
    let lines = |domain: &str, from: usize| -> String {
        (from..from + 10).map(|n| format!("{n} PTR host{n}.{domain}.example.\n")).collect()
    };
    let domains = [("magazine", 100), ("magozine", 120), ("maguzine", 140)];
    let domains: String = domains.into_iter().map(|(domain, from)| lines(domain, from)).collect();
    let pointers = format!("9 PTR contryller.example.com.\n99 PTR host99.magizine.example.\n{domains}");
    let files = [("db.example.com", format!("{head}{hosts}")), ("db.192.0.2", format!("{head}{pointers}"))];
    let dir = project_with(&files);
    let run = || zonelint(dir.path(), &["check", "--format", "concise", "."]).stdout;
    let first = run();
    assert!(first.contains("[ptr-target-does-not-exist]") && first.contains("[parent-domain-mistyped]"), "{first}");
    for _ in 0..10 {
        assert_eq!(run(), first);
    }
}

/// What a domain controller writes for the zone `corp.example`.
const NETLOGON: &str = "corp.example. 600 IN A 192.0.2.5\n\
     _ldap._tcp.corp.example. 600 IN SRV 0 100 389 dc1.corp.example.\n\
     gc._msdcs.corp.example. 600 IN A 192.0.2.5\n\
     _gc._tcp.corp.example. 600 IN SRV 0 100 3286 dc1.corp.example.\n\
     _kerberos._tcp.dc._msdcs.corp.example. 600 IN SRV 0 100 88 dc1.corp.example.\n";

#[test]
fn system_records_are_a_part_of_the_zone_they_name() {
    let ipa = NETLOGON.replace("corp", "ipa").replace("3286", "3268").replace(" 389 ", " 398 ");
    let files = [("ad/netlogon.dns", NETLOGON.to_owned()), ("ipa.system.records.abcdefgh.db", ipa)];
    let dir = project_with(&files);
    assert_eq!(
        list(dir.path(), &[]),
        ["ad/netlogon.dns corp.example. owners", "ipa.system.records.abcdefgh.db ipa.example. owners"]
    );
    let run = zonelint(dir.path(), &["check", "--no-config", "--format", "concise"]);
    let help = "as domain controllers list them";
    assert!(zonelint(dir.path(), &["check", "--no-config", "--format", "json"]).stdout.contains(help));
    let grave: Vec<&str> = run.stdout.lines().filter(|line| !line.contains(" info[")).collect();
    assert_eq!(run.code, 1, "{run:#?}");
    assert!(
        matches!(grave.as_slice(), [gc, ldap] if gc.starts_with("ad/netlogon.dns:4:") && gc.contains("port 3286")
            && ldap.starts_with("ipa.system.records.abcdefgh.db:2:") && ldap.contains("port 398")),
        "{run:#?}"
    );
}

#[test]
fn system_records_part_no_folders() {
    let top = "$TTL 1h\n@ IN SOA dc1 hostmaster 1 4h 1h 2w 1h\n@ NS dc1\n@ NS dc2\n";
    let forward = format!("$ORIGIN corp.example.\n{top}dc1 A 192.0.2.5\ndc2 A 192.0.2.6\n");
    let top = top.replace("dc1", "dc1.corp.example.").replace("dc2", "dc2.corp.example.");
    let reverse = format!("$ORIGIN 2.0.192.in-addr.arpa.\n{top}5 PTR dc1.corp.example.\n7 PTR dc2.corp.example.\n");
    let files =
        [("netlogon.dns", NETLOGON.replace("3286", "3268")), ("fwd/corp.example", forward), ("rev/192.0.2", reverse)];
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "--no-config", "--format", "concise"]);
    assert!(run.stdout.contains("rev/192.0.2:7:") && run.stdout.contains("[ptr-address-differs]"), "{run:#?}");
}

#[test]
fn a_signed_zone_is_read_where_its_source_is_not_found() {
    let files = [
        ("signed/example.com.zone.signed", ZONE.to_owned()),
        ("signed/db.example.net.signed", nameless()),
        ("example.com.zone", ZONE.to_owned()),
    ];
    let dir = project_with(&files);
    let net = "signed/db.example.net.signed example.net. file-name";
    let com = ["example.com.zone example.com. soa", net, "signed/example.com.zone.signed - copy"];
    assert_eq!(list(dir.path(), &[]), com);
    assert_eq!(list(dir.path(), &["signed"]), [net, "signed/example.com.zone.signed example.com. soa"]);
}

#[test]
fn the_comments_of_an_export_tell_what_nothing_else_does() {
    let export = |zone: &str| format!(";\n;  Database file (null) for {zone} zone.\n;\n{}", nameless());
    let files = [("export", export("corp.example")), ("db.example.net", export("example.org"))];
    let dir = project_with(&files);
    assert_eq!(list(dir.path(), &[]), ["db.example.net example.net. file-name", "export corp.example. comment"]);
}

#[test]
fn a_folder_of_tinydns_data_is_told_as_that() {
    let data = ".example.com:192.0.2.1:a:259200\n+www.example.com:192.0.2.2:300\n";
    let dir = project_with(&[("tinydns/data", data.to_owned())]);
    let run = zonelint(dir.path(), &["check"]);
    assert!(run.code == 2 && run.stderr.contains("`tinydns/data` is tinydns data"), "{run:#?}");
}

#[test]
fn one_server_of_a_house_is_told_once() {
    let zone = |lines: &str| ZONE.to_owned() + lines;
    let files = [
        ("a.zone", zone("w DYNA geoip!w\n")),
        ("b.zone", zone("w DYNC geoip!w\n").replace("example.com", "example.net")),
        ("c.zone", zone("w [AGE:1] 3600 A 192.0.2.9\n").replace("example.com", "example.org")),
        ("d.zone", zone("w [AGE:1] 3600 A 192.0.2.9\n").replace("example.com", "example.edu")),
    ];
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "--format", "concise"]);
    let of = run.stdout.lines().filter(|line| line.contains("[server-dialect]"));
    let of: Vec<&str> = of.map(|line| &line[..1]).collect();
    assert_eq!(of, ["a", "c", "d"], "{run:#?}");
}
