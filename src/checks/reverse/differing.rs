//! PTR records whose hosts have other addresses.

use std::net::IpAddr;

use super::pointer::{Pointer, PointerFault};
use crate::checks::address;
use crate::checks::view_index::{ZoneName, ZoneRecord};

/// A PTR record, and the address that its host has instead.
pub(super) struct Differing<'p, 'v> {
    pub(super) pointer: &'p Pointer<'v>,
    pub(super) host: ZoneName<'v>,
    pub(super) other: IpAddr,
    /// The address record.
    pub(super) held: ZoneRecord<'v>,
}

impl<'p, 'v> Differing<'p, 'v> {
    pub(super) fn of(pointer: &'p Pointer<'v>) -> Option<Differing<'p, 'v>> {
        let PointerFault::Differs(host, other, held) = pointer.fault else { return None };
        Some(Differing { pointer, host, other, held })
    }

    /// How far the host is from where the PTR record says.
    pub(super) fn shift(&self) -> u128 {
        let (address, other) = self.numbers();
        other.wrapping_sub(address)
    }

    /// The address of the PTR record and that of the host, as numbers.
    pub(super) fn numbers(&self) -> (u128, u128) {
        (address::number(self.pointer.address), address::number(self.other))
    }
}
