//! A record that was meant to be commented out.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::{COMMENT_HELP, is_comment, shown};
use crate::zone::{CharClasses, NameId};

pub(super) static META: Meta = Meta {
    id: "comment-by-hash",
    summary: "an owner starts with `#` or `//`, which do not start a comment in zone files",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("comment_by_hash.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

/// More lines are not changed together.
const MOST_LINES: usize = 1_000;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_commented = |name| cx.zone.is_owner(name) && is_comment(cx.zone.written(name));
    for name in cx.zone.names_having(CharClasses::STRANGE).filter(|&name| is_commented(name)) {
        let Some(&id) = cx.zone.records_of(name).first() else { continue };
        let at = cx.zone.entry(id).owner();
        let message = format!("`{}` is the owner of a record, not a comment", shown(cx.zone.written(name)));
        let finding = Diagnostic::new(&META, at, message).help(COMMENT_HELP).subject(cx.subject(id));
        findings.add(finding.fix(as_comments(cx, name)));
    }
}

/// The lines of the owner as comments, where each has it and is one line: others would go to the owner before.
fn as_comments(cx: &ZoneContext, owner: NameId) -> Option<Fix> {
    let records = cx.zone.records_of(owner);
    let mut fix: Option<Fix> = None;
    for &id in records.iter().filter(|_| records.len() <= MOST_LINES) {
        let entry = cx.zone.entry(id);
        let at = entry.owner();
        if entry.inherits_owner() || cx.zone.one_line(id).is_none() {
            return None;
        }
        let length = if cx.zone.bytes(at).starts_with(b"#") { 1 } else { 2 };
        let marker = Span { end: at.start + length, ..at };
        fix = Some(match fix {
            Some(fix) => fix.and(marker, ";"),
            None => Fix::safe(marker, ";").titled("start the comment with `;`"),
        });
    }
    fix
}
