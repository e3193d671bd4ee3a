//! An older version beside the one that is checked.

mod base;
pub(crate) mod git;
