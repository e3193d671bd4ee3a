//! Which RRsets of a zone differ, and how their records are written.

use std::ops::Range;

use crate::change::{RecordPair, RrsetChange, Serials, Step, ZoneChange};
use crate::source::Sources;
use crate::syntax::rdata::RType;
use crate::zone::{RecordId, Zone};

/// The records of a zone that came or went are listed up to so many.
const MOST_LISTED: usize = 20;
/// Of a longer word that differs, only the letters that differ are marked.
const LONG_WORD: usize = 40;

/// What became of a zone or an RRset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The old version does not have it.
    Added,
    /// The new version does not have it.
    Removed,
    /// Records differ.
    Changed,
    /// Nothing but the TTL differs.
    Ttl,
}

/// A zone that differs.
#[derive(Clone, Debug)]
pub struct ZoneDiff {
    /// Its name; `@` where nobody knows it.
    pub name: String,
    /// Which version of the zone, where there are several.
    pub view: Option<String>,
    /// Its file: that of the new version, if there is one.
    pub file: String,
    /// What became of it: added, removed or changed.
    pub what: What,
    /// How many records the old version has, and the new one.
    pub records: (usize, usize),
    /// The serials.
    pub serials: Option<SerialDiff>,
    /// The RRsets that differ, but for those that are not listed.
    pub rrsets: Vec<RrsetDiff>,
    /// How many RRsets differ that a signer writes, and are not listed.
    pub signed: usize,
    /// How many RRsets of a zone that came or went are not listed.
    pub unlisted: usize,
}

/// The serials of both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SerialDiff {
    /// The one before.
    pub old: u32,
    /// The one after.
    pub new: u32,
    /// What secondaries make of it.
    pub step: Step,
    /// Whether anything else of the zone differs, so that the serial has to be another.
    pub has_to_step: bool,
}

/// An RRset that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RrsetDiff {
    /// The owner in full.
    pub owner: String,
    /// The type.
    pub rtype: String,
    /// What became of it.
    pub what: What,
    /// The TTL before and after.
    pub ttls: (Option<u32>, Option<u32>),
    /// The records that came and went, each beside the one that it stands for.
    pub records: Vec<(Option<RecordText>, Option<RecordText>)>,
    /// How many records are the same in both.
    pub kept: usize,
}

/// A record that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordText {
    /// Its data in presentation format, names in full.
    pub data: String,
    /// The part of the data that differs from the record beside it.
    pub changed: Range<usize>,
    /// The file.
    pub file: String,
    /// Its line.
    pub line: u32,
}

impl ZoneDiff {
    pub(super) fn of(change: &ZoneChange, sources: &Sources, all: bool) -> ZoneDiff {
        let zone = change.new.or(change.old).expect("a zone is in one of the versions");
        let what = match (change.old, change.new) {
            (None, _) => What::Added,
            (_, None) => What::Removed,
            _ => What::Changed,
        };
        let records = (change.old.map_or(0, Zone::len), change.new.map_or(0, Zone::len));
        let is_whole = what != What::Changed;
        let is_listed = all || !is_whole || records.0.max(records.1) <= MOST_LISTED;
        let to_tell = || change.rrsets.iter().filter(|rrset| !change.is_of_serial_alone(rrset));
        let signed = to_tell().filter(|rrset| !all && rrset.rtype.is_of_signer()).count();
        let others = to_tell().filter(|rrset| all || !rrset.rtype.is_of_signer());
        let unlisted = if is_listed { 0 } else { others.clone().count() };
        let rrsets = others.filter(|_| is_listed).map(|rrset| RrsetDiff::of(change, rrset, sources)).collect();
        ZoneDiff {
            name: zone.shown_name().to_owned(),
            view: sources.view(zone.file()).map(str::to_owned),
            file: sources.get(zone.file()).name().to_owned(),
            what,
            records,
            serials: change.serials().map(|serials| SerialDiff::of(serials, change.is_beside_serial())),
            rrsets,
            signed,
            unlisted,
        }
    }
}

impl SerialDiff {
    fn of(serials: Serials, has_to_step: bool) -> SerialDiff {
        SerialDiff { old: serials.old, new: serials.new, step: serials.step(), has_to_step }
    }
}

impl RrsetDiff {
    fn of(change: &ZoneChange, rrset: &RrsetChange, sources: &Sources) -> RrsetDiff {
        let pairs = match (change.old, change.new) {
            (Some(old), Some(new)) => rrset.pairs(old, new),
            _ => {
                let removed = rrset.removed.iter().map(|&old| RecordPair { old: Some(old), new: None });
                removed.chain(rrset.added.iter().map(|&new| RecordPair { old: None, new: Some(new) })).collect()
            }
        };
        let what = match () {
            () if !rrset.is_of_data() => What::Ttl,
            () if rrset.is_new() => What::Added,
            () if rrset.is_gone() => What::Removed,
            () => What::Changed,
        };
        let text = |zone: Option<&Zone>, id: Option<RecordId>| Some(RecordText::of(zone?, id?, sources));
        let pair = |pair: RecordPair| beside(text(change.old, pair.old), text(change.new, pair.new));
        RrsetDiff {
            owner: change.owner(rrset),
            rtype: type_text(change, rrset),
            what,
            ttls: (ttl(change.old, rrset.old_owner, rrset.rtype), ttl(change.new, rrset.new_owner, rrset.rtype)),
            records: pairs.into_iter().map(pair).collect(),
            kept: rrset.kept,
        }
    }
}

impl RecordText {
    fn of(zone: &Zone, id: RecordId, sources: &Sources) -> RecordText {
        let data = String::from_utf8_lossy(&zone.rdata(id).line()).into_owned();
        let at = sources.in_file(zone.entry(id).span());
        let source = sources.get(at.source);
        let changed = 0..data.len();
        RecordText { data, changed, file: source.name().to_owned(), line: source.position(at.start).line }
    }
}

/// The TTL of an RRset: of several the lowest, which is what caches go by (RFC 2181 section 5.2).
pub(super) fn ttl(zone: Option<&Zone>, owner: Option<crate::zone::NameId>, rtype: RType) -> Option<u32> {
    let zone = zone?;
    zone.rrset(owner?, rtype).iter().map(|&id| zone.record(id).ttl).min()
}

/// The type; one that nobody knows as it is written.
fn type_text(change: &ZoneChange, rrset: &RrsetChange) -> String {
    let first = |zone: Option<&Zone>, ids: &[RecordId]| {
        let (zone, &id) = (zone?, ids.first()?);
        Some(String::from_utf8_lossy(zone.bytes(zone.entry(id).rtype())).into_owned())
    };
    let written = || first(change.new, &rrset.added).or_else(|| first(change.old, &rrset.removed));
    let unknown = (rrset.rtype == RType::UNKNOWN).then(written).flatten();
    unknown.unwrap_or_else(|| rrset.rtype.mnemonic().into_owned())
}

/// A pair of records, each with the part that the other has not.
fn beside(mut old: Option<RecordText>, mut new: Option<RecordText>) -> (Option<RecordText>, Option<RecordText>) {
    if let (Some(old), Some(new)) = (&mut old, &mut new) {
        (old.changed, new.changed) = differing(&old.data, &new.data);
    }
    (old, new)
}

/// From the first word that differs to the last; of a long word, the letters.
fn differing(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let mut start = words_alike(old.chars().zip(new.chars()));
    let rest = (&old[start..], &new[start..]);
    let mut end = words_alike(rest.0.chars().rev().zip(rest.1.chars().rev()));
    let is_long = |text: &str| text.len() > LONG_WORD && !text.contains(' ');
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if is_long(a) && is_long(b) {
        let same = |(a, b): &(char, char)| a == b;
        let front: usize = a.chars().zip(b.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (a, b) = (a[front..].chars().rev(), b[front..].chars().rev());
        end += a.zip(b).take_while(same).map(|(c, _)| c.len_utf8()).sum::<usize>();
        start += front;
    }
    (start..old.len() - end, start..new.len() - end)
}

/// The length of the words that are the same, with the blanks behind them.
fn words_alike(pairs: impl Iterator<Item = (char, char)>) -> usize {
    let (mut length, mut words) = (0, 0);
    for (c, _) in pairs.take_while(|(a, b)| a == b) {
        length += c.len_utf8();
        if c == ' ' {
            words = length;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'t>(old: &'t str, new: &'t str) -> (&'t str, &'t str) {
        let (before, after) = differing(old, new);
        (&old[before], &new[after])
    }

    #[test]
    fn words_that_differ_are_marked() {
        assert_eq!(parts("0 0 5601 edge.example.", "0 0 5061 edge.example."), ("5601", "5061"));
        assert_eq!(parts("192.0.2.10", "192.0.2.11"), ("192.0.2.10", "192.0.2.11"));
        assert_eq!(parts("10 a.example.", "20 b.example."), ("10 a.example.", "20 b.example."));
        assert_eq!(parts("\"v=spf1 mx -all\"", "\"v=spf1 mx ~all\""), ("-all\"", "~all\""));
        assert_eq!(parts("1 2", "1 2 3"), ("2", "2 3"));
        assert_eq!(parts("1 a h2", "1 a h2 h3"), ("h2", "h2 h3"));
        assert_eq!(parts("é 1", "é 2"), ("1", "2"));
    }

    #[test]
    fn of_long_words_the_letters_are_marked() {
        let word = |middle: &str| format!("\"{}{middle}{}\"", "a".repeat(40), "b".repeat(40));
        assert_eq!(parts(&word("é1"), &word("é22")), ("1", "22"));
        assert_eq!(parts(&word("aa"), &word("a")), ("a", ""));
    }
}
