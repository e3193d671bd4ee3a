//! SRV records as checks see them: which service, which port, which target.

pub(super) mod companion;
pub(super) mod port;
pub(super) mod siblings;

use super::ZoneContext;
use crate::ruleset::{PROTOCOL_LABELS, RuleSet, ScopeTarget, Service, registered_ports};
use crate::syntax::iana::underscored_names::TRANSPORTS;
use crate::syntax::swar;
use crate::zone::{NameId, NumberMap, RecordId, Zone};

pub(crate) use siblings::{owner_port, svcb_port};

checks! {
    srv_companion_forbidden
    srv_companion_missing
    srv_field_unexpected
    srv_fields_out_of_order: project
    srv_forbidden_present
    srv_null_target_contradicted
    srv_port_mistyped: project
    srv_port_odd_one_out: project
    srv_port_of_other_service: project
    srv_port_siblings_differ: project
    srv_port_transposed: project
    srv_port_unexpected: project
    srv_port_unregistered: project
    srv_port_zero
    srv_protocol_label_wrong
    srv_provider_mismatch: project
    srv_required_missing
    srv_service_misspelled
    srv_target_count_unexpected
    srv_target_unexpected
    srv_underscore_missing
}

/// An SRV record with its fields read.
#[derive(Clone, Debug)]
pub(crate) struct Srv<'v> {
    /// The record.
    pub(crate) record: RecordId,
    /// How its owner names a service.
    pub(crate) shape: OwnerForm,
    /// What the rules say of the service.
    pub(crate) rule: Option<&'v Service>,
    /// The port.
    pub(crate) port: u16,
    /// The target; the root means that the service is not offered.
    pub(crate) target: NameId,
}

/// How an owner names a service (RFC 2782).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnerForm {
    /// `_service._protocol.name`.
    Service,
    /// The same with a label before it: an instance of DNS-Based Service Discovery (RFC 6763
    /// section 4.1).
    Instance,
    /// Like a service, but these labels lack their underscore.
    NoUnderscore {
        /// The label of the service does.
        service: bool,
        /// The label of the protocol does.
        protocol: bool,
    },
    /// `_service` and then a label that is no protocol's.
    NoProtocol,
    /// A name without any such labels: some programs look SRV up at plain names.
    Plain,
}

impl OwnerForm {
    /// The index of the label that names the service, where the one behind it names a protocol.
    pub(crate) fn service(self) -> Option<usize> {
        match self {
            OwnerForm::Service => Some(0),
            OwnerForm::Instance => Some(1),
            _ => None,
        }
    }
}

/// Index of the priority among the fields.
pub(super) const PRIORITY: usize = 0;
/// Index of the weight among the fields.
pub(super) const WEIGHT: usize = 1;
/// Index of the port among the fields.
pub(super) const PORT: usize = 2;
/// Index of the target among the fields.
pub(super) const TARGET: usize = 3;

impl Srv<'_> {
    /// Whether the record says that the service is not offered (RFC 2782, "Target").
    pub(crate) fn is_null(&self) -> bool {
        self.target == NameId::ROOT
    }
}

/// The SRV records of a zone whose data can be read field by field.
pub(crate) fn of_zone<'v>(zone: &'v Zone, rules: &'v RuleSet, place: ScopeTarget) -> Vec<Srv<'v>> {
    let ports = zone.srv_ports();
    let owners = zone.prefetch_names(ports.iter().map(|&(id, _)| zone.record(id).owner));
    let (mut labels, mut services) = (Vec::new(), Services::of(rules, place));
    let srvs = ports.iter().zip(owners).filter_map(|(&(record, port), owner)| {
        labels.clear();
        zone.push_labels(owner, &mut labels);
        let shape = shape(&labels, rules);
        let rule = shape.service().and_then(|at| services.answering(&labels[at..]));
        Some(Srv { record, shape, rule, port, target: zone.record(record).target()? })
    });
    srvs.collect()
}

/// The services that may answer for owners of one zone, by the labels that name service and protocol: many
/// owners have the same.
struct Services<'v, 'p> {
    rules: &'v RuleSet,
    place: ScopeTarget<'p>,
    known: NumberMap<u64, KnownServices<'v>>,
}

/// Two labels, and the services that may answer for owners that start with them, the first first.
type KnownServices<'v> = ([&'v [u8]; 2], Vec<&'v Service>);

/// So many pairs of labels are remembered. Few zones have as many.
const REMEMBERED: usize = 256;

impl<'v, 'p> Services<'v, 'p> {
    fn of(rules: &'v RuleSet, place: ScopeTarget<'p>) -> Services<'v, 'p> {
        Services { rules, place, known: NumberMap::default() }
    }

    /// What [`RuleSet::service`] says of an owner.
    fn answering(&mut self, owner: &[&'v [u8]]) -> Option<&'v Service> {
        let &[service, protocol, ..] = owner else { return self.rules.service(owner, self.place) };
        // Others may have the same number.
        let number = swar::start(service).rotate_left(29) ^ swar::start(protocol) ^ (service.len() as u64) << 56;
        if !self.known.contains_key(&number) && self.known.len() < REMEMBERED {
            let labels = [service, protocol];
            self.known.insert(number, (labels, self.rules.services_starting(&labels, self.place)));
        }
        match self.known.get(&number) {
            // Of what starts so, two labels are known to match.
            Some((labels, starting)) if *labels == [service, protocol] => {
                let answers =
                    |rule: &&Service| rule.pattern.label_count() <= labels.len() || rule.pattern.matches(owner);
                starting.iter().copied().find(answers)
            }
            _ => self.rules.service(owner, self.place),
        }
    }
}

/// How the owner of a record names a service.
pub(crate) fn owner_form(cx: &ZoneContext, record: RecordId) -> OwnerForm {
    shape(&cx.zone.labels(cx.zone.record(record).owner), cx.rules)
}

fn shape(labels: &[&[u8]], rules: &RuleSet) -> OwnerForm {
    let label = |at: usize| labels.get(at).copied().unwrap_or_default();
    let underscored = |at: usize| label(at).first() == Some(&b'_');
    let known = |at: usize| rules.services_labelled(&[b"_", label(at)].concat()).next().is_some();
    match (underscored(0) || label(0) == b"*", underscored(1)) {
        (true, true) => OwnerForm::Service,
        (true, false) if is_transport(label(1)) => OwnerForm::NoUnderscore { service: false, protocol: true },
        (true, false) if label(0) == b"*" => OwnerForm::Plain,
        (true, false) => OwnerForm::NoProtocol,
        (false, true) if is_protocol(label(1)) => OwnerForm::NoUnderscore { service: true, protocol: false },
        (false, true) if underscored(2) => OwnerForm::Instance,
        (false, false) if is_transport(label(1)) && known(0) => {
            OwnerForm::NoUnderscore { service: true, protocol: true }
        }
        _ => OwnerForm::Plain,
    }
}

/// Whether a label, underscore included, is one that stands second in the name of a service.
pub(crate) fn is_protocol(label: &[u8]) -> bool {
    PROTOCOL_LABELS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(label))
}

/// Whether a label without underscore is the name of a transport, or of TLS, which practice takes for one.
fn is_transport(label: &[u8]) -> bool {
    let is = |known: &str| known.as_bytes().eq_ignore_ascii_case(label);
    is("tls") || TRANSPORTS.iter().any(|known| is(&known[1..]))
}

/// The ports that IANA has registered for the service of a record.
fn registered(zone: &Zone, srv: &Srv) -> Vec<u16> {
    let Some(at) = srv.shape.service() else { return Vec::new() };
    let mut labels = zone.each_label(zone.record(srv.record).owner).skip(at).map(String::from_utf8_lossy);
    let (Some(service), Some(protocol)) = (labels.next(), labels.next()) else { return Vec::new() };
    registered_ports(&service, &protocol)
}

/// Few services are spelled with more bytes.
const USUAL_LENGTH: usize = 32;

/// The service as its owner spells it: `_sip._tcp`, and `_ldap._tcp.gc._msdcs`, which is another
/// than `_ldap._tcp`. The whole owner where it names none.
pub(super) fn service_text(zone: &Zone, srv: &Srv) -> String {
    let owner = zone.record(srv.record).owner;
    let Some(at) = srv.shape.service() else { return zone.name_text(owner) };
    let length = srv.rule.map_or(2, |rule| rule.pattern.labels().count().max(2));
    let mut text = Vec::with_capacity(USUAL_LENGTH);
    for label in zone.each_label(owner).skip(at).take(length) {
        if !text.is_empty() {
            text.push(b'.');
        }
        text.extend_from_slice(label);
    }
    String::from_utf8(text).unwrap_or_else(|text| String::from_utf8_lossy(text.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn owners_with_the_same_start_are_answered_each_for_itself() {
        let rules = RuleSet::builtin(&mut Sources::default());
        let place = ScopeTarget::from("example.com");
        let mut services = Services::of(&rules, place);
        let patterns = rules.services().iter().map(|service| service.pattern.as_str());
        // Some of these start as others do, as far as eight bytes tell.
        let others =
            ["_sipfederationtlx._tcp.a", "_LDAP._tcp.b", "_ldap._tcp.x.y", "_ldap", "_nobody._tcp.a", "_sip._tcp"];
        let spelled = |owner: &str| [owner.to_owned(), format!("{owner}.host"), owner.replace('*', "site")];
        let owners: Vec<String> = patterns.chain(others).flat_map(spelled).collect();
        for owner in &owners {
            let labels: Vec<&[u8]> = owner.split('.').map(str::as_bytes).collect();
            let expected = rules.service(&labels, place).map(|service| service.pattern.as_str());
            assert_eq!(services.answering(&labels).map(|service| service.pattern.as_str()), expected, "{owner}");
        }
    }

    #[test]
    fn shapes() {
        let rules = RuleSet::builtin(&mut Sources::default());
        let of = |owner: &str| shape(&owner.split('.').map(str::as_bytes).collect::<Vec<_>>(), &rules);
        assert_eq!(of("_sip._tcp.example.com"), OwnerForm::Service);
        assert_eq!(of("_ldap._tcp.gc._msdcs.example.com"), OwnerForm::Service);
        assert_eq!(of("_web._primary.service.consul"), OwnerForm::Service);
        assert_eq!(of("*._tcp.example.com"), OwnerForm::Service);
        assert_eq!(of("Office Printer._ipp._tcp.example.com"), OwnerForm::Instance);
        assert_eq!(of("_sip.tcp.example.com"), OwnerForm::NoUnderscore { service: false, protocol: true });
        assert_eq!(of("sip._tcp.example.com"), OwnerForm::NoUnderscore { service: true, protocol: false });
        assert_eq!(of("ldap.tcp.example.com"), OwnerForm::NoUnderscore { service: true, protocol: true });
        assert_eq!(of("_minecraft.example.com"), OwnerForm::NoProtocol);
        assert_eq!(of("redis.example.com"), OwnerForm::Plain);
        assert_eq!(of("www.tcp.example.com"), OwnerForm::Plain);
    }
}
