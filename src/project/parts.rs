//! Files that have an SOA, and yet are parts of the zones that include them.

use std::collections::HashMap;
use std::path::PathBuf;

use super::ORIGIN_DIFFERS;
use super::identity::OriginSource;
use super::identity::copied::SeenFile;
use super::reader::Read;
use crate::diagnostic::Severity;
use crate::numbers::NumberMap;
use crate::source::SourceId;
use crate::syntax::name::DomainName;

/// A file, and what reading it came to.
pub(super) struct ReadFile {
    /// Absolute.
    pub path: PathBuf,
    /// Whether it was not named.
    pub is_neighbour: bool,
    pub read: Read,
}

impl ReadFile {
    /// The name of its zone, if anything tells it.
    pub(super) fn known_apex(&self) -> Option<DomainName> {
        (self.read.origin_source != OriginSource::Unknown).then(|| self.read.apex.clone())
    }

    /// The file, as far as its name is concerned. Where somebody says that it is another zone than its SOA, that was said.
    pub(super) fn seen(&self) -> SeenFile<'_> {
        let ReadFile { path, read, .. } = self;
        let is_disputed = read.findings.iter().any(|one| one.is(&ORIGIN_DIFFERS) && one.severity > Severity::Info);
        let by_soa = read.origin_source == OriginSource::Soa && !is_disputed;
        SeenFile { path, apex: &read.apex, at: read.said_at, by_soa }
    }
}

/// The files that another of them includes while next to nothing tells which zones they are themselves, each with the
/// first that does: both as numbers.
pub(super) fn parts(all: &[ReadFile]) -> HashMap<usize, usize> {
    let maybe = all.iter().enumerate().filter(|(_, file)| is_guess(&file.read));
    let candidates: NumberMap<SourceId, usize> = maybe.map(|(number, file)| (file.read.source, number)).collect();
    let mut parts = HashMap::new();
    if candidates.is_empty() {
        return parts;
    }
    for (number, whole) in all.iter().enumerate() {
        let Some(zone) = &whole.read.zone else { continue };
        for part in zone.files().filter_map(|file| candidates.get(&file).copied()).filter(|&part| part != number) {
            if is_part(&all[part].read, &whole.read) {
                parts.entry(part).or_insert(number);
            }
        }
    }
    parts
}

fn is_guess(read: &Read) -> bool {
    matches!(read.origin_source, OriginSource::Unknown | OriginSource::FileName)
}

/// Whether a file is no zone besides that of the file that includes it. Of two that include each other neither is part
/// of the other.
fn is_part(part: &Read, whole: &Read) -> bool {
    let is_own = part.origin_source == OriginSource::FileName && part.apex == whole.apex;
    let includes_back = part.zone.as_ref().is_some_and(|zone| zone.files().any(|file| file == whole.source));
    !is_own && !includes_back
}
