//! A port that a zone has, for the rule file of the house: it is fine there, too.

use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::ruleset::{RuleSet, ScopeTarget, Service};
use crate::source::{SourceId, Span};
use crate::syntax::rdata::RType;

/// The index of the port in the data of an SRV record.
const PORT: usize = 2;

/// The edit of the rule file that allows the port which a finding is about, and what it does; none where there is no
/// rule file, or the entry for the service is written so that it is better changed by hand.
pub(super) fn addition(view: &View, finding: &Diagnostic) -> Option<(String, Vec<(Span, String)>)> {
    let place = finding.primary.span;
    let zones = view.zones_in(place.source);
    let (zone, record) = zones.iter().find_map(|zone| Some((*zone, zone.record_at(place.source, place.start)?)))?;
    if !finding.meta.id.starts_with("srv-port-") || zone.record(record).rtype != RType::SRV {
        return None;
    }
    let port = zone.entry(record).number(PORT).filter(|port| (1..=65_535).contains(port))?;
    let rules = view.rules()?;
    let file = *rules.layers().last()?;
    // The packs lie below.
    let file = Some(file).filter(|&file| !view.sources().get(file).name().starts_with("builtin:"))?;
    let labels = zone.labels_below_apex(zone.record(record).owner)?;
    let name = labels.get(..2)?.iter().map(|label| String::from_utf8_lossy(label)).collect::<Vec<_>>().join(".");
    let target = ScopeTarget { zone: zone.apex_name().without_final_dot(), file: None };
    let service = rules.service(&labels, target);
    let edit = match service {
        Some(service) if rules.entry(service.entry).span.source == file => in_entry(view, rules, service, port)?,
        _ => new_entry(view, file, service, &name, port)?,
    };
    let path = view.path_of(file)?;
    let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Some((format!("allow port {port} for `{name}` in {shown}"), vec![edit]))
}

/// One port more in the entry that the file has for the service.
fn in_entry(view: &View, rules: &RuleSet, service: &Service, port: u32) -> Option<(Span, String)> {
    let entry = rules.entry(service.entry).span;
    let also = service.also.as_ref().filter(|also| also.span.source == entry.source);
    if let Some(also) = also {
        let text = view.sources().text(also.span);
        let end = |back: u32| Span { start: also.span.end - back, end: also.span.end - back, ..also.span };
        return match (text.starts_with('['), text.ends_with(']'), text.contains('\n')) {
            (true, true, false) => Some((end(1), format!(", {port}"))),
            (false, false, false) => Some((also.span, format!("[{text}, {port}]"))),
            _ => None,
        };
    }
    let text = view.sources().text(entry);
    let column = view.sources().get(entry.source).position(entry.start).column as usize - 1;
    match text.starts_with('{') {
        true => Some((Span { start: entry.start + 1, end: entry.start + 1, ..entry }, format!("also: {port}, "))),
        false => {
            let at = Span { end: entry.start, ..entry };
            Some((at, format!("also: {port}\n{}", " ".repeat(column))))
        }
    }
}

/// An entry for the service, the first of the file: entries for every zone have to be. It says again which other ports
/// the packs have, for what a file says of them is all that counts.
fn new_entry(view: &View, file: SourceId, service: Option<&Service>, name: &str, port: u32) -> Option<(Span, String)> {
    let bytes = view.sources().get(file).bytes();
    let known = service.filter(|service| service.port.is_some())?;
    let ports = known.also.iter().flat_map(|also| &also.value).map(ToString::to_string);
    let ports: Vec<String> = ports.chain([port.to_string()]).collect();
    let text = std::str::from_utf8(bytes).ok()?;
    let entry = |indent: &str| format!("{indent}- service: {name}\n{indent}  also: [{}]\n", ports.join(", "));
    let mut offset = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        let start = offset;
        offset += line.len();
        (start, line)
    });
    let insert = |at: usize, text: String| Some((Span { source: file, start: at as u32, end: at as u32 }, text));
    match lines.find(|(_, line)| line.starts_with("services:")) {
        Some((start, line)) => {
            let rest = line["services:".len()..].trim();
            if !rest.is_empty() && !rest.starts_with('#') || !line.ends_with('\n') {
                return None;
            }
            let mut below = text[start + line.len()..].lines();
            let first = below.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
            let indent = first.filter(|line| line.trim_start().starts_with('-'));
            let indent = indent.map_or("  ", |line| &line[..line.len() - line.trim_start().len()]);
            insert(start + line.len(), entry(indent))
        }
        None => {
            let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            insert(text.len(), format!("{newline}services:\n{}", entry("  ")))
        }
    }
}
