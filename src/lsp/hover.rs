//! What is shown of a place: a record in words, with all that is known of the names in it; a check and its page.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Range};

use super::mentions::{self, Mention};
use super::place::{NameAt, Place};
use super::rule;
use super::view::{Cursor, View};
use super::words;
use crate::diagnostic::Meta;
use crate::report::{page_of, printable_line};
use crate::source::Span;
use crate::syntax::rdata::{FieldKind, RType};
use crate::syntax::{time, ttl};
use crate::zone::{RecordId, Zone};

/// Of those who point at a name so many are shown.
const MOST: usize = 5;

/// What is shown of a place.
pub(super) fn at(view: &View, cursor: Cursor) -> Option<Hover> {
    let (text, range) = match Place::at(view, cursor)? {
        Place::Check { meta, start, end } => (of_check(meta), of_text(view, &cursor, start, end)),
        Place::Include { span, source } => {
            let path = view.path_of(source?)?;
            (code(&path.to_string_lossy()), view.range(span))
        }
        Place::Record { zone, record, name } => {
            let entry = zone.entry(record);
            let span = name.as_ref().map_or_else(|| entry.span(), |name| name.span);
            (of_record(view, zone, record, name.as_ref()), view.range(span))
        }
    };
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: text }.into();
    Some(Hover { contents, range: Some(range) })
}

fn of_text(view: &View, cursor: &Cursor, start: u32, end: u32) -> Range {
    let mut sources = crate::source::Sources::default();
    let source = sources.add("", cursor.document.text.to_vec());
    view.encoding.range(sources.get(source), Span { source, start, end })
}

/// The summary and the page of a check, which says more.
fn of_check(meta: &Meta) -> String {
    let page = page_of(meta.id);
    let text = meta.page();
    let about = text.lines().skip(1).skip_while(|line| line.is_empty()).take_while(|line| !line.starts_with("## "));
    let about = about.map(|line| line.to_owned() + "\n").collect::<String>();
    format!("**{}** \u{2014} {}\n\n{}\n\n[all of the page]({page})", meta.id, meta.summary, about.trim())
}

fn of_record(view: &View, zone: &Zone, record: RecordId, name: Option<&NameAt>) -> String {
    let (owner, rtype) = (zone.record(record).owner, zone.record(record).rtype);
    let owner_text = zone.name_text(owner);
    let seconds = zone.record(record).ttl;
    let mut text = format!("{} {}", code(&owner_text), code(&rtype.mnemonic()));
    if let Some(meaning) = words::of_type(rtype) {
        text += &format!(" \u{2014} {meaning}");
    }
    text += &format!("\n\nTTL {}\n", words::seconds(seconds));
    let rows = fields(zone, record, rtype);
    if !rows.is_empty() {
        text += "\n| field | value | |\n|---|---|---|\n";
        rows.iter().for_each(|[field, value, note]| text += &format!("| {field} | {value} | {note} |\n"));
    }
    let subject = name.map_or_else(|| zone.absolute_name(owner), |name| name.absolute.clone());
    text += &of_name(view, &subject, zone);
    for rule in rule::of_record(view, zone, record) {
        let by = if rule.is_builtin { "built-in rule" } else { "your rule" };
        let reason = rule.reason.map(|reason| format!(" ({})", plain(&reason))).unwrap_or_default();
        let at = if rule.is_builtin { String::new() } else { format!(", {}", view.sources().file_and_line(rule.span)) };
        text += &format!("\n{by}{at}: {}{reason}\n", plain(&rule.text));
    }
    text
}

/// The fields of the data, each with its value in full and with what it says.
fn fields(zone: &Zone, record: RecordId, rtype: RType) -> Vec<[String; 3]> {
    let row = |(field, held): (&'static crate::syntax::rdata::Field, Vec<(Span, &[u8])>)| {
        let written: Vec<String> = held.iter().map(|(_, word)| String::from_utf8_lossy(word).into_owned()).collect();
        let joined = written.join(" ");
        let (value, note) = match field.kind {
            FieldKind::Name | FieldKind::Names => {
                let full = held.iter().map(|(_, word)| zone.full_name(record, word));
                let full: Vec<String> =
                    full.map(|name| zone.shown_text(String::from_utf8_lossy(&name).into())).collect();
                (full.join(" "), String::new())
            }
            FieldKind::Duration => (joined.clone(), duration(joined.as_bytes())),
            FieldKind::Time => (joined.clone(), date(joined.as_bytes())),
            _ => (joined, words::of_field(rtype, field.name, &written).unwrap_or_default().to_owned()),
        };
        let value =
            if value.chars().count() > 120 { value.chars().take(120).chain(['\u{2026}']).collect() } else { value };
        (!held.is_empty()).then(|| [field.name.to_owned(), code(&value), note])
    };
    zone.rdata(record).fields().into_iter().filter_map(row).collect()
}

fn duration(text: &[u8]) -> String {
    ttl::parse(text).and_then(Result::ok).map(words::seconds).unwrap_or_default()
}

fn date(text: &[u8]) -> String {
    let date = time::parse(text).map(|seconds| time::date(seconds).to_string()).filter(|date| date.len() == 8);
    date.map(|date| format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..])).unwrap_or_default()
}

/// Where a name leads, and who points at it.
fn of_name(view: &View, absolute: &str, from: &Zone) -> String {
    let mentions = mentions::of_name(view, absolute);
    let shown = printable_line(&from.shown_text(absolute.to_owned())).into_owned();
    let mut text = String::new();
    let (owners, pointing): (Vec<&Mention>, Vec<&Mention>) = mentions.iter().partition(|one| one.name.is_owner);
    let addresses = owners.iter().flat_map(|owner| {
        let zone = owner.zone;
        let owner = zone.record(owner.record).owner;
        let records = [RType::A, RType::AAAA, RType::CNAME].map(|rtype| zone.rrset(owner, rtype)).concat();
        records.into_iter().map(|id| String::from_utf8_lossy(&zone.rdata(id).line()).into_owned()).collect::<Vec<_>>()
    });
    let mut addresses: Vec<String> = addresses.collect();
    addresses.sort();
    addresses.dedup();
    if !addresses.is_empty() {
        let all: Vec<String> = addresses.iter().take(MOST).map(|address| code(address)).collect();
        text += &format!("\n{} is at {}\n", code(&shown), all.join(", "));
    }
    if !pointing.is_empty() {
        let records = if pointing.len() == 1 { "record points" } else { "records point" };
        text += &format!("\n{} {records} at {}:\n\n", pointing.len(), code(&shown));
        for one in pointing.iter().take(MOST) {
            let record = one.zone.record(one.record);
            let (owner, rtype) = (one.zone.name_text(record.owner), record.rtype.mnemonic());
            let at = view.sources().file_and_line(one.name.span);
            text += &format!("- {} {rtype}, {}\n", code(&owner), plain(&at));
        }
        if pointing.len() > MOST {
            text += &format!("- and {} more\n", pointing.len() - MOST);
        }
    }
    text
}

/// Text of a zone between backticks: it says nothing to who shows Markdown.
fn code(text: &str) -> String {
    let text = printable_line(text).replace('|', "\u{2502}");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Text of people's own as it is, for who shows Markdown.
fn plain(text: &str) -> String {
    let is_mark = |c: char| "\\*_[]<>#|!".contains(c);
    printable_line(text).chars().flat_map(|c| is_mark(c).then_some('\\').into_iter().chain([c])).collect()
}
