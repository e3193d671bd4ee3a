//! What changed since the version that a run is held against: these checks see both.

checks! {
    port_changed_by_slip: change
}
