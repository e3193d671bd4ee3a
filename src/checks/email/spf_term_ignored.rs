//! Terms of SPF that have no effect.

use std::collections::HashSet;

use super::octets::Fault;
use super::report::report;
use super::spf_terms::{self, Term, is_mechanism};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "spf-term-ignored",
    summary: "a term of an SPF record has no effect: it stands behind `all`, or is taken for an unknown modifier",
    severity: Severity::Warning,
    references: &["RFC 7208 sections 5.1, 6 and 6.1"],
    explain: include_str!("spf_term_ignored.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(cx, findings, &META, |text| text.is_sound_spf(), |text| faults(&text.text));
}

fn faults(text: &[u8]) -> Vec<Fault> {
    let all = spf_terms::of(text).find(|term| term.is("all")).map(|all| all.start);
    let mut seen = HashSet::new();
    let is_ignored = |term: &Term| !term.is_modifier() && all.is_some_and(|all| all < term.start);
    let mut faults = Vec::new();
    let mut is_behind_told = false;
    for term in spf_terms::of(text) {
        let what = shown(term.text);
        match () {
            // Of all that stand there one finding is enough.
            () if is_ignored(&term) && !term.is("all") => {
                if !std::mem::replace(&mut is_behind_told, true) {
                    let fault =
                        Fault::warning(term.octets(), format!("`{what}` stands behind `all`, which ends the policy"));
                    faults.push(fault.help("move it before `all`, or remove it"));
                }
            }
            () if term.is("redirect") && all.is_some() => {
                let fault = Fault::info(term.octets(), format!("`{what}` is not used beside `all`"));
                faults.push(fault.help("remove it, or remove `all`"));
            }
            () if term.is_modifier() && (is_mechanism(term.name) || is_named_so(term.name)) => {
                let value = shown(term.value().unwrap_or_default());
                let name = if is_mechanism(term.name) { shown(term.name) } else { "ip4".into() };
                let message = format!("`{what}` is read as a modifier that nobody knows, and ignored");
                let fault = Fault::warning(term.octets(), message).help(format!("did you mean `{name}:{value}`?"));
                faults.push(fault.maybe(term.octets(), format!("{name}:{value}")));
            }
            () if !term.is_modifier() && !seen.insert(term.text.to_ascii_lowercase()) => {
                let fault = Fault::info(term.octets(), format!("`{what}` is there twice"));
                faults.push(fault.help("remove one of them").instead(term.octets().start - 1..term.octets().end, ""));
            }
            () => {}
        }
    }
    faults
}

/// What `ip4` is called by mistake.
fn is_named_so(name: &[u8]) -> bool {
    [&b"ip"[..], b"ipv4"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        for (text, message) in [
            ("v=spf1 -all mx a", "`mx` stands behind `all`"),
            ("v=spf1 mx -all redirect=_spf.example.org", "is not used beside `all`"),
            ("v=spf1 ip4=192.0.2.1 -all", "is read as a modifier"),
            ("v=spf1 mx MX -all", "`MX` is there twice"),
            ("v=spf1 mx all all", "`all` is there twice"),
        ] {
            let faults = faults(text.as_bytes());
            assert!(matches!(&faults[..], [fault] if fault.message.contains(message)), "{text}: {faults:?}");
        }
        assert_eq!(faults(b"v=spf1 mx all exp=why.example.org x=1 x=1 redirect1=a"), []);
    }
}
