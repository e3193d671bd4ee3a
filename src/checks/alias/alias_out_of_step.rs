//! A numbered alias that points at another number than its like do.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::words::{keep_repeated, numbered};
use crate::zone::{NameId, NumberMap, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "alias-out-of-step",
    summary: "a numbered alias points at a host with another number, unlike all similar aliases",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.4"],
    explain: include_str!("alias_out_of_step.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So many aliases at least point at their own number.
const IN_STEP: usize = 2;

/// An alias whose label and whose target's have a number.
struct NumberedAlias {
    record: RecordId,
    /// The alias and its target.
    names: [NameId; 2],
    own: u64,
    target: u64,
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let number = |name| numbered(cx.zone.first_label(name));
    let of_alias = |(record, of): (RecordId, &Record)| {
        let host = of.target().filter(|&target| cx.zone.is_owner(target))?;
        let (own, stem) = number(of.owner)?;
        let (target, host_stem) = number(host)?;
        Some((stem ^ host_stem.rotate_left(16), NumberedAlias { record, names: [of.owner, host], own, target }))
    };
    let mut aliases: Vec<(u64, NumberedAlias)> = cx.zone.of_type(RType::CNAME).filter_map(of_alias).collect();
    keep_repeated(&mut aliases, IN_STEP as u8 + 1, |(stems, _)| *stems);
    let mut series: NumberMap<u64, Vec<NumberedAlias>> = NumberMap::default();
    for (stems, alias) in aliases {
        let domains = alias.names.map(|name| u64::from(cx.zone.domain_hash(name)));
        series.entry(stems ^ domains[0].rotate_left(32) ^ domains[1]).or_default().push(alias);
    }
    let mut found: Vec<Diagnostic> = series.values().filter_map(|series| out_of_step(cx, series)).collect();
    found.sort_by_key(|finding| finding.primary.span);
    findings.extend(found);
}

/// The only alias of a series that is out of step, if the host of its own number is there.
fn out_of_step(cx: &ZoneContext, series: &[NumberedAlias]) -> Option<Diagnostic> {
    let (in_step, others): (Vec<_>, Vec<_>) = series.iter().partition(|alias| alias.own == alias.target);
    let [wrong] = others.as_slice() else { return None };
    let is_common = in_step.len() >= IN_STEP && in_step.iter().any(|alias| alias.own == wrong.target);
    let host = cx.zone.record(wrong.record).target().filter(|_| is_common)?;
    let labels = cx.zone.labels(host);
    let own = wrong.own.to_string();
    let meant = with_number(labels[0], wrong.target, &own)?;
    let exists = cx.zone.is_known(&[&[meant.as_slice()], &labels[1..]].concat());
    let entry = cx.zone.entry(wrong.record);
    let at = entry.field(0).filter(|_| exists)?;
    let name = cx.zone.name_text(cx.zone.record(wrong.record).owner);
    let target = cx.zone.name_text(host);
    let message = format!(
        "`{name}` points at `{target}`; {} similar aliases point at the host with their own number",
        in_step.len()
    );
    let like = cx.zone.entry(in_step[0].record);
    let meant = String::from_utf8_lossy(&meant).into_owned();
    let rest = labels[1..].iter().map(|label| String::from_utf8_lossy(label));
    let full = rest.fold(format!("{meant}."), |name, label| name + &label + ".");
    Some(
        Diagnostic::new(&META, at, message)
            .label(like.field(0).unwrap_or_else(|| like.rtype()), "one of the others")
            .help(format!("did you mean `{meant}`, which exists?"))
            .fix(cx.renamed(wrong.record, at, &full))
            .subject(cx.subject(wrong.record)),
    )
}

/// A label with another number in the place of its last.
fn with_number(label: &[u8], number: u64, other: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(label).ok()?;
    let (front, end) = text.rsplit_once(&number.to_string())?;
    Some(format!("{front}{other}{end}").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::with_number;

    #[test]
    fn the_last_number_is_replaced() {
        assert_eq!(with_number(b"dns2", 2, "3"), Some(b"dns3".to_vec()));
        assert_eq!(with_number(b"r2-db2-a", 2, "10"), Some(b"r2-db10-a".to_vec()));
        assert_eq!(with_number(b"dns", 2, "3"), None);
    }
}
