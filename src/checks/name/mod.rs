//! Names as they are written: final dots, letters that hosts cannot have, names that are nearly another.

pub(super) mod known_domains;
pub(super) mod missed;
pub(super) mod missing_dot;
mod stems;

checks! {
    class_read_as_owner
    comma_or_at_in_name
    host_name_invalid
    host_name_mistyped: project
    host_name_unmatched
    hyphen_typed_as_dot
    name_is_url_or_email
    name_not_ascii
    owner_inherited
    owner_missing_dot
    owner_read_as_ttl
    parent_domain_mistyped: project
    wildcard_not_leftmost
    wildcard_type_undefined
}
