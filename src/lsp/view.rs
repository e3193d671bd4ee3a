//! What a request is answered from: a project as it is now, and how the client calls and counts what is in it.

use std::path::{Path, PathBuf};

use gen_lsp_types::{Location, Position, Range};

use super::document::{Document, Documents};
use super::encoding::Encoding;
use super::root::Root;
use super::uri;
use crate::fs::paths;
use crate::ruleset::RuleSet;
use crate::source::{SourceId, Sources, Span};
use crate::zone::Zone;

/// A project as it is now.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) root: &'v Root,
    pub(super) documents: &'v Documents,
    pub(super) encoding: Encoding,
    /// Whether the client takes edits with the versions of the texts that they are for.
    pub(super) takes_versions: bool,
}

/// A place in a text that is open.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'v> {
    pub(super) document: &'v Document,
    /// The source that the text is; none where it is part of no project.
    pub(super) source: Option<SourceId>,
    /// Offset in the text.
    pub(super) at: u32,
}

impl<'v> View<'v> {
    pub(super) fn sources(&self) -> &'v Sources {
        self.root.standing.sources()
    }

    pub(super) fn zones(&self) -> impl Iterator<Item = &'v Zone> + use<'v> {
        self.root.standing.project().zones.iter().map(|zone| &**zone)
    }

    pub(super) fn rules(&self) -> Option<&'v RuleSet> {
        self.root.standing.rules()
    }

    /// The text of an address.
    pub(super) fn document(&self, uri: &str) -> Option<&'v Document> {
        self.documents.get(uri)
    }

    pub(super) fn cursor(&self, uri: &str, place: Position) -> Option<Cursor<'v>> {
        let document = self.document(uri)?;
        let at = self.encoding.offset(&document.text, place) as u32;
        Some(Cursor { document, source: self.source_of(document), at })
    }

    /// The source that a text is.
    pub(super) fn source_of(&self, document: &Document) -> Option<SourceId> {
        let all = self.root.sources_of(document);
        // What a version of the project has replaced is still there.
        all.into_iter().rev().find(|&source| self.sources().get(source).bytes() == document.text.as_slice())
    }

    /// The zones that a source is part of.
    pub(super) fn zones_in(&self, source: SourceId) -> Vec<&'v Zone> {
        self.zones().filter(|zone| zone.files().any(|file| file == source)).collect()
    }

    /// Where the file of a source is; none of packs and of what is no file.
    pub(super) fn path_of(&self, source: SourceId) -> Option<PathBuf> {
        let project = self.root.standing.project();
        let by_name = || {
            let name = self.sources().get(source).given_name();
            let is_file = !name.starts_with("builtin:") && !name.starts_with('<');
            is_file.then(|| paths::lexical(Path::new(name), &self.root.cwd))
        };
        project.path_of(source).map(Path::to_path_buf).or_else(by_name)
    }

    /// How the client calls a file.
    pub(super) fn uri_of(&self, path: &Path) -> String {
        let open = self.documents.values().find(|document| document.path == path || document.real == path);
        open.map_or_else(|| uri::of_path(path), |document| document.uri.clone())
    }

    /// The places of a span in its file.
    pub(super) fn range(&self, span: Span) -> Range {
        let span = self.sources().in_file(span);
        self.encoding.range(self.sources().get(span.source), span)
    }

    /// The file of a span, and the places in it.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let span = self.sources().in_file(span);
        Some(Location { uri: self.uri_of(&self.path_of(span.source)?).into(), range: self.range(span) })
    }
}
