//! A reverse zone whose hosts are all in another network: then its name is the mistake, and not each PTR record.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Family;
use super::differing::Differing;
use crate::diagnostic::{Diagnostic, Meta};
use crate::syntax::rdata::RType;
use crate::zone::Zone;

/// So few hosts may have moved by the same.
const FEW: usize = 3;

/// Takes out the PTR records of zones under the name of another network, and says that of each zone once. They are
/// sorted by zone.
pub(super) fn take_misnamed(meta: &'static Meta, differing: &mut Vec<Differing>) -> Vec<Diagnostic> {
    let shifts: Vec<Option<u128>> =
        differing.chunk_by(is_of_one_zone).flat_map(|chunk| vec![shift_of(chunk); chunk.len()]).collect();
    let is_shifted =
        |(one, &shift): (&Differing, &Option<u128>)| shift.is_some_and(|shift| shift_in(one) == Some(shift));
    let mut is_shifted = differing.iter().zip(&shifts).map(is_shifted).collect::<Vec<_>>().into_iter();
    let (shifted, others): (Vec<_>, Vec<_>) =
        std::mem::take(differing).into_iter().partition(|_| is_shifted.next() == Some(true));
    *differing = others;
    // Where the name of the file tells so, that is said already.
    let chunks = shifted.chunk_by(is_of_one_zone).filter(|chunk| !chunk[0].pointer.ptr.cx.zone.is_misnamed());
    chunks.map(|chunk| finding(meta, chunk)).collect()
}

fn is_of_one_zone(one: &Differing, two: &Differing) -> bool {
    one.pointer.ptr.cx.zone.file() == two.pointer.ptr.cx.zone.file()
        && one.pointer.ptr.cx.zone.apex_name() == two.pointer.ptr.cx.zone.apex_name()
}

/// How far away the hosts of a zone are, in networks of its size: those of most PTR records where each is as far, and
/// of all of them else.
fn shift_of(differing: &[Differing]) -> Option<u128> {
    if differing.len() < FEW {
        return None;
    }
    let zone = differing[0].pointer.ptr.cx.zone;
    let mut counts: HashMap<(u128, u128), usize> = HashMap::new();
    for one in differing {
        *counts.entry((shift_in(one)?, one.shift())).or_default() += 1;
    }
    let all = zone.of_type(RType::PTR).count();
    let mut networks: Vec<u128> = counts.keys().map(|&(network, _)| network).collect();
    networks.sort_unstable();
    networks.dedup();
    if let ([network], true) = (&networks[..], differing.len() == all) {
        return Some(*network).filter(|&network| network != 0);
    }
    let ((network, shift), count) = counts.into_iter().max_by_key(|&(shift, count)| (count, shift))?;
    let size = 1_u128.checked_shl(host_bits(zone)?)?;
    (count >= FEW && 2 * count > all && shift % size == 0).then_some(network)
}

/// How many networks of the zone's size a host is away.
fn shift_in(one: &Differing) -> Option<u128> {
    let bits = host_bits(one.pointer.ptr.cx.zone)?;
    let (address, other) = one.numbers();
    Some(other.checked_shr(bits)?.wrapping_sub(address.checked_shr(bits)?))
}

/// How many bits of an address the name of a reverse zone leaves open; none where it is no whole network (RFC 2317).
fn host_bits(zone: &Zone) -> Option<u32> {
    let family = Family::of(zone.apex_name().as_str())?;
    let labels = zone.labels(zone.apex());
    let own = &labels[..labels.len().checked_sub(2)?];
    let bits = match family {
        Family::V4 => 32 - 8 * own.len() as i64,
        Family::V6 => 128 - 4 * own.len() as i64,
    };
    u32::try_from(bits).ok().filter(|_| own.iter().all(|label| family.is_part(label)))
}

/// The network of so many free bits that an address is in.
fn network(address: IpAddr, host_bits: u32) -> String {
    let mask =
        |bits: u128| bits.checked_shr(host_bits).and_then(|bits| bits.checked_shl(host_bits)).unwrap_or_default();
    match address {
        IpAddr::V4(address) => {
            let first = mask(u128::from(address.to_bits())) as u32;
            format!("{}/{}", Ipv4Addr::from_bits(first), 32 - host_bits)
        }
        IpAddr::V6(address) => format!("{}/{}", Ipv6Addr::from_bits(mask(address.to_bits())), 128 - host_bits),
    }
}

fn finding(meta: &'static Meta, all: &[Differing]) -> Diagnostic {
    let Differing { pointer, host, other, held } = &all[0];
    let zone = pointer.ptr.cx.zone;
    let bits = host_bits(zone).unwrap_or_default();
    let (said, found) = (network(pointer.address, bits), network(*other, bits));
    let count = zone.of_type(RType::PTR).count();
    let of_all = if all.len() == count { format!("all {count}") } else { format!("{} of {count}", all.len()) };
    let message =
        format!("`{}` is the network {said}, but {of_all} PTR records point at hosts in {found}", zone.apex_name());
    let help = "if the hosts are right, correct the name of the zone where it is given: in the configuration of the \
                server, or in `$ORIGIN`";
    let name = host.cx.zone.name_text(host.name);
    // Where the configuration can be shown, that is where the name is given.
    let finding = match zone.named_at() {
        Some(at) => Diagnostic::new(meta, at, message).label(pointer.ptr.owner_or_type(), "the first of them"),
        None => Diagnostic::new(meta, pointer.ptr.owner_or_type(), message),
    };
    let finding = finding.label(held.field(0), format!("`{name}` has {other}"));
    let finding = pointer.with_view(finding.help(help).subject(pointer.ptr.cx.subject(pointer.ptr.record)));
    finding.said_of(all.len(), "network")
}
