//! Text as people type it: its escapes, its words, and what a mistyped one was meant to be.
//!
//! `suggest` knows the word that was meant where any of a list may have been (by edit distance); `typo` names the
//! one slip of the keyboard between two words, and `typo_index` finds the words of a large set that are one away.

pub mod escape;
pub(crate) mod suggest;
pub(crate) mod typo;
pub(crate) mod typo_index;
pub(crate) mod words;
