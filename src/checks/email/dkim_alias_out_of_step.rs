//! A DKIM selector that is an alias of the key of its sibling.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "dkim-alias-out-of-step",
    summary: "two numbered DKIM selectors are aliases of one key, which has the number of one of them",
    severity: Severity::Warning,
    references: &["RFC 6376 section 3.1"],
    explain: include_str!("dkim_alias_out_of_step.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut by_target: NumberMap<NameId, Vec<(RecordId, NameId)>> = NumberMap::default();
    for (id, record) in cx.zone.of_type(RType::CNAME) {
        let is_key = cx.zone.each_label(record.owner).nth(1).is_some_and(|at| at.eq_ignore_ascii_case(b"_domainkey"));
        if let Some(target) = record.target().filter(|_| is_key) {
            by_target.entry(target).or_default().push((id, record.owner));
        }
    }
    let mut found = Vec::new();
    for (&target, aliases) in by_target.iter().filter(|(_, aliases)| aliases.len() > 1) {
        found.extend(aliases.iter().filter_map(|&alias| out_of_step(cx, target, alias, aliases)));
    }
    found.sort_by_key(|finding: &Diagnostic| finding.primary.span);
    findings.extend(found);
}

/// An alias of a key with another number, which is that of its sibling.
fn out_of_step(
    cx: &ZoneContext,
    target: NameId,
    (record, owner): (RecordId, NameId),
    aliases: &[(RecordId, NameId)],
) -> Option<Diagnostic> {
    let (stem, own) = with_number(cx.zone.first_label(owner))?;
    let labels = cx.zone.labels(target);
    let (number, rest) = number_behind(stem, labels[0])?;
    if number == own {
        return None;
    }
    let domain = |name| cx.zone.labels(name).split_off(1).join(&b'.').to_ascii_lowercase();
    let is_sibling = |&&(_, other): &&(RecordId, NameId)| {
        let label = cx.zone.first_label(other);
        let is_named = with_number(label).is_some_and(|(front, of)| front.eq_ignore_ascii_case(stem) && of == number);
        is_named && domain(other) == domain(owner)
    };
    let &(sibling, _) = aliases.iter().find(is_sibling)?;
    let entry = cx.zone.entry(record);
    let (at, its) = (entry.field(0)?, cx.zone.entry(sibling).field(0)?);
    let [stem, own, number, rest] = [stem, own, number, rest].map(String::from_utf8_lossy);
    let meant = labels[1..]
        .iter()
        .fold(format!("{stem}{own}{rest}."), |name, label| name + &String::from_utf8_lossy(label) + ".");
    let message = format!("`{stem}{own}` leads to the key of `{stem}{number}`, its sibling");
    let finding = Diagnostic::new(&META, at, message).label(its, format!("where `{stem}{number}` leads, too"));
    let help = format!("did you mean `{meant}`?");
    Some(finding.help(help).fix(cx.renamed(record, at, &meant)).subject(cx.subject(record)))
}

/// The letters of a selector, and the number that ends it.
fn with_number(label: &[u8]) -> Option<(&[u8], &[u8])> {
    let stem = label.iter().rposition(|byte| !byte.is_ascii_digit())? + 1;
    (stem < label.len()).then(|| label.split_at(stem))
}

/// The number behind some letters at the start of a label, and the rest of it.
fn number_behind<'l>(stem: &[u8], label: &'l [u8]) -> Option<(&'l [u8], &'l [u8])> {
    let (start, rest) = label.split_at_checked(stem.len())?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_ended = rest.get(digits).is_none_or(|byte| !byte.is_ascii_alphabetic());
    (start.eq_ignore_ascii_case(stem) && digits > 0 && is_ended).then(|| rest.split_at(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_selectors() {
        assert_eq!(with_number(b"selector2"), Some((&b"selector"[..], &b"2"[..])));
        assert_eq!(with_number(b"2026"), None);
        assert_eq!(with_number(b"mail"), None);
        assert_eq!(number_behind(b"selector", b"selector1-example-com"), Some((&b"1"[..], &b"-example-com"[..])));
        assert_eq!(number_behind(b"fm", b"FM1"), Some((&b"1"[..], &b""[..])));
        assert_eq!(number_behind(b"s", b"s1a"), None);
        assert_eq!(number_behind(b"fm", b"dkim"), None);
    }
}
