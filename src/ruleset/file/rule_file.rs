//! The entries of a rule file as they are written.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::extent::{Extent, Spanned};
use super::file_selection::FileSelectionKeys;
use super::run_keys::RunKeys;
use crate::ruleset::pack::Pack;
use crate::ruleset::pattern::{DataPattern, FileGlob, NameGlob, OwnerPattern, TargetPattern};
use crate::ruleset::value::{
    DmarcPolicy, KeyBits, NumberRange, Port, PortPolicy, PortRange, RecordPresence, Requirement, SerialPolicy,
    ServerSoftware, Setting, TtlRange,
};

/// A rule file. What is not said is absent, so that a file can change one key of another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleFile {
    /// Packs (`builtin:NAME`) and files this one stands on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Spanned<String>>,
    /// The servers that the zones are for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Spanned<ServerSoftware>>,
    /// What is expected of SRV records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceRule>,
    /// Targets that belong to one service and port.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<ProviderRule>,
    /// What is expected of TTLs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ttl: Vec<TtlEntry>,
    /// What is expected of records of any type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordRule>,
    /// What is expected of policies of mail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mail: Vec<MailRule>,
    /// What becomes of serials.
    #[serde(skip)]
    pub serial: Option<Spanned<SerialPolicy>>,
    /// Severities of checks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckEntry>,
    /// What is said of checks in certain zones and files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<OverrideRule>,
    /// Which files are read, and as which zones. Of no use in a pack.
    #[serde(skip)]
    pub file_selection: FileSelectionKeys,
    /// What counts for a run where the command line says nothing. Of no use in a pack.
    #[serde(skip)]
    pub run: RunKeys,
}

/// An entry of `services:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ServiceRule {
    /// The whole entry.
    pub at: Extent,
    /// The leading labels of the owners it is about.
    pub service: Spanned<OwnerPattern>,
    /// The zones it is about; none means every zone.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Spanned<NameGlob>>,
    /// The files it is about, relative to the folder of the rule file; none means every file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<FileGlob>>,
    /// The port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<Spanned<Port>>,
    /// Other ports that are fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<Spanned<Vec<PortRange>>>,
    /// How sure we are of the port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PortPolicy>,
    /// Ports that belong to a service this one is mixed up with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mix_ups: Option<Vec<MixUp>>,
    /// Whether the record has to be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Spanned<RecordPresence>>,
    /// Targets that are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Spanned<Vec<TargetPattern>>>,
    /// TTLs that are fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Spanned<TtlRange>>,
    /// Priorities that are fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Spanned<NumberRange>>,
    /// Weights that are fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Spanned<NumberRange>>,
    /// How many records an owner may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<Spanned<NumberRange>>,
    /// Records that have to be there if the service is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Vec<Spanned<Companion>>>,
    /// Records that must not be there if the service is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<Vec<Spanned<Companion>>>,
    /// Severity of what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Setting>,
    /// False where no comment in a zone may silence what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignorable: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// False where nobody has checked the port against a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
}

/// A port that is right for a sibling and wrong here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MixUp {
    /// The port.
    pub port: Port,
    /// The service it is the port of.
    pub belongs_to: OwnerPattern,
    /// What having it here means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A record that stands, or does not stand, beside a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// Its owner, relative to the zone; `@` is the apex.
    pub name: OwnerPattern,
    /// Mnemonics of its type, in upper case; any of them will do.
    #[serde(rename = "type")]
    pub types: Vec<String>,
    /// Severity of what is found here, where it is another than that of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Setting>,
    /// Why, where it is for another reason than the rest of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An entry of `records:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRule {
    /// The whole entry.
    pub at: Extent,
    /// The owner, relative to the zone; `@` is the apex.
    pub name: Spanned<OwnerPattern>,
    /// Mnemonics of the type, in upper case; any of them will do.
    #[serde(rename = "type")]
    pub types: Vec<String>,
    /// The zones it is about; none means every zone.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Spanned<NameGlob>>,
    /// The files it is about, relative to the folder of the rule file; none means every file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<FileGlob>>,
    /// Whether the record has to be there; required where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Spanned<RecordPresence>>,
    /// Patterns of the data.
    #[serde(rename = "match", default, skip_serializing_if = "Option::is_none")]
    pub patterns: Option<Spanned<Vec<DataPattern>>>,
    /// The data itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Spanned<Vec<DataPattern>>>,
    /// Severity of what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Setting>,
    /// False where no comment in a zone may silence what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignorable: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An entry of `mail:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MailRule {
    /// The whole entry.
    pub at: Extent,
    /// The zones it is about; none means every zone.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Spanned<NameGlob>>,
    /// The files it is about, relative to the folder of the rule file; none means every file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<FileGlob>>,
    /// Whether names with MX records need a policy of SPF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spf: Option<Spanned<Requirement>>,
    /// The policies of others that SPF may include.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spf_includes: Option<Spanned<Vec<TargetPattern>>>,
    /// The least length of RSA keys of DKIM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dkim_bits: Option<Spanned<KeyBits>>,
    /// Whether names with MX records need a policy of DMARC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dmarc: Option<Spanned<Requirement>>,
    /// The weakest policy of DMARC that is fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dmarc_policy: Option<Spanned<DmarcPolicy>>,
    /// Whether names with MX records need MTA-STS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mta_sts: Option<Spanned<Requirement>>,
    /// Whether names with MX records need reports about TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_rpt: Option<Spanned<Requirement>>,
    /// Whether a zone without mail has to say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null_policy: Option<Spanned<Requirement>>,
    /// Severity of what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Setting>,
    /// False where no comment in a zone may silence what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignorable: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An entry of `providers:`: whoever points there wants this service at this port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderRule {
    /// The whole entry.
    pub at: Extent,
    /// The provider's names.
    pub target: Spanned<Vec<TargetPattern>>,
    /// The service they offer.
    pub service: Spanned<OwnerPattern>,
    /// Its port.
    pub port: Spanned<Port>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An entry of `ttl:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TtlEntry {
    /// The whole entry.
    pub at: Extent,
    /// Mnemonics of the types it is about, in upper case; none means every type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Leading labels of the owners, relative to the zone; `@` is the apex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerPattern>,
    /// The zones it is about; none means every zone.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Spanned<NameGlob>>,
    /// The files it is about, relative to the folder of the rule file; none means every file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<FileGlob>>,
    /// TTLs that are fine.
    pub range: Spanned<TtlRange>,
    /// Severity of a TTL outside the range; a warning where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Setting>,
    /// False where no comment in a zone may silence what this entry finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignorable: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An entry of `checks:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckEntry {
    /// Key and value.
    pub at: Extent,
    /// The check.
    pub check: String,
    /// Its severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Spanned<Setting>>,
    /// Its parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
}

/// A parameter of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// What it is called.
    pub name: String,
    /// Its value.
    pub value: Spanned<u16>,
}

/// An entry of `overrides:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideRule {
    /// The whole entry.
    pub at: Extent,
    /// The zones it is about; none means every zone.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Spanned<NameGlob>>,
    /// The files it is about, relative to the folder of the rule file; none means every file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<FileGlob>>,
    /// What becomes of serials there.
    #[serde(skip)]
    pub serial: Option<Spanned<SerialPolicy>>,
    /// What is said of checks there.
    pub checks: Vec<CheckEntry>,
}

impl Pack {
    /// Its rules. They are read once: a language server and tests ask for them in each of thousands of runs.
    pub fn rule_file(&self) -> RuleFile {
        static READ: [OnceLock<RuleFile>; Pack::ALL.len()] = [const { OnceLock::new() }; Pack::ALL.len()];
        let read = || serde_json::from_str(self.compiled).expect("a test reads every compiled pack");
        match Pack::ALL.iter().position(|pack| pack.name == self.name) {
            Some(number) => READ[number].get_or_init(read).clone(),
            None => read(),
        }
    }
}
