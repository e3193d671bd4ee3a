//! The entries that people wrote themselves, so that one that does nothing can be told them.

use std::sync::Arc;

use crate::source::{SourceId, Span};

use super::file::{Extent, RuleFile};
use super::pattern::{NameGlob, OwnerPattern};
use super::scope::{FileGlob, Scope};
use super::set::RuleSet;
use super::value::Presence;

/// An entry of a user's file.
#[derive(Clone, Debug)]
pub struct Written {
    /// The words that say what it is about.
    pub span: Span,
    /// The zones and files it is about.
    pub scope: Scope,
    /// What it is about in them.
    pub about: About,
    /// The folder of its file, with a final `/`; empty for the one that paths are relative to.
    pub folder: Arc<str>,
}

/// What an entry is about.
#[derive(Clone, Debug)]
pub enum About {
    /// SRV records of a service.
    Service(OwnerPattern),
    /// Records of some types, if any are named, and of some owners.
    Ttl(Vec<String>, Option<OwnerPattern>),
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
    let entry = |at: Extent, zones: &[NameGlob], files: &[FileGlob], about: About| Written {
        span: at.in_source(source),
        scope: Scope::new(zones.to_vec(), files.to_vec(), folder),
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
    let ttl = file
        .ttl
        .iter()
        .map(|rule| entry(rule.range.at, &rule.zones, &rule.files, About::Ttl(rule.types.clone(), rule.owner.clone())));
    let is_optional = |presence: Presence| presence == Presence::Optional;
    let records = file.records.iter().filter(|rule| !rule.presence.as_ref().is_some_and(|p| is_optional(p.value)));
    let records = records.map(|rule| entry(rule.name.at, &rule.zones, &rule.files, About::Zones));
    let overrides = file.overrides.iter().map(|rule| entry(rule.at, &rule.zones, &rule.files, About::Files));
    services.chain(ttl).chain(records).chain(overrides).collect()
}
