//! The owners of a zone, and of all zones of the projects that are open.

use gen_lsp_types::{BaseSymbolInformation, DocumentSymbol, Location, SymbolKind, WorkspaceSymbol};

use super::view::View;
use crate::report::printable_line;
use crate::source::SourceId;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, Zone};

/// More owners than these nobody looks through.
const MOST: usize = 500;

/// The owners that a text has, in the order of their places, each with the types of its records there.
pub(super) fn of_text(view: &View, source: SourceId) -> Vec<DocumentSymbol> {
    let Some(zone) = view.zones_in(source).into_iter().next() else { return Vec::new() };
    let mut symbols = Vec::new();
    let records: Vec<(RecordId, NameId)> = zone.records().map(|(id, record)| (id, record.owner)).collect();
    for of_owner in records.chunk_by(|one, other| one.1 == other.1) {
        let here: Vec<RecordId> =
            of_owner.iter().map(|(id, _)| *id).filter(|&id| zone.entry(id).owner().source == source).collect();
        let (Some(&first), Some(&last)) = (here.first(), here.last()) else { continue };
        let owner = zone.entry(first).owner();
        let whole = zone.entry(first).span().to(zone.entry(last).span());
        let mut types: Vec<_> = here.iter().map(|&id| zone.record(id).rtype).collect();
        types.dedup();
        let types: Vec<_> = types.iter().map(|rtype| rtype.mnemonic()).collect();
        symbols.push(symbol(zone, of_owner[0].1, types.join(" "), view.range(whole), view.range(owner)));
    }
    symbols
}

#[expect(deprecated, reason = "the field is part of the type")]
fn symbol(
    zone: &Zone,
    owner: NameId,
    types: String,
    range: gen_lsp_types::Range,
    selection_range: gen_lsp_types::Range,
) -> DocumentSymbol {
    DocumentSymbol {
        name: printable_line(&zone.name_text(owner)).into_owned(),
        detail: Some(types),
        kind: kind(zone, owner),
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: None,
    }
}

fn kind(zone: &Zone, owner: NameId) -> SymbolKind {
    match () {
        () if owner == zone.apex() => SymbolKind::Namespace,
        () if zone.is_cut(owner) => SymbolKind::Module,
        () if zone.has(owner, RType::SRV) => SymbolKind::Interface,
        () if zone.is_alias(owner) => SymbolKind::Variable,
        () => SymbolKind::Field,
    }
}

/// The owners whose names have a text in them.
pub(super) fn of_projects(views: &[View], query: &str) -> Vec<WorkspaceSymbol> {
    let query = query.to_ascii_lowercase();
    let mut symbols = Vec::new();
    for (view, zone) in views.iter().flat_map(|view| view.zones().map(move |zone| (view, zone))) {
        for owner in zone.names().filter(|&name| zone.is_owner(name)) {
            if symbols.len() == MOST {
                return symbols;
            }
            let name = zone.name_text(owner);
            if !name.to_ascii_lowercase().contains(&query) {
                continue;
            }
            let first = zone.records_of(owner).iter().min();
            let location = first.and_then(|&first| view.location(zone.entry(first).owner()));
            symbols.extend(location.map(|location| found(zone, owner, name, location)));
        }
    }
    symbols
}

fn found(zone: &Zone, owner: NameId, name: String, location: Location) -> WorkspaceSymbol {
    let container_name = Some(zone.shown_name().to_owned());
    let name = printable_line(&name).into_owned();
    WorkspaceSymbol {
        location: location.into(),
        data: None,
        base_symbol_information: BaseSymbolInformation { name, kind: kind(zone, owner), tags: None, container_name },
    }
}
