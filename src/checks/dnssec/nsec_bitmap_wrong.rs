//! NSEC and NSEC3 records whose types are not those of the name.

use crate::checks::dnssec::bitmap::Bitmaps;
use crate::checks::words::listed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "nsec-bitmap-wrong",
    summary: "an NSEC or NSEC3 record lists other types than its name has",
    severity: Severity::Error,
    references: &["RFC 4034 section 4.1.2", "RFC 4035 section 2.3", "RFC 5155 section 7.1"],
    explain: include_str!("nsec_bitmap_wrong.md"),
    ..Meta::DEFAULT
};

/// Where the types start in the data.
const OF_NSEC: usize = 1;
const OF_NSEC3: usize = 5;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(signed) = cx.signed() else { return };
    let (mut found, mut bitmaps) = (Vec::new(), Bitmaps::default());
    for owner in signed.names().iter().filter_map(|name| name.owner) {
        for &id in cx.zone.rrset(owner, RType::NSEC) {
            let listed = cx.zone.rdata(id).words().skip(OF_NSEC).map(RType::from_mnemonic);
            found.extend(bitmaps.take(listed).and_then(|()| finding(cx, id, OF_NSEC, Some(owner), &mut bitmaps)));
        }
    }
    if let Some(chain) = signed.chain(cx) {
        let linked = chain.hashes.iter().filter_map(|hashed| Some((chain.link(&hashed.hash)?, hashed.owner)));
        found.extend(linked.filter_map(|(link, owner)| {
            bitmaps.take(chain.types(link)?.iter().copied().map(Some))?;
            finding(cx, link.id, OF_NSEC3, owner, &mut bitmaps)
        }));
    }
    signed.report(found, findings);
}

/// What is wrong with the types that a record lists, which are taken, for an owner, or for an empty non-terminal.
fn finding(
    cx: &ZoneContext,
    id: RecordId,
    from: usize,
    owner: Option<NameId>,
    bitmaps: &mut Bitmaps,
) -> Option<Diagnostic> {
    let by = cx.zone.record(id).rtype;
    bitmaps.gather(cx, owner, by)?;
    let Bitmaps { said, there } = &*bitmaps;
    if said == there {
        return None;
    }
    let names = |types: &[RType], others: &[RType]| {
        let only = types.iter().filter(|rtype| !others.contains(rtype));
        only.map(|rtype| rtype.mnemonic().into_owned()).collect::<Vec<_>>()
    };
    let (missing, extra) = (names(there, said), names(said, there));
    let name =
        owner.map_or_else(|| "an empty non-terminal".to_owned(), |owner| format!("`{}`", cx.zone.name_text(owner)));
    let by = by.mnemonic();
    let message = match (missing.as_slice(), extra.as_slice()) {
        (missing, []) => format!("the {by} of {name} lacks {}: resolvers may deny these records", listed(missing)),
        ([], extra) => format!("the {by} of {name} lists {}, which it does not have", listed(extra)),
        (missing, extra) => format!("the {by} of {name} lists {} in place of {}", listed(extra), listed(missing)),
    };
    let entry = cx.zone.entry(id);
    let word = |at: usize| entry.field_text(at).and_then(RType::from_mnemonic);
    let wrong = (from..from + said.len()).find(|&at| word(at).is_some_and(|rtype| !there.contains(&rtype)));
    let at = wrong.and_then(|at| entry.field(at)).unwrap_or_else(|| entry.rtype());
    let help = "sign the zone again: its records changed after it was signed";
    Some(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)))
}
