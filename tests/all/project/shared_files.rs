//! Files that are part of several zones, and zones that nobody knows the name of.

use crate::support::{FORMATS, ZONE, project_with, text, zonelint};

const HEAD: &str = "@ IN SOA ns1.dns.example. hostmaster.dns.example. 1 4h 1h 2w 1h\n\
                    @ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\n";
const APEXES: [&str; 3] = ["example.com", "example.net", "example.org"];

fn including(file: &str, more: &str) -> Vec<(String, String)> {
    let zone = |apex: &str| (format!("{apex}.zone"), format!("$TTL 1h\n$ORIGIN {apex}.\n$INCLUDE {file}\n{more}"));
    APEXES.map(zone).to_vec()
}

fn with(files: &[(String, String)], file: &str, content: &str) -> tempfile::TempDir {
    let mut all: Vec<(&str, String)> = files.iter().map(|(name, zone)| (name.as_str(), zone.clone())).collect();
    all.push((file, content.to_owned()));
    project_with(&all)
}

#[test]
fn what_zones_say_of_a_file_they_include_is_said_once() {
    let zones = including("common.inc", HEAD);
    let dir = with(&zones, "common.inc", "www IN A 192.0.2.80\nblog IN CNAME gone\n");
    let run = zonelint(dir.path(), &["check", "--off", "include-base", "--format", "json"]);
    let findings = run.findings();
    let [finding] = &findings[..] else { panic!("{run:#?}") };
    let (file, message) = (text(&finding["file"]), text(&finding["message"]));
    assert_eq!(file, "common.inc");
    assert_eq!(message, "`gone.example.com.` does not exist in this zone (and in 2 more zones with this file)");
    assert_eq!(text(&finding["zone"]), "example.com.");
}

#[test]
fn what_one_of_several_zones_lacks_is_said_of_that_one() {
    let mut zones = including("common.inc", HEAD);
    zones[0].1 += "gone IN A 192.0.2.81\n";
    zones[1].1 += "gone IN A 192.0.2.81\n";
    let dir = with(&zones, "common.inc", "blog IN CNAME gone\nwww IN A 192.0.2.80\n");
    let run = zonelint(dir.path(), &["check", "--off", "include-base", "--format", "json"]);
    let messages: Vec<String> = run.findings().iter().map(|finding| text(&finding["message"]).to_owned()).collect();
    assert_eq!(messages, ["`gone.example.org.` does not exist in this zone"]);
}

#[test]
fn an_soa_that_zones_include_makes_no_zone_of_a_file() {
    for head in ["head", "default.soa"] {
        let dir = with(&including(head, "www IN A 192.0.2.80\n"), head, HEAD);
        let run = zonelint(dir.path(), &["check", "--off", "include-base", "--format", "json"]);
        assert_eq!((run.checks().len(), run.json()["summary"]["zones"].as_u64()), (0, Some(3)), "{run:#?}");
        let run = zonelint(dir.path(), &["check", "--list-files"]);
        assert!(run.stdout.contains(&format!("{head}: example.com. (included by example.com.zone)")), "{run:#?}");
    }
    // A zone of its own, whatever else includes it.
    let dir = with(&including("all.example", ""), "all.example", &format!("$ORIGIN all.example.\n{HEAD}"));
    let run = zonelint(dir.path(), &["check", "--off", "include-base", "--format", "json"]);
    assert_eq!(run.json()["summary"]["zones"].as_u64(), Some(4), "{run:#?}");
}

#[test]
fn no_name_is_made_up_for_a_zone_that_has_none() {
    let long = format!("{0}.{0}.{0}.{1}", "a".repeat(60), "b".repeat(50));
    let zone = format!(
        "$TTL 1h\n@ IN SOA ns1 hostmaster 1 4h 1h 2w 1h\nwww IN A 192.0.2.80\nblog IN CNAME gone\nblog IN TXT x\n\
         mail IN A 192.0.2.25\nmail IN A 192.0.2.25\n_sipfederationtls._tcp IN SRV 0 0 5601 gone\n\
         sub IN NS ns.sub\n@ IN DNAME www\n{long} IN A 192.0.2.1\n"
    );
    let rules = "services:\n  - {service: _sip._tls, presence: required, target: 'edge.{zone}'}\n\
                 \x20 - {service: _sipfederationtls._tcp, target: 'edge.{zone}'}\n\
                 records:\n  - {name: autodiscover, type: CNAME, value: edge}\n\
                 \x20 - {name: mail, type: CNAME, presence: optional, value: edge}\n\
                 \x20 - {name: blog, type: CNAME, presence: optional, value: edge}\n";
    let dir =
        project_with(&[("nothing", zone), ("zonelint.yaml", rules.to_owned()), ("example.com.zone", ZONE.to_owned())]);
    let made_up =
        |run: &crate::support::Run| run.stdout.contains("origin-unknown.") || run.stderr.contains("origin-unknown.");
    for format in FORMATS {
        let run = zonelint(dir.path(), &["check", "--format", format, "nothing"]);
        assert!(run.code == 1 && !made_up(&run), "{format}: {run:#?}");
    }
    for arguments in [&["config", "nothing"][..], &["config", "--format", "json", "nothing"], &["init", "nothing"]] {
        let run = zonelint(dir.path(), arguments);
        assert!(!made_up(&run), "{arguments:?}: {run:#?}");
    }
    let run = zonelint(dir.path(), &["check", "--format", "json", "nothing"]);
    let findings = run.findings();
    assert!(findings.iter().all(|finding| finding["zone"].is_null()), "{run:#?}");
    let of = |check: &str| findings.iter().find(|finding| text(&finding["check"]) == check).expect("it is found");
    assert_eq!(text(&of("ns-missing")["severity"]), "info");
    assert_eq!(text(&of("ns-missing")["message"]), "`@` has no NS record");
    assert_eq!(text(&of("cname-and-other-data")["owner"]), "blog");
}
