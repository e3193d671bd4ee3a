//! A record that was meant to be commented out.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::{COMMENT_HELP, is_comment, shown};
use crate::zone::Shape;

pub(super) static META: Meta = Meta {
    id: "comment-by-hash",
    summary: "an owner starts with `#` or `//`, which start no comment here",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("comment_by_hash.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let is_commented = |name| zone.zone.is_owner(name) && is_comment(zone.zone.written(name));
        for name in zone.zone.names_having(Shape::STRANGE).filter(|&name| is_commented(name)) {
            let Some(&id) = zone.zone.records_of(name).first() else { continue };
            let at = zone.zone.entry(id).owner();
            let message = format!("`{}` is the owner of a record, not a comment", shown(zone.zone.written(name)));
            findings.add(Diagnostic::new(&META, at, message).help(COMMENT_HELP).subject(zone.subject(id)));
        }
    }
}
