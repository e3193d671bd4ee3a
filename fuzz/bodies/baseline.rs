//! A baseline is read or refused, and what is read is written alike.

use zonelint::lint::baseline::Baseline;

pub(super) fn holds(bytes: &[u8]) {
    let Ok(read) = Baseline::parse(bytes) else { return };
    let written = read.to_bytes();
    let again = Baseline::parse(&written).expect("what was written is a baseline");
    assert_eq!(again.to_bytes(), written);
    assert_eq!(again.count(), read.count());
}
