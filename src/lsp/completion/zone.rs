//! What may be typed in a zone.

use std::collections::BTreeSet;

use gen_lsp_types::CompletionItemKind as Kind;

use super::{Choice, Choices};
use crate::lint::all_kinds;
use crate::lsp::view::{Cursor, View};
use crate::lsp::words;
use crate::ruleset::ScopeTarget;
use crate::syntax::rdata::{FieldKind, RType};
use crate::zone::Zone;

const DIRECTIVES: [(&str, &str); 4] = [
    ("$ORIGIN", "what relative names below are completed with"),
    ("$TTL", "the TTL of records below that have none"),
    ("$INCLUDE", "reads another file here"),
    ("$GENERATE", "makes numbered records"),
];

const VERBS: [(&str, &str); 4] = [
    ("ignore", "silences checks at this entry, or at the next one"),
    ("file-ignore", "silences checks in this file"),
    ("disable", "silences checks from here on"),
    ("enable", "ends `disable`"),
];

/// The types that most people mean, before all others.
const USUAL: [RType; 12] = [
    RType::A,
    RType::AAAA,
    RType::CNAME,
    RType::MX,
    RType::TXT,
    RType::SRV,
    RType::NS,
    RType::PTR,
    RType::CAA,
    RType::TLSA,
    RType::HTTPS,
    RType::SOA,
];

/// What may follow the start of a line.
pub(super) fn choices(view: &View, cursor: &Cursor, before: &str) -> Choices {
    if let Some(comment) = comment(before) {
        return in_comment(comment);
    }
    let is_end = |c: char| c.is_whitespace() || "()".contains(c);
    let typed = before.rsplit(is_end).next().unwrap_or_default();
    let words: Vec<&str> = before[..before.len() - typed.len()].split(is_end).filter(|word| !word.is_empty()).collect();
    let has_owner = !before.starts_with(char::is_whitespace);
    let all = match words.first() {
        None if has_owner => first_words(view, typed),
        Some(word) if word.starts_with('$') => Vec::new(),
        _ => {
            let words = &words[usize::from(has_owner).min(words.len())..];
            let rtype = words.iter().position(|word| RType::from_mnemonic(word.as_bytes()).is_some());
            match rtype.map(|at| (RType::from_mnemonic(words[at].as_bytes()), words.len() - at - 1)) {
                Some((Some(rtype), field)) => in_data(view, cursor, before, rtype, field),
                _ => types(),
            }
        }
    };
    Choices { typed: typed.len(), all }
}

/// The comment that a line ends in.
fn comment(line: &str) -> Option<&str> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return Some(&line[at + 1..]),
            _ => {}
        }
    }
    None
}

fn in_comment(comment: &str) -> Choices {
    let Some((_, rest)) = comment.split_once("zonelint:") else {
        let typed = comment.trim_start();
        let all = vec![Choice::new("zonelint: ignore[", Kind::Snippet).detail("silences checks")];
        return Choices { typed: typed.len(), all };
    };
    match rest.rsplit_once('[') {
        Some((_, list)) if !list.contains(']') => {
            let typed = list.rsplit(',').next().unwrap_or_default().trim_start();
            let check =
                |meta: &'static crate::diagnostic::Meta| Choice::new(meta.id, Kind::EnumMember).detail(meta.summary);
            Choices { typed: typed.len(), all: all_kinds().into_iter().map(check).collect() }
        }
        Some(_) => Choices::default(),
        None => {
            let verb = |(verb, about): (&str, &str)| Choice::new(format!("{verb}["), Kind::Keyword).detail(about);
            Choices { typed: rest.trim_start().len(), all: VERBS.into_iter().map(verb).collect() }
        }
    }
}

/// Directives, and the services that rules speak of.
fn first_words(view: &View, typed: &str) -> Vec<Choice> {
    if typed.starts_with('$') {
        return DIRECTIVES.into_iter().map(|(word, about)| Choice::new(word, Kind::Keyword).detail(about)).collect();
    }
    let services = view.rules().map(|rules| rules.services()).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let written = services.iter().filter_map(|service| {
        let text = service.pattern.to_string();
        let is_new = text.starts_with('_') && !text.contains('*') && seen.insert(text.clone());
        let port = service.port.as_ref().map(|port| format!("port {}", port.value));
        is_new.then(|| Choice { detail: port, ..Choice::new(text, Kind::Interface) })
    });
    written.collect()
}

fn types() -> Vec<Choice> {
    let others = RType::all().filter(|rtype| !rtype.is_meta() && !USUAL.contains(rtype));
    let types = USUAL.into_iter().chain(others).map(|rtype| {
        let choice = Choice::new(rtype.mnemonic(), Kind::Class);
        Choice { detail: words::of_type(rtype).map(str::to_owned), ..choice }
    });
    types.chain([Choice::new("IN", Kind::Keyword).detail("the class of the Internet")]).collect()
}

fn in_data(view: &View, cursor: &Cursor, before: &str, rtype: RType, field: usize) -> Vec<Choice> {
    let fields = rtype.fields().unwrap_or_default();
    let zone = || cursor.source.and_then(|source| view.zones_in(source).into_iter().next());
    match fields.get(field).or(fields.last()).map(|field| (field.kind, field.name)) {
        Some((FieldKind::Name | FieldKind::Names, _)) => zone().map(names).unwrap_or_default(),
        Some((FieldKind::Type | FieldKind::Types, _)) => types(),
        Some((_, "port")) if rtype == RType::SRV => zone().map(|zone| ports(view, zone, before)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The owners of a zone that may be pointed at, as they are written below its apex.
fn names(zone: &Zone) -> Vec<Choice> {
    let is_plain = zone.changes_of_origin().next().is_none();
    let apex = zone.apex_name().as_str();
    let named = zone.names().filter(|&name| zone.is_owner(name)).map(|name| {
        let absolute = zone.absolute_name(name);
        let relative = absolute.strip_suffix(apex).and_then(|front| front.strip_suffix('.'));
        let text = relative.filter(|_| is_plain && zone.is_in_zone(name)).unwrap_or(&absolute);
        let types: BTreeSet<_> = zone.records_of(name).iter().map(|&id| zone.record(id).rtype.mnemonic()).collect();
        Choice::new(text, Kind::Variable).detail(types.into_iter().collect::<Vec<_>>().join(" "))
    });
    // Services and policies are seldom pointed at.
    named.filter(|choice| !choice.text.starts_with(['_', '*'])).collect()
}

/// The ports that rules have for the service of the line.
fn ports(view: &View, zone: &Zone, line: &str) -> Vec<Choice> {
    let owner = line.split_whitespace().next().unwrap_or_default();
    let labels: Vec<&[u8]> = owner.split('.').map(str::as_bytes).collect();
    let place = ScopeTarget { zone: zone.apex_name().without_final_dot(), file: None };
    let service = view.rules().and_then(|rules| rules.service(&labels, place));
    let port = service.and_then(|service| service.port.as_ref());
    port.map(|port| Choice::new(port.value.to_string(), Kind::Value).detail(owner)).into_iter().collect()
}
