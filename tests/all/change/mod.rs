//! An older version beside the one that is checked.

mod base;
mod git;
