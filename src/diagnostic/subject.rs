//! The record that a finding is about.

use std::ops::Deref;
use std::sync::Arc;

use super::Text;
use crate::source::Span;

/// Which record a finding is about, in the words of the zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Apex with the final dot; shared by all findings of a zone.
    pub zone: Option<Arc<str>>,
    /// Owner name, absolute.
    pub owner: Option<Text>,
    /// Type mnemonic.
    pub rtype: Option<Text>,
}

/// A [`Subject`], for which there is room only where something is known.
#[derive(Clone, Debug, Default)]
pub struct KnownSubject(Option<Box<Subject>>);

impl From<Subject> for KnownSubject {
    fn from(subject: Subject) -> KnownSubject {
        KnownSubject((subject != Subject::NONE).then(|| Box::new(subject)))
    }
}

impl Deref for KnownSubject {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        self.0.as_deref().unwrap_or(&Subject::NONE)
    }
}

impl Subject {
    /// Nobody knows which record.
    const NONE: Subject = Subject { zone: None, owner: None, rtype: None };
}

/// Tells what a finding is about, where that depends on the place it points at.
pub trait About {
    /// The record, and the [value](super::Finding::value) at that place.
    fn about(self, at: Span) -> (Subject, u32);
}

impl About for Subject {
    fn about(self, _: Span) -> (Subject, u32) {
        (self, 0)
    }
}
