//! What is said of policies of mail: which entry counts for which key, and what is found then.

#![allow(clippy::unwrap_used)]

use crate::support::{project_with, run_in};

use super::files::good;

#[test]
fn every_key_is_read() {
    let run = good(include_str!("../../../testdata/ruleset/every_key.yaml"));
    let place = zonelint::ruleset::ScopeTarget { zone: "x.b.example", file: Some("a/x.zone") };
    let said = run.rules.mail_in(place).statements();
    let said: Vec<_> =
        said.iter().map(|(key, stated)| (*key, stated.value.as_str(), run.sources.text(stated.span))).collect();
    assert_eq!(
        said,
        [
            ("spf", "required", "required"),
            ("spf-includes", "_spf.mailhost.example, *.{zone}", "[_spf.mailhost.example, \"*.{zone}\"]"),
            ("dkim-bits", "2048", "2048"),
            ("dmarc", "required", "required"),
            ("dmarc-policy", "quarantine", "quarantine"),
            ("mta-sts", "required", "required"),
            ("tls-rpt", "optional", "optional"),
            ("null-policy", "required", "required"),
        ]
    );
    let entry = run.rules.entry(run.rules.mail_in(place).spf.unwrap().stated.entry);
    assert_eq!(entry.note().map(|note| note.text()).as_deref(), Some("SEC-114 (handbook)"));
    assert!(!entry.ignorable);
    assert!(run.rules.mail_in("x.b.example").statements().is_empty(), "the entry is for files");
}

#[test]
fn of_each_key_the_narrower_and_later_entry_counts() {
    let run = good(
        "mail:\n- {in: a.example, spf: optional}\n- {spf: required, dmarc: required, dkim-bits: 2048}\n\
         - {dkim-bits: 4096}\n- {in: '*.example', dmarc-policy: reject, severity: error}\n",
    );
    let said = |zone: &str| {
        let said = run.rules.mail_in(zone).statements();
        said.into_iter().map(|(key, stated)| format!("{key} {}", stated.value)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(said("a.example"), "spf optional, dkim-bits 4096, dmarc required, dmarc-policy reject");
    assert_eq!(said("b.example"), "spf required, dkim-bits 4096, dmarc required, dmarc-policy reject");
    assert_eq!(said("b.test"), "spf required, dkim-bits 4096, dmarc required");
}

const HEAD: &str = "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA ns1.dns.example. h 1 4h 1h 2w 1h\n\
    @ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\n";

/// The lines of findings of rules about mail in a zone with this head.
fn found(rules: &str, zone: &str) -> Vec<String> {
    let dir = project_with(&[("zonelint.yaml", rules.to_owned()), ("a.zone", format!("{HEAD}{zone}"))]);
    let run = run_in(dir.path(), &["check", "--select", "mail-policy-*", "--format=concise", "a.zone"]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let lines = run.stdout.lines().filter(|line| line.contains("[mail-policy-"));
    lines.map(|line| line.split_once(": ").map_or(line, |(_, rest)| rest).to_owned()).collect()
}

#[test]
fn a_severity_and_a_comment_that_silences_are_heeded() {
    let zone = "@ IN MX 10 mail\nmail IN A 192.0.2.25\n";
    assert_eq!(
        found("mail: [{spf: required, severity: info}]", zone),
        ["info[mail-policy-missing]: `example.com.` has MX records, but no SPF record, which a rule requires"]
    );
    assert_eq!(found("mail: [{spf: required, severity: off}]", zone), [""; 0]);
    assert_eq!(found("mail: [{spf: optional}]", zone), [""; 0]);
    let silenced = "@ IN MX 10 mail ; zonelint: ignore[mail-policy-missing] later\nmail IN A 192.0.2.25\n";
    assert_eq!(found("mail: [{spf: required}]", silenced), [""; 0]);
    assert_eq!(found("mail: [{spf: required, ignorable: false}]", silenced).len(), 1);
}

#[test]
fn what_is_elsewhere_is_taken_to_be_there() {
    let all = "mail: [{spf: required, dmarc: required, mta-sts: required, tls-rpt: required}]";
    for zone in [
        // Aliases, a cut, and a policy of a name above.
        "a IN MX 1 m.b.example.\na IN TXT \"v=spf1 -all\"\n_dmarc IN CNAME x.b.example.\n_mta-sts.a IN CNAME x.b.example.\n\
         _tls.a IN NS ns.b.example.\n",
        // The null MX, and names below a cut.
        "a IN MX 0 .\nb IN NS ns.b.example.\nb IN NS ns2.b.example.\nb IN MX 1 m.b.example.\n",
    ] {
        assert_eq!(found(all, zone), [""; 0], "{zone}");
    }
    // A wildcard answers for all names, but with another text.
    let wild = "a IN MX 1 m.b.example.\na IN TXT \"v=spf1 -all\"\n* IN TXT \"v=spf1 -all\"\n_dmarc IN TXT \"v=DMARC1; p=none\"\n";
    assert_eq!(found(all, wild).len(), 2, "MTA-STS and TLS reporting");
}

#[test]
fn domains_without_mail_shut_senders_out() {
    let rule = "mail: [{null-policy: required}]";
    assert_eq!(found(rule, "@ IN A 192.0.2.1\n").len(), 3);
    assert_eq!(found(rule, "").len(), 2, "no address, no MX");
    let shut = "@ IN TXT \"v=spf1 -all\"\n_dmarc IN TXT \"v=DMARC1; p=reject\"\n";
    assert_eq!(found(rule, shut), [""; 0]);
    for mail in ["lists IN MX 1 m.b.example.\n", "news IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"] {
        assert_eq!(found(rule, mail), [""; 0], "{mail}");
    }
    let open = "@ IN TXT \"v=spf1 ?all\"\n_dmarc IN TXT \"v=DMARC1; p=none; rua=mailto:d@example.com\"\n";
    assert_eq!(found(rule, open).len(), 2);
    // Of one mistake one rule speaks.
    assert_eq!(found("mail: [{null-policy: required, dmarc-policy: quarantine}]", open).len(), 2);
}

/// A policy of the parent counts, if that is in the project.
#[test]
fn a_policy_of_dmarc_is_inherited_from_another_zone() {
    let sub = HEAD.replace("example.com", "sub.example.com") + "@ IN MX 10 m.b.example.\n";
    let parent = HEAD.to_owned() + "sub IN NS ns1.dns.example.\nsub IN NS ns2.dns.example.\n";
    let missing = |parent: String| {
        let rules = "mail: [{dmarc: required}]".to_owned();
        let dir = project_with(&[("zonelint.yaml", rules), ("a.zone", sub.clone()), ("b.zone", parent)]);
        let run = run_in(dir.path(), &["check", "--select", "mail-policy-missing", "--format=concise"]);
        run.stdout.matches("mail-policy-missing").count()
    };
    assert_eq!(missing(parent.clone()), 1);
    assert_eq!(missing(parent + "_dmarc IN TXT \"v=DMARC1; p=reject\"\n"), 0);
}

#[test]
fn what_is_in_force_is_shown() {
    let rules = "mail: [{spf: required}, {in: b.example, spf-includes: []}]\n".to_owned();
    let dir = project_with(&[("zonelint.yaml", rules)]);
    let run = run_in(dir.path(), &["config"]);
    assert!(run.stdout.contains("\nmail\n") && run.stdout.contains("spf: required"), "{}", run.stdout);
    assert!(run.stdout.contains("spf-includes: none") && run.stdout.contains("b.example"), "{}", run.stdout);
}
