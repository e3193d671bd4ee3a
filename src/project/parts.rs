//! Files that have an SOA, and yet are parts of the zones that include them.

use std::collections::HashMap;

use super::identity::OriginSource;
use super::reader::{Done, Read};
use crate::numbers::NumberMap;
use crate::source::SourceId;

/// The files that another of them includes while next to nothing tells which zones they are themselves, each with the
/// first that does: both as numbers.
pub(super) fn parts(all: &[Done]) -> HashMap<usize, usize> {
    let read = |done: &'_ Done| done.result.as_ref().ok().map(|read| read.source);
    let maybe = all.iter().enumerate().filter(|(_, done)| done.result.as_ref().is_ok_and(is_guess));
    let candidates: NumberMap<SourceId, usize> =
        maybe.filter_map(|(number, done)| Some((read(done)?, number))).collect();
    let mut parts = HashMap::new();
    if candidates.is_empty() {
        return parts;
    }
    for (number, done) in all.iter().enumerate() {
        let Some(zone) = done.result.as_ref().ok().and_then(|read| read.zone.as_ref()) else { continue };
        for part in zone.files().filter_map(|file| candidates.get(&file).copied()).filter(|&part| part != number) {
            if is_part(&all[part], done) {
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
fn is_part(part: &Done, of: &Done) -> bool {
    let (Ok(part), Ok(of)) = (&part.result, &of.result) else { return false };
    let is_own = part.origin_source == OriginSource::FileName && part.apex == of.apex;
    let includes_back = part.zone.as_ref().is_some_and(|zone| zone.files().any(|file| file == of.source));
    !is_own && !includes_back
}
