//! A BIMI record whose logo receivers do not show.

use super::mail_text::{self, Policy};
use super::octets::Fault;
use super::report::report;
use super::tags::{self, Tag};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE, Severity};
use crate::syntax::entry::shown;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "bimi-invalid",
    summary: "a BIMI record has no usable location of a logo, or the domain has no DMARC policy that is enforced",
    severity: Severity::Error,
    references: &["draft-brand-indicators-for-message-identification section 4.2"],
    explain: include_str!("bimi_invalid.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |text| text.is_read_as(Policy::Bimi),
        |text| {
            let mut faults = faults(text.tags(), text.text.len());
            if faults.is_empty() && !is_declined(text.tags()) {
                faults.extend(unenforced(cx, cx.zone.record(text.record).owner, text.text.len()));
            }
            faults
        },
    );
}

/// Empty locations say that the domain has no logo.
fn is_declined<'t>(mut tags: impl Iterator<Item = Tag<'t>>) -> bool {
    tags.any(|tag| tag.is(b"l") && tag.value.is_empty())
}

fn faults<'t>(tags: impl Iterator<Item = Tag<'t>> + Clone, length: usize) -> Vec<Fault> {
    let mut faults = tags::faults_of_list(tags.clone(), &["v", "l", "a"]);
    let tag = |name: &str| tags.clone().find(|tag| tag.is(name.as_bytes()));
    match tag("l") {
        None if faults.is_empty() => faults.push(
            Fault::error(0..length, "the record has no `l`, the location of the logo")
                .help("add `l=https://` and the place of an SVG file"),
        ),
        None => {}
        Some(logo) => {
            faults.extend(scheme_fault(&logo));
            let end = logo.value.to_ascii_lowercase();
            let end = end.split(|b| *b == b'?').next().unwrap_or_default();
            let is_image =
                [&b".png"[..], b".jpg", b".jpeg", b".gif", b".webp", b".ico"].iter().any(|kind| end.ends_with(kind));
            if is_image && faults.is_empty() {
                let message = format!("the name `{}` is not that of an SVG file", shown(logo.value));
                faults.push(Fault::warning(logo.value_octets(), message).help("publish the logo as SVG Tiny PS"));
            }
        }
    }
    faults.extend(tag("a").and_then(|evidence| scheme_fault(&evidence)));
    faults
}

fn scheme_fault(tag: &Tag) -> Option<Fault> {
    let is_right =
        tag.value.is_empty() || tag.value.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"https://"));
    let message = format!("`{}` is not a location with `https://`", shown(tag.value));
    (!is_right).then(|| Fault::error(tag.value_octets(), message).help("write a URL with `https://`"))
}

/// The DMARC policy of the domain, where the zone has it, does not ask receivers to act.
fn unenforced(cx: &ZoneContext, owner: NameId, length: usize) -> Option<Fault> {
    let name = cx.zone.absolute_name(owner).to_ascii_lowercase();
    let (_, domain) = name.split_once("._bimi.")?;
    let right = cx.zone.find(&format!("_dmarc.{domain}")).filter(|&name| cx.zone.is_owner(name))?;
    let dmarc = mail_text::selected(cx, right, Policy::Dmarc).find(|text| text.is_read_as(Policy::Dmarc))?;
    let weak = dmarc.tags().find(|tag| {
        let is_policy = tag.is(b"p") || tag.is(b"sp");
        let number = std::str::from_utf8(tag.value).ok().and_then(|value| value.parse::<u32>().ok());
        is_policy && tag.value.eq_ignore_ascii_case(b"none")
            || tag.is(b"pct") && number.is_some_and(|number| number < 100)
    })?;
    let message = format!("receivers show no logo, as the DMARC policy of the domain has `{}`", shown(weak.text));
    Some(Fault::warning(0..length, message).help("write `p=quarantine` or `p=reject` there, for all mail"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_judged() {
        for (text, is_right) in [
            ("v=BIMI1; l=https://example.org/logo.svg; a=https://example.org/vmc.pem", true),
            ("v=BIMI1; l=; a=;", true),
            ("v=BIMI1; l=https://example.org/logo; avp=brand", true),
            ("v=BIMI1; a=https://example.org/vmc.pem", false),
            ("v=BIMI1; l=http://example.org/logo.svg", false),
            ("v=BIMI1; l=https://example.org/logo.png?x=1", false),
        ] {
            let faults = faults(tags::of(text.as_bytes()), text.len());
            assert_eq!(faults.len(), usize::from(!is_right), "{text}: {faults:?}");
        }
    }
}
