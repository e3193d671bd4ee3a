//! A host whose name has a word that is one slip away from the word that many others share.

use std::cell::{LazyCell, OnceCell};
use std::collections::{HashMap, HashSet};

use super::missed::{self, MistypedOwner};
use super::stems::{self, Misnumbered, Stems};
use crate::checks::address::placement::{Placement, by_host};
use crate::checks::view_index::ZoneRecord;
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::text::words::{hash, words};
use crate::zone::{NameId, NumberMap};

pub(super) static META: Meta = Meta {
    id: "host-name-mistyped",
    summary: "a host name is one typo away from how many similar hosts are named",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_name_mistyped.md"),
    overlap: &[OverlapGroup::Name.rank(3), OverlapGroup::Target.rank(0), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// As many hosts at least have the word that was meant.
const COMMON: usize = 5;
/// And so many times as many as have the other.
const TIMES: usize = 5;
/// Slips other than swapped or doubled letters are weaker evidence.
const TIMES_WEAK: usize = 10;
/// More hosts than this were not misnamed by a slip.
const RARE: usize = 4;
/// A word so long with a letter twice is no other word; one host that has it right is enough.
const LONG: usize = 10;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let mut told = HashSet::new();
    check_words(project, &mut told, findings);
    check_owners(project, &mut told, findings);
    let zones = project.zones.iter().filter(|cx| cx.placements().len() > stems::SIBLINGS);
    let mut stems: Vec<Stems> = zones.map(Stems::of).collect();
    stems.sort_by_key(|stems| stems.cx.is_reverse());
    check_stems(&stems, &mut told, findings);
    check_places(&stems, findings);
    check_unnumbered(&stems, findings);
}

/// Hosts with a rare word among many with another; of each that was told, the name.
fn check_words(project: &ProjectContext, told: &mut HashSet<Vec<u8>>, findings: &mut FindingSink) {
    let established = OnceCell::new();
    for cx in project.zones.iter().filter(|cx| !cx.placements().is_empty()) {
        let words = words_of(cx);
        let near = TypoIndex::of(
            words
                .iter()
                .filter(|word| word.hosts >= COMMON || word.text.len() >= LONG)
                .map(|word| (word.text.to_ascii_lowercase(), word)),
        );
        if near.is_empty() {
            continue;
        }
        let having = LazyCell::new(|| having_words(cx));
        for word in words.iter().filter(|word| word.hosts <= RARE) {
            let wrong = word.text.to_ascii_lowercase();
            let like = near.like(&wrong).into_iter();
            let telling = like.filter(|(right, others, typo)| is_telling((right, others), (&wrong, word), *typo));
            let Some((right, others, typo)) = telling.max_by_key(|(_, others, _)| others.hosts) else { continue };
            let established = established.get_or_init(|| Established::of(project));
            let places = having.get(&hash(word.text)).into_iter().flatten();
            let mistyped = places.map(|&at| &cx.placements()[at as usize]).filter(|place| has_word(cx, place, word));
            let is_new = |place: &&Placement| !cx.zone.is_server(place.host) && !established.is(cx, place.host);
            for &place in mistyped.filter(is_new) {
                told.insert(full_name(cx, place.host));
                findings.add(finding(project, cx, place, (right, &wrong, typo), others));
            }
        }
    }
}

/// Owners that nothing points at, where records point at a name one slip away that does not exist.
fn check_owners(project: &ProjectContext, told: &mut HashSet<Vec<u8>>, findings: &mut FindingSink) {
    for mistyped in missed::mistyped_owners(project) {
        if told.insert(mistyped.held.owner_text()) {
            findings.add(finding_of_owner(project, &mistyped));
        }
    }
}

fn finding_of_owner<'v>(project: &ProjectContext<'v>, mistyped: &MistypedOwner<'v>) -> Diagnostic {
    let MistypedOwner { held, meant, typo, missed_by } = mistyped;
    let name = held.owner();
    let message = format!(
        "{} records point at `{meant}`, which does not exist, and none points at `{name}`: {}",
        missed_by.len(),
        typo.with("letter")
    );
    let finding = Diagnostic::new(&META, held.owner_or_type(), message)
        .here(typo.pointed_at(meant, &name.to_ascii_lowercase()))
        .fix(held.cx.renamed_owner(held.cx.zone.record(held.record).owner, meant))
        .help(format!("did you mean `{meant}`?"));
    missed::with_missing(finding, project, meant, *held).subject(held.cx.subject(held.record))
}

/// Hosts whose number was left out: once for each name, in a forward zone where there is one with it.
fn check_unnumbered(all: &[Stems], findings: &mut FindingSink) {
    let mut told = HashSet::new();
    for stems in all {
        for (place, last) in stems.unnumbered() {
            if told.insert(full_name(stems.cx, place.host)) {
                findings.add(finding_of_unnumbered(stems.cx, *place, *last));
            }
        }
    }
}

fn finding_of_unnumbered(cx: &ZoneContext, place: Placement, last: Placement) -> Diagnostic {
    let [name, like] = [place, last].map(|place| cx.zone.name_text(place.host));
    let message = format!("`{name}` has no number, but its address follows that of `{like}`");
    Diagnostic::new(&META, place.host_at(cx.zone), message)
        .label(last.host_at(cx.zone), "the host before it")
        .help("was the number left out? all such hosts of the other domain have one")
        .subject(cx.subject(place.record))
}

/// Names of whole series that two places of one house spell differently: once for each two, in the first zone with them.
fn check_places(stems: &[Stems], findings: &mut FindingSink) {
    let mut told = HashSet::new();
    for stems in stems {
        for meant in stems.divided().into_iter().filter(|meant| told.insert(meant.texts.clone())) {
            findings.add(finding_of_places(stems.cx, &meant));
        }
    }
}

fn finding_of_places(cx: &ZoneContext, meant: &Misnumbered) -> Diagnostic {
    let Misnumbered { host, right, texts, typo } = meant;
    let [right_text, wrong_text] = texts.each_ref().map(|text| String::from_utf8_lossy(text).into_owned());
    let [name, like] = [host.host, right.first.host].map(|name| cx.zone.name_text(name));
    let with = typo.with("letter");
    let message =
        format!("hosts such as `{name}` are named `{wrong_text}`, those such as `{like}` `{right_text}`: {with}");
    Diagnostic::new(&META, host.host_at(cx.zone), message)
        .here(typo.pointed_at(&right_text, &wrong_text))
        .label(right.first.host_at(cx.zone), "the others")
        .help("most other names are the same in both domains: is one of these mistyped?")
        .subject(cx.subject(host.record))
}

/// Single hosts among siblings that are numbered like them: forward and reverse zone may well agree on them. Then the
/// reverse zone is silent.
fn check_stems(all: &[Stems], told: &mut HashSet<Vec<u8>>, findings: &mut FindingSink) {
    for stems in all {
        let cx = stems.cx;
        for meant in stems.mistyped() {
            if !cx.zone.is_server(meant.host.host) && told.insert(full_name(cx, meant.host.host)) {
                findings.add(finding_of_stem(cx, &meant));
            }
        }
    }
}

fn finding_of_stem(cx: &ZoneContext, meant: &Misnumbered) -> Diagnostic {
    let Misnumbered { host, right, texts, typo } = meant;
    let name = cx.zone.name_text(host.host);
    let [right_text, wrong_text] = texts.each_ref().map(|text| String::from_utf8_lossy(text).into_owned());
    let number = stems::number_in(cx.zone.first_label(host.host));
    let [of_right, of_wrong] = [&right_text, &wrong_text].map(|text| text.replacen('#', &number, 1));
    let meant = name.to_ascii_lowercase().replacen(&of_wrong, &of_right, 1);
    let message =
        format!("`{name}` looks like {} hosts named `{right_text}`, with {}", right.hosts, typo.with("letter"));
    Diagnostic::new(&META, host.host_at(cx.zone), message)
        .here(typo.pointed_at(&right_text, &wrong_text))
        .label(right.first.host_at(cx.zone), "one of the others")
        .help(format!("did you mean `{meant}`?"))
        .fix(rename(cx, **host, &meant))
        .subject(cx.subject(host.record))
}

/// The placements whose hosts have a word, by the hash of the word.
fn having_words(cx: &ZoneContext) -> NumberMap<u64, Vec<u32>> {
    let mut having: NumberMap<u64, Vec<u32>> = NumberMap::default();
    for (number, place) in cx.placements().iter().enumerate() {
        for (hash, _) in words(cx.zone.first_label(place.host)) {
            let places = having.entry(hash).or_default();
            // One label may have a word twice.
            if places.last() != Some(&(number as u32)) {
                places.push(number as u32);
            }
        }
    }
    having
}

fn has_word(cx: &ZoneContext, place: &Placement, word: &LabelWord) -> bool {
    words(cx.zone.first_label(place.host)).any(|(_, other)| other.eq_ignore_ascii_case(word.text))
}

fn is_telling((right, others): (&[u8], &LabelWord), (wrong, word): (&[u8], &LabelWord), typo: Typo) -> bool {
    let enough = match typo {
        Typo::Doubled(_) if right.len() >= LONG => others.hosts >= word.hosts,
        Typo::Transposed(_) | Typo::Doubled(_) => others.hosts >= COMMON.max(TIMES * word.hosts),
        _ => others.hosts >= COMMON.max(TIMES_WEAK * word.hosts),
    };
    enough && typo.is_believable(right, wrong)
}

/// A word of the first labels of hosts.
struct LabelWord<'z> {
    /// As first written.
    text: &'z [u8],
    hosts: usize,
    first: &'z Placement,
}

/// The words of a zone's hosts, in the order of their first records.
fn words_of<'z>(cx: &'z ZoneContext) -> Vec<LabelWord<'z>> {
    let mut seen = vec![false; cx.zone.names().len()];
    let mut all: Vec<LabelWord> = Vec::with_capacity(cx.placements().len());
    let mut numbers = NumberMap::with_capacity_and_hasher(cx.placements().len(), Default::default());
    for first in by_host(cx.placements()).map(|places| &places[0]) {
        if std::mem::replace(&mut seen[first.host.0 as usize], true) {
            continue;
        }
        for (hash, text) in words(cx.zone.first_label(first.host)) {
            let number = *numbers.entry(hash).or_insert(all.len());
            match all.get_mut(number) {
                Some(word) => word.hosts += 1,
                None => all.push(LabelWord { text, hosts: 1, first }),
            }
        }
    }
    all
}

/// Hosts that a second zone knows by the same name: they are called so.
struct Established(HashMap<Vec<u8>, usize>);

impl Established {
    fn of(project: &ProjectContext) -> Established {
        let mut zones_of: HashMap<Vec<u8>, usize> = HashMap::new();
        if project.zones.iter().any(ZoneContext::is_reverse) {
            for cx in project.zones {
                let mut hosts: Vec<_> = cx.placements().iter().map(|place| place.host).collect();
                hosts.sort_unstable();
                hosts.dedup();
                for host in hosts {
                    *zones_of.entry(full_name(cx, host)).or_default() += 1;
                }
            }
        }
        Established(zones_of)
    }

    fn is(&self, cx: &ZoneContext, host: NameId) -> bool {
        self.0.get(&full_name(cx, host)).is_some_and(|&zones| zones > 1)
    }
}

/// The host is the owner of its address, or what a PTR record points at.
fn rename(cx: &ZoneContext, place: Placement, meant: &str) -> Option<Fix> {
    match cx.zone.record(place.record).rtype {
        RType::PTR => cx.renamed(place.record, place.host_at(cx.zone), meant),
        _ => cx.renamed_owner(place.host, meant),
    }
}

fn full_name(cx: &ZoneContext, host: NameId) -> Vec<u8> {
    cx.zone.name_text(host).to_ascii_lowercase().into_bytes()
}

fn finding<'v>(
    project: &ProjectContext<'v>,
    cx: &'v ZoneContext<'v>,
    place: Placement,
    (right, wrong, typo): (&[u8], &[u8], Typo),
    others: &LabelWord,
) -> Diagnostic {
    let name = cx.zone.name_text(place.host);
    let [right, wrong] = [right, wrong].map(|word| String::from_utf8_lossy(word).into_owned());
    let (count, with) = (others.hosts, typo.with("letter"));
    let message = match count {
        1 => format!("`{name}` has `{wrong}` for `{right}`, {with}"),
        _ => format!("`{name}` has `{wrong}`, {count} other names have `{right}`: {with}"),
    };
    let meant = name.to_ascii_lowercase().replacen(&wrong, &right, 1);
    let finding = Diagnostic::new(&META, place.host_at(cx.zone), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(others.first.host_at(cx.zone), format!("most have `{right}`"))
        .fix(rename(cx, place, &meant))
        .help(format!("did you mean `{meant}`?"));
    let held = ZoneRecord { cx, record: place.record };
    missed::with_missing(finding, project, &meant, held).subject(cx.subject(place.record))
}
