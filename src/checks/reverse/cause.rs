//! Which of two records that disagree is the mistyped one: a PTR record, or the address record of a host.
//!
//! The record that fits nothing else is the cause. Where both fit as well, it is the PTR record: addresses are changed
//! where they are used, and PTR records are forgotten.

use std::net::IpAddr;

use super::pointer::{Pointer, Pointers};
use crate::checks::ZoneContext;
use crate::checks::address::{self, name_of, placement::Numbered};
use crate::checks::view_index::{ZoneName, ZoneRecord};
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::RecordId;

/// Where the mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// In the target of the PTR record, for all that is known.
    Target,
    /// In its owner.
    Owner,
    /// In the address record.
    Address,
}

/// The cause where a host has another address, by a record, than that of the PTR record which points at it.
pub(super) fn of_other_address<'v>(
    pointer: &Pointer<'v>,
    pointers: &Pointers<'v>,
    host: ZoneName<'v>,
    (other, held): (IpAddr, ZoneRecord<'v>),
) -> Cause {
    let (cx, address) = (pointer.ptr.cx, pointer.address);
    let name = host.cx.zone.name_text(host.name).to_ascii_lowercase();
    let is_named = |&&record: &&RecordId| {
        !pointers.is_faulty(cx, record) && ZoneRecord { cx, record }.target_lowered().as_deref() != Some(&name)
    };
    let (here, there) = (ptrs_of(cx, address), ptrs_of(cx, other));
    let (is_of_another, is_anothers) = (here.iter().any(|ptr| is_named(&ptr)), there.iter().any(|ptr| is_named(&ptr)));
    if is_of_another {
        return if there.is_empty() && is_in_zone(cx, other) { Cause::Owner } else { Cause::Target };
    }
    let points_at_host = pointer.ptr.target_lowered().as_deref() == Some(&name);
    let is_only = here.len() == 1 && pointers.owners_of(address).is_empty();
    let is_right_there = there.iter().any(|&record| !pointers.is_faulty(cx, record)) && !is_anothers;
    let is_expected = || is_anothers || counts_on(host.cx, address, |host| host.place.record == held.record);
    if points_at_host && is_only && !is_right_there && is_expected() { Cause::Address } else { Cause::Target }
}

/// The PTR records of an address in a reverse zone.
fn ptrs_of<'v>(cx: &ZoneContext<'v>, address: IpAddr) -> &'v [RecordId] {
    cx.zone.find(&name_of(address)).map_or(&[], |name| cx.zone.rrset(name, RType::PTR))
}

/// Whether an address is one of the network of a reverse zone.
fn is_in_zone(cx: &ZoneContext, address: IpAddr) -> bool {
    let apex = cx.zone.apex_name().as_str().to_ascii_lowercase();
    name_of(address).strip_suffix(&apex).is_some_and(|below| below.ends_with('.'))
}

/// Whether the hosts numbered before and after one of a series are at the addresses before and after this one.
fn counts_on(cx: &ZoneContext, address: IpAddr, is_host: impl Fn(&Numbered) -> bool) -> bool {
    cx.series().iter().any(|series| {
        let host = series.iter().find(|host| is_host(host));
        host.is_some_and(|host| are_around(series, host.number, address))
    })
}

fn are_around(series: &[Numbered], number: u64, address: IpAddr) -> bool {
    let (low, high) = (number.checked_sub(1), number.checked_add(1));
    let at = address::number(address);
    let is_at = |number: Option<u64>, at: Option<u128>| {
        let is_it = |host: &Numbered| Some(host.number) == number && Some(address::number(host.address)) == at;
        series.iter().any(is_it)
    };
    is_at(low, at.checked_sub(1)) && is_at(high, at.checked_add(1))
}

/// Whether the owner of an address record is what was mistyped, where the PTR record of the address points at a name
/// that is one slip away; and maybe other records do.
pub(super) fn is_owner_mistyped(pointer: &Pointer, wrong: &str, held: ZoneRecord, is_missed: bool) -> bool {
    if ptrs_of(pointer.ptr.cx, pointer.address).len() > 1 {
        return false;
    }
    let (cx, owner) = (held.cx, held.cx.zone.record(held.record).owner);
    let (label, domain) = wrong.split_once('.').unwrap_or((wrong, ""));
    let is_beside = cx.zone.name_text(owner).split_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain));
    let numbered = words::numbered(label.as_bytes()).filter(|_| is_beside);
    let fits = |(number, stem): (u64, u64)| {
        let is_of_it = |series: &&Vec<Numbered>| {
            let first = cx.zone.first_label(series[0].place.host);
            words::numbered(first).is_some_and(|(_, own)| own == stem)
        };
        cx.series().iter().filter(is_of_it).any(|series| are_around(series, number, pointer.address))
    };
    let is_known_by_nobody = || !cx.is_target(owner) && cx.zone.records_of(owner).len() == 1;
    numbered.is_some_and(fits) || is_missed && is_known_by_nobody()
}
