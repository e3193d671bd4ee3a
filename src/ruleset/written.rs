//! The entries that people wrote themselves, so that one that does nothing can be told them.

use std::sync::Arc;

use crate::source::{SourceId, Span};

use super::file::{Extent, RuleFile, Spanned};
use super::pattern::{NameGlob, OwnerPattern, TargetPattern};
use super::scope::{FileGlob, Scope};
use super::set::RuleSet;
use super::value::{Presence, Setting};

/// An entry of a user's file.
#[derive(Clone, Debug)]
pub struct Written {
    /// The words that say what it is about.
    pub span: Span,
    /// The zones and files it is about.
    pub scope: Scope,
    /// Each name among several in `in` or `files`, by itself.
    pub names: Vec<Named>,
    /// What it is about in them.
    pub about: About,
    /// The folder of its file, with a final `/`; empty for the one that paths are relative to.
    pub folder: Arc<str>,
}

/// One of the zones or files that an entry names.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its bytes.
    pub span: Span,
    /// As it is written: a name, a path, or a pattern for either.
    pub text: String,
    /// What it stands for.
    pub scope: Scope,
}

/// What an entry is about.
#[derive(Clone, Debug)]
pub enum About {
    /// SRV records of a service.
    Service(OwnerPattern),
    /// SRV records that point at a provider.
    Provider(Vec<TargetPattern>),
    /// TTLs.
    Ttl {
        /// Of these types, if any are named.
        types: Vec<String>,
        /// At these owners.
        owner: Option<OwnerPattern>,
        /// Whether it is there to except records from other entries.
        is_off: bool,
    },
    /// Any zone: something has to be there, or must not.
    Zones,
    /// Any file: what is said of checks.
    Files,
}

impl RuleSet {
    /// The entries of the user's own files that should apply to something. What is optional need not.
    pub fn written(&self) -> &[Written] {
        &self.written
    }
}

/// The entries of one file.
pub(super) fn of_file(file: &RuleFile, source: SourceId, folder: &Arc<str>) -> Vec<Written> {
    let entry = |at: Extent, zones: &[Spanned<NameGlob>], files: &[Spanned<FileGlob>], about: About| Written {
        span: at.in_source(source),
        scope: Scope::new(zones, files, folder),
        names: names(zones, files, source, folder),
        about,
        folder: folder.clone(),
    };
    let services = file.services.iter().filter_map(|rule| {
        let about = match rule.presence.as_ref().map(|presence| presence.value) {
            Some(Presence::Optional) => return None,
            Some(Presence::Required | Presence::Forbidden) => About::Zones,
            None => About::Service(rule.service.value.clone()),
        };
        Some(entry(rule.service.at, &rule.zones, &rule.files, about))
    });
    let providers =
        file.providers.iter().map(|rule| entry(rule.target.at, &[], &[], About::Provider(rule.target.value.clone())));
    let ttl = file.ttl.iter().map(|rule| {
        let is_off = rule.severity == Some(Setting::Off);
        let about = About::Ttl { types: rule.types.clone(), owner: rule.owner.clone(), is_off };
        entry(rule.range.at, &rule.zones, &rule.files, about)
    });
    let is_optional = |presence: Presence| presence == Presence::Optional;
    let records = file.records.iter().filter(|rule| !rule.presence.as_ref().is_some_and(|p| is_optional(p.value)));
    let records = records.map(|rule| entry(rule.name.at, &rule.zones, &rule.files, About::Zones));
    let overrides = file.overrides.iter().map(|rule| entry(rule.at, &rule.zones, &rule.files, About::Files));
    services.chain(providers).chain(ttl).chain(records).chain(overrides).collect()
}

/// Names that stand among others: of one that stands alone the entry itself is the judge.
fn names(zones: &[Spanned<NameGlob>], files: &[Spanned<FileGlob>], source: SourceId, folder: &Arc<str>) -> Vec<Named> {
    use std::slice::from_ref;
    let named = |at: Extent, text: String, scope: Scope| Named { span: at.in_source(source), text, scope };
    let zones = zones.iter().filter(|_| zones.len() > 1);
    let files = files.iter().filter(|_| files.len() > 1);
    let zones = zones.map(|zone| named(zone.at, zone.value.to_string(), Scope::new(from_ref(zone), &[], folder)));
    let files = files.map(|file| named(file.at, file.value.to_string(), Scope::new(&[], from_ref(file), folder)));
    zones.chain(files).collect()
}
