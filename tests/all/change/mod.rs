//! An older version beside the one that is checked.

mod base;
mod diff;
pub(crate) mod git;
mod history;
mod respelled;
mod versions;
