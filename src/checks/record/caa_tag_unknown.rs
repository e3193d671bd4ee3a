//! A CAA property that no certification authority knows.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::entry::shown;
use crate::syntax::iana::caa;
use crate::syntax::rdata::RType;
use crate::text::suggest::distance_within;

pub(super) static META: Meta = Meta {
    id: "caa-tag-unknown",
    summary: "the tag of a CAA record is not a registered property",
    severity: Severity::Warning,
    references: &["RFC 8659 section 4.1", "RFC 9495"],
    explain: include_str!("caa_tag_unknown.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

const TAG: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_known = |tag: &[u8]| caa::value_of(tag).is_some();
    let may_be_unknown = |id| !cx.zone.rdata(id).words().nth(TAG).is_some_and(is_known);
    for (id, _, entry) in typed::records_that(cx, &[RType::CAA], may_be_unknown) {
        let (Some(at), Some(tag)) = (entry.field(TAG), entry.field_text(TAG)) else { continue };
        if is_known(tag) {
            continue;
        }
        let tag = shown(tag).to_ascii_lowercase();
        let is_critical = entry.code(0).is_some_and(|flags| flags & caa::CRITICAL != 0);
        let (severity, effect) = match is_critical {
            true => (Severity::Error, "and it is critical, so no authority may issue a certificate"),
            false => (Severity::Warning, "and is ignored"),
        };
        let tags = caa::PROPERTIES.map(|(tag, _)| tag);
        let near = tags.into_iter().filter_map(|known| Some((distance_within(known, &tag, 2)?, known)));
        let near = near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known);
        let help = match near {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("known tags: {}", tags.join(", ")),
        };
        let finding = Diagnostic::new(&META, at, format!("`{tag}` is not a CAA property, {effect}"));
        let fix = near.map(|known| Fix::unsure(at, known));
        findings.add(finding.severity(severity).help(help).fix(fix).subject(cx.subject(id)));
    }
}
