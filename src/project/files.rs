//! The files of a run: each is read once, whatever names it and however often.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::fs::{Links, ReadError, Real};
use crate::numbers::NumberMap;
use crate::source::{SourceId, SourceIdMap, Sources, gzip};

/// Which source each file of a run is.
#[derive(Clone, Debug, Default)]
pub(super) struct FileTable {
    /// By path without links, which is text here: to hash a path is to take it apart.
    sources: HashMap<OsString, SourceId>,
    /// As the file was named, absolute.
    paths: NumberMap<SourceId, PathBuf>,
}

/// The files that were opened, and where paths lead.
#[derive(Clone, Debug)]
pub(super) struct Opened<'f> {
    /// Where paths lead.
    pub links: Links<'f>,
    /// What was opened.
    pub table: FileTable,
}

impl Opened<'_> {
    /// The source of a file that was named by one path and is at another, where [`Links`] allowed it; it is
    /// shown under a name. Its bytes are read unless they are known.
    pub(super) fn open(
        &mut self,
        path: &Path,
        real: Real,
        name: String,
        bytes: Option<Vec<u8>>,
        sources: &mut Sources,
    ) -> Result<SourceId, ReadError> {
        if let Some(known) = self.table.source_of(&real) {
            return Ok(known);
        }
        let bytes = bytes.map_or_else(|| self.links.fs().read(&real).map(gzip::unpacked), Ok)?;
        let source = sources.add(name, bytes);
        self.table.sources.insert(real.into_path().into(), source);
        self.table.paths.insert(source, path.to_path_buf());
        Ok(source)
    }
}

impl FileTable {
    /// The source of a file, if it was opened.
    pub(super) fn source_of(&self, real: &Real) -> Option<SourceId> {
        self.sources.get(real.path().as_os_str()).copied()
    }

    /// Takes in what a copy of this table gained, and of its sources those from `known` on. A file that
    /// both have opened stays one source.
    pub(super) fn absorb(&mut self, copy: &FileTable, from: &Sources, known: usize, into: &mut Sources) -> SourceIdMap {
        let new = copy.sources.iter().filter(|(_, source)| source.0 as usize >= known);
        let canonical: NumberMap<SourceId, &OsString> = new.map(|(path, &source)| (source, path)).collect();
        let ids = into.absorb(from, known, |old| self.sources.get(*canonical.get(&old)?).copied());
        for (&old, &path) in &canonical {
            self.sources.entry(path.clone()).or_insert(ids.id(old));
        }
        for (&old, path) in &copy.paths {
            self.paths.entry(ids.id(old)).or_insert_with(|| path.clone());
        }
        ids
    }

    /// Takes in what another table has, of sources that this one does not know.
    pub(super) fn extend(&mut self, other: &FileTable) {
        for (&source, path) in &other.paths {
            self.paths.entry(source).or_insert_with(|| path.clone());
        }
    }

    /// Gives text that came another way the path it is reported under; whoever opens the file of that path gets it.
    pub(super) fn name(&mut self, source: SourceId, path: &Path, real: Option<&Real>) {
        self.sources.extend(real.map(|real| (real.path().as_os_str().to_owned(), source)));
        self.paths.insert(source, path.to_path_buf());
    }

    /// The sources whose paths, as they were named or without links, are asked for.
    pub(super) fn sources_where(&self, is_asked_for: impl Fn(&Path) -> bool) -> HashSet<SourceId> {
        let real = self.sources.iter().map(|(path, &source)| (Path::new(path), source));
        let named = self.paths.iter().map(|(&source, path)| (path.as_path(), source));
        real.chain(named).filter(|(path, _)| is_asked_for(path)).map(|(_, source)| source).collect()
    }

    /// The path of a source that is a file.
    pub(super) fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.paths.get(&source).map(PathBuf::as_path)
    }
}
