//! Response policy zones: which names resolvers act on, and how. Their owners are no hosts.

use crate::source::Source;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Zone};

checks! {
    rpz_policy_unknown
    rpz_trigger_invalid
}

/// What all labels of triggers and all names of policies start with.
const PREFIX: &[u8] = b"rpz-";
/// The labels below the apex above which an address stands.
const ADDRESS_TRIGGERS: [&[u8]; 3] = [b"rpz-client-ip", b"rpz-ip", b"rpz-nsip"];
/// What a policy is called in the place of a target.
const POLICIES: [&str; 3] = ["rpz-drop", "rpz-passthru", "rpz-tcp-only"];

/// Whether some text of a zone has such a word. Response policies are aliases, so that other zones take no look at the
/// bytes, or one.
pub(super) fn mentions(zone: &Zone) -> bool {
    let is_there = |(_, source): (_, &Source)| memchr::memmem::find(source.text(), PREFIX).is_some();
    zone.has_any(&[RType::CNAME]) && zone.sources().any(is_there)
}

/// Whether the target of a record is the name of a policy without its final dot.
pub(super) fn is_policy_without_dot(zone: &Zone, target: NameId) -> bool {
    let written = zone.written(target);
    let is_policy = POLICIES.iter().any(|policy| policy.as_bytes().eq_ignore_ascii_case(written));
    is_policy && zone.relative_to(target) != NameId::ROOT && !zone.is_owner(target)
}
