//! An owner taken over from before another origin.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "owner-inherited",
    summary: "a line without an owner follows `$ORIGIN` and gets the owner from before it",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("owner_inherited.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, origin) in cx.zone.changes_of_origin() {
        let record = cx.zone.record(id);
        let before = id.0.checked_sub(1).map(|before| cx.zone.record(RecordId(before)));
        let is_taken_over = before.is_some_and(|before| before.owner == record.owner);
        if !is_taken_over || record.owner == origin {
            continue;
        }
        let entry = cx.zone.entry(id);
        if !entry.inherits_owner() {
            continue;
        }
        let (owner, origin) = (cx.zone.name_text(record.owner), cx.zone.name_text(origin));
        let message = format!("this record belongs to `{owner}`, although the origin is now `{origin}`");
        let help = "write the owner; `@` is the origin";
        findings.add(Diagnostic::new(&META, entry.owner(), message).help(help).subject(cx.subject(id)));
    }
}
