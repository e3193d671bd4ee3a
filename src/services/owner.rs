//! What an owner says of a service (RFC 2782): `_service._protocol`, and what stands before and behind.

use crate::checks::srv::{OwnerForm, owner_port};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Zone};

/// The service of HTTPS records.
const HTTPS: &str = "_https";

/// An owner, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceOwner {
    /// The owner in full.
    pub name: String,
    /// The instance before the service (RFC 6763 section 4.1).
    pub instance: Option<String>,
    /// `_sip`; empty where the owner names no service.
    pub service: String,
    /// `_tls`; empty where the owner names no protocol.
    pub protocol: String,
    /// The labels between these and the zone; outside the zone all that follow, with the final dot.
    pub subdomain: String,
}

impl ServiceOwner {
    /// Takes the owner of an SRV record apart.
    pub(crate) fn of_srv(zone: &Zone, owner: NameId, form: OwnerForm) -> ServiceOwner {
        let first = usize::from(form == OwnerForm::Instance);
        let (service, protocol) = match form {
            OwnerForm::Service | OwnerForm::Instance | OwnerForm::NoUnderscore { .. } => (Some(first), Some(first + 1)),
            OwnerForm::NoProtocol => (Some(0), None),
            OwnerForm::Plain => (None, None),
        };
        let labels = zone.labels(owner);
        let label = |at: usize| labels.get(at).map(|label| text(&[label]));
        ServiceOwner {
            name: zone.name_text(owner),
            instance: label(0).filter(|_| first > 0),
            service: service.and_then(label).unwrap_or_default(),
            protocol: protocol.and_then(label).unwrap_or_default(),
            subdomain: subdomain(zone, owner, &labels, protocol.or(service).map_or(0, |last| last + 1)),
        }
    }

    /// The same for SVCB and HTTPS records: a port may stand before the service (RFC 9460 section 2.3), and the service
    /// of HTTPS is known without (section 9.1).
    pub(super) fn of_binding(zone: &Zone, owner: NameId, rtype: RType) -> ServiceOwner {
        let labels = zone.labels(owner);
        let at = usize::from(labels.first().is_some_and(|label| owner_port(label).is_some()));
        let named = labels.get(at).filter(|label| label.first() == Some(&b'_')).map(|label| text(&[label]));
        let after = if named.is_some() { at + 1 } else { at };
        let known = if rtype == RType::HTTPS { HTTPS } else { "" };
        ServiceOwner {
            name: zone.name_text(owner),
            service: named.unwrap_or_else(|| known.to_owned()),
            subdomain: subdomain(zone, owner, &labels, after),
            ..ServiceOwner::default()
        }
    }

    /// The service, for what is the same in any case.
    pub(super) fn key(&self) -> String {
        self.service.to_ascii_lowercase()
    }

    /// The protocol likewise.
    pub(super) fn protocol_key(&self) -> String {
        self.protocol.to_ascii_lowercase()
    }

    /// The service as its owner spells it, with the protocol: `_sip._tls`.
    pub fn service_and_protocol(&self) -> String {
        joined(&[&self.service, &self.protocol])
    }

    /// What patterns for services may mean: with less of the owner and with more.
    pub(super) fn names(&self) -> [String; 3] {
        let with_protocol = self.service_and_protocol();
        let whole = joined(&[&with_protocol, &self.subdomain]);
        [self.service.clone(), with_protocol, whole]
    }
}

fn text(labels: &[&[u8]]) -> String {
    String::from_utf8_lossy(&labels.join(&b'.')).into_owned()
}

fn subdomain(zone: &Zone, owner: NameId, labels: &[&[u8]], after: usize) -> String {
    match zone.labels_below_apex(owner) {
        Some(below) => below.get(after..).map(text).unwrap_or_default(),
        None => labels.get(after..).map(text).unwrap_or_default() + ".",
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}
