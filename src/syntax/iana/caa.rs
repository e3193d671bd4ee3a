//! Flags and properties of CAA (RFC 8659 §7).

use super::registry::{Registry, named};

/// Bit 0, which is the highest: who does not know the property must not issue.
pub(crate) const CRITICAL: u64 = 128;

/// No other flag has been added since RFC 6844.
pub(crate) static FLAGS: Registry =
    Registry { what: "flags", codes: &[named(0, "none"), named(CRITICAL as u16, "critical")], ..Registry::DEFAULT };

/// What the value of a property is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PropertyValue {
    /// The domain of a certification authority, and parameters (RFC 8659 §4.2).
    Issuer,
    /// RFC 8659 §4.4.
    Url,
    Text,
}

/// The tags, without what is reserved.
pub(crate) const PROPERTIES: [(&str, PropertyValue); 7] = [
    ("issue", PropertyValue::Issuer),
    ("issuewild", PropertyValue::Issuer),
    ("issuemail", PropertyValue::Issuer), // RFC 9495
    ("issuevmc", PropertyValue::Issuer),  // verified marks, for BIMI
    ("iodef", PropertyValue::Url),
    ("contactemail", PropertyValue::Text), // CA/Browser Forum, Baseline Requirements §A.1.1
    ("contactphone", PropertyValue::Text), // CA/Browser Forum, Baseline Requirements §A.1.2
];

/// What the value of a tag is, which may be in any case.
pub(crate) fn value_of(tag: &[u8]) -> Option<PropertyValue> {
    PROPERTIES.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(tag)).map(|(_, value)| *value)
}
