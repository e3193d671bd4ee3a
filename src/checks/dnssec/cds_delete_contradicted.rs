//! A request to delete the DS that is not alone.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::dnssec_algorithms::DELETE;
use crate::syntax::rdata::{RType, number_of};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "cds-delete-contradicted",
    summary: "a CDS or CDNSKEY asks to delete the DS, and another one asks to set it",
    severity: Severity::Error,
    references: &["RFC 8078 section 4"],
    explain: include_str!("cds_delete_contradicted.md"),
    ..Meta::DEFAULT
};

/// The field of the algorithm in both types, which is 0 in the form that deletes.
const ALGORITHM: [(RType, usize); 2] = [(RType::CDS, 1), (RType::CDNSKEY, 2)];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let apex = cx.zone.apex();
    let field = |id: RecordId| ALGORITHM.iter().find(|(rtype, _)| *rtype == cx.zone.record(id).rtype).map(|row| row.1);
    let all = ALGORITHM.iter().flat_map(|&(rtype, _)| cx.zone.rrset(apex, rtype)).copied();
    let deletes = |&id: &RecordId| {
        let algorithm = field(id).and_then(|field| {
            let word = cx.zone.rdata(id).words().nth(field)?;
            number_of(cx.zone.record(id).rtype, field, word)
        });
        algorithm == Some(DELETE)
    };
    let (deleting, giving): (Vec<_>, Vec<_>) = all.filter(|&id| cx.zone.record(id).is_readable()).partition(deletes);
    let (Some(&delete), Some(&key)) = (deleting.first(), giving.first()) else { return };
    let (asks, gives) = (cx.zone.record(delete).rtype.mnemonic(), cx.zone.record(key).rtype.mnemonic());
    let message = format!("this {asks} asks to delete the DS, and a {gives} asks to set one");
    let finding = Diagnostic::new(&META, cx.zone.entry(delete).span(), message);
    let finding = finding.label(cx.zone.entry(key).span(), "asks to set one");
    findings.add(finding.help("keep one of them").subject(cx.subject(delete)));
}
