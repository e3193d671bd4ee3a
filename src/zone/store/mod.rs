//! The tables of a zone, made for size and speed: nothing but `zone` knows how they are laid out.
//!
//! | file | holds |
//! |---|---|
//! | `texts` | the sources of a zone, numbered for the zone alone |
//! | `name_id`, `record` | a name and a record of a zone, as numbers |
//! | `names` | each name once, and the hash table that interns them |
//! | `label` | labels and hashes of names, as they are written |
//! | `non_terminals` | names above owners that own nothing themselves |
//! | `char_classes` | which characters the text of each name has |
//! | `index` | which names are in the zone, and who owns what |
//! | `side_tables` | what few records have |
//! | `prefetch` | memory asked for before it is needed |

pub(in crate::zone) mod char_classes;
pub(in crate::zone) mod index;
pub(in crate::zone) mod label;
pub(in crate::zone) mod name_id;
pub(in crate::zone) mod names;
mod non_terminals;
mod prefetch;
pub(in crate::zone) mod record;
pub(in crate::zone) mod side_tables;
pub(in crate::zone) mod texts;
