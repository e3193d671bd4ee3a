//! One rule file as it is written.

mod decode;
mod extent;
mod file_selection;
mod rule_file;
mod run_keys;
mod schema;
mod vocabulary;
mod yaml;

pub use extent::{Extent, Spanned};
pub(super) use file_selection::PLACEHOLDERS;
pub use file_selection::{FileSelectionKeys, ZoneEntry};
pub use rule_file::{
    CheckEntry, Companion, MailRule, MixUp, OverrideRule, Parameter, ProviderRule, RecordRule, RuleFile, ServiceRule,
    TtlEntry,
};
pub use run_keys::RunKeys;
pub use vocabulary::Vocabulary;
