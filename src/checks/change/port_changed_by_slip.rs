//! A port that was changed to one that is a slip of the keyboard away.

use crate::change::RecordPair;
use crate::checks::srv::PORT;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "port-changed-by-slip",
    summary: "a port was changed to one that is a typo away from the old one",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Port\""],
    explain: include_str!("port_changed_by_slip.md"),
    overlap: &[OverlapGroup::Port.rank(9)],
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both() {
        for rrset in change.rrsets.iter().filter(|rrset| rrset.rtype == RType::SRV) {
            let pairs = rrset.pairs(old.zone, new.zone);
            findings.extend(pairs.into_iter().filter_map(|pair| finding(old, new, pair)));
        }
    }
}

fn finding(old: &ZoneContext, new: &ZoneContext, pair: RecordPair) -> Option<Diagnostic> {
    let (before, after) = (old.zone.entry(pair.old?), new.zone.entry(pair.new?));
    let (was, is) = (before.number(PORT)?, after.number(PORT)?);
    let typo = Typo::between(was.to_string().as_bytes(), is.to_string().as_bytes())?;
    let message = format!("port {is} was {was} before this change: {}", typo.with("digit"));
    let finding = Diagnostic::new(&META, after.field(PORT)?, message)
        .here(typo.pointed_at(&was.to_string(), &is.to_string()))
        .label(before.field(PORT)?, "before this change")
        .help(format!("write {was} unless the server listens on {is} now"));
    Some(finding.subject(new.subject(pair.new?)))
}
