//! Transport, port and address that a record sends clients to.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::Side;
use crate::checks::{ZoneContext, srv, typed};
use crate::services::{Lookup, ServiceOwner};
use crate::syntax::rdata::RType;
use crate::zone::{Entry, NameId, RecordId};

/// The port of SMTP (RFC 5321 section 4.5.4.2), and of DNS (RFC 1035 section 4.2).
const SMTP: u16 = 25;
const DNS: u16 = 53;

/// How packets get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP, and what is over it, such as QUIC.
    Udp,
    /// SCTP.
    Sctp,
    /// DCCP.
    Dccp,
}

impl Transport {
    /// As firewalls call it.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Tcp => "tcp",
            Transport::Udp => "udp",
            Transport::Sctp => "sctp",
            Transport::Dccp => "dccp",
        }
    }

    /// That of the label of an owner; TLS runs over TCP.
    fn of_label(label: &str) -> Option<Transport> {
        match label.trim_start_matches('_').to_ascii_lowercase().as_str() {
            "tcp" | "tls" => Some(Transport::Tcp),
            "udp" => Some(Transport::Udp),
            "sctp" => Some(Transport::Sctp),
            "dccp" => Some(Transport::Dccp),
            _ => None,
        }
    }
}

/// Where clients are sent: an address, or a name that has none here, with what the lookup came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Host {
    Address(IpAddr),
    Name(String, Lookup),
}

/// A port of a host. The transport is not known where the owner does not name it.
pub(super) type Endpoint = (Option<Transport>, u16, Host);

/// Endpoints: for each the targets that lead there, and the services that are offered.
pub(super) type Endpoints = BTreeMap<Endpoint, BTreeMap<String, BTreeSet<String>>>;

/// The types of the records that have a port and tell it in their data, beside SRV.
const TYPES: [RType; 4] = [RType::SVCB, RType::HTTPS, RType::MX, RType::URI];

/// A port, and its transport.
pub(super) type Port = (Option<Transport>, u16);

/// Which records are read, and what becomes of them.
pub(super) trait Collect {
    /// Whether a record is to be read: its zone, and the port where that needs no reading.
    fn wants(&self, zone: (usize, &ZoneContext), record: RecordId, port: Option<u16>) -> bool;
    /// Takes where a record leads.
    fn take(&mut self, port: Port, hosts: &[Host], target: &str, service: &dyn Fn() -> String);
}

/// Reads where the records of a version lead.
pub(super) fn collect(side: &mut Side, into: &mut dyn Collect) {
    let mut reader = Reader { side, zone: 0, into };
    for zone in 0..reader.side.checked {
        reader.zone = zone;
        reader.read_zone(&reader.side.zones[zone]);
    }
}

struct Reader<'s, 'v> {
    side: &'s mut Side<'v>,
    zone: usize,
    into: &'s mut dyn Collect,
}

impl<'v> Reader<'_, 'v> {
    fn read_zone(&mut self, cx: &'v ZoneContext<'v>) {
        for &(record, port) in cx.zone.srv_ports() {
            let target = cx.zone.record(record).target().filter(|&target| target != NameId::ROOT && port > 0);
            let Some(target) = target.filter(|_| self.wants(cx, record, Some(port))) else { continue };
            let owner = ServiceOwner::of_srv(cx.zone, cx.zone.record(record).owner, srv::owner_form(cx, record));
            let labels = owner.service_and_protocol();
            let service = || if labels.is_empty() { of_name(cx, record, "SRV") } else { labels.to_ascii_lowercase() };
            self.add(target, &[(Transport::of_label(&owner.protocol), port)], &service);
        }
        let of_types = cx.zone.of_types(&TYPES).into_iter();
        let wanted = of_types.filter(|&record| {
            let of = cx.zone.record(record);
            of.is_readable() && self.wants(cx, record, (of.rtype == RType::MX).then_some(SMTP))
        });
        let wanted: Vec<RecordId> = wanted.collect();
        for (record, rtype, entry) in typed::entries(cx, wanted) {
            let target = cx.zone.record(record).target();
            match rtype {
                RType::URI => self.read_uri(cx, record, &entry),
                // An MX of the root says that there is no mail (RFC 7505).
                RType::MX => {
                    let target = target.filter(|&target| target != NameId::ROOT);
                    let service = || of_name(cx, record, "MX");
                    target.iter().for_each(|&target| self.add(target, &[(Some(Transport::Tcp), SMTP)], &service));
                }
                _ => self.read_binding(cx, record, target, &entry),
            }
        }
        // The servers of zones below are theirs.
        for &record in cx.zone.rrset(cx.zone.apex(), RType::NS) {
            if self.wants(cx, record, Some(DNS)) {
                let service = || of_name(cx, record, "NS");
                let ports = [Transport::Tcp, Transport::Udp].map(|transport| (Some(transport), DNS));
                cx.zone.record(record).target().iter().for_each(|&target| self.add(target, &ports, &service));
            }
        }
    }

    fn wants(&self, cx: &ZoneContext, record: RecordId, port: Option<u16>) -> bool {
        self.into.wants((self.zone, cx), record, port)
    }

    /// SVCB and HTTPS records that name a port (RFC 9460 section 7.2).
    fn read_binding(&mut self, cx: &ZoneContext, record: RecordId, target: Option<NameId>, entry: &Entry) {
        let Some(port) = srv::svcb_port(entry).filter(|_| entry.number(0) != Some(0)) else { return };
        // The root stands for the owner (section 2.5.2).
        let owner = cx.zone.record(record).owner;
        let target = target.filter(|&target| target != NameId::ROOT).unwrap_or(owner);
        let ports: Vec<Port> = transports(entry).into_iter().map(|transport| (Some(transport), port)).collect();
        let rtype = cx.zone.record(record).rtype.mnemonic();
        self.add(target, &ports, &|| of_name(cx, record, &rtype));
    }

    fn read_uri(&mut self, cx: &ZoneContext, record: RecordId, entry: &Entry) {
        let owner = cx.zone.record(record).owner;
        let text = entry.field_text(URI_TARGET).and_then(|text| std::str::from_utf8(text).ok());
        let label = cx.zone.labels(owner).get(1).map(|label| String::from_utf8_lossy(label).into_owned());
        let label = label.as_deref().and_then(Transport::of_label);
        let Some((host, port, transport)) = text.and_then(uri_endpoint) else { return };
        let (port, service) = ((transport.or(label), port), || of_name(cx, record, "URI"));
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            return self.into.take(port, &[Host::Address(address)], host, &service);
        }
        let name = format!("{host}.");
        let holder =
            self.side.zones.iter().position(|cx| cx.zone.find(&name).is_some_and(|name| cx.zone.is_in_zone(name)));
        match holder.and_then(|zone| Some((zone, self.side.zones[zone].zone.find(&name)?))) {
            Some((zone, name)) => {
                let own = std::mem::replace(&mut self.zone, zone);
                self.add(name, &[port], &service);
                self.zone = own;
            }
            None => {
                let target = host.to_ascii_lowercase();
                let unknown = Host::Name(target.clone(), Lookup::NotInTheseZones);
                self.into.take(port, &[unknown], &target, &service);
            }
        }
    }

    /// Adds ports of a target of the zone that is read.
    fn add(&mut self, target: NameId, ports: &[Port], service: &dyn Fn() -> String) {
        let addresses = self.side.resolver.look_up(self.zone, target);
        let target = plain(&self.side.zones[self.zone].zone.name_text(target)).to_ascii_lowercase();
        let hosts: Vec<Host> = match addresses.lookup {
            Lookup::NotOffered => return,
            Lookup::Found => addresses.list.iter().copied().map(Host::Address).collect(),
            lookup => vec![Host::Name(target.clone(), lookup)],
        };
        ports.iter().for_each(|&port| self.into.take(port, &hosts, &target, service));
    }
}

/// Index of the target of a URI record among its fields, and of the first parameter of an SVCB record.
const URI_TARGET: usize = 2;
const SVC_PARAMETERS: usize = 2;

/// What the protocols of an SVCB record run over: HTTP/3 and DNS over QUIC over UDP (RFC 9114, RFC 9250), others over TCP.
fn transports(entry: &Entry) -> Vec<Transport> {
    let fields = || (SVC_PARAMETERS..).map_while(|index| entry.field_text(index));
    let named = fields().find_map(|field| field.strip_prefix(b"alpn="));
    let protocols = named.into_iter().flat_map(|list| list.split(|&byte| byte == b',' || byte == b'"'));
    let is_over_udp = |protocol: &[u8]| protocol.starts_with(b"h3") || protocol == b"doq";
    let mut all: Vec<Transport> = protocols
        .filter(|protocol| !protocol.is_empty())
        .map(|protocol| if is_over_udp(protocol) { Transport::Udp } else { Transport::Tcp })
        .collect();
    // Clients try the default protocol as well (RFC 9460 section 7.1.2).
    if !fields().any(|field| field == b"no-default-alpn") {
        all.push(Transport::Tcp);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Host, port and transport of a URI, where all of that is known (RFC 3986 section 3.2).
fn uri_endpoint(uri: &str) -> Option<(&str, u16, Option<Transport>)> {
    let (scheme, rest) = uri.split_once("://")?;
    let (default, transport) = match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" => (Some(80), Some(Transport::Tcp)),
        "https" | "wss" => (Some(443), Some(Transport::Tcp)),
        "ldap" => (Some(389), Some(Transport::Tcp)),
        "ldaps" => (Some(636), Some(Transport::Tcp)),
        _ => (None, None),
    };
    let authority = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') && !port.is_empty() => (host, port.parse().ok()),
        _ => (authority.trim_end_matches(':'), default),
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty()).then_some((host, port?, transport))
}

/// A name as firewalls have it, without the final dot.
fn plain(name: &str) -> &str {
    name.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(name)
}

/// `MX of example.com`.
fn of_name(cx: &ZoneContext, record: RecordId, rtype: &str) -> String {
    let owner = cx.zone.name_text(cx.zone.record(record).owner);
    format!("{rtype} of {}", plain(&owner).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_says_where_it_leads() {
        let tcp = Some(Transport::Tcp);
        for (uri, endpoint) in [
            ("https://a.example/x:1", Some(("a.example", 443, tcp))),
            ("HTTP://user:pw@a.example.:8080?q", Some(("a.example", 8080, tcp))),
            ("ldaps://[2001:db8::1]/", Some(("[2001:db8::1]", 636, tcp))),
            ("ldap://[2001:db8::1]:3890", Some(("[2001:db8::1]", 3890, tcp))),
            ("coap://a.example:5683", Some(("a.example", 5683, None))),
            ("coap://a.example", None),
            ("mailto:a@a.example", None),
            ("https:///x", None),
            ("https://a.example:99999", None),
        ] {
            assert_eq!(uri_endpoint(uri), endpoint, "{uri}");
        }
    }
}
