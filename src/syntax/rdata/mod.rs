//! The presentation format of record data: one table of field lists, one checker a kind of field.
//!
//! [`types`] says which fields a type has, [`field`] which kinds of field there are, and
//! [`check()`] walks the one over the tokens of an entry with the other. The remaining modules
//! each know one family of fields. Nothing here knows of zones, owners or origins.

mod address;
mod check;
mod code;
mod encoding;
pub mod field;
mod generic;
mod location;
pub mod name;
mod number;
mod relation;
mod svcb;
mod text;
pub mod types;
pub mod wire;

#[cfg(test)]
mod tests;

pub use address::{ipv4, ipv6};
pub(crate) use address::{is_placeholder, type_of_address};
pub use check::{DataProblem, check, fields, names};
pub(crate) use encoding::{decode_base64, decode_hex};
pub use field::{Field, FieldKind, Presence};
pub(crate) use generic::is_generic;
pub use name::NameFault;
pub use relation::{number_of, rsa_parts};

use crate::diagnostic::Text;
pub use crate::syntax::iana::RType;

/// What is wrong with a piece of text; where it stands is the caller's knowledge.
#[derive(Debug)]
struct Fault {
    message: String,
    help: Option<Text>,
}

/// Whether a piece of text is what it should be.
type Verdict = Result<(), Fault>;

impl Fault {
    #[cold]
    fn new(message: impl Into<String>) -> Fault {
        Fault { message: message.into(), help: None }
    }

    #[cold]
    fn help(mut self, help: impl Into<Text>) -> Fault {
        self.help = Some(help.into());
        self
    }
}

/// The text as a message may hold it: in backticks, printable, and not longer than a line bears.
fn show(text: &[u8]) -> String {
    const LONGEST: usize = 60;
    let shown = crate::source::same_length_printable(text).replace(['\n', '\r', '\t'], " ");
    if shown.chars().count() <= LONGEST {
        return format!("`{shown}`");
    }
    let cut: String = shown.chars().take(LONGEST).collect();
    format!("`{cut}…`")
}
