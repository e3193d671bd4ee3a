//! Aliases of a reverse zone into a part of its network that is delegated under another name, or not at all.

use crate::checks::ZoneContext;
use crate::checks::address::octet;
use crate::diagnostic::{Diagnostic, Meta};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, target_field};

/// What is said of an alias to a name below nothing: once for all that lead into the same part.
pub(super) fn finding(meta: &'static Meta, cx: &ZoneContext, id: RecordId, target: NameId) -> Option<Diagnostic> {
    let zone = cx.zone;
    let record = zone.record(id);
    if record.rtype != RType::CNAME || !cx.is_reverse() {
        return None;
    }
    let labels = zone.labels(target);
    let part = labels.get(1..).filter(|part| part.len() > zone.labels(zone.apex()).len() && !zone.is_known(part))?;
    let at = zone.entry(id).field(target_field(record.rtype)?)?;
    let [name, wrong, host] =
        [&part.join(&b'.'), part[0], labels[0]].map(|text| String::from_utf8_lossy(text).into_owned());
    let message = format!("`{name}.` is not delegated here, so nothing below it exists");
    let finding = Diagnostic::new(meta, at, message).severity(meta.severity.lower());
    let finding = match delegated_as(cx, part) {
        Some(cut) => {
            let right = String::from_utf8_lossy(zone.first_label(cut)).into_owned();
            finding
                .label_each(zone.rrset(cut, RType::NS).first(), |&ns| (cx.owner_or_type(ns), "what is delegated"))
                .fix(cx.renamed(id, at, &format!("{host}.{}", zone.name_text(cut))))
                .help(format!("write `{host}.{right}`, or delegate `{wrong}`, depending on the name of that zone"))
        }
        None => {
            finding.help(format!("delegate `{wrong}` to the servers that have its PTR records (RFC 2317 section 4)"))
        }
    };
    Some(finding.key(&[name.to_ascii_lowercase().as_bytes()]).subject(cx.subject(id)))
}

/// The delegation that was meant: the one with the same digits, or the only one that is no whole octet.
fn delegated_as(cx: &ZoneContext, part: &[&[u8]]) -> Option<NameId> {
    let is_beside = |&name: &NameId| {
        let labels = cx.zone.labels(name);
        labels.len() == part.len() && labels[1..].iter().zip(&part[1..]).all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    let cuts = cx.zone.names().filter(|&name| cx.zone.is_cut(name) && octet(cx.zone.first_label(name)).is_none());
    let cuts: Vec<NameId> = cuts.filter(is_beside).collect();
    let digits = |label: &[u8]| label.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let same = cuts.iter().find(|&&cut| digits(cx.zone.first_label(cut)) == digits(part[0]));
    same.or(cuts.first().filter(|_| cuts.len() == 1)).copied()
}
