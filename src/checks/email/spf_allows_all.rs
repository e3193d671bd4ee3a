//! A policy of SPF that lets anybody pass, or says nothing of others.

use std::collections::HashSet;

use super::mail_text::MailText;
use super::octets::Fault;
use super::spf_terms::Term;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "spf-allows-all",
    summary: "an SPF record lets every sender pass, or says nothing of those that it does not name",
    severity: Severity::Warning,
    references: &["RFC 7208 sections 4.7, 5.1 and 8.3"],
    explain: include_str!("spf_allows_all.md"),
    ..Meta::DEFAULT
};

/// Networks with shorter prefixes are no networks of one house.
const SHORTEST_V4: u32 = 8;
const SHORTEST_V6: u32 = 16;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut included = None;
    for text in cx.mail_texts().iter().filter(|text| text.is_sound_spf()) {
        match end_of(text.terms()) {
            End::Fault(fault) => findings.add(fault.found(cx, &META, text)),
            // A part of other policies needs no end.
            End::Open if !is_part(cx, text, &mut included) => {
                let fault = Fault::info(0..text.text.len(), "the policy says nothing of senders that it does not name");
                findings.add(fault.help("end it with `-all` or `~all`").found(cx, &META, text));
            }
            End::Open | End::Closed => {}
        }
    }
}

enum End {
    Fault(Fault),
    /// Neither `all` nor `redirect=`.
    Open,
    Closed,
}

fn end_of<'t>(terms: impl Iterator<Item = Term<'t>>) -> End {
    let mut end = End::Open;
    for term in terms {
        let what = || shown(term.text);
        if term.is("all") {
            return match term.qualifier {
                _ if term.passes() => End::Fault(
                    Fault::warning(term.octets(), format!("`{}` lets every sender pass", what()))
                        .help("write `-all` or `~all`"),
                ),
                Some(b'?') => End::Fault(
                    Fault::info(term.octets(), format!("`{}` says nothing of all other senders", what()))
                        .help("write `~all` or `-all` once the policy is complete"),
                ),
                _ => End::Closed,
            };
        }
        let prefix =
            term.rest.rsplit(|b| *b == b'/').next().and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
        let shortest = if term.is("ip4") { SHORTEST_V4 } else { SHORTEST_V6 };
        let is_wide = term.rest.contains(&b'/') && prefix.is_some_and(|prefix: u32| prefix < shortest);
        if (term.is("ip4") || term.is("ip6")) && term.passes() && is_wide {
            let message = format!("`{}` lets a large part of the Internet pass", what());
            return End::Fault(
                Fault::warning(term.octets(), message).help("write the networks that mail is sent from"),
            );
        }
        if term.is("redirect") {
            end = End::Closed;
        }
    }
    end
}

/// Whether the policy is there to be included by others.
fn is_part(cx: &ZoneContext, text: &MailText, included: &mut Option<HashSet<String>>) -> bool {
    let owner = cx.zone.record(text.record).owner;
    let included = included.get_or_insert_with(|| {
        let texts = cx.mail_texts().iter().filter(|text| text.is_sound_spf());
        let terms = texts.flat_map(|text| text.terms());
        terms
            .filter(|term| term.is("include") || term.is("redirect"))
            .filter_map(|term| Some(term.domain()?.to_ascii_lowercase()))
            .collect()
    });
    let name = cx.zone.name_text(owner).trim_end_matches('.').to_ascii_lowercase();
    name.starts_with('_') || name.contains("._") || name.contains("spf") || included.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::super::spf_terms;
    use super::*;

    #[test]
    fn the_end_of_a_policy_is_judged() {
        for (text, message) in [
            ("v=spf1 mx all", "`all` lets every sender pass"),
            ("v=spf1 +all", "lets every sender pass"),
            ("v=spf1 ?all", "says nothing of all other senders"),
            ("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", "a large part"),
            ("v=spf1 ip6:::/0 -all", "a large part"),
        ] {
            assert!(
                matches!(end_of(spf_terms::of(text.as_bytes())), End::Fault(fault) if fault.message.contains(message)),
                "{text}"
            );
        }
        for text in [
            "v=spf1 ip4:17.0.0.0/8 -all",
            "v=spf1 -ip4:0.0.0.0/0 ~all",
            "v=spf1 redirect=example.org",
            "v=spf1 ip6:2001:db8::1 -all",
        ] {
            assert!(matches!(end_of(spf_terms::of(text.as_bytes())), End::Closed), "{text}");
        }
        assert!(matches!(end_of(spf_terms::of(b"v=spf1")), End::Open));
    }
}
