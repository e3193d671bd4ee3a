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
    report(cx, findings, &META, |text| text.is_read_as(Policy::Dmarc) && !text.is_report, |text| faults(&text.text));
}

fn faults(text: &[u8]) -> Vec<Fault> {
    let mut faults = tags::faults_of_list(text, &TAGS);
    let is_list = faults.is_empty();
    faults.extend(tags::of(text).filter(|tag| tag.is_pair).flat_map(|tag| tag_faults(&tag)));
    let has = |name: &[u8]| tags::of(text).any(|tag| tag.is(name));
    // What is no list may have lost its policy.
    if is_list && !has(b"p") {
        let message = match has(b"rua") {
            true => "the record has no `p`: by RFC 7489 receivers do not apply it, by RFC 9989 it is `p=none`",
            false => "the record has neither `p` nor `rua`: receivers do not apply it",
        };
        faults.push(
            Fault::warning(0..text.len(), message)
                .help("add `p=none`, `p=quarantine` or `p=reject` behind the version"),
        );
    }
    faults
}

fn tag_faults(tag: &Tag) -> Vec<Fault> {
    let name = String::from_utf8_lossy(tag.name).to_ascii_lowercase();
    let words: &[&str] = match name.as_str() {
        "p" | "sp" | "np" => return policy_fault(tag).into_iter().collect(),
        "rua" | "ruf" => return report_address::faults_of(tag, &["mailto:"]),
        "adkim" | "aspf" => &["r", "s"],
        "psd" => &["y", "n", "u"],
        "t" => &["y", "n"],
        "fo" => &["0", "1", "d", "s"],
        "pct" => {
            let number = std::str::from_utf8(tag.value).ok().and_then(|value| value.parse::<u32>().ok());
            let fault = value_fault(tag, "write a number from 0 to 100".into());
            return fault.into_iter().filter(|_| number.is_none_or(|number| number > 100)).collect();
        }
        _ => return slip(tag, &name).into_iter().collect(),
    };
    let mut values = tag.value.split(|b| *b == b':' && name == "fo").map(<[u8]>::trim_ascii);
    let is_bad = !values.all(|value| is_one_of(words, value));
    let first = tag.value.first().map(|letter| shown(&[letter.to_ascii_lowercase()]).into_owned());
    let help = match first.filter(|first| tag.value.len() > 1 && words.contains(&first.as_str())) {
        Some(first) => format!("did you mean `{name}={first}`?"),
        None => format!("write `{}`", words.join("`, `")),
    };
    let first = tag.value.first().map(|letter| shown(&[letter.to_ascii_lowercase()]).into_owned());
    let meant = first.filter(|first| tag.value.len() > 1 && words.contains(&first.as_str()) && name != "fo");
    let fault = value_fault(tag, help).map(|fault| match meant {
        Some(meant) => fault.maybe(tag.value_octets(), meant),
        None => fault,
    });
    fault.into_iter().filter(|_| is_bad).collect()
}

/// Of other tags than `p` the default counts then.
fn value_fault(tag: &Tag, help: String) -> Option<Fault> {
    let name = shown(tag.name).to_ascii_lowercase();
    let message = format!("`{}` is no value of `{name}`, whose default counts", shown(tag.value));
    Some(Fault::warning(tag.value_octets(), message).help(help))
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
    let message = format!("`{value}` is no policy: receivers apply none");
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
        (Some(known), _) if rest.is_some_and(|rest| rest.contains(&b'=')) => {
            let end = tag.value_start + known.len();
            fault.instead(end..end, ";")
        }
        (Some(known), _) if rest.is_none() => fault.instead(tag.value_octets(), known),
        (None, Some(near)) if rest.is_none() => fault.maybe(tag.value_octets(), near),
        _ => fault,
    })
}

/// Tags that nobody knows are ignored; one that is a slip away from a known one was meant to be that.
fn slip(tag: &Tag, name: &str) -> Option<Fault> {
    if TAGS.contains(&name) {
        return None;
    }
    let meant = near(&TAGS.map(|known| if known.len() > 2 { known } else { "" }), tag.name)?;
    let message = format!("the tag `{name}` is not known, and ignored");
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
            ("v=DMARC1; p=jerect", Some("`jerect` is no policy")),
            ("v=DMARC1; p=\"reject\"", Some("is no policy")),
            ("v=DMARC1; p=reject rua=mailto:d@example.org", Some("is no policy")),
            ("v=DMARC1; p=reject; sp=all", Some("`all` is no policy")),
            ("v=DMARC1; p=reject; pct=101", Some("no value of `pct`")),
            ("v=DMARC1; p=reject; adkim=relaxed", Some("no value of `adkim`")),
            ("v=DMARC1; p=reject; fo=2", Some("no value of `fo`")),
            ("v=DMARC1; p=reject; psd=x", Some("no value of `psd`")),
            ("v=DMARC1; p=reject; rau=mailto:d@example.org", Some("the tag `rau`")),
            ("v=DMARC1; p:reject", Some("`=` has to follow")),
            ("v=DMARC1; p=none; rua=mailto:a@example.org; mailto:b@example.org", Some("the semicolon before it")),
        ] {
            let faults = faults(text.as_bytes());
            assert_eq!(faults.len(), usize::from(message.is_some()), "{text}: {faults:?}");
            assert!(
                faults.iter().all(|fault| fault.message.contains(message.unwrap_or_default())),
                "{text}: {faults:?}"
            );
        }
    }
}
