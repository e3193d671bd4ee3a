//! Another name for a host, wherever the zones of the project have it written: PTR records are names, too.

use gen_lsp_types::{PrepareRenamePlaceholder, WorkspaceEdit};
use lsp_server::ErrorCode;

use super::client::Refusal;
use super::edits;
use super::mentions::{self, Mention};
use super::place::{NameAt, Place};
use super::view::{Cursor, View};
use crate::source::printable;
use crate::syntax::rdata::name;
use crate::zone::{RecordId, Zone};

/// What can be renamed at a place, and how it is written there.
pub(super) fn prepare(view: &View, cursor: Cursor) -> Option<PrepareRenamePlaceholder> {
    let (_, name) = name_at(view, cursor)?;
    let written = view.sources().text(name.span);
    let is_apex = view.zones().any(|zone| zone.apex_name().as_str().eq_ignore_ascii_case(&name.absolute));
    (!is_apex && written != "@")
        .then(|| PrepareRenamePlaceholder { range: view.range(name.span), placeholder: written.to_owned() })
}

fn name_at<'v>(view: &View<'v>, cursor: Cursor<'v>) -> Option<((&'v Zone, RecordId), NameAt)> {
    match Place::at(view, cursor)? {
        Place::Record { zone, record, name } => Some(((zone, record), name?)),
        _ => None,
    }
}

/// The edits that give the name at a place another name, written as it could stand there.
pub(super) fn edits(view: &View, cursor: Cursor, new: &str) -> Result<WorkspaceEdit, Refusal> {
    let refused = |why: String| Refusal::new(ErrorCode::RequestFailed, why);
    let ((zone, record), name) =
        name_at(view, cursor).ok_or_else(|| refused("there is no name of a host here".to_owned()))?;
    if prepare(view, cursor).is_none() {
        return Err(refused(format!("`{}` is the name of a zone: it has more than its records", name.absolute)));
    }
    if let Some(odd) = new.chars().find(|&c| !is_plain(c)) {
        return Err(refused(format!("a name has no `{}` in it", printable(odd.encode_utf8(&mut [0; 4])))));
    }
    name::check(new.as_bytes()).map_err(|fault| refused(fault.message(new.as_bytes())))?;
    let old = name.absolute.to_ascii_lowercase();
    let new = String::from_utf8_lossy(&zone.full_name(record, new.as_bytes())).into_owned();
    let owner = |absolute: &str| view.zones().find(|zone| zone.find(absolute).is_some_and(|name| zone.is_owner(name)));
    if !new.eq_ignore_ascii_case(&old) && owner(&new).is_some() {
        return Err(refused(format!("`{new}` exists already")));
    }
    let mentions = mentions::of_names(view, |zone| belonging(zone, &old));
    let mut changes = Vec::with_capacity(mentions.len());
    for mention in &mentions {
        changes.push((mention.name.span, written(view, mention, &old, &new).map_err(refused)?));
    }
    edits::of_spans(view, changes).ok_or_else(|| refused("one of the places is in no file".to_owned()))
}

/// The name itself, and the names below it that say something of it, such as `_25._tcp`: what is below otherwise is
/// another host.
fn belonging(zone: &Zone, old: &str) -> Vec<String> {
    let names = zone.names().map(|name| zone.absolute_name(name));
    let is_meant = |name: &String| {
        let lower = name.to_ascii_lowercase();
        let Some(front) = lower.strip_suffix(old) else { return false };
        let labels = front.strip_suffix('.').map(|front| front.split('.'));
        front.is_empty() || labels.is_some_and(|mut labels| labels.all(|label| label.starts_with('_') || label == "*"))
    };
    names.filter(is_meant).collect()
}

/// How the new name is written where the old one was; or why it cannot be.
fn written(view: &View, mention: &Mention, old: &str, new: &str) -> Result<String, String> {
    let Mention { zone, record, name } = mention;
    let at = || view.sources().file_and_line(name.span);
    if view.sources().is_expansion(name.span.source) {
        return Err(format!("the name is one of those that the `$GENERATE` at {} makes", at()));
    }
    let mut apexes = view.zones_in(name.span.source).into_iter().map(|zone| zone.apex_name());
    let first = apexes.next();
    if apexes.any(|other| Some(other) != first) {
        return Err(format!("the file of {} is part of several zones, in which the name is another", at()));
    }
    let front = &name.absolute[..name.absolute.len() - old.len()];
    let full = format!("{front}{new}");
    let apex = zone.apex_name().as_str();
    if name.is_owner && !is_below(&full, apex) {
        return Err(format!("`{full}` is outside of the zone `{apex}`, which has the records of `{}`", name.absolute));
    }
    if view.sources().bytes(name.span).ends_with(b".") {
        return Ok(full);
    }
    let origin = zone.absolute_name(zone.origin_at(*record));
    match () {
        () if full.eq_ignore_ascii_case(&origin) => Ok("@".to_owned()),
        () if origin != "." && is_below(&full, &origin) => Ok(full[..full.len() - origin.len() - 1].to_owned()),
        () => Ok(full),
    }
}

/// Whether a character of a name is written as it is. What else a name may have takes an escape, and blanks, quotes,
/// semicolons and the like would be another record, or none.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/')
}

fn is_below(name: &str, above: &str) -> bool {
    let (name, above) = (name.to_ascii_lowercase(), above.to_ascii_lowercase());
    above == "." || name == above || name.strip_suffix(&above).is_some_and(|front| front.ends_with('.'))
}
