//! Which records are rows, in which order, and which are marked.

use super::{columns, csv, project_of};
use crate::support::{ZONE, project_with, write, zonelint};

#[test]
fn each_column_says_what_the_record_does() {
    let dir = project_of(&[("example.com", "_Sip._TLS.Lab 5m IN SRV 10 20 5601 host\n")]);
    let rows = csv(dir.path(), &[]);
    let [row] = &rows[..] else { panic!("one record is one row: {rows:?}") };
    for (column, value) in [
        ("service", "_Sip"),
        ("protocol", "_TLS"),
        ("instance", ""),
        ("zone", "example.com."),
        ("view", ""),
        ("subdomain", "Lab"),
        ("owner", "_Sip._TLS.Lab.example.com."),
        ("type", "SRV"),
        ("priority", "10"),
        ("weight", "20"),
        ("port", "5601"),
        ("target", "host.example.com."),
        ("addresses", "192.0.2.3"),
        ("ttl", "300"),
        ("rule", "recommended"),
        ("file", "zones/example.com.zone"),
        ("line", "9"),
    ] {
        assert_eq!(row[column], value, "{column}");
    }
}

#[test]
fn owners_of_any_form_are_rows() {
    let records = "\
_ldap._tcp.dc._msdcs        IN SRV 0 0 389 host
Office\\032Printer._ipp._tcp.floor IN SRV 0 0 631 host
_minecraft                  IN SRV 0 0 25565 host
_sip.tcp                    IN SRV 0 0 5060 host
plain                       IN SRV 0 0 4000 host
_imap._tcp                  IN SRV 0 0 0 .
www                         IN HTTPS 1 . alpn=h2 port=8443
_8443._foo.api              IN SVCB 2 host port=8443
api                         IN HTTPS 1 . alpn=h2
alias                       IN HTTPS 0 host
";
    let dir = project_of(&[("example.com", records)]);
    let names = ["type", "instance", "service", "protocol", "subdomain", "priority", "weight", "port", "target"];
    assert_eq!(
        columns(&csv(dir.path(), &[]), &names),
        [
            "SRV    plain 0 0 4000 host.example.com.",
            "SVCB  _foo  api 2  8443 host.example.com.",
            "HTTPS  _https  www 1  8443 www.example.com.",
            "SRV  _imap _tcp  0 0  .",
            r"SRV Office\032Printer _ipp _tcp floor 0 0 631 host.example.com.",
            "SRV  _ldap _tcp dc._msdcs 0 0 389 host.example.com.",
            "SRV  _minecraft   0 0 25565 host.example.com.",
            "SRV  _sip tcp  0 0 5060 host.example.com.",
        ]
    );
}

#[test]
fn one_service_of_several_zones_stands_together() {
    let records = "_xmpp-server._tcp IN SRV 5 9 5269 host\n_sip._tls IN SRV 20 0 443 host\n_sip._tls IN SRV 10 5 443 ns1\n\
        _sip._tls IN SRV 10 30 443 host\n_sip._tcp.b IN SRV 0 0 5060 host\n_sip._tcp.a IN SRV 9 0 5060 host\n";
    let dir = project_of(&[("b.example", records), ("a.example", &records.replace("sip", "SIP"))]);
    assert_eq!(
        columns(&csv(dir.path(), &[]), &["service", "protocol", "zone", "subdomain", "priority", "weight"]),
        [
            "_SIP _tcp a.example. a 9 0",
            "_SIP _tcp a.example. b 0 0",
            "_sip _tcp b.example. a 9 0",
            "_sip _tcp b.example. b 0 0",
            "_SIP _tls a.example.  10 5",
            "_SIP _tls a.example.  10 30",
            "_SIP _tls a.example.  20 0",
            "_sip _tls b.example.  10 5",
            "_sip _tls b.example.  10 30",
            "_sip _tls b.example.  20 0",
            "_xmpp-server _tcp a.example.  5 9",
            "_xmpp-server _tcp b.example.  5 9",
        ]
    );
}

#[test]
fn a_port_that_a_check_finds_odd_is_marked_with_the_one_expected() {
    let right =
        "_sipfederationtls._tcp IN SRV 0 0 5061 host\n_x._tcp IN SRV 0 0 7000 host\n_y._tcp IN SRV 1 0 7100 host\n";
    let odd =
        "_sipfederationtls._tcp IN SRV 0 0 5601 host\n_x._tcp IN SRV 0 0 9000 host\n_y._tcp IN SRV 7 0 7100 host\n";
    let dir = project_of(&[("a.example", right), ("b.example", odd), ("c.example", right)]);
    write(dir.path(), "zonelint.yaml", "services: [{service: _y._tcp, port: 7100, priority: 1}]\n");
    let rows = csv(dir.path(), &[]);
    let marked: Vec<_> = rows.iter().filter(|row| !row["finding"].is_empty()).cloned().collect();
    assert_eq!(
        columns(&marked, &["zone", "service", "port", "check", "expected"]),
        [
            "b.example. _sipfederationtls 5601 srv-port-transposed 5061",
            "b.example. _x 9000 srv-port-odd-one-out 7000",
            "b.example. _y 7100 srv-field-unexpected ",
        ]
    );
    assert_eq!(columns(&marked, &["rule"]), ["recommended", "", "zonelint.yaml:1"]);
    assert!(marked[0]["finding"].contains("two digits swapped"), "{marked:?}");
}

/// What the run does not find is not marked; what was found before still is.
#[test]
fn comments_and_severities_take_marks_away_and_the_baseline_does_not() {
    let swapped = "_sipfederationtls._tcp IN SRV 0 0 5601 host";
    let dir = project_of(&[("example.com", swapped)]);
    let marks = |dir: &tempfile::TempDir| columns(&csv(dir.path(), &[]), &["check"]);
    assert_eq!(marks(&dir), ["srv-port-transposed"]);
    zonelint(dir.path(), &["check", "--write-baseline"]);
    assert_eq!(zonelint(dir.path(), &["check"]).code, 0);
    assert_eq!(marks(&dir), ["srv-port-transposed"]);
    write(dir.path(), "zonelint.yaml", "checks: {srv-port-transposed: off}\n");
    assert_eq!(marks(&dir), [""]);
    let silenced = format!("{swapped} ; zonelint: ignore[srv-port-transposed] as the firewall has it\n");
    assert_eq!(marks(&project_of(&[("example.com", &silenced)])), [""]);
}

/// A finding names some of its places and counts the others.
#[test]
fn all_records_that_a_finding_is_said_of_are_marked() {
    let many: String = (0..50).map(|n| format!("_ldap._tcp.s{n} IN SRV 0 0 7000 host\n")).collect();
    let generated = "$GENERATE 1-30 _imaps._tcp.h$ IN SRV 0 0 939 host\n";
    let dir = project_of(&[("example.com", &(many + generated))]);
    let rows = csv(dir.path(), &[]);
    let marked = |service: &str, check: &str| {
        rows.iter().filter(|row| row["service"] == service && row["check"] == check).count()
    };
    assert_eq!((marked("_ldap", "srv-port-unexpected"), marked("_imaps", "srv-port-transposed")), (50, 30), "{rows:?}");
}

#[test]
fn patterns_choose_rows_and_one_that_matches_nothing_is_told() {
    let records =
        "_sip._tls IN SRV 0 0 443 host\n_sip._tcp IN SRV 0 0 5060 host\n_ldap._tcp.dc._msdcs IN SRV 0 0 389 host\n";
    let dir = project_of(&[("a.example", records), ("lab.a.example", records)]);
    let chosen = |arguments: &[&str]| columns(&csv(dir.path(), arguments), &["owner"]).join(" ");
    for (arguments, expected) in [
        (&["--zone", "a.example.", "--service", "_SIP"][..], "_sip._tcp.a.example. _sip._tls.a.example."),
        (&["--zone", "*.a.example", "--service", "_sip._t*"], "_sip._tcp.lab.a.example. _sip._tls.lab.a.example."),
        (&["--zone", "lab*", "--service", "_ldap._tcp"], "_ldap._tcp.dc._msdcs.lab.a.example."),
        (&["--zone", "lab*", "--service", "*._msdcs"], "_ldap._tcp.dc._msdcs.lab.a.example."),
        (
            &["--zone", "a.example", "--service", "_ldap", "--service", "_sip._tls"],
            "_ldap._tcp.dc._msdcs.a.example. _sip._tls.a.example.",
        ),
    ] {
        assert_eq!(chosen(arguments), expected, "{arguments:?}");
    }
    let run = zonelint(dir.path(), &["services", "--zone", "b.example", "--zone", "a.example", "--service", "sip"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "no services\n"));
    let told = "zonelint: `--zone b.example` matches no zone\n\
        zonelint: `--service sip` matches no service, as in `_sip` or `_sip._tls`\n";
    assert_eq!(run.stderr, told);
}

#[test]
fn what_cannot_be_read_is_counted_or_ends_with_2() {
    let dir =
        project_with(&[("a.zone", ZONE.to_owned() + "_sip._tls IN SRV 0 0 99999 host\n_x._tcp IN SRV 0 0 7 host\n")]);
    let run = zonelint(dir.path(), &["services", "a.zone"]);
    let closing = "1 service in 1 zone (1 record), none marked; 1 SRV record unreadable";
    assert_eq!((run.code, run.stdout.lines().last(), run.stderr.as_str()), (0, Some(closing), ""));
    let run = zonelint(dir.path(), &["services", "a.zone", "gone.zone"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("_x._tcp"), "what could be read is shown: {run:#?}");
    assert!(run.stderr.contains("`gone.zone`"), "{run:#?}");
    write(dir.path(), "many.zone", ZONE.to_owned() + "$GENERATE 1-9 _x._tcp.h$ SRV 0 0 7 host\n");
    let run = zonelint(dir.path(), &["services", "--limit", "generated=5", "many.zone"]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stderr.contains("raise the limit with `--limit generated=N`"), "{run:#?}");
    write(dir.path(), "zonelint.yaml", "servces: []\n");
    let run = zonelint(dir.path(), &["services", "a.zone"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("rule-file-invalid") && run.stderr.contains("did you mean"), "{run:#?}");
}

#[test]
fn zones_without_services_have_no_table() {
    let dir = project_of(&[("example.com", "")]);
    let run = zonelint(dir.path(), &["services"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "no services\n", ""));
    assert_eq!(csv(dir.path(), &[]).len(), 0);
    let run = zonelint(dir.path(), &["services", "--format", "json"]);
    assert_eq!(run.json()["services"], serde_json::json!([]));
}

#[test]
fn a_zone_on_standard_input_has_an_origin() {
    let zone = "$TTL 1h\n_sip._tls IN SRV 0 0 443 host\n".as_bytes();
    let dir = crate::support::project();
    let run = crate::support::zonelint_with_stdin(dir.path(), &["services", "--origin", "example.com", "-"], zone);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(run.stdout.contains("_sip._tls  example.com.  "), "{run:#?}");
}
