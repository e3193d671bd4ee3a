//! What records of one view say of one port: the SRV and URI records of a service wherever it stands, the TLSA
//! records of its targets, the names and parameters of SVCB records.

use std::collections::HashMap;

use super::{PORT, Srv, registered};
use crate::checks::{ProjectContext, ZoneContext, typed};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{Entry, NameId, NumberMap, NumberSet, RecordId};

/// Of a service with more ports each was chosen, for a customer or a machine.
pub(super) const MOST_PORTS: usize = 4;

/// One record that says on which port something is.
#[derive(Clone, Copy)]
pub(super) struct Mention<'v> {
    /// The zone: its index in the run, and what is known of it.
    pub zone: usize,
    pub cx: &'v ZoneContext<'v>,
    pub record: RecordId,
    pub port: u16,
    /// Where the record says so.
    pub field: Field,
    /// A rule, a pack or IANA's registry has this port for the service.
    pub is_known: bool,
}

/// The part of a record that is a port.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The port of an SRV record, and its target.
    Srv(NameId),
    /// The first label of the owner, `_8443`.
    Owner,
    /// `:8443` in the target of a URI record.
    Uri,
    /// `port=8443` of an SVCB or HTTPS record.
    Parameter,
}

impl Mention<'_> {
    /// The digits.
    pub(super) fn at(&self) -> Option<Span> {
        let entry = self.cx.zone.entry(self.record);
        let within = |span: Span, from: usize, length: usize| {
            let start = span.start + from as u32;
            Span { start, end: start + length as u32, ..span }
        };
        match self.field {
            Field::Srv(_) => entry.field(PORT),
            Field::Owner => {
                let digits = owner_port(self.cx.zone.bytes(entry.owner())).map(|(_, digits)| digits);
                Some(digits.map_or(entry.owner(), |digits| within(entry.owner(), 1, digits)))
            }
            Field::Uri => {
                let (span, text) = (entry.field(PORT)?, entry.field_text(PORT)?);
                let (from, digits) = uri_port(text)?;
                // The text is without the quote that the place has.
                Some(within(span, from + usize::from(self.cx.zone.bytes(span).first() == Some(&b'"')), digits.len()))
            }
            Field::Parameter => {
                let fields =
                    (SVC_PARAMETERS..).map_while(|index| Some((entry.field(index)?, entry.field_text(index)?)));
                let (span, value) = fields.filter_map(|(span, text)| Some((span, port_parameter(text)?))).next()?;
                Some(within(span, PORT_KEY.len(), value.len()))
            }
        }
    }

    /// Whether both records are of one RRset.
    pub(super) fn is_beside(&self, other: &Mention) -> bool {
        let key = |mention: &Mention| {
            let record = mention.cx.zone.record(mention.record);
            (mention.zone, record.owner, record.rtype)
        };
        key(self) == key(other)
    }
}

/// Index of the first parameter of an SVCB record among its fields.
const SVC_PARAMETERS: usize = 2;
const PORT_KEY: &[u8] = b"port=";

fn port_parameter(text: &[u8]) -> Option<&[u8]> {
    text.split_at_checked(PORT_KEY.len()).filter(|(key, _)| key.eq_ignore_ascii_case(PORT_KEY)).map(|(_, port)| port)
}

/// The port that an SVCB or HTTPS record says.
pub(crate) fn svcb_port(entry: &Entry) -> Option<u16> {
    (SVC_PARAMETERS..).map_while(|index| entry.field_text(index)).find_map(port_parameter).and_then(number)
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The port in a first label such as `_8443`, and how many digits it has (RFC 6698 section 3, RFC 9460 section 2.3).
pub(crate) fn owner_port(owner: &[u8]) -> Option<(u16, usize)> {
    let digits = owner.strip_prefix(b"_")?;
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_label = digits.get(length).is_none_or(|&byte| byte == b'.');
    Some((number(&digits[..length])?, length)).filter(|_| is_label)
}

/// Where the port of a URI starts, and its digits; an address in brackets has colons of its own (RFC 3986 section 3.2).
fn uri_port(text: &[u8]) -> Option<(usize, &[u8])> {
    let authority = memchr::memmem::find(text, b"://")? + 3;
    let length = text[authority..].iter().take_while(|byte| !b"/?#".contains(byte)).count();
    let host = text[authority..authority + length].iter().rposition(|&byte| byte == b':')? + 1;
    let digits = &text[authority + host..authority + length];
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some((authority + host, digits))
}

/// The different ports of something, as long as they are few.
#[derive(Clone, Copy, Default)]
pub(super) struct PortSet {
    ports: [u16; MOST_PORTS],
    count: usize,
}

impl PortSet {
    pub(super) fn add(&mut self, port: u16) {
        if self.count <= MOST_PORTS && !self.known().contains(&port) {
            if let Some(free) = self.ports.get_mut(self.count) {
                *free = port;
            }
            self.count += 1;
        }
    }

    fn known(&self) -> &[u16] {
        &self.ports[..self.count.min(MOST_PORTS)]
    }

    /// All of them, where there are several and few.
    pub(super) fn several(&self) -> Option<&[u16]> {
        (2..=MOST_PORTS).contains(&self.count).then(|| self.known())
    }

    pub(super) fn are_many(&self) -> bool {
        self.count > MOST_PORTS
    }
}

/// What the zones of one view say of ports, by what they say it of.
pub(in crate::checks) struct Siblings<'v> {
    all: &'v [ZoneContext<'v>],
    /// The zones of the view, as indexes.
    view: Vec<usize>,
    /// Records that are warned of for their port: zone and SRV record as indexes.
    warned: Vec<(usize, usize)>,
    /// The ports of each service.
    ports: NumberMap<u64, PortSet>,
    /// TLSA records by the [key](host_key) of host and transport.
    tlsa: NumberMap<u64, Vec<Mention<'v>>>,
}

impl<'v> Siblings<'v> {
    pub(in crate::checks) fn of(project: &ProjectContext<'v>, mut view: Vec<usize>) -> Siblings<'v> {
        view.retain(|&zone| !project.repeats_file(zone));
        let warned = project.ports().warned();
        let mut siblings =
            Siblings { all: project.zones, view, warned, ports: NumberMap::default(), tlsa: NumberMap::default() };
        let mut ports: NumberMap<u64, PortSet> = NumberMap::default();
        for (_, cx) in siblings.numbered() {
            for srv in cx.srvs() {
                if let Some(key) = service_key(cx, srv) {
                    ports.entry(key).or_default().add(srv.port);
                }
            }
        }
        siblings.uris().for_each(|(key, uri)| ports.entry(key).or_default().add(uri.port));
        siblings.tlsa = siblings.tlsa_by_host();
        siblings.ports = ports;
        siblings
    }

    /// The zones of the view.
    pub(super) fn zones(&self) -> impl Iterator<Item = &'v ZoneContext<'v>> {
        self.numbered().map(|(_, cx)| cx)
    }

    /// The ports that records of the service of one have, where they are few.
    pub(super) fn ports_of(&self, cx: &ZoneContext, srv: &Srv) -> &[u16] {
        let set = service_key(cx, srv).and_then(|key| self.ports.get(&key));
        set.and_then(PortSet::several).unwrap_or_default()
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, &'v ZoneContext<'v>)> + use<'v> {
        let zones = self.all;
        self.view.clone().into_iter().map(|zone| (zone, &zones[zone]))
    }

    /// The URI records that have a port, by the service in their owner (RFC 7553 section 4.1).
    fn uris(&self) -> impl Iterator<Item = (u64, Mention<'v>)> + use<'v> {
        self.numbered().flat_map(|(zone, cx)| {
            typed::records(cx, &[RType::URI]).filter_map(move |(record, _, entry)| {
                let owner = cx.zone.record(record).owner;
                let service = cx.zone.each_label(owner).next().filter(|label| label.first() == Some(&b'_'))?;
                let port = number(uri_port(entry.field_text(PORT)?)?.1)?;
                Some((words::hash(service), Mention { zone, cx, record, port, field: Field::Uri, is_known: false }))
            })
        })
    }

    fn tlsa_by_host(&self) -> NumberMap<u64, Vec<Mention<'v>>> {
        let mut found: NumberMap<u64, Vec<Mention>> = NumberMap::default();
        for (zone, cx) in self.numbered() {
            for rrset in cx.zone.rrsets_of(&[RType::TLSA]) {
                let mut labels = cx.zone.each_label(rrset.owner);
                let Some((port, _)) = labels.next().and_then(owner_port) else { continue };
                let Some(&record) = rrset.records.first() else { continue };
                let mention = Mention { zone, cx, record, port, field: Field::Owner, is_known: false };
                found.entry(host_key(labels)).or_default().push(mention);
            }
        }
        found
    }

    /// The key of the host and transport that an SRV record sends clients to.
    fn key_of(cx: &ZoneContext, srv: &Srv) -> Option<u64> {
        let transport = cx.zone.each_label(cx.zone.record(srv.record).owner).nth(srv.shape.service()? + 1);
        Some(host_key(transport.into_iter().chain(cx.zone.each_label(srv.target))))
    }

    /// The SRV records whose targets have TLSA records: zone, record and the key of host and transport.
    fn secured(&self) -> Vec<(usize, &'v Srv<'v>, u64)> {
        let of_zone = |(zone, cx): (usize, &'v ZoneContext<'v>)| {
            let keys = cx.srvs().iter().filter_map(move |srv| Some((zone, srv, Siblings::key_of(cx, srv)?)));
            keys.filter(|(.., key)| self.tlsa.contains_key(key))
        };
        self.numbered().filter(|_| !self.tlsa.is_empty()).flat_map(of_zone).collect()
    }

    /// What is said of each service of which `may_differ` says that two of its ports are worth a look.
    pub(super) fn services(&self, may_differ: impl Fn(&[u16]) -> bool) -> Vec<Vec<Mention<'v>>> {
        let is_few = |set: &PortSet| set.several().is_some_and(&may_differ);
        let mut asked: NumberSet<u64> = self.ports.iter().filter(|(_, set)| is_few(set)).map(|(&key, _)| key).collect();
        let secured = self.secured();
        let served: NumberSet<u64> = secured.iter().map(|(_, srv, key)| key ^ u64::from(srv.port)).collect();
        // Those that are of no other service of the host.
        let own_tlsa = |srv: &Srv, key: &u64| -> Vec<Mention<'v>> {
            let of_host = self.tlsa.get(key).into_iter().flatten();
            let is_own = |tlsa: &&Mention| tlsa.port == srv.port || !served.contains(&(key ^ u64::from(tlsa.port)));
            of_host.filter(is_own).copied().collect()
        };
        for (zone, srv, key) in &secured {
            let of_host = own_tlsa(srv, key);
            let differs = |tlsa: &Mention| may_differ(&[srv.port, tlsa.port]);
            if of_host.iter().all(|tlsa| tlsa.port != srv.port) && of_host.iter().any(differs) {
                asked.extend(service_key(&self.all[*zone], srv));
            }
        }
        if asked.is_empty() {
            return Vec::new();
        }
        let mut groups: NumberMap<u64, Vec<Mention<'v>>> = NumberMap::default();
        for (zone, cx) in self.numbered() {
            for (index, srv) in cx.srvs().iter().enumerate() {
                let Some(key) = service_key(cx, srv).filter(|key| asked.contains(key)) else { continue };
                groups.entry(key).or_default().extend(self.of_srv(zone, index));
            }
        }
        for (zone, srv, host) in &secured {
            let Some(key) = service_key(&self.all[*zone], srv).filter(|key| asked.contains(key)) else { continue };
            let differs = |tlsa: &Mention| tlsa.port == srv.port || may_differ(&[srv.port, tlsa.port]);
            groups.entry(key).or_default().extend(own_tlsa(srv, host).into_iter().filter(differs));
        }
        self.uris().for_each(|(key, uri)| groups.entry(key).or_default().push(uri));
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.iter_mut().for_each(|group| {
            group.sort_by_key(|mention| (mention.zone, mention.record));
            group.dedup_by_key(|mention| (mention.zone, mention.record));
        });
        groups.sort_by_key(|group| group.first().map(|first| (first.zone, first.record)));
        groups
    }

    /// The SRV records of each RRset that has several; and whether its service has many ports elsewhere.
    pub(super) fn rrsets(&self) -> impl Iterator<Item = (Vec<Mention<'v>>, bool)> {
        self.numbered().flat_map(move |(zone, cx)| {
            cx.zone.several_of(&[RType::SRV]).filter_map(move |rrset| {
                let index = |record| cx.srvs().binary_search_by_key(&record, |srv| srv.record).ok();
                let first = rrset.records.iter().find_map(|&record| index(record))?;
                let key = service_key(cx, &cx.srvs()[first])?;
                let mut set = PortSet::default();
                let srvs: Vec<usize> = rrset.records.iter().filter_map(|&record| index(record)).collect();
                srvs.iter().for_each(|&srv| set.add(cx.srvs()[srv].port));
                set.several()?;
                let mentions = srvs.into_iter().filter_map(|index| self.of_srv(zone, index));
                Some((mentions.collect(), self.ports.get(&key).is_some_and(PortSet::are_many)))
            })
        })
    }

    /// The names and parameters of the SVCB records of each service and host.
    pub(super) fn bindings(&self) -> Vec<Vec<Mention<'v>>> {
        let mut groups: HashMap<Vec<u8>, Vec<Mention>> = HashMap::new();
        for (zone, cx) in self.numbered() {
            let mut last = None;
            // Most have no port.
            let has_port = |record: RecordId| {
                let owner = cx.zone.each_label(cx.zone.record(record).owner).next();
                let line = cx.zone.one_line(record);
                owner.and_then(owner_port).is_some()
                    || line.is_none_or(|line| memchr::memmem::find(line, PORT_KEY).is_some())
            };
            for (record, rtype, entry) in typed::records_that(cx, &[RType::SVCB, RType::HTTPS], has_port) {
                let owner = cx.zone.record(record).owner;
                let name = cx.zone.name_text(owner).to_ascii_lowercase();
                let of_owner = owner_port(name.as_bytes());
                let of = match (of_owner, name.split_once('.')) {
                    (Some(_), Some((_, service))) => service.to_owned(),
                    _ if rtype == RType::HTTPS => format!("_https.{name}"),
                    _ => name,
                };
                let group = groups.entry(of.into_bytes()).or_default();
                let mention = |port, field| Mention { zone, cx, record, port, field, is_known: false };
                if last.replace(owner) != Some(owner) {
                    group.extend(of_owner.map(|(port, _)| mention(port, Field::Owner)));
                }
                group.extend(svcb_port(&entry).map(|port| mention(port, Field::Parameter)));
            }
        }
        let mut groups: Vec<_> = groups.into_values().filter(|group| group.len() > 1).collect();
        groups.sort_by_key(|group| group.first().map(|first| (first.zone, first.record)));
        groups
    }

    /// What an SRV record says, unless another check has warned of its port.
    fn of_srv(&self, zone: usize, index: usize) -> Option<Mention<'v>> {
        let cx = &self.all[zone];
        let srv = &cx.srvs()[index];
        if srv.is_null() || srv.port == 0 || self.warned.binary_search(&(zone, index)).is_ok() {
            return None;
        }
        let field = Field::Srv(srv.target);
        Some(Mention { zone, cx, record: srv.record, port: srv.port, field, is_known: is_known(cx, srv) })
    }
}

/// Whether a rule, a pack or the registry has the port of a record for its service. That any port is fine, as packs say
/// of some services, is no word for this one.
fn is_known(cx: &ZoneContext, srv: &Srv) -> bool {
    if let Some(rule) = srv.rule.filter(|rule| rule.accepts(srv.port)) {
        return !rule.accepts_any() || rule.port.as_ref().is_some_and(|port| port.value == srv.port);
    }
    registered(cx.zone, srv).contains(&srv.port)
}

/// A number that stands for a transport and the host behind it.
fn host_key<'n>(labels: impl Iterator<Item = &'n [u8]>) -> u64 {
    labels.fold(words::hash([]), |hash, label| words::hash_on(hash, label.iter().chain(b".")))
}

/// A number that the records of one service have in common, whatever its transport and wherever it stands.
fn service_key(cx: &ZoneContext, srv: &Srv) -> Option<u64> {
    let at = srv.shape.service().filter(|_| !srv.is_null() && srv.port != 0)?;
    let length = srv.rule.map_or(2, |rule| rule.pattern.label_count().max(2));
    let mut labels = cx.zone.each_label(cx.zone.record(srv.record).owner).skip(at).take(length);
    let first = words::hash(labels.next()?);
    // Behind the transport stands what makes it another service, as in `_ldap._tcp.gc._msdcs`.
    Some(labels.skip(1).fold(first, |hash, label| words::hash_on(hash, b".".iter().chain(label))))
}

/// The record that a target is of: another port of the same host was chosen.
pub(super) fn is_same_target(one: &Mention, other: &Mention) -> bool {
    matches!((one.field, other.field), (Field::Srv(one), Field::Srv(other)) if one == other)
}

/// What the port is of, in the words of the record.
pub(super) fn subject(mention: &Mention) -> String {
    let zone = mention.cx.zone;
    let srvs = mention.cx.srvs();
    match srvs.binary_search_by_key(&mention.record, |srv| srv.record) {
        Ok(index) => super::service_text(zone, &srvs[index]),
        Err(_) => zone.name_text(zone.record(mention.record).owner),
    }
}
