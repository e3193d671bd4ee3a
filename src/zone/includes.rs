//! What reading a zone asks for when it meets an `$INCLUDE` or a `$GENERATE`.

use crate::diagnostic::Text;
use crate::limits::Grant;
use crate::source::{SourceId, Sources};

/// Finds the file that an `$INCLUDE` means, and knows how much a run may read in all. Lives at the edge, for it
/// reads files.
pub trait Includes {
    /// Adds the file that `path` names in the file `from` to the sources, each file once.
    fn include(&mut self, path: &str, from: SourceId, sources: &mut Sources) -> Result<Included, Refusal>;

    /// Asks for so many records more that a `$GENERATE` makes.
    fn generate(&mut self, _records: usize) -> Grant {
        Grant::Given
    }

    /// The zone is read once more from its beginning: what was asked for is given back.
    fn start_again(&mut self) {}
}

/// Of a zone that is no more than its own text.
pub(crate) struct NoIncludes;

impl Includes for NoIncludes {
    fn include(&mut self, path: &str, _: SourceId, _: &mut Sources) -> Result<Included, Refusal> {
        Err(Refusal::new(format!("`{path}` is not read")))
    }
}

/// A file that was included.
#[derive(Debug)]
pub struct Included {
    /// Its bytes.
    pub source: SourceId,
    /// The folder a relative path was completed with, in words, the first time the zone uses it.
    pub base: Option<String>,
    /// Whether it may be read here, for the run has read it before.
    pub grant: Grant,
}

/// Why a file was not included. Says nothing of what is in it.
#[derive(Debug)]
pub struct Refusal {
    /// Complete in one line.
    pub message: String,
    /// What to do.
    pub help: Option<Text>,
    /// The full path of the folder that is missing with all that is included from it.
    pub missing_folder: Option<String>,
}

impl Refusal {
    /// What cannot be read for a reason of its own.
    pub fn new(message: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), help: None, missing_folder: None }
    }
}
