//! The zone model against naive models of it: label lists for names, a loop over lines for records.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use zonelint::limits::{Grant, Limits};
use zonelint::source::{SourceId, Sources};
use zonelint::syntax::name::DomainName;
use zonelint::syntax::rdata::RType;

use zonelint::zone::{self, Included, Includes, NameId, Names, Refusal, TextRef, Texts, Zone};

/// A name as the model has it: the octets of its labels in lower case, from the left.
type Labels = Vec<Vec<u8>>;

const APEX: &str = "example.com.";

fn apex() -> Labels {
    labels_of_plain("example.com")
}

fn labels_of_plain(text: &str) -> Labels {
    text.split('.').map(|label| label.as_bytes().to_vec()).collect()
}

/// Labels that meet often, and now and then an odd one.
fn label(odd: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => prop::sample::select(["a", "b", "www", "*", "example", "com"].as_slice()),
        1 => prop::sample::select(odd),
    ]
    .prop_map(|label| label.as_bytes().to_vec())
}

const ODD: &[&str] = &["a.b", "a.example", "notexample", "\\", "@", "\"", " ", "a;("];
/// Octets that differ in bit 5 only, as letters of either case do.
const ALIKE: &[&str] = &["@", "`", "\0", " ", "[", "{", "*", "\n", "a.b", "A\\"];

/// Names at, below, above and beside the apex.
fn name(odd: &'static [&'static str]) -> impl Strategy<Value = Labels> {
    let below = (0..4usize).prop_flat_map(move |count| prop::collection::vec(label(odd), count));
    let base = prop_oneof![
        8 => Just(apex()),
        1 => Just(labels_of_plain("com")),
        1 => Just(labels_of_plain("notexample.com")),
        1 => Just(Labels::new()),
    ];
    (below, base).prop_map(|(below, base)| [below, base].concat().iter().map(|l| l.to_ascii_lowercase()).collect())
}

/// How to write a name: the bits choose case and escapes octet by octet.
#[derive(Clone, Copy, Debug)]
struct Style {
    bits: u64,
    escapes: bool,
}

fn style() -> impl Strategy<Value = Style> {
    (any::<u64>(), prop::bool::weighted(0.3)).prop_map(|(bits, escapes)| Style { bits, escapes })
}

/// Labels as text without a final dot.
fn written(labels: &[Vec<u8>], style: Style) -> String {
    let mut bits = style.bits;
    let mut next = || {
        bits = bits.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 1;
        bits >> 61
    };
    let mut octet = |b: u8| match (next(), b) {
        (0, b) if style.escapes => format!("\\{b:03}"),
        (1, b) if style.escapes && !b.is_ascii_digit() && b.is_ascii_graphic() => format!("\\{}", b as char),
        (_, b'a'..=b'z') if next() == 0 => (b as char).to_ascii_uppercase().to_string(),
        (_, b'a'..=b'z' | b'0'..=b'9' | b'*' | b'`' | b'-' | b'_') => (b as char).to_string(),
        (_, b) => format!("\\{b:03}"),
    };
    let labels: Vec<String> = labels.iter().map(|label| label.iter().map(|&b| octet(b)).collect()).collect();
    labels.join(".")
}

/// The text of a name where the origin is `origin`: relative if it may and wants to be.
fn text_of(name: &Labels, origin: &Labels, relative: bool, style: Style) -> String {
    match name.strip_suffix(origin.as_slice()) {
        Some([]) if relative => "@".to_owned(),
        Some(front) if relative => written(front, style),
        _ => format!("{}.", written(name, style)),
    }
}

/// The text of a name in an `$ORIGIN`: one that repeats the zone without a final dot is read as a slip.
fn origin_text(name: &Labels, origin: &Labels, relative: bool, style: Style) -> String {
    let repeats = |front: &[_]| front.ends_with(&apex()) || !origin.is_empty() && front.ends_with(origin);
    let is_slip = name.strip_suffix(origin.as_slice()).is_some_and(repeats);
    text_of(name, origin, relative && !is_slip, style)
}

struct Table {
    names: Names,
    texts: Texts,
    sources: Sources,
}

impl Table {
    fn new() -> Table {
        let mut table = Table { names: Names::default(), texts: Texts::default(), sources: Sources::default() };
        let id = table.intern(APEX, NameId::ROOT);
        table.names.set_apex(id, &table.texts);
        table
    }

    fn intern(&mut self, text: &str, origin: NameId) -> NameId {
        let id = self.sources.add("name", text.as_bytes().to_vec());
        let source = self.texts.add(id, self.sources.share(id)).expect("few enough sources");
        self.names.intern(TextRef { start: 0, len: text.len() as u16, source }, origin, &self.texts)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Two texts are one name exactly if their labels are equal without regard to case.
    #[test]
    fn names_are_equal_as_their_labels_are(
        names in prop::collection::vec((name(ALIKE), name(ALIKE), any::<bool>(), style()), 1..40),
    ) {
        let mut table = Table::new();
        let mut known = BTreeMap::from([(Labels::new(), NameId::ROOT), (apex(), table.names.apex())]);
        for (name, origin, relative, style) in names {
            let origin_text = text_of(&origin, &apex(), relative, style);
            let origin_id = table.intern(&origin_text, table.names.apex());
            prop_assert_eq!(*known.entry(origin.clone()).or_insert(origin_id), origin_id, "{}", origin_text);
            let text = text_of(&name, &origin, relative, style);
            let id = table.intern(&text, origin_id);
            prop_assert_eq!(*known.entry(name).or_insert(id), id, "{} below {}", text, origin_text);
            prop_assert_eq!(table.names.lookup(text.as_bytes(), origin_id, &table.texts), Some(id));
        }
        let ids: BTreeSet<NameId> = known.values().copied().collect();
        prop_assert_eq!(ids.len(), known.len(), "different names share an id");
        for (name, id) in &known {
            let above: Vec<NameId> = (1..=name.len()).filter_map(|at| known.get(&name[at..]).copied()).collect();
            let above = if *id == NameId::ROOT { vec![NameId::ROOT] } else { above };
            prop_assert_eq!(table.names.ancestors(*id, &table.texts), above, "{:?}", name);
            prop_assert_eq!(table.names.labels(*id, &table.texts).len(), name.len());
        }
    }
}

/// The files that a zone may include, by name.
struct Files(BTreeMap<String, String>);

impl Includes for Files {
    fn include(&mut self, path: &str, _: SourceId, sources: &mut Sources) -> Result<Included, Refusal> {
        let Some(text) = self.0.get(path) else {
            return Err(Refusal::new(format!("no {path}")));
        };
        Ok(Included { source: sources.add(path, text.as_bytes().to_vec()), base: None, grant: Grant::Given })
    }
}

/// Reads a zone in which nothing may be wrong.
fn read(text: &str, files: BTreeMap<String, String>) -> Zone {
    let mut sources = Sources::default();
    let file = sources.add("zone", text.as_bytes().to_vec());
    let apex = DomainName::new(APEX);
    let (zone, findings) = zone::read(file, &apex, &apex, &mut Files(files), &mut sources, Limits::default());
    // A relative origin may end like the zone by chance, which is worth a warning.
    let is_wrong = findings.iter().any(|finding| finding.meta.id != "origin-missing-dot");
    assert!(!is_wrong, "{text}\n{findings:?}");
    zone.expect("a zone")
}

const SOA: &str = "$TTL 3600\nexample.com. SOA ns h 1 7200 3600 604800 60\n";

/// The answers of RFC 1034 section 4.3.2 and RFC 4592, from a list of owners and types.
struct Model {
    owners: BTreeSet<(Labels, RType)>,
}

impl Model {
    fn in_zone(name: &[Vec<u8>]) -> bool {
        name.ends_with(&apex())
    }

    fn owns(&self, name: &[Vec<u8>], rtype: Option<RType>) -> bool {
        self.owners.iter().any(|(owner, own)| owner == name && rtype.is_none_or(|rtype| rtype == *own))
    }

    /// The names from one up to the apex.
    fn up_to_apex(name: &Labels) -> impl Iterator<Item = Labels> {
        let last = name.len() - apex().len();
        (0..=last).map(|at| name[at..].to_vec())
    }

    fn exists(&self, name: &[Vec<u8>]) -> bool {
        self.owners.iter().any(|(owner, _)| Self::in_zone(owner) && owner.ends_with(name))
    }

    fn cut_above(&self, name: &Labels) -> Option<Labels> {
        let cuts = Self::up_to_apex(name).filter(|n| *n != apex() && self.owns(n, Some(RType::NS)));
        cuts.last()
    }

    fn dname_above(&self, name: &Labels) -> Option<Labels> {
        Self::up_to_apex(name).skip(1).find(|n| self.owns(n, Some(RType::DNAME)))
    }

    /// The wildcard at the closest encloser.
    fn wildcard_over(&self, name: &Labels) -> Option<Labels> {
        if self.exists(name) {
            return None;
        }
        let encloser = Self::up_to_apex(name).skip(1).find(|n| self.exists(n))?;
        let wildcard = [vec![b"*".to_vec()], encloser].concat();
        self.owns(&wildcard, None).then_some(wildcard)
    }
}

fn record_type() -> impl Strategy<Value = RType> {
    prop::sample::select(vec![RType::A, RType::A, RType::A, RType::NS, RType::DNAME, RType::CNAME])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// What the zone says of names is what a list of owners says.
    #[test]
    fn questions_are_answered_as_by_a_list_of_owners(
        records in prop::collection::vec((name(ODD), record_type(), any::<bool>(), style()), 0..12),
        targets in prop::collection::vec((name(ODD), any::<bool>(), style()), 1..12),
    ) {
        let mut text = SOA.to_owned();
        let mut owners = BTreeSet::from([(apex(), RType::SOA)]);
        for (owner, rtype, relative, style) in records {
            let data = if rtype == RType::A { "192.0.2.1" } else { "elsewhere.test." };
            text += &format!("{} {} {data}\n", text_of(&owner, &apex(), relative, style), rtype.mnemonic());
            owners.insert((owner, rtype));
        }
        let first_target = text.lines().count() - 1;
        for (target, relative, style) in &targets {
            text += &format!("example.com. MX 10 {}\n", text_of(target, &apex(), *relative, *style));
        }
        owners.insert((apex(), RType::MX));
        let zone = read(&text, BTreeMap::new());
        let model = Model { owners };

        let mxs: Vec<_> = zone.records().skip(first_target).collect();
        prop_assert_eq!(mxs.len(), targets.len());
        for ((_, mx), (name, ..)) in mxs.iter().zip(&targets) {
            let id = mx.target().expect("an MX has a target");
            let shown = |id: NameId| zone.name_text(id);
            prop_assert_eq!(zone.is_in_zone(id), Model::in_zone(name), "is {} in the zone\n{}", shown(id), text);
            if !Model::in_zone(name) {
                continue;
            }
            prop_assert_eq!(zone.exists(id), model.exists(name), "does {} exist\n{}", shown(id), text);
            let plain = |id: Option<NameId>| id.map(|id| normal(&zone.labels(id)));
            prop_assert_eq!(plain(zone.cut_above(id)), model.cut_above(name), "cut above {}\n{}", shown(id), text);
            prop_assert_eq!(plain(zone.dname_above(id)), model.dname_above(name), "DNAME above {}\n{}", shown(id), text);
            prop_assert_eq!(
                plain(zone.wildcard_over(id)), model.wildcard_over(name), "wildcard over {}\n{}", shown(id), text
            );
            for rtype in [RType::A, RType::NS, RType::DNAME, RType::CNAME] {
                prop_assert_eq!(zone.has(id, rtype), model.owns(name, Some(rtype)), "{} {}", shown(id), rtype.mnemonic());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Wherever a name was met first and whatever it was relative to. Of names without escapes reading notes
    /// more, so all of a zone have some or none.
    #[test]
    fn occluded_are_the_owners_below_cuts_and_dnames(
        (records, escapes) in prop::bool::ANY.prop_flat_map(|escapes| {
            let name = || name(if escapes { ODD } else { &["c"] });
            let record = (name(), name(), record_type(), 0..3u8, style());
            (prop::collection::vec(record, 1..16), Just(escapes))
        }),
    ) {
        let mut text = SOA.to_owned();
        let mut origin = apex();
        let mut owners = BTreeSet::from([(apex(), RType::SOA)]);
        for (other, owner, rtype, kind, style) in records {
            let style = Style { escapes: style.escapes && escapes, ..style };
            if kind == 0 {
                text += &format!("$ORIGIN {}\n", origin_text(&other, &origin, true, style));
                origin = other.clone();
            }
            let data = match rtype {
                RType::A => "192.0.2.1".to_owned(),
                _ => text_of(&other, &origin, kind == 1, style),
            };
            text += &format!("{} {} {data}\n", text_of(&owner, &origin, kind < 2, style), rtype.mnemonic());
            owners.insert((owner, rtype));
        }
        let zone = read(&text, BTreeMap::new());
        let model = Model { owners };
        let is_below = |name: &Labels| {
            let hides = |n: &Labels| model.owns(n, Some(RType::NS)) && *n != apex() || model.owns(n, Some(RType::DNAME));
            Model::in_zone(name) && Model::up_to_apex(name).skip(1).any(|above| hides(&above))
        };
        let expected: BTreeSet<Labels> = model.owners.iter().map(|(name, _)| name.clone()).filter(is_below).collect();
        let occluded: BTreeSet<Labels> = zone.occluded_owners(|_| true).iter().map(|&id| normal(&zone.labels(id))).collect();
        prop_assert_eq!(occluded, expected, "{}", text);
    }
}

/// Labels as the model has them.
fn normal(labels: &[&[u8]]) -> Labels {
    labels.iter().map(|label| zonelint::text::escape::unescape_lossy(label).to_ascii_lowercase()).collect()
}

/// A line of a zone file, to be written and understood.
#[derive(Clone, Debug)]
enum Line {
    Origin(Labels, bool, Style),
    Ttl(u32),
    /// No owner: a blank first column.
    Record {
        owner: Option<(Labels, bool, Style)>,
        ttl: Option<u32>,
        class: bool,
        ttl_first: bool,
        form: usize,
    },
    Include {
        origin: Option<Labels>,
        lines: Vec<Line>,
    },
    Generate {
        start: u32,
        count: u32,
        ttl: Option<u32>,
    },
}

fn ttl() -> impl Strategy<Value = u32> {
    prop::sample::select(vec![0, 60, 300, 5400, 86_400, 694_861])
}

fn line() -> impl Strategy<Value = Line> {
    let owner = prop::option::weighted(0.6, (name(ODD), any::<bool>(), style()));
    let record = (owner, prop::option::of(ttl()), any::<bool>(), any::<bool>(), 0..FORMS.len())
        .prop_map(|(owner, ttl, class, ttl_first, form)| Line::Record { owner, ttl, class, ttl_first, form });
    let origin =
        (name(ODD), any::<bool>(), style()).prop_map(|(name, relative, style)| Line::Origin(name, relative, style));
    let generate = (0..90u32, 1..5u32, prop::option::of(ttl())).prop_map(|(start, count, ttl)| Line::Generate {
        start,
        count,
        ttl,
    });
    let simple = prop_oneof![8 => record, 1 => origin, 1 => ttl().prop_map(Line::Ttl), 1 => generate];
    simple.prop_recursive(2, 24, 5, |line| {
        (prop::option::of(name(ODD)), prop::collection::vec(line, 0..5))
            .prop_map(|(origin, lines)| Line::Include { origin, lines })
    })
}

/// Data in the forms that make reading hard: parentheses, comments, quotes, line breaks.
const FORMS: [(&str, RType); 6] = [
    ("A 192.0.2.1", RType::A),
    ("( A\n192.0.2.1 ) ; a comment ( \"", RType::A),
    ("TXT \"a;(b\" c\\;d", RType::TXT),
    ("MX (10 ; ten )\n\n mail ) ", RType::MX),
    ("type1 \\# 4 ( c000 ; four\n\t0201 )", RType::A),
    ("TYPE65280\t\\# 0", RType(65280)),
];

/// Writes lines, and notes what they mean.
#[derive(Default)]
struct Writer {
    files: BTreeMap<String, String>,
    expected: Vec<(Labels, u32, RType)>,
}

/// What carries over from line to line (RFC 1035 section 5.1, RFC 2308 section 4).
#[derive(Clone)]
struct Carried {
    origin: Labels,
    owner: Labels,
    ttl: u32,
}

impl Writer {
    fn write(&mut self, lines: &[Line], carried: &mut Carried) -> String {
        let mut text = String::new();
        for line in lines {
            text += &self.line(line, carried);
            text += "\n";
        }
        text
    }

    fn line(&mut self, line: &Line, carried: &mut Carried) -> String {
        match line {
            Line::Origin(name, relative, style) => {
                let text = origin_text(name, &carried.origin, *relative, *style);
                carried.origin.clone_from(name);
                format!("$ORIGIN {text}")
            }
            Line::Ttl(seconds) => {
                carried.ttl = *seconds;
                format!("$ttl {}", zonelint::syntax::ttl::format(*seconds))
            }
            Line::Record { owner, ttl, class, ttl_first, form } => {
                let mut text = match owner {
                    None => " ".to_owned(),
                    Some((name, relative, style)) => {
                        carried.owner.clone_from(name);
                        format!("{} ", text_of(name, &carried.origin, *relative, *style))
                    }
                };
                let ttl_text = ttl.map_or(String::new(), |ttl| format!("{ttl} "));
                let class = if *class { "IN " } else { "" };
                text += &if *ttl_first { format!("{ttl_text}{class}") } else { format!("{class}{ttl_text}") };
                let (data, rtype) = FORMS[*form];
                self.expected.push((carried.owner.clone(), ttl.unwrap_or(carried.ttl), rtype));
                text + data
            }
            Line::Include { origin, lines } => {
                let mut inner = carried.clone();
                let origin_text = origin.as_ref().map_or(String::new(), |name| {
                    inner.origin.clone_from(name);
                    text_of(name, &Labels::new(), false, Style { bits: 1, escapes: false })
                });
                let inner_text = self.write(lines, &mut inner);
                // BIND and NSD let the `$TTL` of an included file reach the lines after it.
                carried.ttl = if TTL_LEAKS { inner.ttl } else { carried.ttl };
                let file = format!("f{}", self.files.len());
                self.files.insert(file.clone(), inner_text);
                format!("$INCLUDE {file} {origin_text}")
            }
            Line::Generate { start, count, ttl } => {
                for counter in *start..start + count {
                    let label = format!("g-{counter:03x}").into_bytes();
                    // As in BIND, a blank owner after the directive is the one before it.
                    let owner = [vec![label], carried.origin.clone()].concat();
                    self.expected.push((owner, ttl.unwrap_or(carried.ttl), RType::A));
                }
                let ttl = ttl.map_or(String::new(), |ttl| format!("{ttl} "));
                let stop = start + count - 1;
                format!("$GENERATE {start}-{stop} g-${{0,3,x}} {ttl}A 192.0.2.$")
            }
        }
    }
}

/// Whether the `$TTL` of an included file is in force behind its `$INCLUDE`.
const TTL_LEAKS: bool = true;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Owners, TTLs and types are those that a naive reader makes of the lines.
    #[test]
    fn records_are_what_the_lines_say(lines in prop::collection::vec(line(), 0..20)) {
        let mut writer = Writer::default();
        let mut carried = Carried { origin: apex(), owner: apex(), ttl: 3600 };
        let text = format!("{SOA}{}", writer.write(&lines, &mut carried));
        let zone = read(&text, writer.files);
        let read: Vec<_> =
            zone.records().skip(1).map(|(_, r)| (normal(&zone.labels(r.owner)), r.ttl, r.rtype)).collect();
        prop_assert_eq!(read, writer.expected, "{}", text);
        for (id, record) in zone.records() {
            let entry = zone.entry(id);
            prop_assert_eq!(RType::from_mnemonic(zone.bytes(entry.rtype())), Some(record.rtype));
            let given = zone.ttl_given_at(id);
            if given != entry.owner() {
                let seconds = zonelint::syntax::ttl::parse(zone.bytes(given));
                prop_assert_eq!(seconds, Some(Ok(record.ttl)), "where the TTL is given\n{}", text);
            }
        }
    }
}
