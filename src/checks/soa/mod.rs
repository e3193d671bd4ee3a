//! The SOA record: its place, its names and its timers.

checks! {
    serial_form_unexpected
    soa_misplaced
    soa_missing
    soa_mname_not_ns: off
    soa_mname_unreachable
    soa_name_missing_dot
    soa_not_first: off
    soa_rname_invalid
    soa_timers_unusual
}
