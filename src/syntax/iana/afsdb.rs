//! Subtypes of AFSDB (RFC 1183 §1).

use super::registry::{Registry, named};

pub(crate) static SUBTYPES: Registry =
    Registry { what: "a subtype", codes: &[named(1, "AFS"), named(2, "DCE")], ..Registry::DEFAULT };
