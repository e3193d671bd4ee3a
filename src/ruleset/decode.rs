//! Nodes to a [`RuleFile`], with every mistake on the way.
//!
//! An entry that holds a mistake keeps whatever else it says; only without the keys it cannot
//! do without is it dropped.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

use super::file::{CheckEntry, Extent, MixUp, ProviderRule, RuleFile, ServiceRule, Spanned, TtlEntry};
use super::invalid;
use super::pattern::{NameGlob, OwnerPattern, nearest, service_problem};
use super::value::{Policy, Port, Presence, Setting, Words};
use super::yaml::{self, Kind, Node};

/// The version of the language there is.
const VERSION: u64 = 1;

/// What the rest of the program knows that a rule file can name.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// Ids of all checks.
    pub checks: &'a [&'a str],
    /// Whether a text is the mnemonic of a record type.
    pub is_type: &'a dyn Fn(&str) -> bool,
}

/// The types a misspelled one is compared with: those a rule is likely to name.
const COMMON_TYPES: [&str; 24] = [
    "A",
    "AAAA",
    "CAA",
    "CDNSKEY",
    "CDS",
    "CNAME",
    "DNAME",
    "DNSKEY",
    "DS",
    "HTTPS",
    "MX",
    "NAPTR",
    "NS",
    "NSEC",
    "NSEC3",
    "NSEC3PARAM",
    "PTR",
    "RRSIG",
    "SOA",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
];

impl RuleFile {
    /// Reads one file, without what it extends. There is always a rule file: what could be understood.
    pub fn read(bytes: &[u8], source: SourceId, known: &Vocabulary) -> (RuleFile, Vec<Diagnostic>) {
        decode(bytes, source, known)
    }
}

fn decode(bytes: &[u8], source: SourceId, known: &Vocabulary) -> (RuleFile, Vec<Diagnostic>) {
    let mut decoder = Decoder { source, known, found: Vec::new() };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |length| start + length);
            decoder.report(Extent { start: start as u32, end: end as u32 }, "a rule file is UTF-8, and this is not");
            return (RuleFile::default(), decoder.found);
        }
    };
    let (root, problems) = yaml::parse(text);
    for problem in problems {
        let mut diagnostic = decoder.diagnostic(problem.at, problem.message);
        if let Some((at, text)) = problem.other {
            diagnostic = diagnostic.label(at.in_source(source), text);
        }
        decoder.found.push(diagnostic);
    }
    let file = root.filter(|node| !node.is_null()).map(|node| decoder.file(&node)).unwrap_or_default();
    decoder.found.sort_by_key(|d| d.primary.span.start);
    (file, decoder.found)
}

struct Decoder<'a> {
    source: SourceId,
    known: &'a Vocabulary<'a>,
    found: Vec<Diagnostic>,
}

/// The keys of a mapping that nobody has asked for yet.
struct Fields<'n> {
    at: Extent,
    left: Vec<&'n (Node, Node)>,
    /// What was asked for: the keys there are.
    keys: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.keys.push(key);
        let at = self.left.iter().position(|(name, _)| name.text() == Some(key))?;
        Some(&self.left.remove(at).1)
    }
}

impl Decoder<'_> {
    fn diagnostic(&self, at: Extent, message: impl AsRef<str>) -> Diagnostic {
        invalid(at.in_source(self.source), message.as_ref())
    }

    fn report(&mut self, at: Extent, message: impl AsRef<str>) {
        self.report_meaning(at, message, None);
    }

    /// Reports a mistake, with what was meant instead if that is known.
    fn report_meaning(&mut self, at: Extent, message: impl AsRef<str>, meant: Option<&str>) {
        let mut diagnostic = self.diagnostic(at, message);
        diagnostic.help = meant.map(|word| format!("did you mean `{word}`?"));
        self.found.push(diagnostic);
    }

    fn fields<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let Kind::Map(pairs) = &node.kind else {
            self.report(node.at, format!("{what} is a mapping of keys to values, not {}", node.kind_word()));
            return None;
        };
        Some(Fields { at: node.at, left: pairs.iter().collect(), keys: Vec::new() })
    }

    /// Reports the keys nobody asked for.
    fn finish(&mut self, fields: Fields, what: &str) {
        for (key, _) in fields.left {
            let name = key.text().unwrap_or_default();
            let message = format!("`{name}` is no key of {what}");
            self.report_meaning(key.at, message, nearest(name, fields.keys.iter().copied()));
        }
    }

    fn value<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        if node.is_null() {
            self.report(node.at, format!("`{key}` has no value"));
            return None;
        }
        match node.decode() {
            Ok(value) => Some(Spanned { value, at: node.at }),
            Err(message) => {
                // Types of our own have their own words; what is left comes from serde.
                let message = match (node.text(), message.split_once(", expected ")) {
                    (Some(text), Some((_, expected))) => format!("`{text}` is not {expected}"),
                    _ => message,
                };
                self.report(node.at, message);
                None
            }
        }
    }

    /// Words for people; a ticket number is as good as a sentence.
    fn prose(&mut self, fields: &mut Fields, key: &'static str) -> Option<String> {
        let node = fields.take(key)?;
        match node.text() {
            Some(text) if !node.is_null() => Some(text.trim_end().to_string()),
            _ => self.value(node, key).map(|spanned| spanned.value),
        }
    }

    fn optional<T: DeserializeOwned>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        fields.take(key).and_then(|node| self.value(node, key))
    }

    fn plain<T: DeserializeOwned>(&mut self, fields: &mut Fields, key: &'static str) -> Option<T> {
        self.optional(fields, key).map(|spanned| spanned.value)
    }

    fn word<T: DeserializeOwned + Words>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        let node = fields.take(key)?;
        self.word_of(node, key)
    }

    fn word_of<T: DeserializeOwned + Words>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        let decoded = self.value(node, key);
        if let (None, Some(text), Some(last)) = (&decoded, node.text(), self.found.last_mut()) {
            last.help = nearest(text, T::WORDS.iter().copied()).map(|word| format!("did you mean `{word}`?"));
        }
        decoded
    }

    fn required<T: DeserializeOwned>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        what: &str,
    ) -> Option<Spanned<T>> {
        let Some(node) = fields.take(key) else {
            self.report(fields.at, format!("the key `{key}` is missing from {what}"));
            return None;
        };
        self.value(node, key)
    }

    /// A list of values; one value alone counts as a list of it.
    fn list<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Vec<Spanned<T>> {
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| self.value(item, key)).collect(),
            Kind::Scalar { .. } => self.value(node, key).into_iter().collect(),
            Kind::Map(_) => {
                self.report(node.at, format!("`{key}` is a list, not {}", node.kind_word()));
                Vec::new()
            }
        }
    }

    fn optional_list<T: DeserializeOwned>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<Vec<T>>> {
        let node = fields.take(key)?;
        let value = self.list(node, key).into_iter().map(|item| item.value).collect();
        Some(Spanned { value, at: node.at })
    }

    /// The entries of a list of mappings. A key with nothing below it is an empty list.
    fn entries<T>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        entry: fn(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.take(key) else { return Vec::new() };
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| entry(self, item)).collect(),
            _ if node.is_null() => Vec::new(),
            _ => {
                self.report(node.at, format!("`{key}` is a list of entries, not {}", node.kind_word()));
                Vec::new()
            }
        }
    }

    fn file(&mut self, node: &Node) -> RuleFile {
        let Some(mut fields) = self.fields(node, "a rule file") else { return RuleFile::default() };
        if let Some(version) = self.optional::<u64>(&mut fields, "version").filter(|v| v.value != VERSION) {
            self.report(version.at, format!("version `{}` is unknown: there is only `{VERSION}`", version.value));
        }
        let extends = fields.take("extends").filter(|node| !node.is_null());
        let file = RuleFile {
            extends: extends.map(|node| self.list(node, "extends")).unwrap_or_default(),
            services: self.entries(&mut fields, "services", Self::service),
            providers: self.entries(&mut fields, "providers", Self::provider),
            ttl: self.entries(&mut fields, "ttl", Self::ttl),
            checks: fields.take("checks").filter(|node| !node.is_null()).map(|n| self.checks(n)).unwrap_or_default(),
        };
        self.finish(fields, "a rule file");
        self.report_repeated_services(&file.services);
        file
    }

    fn service(&mut self, node: &Node) -> Option<ServiceRule> {
        const WHAT: &str = "an entry of `services`";
        let mut fields = self.fields(node, WHAT)?;
        let service = self.required(&mut fields, "service", WHAT).filter(|service| self.is_service(service));
        let mix_ups = fields.take("mix-ups").map(|node| self.mix_ups(node));
        let zones = self.zones(&mut fields);
        let rule = ServiceRule {
            at: node.at,
            // The other keys are read, and their mistakes reported, even if there is no service.
            service: service.clone().unwrap_or(Spanned { value: OwnerPattern::apex(), at: node.at }),
            zones,
            port: self.optional(&mut fields, "port"),
            also: self.optional_list(&mut fields, "also"),
            policy: self.word::<Policy>(&mut fields, "policy").map(|p| p.value),
            mix_ups,
            presence: self.word::<Presence>(&mut fields, "presence"),
            target: self.optional_list(&mut fields, "target"),
            ttl: self.optional(&mut fields, "ttl"),
            severity: self.word::<Setting>(&mut fields, "severity").map(|s| s.value),
            reason: self.prose(&mut fields, "reason"),
            source: self.prose(&mut fields, "source"),
            verified: self.plain(&mut fields, "verified"),
        };
        self.finish(fields, WHAT);
        service.map(|_| rule)
    }

    fn is_service(&mut self, service: &Spanned<OwnerPattern>) -> bool {
        let Some((message, meant)) = service_problem(&service.value) else { return true };
        self.report_meaning(service.at, message, meant);
        false
    }

    /// The zones of `in:`. An empty list would read as every zone, the opposite of what it says.
    fn zones(&mut self, fields: &mut Fields) -> Vec<NameGlob> {
        let before = self.found.len();
        let Some(zones) = self.optional_list(fields, "in") else { return Vec::new() };
        if zones.value.is_empty() && self.found.len() == before {
            self.report(zones.at, "`in` names no zone: without the key the entry is for every zone");
        }
        zones.value
    }

    fn mix_ups(&mut self, node: &Node) -> Vec<MixUp> {
        const WHAT: &str = "an entry of `mix-ups`";
        let Kind::List(items) = &node.kind else {
            self.report(node.at, format!("`mix-ups` is a list of entries, not {}", node.kind_word()));
            return Vec::new();
        };
        let mut mix_ups = Vec::new();
        for item in items {
            let Some(mut fields) = self.fields(item, WHAT) else { continue };
            let port: Option<Spanned<Port>> = self.required(&mut fields, "port", WHAT);
            let belongs_to = self.required(&mut fields, "belongs-to", WHAT).filter(|s| self.is_service(s));
            let reason = self.prose(&mut fields, "reason");
            self.finish(fields, WHAT);
            if let (Some(port), Some(belongs_to)) = (port, belongs_to) {
                mix_ups.push(MixUp { port: port.value, belongs_to: belongs_to.value, reason });
            }
        }
        mix_ups
    }

    fn provider(&mut self, node: &Node) -> Option<ProviderRule> {
        const WHAT: &str = "an entry of `providers`";
        let mut fields = self.fields(node, WHAT)?;
        let target = self.optional_list(&mut fields, "target");
        if target.is_none() {
            self.report(node.at, format!("the key `target` is missing from {WHAT}"));
        }
        let service = self.required(&mut fields, "service", WHAT).filter(|service| self.is_service(service));
        let port = self.required(&mut fields, "port", WHAT);
        let reason = self.prose(&mut fields, "reason");
        let source = self.prose(&mut fields, "source");
        self.finish(fields, WHAT);
        Some(ProviderRule { at: node.at, target: target?, service: service?, port: port?, reason, source })
    }

    fn ttl(&mut self, node: &Node) -> Option<TtlEntry> {
        const WHAT: &str = "an entry of `ttl`";
        let mut fields = self.fields(node, WHAT)?;
        let types = fields.take("types").map(|node| self.types(node)).unwrap_or_default();
        let owner = self.plain(&mut fields, "owner");
        let zones = self.zones(&mut fields);
        let range = self.required(&mut fields, "range", WHAT);
        let severity = self.word::<Setting>(&mut fields, "severity").map(|s| s.value);
        let reason = self.prose(&mut fields, "reason");
        let source = self.prose(&mut fields, "source");
        self.finish(fields, WHAT);
        Some(TtlEntry { at: node.at, types, owner, zones, range: range?, severity, reason, source })
    }

    fn types(&mut self, node: &Node) -> Vec<String> {
        let mut types = Vec::new();
        for Spanned { value, at } in self.list::<String>(node, "types") {
            let mnemonic = value.to_ascii_uppercase();
            if (self.known.is_type)(&mnemonic) {
                types.push(mnemonic);
            } else {
                self.report_meaning(
                    at,
                    format!("`{value}` is no record type"),
                    nearest(&value, COMMON_TYPES.into_iter()),
                );
            }
        }
        types
    }

    fn checks(&mut self, node: &Node) -> Vec<CheckEntry> {
        let Kind::Map(pairs) = &node.kind else {
            self.report(node.at, format!("`checks` is a mapping of checks to severities, not {}", node.kind_word()));
            return Vec::new();
        };
        let mut checks = Vec::new();
        for (key, value) in pairs {
            let check = key.text().unwrap_or_default();
            let setting = self.word_of::<Setting>(value, check);
            if !self.known.checks.contains(&check) {
                let meant = nearest(check, self.known.checks.iter().copied());
                self.report_meaning(key.at, format!("there is no check `{check}`"), meant);
            } else if let Some(setting) = setting {
                let at = Extent { start: key.at.start, end: value.at.end };
                checks.push(CheckEntry { at, check: check.to_string(), setting });
            }
        }
        checks
    }

    /// Two entries for one service and the same zones: which of them is meant cannot be told.
    fn report_repeated_services(&mut self, services: &[ServiceRule]) {
        let mut seen: HashMap<(String, String), Extent> = HashMap::new();
        for rule in services {
            let zones: String = rule.zones.iter().map(|zone| format!("{zone} ")).collect();
            let at = rule.service.at;
            let first = *seen.entry((rule.service.value.to_string(), zones)).or_insert(at);
            if first != at {
                let message = format!("the service `{}` is given twice for the same zones", rule.service.value);
                let diagnostic = self.diagnostic(at, message).label(first.in_source(self.source), "first here");
                self.found.push(diagnostic);
            }
        }
    }
}
