//! A value that nearly all zones of one owner have, and one of them has not.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use crate::checks::ttl::ttl_digits_swapped::swapped_from;
use crate::checks::view_index::{ViewIndex, ZoneName, ZoneRecord};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::syntax::ttl;
use crate::text::typo::Typo;
use crate::text::words;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "zone-differs-from-most",
    summary: "a zone has another value than nearly all zones with the same MNAME or name servers",
    severity: Severity::Info,
    references: &["RFC 1912 section 2.2", "RFC 1035 section 3.3.13"],
    explain: include_str!("zone_differs_from_most.md"),
    overlap: &[OverlapGroup::Target.rank(3)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So few zones are no custom.
const FEWEST: usize = 5;
/// So many have to be for a difference that no slip explains.
const MANY: usize = 10;
/// A SOA record with so many other values was not made of the same template.
const OTHER_TEMPLATE: usize = 3;

/// The fields of a SOA record that zones of one owner tend to share.
const SOA_FIELDS: [(usize, &str); 6] =
    [(0, "MNAME"), (1, "RNAME"), (3, "refresh"), (4, "retry"), (5, "expire"), (6, "minimum")];
pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for view in project.view_indexes().iter().filter(|view| view.zones.len() >= FEWEST) {
        let mut files = HashSet::new();
        let cards = view.zones.iter().filter(|cx| files.insert(cx.zone.file())).filter_map(|zone| Card::of(zone, view));
        let cards: Vec<Card> = cards.collect();
        for group in grouped(&cards, |card| card.mname) {
            of_apex(&group, &NAME_SERVERS, findings);
        }
        for group in grouped(&cards, |card| card.servers) {
            of_soa(&group, findings);
            of_apex(&group, &MAIL_SERVERS, findings);
            of_apex(&group, &POLICIES, findings);
        }
    }
}

/// What the zones of a group have in common.
const OF_MNAME: &str = "the same MNAME";
const OF_SERVERS: &str = "the same name servers";

/// A zone, and what tells whose it is.
struct Card<'v> {
    cx: &'v ZoneContext<'v>,
    soa: RecordId,
    /// A hash of its name.
    mname: u64,
    /// A number that zones with the same name servers have in common.
    servers: u64,
}

impl<'v> Card<'v> {
    fn of(cx: &'v ZoneContext<'v>, view: &ViewIndex<'v>) -> Option<Card<'v>> {
        let soa = cx.zone.soa().filter(|_| cx.zone.is_all_read() && view.is_sole(cx))?;
        let with_label = |hash, label: &[u8]| words::hash_on(hash, label.iter().chain(b"."));
        let hash = |name| cx.zone.each_label(name).fold(words::hash([]), with_label);
        let mname = hash(cx.zone.record(soa).target()?);
        let servers = cx.zone.rrset(cx.zone.apex(), RType::NS).iter();
        let servers = servers.filter_map(|&ns| cx.zone.record(ns).target()).map(hash).reduce(u64::wrapping_add)?;
        Some(Card { cx, soa, mname, servers })
    }
}

/// The zones that have something in common, where they are enough.
fn grouped<'c, 'v>(cards: &'c [Card<'v>], key: impl Fn(&Card) -> u64) -> Vec<Vec<&'c Card<'v>>> {
    let mut cards: Vec<&Card> = cards.iter().collect();
    cards.sort_by_key(|card| key(card));
    let groups = cards.chunk_by(|one, other| key(one) == key(other));
    groups.filter(|group| group.len() >= FEWEST).map(<[_]>::to_vec).collect()
}

/// What a record says, and the record.
type HeldText<'v> = (String, ZoneRecord<'v>);

/// Records at the apex that zones of one owner tend to share.
struct Shared {
    rtype: RType,
    /// The field that is shown.
    field: usize,
    what: &'static str,
    of: &'static str,
    /// Only a slip is worth a word.
    slips_only: bool,
}

const NAME_SERVERS: Shared =
    Shared { rtype: RType::NS, field: 0, what: "name server", of: OF_MNAME, slips_only: false };
const MAIL_SERVERS: Shared =
    Shared { rtype: RType::MX, field: 1, what: "mail server", of: OF_SERVERS, slips_only: true };
const POLICIES: Shared = Shared { rtype: RType::TXT, field: 0, what: "SPF policy", of: OF_SERVERS, slips_only: true };

impl Shared {
    /// The records of a zone, each with what it says.
    fn held<'v>(&self, cx: &'v ZoneContext<'v>) -> Vec<HeldText<'v>> {
        let policy = |held: ZoneRecord| {
            String::from_utf8(cx.zone.rdata(held.record).rule_text()?).ok().filter(|text| text.starts_with("v=spf1 "))
        };
        let text = |held: ZoneRecord<'v>| held.target_lowered().or_else(|| policy(held));
        let records = ZoneName { cx, name: cx.zone.apex() }.rrset(self.rtype);
        records.filter_map(|held| Some((text(held)?, held))).collect()
    }
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts
}

/// What nearly all zones of a group say.
struct Most<'g, T> {
    value: &'g T,
    /// The first to say it.
    first: usize,
    count: usize,
    of: usize,
}

impl<'g, T: Ord> Most<'g, T> {
    fn of(values: &'g [T]) -> Option<Most<'g, T>> {
        let mut counts: BTreeMap<&T, (usize, usize)> = BTreeMap::new();
        for (number, value) in values.iter().enumerate() {
            counts.entry(value).or_insert((number, 0)).1 += 1;
        }
        let (value, (first, count)) = counts.into_iter().max_by_key(|(_, (_, count))| *count)?;
        let of = values.len();
        let is_clear = of >= FEWEST && count < of && (count * 10 >= of * 9 || count + 1 == of);
        is_clear.then_some(Most { value, first, count, of })
    }

    /// Whether a difference is worth a word that no slip explains.
    fn is_custom(&self) -> bool {
        self.of >= MANY && self.count * 10 >= self.of * 9
    }

    fn words(&self) -> String {
        format!("{} of {} zones", self.count, self.of)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SharedValue {
    Text(String),
    Seconds(u32),
}

impl SharedValue {
    /// The slip that makes another value of this one, where people take it for one.
    fn typo(&self, wrong: &SharedValue) -> Option<Typo> {
        match (self, wrong) {
            (SharedValue::Text(right), SharedValue::Text(wrong)) => typed(right, wrong),
            (SharedValue::Seconds(right), SharedValue::Seconds(wrong)) if swapped_from(*wrong) == Some(*right) => {
                Typo::between(right.to_string().as_bytes(), wrong.to_string().as_bytes())
            }
            _ => None,
        }
    }

    fn unit(&self) -> &'static str {
        if matches!(self, SharedValue::Text(_)) { "letter" } else { "digit" }
    }
}

impl fmt::Display for SharedValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            SharedValue::Text(text) => write!(f, "`{text}`"),
            SharedValue::Seconds(seconds) => write!(f, "{seconds}"),
        }
    }
}

fn typed(right: &str, wrong: &str) -> Option<Typo> {
    Typo::between(right.as_bytes(), wrong.as_bytes())
        .filter(|typo| typo.is_believable(right.as_bytes(), wrong.as_bytes()))
}

/// The SOA's fields of all zones of a group, one finding a zone.
fn of_soa(group: &[&Card], findings: &mut FindingSink) {
    let (cards, rows): (Vec<&Card>, Vec<[SharedValue; 6]>) =
        group.iter().filter_map(|card| Some((*card, soa_values(card)?))).unzip();
    let columns: Vec<Vec<SharedValue>> =
        (0..SOA_FIELDS.len()).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect();
    let most: Vec<Option<Most<SharedValue>>> = columns.iter().map(|column| Most::of(column)).collect();
    if most.iter().all(Option::is_none) {
        return;
    }
    for (card, row) in cards.iter().zip(&rows) {
        let other = |column: &usize| most[*column].as_ref().is_some_and(|most| *most.value != row[*column]);
        let others: Vec<usize> = (0..SOA_FIELDS.len()).filter(other).collect();
        let typo = |column: &usize| Some((*column, most[*column].as_ref()?.value.typo(&row[*column])?));
        let slipped = others.iter().find_map(typo);
        let custom = |column: &&usize| most[**column].as_ref().is_some_and(Most::is_custom);
        let plain = others.iter().find(custom).filter(|_| others.len() < OTHER_TEMPLATE);
        let Some(column) = slipped.map(|(column, _)| column).or(plain.copied()) else { continue };
        let Some(most) = &most[column] else { continue };
        let (field, what) = SOA_FIELDS[column];
        let held = |card: &Card| ZoneRecord { cx: card.cx, record: card.soa }.field(field);
        let (own, usual) = (&row[column], most.value);
        let message = format!("{what} is {own}, but {usual} in {} with {OF_SERVERS}", most.words());
        let finding = Diagnostic::new(&META, held(card), message).label(held(cards[most.first]), "one of them");
        let finding = finding.fix(slipped.and_then(|_| usual_at(card, card.soa, held(card), usual)));
        findings.add(finish(finding, card, card.soa, slipped.map(|(_, typo)| (typo, usual))));
    }
}

fn soa_values(card: &Card) -> Option<[SharedValue; 6]> {
    let text = String::from_utf8(card.cx.zone.rdata(card.soa).rule_text()?).ok()?;
    let words: Vec<&str> = text.split(' ').collect();
    let name = |at: usize| Some(SharedValue::Text(words.get(at)?.to_ascii_lowercase()));
    let seconds = |at: usize| Some(SharedValue::Seconds(ttl::parse(words.get(at)?.as_bytes())?.ok()?));
    Some([name(0)?, name(1)?, seconds(3)?, seconds(4)?, seconds(5)?, seconds(6)?])
}

/// What the others have, in the place of a record.
fn usual_at(card: &Card, record: RecordId, at: Span, usual: &SharedValue) -> Option<Fix> {
    match usual {
        SharedValue::Text(name) => card.cx.renamed(record, at, name),
        SharedValue::Seconds(seconds) => Some(Fix::unsure(at, seconds.to_string())),
    }
}

/// A slip is a warning, and everything else only worth knowing.
fn finish(finding: Diagnostic, card: &Card, record: RecordId, slipped: Option<(Typo, &SharedValue)>) -> Diagnostic {
    let finding = finding.subject(card.cx.subject(record));
    match slipped {
        Some((typo, right)) => finding
            .severity(Severity::Warning)
            .help(format!("did you mean {right}? this one has {}", typo.with(right.unit()))),
        None => finding.help("if this is intended, set `checks: {zone-differs-from-most: off}` for this zone"),
    }
}

/// The records of a type at the apexes of a group, one finding a zone.
fn of_apex(group: &[&Card], shared: &Shared, findings: &mut FindingSink) {
    let held = group.iter().map(|card| (*card, shared.held(card.cx))).filter(|(_, held)| !held.is_empty());
    let (cards, rows): (Vec<&Card>, Vec<Vec<HeldText>>) = held.unzip();
    let sets: Vec<Vec<String>> = rows.iter().map(|row| sorted(row.iter().map(|(text, _)| text.clone()))).collect();
    let Some(most) = Most::of(&sets) else { return };
    let usual = &rows[most.first];
    for ((card, row), set) in cards.iter().zip(&rows).zip(&sets).filter(|(_, set)| *set != most.value) {
        let extra = row.iter().find(|(text, _)| most.value.binary_search(text).is_err());
        let missing = usual.iter().find(|(text, _)| set.binary_search(text).is_err());
        let typo = extra.zip(missing).and_then(|((wrong, _), (right, _))| typed(right, wrong));
        if typo.is_none() && (shared.slips_only || !most.is_custom()) {
            continue;
        }
        let (what, most) = (shared.what, format!("{} with {}", most.words(), shared.of));
        let message = match (extra, missing) {
            (Some((own, _)), Some((other, _))) => format!("the {what} `{own}` is `{other}` in {most}"),
            (Some((own, _)), None) => format!("`{own}` is not a {what} in {most}"),
            (None, Some((other, _))) => format!("`{other}` is a {what} in {most}, but not here"),
            (None, None) => continue,
        };
        let at = extra.unwrap_or(&row[0]).1;
        let beside = missing.unwrap_or(&usual[0]).1;
        let finding =
            Diagnostic::new(&META, at.field(shared.field), message).label(beside.field(shared.field), "one of them");
        let right = missing.map(|(text, _)| SharedValue::Text(text.clone()));
        let is_name = shared.rtype != RType::TXT && typo.is_some();
        let fix = right
            .as_ref()
            .filter(|_| is_name)
            .and_then(|right| usual_at(card, at.record, at.field(shared.field), right));
        let finding = finding.fix(fix);
        findings.add(finish(finding, card, at.record, typo.zip(right.as_ref())));
    }
}
