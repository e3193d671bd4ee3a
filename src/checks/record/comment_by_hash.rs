//! A record that was meant to be commented out.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::{COMMENT_HELP, is_comment, shown};
use crate::zone::CharClasses;

pub(super) static META: Meta = Meta {
    id: "comment-by-hash",
    summary: "an owner starts with `#` or `//`, which do not start a comment in zone files",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("comment_by_hash.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_commented = |name| cx.zone.is_owner(name) && is_comment(cx.zone.written(name));
    for name in cx.zone.names_having(CharClasses::STRANGE).filter(|&name| is_commented(name)) {
        let Some(&id) = cx.zone.records_of(name).first() else { continue };
        let at = cx.zone.entry(id).owner();
        let message = format!("`{}` is the owner of a record, not a comment", shown(cx.zone.written(name)));
        findings.add(Diagnostic::new(&META, at, message).help(COMMENT_HELP).subject(cx.subject(id)));
    }
}
