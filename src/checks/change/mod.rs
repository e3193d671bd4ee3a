//! What changed since the version that a run is held against: these checks see both.

mod serials;
mod slip;

checks! {
    port_changed_by_slip: change
    serial_jumped: change
    serial_lowered: change
    serial_not_raised: change
    serial_raised_alone: change
}
