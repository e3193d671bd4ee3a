//! An MTA-STS record without a usable id.

use super::mail_text::Policy;
use super::octets::Fault;
use super::report::report;
use super::tags::{self, Tag};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "mta-sts-invalid",
    summary: "an MTA-STS record has no id, or one that is not of up to 32 letters and digits",
    severity: Severity::Error,
    references: &["RFC 8461 section 3.1"],
    explain: include_str!("mta_sts_invalid.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

const LONGEST: usize = 32;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(cx, findings, &META, |text| text.is_read_as(Policy::MtaSts), |text| faults(text.tags(), text.text.len()));
}

fn faults<'t>(mut tags: impl Iterator<Item = Tag<'t>> + Clone, length: usize) -> Vec<Fault> {
    let mut faults = tags::faults_of_list(tags.clone(), &["v", "id"]);
    let Some(id) = tags.find(|tag| tag.is(b"id")) else {
        if faults.is_empty() {
            faults.push(
                Fault::error(0..length, "the record has no `id`: senders do not use the policy")
                    .help("add `id=` and a date such as `20260101T000000`"),
            );
        }
        return faults;
    };
    let plain: Vec<u8> = id.value.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    if plain.len() != id.value.len() || !(1..=LONGEST).contains(&plain.len()) {
        let message = format!(
            "`{}` is not an id of up to {LONGEST} letters and digits: senders do not use the policy",
            shown(id.value)
        );
        let help = match plain.len() {
            1..=LONGEST => format!("write `id={}`", shown(&plain)),
            _ => "write a date such as `20260101T000000`".to_owned(),
        };
        let fault = Fault::error(id.value_octets(), message).help(help);
        faults.push(match plain.len() {
            1..=LONGEST => fault.instead(id.value_octets(), shown(&plain)),
            _ => fault,
        });
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_judged() {
        for (text, is_right) in [
            ("v=STSv1; id=20260101T000000;", true),
            ("v=STSv1; id=1; x-ext=1;", true),
            ("v=STSv1;", false),
            ("v=STSv1; id=", false),
            ("v=STSv1; id=2026-01-01", false),
            ("v=STSv1; id=111111111111111111111111111111111", false),
            ("v=STSv1; id:1", false),
            ("v=STSv1; id=1; id=2", false),
        ] {
            let faults = faults(tags::of(text.as_bytes()), text.len());
            assert_eq!(faults.len(), usize::from(!is_right), "{text}: {faults:?}");
        }
    }
}
