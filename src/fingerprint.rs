//! Which finding is the same from run to run: by what it is about, never by its line.
//!
//! A finding keeps its fingerprint when records move, the zone is put in another order, names are
//! written in other letters, TTLs in other units, and messages in other words. What counts is the
//! check, the zone and its view, the owner, the type and what is wrong there; where there is no owner, the file,
//! the bytes that are wrong and the name they stand behind. Those that are alike in all of it are counted, and the
//! count is part of it.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::{Diagnostic, Subject};
use crate::fnv::Hash;
use crate::source::Sources;

/// Stands for a finding in files that outlive a run; written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(&text, 16).ok().filter(|_| is_hex);
        number.map(Fingerprint).ok_or_else(|| D::Error::custom("a fingerprint is 16 hexadecimal digits"))
    }
}

/// What a finding has in common with those that are alike, in whatever view.
pub fn without_view(sources: &Sources, finding: &Diagnostic) -> Fingerprint {
    Fingerprint(identity(sources, finding).0)
}

/// The view that a finding is about, where there are several versions of its zone.
pub fn view<'s>(sources: &'s Sources, finding: &Diagnostic) -> Option<&'s str> {
    sources.view(sources.in_file(finding.primary.span).source)
}

/// What baselines of version 1 have of a finding: nothing of the value that is wrong.
pub fn of_version_1(sources: &Sources, finding: &Diagnostic) -> Fingerprint {
    Fingerprint(identity_of_version_1(sources, finding).0)
}

/// What a finding has in common with those that are alike.
fn without_count(sources: &Sources, finding: &Diagnostic) -> Fingerprint {
    let identity = identity(sources, finding);
    Fingerprint(view(sources, finding).map_or(identity, |view| identity.part(view.as_bytes())).0)
}

/// The fingerprints of all findings of a run, in their order; no two are equal.
pub fn of(sources: &Sources, findings: &[Diagnostic]) -> Vec<Fingerprint> {
    let mut all: Vec<Fingerprint> = findings.iter().map(|finding| without_count(sources, finding)).collect();
    // A map of them would take more memory than all else that is known of most findings.
    let mut alike: Vec<u32> = (0..all.len() as u32).collect();
    alike.sort_unstable_by_key(|&number| (all[number as usize], number));
    let (mut identity, mut count) = (None, 0u32);
    for number in alike {
        let fingerprint = &mut all[number as usize];
        count = if identity.replace(*fingerprint) == Some(*fingerprint) { count + 1 } else { 1 };
        if count > 1 {
            *fingerprint = Fingerprint(Hash(fingerprint.0).part(&count.to_be_bytes()).0);
        }
    }
    all
}

/// So many bytes tell one mistake from another, and what is unreadable may be the whole file.
const ENOUGH: usize = 256;

fn identity(sources: &Sources, finding: &Diagnostic) -> Hash {
    let Subject { zone, owner, rtype } = &*finding.subject;
    let check = Hash::NEW.part(b"2").part(finding.meta.id.as_bytes());
    let value = finding.value.to_be_bytes();
    match (zone, owner) {
        // Which of the records is pointed at depends on their order.
        (Some(zone), _) if finding.records > 1 => check.name(zone).part(&value),
        (_, Some(owner)) => {
            let rtype = rtype.as_deref().unwrap_or_default().to_ascii_uppercase();
            check.name(zone.as_deref().unwrap_or_default()).name(owner).part(rtype.as_bytes()).part(&value)
        }
        (Some(zone), None) => check.name(zone),
        (None, None) => in_file(check, sources, finding),
    }
}

/// What is wrong in a file, where nobody knows of which record.
fn in_file(check: Hash, sources: &Sources, finding: &Diagnostic) -> Hash {
    let at = sources.in_file(finding.primary.span);
    let source = sources.get(at.source);
    let (start, end) = (at.start as usize, at.end as usize);
    let before = source.bytes().get(start.saturating_sub(ENOUGH)..start).unwrap_or_default();
    let line = memchr::memrchr2(b'\n', b'\r', before).map(|end| &before[end + 1..]);
    let line = line.or((start <= ENOUGH).then_some(before)).unwrap_or_default();
    let bytes = source.bytes().get(start..end).unwrap_or_default();
    // The folder is not part of it: names are told from where the program runs.
    let file = source.name().rsplit('/').next().unwrap_or_default();
    // On a line that starts with a blank, the owner stands on one above it.
    let owner = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    check.part(file.as_bytes()).words(owner).words(&bytes[..bytes.len().min(ENOUGH)])
}

fn identity_of_version_1(sources: &Sources, finding: &Diagnostic) -> Hash {
    let Subject { zone, owner, rtype } = &*finding.subject;
    let rtype = rtype.as_deref().unwrap_or_default().to_ascii_uppercase();
    let check = Hash::NEW.part(finding.meta.id.as_bytes()).part(rtype.as_bytes());
    let Some(owner) = owner else {
        let at = sources.in_file(finding.primary.span);
        let source = sources.get(at.source);
        // The folder is not part of it: names are told from where the program runs.
        let file = source.name().rsplit('/').next().unwrap_or_default();
        let place = zone.as_deref().map_or_else(|| check.part(file.as_bytes()), |zone| check.name(zone));
        let bytes = source.bytes().get(at.start as usize..at.end as usize).unwrap_or_default();
        return place.words(&bytes[..bytes.len().min(ENOUGH)]);
    };
    check.name(zone.as_deref().unwrap_or_default()).name(owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Meta;
    use crate::source::{SourceId, Span};

    static ONE: Meta = Meta { id: "one", ..Meta::DEFAULT };
    static OTHER: Meta = Meta { id: "other", ..ONE };

    fn at(start: u32, end: u32) -> Span {
        Span { source: SourceId(0), start, end }
    }

    fn about(meta: &'static Meta, zone: &str, owner: &str, rtype: &str) -> Diagnostic {
        let rtype = Some(rtype.to_owned().into());
        let subject = Subject { zone: Some(zone.into()), owner: Some(owner.to_owned().into()), rtype };
        Diagnostic::new(meta, at(0, 1), "message").subject(subject)
    }

    fn print(text: &str, finding: Diagnostic) -> Fingerprint {
        let mut sources = Sources::default();
        sources.add("zones/example.com.zone", text.as_bytes().to_vec());
        of(&sources, &[finding])[0]
    }

    #[test]
    fn spellings_of_a_name_are_one() {
        let usual = print("x", about(&ONE, "example.com.", "www.example.com.", "A"));
        assert_eq!(print("y", about(&ONE, "EXAMPLE.com.", r"\087ww.ex\ample.com.", "a")), usual);
        for other in [
            about(&OTHER, "example.com.", "www.example.com.", "A"),
            about(&ONE, "example.net.", "www.example.com.", "A"),
            about(&ONE, "example.com.", "ww.wexample.com.", "A"),
            about(&ONE, "example.com.", r"www\.example.com.", "A"),
            about(&ONE, "example.com.", "www.example.com.", "AAAA"),
        ] {
            assert_ne!(print("x", other.clone()), usual, "{other:?}");
        }
    }

    #[test]
    fn neither_place_nor_words_count_where_there_is_an_owner() {
        let mut other = about(&ONE, "a.", "b.a.", "A");
        other.primary.span = at(3, 5);
        other.message = "other words".into();
        assert_eq!(print("1 2 3 4", other), print("x", about(&ONE, "a.", "b.a.", "A")));
    }

    #[test]
    fn without_an_owner_the_bytes_count() {
        let wrong = |start, end| Diagnostic::new(&ONE, at(start, end), "message");
        assert_eq!(print("a (  B", wrong(0, 6)), print("\n\nA\t( b", wrong(2, 7)));
        assert_ne!(print("a ( b", wrong(0, 5)), print("a (b", wrong(0, 4)));
    }

    #[test]
    fn those_alike_are_counted() {
        let sources = {
            let mut sources = Sources::default();
            sources.add("z", b"x".to_vec());
            sources
        };
        let alike = vec![about(&ONE, "a.", "b.a.", "A"); 3];
        let mut all = of(&sources, &alike);
        assert_eq!(all[0], of(&sources, &alike[..1])[0]);
        all.dedup();
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn they_are_written_as_16_digits() {
        assert_eq!(format!("{}", Fingerprint(0xab)), "00000000000000ab");
    }
}
