//! Where a value is written.

use serde::{Deserialize, Serialize};

use crate::source::{SourceId, Span};

/// A range of bytes of the file it is in; it becomes a [`Span`] once the file has a [`SourceId`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Extent {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Extent {
    /// The same bytes, in the source the file was read into.
    pub fn in_source(self, source: SourceId) -> Span {
        Span { source, start: self.start, end: self.end }
    }
}

impl From<(u32, u32)> for Extent {
    fn from((start, end): (u32, u32)) -> Extent {
        Extent { start, end }
    }
}

impl From<Extent> for (u32, u32) {
    fn from(extent: Extent) -> (u32, u32) {
        (extent.start, extent.end)
    }
}

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(T, Extent)", into = "(T, Extent)", bound(serialize = "T: Clone + Serialize"))]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub at: Extent,
}

impl<T> From<(T, Extent)> for Spanned<T> {
    fn from((value, at): (T, Extent)) -> Spanned<T> {
        Spanned { value, at }
    }
}

impl<T> From<Spanned<T>> for (T, Extent) {
    fn from(spanned: Spanned<T>) -> (T, Extent) {
        (spanned.value, spanned.at)
    }
}
