//! The sources of one zone: its file, what the file includes, what `$GENERATE` expands to.

use std::sync::Arc;

use crate::source::{Source, SourceId, SourceIdMap, Sources, Span};

/// A stretch of one of the zone's sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRef {
    /// Offset of the first byte.
    pub start: u32,
    /// Length in bytes.
    pub len: u16,
    /// Which of the zone's sources.
    pub source: u16,
}

impl TextRef {
    /// No text, as the root has.
    pub const EMPTY: TextRef = TextRef { start: 0, len: 0, source: 0 };
}

/// The sources of one zone, numbered for the zone alone so that a number takes two bytes.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    list: Vec<(SourceId, Arc<Source>)>,
}

impl Texts {
    /// Takes in a source; `None` where the zone has all the sources it can number.
    pub fn add(&mut self, id: SourceId, source: Arc<Source>) -> Option<u16> {
        let number = u16::try_from(self.list.len()).ok()?;
        self.list.push((id, source));
        Some(number)
    }

    /// Takes over the ids that the sources got in the table of the run.
    pub fn renumber(&mut self, ids: &SourceIdMap, sources: &Sources) {
        for (id, source) in &mut self.list {
            *id = ids.id(*id);
            // A file that other zones include too is kept once.
            *source = sources.share(*id);
        }
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().map(|(id, source)| (*id, &**source))
    }

    /// All bytes of a source, as they are read.
    pub fn bytes(&self, source: u16) -> &[u8] {
        self.list.get(source as usize).map_or(&[], |(_, s)| s.text())
    }

    /// The id of a source among all of the run.
    pub fn id(&self, source: u16) -> SourceId {
        self.list[source as usize].0
    }

    /// The bytes of a stretch.
    pub fn get(&self, text: TextRef) -> &[u8] {
        &self.bytes(text.source)[text.start as usize..text.start as usize + text.len as usize]
    }

    /// The place of a stretch among all sources of the run.
    pub fn span(&self, source: u16, start: u32, end: u32) -> Span {
        Span { source: self.id(source), start, end }
    }

    #[cfg(test)]
    pub(in crate::zone) fn add_text(&mut self, text: &str) -> TextRef {
        let mut sources = crate::source::Sources::default();
        let id = sources.add("test", text.as_bytes().to_vec());
        let source = self.add(id, sources.share(id)).expect("room for one more source");
        TextRef { start: 0, len: text.len() as u16, source }
    }
}
