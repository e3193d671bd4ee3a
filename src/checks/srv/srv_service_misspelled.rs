//! A service label that is one slip from a known one and known itself to nobody.

use super::with_labels;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::ruleset::{RuleSet, is_registered};
use crate::text::typo::Typo;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "srv-service-misspelled",
    summary: "the service label of an SRV record is one typo away from a known service",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Service\"", "RFC 6335 section 5.1"],
    explain: include_str!("srv_service_misspelled.md"),
    parameters: &[SHORTEST_PARAMETER],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Shorter labels have too many neighbours: `_imap` and `_ldap` are two edits apart. Parameter
/// `shortest`.
const SHORTEST: u16 = 5;
/// A letter more or less at the end makes another service of a short name (`_turn`, `_turns`,
/// `_mysqlx`); a long one is more likely cut off.
const LONG: usize = 9;

/// The fewest letters of a label that may be a misspelling.
const SHORTEST_PARAMETER: &str = "shortest";

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let shortest = cx.rules.parameter(META.id, SHORTEST_PARAMETER, cx.place()).unwrap_or(SHORTEST);
    for srv in cx.srvs() {
        let (Some(at), None) = (srv.shape.service(), srv.rule) else { continue };
        let owner = cx.zone.record(srv.record).owner;
        let label = String::from_utf8_lossy(cx.zone.labels(owner)[at]).to_ascii_lowercase();
        let Some((right, typo)) = misspelled(&label, shortest, cx.rules) else { continue };
        let message = format!("`{label}` is `{right}` with {}", typo.with("letter"));
        let finding = Diagnostic::new(&META, cx.zone.entry(srv.record).owner(), message);
        findings.add(
            finding
                .here(typo.pointed_at(&right, &label))
                .help(format!("write `{right}`: clients look up only that name"))
                .fix(corrected(cx, owner, at, &right))
                .subject(cx.subject(srv.record)),
        );
    }
}

/// The owner with the label that was meant.
fn corrected(cx: &ZoneContext, owner: NameId, at: usize, right: &str) -> Option<Fix> {
    let mut labels = cx.zone.labels(owner);
    labels[at] = right.as_bytes();
    cx.renamed_owner(owner, &with_labels(&labels[1..], 0, &String::from_utf8_lossy(labels[0])))
}

/// The known label that was meant, in lower case.
fn misspelled(label: &str, shortest: u16, rules: &RuleSet) -> Option<(String, Typo)> {
    // A registered name is somebody's service, however close it is to another.
    let is_known = rules.protocols_of(label.as_bytes()).next().is_some() || is_registered(label);
    if is_known || !label.starts_with('_') {
        return None;
    }
    let near = |right: &str| {
        let typo = Typo::between(right.as_bytes(), label.as_bytes())?;
        is_telling(right, label, shortest, typo).then(|| (right.to_owned(), typo))
    };
    rules.service_labels().find_map(near)
}

fn is_telling(right: &str, label: &str, shortest: u16, typo: Typo) -> bool {
    let letters = right.len() - 1;
    let at_end = match typo {
        Typo::Dropped(at) => at + 1 == right.len(),
        Typo::Doubled(at) | Typo::Inserted(at) => at + 1 == label.len(),
        Typo::Transposed(_) | Typo::Substituted(_) => false,
    };
    // Versions and numbered instances: `_pop2`, `_h323cs1`.
    let in_number = |text: &str, at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let number = match typo {
        Typo::Dropped(at) => in_number(right, at),
        Typo::Doubled(at) | Typo::Inserted(at) => in_number(label, at),
        Typo::Substituted(at) => in_number(right, at) || in_number(label, at),
        Typo::Transposed(_) => false,
    };
    letters >= usize::from(shortest) && (!at_end || letters >= LONG) && !number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn slips_are_told_from_other_services() {
        let rules = RuleSet::builtin(&mut Sources::default());
        let meant = |label: &str| misspelled(label, SHORTEST, &rules).map(|(right, _)| right);
        assert_eq!(meant("_sipfederationtsl").as_deref(), Some("_sipfederationtls"));
        assert_eq!(meant("_autodiscovr").as_deref(), Some("_autodiscover"));
        assert_eq!(meant("_autodiscove").as_deref(), Some("_autodiscover"));
        assert_eq!(meant("_kerbreos").as_deref(), Some("_kerberos"));
        for fine in ["_sip", "_sipx", "_turns", "_mysqlx", "_pop2s", "_h323cs1", "_redis2", "_custom", "_ladp"] {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }
}
