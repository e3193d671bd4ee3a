//! Zone cuts: NS records, glue, and what is occluded below them.

checks! {
    child_zone_not_delegated: project
    delegation_glue_differs: project
    delegation_ns_differs: project
    dname_beside_ns
    ns_addresses_equal
    ns_missing
    ns_single: off
    record_occluded
}
