//! Slips in the ports of all services with a usual port, held against the tables of facts and
//! the scoring that was agreed on: nothing here is taken from the packs.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::support::{ZONE, check_text, number, root, text};
use serde_json::Value;

/// Ports that are right for a sibling and wrong here. The first column is the service label, with
/// what follows it where only that form is meant.
const SIBLINGS: &[(&str, &[u32])] = &[
    ("_submission", &[465]),
    ("_submissions", &[587, 25]),
    ("_imap", &[993, 110, 995]),
    ("_imaps", &[143, 110, 995]),
    ("_pop3", &[143, 993, 995]),
    ("_pop3s", &[143, 993, 110]),
    ("_sips._tcp", &[5060]),
    ("_sips._sctp", &[5060]),
    ("_sip._tcp", &[5061]),
    ("_sip._udp", &[5061]),
    ("_sipfederationtls", &[443]),
    ("_xmpps-client", &[5222]),
    ("_xmpp-client", &[5269]),
    ("_xmpp-server", &[5222]),
    ("_stuns", &[3478]),
    ("_turns", &[3478]),
    ("_etcd-client", &[2380]),
    ("_etcd-client-ssl", &[2380]),
    ("_etcd-server", &[2379]),
    ("_etcd-server-ssl", &[2379]),
    ("_gc", &[389]),
    ("_ldap._tcp.gc._msdcs", &[389]),
    ("_ldap._tcp.<site>._sites.gc._msdcs", &[389]),
    ("_caldavs", &[80]),
    ("_carddavs", &[80]),
    ("_amqp", &[5671]),
    ("_amqps", &[5672]),
    ("_mqtt", &[8883]),
    ("_secure-mqtt", &[1883]),
    ("_coap", &[5684]),
    ("_coaps", &[5683]),
];

/// Every port.
const ANY: (u32, u32) = (0, 65535);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Slip {
    Transposed,
    Dropped,
    Doubled,
    First,
    Middle,
    Last,
    Inserted,
}

/// The scoring table: what a slip is worth where the port is fixed, and where it is usual.
fn score(slip: Slip, policy: &str) -> Option<&'static str> {
    let (fixed, usual) = match slip {
        Slip::Transposed | Slip::Dropped | Slip::Doubled => (Some("error"), Some("warning")),
        Slip::Middle => (Some("warning"), Some("warning")),
        Slip::Last => (Some("warning"), None),
        Slip::First | Slip::Inserted => (Some("info"), None),
    };
    match policy {
        "fixed" => fixed,
        "usual" => usual,
        other => panic!("{other}"),
    }
}

/// A row of the table of neighbours, with what the table of services says of it.
#[derive(Debug)]
struct Service {
    /// As the table has it.
    pattern: String,
    /// As a zone has it.
    owner: String,
    port: u32,
    policy: String,
    /// Other ports that are fine: single ones and ranges.
    also: Vec<(u32, u32)>,
    /// Ports of siblings that differ in a middle digit: a choice, not a slip.
    alternatives: Vec<u32>,
    /// The table's own list of transpositions.
    listed: Vec<u32>,
    from_memory: bool,
}

fn table(name: &str) -> Vec<Vec<String>> {
    let table = std::fs::read_to_string(root().join("testdata/facts").join(name)).expect("the table is there");
    table.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn list(cell: &str) -> Vec<u32> {
    cell.split(',').filter_map(|port| port.trim().parse().ok()).collect()
}

fn services() -> Vec<Service> {
    let facts: HashMap<String, Vec<String>> =
        table("srv-services.tsv").into_iter().map(|row| (row[0].clone(), row)).collect();
    let services: Vec<_> = table("port-neighbours.tsv").into_iter().map(|row| service(&row, &facts[&row[0]])).collect();
    assert_eq!(services.len(), 144);
    services
}

fn service(row: &[String], facts: &[String]) -> Service {
    let also = facts[2].split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        match item {
            "any" => ANY,
            _ => (first.parse().expect("a port"), last.parse().expect("a port")),
        }
    });
    Service {
        pattern: row[0].clone(),
        owner: row[0].replace("<site>", "Default-First-Site").replace("<guid>", "5d1f3b52-7c1e-4b2f-9a50-3c41c3e0c0de"),
        port: row[1].parse().expect("a port"),
        policy: row[2].clone(),
        also: also.collect(),
        alternatives: list(&row[8]).into_iter().chain(list(&row[9])).collect(),
        listed: list(&row[3]),
        from_memory: facts[9].contains("MEM (port)") || facts[9] == "MEM",
    }
}

impl Service {
    fn siblings(&self) -> &'static [u32] {
        let label = self.pattern.split('.').next().expect("a first label");
        let found = SIBLINGS.iter().find(|(name, _)| *name == self.pattern || *name == label);
        found.map_or(&[], |(_, ports)| ports)
    }

    /// Every other port that one slip makes, without leading zeros and within 16 bits.
    fn slips(&self) -> BTreeMap<u32, Slip> {
        let digits = self.port.to_string().into_bytes();
        let last = digits.len() - 1;
        let mut slips = BTreeMap::new();
        let mut add = |bytes: Vec<u8>, slip: Slip| {
            let number: u32 = String::from_utf8(bytes.clone()).expect("digits").parse().unwrap_or(u32::MAX);
            if bytes[0] != b'0' && number <= 65535 && number != self.port {
                slips.entry(number).or_insert(slip);
            }
        };
        for at in 0..last {
            let mut swapped = digits.clone();
            swapped.swap(at, at + 1);
            add(swapped, Slip::Transposed);
        }
        for at in 0..=last {
            let mut dropped = digits.clone();
            dropped.remove(at);
            if !dropped.is_empty() {
                add(dropped, Slip::Dropped);
            }
            let mut doubled = digits.clone();
            doubled.insert(at, digits[at]);
            add(doubled, Slip::Doubled);
        }
        for digit in b'0'..=b'9' {
            for at in 0..=last {
                let mut substituted = digits.clone();
                substituted[at] = digit;
                let slip = match at {
                    0 => Slip::First,
                    at if at == last => Slip::Last,
                    _ => Slip::Middle,
                };
                add(substituted, slip);
            }
            for at in 0..=digits.len() {
                let mut inserted = digits.clone();
                inserted.insert(at, digit);
                add(inserted, Slip::Inserted);
            }
        }
        slips
    }

    /// What a port is worth: a sibling's, a listed one, a slip; others are not asked here.
    fn expected(&self, port: u32, slip: Slip) -> Option<&'static str> {
        if self.siblings().contains(&port) {
            return Some("warning");
        }
        // Where any port is fine, only swapped digits are still more likely a slip than a choice.
        if self.also.contains(&ANY) && slip != Slip::Transposed
            || self.listed_as_fine(port)
            || slip == Slip::Middle && self.policy == "usual" && self.alternatives.contains(&port)
        {
            return None;
        }
        score(slip, &self.policy)
    }

    fn listed_as_fine(&self, port: u32) -> bool {
        self.also.iter().any(|&range| range != ANY && (range.0..=range.1).contains(&port))
    }

    fn accepts(&self, port: u32) -> bool {
        port == self.port || self.also.contains(&ANY) || self.listed_as_fine(port)
    }

    /// Its record, with some port.
    fn record(&self, port: u32) -> String {
        format!("{} 3600 IN SRV 0 0 {port} host\n", self.owner)
    }
}

/// Findings by the line of the zone they point at.
fn by_line(zone: &str) -> HashMap<usize, Vec<Value>> {
    let run = check_text(zone);
    assert!(run.code < 2, "{run:#?}");
    let mut lines: HashMap<usize, Vec<Value>> = HashMap::new();
    for finding in run.findings() {
        lines.entry(number(&finding["start"]["line"])).or_default().push(finding);
    }
    lines
}

fn severities(findings: &[Value]) -> Vec<String> {
    findings.iter().map(|finding| text(&finding["severity"])).collect()
}

/// The bytes a finding points at.
fn spanned(finding: &Value, zone: &str) -> String {
    String::from_utf8_lossy(crate::support::pointed_at(finding, zone.as_bytes())).into_owned()
}

const RECORD_LINE: usize = 9;

#[test]
fn the_test_makes_the_transpositions_of_the_table() {
    for service in services() {
        let swapped = service.slips().into_iter().filter(|(_, slip)| *slip == Slip::Transposed);
        let swapped: Vec<u32> = swapped.map(|(port, _)| port).collect();
        assert_eq!(swapped, service.listed, "{}", service.pattern);
    }
}

#[test]
fn every_transposition_is_pointed_at() {
    let mut seen = 0;
    for service in services() {
        for &port in &service.listed {
            let zone = ZONE.to_owned() + &service.record(port);
            let lines = by_line(&zone);
            let about = format!("{} {port}: {lines:#?}", service.pattern);
            let [finding] = &lines.get(&RECORD_LINE).expect(&about)[..] else { panic!("{about}") };
            assert_eq!(lines.len(), 1, "{about}");
            assert_eq!(spanned(finding, &zone), port.to_string(), "{about}");
            assert_eq!(text(&finding["check"]), "srv-port-transposed", "{about}");
            let expected = if service.policy == "fixed" { "error" } else { "warning" };
            assert_eq!(text(&finding["severity"]), expected, "{about}");
            let message = text(&finding["message"]);
            assert!(message.contains(&service.port.to_string()) && message.contains("swapped"), "{message}");
            seen += 1;
        }
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn the_right_port_is_silent() {
    for service in services() {
        let zone = ZONE.to_owned() + &service.record(service.port);
        let found = check_text(&zone);
        let above_info = found.findings().into_iter().filter(|finding| finding["severity"] != "info");
        assert_eq!(above_info.collect::<Vec<_>>(), Vec::<Value>::new(), "{}", service.pattern);
        assert_eq!(found.code, 0, "{}", service.pattern);
    }
}

#[test]
fn other_listed_ports_are_silent() {
    for service in services() {
        for &(first, last) in service.also.iter().filter(|range| **range != ANY) {
            for port in [first, last] {
                let findings = check_text(&(ZONE.to_owned() + &service.record(port))).findings();
                assert!(findings.iter().all(|f| f["severity"] == "info"), "{} {port}: {findings:#?}", service.pattern);
            }
        }
    }
}

/// A record with the right port beside it leaves no doubt.
#[test]
fn a_transposition_beside_the_right_port_is_an_error() {
    for service in services() {
        for &port in &service.listed {
            let wrong = service.record(port);
            let right = service.record(service.port).replace(" host", " ns1");
            let zone = ZONE.to_owned() + &wrong + &right;
            let lines = by_line(&zone);
            let about = format!("{} {port}: {lines:#?}", service.pattern);
            let [finding] = &lines.get(&RECORD_LINE).expect(&about)[..] else { panic!("{about}") };
            assert_eq!(text(&finding["severity"]), "error", "{about}");
            let labels = finding["labels"].as_array().expect("labels");
            let beside = |label: &Value| label["start"]["line"] == RECORD_LINE + 1;
            assert!(labels.iter().any(beside), "{about}");
            assert!(!lines.contains_key(&(RECORD_LINE + 1)), "{about}");
        }
    }
}

/// The same odd port on two targets, and nowhere the usual one: somebody chose it.
#[test]
fn a_transposition_on_two_targets_weighs_less() {
    for service in services() {
        let Some(&port) = service.listed.first() else { continue };
        let record = service.record(port);
        let zone = ZONE.to_owned() + &record + &record.replace(" host", " ns1");
        let lines = by_line(&zone);
        let expected = if service.policy == "fixed" { "warning" } else { "info" };
        for line in [RECORD_LINE, RECORD_LINE + 1] {
            let found = lines.get(&line).map(|findings| severities(findings)).unwrap_or_default();
            assert_eq!(found, [expected], "{} {port}", service.pattern);
        }
    }
}

/// Every slip of every service, graded as the table has it. The services do not touch each other,
/// so one zone has a slip of each.
#[test]
fn every_slip_is_graded_as_the_table_says() {
    let services = services();
    let slips: Vec<Vec<(u32, Slip)>> = services.iter().map(|service| service.slips().into_iter().collect()).collect();
    let rounds = slips.iter().map(Vec::len).max().expect("there are services");
    let mut wrong = Vec::new();
    let mut seen: HashSet<Slip> = HashSet::new();
    for round in 0..rounds {
        let mut zone = ZONE.to_owned();
        let mut lines = Vec::new();
        for (service, slips) in services.iter().zip(&slips) {
            let Some(&(port, slip)) = slips.get(round) else { continue };
            zone += &service.record(port);
            lines.push((service, port, slip));
        }
        let found = by_line(&zone);
        for (at, (service, port, slip)) in lines.into_iter().enumerate() {
            seen.insert(slip);
            let findings = found.get(&(RECORD_LINE + at)).map_or(&[][..], Vec::as_slice);
            let expected: Vec<&str> = service.expected(port, slip).into_iter().collect();
            let in_place = findings.iter().all(|finding| spanned(finding, &zone) == port.to_string());
            if severities(findings) != expected || !in_place {
                let (owner, right, policy) = (&service.pattern, service.port, &service.policy);
                let got = severities(findings);
                wrong.push(format!("{owner} {right} ({policy}) as {port} ({slip:?}): {got:?}, not {expected:?}"));
            }
        }
    }
    assert_eq!(seen.len(), 7);
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Far from the port expected: a warning where it is fixed or another service is known for the
/// port, otherwise an info; what nobody has checked is never more than that.
#[test]
fn other_ports_are_graded_by_policy() {
    // Nobody's port and nobody's neighbour; the third is that of `_x-puppet._tcp`.
    const NOBODYS: [u32; 2] = [47111, 59999];
    const ANOTHERS: u32 = 8140;
    for service in services() {
        for port in NOBODYS.into_iter().chain([ANOTHERS]) {
            if service.accepts(port) || service.slips().contains_key(&port) || service.pattern.contains("puppet") {
                continue;
            }
            let expected = match (service.policy.as_str(), service.from_memory) {
                (_, true) => "info",
                ("fixed", _) => "warning",
                _ if port == ANOTHERS => "warning",
                _ => "info",
            };
            let lines = by_line(&(ZONE.to_owned() + &service.record(port)));
            let found = lines.get(&RECORD_LINE).map(|findings| severities(findings)).unwrap_or_default();
            assert_eq!(found, [expected], "{} {port}: {lines:#?}", service.pattern);
        }
    }
}

#[test]
fn the_port_of_a_sibling_is_a_finding_of_its_own() {
    let mut seen = HashSet::new();
    for service in services() {
        for &port in service.siblings() {
            let zone = ZONE.to_owned() + &service.record(port);
            let lines = by_line(&zone);
            let about = format!("{} {port}: {lines:#?}", service.pattern);
            let [finding] = &lines.get(&RECORD_LINE).expect(&about)[..] else { panic!("{about}") };
            assert_eq!(text(&finding["check"]), "srv-port-of-other-service", "{about}");
            assert_eq!(text(&finding["severity"]), "warning", "{about}");
            assert_eq!(spanned(finding, &zone), port.to_string(), "{about}");
            seen.insert(service.siblings());
        }
    }
    assert!(seen.len() >= 20, "{}", seen.len());
}

/// Whoever points at the provider wants what the provider offers, whatever the policy.
#[test]
fn a_provider_takes_its_service_at_its_port_only() {
    for (owner, port, target, expected) in [
        ("_sipfederationtls._tcp", 5061, "sipfed.online.lync.com.", None),
        ("_sipfederationtls._tcp", 5601, "sipfed.online.lync.com.", Some("5601")),
        ("_sipfederationtls._tcp", 443, "sipfed.online.lync.com.", Some("443")),
        ("_sip._tls", 443, "sipdir.online.lync.com.", None),
        ("_sip._tls", 5061, "sipdir.online.lync.com.", Some("5061")),
        ("_sip._tls", 443, "sipfed.online.lync.com.", Some("_sip._tls")),
        ("_sipfederationtls._tcp", 5061, "sipdir.online.lync.com.", Some("_sipfederationtls._tcp")),
        ("_sip._tls", 5061, "edge.example.net.", None),
    ] {
        let zone = format!("{ZONE}{owner} 3600 IN SRV 100 1 {port} {target}\n");
        let lines = by_line(&zone);
        let findings = lines.get(&RECORD_LINE).map_or(&[][..], Vec::as_slice);
        let errors: Vec<&Value> = findings.iter().filter(|finding| finding["severity"] == "error").collect();
        assert_eq!(errors.len(), findings.len(), "{owner} {port} {target}: {findings:#?}");
        let spans: Vec<String> = errors.iter().map(|finding| spanned(finding, &zone)).collect();
        assert_eq!(spans, expected.into_iter().collect::<Vec<_>>(), "{owner} {port} {target}");
    }
}

/// That some registry has the wrong number excuses nothing.
#[test]
fn registered_transpositions_are_found_all_the_same() {
    let rows = table("port-neighbours.tsv");
    let registered: Vec<(String, u32)> =
        rows.iter().flat_map(|row| list(&row[6]).into_iter().map(|port| (row[0].clone(), port))).collect();
    assert!(registered.len() > 150, "{}", registered.len());
    let by_pattern: HashMap<String, Service> = services().into_iter().map(|s| (s.pattern.clone(), s)).collect();
    for (pattern, port) in registered {
        let run = check_text(&(ZONE.to_owned() + &by_pattern[&pattern].record(port)));
        assert_eq!(run.code, 1, "{pattern} {port}");
    }
}
