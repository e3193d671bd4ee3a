//! What changed since the version that a run is held against: these checks see both.

mod names;
mod serials;
mod slip;
mod ttls;

checks! {
    address_changed_by_slip: change
    ds_added_without_dnskey: change
    ds_left_behind: change
    last_address_removed: change
    last_mx_removed: change
    last_ns_removed: change
    name_changed_by_slip: change
    name_removed_still_used: change
    port_changed_by_slip: change
    serial_jumped: change
    serial_lowered: change
    serial_not_raised: change
    serial_raised_alone: change
    ttl_changed_by_slip: change
    ttl_raised_with_change: change
}
