//! All rule files of a run laid over each other: what checks ask.

pub(in crate::ruleset) mod build;
pub(in crate::ruleset) mod check;
pub(in crate::ruleset) mod file_selection;
pub(in crate::ruleset) mod mail;
pub(in crate::ruleset) mod provenance;
pub(in crate::ruleset) mod record;
pub(in crate::ruleset) mod run_settings;
pub(in crate::ruleset) mod scope;
pub(in crate::ruleset) mod scopes;
pub(in crate::ruleset) mod service;
pub(in crate::ruleset) mod set;
pub(in crate::ruleset) mod ttl;
pub(in crate::ruleset) mod user_entry;
