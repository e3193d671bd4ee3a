//! A signed zone as its signer sees it: the names that it answers for, in canonical order.

use std::ops::Range;
use std::sync::OnceLock;

use super::hashed::Chain;
use super::is_archived_copy;
use super::order::{CanonicalOrder, key_of, label_ends};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Severity};
use crate::syntax::rdata::{RType, wire};
use crate::zone::{NameId, NumberSet, RecordId};

/// So many findings of one kind in a zone are said one by one; more have one cause.
const FEW: usize = 5;

/// What each apex has. A signer signs all of it, and one signature may be missing.
const ALWAYS_SIGNED: [RType; 3] = [RType::SOA, RType::NS, RType::DNSKEY];

/// A zone that a signer has signed: it has keys and signatures at its apex, or signed denials of existence. Sources of
/// zones that a server signs have neither.
pub(in crate::checks) struct SignedZone {
    order: CanonicalOrder,
    names: Vec<SignedName>,
    occluded: NumberSet<NameId>,
    is_archived: bool,
    chain: OnceLock<Option<Chain>>,
    /// The apex in wire form, in lower case.
    pub(super) apex: Vec<u8>,
}

/// A name that the zone answers for: an owner at or above its zone cuts, or an empty non-terminal.
pub(super) struct SignedName {
    key: Range<usize>,
    /// None for an empty non-terminal.
    pub owner: Option<NameId>,
    /// A zone cut without DS, or an empty non-terminal above nothing but these: opt-out may leave it out.
    pub is_insecure: bool,
}

impl<'v> ZoneContext<'v> {
    /// The zone as its signer sees it, worked out once; none where it is not signed or not complete.
    pub(super) fn signed(&self) -> Option<&SignedZone> {
        let is_signed = || {
            let (zone, apex) = (self.zone, self.zone.apex());
            if !zone.has_any(&[RType::RRSIG]) || !zone.is_complete() || !self.is_at_its_apex() {
                return false;
            }
            // If all is signed by another zone, the name of this one was mistaken.
            let is_own = |signer: &[u8]| !signer.ends_with(b".") || self.is_apex(signer);
            let own = self.rrsigs_of(apex).filter(|by| is_own(by.signer)).map(|by| by.covered);
            let mut own: Vec<RType> = own.filter(|rtype| ALWAYS_SIGNED.contains(rtype)).collect();
            own.sort_unstable();
            own.dedup();
            if own.len() > 1 && zone.has(apex, RType::DNSKEY) {
                return true;
            }
            // Where the apex has lost its keys or signatures: by hand nobody writes these.
            self.rrsigs().iter().any(|by| [RType::NSEC, RType::NSEC3].contains(&by.covered) && is_own(by.signer))
        };
        self.signed.get_or_init(|| is_signed().then(|| self.sign()).flatten()).as_ref()
    }

    /// Where opt-out lets names out, those are not looked at, unless some NSEC3 is of none of the others: there may be
    /// twenty for each that is signed.
    fn sign(&self) -> Option<SignedZone> {
        if is_opt_out(self) {
            let signed = SignedZone::of(self, true)?;
            if signed.chain(self).is_some_and(Chain::is_of_names) {
                return Some(signed);
            }
        }
        SignedZone::of(self, false)
    }
}

/// Whether all NSEC3 records of a zone let unsigned delegations out (RFC 5155 section 6).
fn is_opt_out(cx: &ZoneContext) -> bool {
    let flags = |id| cx.zone.rdata(id).words().nth(1);
    let mut all = cx.zone.of_type(RType::NSEC3).peekable();
    all.peek().is_some() && !cx.zone.has_any(&[RType::NSEC]) && all.all(|(id, _)| flags(id) == Some(b"1"))
}

/// Whether a name is a zone cut without DS.
fn is_insecure_cut(cx: &ZoneContext, owner: NameId) -> bool {
    cx.zone.is_cut(owner) && !cx.zone.has(owner, RType::DS)
}

impl ZoneContext<'_> {
    /// Whether an absolute name is that of the zone.
    pub(super) fn is_apex(&self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(self.zone.apex_name().as_str().as_bytes())
    }
}

impl SignedZone {
    fn of(cx: &ZoneContext, leaves_out_insecure: bool) -> Option<SignedZone> {
        // A DNAME at the apex does not hide the hashes beside it.
        let occluded = cx.zone.occluded_owners(|owner| !cx.zone.has(owner, RType::NSEC3)).into_iter().collect();
        let order = CanonicalOrder::of(cx.zone, |owner| {
            let is_left_out = leaves_out_insecure && is_insecure_cut(cx, owner);
            !is_left_out && owns_data(cx, owner) && !is_in(&occluded, owner)
        });
        let mut names: Vec<SignedName> = Vec::new();
        // The empty non-terminals above the name at hand.
        let (mut above, mut last) = (Vec::new(), 0..0);
        for (key, owner) in order.owners() {
            let octets = order.key(&key);
            let shared = label_ends(octets).take_while(|&end| order.key(&last).starts_with(&octets[..end])).last();
            above.retain(|&at: &usize| octets.starts_with(order.key(&names[at].key)));
            for end in label_ends(octets).filter(|&end| end > shared.unwrap_or(0) && end < octets.len()) {
                above.push(names.len());
                names.push(SignedName { key: key.start..key.start + end, owner: None, is_insecure: true });
            }
            let is_insecure = is_insecure_cut(cx, owner);
            if !is_insecure {
                above.drain(..).for_each(|at| names[at].is_insecure = false);
            }
            names.push(SignedName { key: key.clone(), owner: Some(owner), is_insecure });
            last = key;
        }
        let apex = cx.zone.name_wire(cx.zone.apex())?.to_ascii_lowercase();
        Some(SignedZone {
            order,
            names,
            occluded,
            is_archived: is_archived_copy(cx, cx.now),
            chain: OnceLock::new(),
            apex,
        })
    }

    /// The chain of its NSEC3 records, worked out once.
    pub(super) fn chain(&self, cx: &ZoneContext) -> Option<&Chain> {
        let names = || self.names.iter().map(|name| (self.key(name), name.owner));
        let chain = || cx.zone.has_any(&[RType::NSEC3]).then(|| Chain::of(cx, &self.apex, names())).flatten();
        self.chain.get_or_init(chain).as_ref()
    }

    /// In canonical order.
    pub(super) fn names(&self) -> &[SignedName] {
        &self.names
    }

    pub(super) fn key(&self, name: &SignedName) -> &[u8] {
        self.order.key(&name.key)
    }

    /// A name to show: an empty non-terminal is the end of the name after it, which is below it.
    pub(super) fn name_text(&self, cx: &ZoneContext, at: usize) -> String {
        let below = self.names[at..].iter().find_map(|name| name.owner).unwrap_or(cx.zone.apex());
        let labels = cx.zone.labels(below);
        let own = label_ends(self.key(&self.names[at])).count() + cx.zone.labels(cx.zone.apex()).len();
        let text = labels[labels.len().saturating_sub(own)..].iter().flat_map(|label| [label, &b"."[..]]);
        cx.zone.shown_text(String::from_utf8_lossy(&text.collect::<Vec<_>>().concat()).into_owned())
    }

    /// Whether NSEC records say which names there are not. While a zone goes over to NSEC3, it has both.
    pub(super) fn is_denied_by_nsec(&self, cx: &ZoneContext) -> bool {
        cx.zone.has_any(&[RType::NSEC]) && !(cx.zone.has_any(&[RType::NSEC3]) && cx.zone.has_any(&[RType::NSEC3PARAM]))
    }

    /// The name with a key, as its place in the order.
    pub(super) fn find(&self, key: &[u8]) -> Option<usize> {
        self.names.binary_search_by(|name| self.key(name).cmp(key)).ok()
    }

    /// Whether an owner is below a zone cut or a DNAME.
    pub(super) fn is_occluded(&self, owner: NameId) -> bool {
        is_in(&self.occluded, owner)
    }

    /// The key of a name as a record has it written.
    pub(super) fn key_written(&self, cx: &ZoneContext, record: RecordId, written: &[u8]) -> Option<Vec<u8>> {
        key_of(&wire::name(&cx.zone.full_name(record, written), &[0])?, &self.apex)
    }

    /// Says what was found: a few one by one, and of more the first with the number of all of them.
    pub(super) fn report(&self, mut found: Vec<Diagnostic>, findings: &mut FindingSink) {
        if let more @ FEW.. = found.len().saturating_sub(1) {
            found.truncate(1);
            found[0].add_to_message(&format!(" (and {more} more like this in the zone)"));
            found = found.into_iter().map(|finding| finding.said_of(more + 1, "in the zone")).collect();
        }
        findings.extend(found.into_iter().map(|finding| match self.is_archived {
            true => finding.severity(Severity::Info),
            false => finding,
        }));
    }
}

fn is_in(names: &NumberSet<NameId>, name: NameId) -> bool {
    !names.is_empty() && names.contains(&name)
}

/// Whether a name owns more than what a signer adds to a name.
pub(super) fn owns_data(cx: &ZoneContext, owner: NameId) -> bool {
    let is_data = |id: &RecordId| !matches!(cx.zone.record(*id).rtype, RType::RRSIG | RType::NSEC | RType::NSEC3);
    cx.zone.records_of(owner).iter().any(is_data)
}

/// Whether a signer signs the RRset of a type at an owner that is not occluded: at a zone cut only what belongs to the
/// zone above (RFC 4035 section 2.2).
pub(super) fn is_signed_type(is_cut: bool, rtype: RType) -> bool {
    !matches!(rtype, RType::RRSIG | RType::UNKNOWN | RType::SIGNING_STATE)
        && (!is_cut || matches!(rtype, RType::DS | RType::NSEC))
}
