//! The terms of SPF (RFC 7208 sections 5 and 6).

/// What is matched against the sender, in the order of the RFC.
pub(super) const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
/// What says more. Receivers ignore modifiers that they do not know.
const MODIFIERS: [&str; 2] = ["redirect", "exp"];

/// Whether a word is the name of a mechanism, in any case.
pub(super) fn is_mechanism(name: &[u8]) -> bool {
    is_one_of(&MECHANISMS, name)
}

/// Whether a word is the name of a mechanism or of a modifier that the RFC has, in any case.
pub(super) fn is_term(name: &[u8]) -> bool {
    is_mechanism(name) || is_one_of(&MODIFIERS, name)
}

fn is_one_of(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}
