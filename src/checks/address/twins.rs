//! Domains that have the same hosts but for a few, as machines and their consoles have.

use std::collections::HashMap;

use super::placement::{Domains, Hosts, Placement, SHARED};
use crate::text::words;

/// The domains of a zone by their hosts: which of them have a host is looked up, not asked of each.
pub(in crate::checks) struct Twins<'d> {
    domains: Vec<HostDomain<'d>>,
    labels: Vec<HostLabel>,
    /// How many stems there are of labels with a number.
    stems: usize,
}

struct HostDomain<'d> {
    is_ipv4: bool,
    by_label: &'d Hosts,
    hosts: Vec<TwinHost<'d>>,
}

/// A host, by its domain and its first label.
#[derive(Clone, Copy)]
pub(in crate::checks) struct TwinHost<'d> {
    pub domain: usize,
    pub label: &'d [u8],
    pub places: &'d [Placement],
    /// Which of all labels it has.
    at: usize,
}

/// The first label of hosts.
struct HostLabel {
    /// The domains that have it.
    domains: Vec<usize>,
    /// Its number, and a number that it has in common with labels which differ in theirs alone.
    numbered: Option<(u64, usize)>,
}

impl<'d> Twins<'d> {
    pub(in crate::checks) fn of(domains: &'d Domains) -> Twins<'d> {
        let mut twins = Twins { domains: Vec::with_capacity(domains.len()), labels: Vec::new(), stems: 0 };
        let (mut known, mut stems) = (HashMap::new(), HashMap::new());
        for (domain, (&(_, is_ipv4), by_label)) in domains.iter().enumerate() {
            let host = |(label, places): (&'d Vec<u8>, &'d Vec<Placement>)| {
                let at = *known.entry(label.as_slice()).or_insert_with(|| {
                    let stem = |(number, stem)| {
                        let next = stems.len();
                        (number, *stems.entry(stem).or_insert(next))
                    };
                    twins.labels.push(HostLabel { domains: Vec::new(), numbered: words::numbered(label).map(stem) });
                    twins.labels.len() - 1
                });
                twins.labels[at].domains.push(domain);
                TwinHost { domain, label, places, at }
            };
            let hosts = by_label.iter().map(host).collect();
            twins.domains.push(HostDomain { is_ipv4, by_label, hosts });
        }
        twins.stems = stems.len();
        twins
    }

    /// The hosts of each domain.
    pub(in crate::checks) fn domains(&self) -> impl Iterator<Item = &[TwinHost<'d>]> {
        self.domains.iter().map(|domain| domain.hosts.as_slice())
    }

    /// The number of a host's label, and what it has in common with labels of other numbers.
    pub(in crate::checks) fn numbered(&self, host: &TwinHost) -> Option<(u64, usize)> {
        self.labels[host.at].numbered
    }

    /// The hosts that stand in no other domain, by domain and in file order: those of the domains that may have a twin.
    pub(in crate::checks) fn alone(&self) -> Vec<TwinHost<'d>> {
        let is_alone = |host: &&TwinHost| self.labels[host.at].domains.len() == 1;
        let with_twin = self.domains.iter().filter(|domain| self.may_have_twin(domain));
        let mut alone: Vec<TwinHost> = with_twin.flat_map(|domain| &domain.hosts).filter(is_alone).copied().collect();
        alone.sort_by_key(|host| (host.domain, host.places[0].record));
        alone
    }

    /// Whether so many hosts of a domain stand in others of its family as it has in common with each twin.
    fn may_have_twin(&self, domain: &HostDomain) -> bool {
        let is_like = |&other: &usize| self.domains[other].is_ipv4 == domain.is_ipv4;
        let is_shared =
            |host: &&TwinHost| self.labels[host.at].domains.iter().filter(|&other| is_like(other)).nth(1).is_some();
        domain.hosts.iter().filter(is_shared).nth(SHARED - 1).is_some()
    }

    /// Whether two domains have so many hosts in common that one which they have not means something.
    pub(in crate::checks) fn are(&self, one: usize, two: usize) -> bool {
        let [one, two] = [one, two].map(|domain| &self.domains[domain]);
        let (few, many) = if one.hosts.len() < two.hosts.len() { (one, two) } else { (two, one) };
        let is_shared = |host: &&TwinHost| many.by_label.contains_key(host.label);
        one.is_ipv4 == two.is_ipv4 && few.hosts.iter().filter(is_shared).nth(SHARED - 1).is_some()
    }

    /// The hosts numbered like some of a domain that its twins have and it has not, each in the first of them.
    pub(in crate::checks) fn missing_beside(&self, domain: usize, some: &[TwinHost]) -> Vec<TwinHost<'d>> {
        let own = &self.domains[domain];
        let mut shared = vec![0; self.domains.len()];
        for host in &own.hosts {
            self.labels[host.at].domains.iter().for_each(|&other| shared[other] += 1);
        }
        let mut is_asked_for = vec![false; self.stems];
        some.iter().filter_map(|host| self.numbered(host)).for_each(|(_, stem)| is_asked_for[stem] = true);
        let may_be = |label: &HostLabel| label.numbered.is_some_and(|(_, stem)| is_asked_for[stem]);
        let mut is_missing: Vec<bool> = self.labels.iter().map(may_be).collect();
        own.hosts.iter().for_each(|host| is_missing[host.at] = false);
        let is_twin = |&(other, two): &(usize, &HostDomain)| {
            other != domain && two.is_ipv4 == own.is_ipv4 && shared[other] >= SHARED
        };
        let twins = self.domains.iter().enumerate().filter(is_twin).flat_map(|(_, two)| &two.hosts);
        twins.filter(|host| std::mem::take(&mut is_missing[host.at])).copied().collect()
    }
}
