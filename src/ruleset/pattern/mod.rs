//! Patterns for owners, zones, targets, data and files.

mod data;
mod file;
mod names;
mod owner;
mod target;
mod wild;
mod zone;

pub use data::DataPattern;
pub use file::FileGlob;
pub use owner::OwnerPattern;
pub(super) use owner::service_problem;
pub use target::TargetPattern;
pub(super) use wild::{between_stars, glob as matches_glob};
pub use zone::NameGlob;
