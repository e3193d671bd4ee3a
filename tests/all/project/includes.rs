//! Which file an `$INCLUDE` means.

use crate::support::{Run, ZONE, project_with, run_in, text, write};

fn zone(include: &str) -> String {
    format!("{}$INCLUDE {include}\n", ZONE.replace("$ORIGIN example.com.\n", ""))
}

fn conf(options: &str, file: &str) -> String {
    format!("{options}\nzone \"example.com\" {{ type master; file \"{file}\"; }};\n")
}

fn check(files: &[(&str, String)]) -> Run {
    let parts = [("conf/zones/inc/mx.inc", "@ MX 10 host\n".to_owned())];
    let dir = project_with(&[files, &parts].concat());
    run_in(dir.path(), &["check", "-f", "json"])
}

#[test]
fn the_directory_of_the_server_is_where_relative_paths_start() {
    let directory = "options { directory \"/var/named\"; };";
    for (conf, rules) in [
        // By the path of the zone itself.
        (conf(directory, "zones/db.example.com"), ""),
        (conf(directory, "/var/named/zones/db.example.com"), ""),
        (conf("", "zones/db.example.com"), ""),
        // By what the rule file says of folders.
        (conf(directory, "/srv/db.example.com"), "includes: {/var/named: conf}\n"),
        (conf(directory, "/srv/db.example.com"), "include-dir: conf\n"),
    ] {
        let files = [("conf/zones/db.example.com", zone("zones/inc/mx.inc")), ("named.conf", conf.clone())];
        let run = check(&[&files[..], &[("zonelint.yaml", rules.to_owned())]].concat());
        assert_eq!(run.checks(), [""; 0], "{conf} {rules}");
    }
}

#[test]
fn the_options_may_stand_beside_the_zones() {
    let files = [
        ("etc/named.conf", "include \"/etc/bind/options\";\ninclude \"/etc/bind/local\";\n".to_owned()),
        ("etc/options", "options { directory \"/var/named\"; };\n".to_owned()),
        ("etc/local", conf("", "/var/named/zones/db.example.com")),
        ("conf/zones/db.example.com", zone("zones/inc/mx.inc")),
    ];
    assert_eq!(check(&files).checks(), [""; 0]);
}

#[test]
fn where_nobody_says_which_folder_is_meant_it_is_named() {
    for (path, folder) in [
        ("inc/mx.inc", "the folder of the including file"),
        ("conf/zones/inc/mx.inc", "the project root"),
        ("zones/inc/mx.inc", "`conf`, the nearest folder that has it"),
    ] {
        let run = check(&[("conf/zones/example.com", zone(path))]);
        let findings = run.findings();
        let said: Vec<_> = findings.iter().map(|finding| text(&finding["message"])).collect();
        assert_eq!(said, [format!("`{path}` is read from {folder}")], "{run:#?}");
    }
    let knot = "zone:\n- domain: example.com\n  storage: conf/zones\n  file: example.com\n";
    let files = [("knot.conf", knot.to_owned()), ("conf/zones/example.com", zone("inc/mx.inc"))];
    assert_eq!(check(&files).checks(), ["include-base"], "Knot starts from the folder of the file, others do not");
}

#[test]
fn help_names_the_file_that_is_there_and_the_key_that_finds_it() {
    let help = |files: &[(&str, String)]| {
        let run = check(files);
        let findings = run.findings();
        let failed = findings.iter().find(|finding| finding["check"] == "include-failed");
        text(&failed.unwrap_or_else(|| panic!("{run:#?}"))["help"])
    };
    let twice = |path: &str| [("db.example.com", zone(path)), ("old/zones/inc/mx.inc", "@ MX 10 host\n".to_owned())];
    assert_eq!(
        help(&twice("zones/inc/mx.inc")),
        "`conf/zones/inc/mx.inc` and `old/zones/inc/mx.inc` exist; `include-dir: conf` in the rule file finds it; tried \
         `zones/inc/mx.inc`"
    );
    assert_eq!(
        help(&twice("/etc/bind/zones/inc/mx.inc")),
        "`conf/zones/inc/mx.inc` and `old/zones/inc/mx.inc` exist; `includes: {/etc/bind: conf}` in the rule file finds it"
    );
    let slip = help(&[("conf/zones/example.com", zone("inc/mxx.inc"))]);
    assert!(slip.starts_with("did you mean `conf/zones/inc/mx.inc`? tried "), "{slip}");
}

#[test]
fn the_folder_of_the_rule_file_must_be_there() {
    let dir = project_with(&[("example.com", zone("x")), ("zonelint.yaml", "version: 1\ninclude-dir: none\n".into())]);
    let run = run_in(dir.path(), &["check"]);
    let said = "zonelint: `none` is not a directory, named by `zonelint.yaml:2`\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, said));
    write(dir.path(), "here/x", "@ MX 10 host\n");
    assert_eq!(run_in(dir.path(), &["check", "--include-dir", "here"]).code, 0, "the flag counts more");
}
