//! What a finding costs in memory.

use std::sync::Arc;

use super::*;
use crate::source::SourceId;

static META: Meta = Meta { id: "one", ..Meta::DEFAULT };

/// What a piece of so many bytes takes where the allocator keeps its size before it and rounds, as that of glibc does.
fn piece(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { (bytes + size_of::<usize>()).next_multiple_of(16) }
}

/// The bytes of memory that text takes besides those of its handle, and those of it that say something.
fn of_text(text: &Text) -> (usize, usize) {
    // What is short stands in the handle, constants in the program; before others is how many share them.
    let is_apart = text.len() > size_of::<Text>() && !CONSTANTS.contains(&&**text);
    (if is_apart { piece(size_of::<usize>() + text.len()) } else { 0 }, text.len())
}

const CONSTANTS: [&str; 3] =
    ["add the record it points at, or correct the name", "it would be here", "a similar name that does"];

/// What a finding costs in memory beyond its own text.
fn cost(finding: &Diagnostic) -> isize {
    let Subject { zone, owner, rtype } = &*finding.subject;
    let labels = finding.labels.iter().map(|label| &label.text);
    let texts = labels.chain([&finding.message, &finding.primary.text]).chain(&finding.help).chain(owner).chain(rtype);
    let shared = zone.iter().map(|zone| (0, zone.len()));
    let (text, said) = texts.map(of_text).chain(shared).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let pieces = [
        size_of::<Finding>(),
        usize::from(!finding.labels.is_empty()) * (16 + finding.labels.capacity() * size_of::<Label>()),
        usize::from(*finding.subject != Subject::default()) * size_of::<Subject>(),
    ];
    let pieces: usize = pieces.into_iter().map(piece).sum();
    // Besides, a finding has a place in a list that grows, a fingerprint, and its place among those that are alike.
    (pieces + text + 2 * size_of::<Diagnostic>() + 12) as isize - said as isize
}

#[test]
fn a_finding_costs_at_most_200_bytes_beyond_its_text() {
    assert_eq!([size_of::<Finding>(), size_of::<Label>(), size_of::<Subject>()], [120, 32, 48]);
    let at = Span { source: SourceId(0), start: 0, end: 1 };
    // As `format!` makes them: with room to grow.
    let made = |text: &str| {
        let mut made = String::with_capacity(200);
        made.push_str(text);
        made
    };
    let zone: Arc<str> = Arc::from("example.com.");
    let subject = || Subject {
        zone: Some(Arc::clone(&zone)),
        owner: Some(made("somewhere.in.example.com.").into()),
        rtype: Some("CNAME".into()),
    };
    let message = || made("`host.example.com.` does not exist in this zone");
    let unreadable = Diagnostic::new(&META, at, message());
    let usual = Diagnostic::new(&META, at, message()).help(CONSTANTS[0]).subject(subject());
    let held_against_another = Diagnostic::new(&META, at, message())
        .here(CONSTANTS[1])
        .label(at, CONSTANTS[2])
        .help(made("did you mean `hosts.example.com.`? this name has one letter less"))
        .subject(subject());
    for (finding, most) in [(unreadable, 200), (usual, 200), (held_against_another, 300)] {
        assert!(cost(&finding) <= most, "{}: {finding:?}", cost(&finding));
    }
}
