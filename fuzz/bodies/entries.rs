//! A zone is read whatever it is, and each record knows its bytes.

use zonelint::limits::Limits;
use zonelint::source::{SourceId, Sources};
use zonelint::syntax::name::DomainName;
use zonelint::zone::{self, Included, Includes, Refusal};

struct NoIncludes;

impl Includes for NoIncludes {
    fn include(&mut self, path: &str, _: SourceId, _: &mut Sources) -> Result<Included, Refusal> {
        Err(Refusal::new(format!("`{path}` is not read")))
    }
}

pub(super) fn holds(bytes: &[u8]) {
    let mut sources = Sources::default();
    let file = sources.add("example.com.zone", bytes.to_vec());
    let apex = DomainName::new("example.com.");
    let limits = Limits { generated: 10_000, ..Limits::default() };
    let (zone, found) = zone::read(file, &apex, &apex, &mut NoIncludes, &mut sources, limits);
    for finding in found.finish() {
        let span = sources.in_file(finding.primary.span);
        assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{finding:?}");
    }
    let Some(zone) = zone else { return };
    for (id, record) in zone.records() {
        let span = zone.entry(id).span();
        assert!(span.start <= span.end && span.end as usize <= sources.get(span.source).bytes().len());
        let owner = zone.absolute_name(record.owner);
        // Octets that are no text are shown, and cannot be asked for.
        let is_text = !owner.contains(char::REPLACEMENT_CHARACTER);
        assert!(!is_text || zone.find(&owner) == Some(record.owner), "`{owner}` is not found again");
        let data = zone.rdata(id);
        // What the data are as text and as octets may be unknown, and has to end.
        let _ = (data.rule_text(), data.wire(true));
    }
}
