//! Zones as two other parsers read them: where one takes a file and nothing of it is wrong here, owners, types, TTLs and
//! data are the same.

use std::path::PathBuf;

use domain::base::Name;
use domain::base::name::ToName;
use domain::base::rdata::ComposeRecordData;
use domain::zonefile::inplace::{Entry, Zonefile};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder};
use hickory_proto::serialize::txt::Parser;
use zonelint::diagnostic::Severity;
use zonelint::limits::Limits;
use zonelint::source::{SourceId, Sources};
use zonelint::syntax::name::DomainName;
use zonelint::zone::{self, Included, Includes, Refusal};

use crate::support::root;

const APEX: &str = "example.com.";

/// `@` in the data of a record is the origin (RFC 1035 section 5.1), and a label there.
const AT: &str = "`@` in record data";
/// Names of the repaired file are not those of the file.
const REPAIRED: &str = "a final dot that is missing is added";
/// Relative targets of SVCB and HTTPS are not completed there (RFC 9460 section 2.1).
const SVCB: &str = "relative SVCB targets";

/// What is read differently on purpose, or wrongly there; below `testdata/`.
const BY_DOMAIN: [(&str, &str); 13] = [
    ("checks/nsec-bitmap-wrong/delegation.zone", AT),
    ("checks/owner-missing-dot/soa.zone", REPAIRED),
    ("checks/server-dialect/gdnsd_names.zone", "`@z` is a name of gdnsd"),
    ("checks/signature-key-missing/idle_key.zone", AT),
    ("checks/signature-missing/many.zone", AT),
    ("checks/signature-unfounded/signer_labels_glue.zone", AT),
    ("checks/soa-rname-invalid/at_sign_alone.zone", AT),
    ("checks/srv-null-target-contradicted/origin_is_the_root.zone", AT),
    ("checks/target-does-not-exist/something_else_answers.zone", AT),
    ("checks/target-without-address/nothing_has_an_address.zone", AT),
    ("checks/ttl-left-to-server/minimum.zone", "without `$TTL` the SOA's minimum counts, not the TTL before"),
    ("syntax/at_sign.zone", AT),
    ("syntax/origin_relative.zone", AT),
];

/// The same for hickory.
const BY_HICKORY: [(&str, &str); 10] = [
    ("checks/origin-missing-dot/relative.zone", "a relative `$ORIGIN` is completed"),
    ("checks/owner-missing-dot/soa.zone", REPAIRED),
    ("checks/port-changed-by-slip/on_purpose/base/example.com.zone", SVCB),
    ("checks/port-changed-by-slip/on_purpose/now/example.com.zone", SVCB),
    ("checks/record-required-missing/data.zone", "a quoted string keeps its quotes and is cut at blanks there"),
    ("checks/spf-value-invalid/octets.zone", "an octet in digits becomes a character there, and is written as UTF-8"),
    ("checks/srv-port-siblings-differ/https_parameter_of_owner_wrong.zone", SVCB),
    ("checks/srv-port-siblings-differ/https_parameter_wrong.zone", SVCB),
    ("checks/srv-port-siblings-differ/svcb_owner_wrong.zone", SVCB),
    ("checks/txt-cut-by-comment/comments.zone", "an escaped `;` starts a comment there"),
];

/// Owner and type, TTL, and data in canonical form.
type Read = Vec<(Vec<u8>, u16, u32, Vec<u8>)>;

struct NoIncludes;

impl Includes for NoIncludes {
    fn include(&mut self, path: &str, _: SourceId, _: &mut Sources) -> Result<Included, Refusal> {
        Err(Refusal::new(format!("`{path}` is not read")))
    }
}

/// What is read here; `None` where something is wrong with the syntax.
fn ours(bytes: &[u8]) -> Option<Read> {
    let mut sources = Sources::default();
    let file = sources.add("zone", bytes.to_vec());
    let apex = DomainName::new(APEX);
    let (zone, found) = zone::read(file, &apex, &apex, &mut NoIncludes, &mut sources, Limits::default());
    let is_wrong = found.finish().iter().any(|finding| finding.severity > Severity::Info);
    let zone = zone.filter(|_| !is_wrong)?;
    let mut read: Read = Vec::new();
    for (id, record) in zone.records() {
        let owner = zone.name_wire(record.owner)?.to_ascii_lowercase();
        read.push((owner, record.rtype.0, record.ttl, zone.rdata(id).wire(true).ok()?));
    }
    read.sort();
    Some(read)
}

/// What the crate `domain` reads.
fn by_domain(bytes: &[u8]) -> Option<Read> {
    let mut file = Zonefile::from(bytes);
    file.set_origin(Name::bytes_from_str(APEX).expect("a name"));
    file.set_default_class(domain::base::iana::Class::IN);
    let mut read = Read::new();
    while let Some(entry) = file.next_entry().ok()? {
        let Entry::Record(record) = entry else { return None };
        let mut data = Vec::new();
        record.data().compose_canonical_rdata(&mut data).ok()?;
        let owner = record.owner().to_vec().as_slice().to_ascii_lowercase();
        read.push((owner, record.rtype().to_int(), record.ttl().as_secs(), data));
    }
    read.sort();
    Some(read)
}

/// What hickory reads: an RRset has one TTL there, and its records are different ones.
fn by_hickory(bytes: &[u8]) -> Option<Read> {
    let text = std::str::from_utf8(bytes).ok()?;
    let origin = hickory_proto::rr::Name::from_ascii(APEX).expect("a name");
    let (_, sets) = Parser::new(text, None, Some(origin)).parse().ok()?;
    let mut read = Read::new();
    for record in sets.values().flat_map(|set| set.records_without_rrsigs()) {
        let mut data = Vec::new();
        let mut encoder = BinEncoder::new(&mut data);
        encoder.set_canonical_form(true);
        record.data.emit(&mut encoder).ok()?;
        let owner = record.name.to_lowercase().to_bytes().ok()?;
        read.push((owner, record.record_type().into(), record.ttl, data));
    }
    read.sort();
    Some(read)
}

fn zones() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root().join("testdata")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_zone = |path: &PathBuf| path.extension().is_some_and(|ext| ext == "zone" || ext == "signed");
    files.map(walkdir::DirEntry::into_path).filter(is_zone).collect()
}

/// The same with times as numbers: not every parser reads units.
fn in_seconds(bytes: &[u8]) -> Vec<u8> {
    let word = |word: &[u8]| {
        let (&unit, digits) = word.split_last()?;
        let digits: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let seconds = [(b'm', 60), (b'h', 3600), (b'd', 86400), (b'w', 604_800)];
        let (_, seconds) = seconds.into_iter().find(|(known, _)| *known == unit.to_ascii_lowercase())?;
        Some(digits.checked_mul(seconds)?.to_string().into_bytes())
    };
    let is_end = |byte: &u8| b" \t\r\n".contains(byte);
    let words = bytes.split_inclusive(is_end).map(|with_end| {
        let (text, end) = with_end.split_at(with_end.len() - usize::from(with_end.last().is_some_and(is_end)));
        [word(text).unwrap_or_else(|| text.to_vec()), end.to_vec()].concat()
    });
    words.collect::<Vec<_>>().concat()
}

/// Reads the files that both take, of which there are so many at least; all but those listed are read alike.
fn compare(theirs: fn(&[u8]) -> Option<Read>, alike: fn(Read) -> Read, known: &[(&str, &str)], at_least: usize) {
    let mut both = 0;
    let (mut found, mut differences) = (Vec::new(), Vec::new());
    for path in zones() {
        let bytes = in_seconds(&std::fs::read(&path).expect("it can be read"));
        // Other parsers may panic on what is no zone.
        let theirs = std::panic::catch_unwind(|| theirs(&bytes)).unwrap_or_default();
        let (Some(ours), Some(theirs)) = (ours(&bytes), theirs) else { continue };
        both += 1;
        let (ours, theirs) = (alike(ours), alike(theirs));
        if ours != theirs {
            let only = |one: &Read, other: &Read| {
                one.iter().filter(|record| !other.contains(record)).map(|record| format!("{record:?}")).next()
            };
            let (one, other) = (only(&ours, &theirs), only(&theirs, &ours));
            let name = path.strip_prefix(root().join("testdata")).expect("it is below").display().to_string();
            differences.push(format!("{name}: here {one:?}, there {other:?}"));
            found.push(name);
        }
    }
    assert!(both >= at_least, "only {both} zones are read by both");
    let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, known, "{}", differences.join("\n"));
}

#[test]
fn domain_reads_the_same() {
    compare(by_domain, |read| read, &BY_DOMAIN, 200);
}

#[test]
fn hickory_reads_the_same() {
    let each_once = |mut read: Read| {
        read.dedup_by(|a, b| (&a.0, a.1, &a.3) == (&b.0, b.1, &b.3));
        read
    };
    compare(by_hickory, each_once, &BY_HICKORY, 150);
}
