//! The entries that people wrote themselves, so that one that does nothing can be told them.

use std::sync::Arc;

use crate::source::{SourceId, Span};

use crate::ruleset::file::{Extent, RuleFile, Spanned};
use crate::ruleset::pattern::{FileGlob, NameGlob, OwnerPattern, TargetPattern};
use crate::ruleset::rules::scope::Scope;
use crate::ruleset::value::{RecordPresence, Setting};

/// An entry of a user's file.
#[derive(Clone, Debug)]
pub struct UserEntry {
    /// The words that say what it is about.
    pub span: Span,
    /// The zones and files it is about.
    pub scope: Scope,
    /// Each name among several in `in` or `files`, by itself.
    pub names: Vec<NamedScope>,
    /// What it is about in them.
    pub about: EntryTopic,
    /// The folder of its file, with a final `/`; empty for the one that paths are relative to.
    pub folder: Arc<str>,
}

/// One of the zones or files that an entry names.
#[derive(Clone, Debug)]
pub struct NamedScope {
    /// Its bytes.
    pub span: Span,
    /// As it is written: a name, a path, or a pattern for either.
    pub text: String,
    /// What it stands for.
    pub scope: Scope,
}

/// What an entry is about.
#[derive(Clone, Debug)]
pub enum EntryTopic {
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

/// The entries of one file.
pub(in crate::ruleset) fn of_file(file: &RuleFile, source: SourceId, folder: &Arc<str>) -> Vec<UserEntry> {
    let entry = |at: Extent, zones: &[Spanned<NameGlob>], files: &[Spanned<FileGlob>], about: EntryTopic| UserEntry {
        span: at.in_source(source),
        scope: Scope::new(zones, files, folder),
        names: names(zones, files, source, folder),
        about,
        folder: folder.clone(),
    };
    let services = file.services.iter().filter_map(|rule| {
        let about = match rule.presence.as_ref().map(|presence| presence.value) {
            Some(RecordPresence::Optional) => return None,
            Some(RecordPresence::Required | RecordPresence::Forbidden) => EntryTopic::Zones,
            None => EntryTopic::Service(rule.service.value.clone()),
        };
        Some(entry(rule.service.at, &rule.zones, &rule.files, about))
    });
    let providers = file
        .providers
        .iter()
        .map(|rule| entry(rule.target.at, &[], &[], EntryTopic::Provider(rule.target.value.clone())));
    let ttl = file.ttl.iter().map(|rule| {
        let is_off = rule.severity == Some(Setting::Off);
        let about = EntryTopic::Ttl { types: rule.types.clone(), owner: rule.owner.clone(), is_off };
        entry(rule.range.at, &rule.zones, &rule.files, about)
    });
    let is_optional = |presence: RecordPresence| presence == RecordPresence::Optional;
    let records = file.records.iter().filter(|rule| !rule.presence.as_ref().is_some_and(|p| is_optional(p.value)));
    let records = records.map(|rule| entry(rule.name.at, &rule.zones, &rule.files, EntryTopic::Zones));
    let mail = file.mail.iter().map(|rule| entry(rule.at, &rule.zones, &rule.files, EntryTopic::Zones));
    let overrides = file.overrides.iter().map(|rule| entry(rule.at, &rule.zones, &rule.files, EntryTopic::Files));
    services.chain(providers).chain(ttl).chain(records).chain(mail).chain(overrides).collect()
}

/// Names that stand among others: of one that stands alone the entry itself is the judge.
fn names(
    zones: &[Spanned<NameGlob>],
    files: &[Spanned<FileGlob>],
    source: SourceId,
    folder: &Arc<str>,
) -> Vec<NamedScope> {
    use std::slice::from_ref;
    let named = |at: Extent, text: String, scope: Scope| NamedScope { span: at.in_source(source), text, scope };
    let zones = zones.iter().filter(|_| zones.len() > 1);
    let files = files.iter().filter(|_| files.len() > 1);
    let zones = zones.map(|zone| named(zone.at, zone.value.to_string(), Scope::new(from_ref(zone), &[], folder)));
    let files = files.map(|file| named(file.at, file.value.to_string(), Scope::new(&[], from_ref(file), folder)));
    zones.chain(files).collect()
}
