//! Zone cuts: NS records, glue, and what is occluded below them.

checks! {
    child_zone_not_delegated: across
    delegation_glue_differs: across
    delegation_ns_differs: across
    dname_beside_ns
    ns_addresses_equal
    ns_missing
    ns_single: off
    record_occluded
}
