//! One host offered twice for the same thing.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use crate::checks::record::record_duplicate::may_share_target;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-repeated",
    summary: "two MX, or two SRV with the same port, point at the same target",
    severity: Severity::Info,
    references: &["RFC 5321 section 5.1", "RFC 2782"],
    explain: include_str!("target_repeated.md"),
    ..Meta::DEFAULT
};

/// The field of an SRV that tells two offers of one target apart.
const PORT: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for rrset in cx.zone.several_of(&[RType::MX, RType::SRV]) {
        if may_share_target(cx, rrset.records) {
            compare(cx, rrset.records, findings);
        }
    }
}

fn compare(cx: &ZoneContext, all: &[RecordId], findings: &mut FindingSink) {
    let mut seen = HashMap::new();
    for &id in all {
        let (record, entry) = (cx.zone.record(id), cx.zone.entry(id));
        let Some(target) = record.target().filter(|&target| target != NameId::ROOT) else { continue };
        let port = if record.rtype == RType::SRV { entry.number(PORT) } else { None };
        let here = target_field(record.rtype).and_then(|field| entry.field(field));
        let (first, there, data) = match seen.entry((target, port)) {
            Vacant(vacant) => {
                vacant.insert((id, here, OnceCell::new()));
                continue;
            }
            Occupied(known) => known.into_mut(),
        };
        let data: &OnceCell<Option<Vec<u8>>> = data;
        let is_other =
            || *data.get_or_init(|| cx.zone.rdata(*first).canonical_text()) != cx.zone.rdata(id).canonical_text();
        if let (Some(here), Some(there), true) = (here, *there, is_other()) {
            let (rtype, owner) = (record.rtype.mnemonic(), cx.zone.name_text(record.owner));
            let message = format!("another {rtype} of `{owner}` points at `{}` too", cx.zone.name_text(target));
            let finding = Diagnostic::new(&META, here, message).label(there, "the first");
            let help = "the same host is no fallback for itself: keep one, or use another host";
            findings.add(finding.help(help).subject(cx.subject(id)));
        }
    }
}
