//! Runs zones that say themselves what is to be found in them.

#![allow(unreachable_pub)]

pub mod case;
pub mod marks;
pub mod pages;

pub use case::Case;
