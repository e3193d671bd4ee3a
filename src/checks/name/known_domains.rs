//! Domains that are known for certain: those of the zones that were read, and of large providers.

use crate::checks::ZoneContext;
use crate::checks::providers;
use crate::checks::view_index::ViewIndex;
use crate::syntax::iana::tlds::{is_telling, is_tld};
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::text::words::{hash, hash_on};

/// Letters that the mistyped part of a domain has at least; words are shorter only where two letters are swapped.
const SHORTEST: usize = 6;
/// And those where that is so.
const SHORTEST_SWAPPED: usize = 4;

/// The domains, to look for by what was typed in their place.
pub(in crate::checks) struct KnownDomains<'v> {
    near: TypoIndex<KnownDomain<'v>>,
    /// A bit for each number of labels they have.
    lengths: u64,
}

/// Whose a domain is.
#[derive(Clone, Copy)]
pub(in crate::checks) enum KnownDomain<'v> {
    Zone(&'v ZoneContext<'v>),
    Provider,
}

/// A domain, and the slip that made another of it.
pub(in crate::checks) struct Meant<'k, 'v> {
    pub(in crate::checks) right: &'k [u8],
    pub(in crate::checks) of: KnownDomain<'v>,
    pub(in crate::checks) typo: Typo,
}

impl<'v> KnownDomains<'v> {
    pub(in crate::checks) fn of(view: &ViewIndex<'v>) -> KnownDomains<'v> {
        let is_domain = |cx: &&&ZoneContext| {
            !cx.is_reverse() && cx.is_at_its_apex() && cx.zone.labels(cx.zone.apex()).len() > 1 && view.is_sole(cx)
        };
        let text = |cx: &ZoneContext| cx.zone.apex_name().without_final_dot().to_ascii_lowercase().into_bytes();
        let zones = view.zones.iter().filter(is_domain).map(|&cx| (text(cx), KnownDomain::Zone(cx)));
        let providers = providers::domains().map(|domain| (domain.as_bytes().to_vec(), KnownDomain::Provider));
        let all: Vec<(Vec<u8>, KnownDomain)> = zones.chain(providers).collect();
        let length = |text: &[u8]| text.split(|&byte| byte == b'.').count().min(63);
        let lengths = all.iter().fold(0, |lengths, (text, _)| lengths | 1 << length(text));
        KnownDomains { near: TypoIndex::of(all), lengths }
    }

    /// The ends of a name that may be such a domain, mistyped, from the shortest: their hashes, and their first labels as
    /// indexes. The whole name is one only where it has no host's label.
    pub(in crate::checks) fn ends_of(&self, labels: &[&[u8]]) -> impl Iterator<Item = (u64, usize)> {
        let mut end = hash([]);
        let least = usize::from(labels.len() > 2);
        let all = (least..labels.len()).rev().map(move |from| {
            end = hash_on(end, labels[from].iter().chain(b"."));
            (end, from)
        });
        all.filter(|&(_, from)| self.may_be(labels.len() - from))
    }

    /// Whether a name of so many labels may be one.
    fn may_be(&self, labels: usize) -> bool {
        self.lengths >> labels.min(63) & 1 == 1
    }

    /// The domain that was meant by a name that is none of them.
    pub(in crate::checks) fn meant_by(&self, wrong: &[u8]) -> Option<Meant<'_, 'v>> {
        if !self.near.may_be_like(wrong) {
            return None;
        }
        let like = self.near.like(wrong).into_iter();
        let mut meant = like.map(|(right, &of, typo)| Meant { right, of, typo });
        meant.find(|meant| is_proof(meant, wrong))
    }
}

/// Whether a slip cannot be how two domains differ. A letter that is another makes one name of another too often
/// (two projects of one house), but for a provider's.
fn is_proof(meant: &Meant, wrong: &[u8]) -> bool {
    let Meant { right, of, typo } = *meant;
    let top = |name: &[u8]| name.iter().rposition(|&byte| byte == b'.').map_or(0, |dot| dot + 1);
    if right[..top(right)] == wrong[..top(wrong)] {
        return is_telling(&right[top(right)..]) && !is_tld(&wrong[top(wrong)..]);
    }
    match typo {
        Typo::Transposed(_) => typo.is_believable_in(right, wrong, 0) && word_at(wrong, typo).len() >= SHORTEST_SWAPPED,
        Typo::Substituted(_) if !matches!(of, KnownDomain::Provider) => false,
        _ => typo.is_believable_in(right, wrong, SHORTEST),
    }
}

/// The letters around a slip.
fn word_at(wrong: &[u8], typo: Typo) -> &[u8] {
    let Typo::Transposed(at) = typo else { return wrong };
    let start = wrong[..at].iter().rposition(|byte| !byte.is_ascii_alphabetic()).map_or(0, |before| before + 1);
    let length = wrong[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    &wrong[start..start + length]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_proof_of(right: &str, wrong: &str, of: KnownDomain) -> bool {
        let (right, wrong) = (right.as_bytes(), wrong.as_bytes());
        let typo = Typo::between(right, wrong).expect("one slip");
        is_proof(&Meant { right, of, typo }, wrong)
    }

    #[test]
    fn slips_that_make_another_domain_are_no_proof() {
        for (right, wrong) in [
            ("lync.com", "lync.con"),
            ("outlook.com", "outlook.cmo"),
            ("outlook.com", "outlok.com"),
            ("outlook.com", "outloook.com"),
            ("outlook.com", "oultook.com"),
            ("sendgrid.net", "sendgird.net"),
            ("fastly.net", "fastly.nest"),
        ] {
            assert!(is_proof_of(right, wrong, KnownDomain::Provider), "{wrong} for {right}");
        }
        for (right, wrong) in [
            ("lync.com", "sync.com"),
            ("lync.com", "lync.co"),
            ("pages.dev", "pages.de"),
            ("windows.net", "window.net"),
            ("ovh.net", "voh.net"),
            ("ovh.net", "ovvh.net"),
        ] {
            assert!(!is_proof_of(right, wrong, KnownDomain::Provider), "{wrong} for {right}");
        }
    }
}
