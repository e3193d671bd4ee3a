//! Which texts of a zone are policies of mail: by how they start, and by their owners.

use std::borrow::Cow;
use std::collections::HashMap;

use super::dkim_key::{self, Key};
use super::seam;
use super::spf_syntax::{self, TermFault};
use super::spf_terms::{self, Term, TermPlace, starts_with_spf};
use super::spf_version;
use super::tags::{self, Tag, TagPlace};
use crate::checks::ZoneContext;
use crate::checks::record::cut_text::cut_of;
use crate::checks::typed::is_octets;
use crate::syntax::rdata::RType;
use crate::text::suggest::distance_within;
use crate::zone::{NameId, NumberSet, RecordFlags, RecordId, Zone};

/// What receivers look for in TXT records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::checks) enum Policy {
    Spf,
    Dkim,
    Dmarc,
    MtaSts,
    TlsRpt,
    Bimi,
}

impl Policy {
    const ALL: [Policy; 6] = [Policy::Spf, Policy::Dkim, Policy::Dmarc, Policy::MtaSts, Policy::TlsRpt, Policy::Bimi];

    pub(super) fn name(self) -> &'static str {
        match self {
            Policy::Spf => "SPF",
            Policy::Dkim => "DKIM",
            Policy::Dmarc => "DMARC",
            Policy::MtaSts => "MTA-STS",
            Policy::TlsRpt => "TLS reporting",
            Policy::Bimi => "BIMI",
        }
    }

    /// The value of `v=`.
    pub(super) fn version(self) -> &'static str {
        match self {
            Policy::Spf => "spf1",
            Policy::Dkim => "DKIM1",
            Policy::Dmarc => "DMARC1",
            Policy::MtaSts => "STSv1",
            Policy::TlsRpt => "TLSRPTv1",
            Policy::Bimi => "BIMI1",
        }
    }

    /// How its owner starts.
    pub(super) fn owner(self) -> &'static str {
        match self {
            Policy::Spf => "the domain of the sender",
            Policy::Dkim => "`selector._domainkey`",
            Policy::Dmarc => "`_dmarc`",
            Policy::MtaSts => "`_mta-sts`",
            Policy::TlsRpt => "`_smtp._tls`",
            Policy::Bimi => "`default._bimi`",
        }
    }

    /// Whether receivers take a text for this policy: any other they pass over.
    pub(super) fn is_selected(self, text: &[u8]) -> bool {
        let version = self.version().as_bytes();
        let first = &text[..memchr::memchr(b';', text).unwrap_or(text.len())];
        match self {
            // RFC 7208 section 4.5: in any case, and a blank or nothing behind it.
            Policy::Spf => starts_with_spf(text),
            // RFC 8461 section 3.1, RFC 8460 section 3: with a semicolon.
            Policy::MtaSts | Policy::TlsRpt => {
                first.len() < text.len() && first.strip_prefix(b"v=").is_some_and(|of| of.trim_ascii_end() == version)
            }
            // RFC 6376 section 3.6.1: it may be missing, but not stand behind others.
            Policy::Dkim if !tags::of(text).any(|tag| tag.is(b"v")) => true,
            Policy::Dkim | Policy::Dmarc | Policy::Bimi => {
                text.first().is_some_and(|first| !first.is_ascii_whitespace())
                    && tags::of(text).next().is_some_and(|tag| tag.is(b"v") && tag.value == version)
            }
        }
    }

    /// The policy that a text says it is, well written or not.
    fn claimed_by(text: &[u8]) -> Option<Policy> {
        let quotes = |b: &u8| matches!(b, b' ' | b'\t' | b'"' | b'\'');
        let text = &text[text.iter().take_while(|b| quotes(b)).count()..];
        let [b'v' | b'V', rest @ ..] = text else { return None };
        let [b'=', word @ ..] = rest.trim_ascii_start() else { return None };
        let word = word.trim_ascii_start();
        let word = &word[..word.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
        Policy::ALL.into_iter().find(|policy| policy.version().as_bytes().eq_ignore_ascii_case(word)).or_else(|| {
            let word =
                std::str::from_utf8(word).ok().filter(|word| (3..=10).contains(&word.len()))?.to_ascii_lowercase();
            Policy::ALL.into_iter().find(|policy| {
                let version = policy.version().to_ascii_lowercase();
                let stem = version.trim_end_matches('1');
                word.strip_prefix(stem).is_some_and(|end| end.len() <= 2)
                    || version.len() > 4 && distance_within(&word, &version, 1).is_some()
            })
        })
    }

    /// Whether a text at the owner of this policy is meant for it, though it does not start so.
    fn is_meant_by(self, text: &[u8]) -> bool {
        let version = self.version().as_bytes();
        let is_version = |value: &[u8]| value.eq_ignore_ascii_case(version);
        tags::of(text).any(|tag| {
            tag.is(b"v") && is_version(tag.value)
                || self == Policy::Dkim && (tag.is(b"p") || tag.is(b"k"))
                || self == Policy::Dmarc && tag.is(b"p") && tags::is_one_of(&tags::DMARC_POLICIES, tag.value)
                || self == Policy::TlsRpt && tag.is(b"rua")
                || self == Policy::MtaSts && tag.is(b"id")
        })
    }
}

/// The policy whose records stand at an owner, and whether what stands there allows reports about others.
pub(super) fn policy_at(zone: &Zone, owner: NameId) -> Option<(Policy, bool)> {
    // Without an underscore it is none.
    let origin = zone.relative_to(owner);
    if !(zone.is_odd(owner) || origin != NameId::ROOT && zone.is_odd(origin)) {
        return None;
    }
    let is = |label: &[u8], known: &str| label.eq_ignore_ascii_case(known.as_bytes());
    let first = zone.first_label(owner);
    // Most underscored names are `_acme-challenge` and the like: all that says more is in other labels.
    let has_more = || zone.written(owner).get(first.len()..).is_none_or(|rest| rest.contains(&b'_'));
    let is_first = ["_dmarc", "_mta-sts", "_smtp"].iter().any(|known| is(first, known));
    if !(is_first || has_more() || origin != NameId::ROOT && zone.is_odd(origin)) {
        return None;
    }
    let mut labels = zone.each_label(owner).skip(1);
    let second = labels.next().unwrap_or_default();
    let mut rest = labels.take_while(|label| !is(label, "_dmarc"));
    match () {
        () if is(first, "_dmarc") => Some((Policy::Dmarc, false)),
        // Old policies, and where reports about DKIM go (RFC 6651 section 3.2).
        () if ["_domainkey", "_adsp", "_policy", "_report"].iter().any(|known| is(first, known)) => None,
        () if is(second, "_domainkey") => Some((Policy::Dkim, false)),
        () if is(first, "_mta-sts") => Some((Policy::MtaSts, false)),
        () if is(first, "_smtp") && is(second, "_tls") => Some((Policy::TlsRpt, false)),
        () if is(second, "_bimi") => Some((Policy::Bimi, false)),
        // RFC 9990 section 4, RFC 7489 section 7.1.
        () if is(second, "_report") || rest.any(|label| is(label, "_report")) => Some((Policy::Dmarc, true)),
        () if zone.each_label(owner).any(|label| is(label, "_domainkey")) => Some((Policy::Dkim, false)),
        () => None,
    }
}

/// A text that is a policy of mail, or stands where one should.
pub(in crate::checks) struct MailText<'z> {
    pub(super) record: RecordId,
    /// Its strings as one, escapes read.
    pub(super) text: Cow<'z, [u8]>,
    /// What it is.
    pub(super) policy: Option<Policy>,
    /// What its owner is for.
    pub(super) at: Option<Policy>,
    /// It says that reports about another domain may come here.
    pub(super) is_report: bool,
    /// It is more than one string in quotes, so that words may run together.
    pub(super) is_split: bool,
    /// Another check says that it is cut or that its words run together.
    is_told: bool,
    /// Receivers take it for its policy.
    is_selected: bool,
    parts: Parts,
    /// What makes it an error, where it is one of SPF.
    pub(super) spf_fault: Option<Box<TermFault>>,
    /// The key of a DKIM record that receivers read.
    pub(super) key: Option<Key>,
}

/// The parts of a text, read once for all checks.
enum Parts {
    Terms(Box<[TermPlace]>),
    Tags(Box<[TagPlace]>),
}

impl Parts {
    fn of(policy: Option<Policy>, text: &[u8]) -> Parts {
        match policy {
            Some(Policy::Spf) => Parts::Terms(spf_terms::of(text).map(|term| term.place()).collect()),
            _ => Parts::Tags(tags::of(text).map(|tag| tag.place()).collect()),
        }
    }
}

impl<'z> MailText<'z> {
    /// A text that stands in no zone.
    #[cfg(test)]
    pub(super) fn of_text(policy: Policy, text: &'z [u8]) -> MailText<'z> {
        MailText {
            parts: Parts::of(Some(policy), text),
            key: None,
            record: RecordId(0),
            text: Cow::Borrowed(text),
            policy: Some(policy),
            at: None,
            is_report: false,
            is_split: false,
            is_told: false,
            is_selected: policy.is_selected(text),
            spf_fault: None,
        }
    }

    /// The terms of a policy of SPF; any other has none.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term<'_>> + Clone {
        let places: &[TermPlace] = if let Parts::Terms(places) = &self.parts { places } else { &[] };
        places.iter().map(|place| place.term(&self.text))
    }

    /// The tags of any other policy; one of SPF has none.
    pub(super) fn tags(&self) -> impl Iterator<Item = Tag<'_>> + Clone {
        let places: &[TagPlace] = if let Parts::Tags(places) = &self.parts { places } else { &[] };
        places.iter().map(|place| place.tag(&self.text))
    }

    /// Whether it is a text of that policy which receivers read, and about which nothing was said.
    pub(super) fn is_read_as(&self, policy: Policy) -> bool {
        self.policy == Some(policy) && self.is_selected && !self.is_told
    }

    /// The policy that it is meant for, though receivers do not take it for that.
    pub(super) fn passed_over(&self) -> Option<Policy> {
        self.policy.filter(|_| !self.is_selected && !self.is_told)
    }

    /// Whether it is none of the policies, and nothing was said about it.
    pub(super) fn is_other(&self) -> bool {
        self.policy.is_none() && !self.is_told
    }

    /// Whether it is a policy of SPF without mistakes.
    pub(super) fn is_sound_spf(&self) -> bool {
        self.is_read_as(Policy::Spf) && self.spf_fault.is_none()
    }
}

/// The texts of mail, in order.
pub(in crate::checks) fn of_zone(zone: &Zone) -> Vec<MailText<'_>> {
    let mut last = None;
    let mut at_owner = |owner| match last {
        Some((known, at)) if known == owner => at,
        _ => last.insert((owner, policy_at(zone, owner))).1,
    };
    let mut candidates: Vec<(RecordId, Option<(Policy, bool)>)> = Vec::new();
    for rtype in [RType::TXT, RType::SPF] {
        let readable = zone.of_type(rtype).filter(|(_, record)| record.is_readable());
        candidates.extend(readable.filter_map(|(id, record)| {
            let at = at_owner(record.owner);
            (at.is_some() || record.has(RecordFlags::VERSION)).then_some((id, at))
        }));
    }
    candidates.retain(|&(id, _)| zone.is_in_zone(zone.record(id).owner));
    candidates.sort_unstable_by_key(|(id, _)| *id);
    candidates.into_iter().filter_map(|(id, at)| read(zone, id, at)).collect()
}

fn read(zone: &Zone, record: RecordId, at: Option<(Policy, bool)>) -> Option<MailText<'_>> {
    let whole = zone.first_word(record).filter(|first| is_only(zone, record, first));
    let entry = whole.is_none().then(|| zone.entry(record));
    if entry.as_ref().is_some_and(is_octets) {
        return None;
    }
    let text = match (&entry, whole) {
        (Some(entry), _) => Cow::Owned(entry.joined_texts().into_owned()),
        (None, whole) => Cow::Borrowed(whole.unwrap_or_default()),
    };
    let (at, is_report) = at.map_or((None, false), |(at, is_report)| (Some(at), is_report));
    let is_key = || tags::of(&text).any(|tag| tag.is(b"p") && tag.value.len() > 90 && tag.value.starts_with(b"MI"));
    let strings: Vec<_> = entry.iter().flat_map(|entry| entry.texts()).collect();
    // The version may run together with what follows it.
    let first = strings.first().map(|(_, first, _)| *first).unwrap_or_default();
    let policy = Policy::claimed_by(&text)
        .or_else(|| Policy::claimed_by(first))
        .or_else(|| at.filter(|at| at.is_meant_by(&text)))
        .or_else(|| is_key().then_some(Policy::Dkim))
        .or_else(|| spf_version::mistyped(&text).map(|_| Policy::Spf));
    let is_run_together = policy.is_some_and(|policy| seam::of(policy == Policy::Spf, &strings).is_some());
    // A string that goes on in the next line was closed by mistake, if at all.
    let is_told = is_run_together
        || strings.iter().any(|(_, written, _)| written.contains(&b'\n'))
        || entry.as_ref().is_some_and(|entry| cut_of(zone, entry).is_some());
    let is_selected = policy.is_some_and(|policy| policy.is_selected(&text));
    let parts = Parts::of(policy, &text);
    let is_split = entry.is_some();
    let (spf_fault, key) = (None, None);
    let mut read =
        MailText { record, text, policy, at, is_report, is_split, is_told, is_selected, parts, spf_fault, key };
    if read.is_read_as(Policy::Spf) {
        read.spf_fault = spf_syntax::fault_of(read.terms()).map(Box::new);
    }
    if read.is_read_as(Policy::Dkim) {
        let key = read.tags().find(|tag| tag.is(b"p")).map(|key| dkim_key::read(key.value));
        read.key = key;
    }
    Some(read)
}

/// What receivers find at owners: of each policy the first two texts that they take for it, as one too many is enough;
/// and the owners with TXT records that cannot be read.
#[derive(Default)]
pub(in crate::checks) struct SelectedTexts {
    places: HashMap<(NameId, Policy), [Option<usize>; 2]>,
    unread: NumberSet<NameId>,
}

impl SelectedTexts {
    pub(in crate::checks) fn of(cx: &ZoneContext) -> SelectedTexts {
        let mut selected = SelectedTexts::default();
        for (place, text) in cx.mail_texts().iter().enumerate().filter(|(_, text)| text.is_selected) {
            let record = cx.zone.record(text.record);
            let Some(policy) = text.policy.filter(|_| record.rtype == RType::TXT) else { continue };
            let places = selected.places.entry((record.owner, policy)).or_default();
            if let Some(free) = places.iter_mut().find(|place| place.is_none()) {
                *free = Some(place);
            }
        }
        let unread = cx.zone.of_type(RType::TXT).filter(|(_, record)| !record.is_readable());
        selected.unread = unread.map(|(_, record)| record.owner).collect();
        selected
    }

    /// Whether an owner has TXT records of which some cannot be read, so that one of them may be the policy.
    pub(super) fn is_unread(&self, owner: NameId) -> bool {
        self.unread.contains(&owner)
    }
}

/// The first two texts of an owner that receivers take for a policy.
pub(super) fn selected<'z>(
    cx: &'z ZoneContext,
    owner: NameId,
    policy: Policy,
) -> impl Iterator<Item = &'z MailText<'z>> {
    let places = cx.selected_texts().places.get(&(owner, policy)).copied().unwrap_or_default();
    places.into_iter().flatten().map(|place| &cx.mail_texts()[place])
}

/// Whether the first string of a record is in quotes and ends its line.
fn is_only(zone: &Zone, record: RecordId, first: &[u8]) -> bool {
    let line = zone.one_line(record).map(<[u8]>::trim_ascii_end);
    let before = line.and_then(|line| line.strip_suffix(b"\"")?.strip_suffix(first)?.strip_suffix(b"\""));
    before.is_some_and(|before| memchr::memchr2(b'"', b';', before).is_none())
}
