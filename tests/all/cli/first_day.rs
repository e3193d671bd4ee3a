//! The first day of a user: a repository with two views, reverse zones, includes, an Active Directory domain and the sins
//! of ten years, from the first run to a quiet one. Each step shows what is seen.

use std::path::Path;

use crate::support::{Run, project, root, text, write, zonelint};

/// A repository that nobody has linted before.
fn clone() -> tempfile::TempDir {
    let dir = project();
    for file in include_str!("first_day/repository.txt").split("== ").skip(1) {
        let (name, content) = file.split_once('\n').expect("a name is a line");
        write(dir.path(), name, content);
    }
    dir
}

fn check(dir: &Path, arguments: &[&str]) -> Run {
    zonelint(dir, &[&["check"], arguments].concat())
}

/// What a person sees who looks at both streams.
fn seen(run: &Run) -> String {
    format!("{}{}-- exit status {}", run.stdout, run.stderr, run.code)
}

fn change(dir: &Path, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(dir.join(file)).expect("it is there");
    assert!(text.contains(from), "{file} has no {from}");
    write(dir, file, text.replacen(from, to, 1));
}

/// What the house corrects on the first day, as each is a mistake.
fn corrected(dir: &Path) {
    change(dir, "zones/external/db.example.com", "CNAME www.example.com\n", "CNAME www.example.com.\n");
    change(dir, "zones/external/db.example.com", "5601", "5061");
    change(dir, "zones/internal/netlogon.dns", "3286", "3268");
    change(dir, "zones/internal/netlogon.dns", "dc3.corp", "dc2.corp");
    change(dir, "zones/internal/db.10.1", "intranet.example.com\n", "intranet.example.com.\n");
    change(dir, "zones/internal/db.example.com", "10.1.2.15", "10.1.2.5");
}

/// The rule file that `init` writes, with what the house adds.
fn with_rules(dir: &Path) {
    assert_eq!(zonelint(dir, &["init"]).code, 0);
    let rules = std::fs::read_to_string(dir.join("zonelint.yaml")).expect("it was written");
    let own = "fail-on: warning\nexclude: [templates]\nchecks: {style: off, not-portable: off}\n";
    write(dir, "zonelint.yaml", rules + own);
}

#[test]
fn the_first_run_shows_the_sins_of_ten_years() {
    insta::assert_snapshot!(seen(&check(clone().path(), &["-f", "concise"])), @r"
    zones/common/mail.inc:4:44: info[dmarc-report-unauthorized]: reports go to `example.com`, which does not say that it takes them for `example.net`
    zones/external/db.example.com:12:15: error[target-missing-dot]: `www.example.com` has no final dot, so it is `www.example.com.example.com.`
    zones/external/db.example.com:16:32: error[srv-port-transposed]: port 5601 of `_sipfederationtls._tcp` is 5061 with two digits swapped
    zones/external/db.example.net:11:15: warning[target-does-not-exist]: `www2.example.com.` does not exist in zone `example.com.` in view `external`
    zones/external/db.example.org:4:9: info[ttl-out-of-range]: TTL 5s of A is below 1m
    zones/external/db.example.org:6:15: warning[target-is-alias]: MX points at `mail.example.org.`, which is an alias
    zones/internal/db.10.1:9:11: error[target-missing-dot]: `intranet.example.com` has no final dot, so it is `intranet.example.com.1.10.in-addr.arpa.`
    zones/internal/db.10.1:12:1: info[not-portable]: `$GENERATE` is refused by NSD and Knot
    zones/internal/db.corp.example.com:1:6: info[ttl-out-of-range]: TTL 10m of NS is below 1h
    zones/internal/db.corp.example.com:2:57: info[soa-timers-unusual]: expire 1d is below a week
    zones/internal/db.example.com:13:13: warning[delegation-ns-differs]: the delegation lists `ns1.example.com.`, but the zone `corp.example.com.` does not
    zones/internal/db.example.com:15:1: info[record-occluded]: the A of `corp.example.com.` is beside the delegation of `corp.example.com.` and is never answered
    zones/internal/db.example.com:20:13: warning[ptr-address-differs]: `printer05.example.com.` has 10.1.2.15, but the PTR record of 10.1.2.5 points at it
    zones/internal/db.lab:6:1: info[not-portable]: `$GENERATE` is refused by NSD and Knot
    zones/internal/db.lab:8:1: warning[record-duplicate]: this A of `gw.lab.example.` is already in the zone
    zones/internal/netlogon.dns:7:57: error[srv-port-transposed]: port 3286 of `_ldap._tcp.gc._msdcs` is 3268 with two digits swapped
    zones/internal/netlogon.dns:15:64: error[target-does-not-exist]: `dc3.corp.example.com.` does not exist in this zone
    5 errors, 5 warnings, 7 infos in 9 zones (179 records, 1 copy skipped, 1 template skipped); 3 can be fixed with --fix, 5 more with --unsafe-fixes
    -- exit status 1
    ");
}

#[test]
fn one_finding_is_a_picture() {
    let dir = clone();
    insta::assert_snapshot!(seen(&check(dir.path(), &["--select", "srv"])), @r"
    error[srv-port-transposed]: port 5601 of `_sipfederationtls._tcp` is 5061 with
      two digits swapped
        ,-[zones/external/db.example.com:16:32]
     16 | _sipfederationtls._tcp SRV 0 0 5601 sip
        :                                ^^|^
        :                                  `-- `60` should be `06`
        `----
       ,-[zones/external/db.example.net:8:32]
     8 | _sipfederationtls._tcp SRV 0 0 5061 sip
       :                                ^^|^
       :                                  `-- another zone has 5061
       `----
      help: write 5061; if 5601 is intended, add it to `also` in zonelint.yaml
      unsafe fix: _sipfederationtls._tcp SRV 0 0 5061 sip
      note: Microsoft 365 and Skype for Business, DNS records

    error[srv-port-transposed]: port 3286 of `_ldap._tcp.gc._msdcs` is 3268 with
      two digits swapped
       ,-[zones/internal/netlogon.dns:7:57]
     6 | _ldap._tcp.gc._msdcs.corp.example.com. 600 IN SRV 0 100 3268 dc1...
       :                                                         ^^|^
       :                                                           `-- this record has 3268
     7 | _ldap._tcp.gc._msdcs.corp.example.com. 600 IN SRV 0 100 3286 dc2...
       :                                                         ^^|^
       :                                                           `-- `86` should be `68`
       `----
      help: write 3268; if 3286 is intended, add it to `also` in zonelint.yaml
      unsafe fix: _ldap._tcp.gc._msdcs.corp.example.com. 600 IN SRV 0 100 3268...
      note: MS-ADTS 6.3.6.1

    2 errors in 9 zones (179 records, 1 copy skipped, 1 template skipped); 2 can be fixed with --fix --unsafe-fixes
    -- exit status 1
    ");
}

#[test]
fn counts_tell_where_to_begin() {
    let dir = clone();
    insta::assert_snapshot!(check(dir.path(), &["-q", "--statistics"]).stdout, @r"
    2  not-portable               2 infos
    2  srv-port-transposed        2 errors
    2  target-does-not-exist      1 error, 1 warning
    2  target-missing-dot         2 errors
    2  ttl-out-of-range           2 infos
    1  delegation-ns-differs      1 warning
    1  dmarc-report-unauthorized  1 info
    1  ptr-address-differs        1 warning
    1  record-duplicate           1 warning
    1  record-occluded            1 info
    1  soa-timers-unusual         1 info
    1  target-is-alias            1 warning
    ");
    insta::assert_snapshot!(check(dir.path(), &["-q", "--statistics=file"]).stdout, @r"
    3  zones/internal/db.example.com       2 warnings, 1 info
    2  zones/external/db.example.com       2 errors
    2  zones/external/db.example.org       1 warning, 1 info
    2  zones/internal/db.10.1              1 error, 1 info
    2  zones/internal/db.corp.example.com  2 infos
    2  zones/internal/db.lab               1 warning, 1 info
    2  zones/internal/netlogon.dns         2 errors
    1  zones/common/mail.inc               1 info
    1  zones/external/db.example.net       1 warning
    ");
}

/// The hook runs what its definition says, and hands over no files.
#[test]
fn the_hook_stops_a_commit_and_lets_the_next_one_pass() {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("it is there");
    let hooks: serde_json::Value = serde_yaml::from_str(&hooks).expect("it is YAML");
    for hook in hooks.as_array().expect("a list") {
        let entry = text(&hook["entry"]);
        let words: Vec<&str> = entry.split(' ').skip(1).collect();
        let dir = clone();
        assert_eq!((zonelint(dir.path(), &words).code, &hook["pass_filenames"]), (1, &false.into()));
        corrected(dir.path());
        with_rules(dir.path());
        assert_eq!(check(dir.path(), &["--write-baseline"]).code, 0);
        assert_eq!(zonelint(dir.path(), &words).code, 0);
    }
}

#[test]
fn services_are_told_the_same_places() {
    let dir = clone();
    let found = check(dir.path(), &["-f", "json"]).findings();
    for format in ["github", "gitlab", "sarif", "junit", "rdjson"] {
        let run = check(dir.path(), &["-f", format]);
        assert_eq!(run.code, 1);
        for finding in &found {
            let (file, check) = (text(&finding["file"]), text(&finding["check"]));
            assert!(dir.path().join(&file).is_file(), "{file} is a path from the root of the repository");
            assert!(run.stdout.contains(&file) && run.stdout.contains(&check), "{format}: {check} in {file}");
        }
    }
    let annotations = check(dir.path(), &["-f", "github", "--min-severity", "error"]).stdout;
    insta::assert_snapshot!(annotations, @r"
    ::error file=zones/external/db.example.com,line=12,endLine=12,col=15,endColumn=30,title=target-missing-dot::zones/external/db.example.com:12:15: `www.example.com` has no final dot, so it is `www.example.com.example.com.`%0Ahelp: write `www.example.com.`, or only `www`: without the dot the origin is added%0Afix: insert `.`%0Asee: zones/external/db.example.com:12:30: a dot is missing here
    ::error file=zones/external/db.example.com,line=16,endLine=16,col=32,endColumn=36,title=srv-port-transposed::zones/external/db.example.com:16:32: port 5601 of `_sipfederationtls._tcp` is 5061 with two digits swapped%0Ahelp: write 5061; if 5601 is intended, add it to `also` in zonelint.yaml%0Aunsafe fix: write `5061`%0Anote: Microsoft 365 and Skype for Business, DNS records%0Asee: zones/external/db.example.net:8:32: another zone has 5061
    ::error file=zones/internal/db.10.1,line=9,endLine=9,col=11,endColumn=31,title=target-missing-dot::zones/internal/db.10.1:9:11: `intranet.example.com` has no final dot, so it is `intranet.example.com.1.10.in-addr.arpa.`%0Ahelp: write `intranet.example.com.` if that is the full name: without the dot the origin is added%0Afix: insert `.`%0Asee: zones/internal/db.10.1:9:31: a dot is missing here
    ::error file=zones/internal/netlogon.dns,line=7,endLine=7,col=57,endColumn=61,title=srv-port-transposed::zones/internal/netlogon.dns:7:57: port 3286 of `_ldap._tcp.gc._msdcs` is 3268 with two digits swapped%0Ahelp: write 3268; if 3286 is intended, add it to `also` in zonelint.yaml%0Aunsafe fix: write `3268`%0Anote: MS-ADTS 6.3.6.1%0Asee: zones/internal/netlogon.dns:6:57: this record has 3268
    ::error file=zones/internal/netlogon.dns,line=15,endLine=15,col=64,endColumn=85,title=target-does-not-exist::zones/internal/netlogon.dns:15:64: `dc3.corp.example.com.` does not exist in this zone%0Ahelp: add the record it points at, or correct the name
    ");
}

#[test]
fn init_says_what_the_zones_say() {
    let dir = clone();
    corrected(dir.path());
    insta::assert_snapshot!(seen(&zonelint(dir.path(), &["init"])), @r"
    wrote zonelint.yaml: 12 rules, 0 places without a rule
    wrote zonelint.schema.json: editors complete rule files by it
    next: zonelint check
    -- exit status 0
    ");
    let rules = std::fs::read_to_string(dir.path().join("zonelint.yaml")).expect("it was written");
    let (_, services) = rules.split_once("services:\n").expect("there are services");
    insta::assert_snapshot!(services, @r##"
      - {service: _gc._tcp, port: 3268, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _kerberos._tcp, port: 88, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _kerberos._tcp.dc._msdcs, port: 88, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _kerberos._udp, port: 88, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _kpasswd._tcp, port: 464, target: "dc1.{zone}", ttl: 10m}
      - {service: _kpasswd._udp, port: 464, target: "dc1.{zone}", ttl: 10m}
      - {service: _ldap._tcp, port: 389, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _ldap._tcp.dc._msdcs, port: 389, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _ldap._tcp.gc._msdcs, port: 3268, target: ["dc1.{zone}", "dc2.{zone}"], ttl: 10m}
      - {service: _ldap._tcp.pdc._msdcs, port: 389, target: "dc1.{zone}", ttl: 10m}
      - {service: _sip._tls, port: 443, target: "sip.{zone}", ttl: 1h}
      - {service: _sipfederationtls._tcp, port: 5061, target: "sip.{zone}", ttl: 1h}
    "##);
}

#[test]
fn what_is_left_goes_into_the_baseline_and_a_new_mistake_is_told() {
    let dir = clone();
    corrected(dir.path());
    with_rules(dir.path());
    insta::assert_snapshot!(seen(&check(dir.path(), &["-f", "concise"])), @r"
    zones/common/mail.inc:4:44: info[dmarc-report-unauthorized]: reports go to `example.com`, which does not say that it takes them for `example.net`
    zones/external/db.example.net:11:15: warning[target-does-not-exist]: `www2.example.com.` does not exist in zone `example.com.` in view `external`
    zones/external/db.example.org:4:9: info[ttl-out-of-range]: TTL 5s of A is below 1m
    zones/external/db.example.org:6:15: warning[target-is-alias]: MX points at `mail.example.org.`, which is an alias
    zones/internal/db.corp.example.com:1:6: info[ttl-out-of-range]: TTL 10m of NS is below 1h
    zones/internal/db.example.com:13:13: warning[delegation-ns-differs]: the delegation lists `ns1.example.com.`, but the zone `corp.example.com.` does not
    zones/internal/db.example.com:15:1: info[record-occluded]: the A of `corp.example.com.` is beside the delegation of `corp.example.com.` and is never answered
    zones/internal/db.lab:8:1: warning[record-duplicate]: this A of `gw.lab.example.` is already in the zone
    4 warnings, 4 infos in 9 zones (179 records, 1 copy skipped); 8 checks off, 1 file excluded; 1 can be fixed with --fix, 2 more with --unsafe-fixes
    -- exit status 1
    ");
    insta::assert_snapshot!(seen(&check(dir.path(), &["--write-baseline"])), @r"
    nothing found in 9 zones (179 records, 1 copy skipped); 8 in the baseline, 8 checks off, 1 file excluded
    zonelint: wrote zonelint-baseline.json: 8 findings
    -- exit status 0
    ");
    assert_eq!(check(dir.path(), &[]).code, 0);
    // A week later.
    change(dir.path(), "zones/external/db.example.net", "443  sip", "434  sip");
    insta::assert_snapshot!(seen(&check(dir.path(), &[])), @r#"
    error[srv-port-transposed]: port 434 of `_sip._tls` is 443 with two digits
      swapped
       ,-[zones/external/db.example.net:7:32]
     7 | _sip._tls              SRV 0 0 434  sip
       :                                ^|^
       :                                 `-- `34` should be `43`
       `----
        ,-[zones/external/db.example.com:15:32]
     15 | _sip._tls              SRV 0 0 443  sip
        :                                ^|^
        :                                 `-- another zone has 443
        `----
        ,-[zonelint.yaml:23:32]
     23 |   - {service: _sip._tls, port: 443, target: "sip.{zone}", ttl: 1h}
        :                                ^|^
        :                                 `-- your rule
        `----
      help: write 443; if 434 is intended, add it to `also` in zonelint.yaml
      unsafe fix: _sip._tls              SRV 0 0 443  sip

    1 error in 9 zones (179 records, 1 copy skipped); 8 in the baseline, 8 checks off, 1 file excluded; 1 can be fixed with --fix --unsafe-fixes
    -- exit status 1
    "#);
    // It was meant: the partner's firewall.
    insta::assert_snapshot!(seen(&check(dir.path(), &["--add-ignores", "CHG-20931"])), @r"
    nothing found in 9 zones (179 records, 1 copy skipped); 1 ignored, 8 in the baseline, 8 checks off, 1 file excluded
    zonelint: zones/external/db.example.net: 1 comment added
    -- exit status 0
    ");
    let zone = std::fs::read_to_string(dir.path().join("zones/external/db.example.net")).expect("it is there");
    let at = zone.lines().position(|line| line.contains("434")).expect("it is there");
    insta::assert_snapshot!(zone.lines().nth(at - 1).expect("a comment"), @"; zonelint: ignore[srv-port-transposed] CHG-20931");
}
