//! Signed zones with slips in them, as the verifiers of BIND and ldns judge them: what both call bad is found, and what is
//! found one of them calls bad. Where that is not so stands in `DIFFERENCES`, with reasons.
//!
//! Run where the programs are installed; the rest is skipped, and said.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use super::signers::{ZONE, shell};
use crate::support::{check_text_with, write};

/// What a shell does in a folder with the zone in `z`; the signed zone is in `out`, a record a line. The last is a flag
/// that the verifier of BIND needs.
const SIGNERS: [(&str, &str); 4] = [
    (
        "dnssec-keygen -q -a 13 -f KSK example.com && dnssec-keygen -q -a 13 example.com && dnssec-signzone -S -O full -o example.com -f out z",
        "",
    ),
    (
        "dnssec-keygen -q -a 15 -f KSK example.com && dnssec-keygen -q -a 15 example.com && dnssec-signzone -S -O full -3 - -o example.com -f out z",
        "",
    ),
    (
        "dnssec-keygen -q -a 13 -f KSK example.com && dnssec-signzone -S -O full -z -3 AABB -A -H 0 -o example.com -f out z",
        "-z",
    ),
    (
        "dnssec-keygen -q -a 8 -b 2048 -f KSK example.com && dnssec-keygen -q -a 8 -b 2048 example.com && dnssec-signzone -S -O full -o example.com -f out z",
        "",
    ),
];

/// What is found after a slip though neither verifier calls it bad, and why.
const DIFFERENCES: [(Slip, &str, &str); 2] = [
    (
        Slip::Ttl,
        "signature-unfounded",
        "a TTL below that in the signature: a validator takes it, as caches count TTLs down (RFC 4035 section 5.3.3), but \
         the zone has another TTL than its signer gave it (RFC 4034 section 3.1.4)",
    ),
    (
        Slip::Moved,
        "signature-unfounded",
        "a signature where there is nothing that it covers: verifiers go from RRset to RRset, and do not come upon it",
    ),
];

/// What was done to a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    /// A record is gone.
    Gone,
    /// Records of an RRset are gone, signatures and all.
    SetGone,
    /// All signatures of a name are gone.
    Unsigned,
    /// The TTL of a record is another.
    Ttl,
    /// A record more, of a name and type that there are not, or are.
    More,
    /// A letter or digit of the data is another.
    Data,
    /// A field of an RRSIG, NSEC, NSEC3, NSEC3PARAM or DNSKEY is that of another record.
    Field,
    /// The record has the owner of another.
    Moved,
    /// Nothing that counts: order, case of owners, blanks.
    Nothing,
}

const SLIPS: [Slip; 9] = [
    Slip::Gone,
    Slip::SetGone,
    Slip::Unsigned,
    Slip::Ttl,
    Slip::More,
    Slip::Data,
    Slip::Field,
    Slip::Moved,
    Slip::Nothing,
];

/// Numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// A record as its words: owner, TTL, class, type, data.
type Record = Vec<String>;

fn records(zone: &str) -> Vec<Record> {
    let lines = zone.lines().map(|line| line.split(" ;").next().unwrap_or(line));
    let lines = lines.filter(|line| !line.trim().is_empty() && !line.starts_with([';', '$']));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn text(records: &[Record]) -> String {
    records.iter().flat_map(|record| [record.join(" "), "\n".to_owned()]).collect()
}

/// The type that a record is about: of a signature the one that it covers.
fn about(record: &Record) -> &str {
    if record[3] == "RRSIG" { &record[4] } else { &record[3] }
}

/// A letter or digit in the place of one.
fn other(c: char, dice: &mut Dice) -> char {
    let all: Vec<char> = match c {
        '0'..='9' => ('0'..='9').collect(),
        'A'..='F' => ('A'..='F').collect(),
        _ => ('G'..='Z').collect(),
    };
    all[dice.below(all.len())]
}

/// The zone with a slip, and what it was; no slip touches the SOA alone, without which there is no zone.
fn slipped(original: &[Record], slip: Slip, dice: &mut Dice) -> Option<(Vec<Record>, String)> {
    let mut zone = original.to_vec();
    let at = 1 + dice.below(zone.len() - 1);
    let one = zone[at].clone();
    let before = one.join(" ");
    match slip {
        Slip::Gone => drop(zone.remove(at)),
        Slip::SetGone => zone.retain(|record| record[0] != one[0] || about(record) != about(&one)),
        Slip::Unsigned => zone.retain(|record| record[0] != one[0] || record[3] != "RRSIG"),
        Slip::Ttl => zone[at][1] = ["60", "1800", "7200", "86400"][dice.below(4)].to_owned(),
        Slip::More => {
            let owner = [one[0].as_str(), "new.example.com.", "a.b.example.com.", "x.wild.example.com."][dice.below(4)];
            let data = ["A 192.0.2.99", "TXT \"more\"", "LOC 52 N 13 E 0m", "NS ns.other.example."][dice.below(4)];
            zone.push([owner, "3600", "IN"].into_iter().chain(data.split(' ')).map(str::to_owned).collect());
        }
        Slip::Data => {
            let word = 4 + dice.below(one.len() - 4);
            let places: Vec<usize> =
                one[word].char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
            let place = *places.get(dice.below(places.len()))?;
            let new = other(char::from(one[word].as_bytes()[place]), dice);
            zone[at][word].replace_range(place..=place, &new.to_string());
        }
        Slip::Field => {
            let donors: Vec<&Record> = zone.iter().filter(|record| record[3] == one[3] && **record != one).collect();
            let donor = (*donors.get(dice.below(donors.len()))?).clone();
            let word = 4 + dice.below(one.len().min(donor.len()) - 4);
            zone[at][word].clone_from(&donor[word]);
        }
        Slip::Moved => {
            let from = dice.below(zone.len());
            zone[at][0] = zone[from][0].clone();
        }
        Slip::Nothing => {
            zone[1..].rotate_left(at - 1);
            zone.iter_mut().skip(at % 3).step_by(3).for_each(|record| record[0] = record[0].to_uppercase());
            return Some((zone, "order and case".to_owned()));
        }
    }
    let what = match slip {
        Slip::Ttl | Slip::Data | Slip::Field | Slip::Moved => format!("{before}\n     to {}", zone[at].join(" ")),
        Slip::More => zone[zone.len() - 1].join(" "),
        _ => before,
    };
    (zone != original).then_some((zone, what))
}

/// Checks that are about what signers and validators do; what others find, no verifier of signatures looks for.
fn is_of_signatures(check: &str) -> bool {
    ["signature-", "nsec", "dnskey-", "dnssec-", "ds-", "cds-", "zonemd-"].iter().any(|start| check.starts_with(start))
}

/// The checks that find something wrong with a zone.
fn findings(zone: &str) -> BTreeSet<String> {
    let found = check_text_with(zone, &["--origin", "example.com", "--dnssec"]).findings();
    let is_meant = |finding: &&serde_json::Value| finding["severity"] != "info";
    found.iter().filter(is_meant).map(|finding| finding["check"].as_str().expect("a check").to_owned()).collect()
}

/// A zone that was signed, what the verifier of BIND needs for it, and what is found in it.
struct Signed {
    records: Vec<Record>,
    flag: &'static str,
    known: BTreeSet<String>,
}

/// How a zone with a slip was judged.
struct Case {
    slip: Slip,
    what: String,
    /// The checks that find something that they did not find before.
    found: BTreeSet<String>,
    bind_is_bad: bool,
    ldns_is_bad: bool,
}

/// Whether the verifiers of BIND and of ldns call a zone bad.
fn judged(dir: &Path, zone: &str, flag: &str) -> (bool, bool) {
    write(dir, "zone", zone);
    let bind = !shell(dir, &format!("dnssec-verify -q {flag} -o example.com zone"));
    (bind, !shell(dir, "ldns-verify-zone zone"))
}

impl Case {
    fn of(number: usize, zones: &[Signed], dir: &Path) -> Case {
        let Signed { records, flag, known } = &zones[number / SLIPS.len() % zones.len()];
        let slip = SLIPS[number % SLIPS.len()];
        let mut dice = Dice(number as u64);
        let (changed, what) = (0..50).find_map(|_| slipped(records, slip, &mut dice)).expect("a slip");
        let changed = text(&changed);
        let found = findings(&changed).difference(known).cloned().collect();
        let (bind_is_bad, ldns_is_bad) = judged(dir, &changed, flag);
        Case { slip, what, found, bind_is_bad, ldns_is_bad }
    }

    /// Why the judgement is another than that of the others, if it is and nothing says why.
    fn fault(&self) -> Option<String> {
        let Case { slip, what, found, bind_is_bad, ldns_is_bad } = self;
        let is_bad = *bind_is_bad || *ldns_is_bad;
        let is_listed = |check: &String| DIFFERENCES.iter().any(|(of, name, _)| of == slip && name == check);
        let alone = found.iter().find(|check| is_of_signatures(check) && !is_bad && !is_listed(check));
        let fault = match alone {
            Some(check) => format!("{check}, which neither finds"),
            None if is_bad && found.is_empty() => "nothing is found".to_owned(),
            None => return None,
        };
        Some(format!("{slip:?} {what}\n  BIND calls it bad: {bind_is_bad}, ldns: {ldns_is_bad}; {fault}"))
    }
}

/// What the installed programs sign.
fn signed(dir: &Path) -> Vec<Signed> {
    let mut zones = Vec::new();
    for (number, (script, flag)) in SIGNERS.iter().enumerate() {
        let folder = dir.join(number.to_string());
        std::fs::create_dir(&folder).expect("a folder");
        write(&folder, "z", ZONE);
        assert!(shell(&folder, script), "`{script}` fails");
        let records = records(&std::fs::read_to_string(folder.join("out")).expect("the signed zone"));
        assert_eq!(judged(&folder, &text(&records), flag), (false, false), "{script}");
        zones.push(Signed { known: findings(&text(&records)), records, flag });
    }
    zones
}

#[test]
// Whoever runs the tests has to see what they did without.
#[allow(clippy::print_stderr)]
fn slips_in_signed_zones_are_judged_as_others_judge_them() {
    // `ZONELINT_SIGNED=500` takes a minute.
    let count: usize = std::env::var("ZONELINT_SIGNED").ok().and_then(|count| count.parse().ok()).unwrap_or(45);
    let dir = TempDir::new().expect("a folder");
    if !["dnssec-signzone", "dnssec-verify", "ldns-verify-zone"]
        .iter()
        .all(|it| shell(dir.path(), &format!("command -v {it}")))
    {
        eprintln!("skipped: bind9-utils and ldnsutils are not both installed");
        return;
    }
    let zones = signed(dir.path());
    let cases: Vec<Case> = std::thread::scope(|scope| {
        let half = |from: usize| {
            let (zones, folder) = (&zones, dir.path().join(format!("half{from}")));
            std::fs::create_dir(&folder).expect("a folder");
            scope.spawn(move || {
                (from..count).step_by(2).map(|number| Case::of(number, zones, &folder)).collect::<Vec<_>>()
            })
        };
        let halves = [half(0), half(1)];
        halves.into_iter().flat_map(|half| half.join().expect("no case panics")).collect()
    });
    let faults: Vec<String> = cases.iter().filter_map(Case::fault).collect();
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
    // Slips that break nothing, and slips that do: both have to be there, or nothing was compared.
    let bad = cases.iter().filter(|case| case.bind_is_bad || case.ldns_is_bad).count();
    assert!(bad * 4 > count && (count - bad) * 10 > count, "{bad} of {count} are bad");
    let is_quiet = |case: &Case| !case.bind_is_bad && !case.ldns_is_bad && case.found.is_empty();
    assert!(cases.iter().filter(|case| case.slip == Slip::Nothing).all(is_quiet), "order and case count for nothing");
}
