//! Where policies of SPF lead: the names of their terms, looked up in the zones of a view.

use std::collections::HashMap;

use super::mail_text::{self, MailText, Policy};
use super::spf_terms::Term;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName};
use crate::checks::{ProjectContext, ZoneContext};
use crate::syntax::rdata::RType;
use crate::zone::NameId;

/// What the zones say of the name of a term.
pub(super) enum Resolution<'v> {
    /// Nothing: it is elsewhere, or a macro.
    Unknown,
    /// It does not exist.
    Missing,
    /// It is there, and is no alias that leads out of the zones.
    Host(ZoneName<'v>),
}

/// Where a term leads, from a policy of this owner.
pub(super) fn resolve<'v>(view: &ViewIndex<'v>, from: ZoneName<'v>, term: &Term) -> Resolution<'v> {
    let found = match (term.value(), term.domain()) {
        // `a` and `mx` without a domain are about the owner.
        (None, _) => NameLookup::Owner(from),
        (Some(_), Some(domain)) => {
            let domain = domain.to_ascii_lowercase();
            let labels: Vec<&[u8]> = domain.split('.').map(str::as_bytes).collect();
            view.look_up_labels(&labels)
        }
        (Some(_), None) => NameLookup::Unknown,
    };
    let found = match found {
        NameLookup::Owner(host) => view.canonical(host),
        other => other,
    };
    match found {
        NameLookup::Owner(host) => Resolution::Host(host),
        NameLookup::Missing(_) => Resolution::Missing,
        NameLookup::Unknown | NameLookup::Unread => Resolution::Unknown,
    }
}

/// The policies that receivers find at a name, two at most: there should be one.
pub(super) fn policies_of<'v>(host: ZoneName<'v>) -> impl Iterator<Item = &'v MailText<'v>> {
    mail_text::selected(host.cx, host.name, Policy::Spf)
}

/// Whether a term takes a lookup that counts (RFC 7208 section 4.6.4).
pub(super) fn is_lookup(term: &Term) -> bool {
    ["include", "a", "mx", "ptr", "exists"].iter().any(|name| term.is(name))
}

/// The terms that receivers evaluate: those up to `all`, and `redirect=` where there is no `all`.
pub(super) fn evaluated<'t>(text: &'t MailText) -> impl Iterator<Item = Term<'t>> {
    let all = text.terms().find(|term| term.is("all")).map(|term| term.start);
    let is_evaluated = move |term: &Term| match all {
        Some(all) => term.start < all && !term.is("redirect"),
        None => true,
    };
    text.terms().filter(is_evaluated)
}

/// What evaluating a policy takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// At least so many lookups.
    pub lookups: u32,
    /// It leads back to itself.
    pub is_loop: bool,
}

/// More are not counted.
const MOST: u32 = 1000;
/// Policies that lead from one to the next farther than this are not followed.
const DEEPEST: usize = 64;

/// The costs of policies, each worked out once.
pub(super) struct Costs<'p, 'v> {
    view: &'p ViewIndex<'v>,
    /// By zone and owner; nothing while it is being worked out.
    known: HashMap<(usize, NameId), Option<Cost>>,
}

impl<'p, 'v> Costs<'p, 'v> {
    pub(super) fn in_view(view: &'p ViewIndex<'v>) -> Costs<'p, 'v> {
        Costs { view, known: HashMap::new() }
    }

    /// What one term takes.
    pub(super) fn of_term(&mut self, from: ZoneName<'v>, term: &Term, depth: usize) -> Cost {
        let is_redirect = term.is("redirect");
        let own = Cost { lookups: u32::from(is_redirect || is_lookup(term)), is_loop: false };
        if !(is_redirect || term.is("include")) || depth > DEEPEST {
            return own;
        }
        let Resolution::Host(host) = resolve(self.view, from, term) else { return own };
        let behind = self.of_host(host, depth + 1);
        Cost { lookups: (own.lookups + behind.lookups).min(MOST), is_loop: behind.is_loop }
    }

    fn of_host(&mut self, host: ZoneName<'v>, depth: usize) -> Cost {
        let key = (std::ptr::from_ref(host.cx.zone).addr(), host.name);
        match self.known.get(&key) {
            Some(Some(cost)) => return *cost,
            Some(None) => return Cost { lookups: 0, is_loop: true },
            None => {}
        }
        self.known.insert(key, None);
        let mut sum = Cost::default();
        if let Some(text) = policies_of(host).next() {
            for term in evaluated(text) {
                let cost = self.of_term(host, &term, depth);
                sum.lookups = (sum.lookups + cost.lookups).min(MOST);
                sum.is_loop |= cost.is_loop;
            }
        }
        self.known.insert(key, Some(sum));
        sum
    }
}

/// A policy of a zone that may lead somewhere, in the view that it is looked at in.
pub(super) struct Rooted<'v> {
    pub owner: ZoneName<'v>,
    pub text: &'v MailText<'v>,
}

/// The sound policies of a zone.
pub(super) fn of_zone<'v>(cx: &'v ZoneContext<'v>) -> impl Iterator<Item = Rooted<'v>> {
    let sound =
        cx.mail_texts().iter().filter(|text| text.is_sound_spf() && cx.zone.record(text.record).rtype == RType::TXT);
    sound.map(move |text| Rooted { owner: ZoneName { cx, name: cx.zone.record(text.record).owner }, text })
}

/// The views that a zone is in, which all have to agree: it may be for one of them.
pub(super) fn views_of<'p, 'v>(project: &'p ProjectContext<'v>, cx: &ZoneContext<'v>) -> Vec<&'p ViewIndex<'v>> {
    match project.view_indexes() {
        [only] => vec![only],
        views => views.iter().filter(|view| view.has(cx)).collect(),
    }
}
