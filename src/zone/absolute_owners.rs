//! Which zone a file without origin is, by the owners that it writes in full.

use super::probe::{MAX_ENTRIES, text_start};
use crate::syntax::entry;
use crate::syntax::iana::arpa;
use crate::syntax::lexer::Lexer;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;

/// The labels of the reverse zone of a network: three octets, `in-addr` and `arpa`.
const NETWORK: usize = 5;

/// The zone that the absolute owners of a file are in: that of its primary server, where the server and all owners are
/// in it; or the network that all of them are addresses of. Nothing where one is in the zone that the file is taken for.
pub fn zone(bytes: &[u8], taken_for: Option<&DomainName>) -> Option<DomainName> {
    let mut lexer = Lexer::new(bytes, text_start(bytes));
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    let (mut owners, mut primary) = (Vec::new(), None);
    for _ in 0..MAX_ENTRIES {
        let Some(line) = lexer.next(&mut tokens, &mut problems) else { break };
        problems.clear();
        let Some(head) = entry::head_at_a_glance(line, &tokens, bytes) else { continue };
        owners.extend(absolute(tokens[0].text(bytes)).filter(|_| !line.blank));
        if head.rtype == RType::SOA {
            primary = tokens.get(head.type_at() + 1).and_then(|server| absolute(server.text(bytes)));
        }
    }
    if owners.is_empty() || taken_for.is_some_and(|zone| owners.iter().any(|owner| owner.is_within(zone))) {
        return None;
    }
    let has_all = |zone: &DomainName| owners.iter().all(|owner| owner.is_within(zone));
    let of_primary = primary.filter(|server| owners.contains(server)).and_then(|server| server.parent());
    let is_network = |zone: &DomainName| {
        zone.is_within(&DomainName::new(arpa::IN_ADDR)) && zone.without_final_dot().split('.').count() == NETWORK
    };
    let network = owners[0].parent().filter(is_network);
    of_primary.filter(has_all).or(network.filter(has_all))
}

fn absolute(written: &[u8]) -> Option<DomainName> {
    let text = std::str::from_utf8(written).ok()?;
    DomainName::from_relative(text, None).filter(|name| !name.is_root())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(records: &str, taken_for: Option<&str>) -> Option<String> {
        let zone = format!("$TTL 1h\n@ IN SOA ns1.corp.example. admin.corp.example. 1 4h 1h 2w 1h\n{records}");
        super::zone(zone.as_bytes(), taken_for.map(DomainName::new).as_ref()).map(|zone| zone.to_string())
    }

    #[test]
    fn the_primary_is_in_its_zone() {
        let hosts = "ns1.corp.example. A 192.0.2.1\nwww.corp.example. A 192.0.2.2\n";
        assert_eq!(of(hosts, None).as_deref(), Some("corp.example."));
        assert_eq!(of(hosts, Some("other.example")).as_deref(), Some("corp.example."));
        assert_eq!(of(hosts, Some("example")), None);
        assert_eq!(of("www.corp.example. A 192.0.2.2\n", None), None);
        assert_eq!(of(&format!("{hosts}www.example.net. A 192.0.2.2\n"), None), None);
        assert_eq!(of("www A 192.0.2.2\n", None), None);
    }

    #[test]
    fn addresses_are_of_one_network() {
        let pointers = "1.100.51.198.in-addr.arpa. PTR a.example.\n2.100.51.198.in-addr.arpa. PTR b.example.\n";
        assert_eq!(of(pointers, Some("198.51.100.in-addr.arpa")).as_deref(), Some("100.51.198.in-addr.arpa."));
        assert_eq!(of(&format!("{pointers}1.113.0.203.in-addr.arpa. PTR c.example.\n"), None), None);
    }
}
