//! What stands at a place of a text: a name, a record, a check, an included file.

use std::path::Path;

use super::view::{Cursor, View};
use crate::diagnostic::Meta;
use crate::lint::all_kinds;
use crate::source::{SourceId, Span};
use crate::syntax::rdata::FieldKind;
use crate::zone::{RecordId, Zone};

/// What stands at a place.
pub(super) enum Place<'v> {
    /// The name of a check.
    Check { meta: &'static Meta, start: u32, end: u32 },
    /// What `$INCLUDE` names, and the source that it is.
    Include { span: Span, source: Option<SourceId> },
    /// A record, and the name in it that is meant.
    Record { zone: &'v Zone, record: RecordId, name: Option<NameAt> },
}

/// A name as it is written somewhere.
#[derive(Clone, Debug)]
pub(super) struct NameAt {
    pub(super) span: Span,
    /// With the final dot.
    pub(super) absolute: String,
    pub(super) is_owner: bool,
}

impl<'v> Place<'v> {
    pub(super) fn at(view: &View<'v>, cursor: Cursor<'v>) -> Option<Place<'v>> {
        if let Some(check) = check_at(&cursor) {
            return Some(check);
        }
        let source = cursor.source?;
        let zones = view.zones_in(source);
        let record = zones.iter().find_map(|zone| Some((*zone, zone.record_at(source, cursor.at)?)));
        match record {
            Some((zone, record)) => Some(Place::Record { zone, record, name: name_at(zone, record, cursor.at) }),
            None => include_at(view, &cursor, source, &zones),
        }
    }
}

/// Whether a place is in a word, or right behind it.
fn is_in(span: Span, at: u32) -> bool {
    (span.start..=span.end).contains(&at)
}

/// The name in a record that a place is in.
fn name_at(zone: &Zone, record: RecordId, at: u32) -> Option<NameAt> {
    names_of(zone, record).into_iter().find(|name| is_in(name.span, at))
}

/// The names that a record has written.
pub(super) fn names_of(zone: &Zone, record: RecordId) -> Vec<NameAt> {
    let owner = zone.entry(record).own_owner().map(|span| {
        let absolute = zone.absolute_name(zone.record(record).owner);
        NameAt { span, absolute, is_owner: true }
    });
    let mut names: Vec<NameAt> = owner.into_iter().collect();
    for (field, words) in zone.rdata(record).fields() {
        if !matches!(field.kind, FieldKind::Name | FieldKind::Names) {
            continue;
        }
        names.extend(words.into_iter().map(|(span, written)| {
            let absolute = String::from_utf8_lossy(&zone.full_name(record, written)).into_owned();
            NameAt { span, absolute, is_owner: false }
        }));
    }
    names
}

/// The name of a check, in a comment to zonelint or in a file that is no zone.
fn check_at<'v>(cursor: &Cursor) -> Option<Place<'v>> {
    let text = cursor.document.text.as_slice();
    let at = cursor.at as usize;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let start = at - text[..at].iter().rev().take_while(|byte| is_word(byte)).count();
    let end = at + text[at..].iter().take_while(|byte| is_word(byte)).count();
    let word = std::str::from_utf8(&text[start..end]).ok().filter(|word| word.contains('-'))?;
    let line = text[..start].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
    let is_comment = memchr::memmem::find(&text[line..start], b"zonelint:").is_some();
    if !is_comment && !is_rules(&cursor.document.path) {
        return None;
    }
    let meta = all_kinds().into_iter().find(|meta| meta.id == word)?;
    Some(Place::Check { meta, start: start as u32, end: end as u32 })
}

/// Whether a file is written as rule files are.
pub(super) fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "yaml" || end == "yml")
}

/// The file that an `$INCLUDE` on the line names, by the source of it that is part of the zone.
fn include_at<'v>(view: &View<'v>, cursor: &Cursor, source: SourceId, zones: &[&'v Zone]) -> Option<Place<'v>> {
    let text = cursor.document.text.as_slice();
    let at = cursor.at as usize;
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = text[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = text[at..].iter().position(is_end).map_or(text.len(), |length| at + length);
    let line = &text[start..end];
    let directive = line.split(|byte| byte.is_ascii_whitespace()).next()?;
    if !directive.eq_ignore_ascii_case(b"$INCLUDE") {
        return None;
    }
    let rest = line.iter().skip(directive.len()).take_while(|byte| byte.is_ascii_whitespace()).count();
    let from = directive.len() + rest;
    let length = line[from..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b';').count();
    let span = Span { source, start: (start + from) as u32, end: (start + from + length) as u32 };
    let named = String::from_utf8_lossy(&line[from..from + length]).trim_matches('"').to_owned();
    let named = Path::new(&named);
    let beside = cursor.document.path.parent().map(|folder| folder.join(named));
    let files = || zones.iter().flat_map(|zone| zone.files()).filter(|file| *file != source);
    let is_beside = |file: &SourceId| view.path_of(*file) == beside;
    let is_named = |file: &SourceId| view.path_of(*file).is_some_and(|path| path.ends_with(strip_root(named)));
    Some(Place::Include { span, source: files().find(is_beside).or_else(|| files().find(is_named)) })
}

/// A path of a server has another beginning here.
fn strip_root(path: &Path) -> &Path {
    path.strip_prefix("/").ok().and_then(|path| path.file_name()).map_or(path, Path::new)
}
