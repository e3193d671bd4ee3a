//! A DMARC record with tags or values that receivers cannot use.

use super::mail_text::Policy;
use super::octets::Fault;
use super::report::report;
use super::report_address;
use super::tags::{self, DMARC_POLICIES, Tag, is_one_of, near};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "dmarc-invalid",
    summary: "a DMARC record has no policy, or a tag or an address that receivers cannot use",
    severity: Severity::Error,
    references: &["RFC 9989 sections 4.6 and 4.7", "RFC 7489 sections 6.3 and 6.6.3", "RFC 6376 section 3.2"],
    explain: include_str!("dmarc_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// RFC 9989 section 4.7, and `pct`, `rf` and `ri` of RFC 7489 section 6.3.
const TAGS: [&str; 14] = ["v", "p", "sp", "np", "psd", "t", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |text| text.is_read_as(Policy::Dmarc) && !text.is_report,
        |text| faults(text.tags(), text.text.len()),
    );
}

fn faults<'t>(tags: impl Iterator<Item = Tag<'t>> + Clone, length: usize) -> Vec<Fault> {
    let mut faults = tags::faults_of_list(tags.clone(), &TAGS);
    let is_list = faults.is_empty();
    faults.extend(tags.clone().filter(|tag| tag.is_pair).flat_map(|tag| tag_faults(&tag)));
    let has = |name: &[u8]| tags.clone().any(|tag| tag.is(name));
    // What is no list may have lost its policy.
    if is_list && !has(b"p") {
        let message = match has(b"rua") {
            true => "the record has no `p`: by RFC 7489 receivers do not apply it, by RFC 9989 it is `p=none`",
            false => "the record has neither `p` nor `rua`: receivers do not apply it",
        };
        faults.push(
            Fault::warning(0..length, message).help("add `p=none`, `p=quarantine` or `p=reject` behind the version"),
        );
    }
    faults
}

fn tag_faults(tag: &Tag) -> Vec<Fault> {
    let Some(name) = TAGS.into_iter().find(|known| tag.is(known.as_bytes())) else {
        return slip(tag).into_iter().collect();
    };
    let words: &[&str] = match name {
        "p" | "sp" | "np" => return policy_fault(tag).into_iter().collect(),
        "rua" | "ruf" => return report_address::faults_of(tag, &["mailto:"]),
        "adkim" | "aspf" => &["r", "s"],
        "psd" => &["y", "n", "u"],
        "t" => &["y", "n"],
        "fo" => &["0", "1", "d", "s"],
        "pct" => {
            let number = std::str::from_utf8(tag.value).ok().and_then(|value| value.parse::<u32>().ok());
            let is_bad = number.is_none_or(|number| number > 100);
            return if is_bad { vec![value_fault(tag, "write a number from 0 to 100".into())] } else { Vec::new() };
        }
        _ => return Vec::new(),
    };
    let mut values = tag.value.split(|b| *b == b':' && name == "fo").map(<[u8]>::trim_ascii);
    if values.all(|value| is_one_of(words, value)) {
        return Vec::new();
    }
    let first = tag.value.first().map(|letter| shown(&[letter.to_ascii_lowercase()]).into_owned());
    let meant = first.filter(|first| tag.value.len() > 1 && words.contains(&first.as_str()));
    let help = match &meant {
        Some(meant) => format!("did you mean `{name}={meant}`?"),
        None => format!("write `{}`", words.join("`, `")),
    };
    let fault = value_fault(tag, help);
    vec![match meant.filter(|_| name != "fo") {
        Some(meant) => fault.maybe(tag.value_octets(), meant),
        None => fault,
    }]
}

/// Of other tags than `p` the default counts then.
fn value_fault(tag: &Tag, help: String) -> Fault {
    let name = shown(tag.name).to_ascii_lowercase();
    let message = format!("`{}` is not a value of `{name}`: receivers use the default", shown(tag.value));
    Fault::warning(tag.value_octets(), message).help(help)
}

/// RFC 9989 section 4.7.
fn policy_fault(tag: &Tag) -> Option<Fault> {
    if is_one_of(&DMARC_POLICIES, tag.value) {
        return None;
    }
    let (name, value) = (shown(tag.name).to_ascii_lowercase(), shown(tag.value));
    let unquoted: Vec<u8> = tag.value.iter().copied().filter(|b| !matches!(b, b'"' | b'\'' | b'\\')).collect();
    let word = unquoted.split(|b| *b == b' ').next().unwrap_or_default();
    let rest = tag.value.iter().position(|b| *b == b' ').map(|at| &tag.value[at..]);
    let known = DMARC_POLICIES.into_iter().find(|policy| policy.as_bytes().eq_ignore_ascii_case(word));
    let is_plain = unquoted.len() == tag.value.len();
    let message = format!("`{value}` is not a policy: receivers apply none");
    let help = match (known, near(&DMARC_POLICIES, word)) {
        (Some(known), _) if rest.is_some_and(|rest| rest.contains(&b'=')) => {
            format!("write `;` behind `{name}={known}`")
        }
        (Some(known), _) => format!("write `{name}={known}`"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("write `{}`", DMARC_POLICIES.join("`, `")),
    };
    let fault = Fault::error(tag.value_octets(), message).help(help);
    Some(match (known, near(&DMARC_POLICIES, word)) {
        // Where quotes are around it, the place behind it is another.
        (Some(known), _) if is_plain && rest.is_some_and(|rest| rest.contains(&b'=')) => {
            let end = tag.value_start + known.len();
            fault.instead(end..end, ";")
        }
        (Some(known), _) if rest.is_none() => fault.instead(tag.value_octets(), known),
        (None, Some(near)) if rest.is_none() => fault.maybe(tag.value_octets(), near),
        _ => fault,
    })
}

/// Tags that nobody knows are ignored; one that is a slip away from a known one was meant to be that.
fn slip(tag: &Tag) -> Option<Fault> {
    let meant = near(&TAGS.map(|known| if known.len() > 2 { known } else { "" }), tag.name)?;
    let message = format!("the tag `{}` is not known, and ignored", shown(tag.name).to_ascii_lowercase());
    let name = tag.start..tag.start + tag.name.len();
    Some(Fault::warning(name.clone(), message).help(format!("did you mean `{meant}`?")).maybe(name, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_judged() {
        for (text, message) in [
            ("v=DMARC1; p=reject; rua=mailto:d@example.org", None),
            ("v=DMARC1;p=Reject;", None),
            ("v=DMARC1; rua=mailto:d@example.org; p=reject; np=none; t=n; psd=n; x=1", None),
            ("v=DMARC1; p=none; fo=1:d:s; adkim=r; aspf=s; pct=50; rf=afrf; ri=86400", None),
            ("v=DMARC1; rua=mailto:d@example.org", Some("has no `p`")),
            ("v=DMARC1; sp=none", Some("neither `p` nor `rua`")),
            ("v=DMARC1; p=jerect", Some("`jerect` is not a policy")),
            ("v=DMARC1; p=\"reject\"", Some("is not a policy")),
            ("v=DMARC1; p=reject rua=mailto:d@example.org", Some("is not a policy")),
            ("v=DMARC1; p=reject; sp=all", Some("`all` is not a policy")),
            ("v=DMARC1; p=reject; pct=101", Some("not a value of `pct`")),
            ("v=DMARC1; p=reject; adkim=relaxed", Some("not a value of `adkim`")),
            ("v=DMARC1; p=reject; fo=2", Some("not a value of `fo`")),
            ("v=DMARC1; p=reject; psd=x", Some("not a value of `psd`")),
            ("v=DMARC1; p=reject; rau=mailto:d@example.org", Some("the tag `rau`")),
            ("v=DMARC1; p:reject", Some("`=` has to follow")),
            ("v=DMARC1; p=none; rua=mailto:a@example.org; mailto:b@example.org", Some("the semicolon before it")),
        ] {
            let faults = faults(tags::of(text.as_bytes()), text.len());
            assert_eq!(faults.len(), usize::from(message.is_some()), "{text}: {faults:?}");
            assert!(
                faults.iter().all(|fault| fault.message.contains(message.unwrap_or_default())),
                "{text}: {faults:?}"
            );
        }
    }
}
