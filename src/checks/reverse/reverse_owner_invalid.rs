//! An octet or nibble in a reverse zone that no address has.

use crate::checks::reverse::repair::{Repair, with_dots};
use crate::checks::reverse::{Family, Misnamed, OwnerFault, digits_of, together};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "reverse-owner-invalid",
    summary: "an owner in a reverse zone has an octet or nibble that is not valid in an address",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.5", "RFC 3596 section 2.5"],
    explain: include_str!("reverse_owner_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(family) = cx.family() else { return };
    // A label of the origin is one mistake, however many owners are below it.
    let mut below: Vec<(NameId, Vec<&Misnamed>)> = Vec::new();
    let mut single = Vec::new();
    for wrong in cx.misnamed() {
        let OwnerFault::Part(label) = &wrong.fault else { continue };
        let origin = cx.zone.origin_at(wrong.record);
        let is_inherited = origin != cx.zone.apex()
            && cx.zone.relative_to(cx.zone.record(wrong.record).owner) == origin
            && cx.zone.labels(origin).contains(&label.as_bytes());
        match below.iter_mut().find(|(of, _)| *of == origin).filter(|_| is_inherited) {
            Some((_, all)) => all.push(wrong),
            None if is_inherited => below.push((origin, vec![wrong])),
            None => single.extend(of_owner(cx, family, wrong)),
        }
    }
    findings.extend(below.into_iter().filter_map(|(origin, all)| of_origin(cx, family, origin, &all)));
    findings.extend(together(cx, single));
}

fn of_owner(cx: &ZoneContext, family: Family, wrong: &Misnamed) -> Option<Diagnostic> {
    let OwnerFault::Part(label) = &wrong.fault else { return None };
    let owner = cx.zone.record(wrong.record).owner;
    let message = format!("`{label}` in `{}` {}", cx.zone.name_text(owner), what(family, label));
    let finding = Diagnostic::new(&META, cx.owner_or_type(wrong.record), message);
    let fix = mended(cx, family, owner, label);
    Some(finding.help(help(cx, family, owner, label)).fix(fix).subject(cx.subject(wrong.record)))
}

fn of_origin(cx: &ZoneContext, family: Family, origin: NameId, all: &[&Misnamed]) -> Option<Diagnostic> {
    let first = all.first()?;
    let OwnerFault::Part(label) = &first.fault else { return None };
    let Some(at) = cx.zone.origin_given_at(first.record) else { return of_owner(cx, family, first) };
    let mut message = format!("`{label}` in the origin `{}` {}", cx.zone.name_text(origin), what(family, label));
    message += &match all.len() {
        1 => ", so the owner below it is not an address".to_owned(),
        owners => format!(", so {owners} owners below it are not addresses"),
    };
    let finding = Diagnostic::new(&META, at, message).subject(cx.subject(first.record));
    let finding = finding.said_of_each(all, |wrong| (cx.owner_or_type(wrong.record), "below it"));
    let repair = with_dots(family, &cx.zone.labels(origin));
    let fix = repair.as_ref().map(|repair| Fix::unsure(at, repair.name.as_str()));
    Some(
        finding
            .help(match repair {
                Some(Repair { name, slip }) => format!("{slip}: write `$ORIGIN {name}`"),
                None => help(cx, family, origin, label),
            })
            .fix(fix),
    )
}

/// The owner as an address: without the zeros before a number, which is proven, or with a label for each digit.
fn mended(cx: &ZoneContext, family: Family, owner: NameId, label: &str) -> Option<Fix> {
    if family == Family::V6 {
        let repair = with_dots(family, &cx.zone.labels(owner)).filter(is_address)?;
        return cx.renamed_owner(owner, &repair.name);
    }
    if let Some(meant) = without_letters(label) {
        let name = cx.zone.name_text(owner);
        let labels = name.split('.').map(|own| if own == label { meant.as_str() } else { own });
        let fix = cx.renamed_owner(owner, &labels.collect::<Vec<_>>().join("."))?;
        return Some(Fix { applicability: Applicability::Unsafe, ..fix });
    }
    let is_number = |label: &str| label.len() > 1 && label.bytes().all(|byte| byte.is_ascii_digit());
    let number = label.trim_start_matches('0');
    if !label.starts_with('0') || number.parse::<u8>().is_err() && !number.is_empty() {
        return None;
    }
    let name = cx.zone.name_text(owner);
    let labels = name.split('.').map(|label| match label.trim_start_matches('0') {
        "" if is_number(label) => "0",
        number if is_number(label) => number,
        _ => label,
    });
    let meant = labels.collect::<Vec<_>>().join(".");
    let is_new = cx.zone.find(&meant).is_none_or(|name| !cx.zone.is_owner(name));
    let fix = cx.renamed_owner(owner, &meant)?;
    Some(Fix { applicability: if is_new { Applicability::Safe } else { Applicability::Unsafe }, ..fix })
}

/// The octet that a label with letters in the place of digits stands for.
fn without_letters(label: &str) -> Option<String> {
    let has_letter = label.bytes().any(|byte| byte.is_ascii_alphabetic());
    digits_of(label.as_bytes()).filter(|_| has_letter).map(|octet| octet.to_string())
}

fn what(family: Family, label: &str) -> &'static str {
    match family {
        Family::V4 if without_letters(label).is_some() => "is not an octet: it has a letter in the place of a digit",
        Family::V4 if label.starts_with('0') => "starts with a zero, but PTR queries never do",
        Family::V4 => "is not an octet (0 to 255)",
        Family::V6 => "is not a nibble (one hexadecimal digit)",
    }
}

fn help(cx: &ZoneContext, family: Family, owner: NameId, label: &str) -> String {
    if let (Family::V4, Some(octet)) = (family, without_letters(label)) {
        return format!("write `{octet}`");
    }
    match (family, label.trim_start_matches('0')) {
        (Family::V4, number) if label.starts_with('0') && number.len() < 4 => {
            format!("write `{}`", if number.is_empty() { "0" } else { number })
        }
        (Family::V4, _) => "correct the number: an address has four octets, the last one first".to_owned(),
        (Family::V6, _) => match with_dots(family, &cx.zone.labels(owner)).filter(is_address) {
            Some(Repair { name, slip }) => format!("{slip}: the address is `{name}`"),
            None => "write every digit of the address as a label, the last one first".to_owned(),
        },
    }
}

/// Whether a name has a nibble for each digit of an address, and the two labels of the tree.
fn is_address(repair: &Repair) -> bool {
    repair.name.matches('.').count() == Family::V6.parts() + 2
}
