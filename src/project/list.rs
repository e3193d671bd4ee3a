//! Which files there are, and what becomes of each.

use crate::syntax::name::DomainName;
use std::path::PathBuf;

use super::identity::OriginSource;

/// A file, and why it is read or not.
#[derive(Debug)]
pub struct Listed {
    /// Absolute.
    pub path: PathBuf,
    /// The zone it is read as; none where it is not read, or nobody knows.
    pub zone: Option<DomainName>,
    /// The views it is said to stand in; none means all.
    pub views: Vec<String>,
    /// Why.
    pub why: Why,
    /// Whether it was not named, and only others are held against it.
    pub is_neighbour: bool,
}

/// Why a file is read, or is not.
#[derive(Debug)]
pub enum Why {
    /// It is read; this tells which zone it is.
    Read(OriginSource),
    /// By its name it is a copy.
    Copy,
    /// It is what a zone is made from.
    Template,
    /// It was not named, and all that was not named is too much to read.
    TooMuch,
    /// It is part of the zone of another file.
    IncludedBy(PathBuf),
}
