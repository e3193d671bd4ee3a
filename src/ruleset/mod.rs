//! Rule files and packs: what the house expects of its zones.
//!
//! Two shapes. A [`RuleFile`] is one file as written: every value optional, every value with
//! the bytes it stands on. A [`RuleSet`] is all files of a run laid over each other, ready for
//! the questions checks ask. The files of a set are its *layers*: the `recommended` pack lies
//! at the bottom, then what is extended, in order, then the file itself.
//!
//! | file | knows |
//! |---|---|
//! | `file/rule_file`, `file_selection`, `run_keys`, `extent` | a rule file as written, with the bytes of each value |
//! | `file/yaml` | both YAML crates; text to a tree of nodes with positions |
//! | `file/decode/` | nodes to a `RuleFile`, and everything that can be wrong with one |
//! | `file/schema` | what the decoder asks for, as a JSON Schema |
//! | `file/vocabulary` | the words of the program that rule files name |
//! | `rules/set` | all files of a run, and the questions |
//! | `rules/build` | the files of a run laid over each other |
//! | `rules/ttl`, `record`, `mail`, `check` | what they say of TTLs, records, policies of mail and checks, ready to be asked |
//! | `rules/service` | how a rule of one file changes a rule of the file below |
//! | `rules/scope`, `scopes` | which zones and files an entry is about, and which entries are about one |
//! | `rules/file_selection` | which files are read, and as which zones |
//! | `rules/run_settings` | what they say of the run itself: its baseline, format and exit status |
//! | `rules/user_entry` | what people wrote themselves |
//! | `rules/provenance` | which entry of which file says something |
//! | `value/`, `pattern/` | the small grammars: durations, ranges, ports, words, globs |
//! | `check_names` | which checks a word stands for: an id, a pattern, a group |
//! | `literals` | which of many patterns may match a text |
//! | `load` | which files make up a set |
//! | `invalid` | mistakes in rule files |
//! | `pack` | the packs that come with the program |
//! | `registry` | IANA's names, for services no rule speaks of |
//! | `look` | whether a text is a rule file at all |
//!
//! The files and folders of a folder know each other in no circle: `rules/` knows `file/`, that `pattern/`, that `value/`.

mod check_names;
mod file;
mod invalid;
mod literals;
mod load;
mod look;
mod pack;
mod pattern;
mod registry;
mod rules;
mod value;

pub use check_names::{CheckNames, NamedChecks, NoSuchCheck, Specificity};
pub use file::{
    CheckEntry, Companion, Extent, FileSelectionKeys, MailRule, MixUp, OverrideRule, Parameter, ProviderRule,
    RecordRule, RuleFile, RunKeys, ServiceRule, Spanned, TtlEntry, Vocabulary, ZoneEntry,
};
pub use invalid::RULE_FILE_INVALID;
pub(crate) use literals::{Literals, Pieces};
pub use load::{MAX_RULE_FILE, NotExtended, ReadFile};
pub use look::is_rule_file;
pub use pack::Pack;
pub use pattern::{DataPattern, FileGlob, NameGlob, OwnerPattern, TargetPattern};
pub use registry::{is_registered, registered_ports};
pub use rules::file_selection::{Exclude, FileMapping, FileSelection};
pub use rules::mail::{Expected, ExpectedMail, MailEntry};
pub use rules::provenance::{EntryId, RuleEntry, Sourced};
pub use rules::record::{ExpectedData, ExpectedRecord};
pub use rules::run_settings::RunSettings;
pub use rules::scope::{Scope, ScopeTarget};
pub use rules::scopes::{Scopes, is_held};
pub use rules::service::{Service, ServiceId};
pub use rules::set::{Provider, RuleSet};
pub use rules::ttl::{TtlRanges, TtlRule, TtlRules};
pub use rules::user_entry::{EntryTopic, NamedScope, UserEntry};
pub use value::{
    DmarcPolicy, FailOn, KeyBits, NumberRange, PROTOCOL_LABELS, Port, PortPolicy, PortRange, RecordPresence,
    Requirement, Seconds, SerialPolicy, ServerSoftware, Setting, SignatureWork, TtlRange,
};
