//! Rule files and packs: what the house expects of its zones.
//!
//! Two shapes. A [`RuleFile`] is one file as written: every value optional, every value with
//! the bytes it stands on. A [`RuleSet`] is all files of a run laid over each other, ready for
//! the questions checks ask. The files of a set are its *layers*: the `recommended` pack lies
//! at the bottom, then what is extended, in order, then the file itself.
//!
//! | file | knows |
//! |---|---|
//! | `yaml` | both YAML crates; text to a tree of nodes with positions |
//! | `decode` | nodes to a `RuleFile`, and everything that can be wrong with one |
//! | `schema` | what the decoder asks for, as a JSON Schema |
//! | `value`, `pattern` | the small grammars: durations, ranges, ports, words, globs |
//! | `file` | the shape of a rule file |
//! | `load` | which files make up a set |
//! | `service` | how a rule of one file changes a rule of the file below |
//! | `scope`, `scopes` | which zones and files an entry is about, and which entries are about one |
//! | `literals` | which of many patterns may match a text |
//! | `set`, `ttl`, `record`, `check` | the questions |
//! | `reading` | which files are read, and as which zones |
//! | `written` | what people wrote themselves |
//! | `pack` | the packs that come with the program |
//! | `registry` | IANA's names, for services no rule speaks of |

use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::{Span, printable};

mod check;
mod decode;
mod file;
mod literals;
mod load;
mod look;
mod pack;
mod pattern;
mod reading;
mod record;
mod registry;
mod schema;
mod scope;
mod scopes;
mod service;
mod set;
mod ttl;
mod value;
mod written;
mod yaml;

pub use decode::Vocabulary;
pub use file::{
    CheckEntry, Companion, Extent, MixUp, OverrideRule, Parameter, ProviderRule, RecordRule, RuleFile, ServiceRule,
    Spanned, TtlEntry,
};
pub(crate) use literals::{Literals, Pieces};
pub use load::{MAX_RULE_FILE, NotExtended, ReadFile};
pub use look::is_rule_file;
pub use pack::Pack;
pub use pattern::{DataPattern, NameGlob, OwnerPattern, TargetPattern};
pub use reading::{Given, Reading, ReadingKeys, ZoneEntry};
pub use record::{Data, ExpectedRecord};
pub use registry::{is_registered, registered_ports};
pub use scope::{FileGlob, Place, Scope};
pub use scopes::{Scopes, is_held};
pub use service::{Service, ServiceId};
pub use set::{Entry, EntryId, Provider, RuleSet, Stated};
pub use ttl::{Held, TtlRule, TtlRules};
pub use value::{NumberRange, PROTOCOL_LABELS, Policy, Port, PortRange, Presence, Seconds, Server, Setting, TtlRange};
pub use written::{About, Named, Written};

/// A mistake in a rule file.
pub const RULE_FILE_INVALID: Meta = Meta {
    id: "rule-file-invalid",
    summary: "a rule file holds something that is not a rule",
    severity: Severity::Error,
    references: &["https://yaml.org/spec/1.2.2/"],
    explain: include_str!("rule_file_invalid.md"),
    ..Meta::DEFAULT
};

/// A mistake at some bytes. What the file says goes into the message, and YAML can say anything:
/// escapes for the terminal, a million digits.
fn invalid(at: Span, message: &str) -> Diagnostic {
    const LONGEST: usize = 300;
    let shown = printable(message);
    let length = shown.chars().count();
    if length <= LONGEST {
        return Diagnostic::new(&RULE_FILE_INVALID, at, shown);
    }
    let start: String = shown.chars().take(LONGEST / 2).collect();
    let end: String = shown.chars().skip(length - LONGEST / 2).collect();
    Diagnostic::new(&RULE_FILE_INVALID, at, format!("{start} ... {end}"))
}
