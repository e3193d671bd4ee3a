//! The `recommended` pack held against the tables of facts it was written from.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use zonelint::diagnostic::Severity;
use zonelint::lint::check_names;
use zonelint::ruleset::{Pack, PortPolicy, RuleFile, RuleSet, Service, Vocabulary};
use zonelint::source::Sources;

const ZONE: &str = "example.com.";

fn vocabulary() -> Vocabulary<'static> {
    Vocabulary {
        checks: check_names(),
        parameters: &[],
        formats: &[],
        is_type: &|text| text.bytes().all(|b| b.is_ascii_alphanumeric()),
    }
}

fn builtin() -> RuleSet {
    RuleSet::builtin(&mut Sources::default())
}

fn labels(name: &str) -> Vec<&[u8]> {
    name.split('.').filter(|label| !label.is_empty()).map(str::as_bytes).collect()
}

/// An owner as a zone would have it: `<site>` is some site.
fn sample(pattern: &str) -> String {
    let mut owner = pattern.to_string();
    while let (Some(open), Some(close)) = (owner.find('<'), owner.find('>')) {
        owner.replace_range(open..=close, "Some-Name1");
    }
    owner
}

fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/facts").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

/// Rows of the table of services that can stand in a zone file: Kubernetes and Consul make theirs up.
fn services() -> Vec<Vec<String>> {
    let rows = table("srv-services.tsv");
    assert_eq!(rows.len(), 191);
    let rows: Vec<_> = rows.into_iter().filter(|row| !row[0].starts_with("_<")).collect();
    assert_eq!(rows.len(), 189);
    rows
}

fn answer<'a>(rules: &'a RuleSet, owner: &str) -> &'a Service {
    rules.service(&labels(&sample(owner)), ZONE).unwrap_or_else(|| panic!("nothing answers for {owner}"))
}

#[test]
fn the_compiled_form_is_the_yaml() {
    for pack in Pack::ALL {
        let mut sources = Sources::default();
        let id = sources.add(pack.name, pack.yaml.as_bytes().to_vec());
        let (file, found) = RuleFile::read(pack.yaml.as_bytes(), id, &vocabulary());
        assert!(found.is_empty(), "{found:#?}");
        let compiled = serde_json::to_string(&file).unwrap() + "\n";
        if std::env::var_os("ZONELINT_BLESS").is_some() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/compiled/{}.json", pack.name));
            std::fs::write(path, &compiled).unwrap();
            continue;
        }
        assert!(compiled == pack.compiled, "{} has changed: run `ZONELINT_BLESS=1 cargo test`", pack.name);
        assert_eq!(pack.rule_file(), file);
    }
}

#[test]
fn every_service_has_its_port_and_policy() {
    let rules = builtin();
    for row in services() {
        let (owner, port, policy) = (&row[0], &row[1], &row[3]);
        let service = answer(&rules, owner);
        let own = service.port.as_ref().map(|stated| stated.value);
        match port.as_str() {
            "" => assert_eq!((own, service.also.is_none()), (None, true), "{owner}"),
            "any" => assert_eq!((own, service.accepts(47_111)), (None, true), "{owner}"),
            number => assert_eq!(own, number.parse().ok(), "{owner}"),
        }
        let expected = match policy.as_str() {
            "fixed" => PortPolicy::Fixed,
            "usual" => PortPolicy::Usual,
            "free" | "na" => PortPolicy::Free,
            other => panic!("{other}"),
        };
        assert_eq!(service.policy, expected, "{owner}");
    }
}

#[test]
fn every_service_accepts_the_ports_of_the_table_and_no_other() {
    let rules = builtin();
    for row in services() {
        let (owner, port, others) = (&row[0], &row[1], &row[2]);
        let mut fine: Vec<(u16, u16)> = Vec::new();
        for item in [port.as_str()].into_iter().chain(others.split(',')).map(str::trim).filter(|item| !item.is_empty())
        {
            let (first, last) = item.split_once('-').unwrap_or((item, item));
            fine.push(if item == "any" { (0, u16::MAX) } else { (first.parse().unwrap(), last.parse().unwrap()) });
        }
        let service = answer(&rules, owner);
        for port in 0..=u16::MAX {
            let expected = fine.iter().any(|(first, last)| (*first..=*last).contains(&port));
            assert_eq!(service.accepts(port), expected, "{owner} {port}");
        }
    }
}

#[test]
fn every_ttl_range_is_that_of_the_table() {
    let rules = builtin();
    for row in services() {
        let (owner, written) = (&row[0], row[5].as_str());
        let numbers: Vec<u32> = written.split([' ', '-']).map_while(|part| part.parse().ok()).collect();
        let expected = match (numbers.as_slice(), written) {
            ([], _) => None,
            // Printers: what mDNS uses is not what a zone has.
            (_, text) if text.contains("mDNS") => Some((60, 86_400)),
            ([60], _) => Some((60, 86_400)),
            // What one product writes is an example, not a limit.
            ([_], _) => Some((300, 86_400)),
            ([min, max], _) => Some((*min, *max)),
            other => panic!("{owner}: {other:?}"),
        };
        let range = answer(&rules, owner).ttl.as_ref().map(|ttl| (ttl.value.min.0, ttl.value.max.0));
        assert_eq!(range, expected, "{owner}");
    }
}

#[test]
fn ports_from_memory_are_marked() {
    let rules = builtin();
    for row in services() {
        let (owner, port, status) = (&row[0], &row[1], &row[9]);
        let from_memory = !port.is_empty() && (status == "MEM" || status.ends_with("MEM (port)"));
        assert_eq!(answer(&rules, owner).verified, !from_memory, "{owner}");
    }
}

#[test]
fn the_neighbours_were_counted_from_the_same_ports() {
    let rules = builtin();
    let rows = table("port-neighbours.tsv");
    assert_eq!(rows.len(), 144);
    for row in rows {
        let service = answer(&rules, &row[0]);
        assert_eq!(service.port.as_ref().map(|port| port.value), row[1].parse().ok(), "{}", row[0]);
        for swapped in row[3].split(',').filter(|port| !port.is_empty()) {
            let swapped: u16 = swapped.parse().unwrap();
            let any = service.also.as_ref().is_some_and(|also| also.value.iter().any(|range| range.contains(47_111)));
            assert!(any || !service.accepts(swapped), "{} accepts {swapped}", row[0]);
            assert!(service.mix_up(swapped).is_none(), "{} {swapped}", row[0]);
        }
    }
}

#[test]
fn variants_the_table_only_mentions_are_there() {
    let rules = builtin();
    for (owner, port) in [
        ("_ldap._tcp.Paris._sites.DomainDnsZones", 389),
        ("_ldap._tcp.Paris._sites.ForestDnsZones", 389),
        ("_gc._tcp.Paris._sites", 3268),
        ("_kerberos._tcp.Paris._sites.dc._msdcs", 88),
        ("_sips._tcp.mtls", 5062),
        ("_slpda._udp", 427),
        ("_afs3-vlserver._tcp", 7003),
        ("_afs3-prserver._tcp", 7002),
        ("_dots-signal._tcp", 4646),
        ("_dns-update._tcp", 53),
        ("_etcd-server-ssl-blue._tcp", 2380),
        ("_etcd-client-ssl-blue._tcp", 2379),
        ("_x-puppet-report._tcp", 8140),
        ("_x-puppet-fileserver._tcp", 8140),
    ] {
        assert_eq!(answer(&rules, owner).port.as_ref().map(|port| port.value), Some(port), "{owner}");
    }
    for owner in ["_im._sip", "_pkixrep._http", "_pkixrep._ocsp"] {
        assert!(answer(&rules, owner).port.is_none(), "{owner}");
    }
    assert!(rules.service(&labels("_http._tcp.web.default.svc"), ZONE).is_some_and(|s| s.policy == PortPolicy::Free));
    assert!(rules.service(&labels("_web._blue.service.consul"), ZONE).is_none());
}

#[test]
fn ports_of_siblings_are_known() {
    let rules = builtin();
    for (owner, port, sibling) in [
        ("_submission._tcp", 465, "_submissions._tcp"),
        ("_submissions._tcp", 587, "_submission._tcp"),
        ("_submissions._tcp", 25, "_smtp._tcp"),
        ("_imap._tcp", 993, "_imaps._tcp"),
        ("_imap._tcp", 110, "_pop3._tcp"),
        ("_imaps._tcp", 143, "_imap._tcp"),
        ("_imaps._tcp", 995, "_pop3s._tcp"),
        ("_pop3._tcp", 995, "_pop3s._tcp"),
        ("_pop3s._tcp", 993, "_imaps._tcp"),
        ("_sips._tcp", 5060, "_sip._tcp"),
        ("_sip._tcp", 5061, "_sips._tcp"),
        ("_sip._udp", 5061, "_sips._tcp"),
        ("_sipfederationtls._tcp", 443, "_sip._tls"),
        ("_xmpps-client._tcp", 5222, "_xmpp-client._tcp"),
        ("_xmpp-client._tcp", 5269, "_xmpp-server._tcp"),
        ("_xmpp-server._tcp", 5222, "_xmpp-client._tcp"),
        ("_stuns._tcp", 3478, "_stun._tcp"),
        ("_turns._udp", 3478, "_turn._udp"),
        ("_etcd-client._tcp", 2380, "_etcd-server._tcp"),
        ("_etcd-server-ssl._tcp", 2379, "_etcd-client-ssl._tcp"),
        ("_ldap._tcp.gc._msdcs", 389, "_ldap._tcp"),
        ("_gc._tcp", 389, "_ldap._tcp"),
        ("_caldavs._tcp", 80, "_caldav._tcp"),
        ("_carddavs._tcp", 80, "_carddav._tcp"),
        ("_amqp._tcp", 5671, "_amqps._tcp"),
        ("_amqps._tcp", 5672, "_amqp._tcp"),
        ("_mqtt._tcp", 8883, "_secure-mqtt._tcp"),
        ("_secure-mqtt._tcp", 1883, "_mqtt._tcp"),
        ("_coap._udp", 5684, "_coaps._udp"),
        ("_coaps._udp", 5683, "_coap._udp"),
    ] {
        let mix_up = answer(&rules, owner).mix_up(port).unwrap_or_else(|| panic!("{owner} {port}"));
        assert_eq!(mix_up.belongs_to.to_string(), sibling, "{owner} {port}");
        assert!(mix_up.reason.is_some(), "{owner} {port}");
    }
    // Both are right there: towards Microsoft 365 the provider's own rule decides.
    assert!(answer(&rules, "_sip._tls").mix_up(5061).is_none());
    assert!(answer(&rules, "_sipinternal._tcp").mix_up(5061).is_none());
}

#[test]
fn every_sibling_is_a_service_with_that_port() {
    let rules = builtin();
    for service in rules.services() {
        for mix_up in &service.mix_ups {
            let sibling = answer(&rules, &mix_up.belongs_to.to_string());
            assert!(sibling.accepts(mix_up.port.0), "{} {}", service.pattern, mix_up.belongs_to);
            assert!(!service.accepts(mix_up.port.0), "{} {}", service.pattern, mix_up.port);
        }
    }
}

#[test]
fn providers_know_their_service() {
    let rules = builtin();
    for (target, service, port) in [
        ("sipfed.online.lync.com.", "_sipfederationtls._tcp", 5061),
        ("SIPDIR.online.lync.com", "_sip._tls", 443),
        ("sipfed.online.partner.lync.cn.", "_sipfederationtls._tcp", 5061),
        ("sipdir.online.partner.lync.cn.", "_sip._tls", 443),
    ] {
        let provider = rules.provider_of(target, ZONE).unwrap();
        assert_eq!((provider.service.value.to_string().as_str(), provider.port.value), (service, port));
    }
    assert!(rules.provider_of("sip.example.com.", ZONE).is_none());
}

#[test]
fn ttls_are_graded() {
    let rules = builtin();
    let info = Some(Severity::Info);
    for (rtype, owner, ttl, expected) in [
        ("A", "www", 0, info),
        ("A", "www", 5, info),
        ("A", "www", 59, info),
        ("A", "www", 60, None),
        ("A", "www", 604_800, None),
        ("A", "www", 604_801, info),
        ("A", "www", 3_600_000, info),
        ("A", "www", i32::MAX as u32, info),
        ("NS", "", 3599, info),
        ("NS", "", 3600, None),
        ("NS", "", 518_400, None),
        ("MX", "", 299, info),
        ("MX", "", 300, None),
        ("SRV", "_unheard-of._tcp", 299, info),
        ("SRV", "_unheard-of._tcp", 86_401, info),
        ("TLSA", "_443._tcp.www", 86_401, info),
        ("DS", "sub", 3600, None),
        ("DNSKEY", "", 599, info),
        ("TXT", "", 172_800, None),
        ("TXT", "key1._domainkey", 172_800, info),
        ("TXT", "_dmarc", 172_800, info),
        ("NSEC3PARAM", "", 0, None),
        ("RRSIG", "", 0, None),
        ("NSEC3PARAM", "", 4_000_000, info),
    ] {
        let held = rules.ttl_rules(rtype, ZONE).held(&labels(owner), None);
        assert_eq!(held.broken_by(ttl).map(|(severity, _)| severity), expected, "{owner} {ttl} {rtype}");
    }
}

#[test]
fn a_service_has_its_own_ttl() {
    let rules = builtin();
    let srv = rules.ttl_rules("SRV", ZONE);
    let grade = |owner: &str, ttl| {
        let held = srv.held(&labels(owner), Some(answer(&rules, owner)));
        held.broken_by(ttl).map(|(severity, range)| (severity, range.value.to_string()))
    };
    assert_eq!(grade("_etcd-server._tcp", 60), None);
    assert_eq!(grade("_imaps._tcp", 300), Some((Severity::Info, "1h..1d".into())));
    assert_eq!(grade("_imaps._tcp", 0), Some((Severity::Info, "1h..1d".into())));
}

/// Entries of a file replace those below it as a whole, so `strict` has to say again what stays advice.
#[test]
fn strict_has_the_ttls_of_recommended() {
    let (_, advice) = Pack::RECOMMENDED.yaml.split_once("\nttl:\n").unwrap();
    let (_, advice) = advice.split_at(advice.find("  - ").unwrap());
    let strict = Pack::ALL.iter().find(|pack| pack.name == "strict").unwrap();
    assert!(strict.yaml.ends_with(advice), "{advice}");
}

#[test]
fn labels_and_ports_can_be_asked_for() {
    let rules = builtin();
    let all: Vec<&str> = rules.service_labels().collect();
    assert!(all.contains(&"_sipfederationtls") && all.contains(&"_kca"));
    assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
    let mut protocols: Vec<&str> = rules.protocols_of(b"_SIP").collect();
    protocols.sort_unstable();
    assert_eq!(protocols, ["_sctp", "_tcp", "_tls", "_udp"]);
    assert_eq!(rules.protocols_of(b"_nobody").count(), 0);
    let on_5269: Vec<String> = rules.services_with_port(5269).map(|service| service.pattern.to_string()).collect();
    assert_eq!(on_5269, ["_xmpp-server._tcp", "_jabber._tcp"]);
}

#[test]
fn everything_builtin_points_into_the_pack() {
    let mut sources = Sources::default();
    sources.add("some.zone", b"@ A 192.0.2.1\n".to_vec());
    let rules = RuleSet::builtin(&mut sources);
    let port = answer(&rules, "_sipfederationtls._tcp").port.as_ref().unwrap();
    assert!(rules.is_builtin(port.span));
    assert_eq!(sources.bytes(port.span), b"5061");
    assert_eq!(sources.get(port.span.source).name(), "builtin:recommended");
    let entry = rules.entry(port.entry);
    assert!(sources.bytes(entry.span).starts_with(b"service: _sipfederationtls._tcp"));
    assert!(entry.note().unwrap().text().contains("Microsoft 365"));
}

/// The budget is 0.3 ms for an optimised build on an idle machine; this only notices a disaster.
#[test]
fn starting_is_quick() {
    let quickest = (0..10)
        .map(|_| {
            let start = std::time::Instant::now();
            std::hint::black_box(builtin());
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(quickest.as_millis() < 100, "{quickest:?}");
}
