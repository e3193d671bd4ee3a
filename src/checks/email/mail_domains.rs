//! Which names of a zone get mail, and which policies they have.

use super::mail_text::{MailText, Policy};
use crate::checks::view_index::{NameLookup, ViewIndex};
use crate::checks::{ProjectContext, ZoneContext};
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, RecordId, Zone};

/// A name with MX records.
pub(super) struct MailDomain {
    pub name: NameId,
    /// Its first MX record.
    pub mx: RecordId,
}

/// The names that get mail.
pub(super) fn of_zone(zone: &Zone) -> Vec<MailDomain> {
    let is_null = |id: RecordId| zone.record(id).target() == Some(NameId::ROOT);
    let gets_mail = zone.rrsets_of(&[RType::MX]).filter(|rrset| {
        zone.is_in_zone(rrset.owner)
            && zone.cut_above(rrset.owner).is_none()
            && !rrset.records.iter().all(|id| is_null(*id))
    });
    gets_mail.map(|rrset| MailDomain { name: rrset.owner, mx: rrset.records[0] }).collect()
}

/// Whether the zone neither gets mail nor says that anybody sends it.
pub(super) fn is_without_mail(cx: &ZoneContext) -> bool {
    let sends = |text: &MailText| {
        text.policy == Some(Policy::Spf)
            && (!text.is_sound_spf() || text.terms().any(|term| term.passes() || term.is("redirect")))
    };
    of_zone(cx.zone).is_empty() && !cx.mail_texts().iter().any(sends)
}

/// Whether rules about mail can be held against a zone: all of it was read, and it is one for names of hosts.
pub(super) fn is_for_rules(cx: &ZoneContext) -> bool {
    cx.zone.is_complete() && cx.is_at_its_apex() && !cx.is_reverse() && !cx.mentions_rpz()
}

/// Whether a name has a policy, or whether that is not for the zone to say: it is delegated, an alias, or a text of it
/// cannot be read.
pub(super) fn has_policy(cx: &ZoneContext, below_apex: &[&[u8]], policy: Policy) -> bool {
    match cx.zone.answer_for(below_apex) {
        Answer::NxDomain | Answer::EmptyNonTerminal => false,
        Answer::Delegated => true,
        Answer::Owner(owner) => holds_policy(cx, owner, policy),
    }
}

fn holds_policy(cx: &ZoneContext, owner: NameId, policy: Policy) -> bool {
    let zone = cx.zone;
    let is_elsewhere = zone.is_alias(owner) || owner != zone.apex() && zone.has(owner, RType::NS);
    is_elsewhere
        || zone.rrset(owner, RType::TXT).iter().any(|&id| {
            let texts = cx.mail_texts();
            let text = texts.binary_search_by_key(&id, |text| text.record).ok().map(|at| &texts[at]);
            !zone.record(id).is_readable() || text.is_some_and(|text| text.policy == Some(policy))
        })
}

/// The same for a policy of DMARC, which counts for all names below the one that it is of (RFC 9989 section 4.10).
pub(super) fn has_dmarc<'v>(project: &ProjectContext<'v>, cx: &ZoneContext<'v>, name: NameId) -> bool {
    let Some(below) = cx.zone.labels_below_apex(name) else { return true };
    // A wildcard stands for names below its own.
    let first = usize::from(below.first() == Some(&&b"*"[..]));
    (first..=below.len()).any(|from| has_policy(cx, &at_dmarc(&below[from..]), Policy::Dmarc)) || {
        let apex = cx.zone.labels(cx.zone.apex());
        let is_in = |view: &ViewIndex<'v>, labels: &[&[u8]]| match view.look_up_labels(&at_dmarc(labels)) {
            NameLookup::Owner(host) => holds_policy(host.cx, host.name, Policy::Dmarc),
            _ => false,
        };
        project.view_indexes().iter().any(|view| (1..apex.len()).any(|from| is_in(view, &apex[from..])))
    }
}

fn at_dmarc<'l>(labels: &[&'l [u8]]) -> Vec<&'l [u8]> {
    [&[&b"_dmarc"[..]], labels].concat()
}
