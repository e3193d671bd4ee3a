//! The entries of a rule file, section by section.

use std::collections::HashMap;

use super::decoder::{Decoder, Fields};
use crate::ruleset::file::extent::{Extent, Spanned};
use crate::ruleset::file::rule_file::{Companion, MixUp, ProviderRule, RecordRule, RuleFile, ServiceRule, TtlEntry};
use crate::ruleset::file::schema;
use crate::ruleset::file::yaml::Node;
use crate::ruleset::pack::Pack;
use crate::ruleset::pattern::{OwnerPattern, TargetPattern, service_problem};
use crate::ruleset::value::{NumberRange, Port, PortPolicy, RecordPresence, ServerSoftware, Setting};
use crate::text::suggest::nearest;

/// The version of the language there is.
const VERSION: u64 = 1;

/// So many entries of one file may be for one service: which is narrower than which is asked of each two.
const MAX_ENTRIES: usize = 5_000;

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

impl Decoder<'_> {
    pub(super) fn file(&mut self, node: &Node) -> RuleFile {
        let Some(mut fields) = self.fields(node, "a rule file") else { return RuleFile::default() };
        self.version(&mut fields);
        let file = RuleFile {
            extends: self.extends(&mut fields),
            servers: self.servers(&mut fields),
            services: self.services(&mut fields),
            providers: self.section(&mut fields, "providers", Self::provider),
            ttl: self.section(&mut fields, "ttl", Self::ttl),
            records: self.section(&mut fields, "records", Self::record),
            mail: self.mail(&mut fields),
            serial: self.word(&mut fields, "serial"),
            checks: self.everywhere(&mut fields),
            overrides: self.section(&mut fields, "overrides", Self::overriding),
            file_selection: self.file_selection(&mut fields),
            run: self.run_keys(&mut fields),
        };
        self.finish(fields, "a rule file");
        self.report_repeated_services(&file.services);
        file
    }

    fn version(&mut self, fields: &mut Fields) {
        self.describe(fields, "version", || schema::only(VERSION));
        let Some(node) = fields.take("version") else { return };
        if let Some(version) = self.value::<u64>(node, "version").filter(|v| v.value != VERSION) {
            self.report(version.at, format!("version `{}` is unknown: write `{VERSION}`", version.value));
        }
    }

    fn extends(&mut self, fields: &mut Fields) -> Vec<Spanned<String>> {
        self.describe(fields, "extends", || {
            schema::likely(Pack::ALL.iter().map(|pack| format!("builtin:{}", pack.name)))
        });
        fields.take("extends").filter(|node| !node.is_null()).map(|node| self.list(node, "extends")).unwrap_or_default()
    }

    fn servers(&mut self, fields: &mut Fields) -> Vec<Spanned<ServerSoftware>> {
        self.describe(fields, "servers", schema::one_or_many::<ServerSoftware>);
        fields.take("servers").filter(|node| !node.is_null()).map(|node| self.list(node, "servers")).unwrap_or_default()
    }

    fn services(&mut self, fields: &mut Fields) -> Vec<ServiceRule> {
        let mut services = self.section(fields, "services", Self::service);
        let mut entries: HashMap<String, usize> = HashMap::new();
        services.retain(|rule| {
            let of = entries.entry(rule.service.value.to_string()).or_default();
            *of += 1;
            if *of == MAX_ENTRIES + 1 {
                let service = &rule.service.value;
                let message = format!("there are more than {MAX_ENTRIES} entries for `{service}`: the rest is skipped");
                let finding = self.diagnostic(rule.service.at, message);
                self.found.push(finding.help("one entry can be for many zones: make `in` a list"));
            }
            *of <= MAX_ENTRIES
        });
        services
    }

    fn service(&mut self, node: &Node) -> Option<ServiceRule> {
        const WHAT: &str = "an entry of `services`";
        let mut fields = self.fields(node, WHAT)?;
        let service = self.required(&mut fields, "service", WHAT).filter(|service| self.is_service(service));
        let mix_ups = self.entries(&mut fields, "mix-ups", Self::mix_up);
        let with = self.companions(&mut fields, "with");
        let without = self.companions(&mut fields, "without");
        let zones = self.zones(&mut fields);
        let files = self.files(&mut fields);
        let rule = ServiceRule {
            at: node.at,
            // The other keys are read, and their mistakes reported, even if there is no service.
            service: service.clone().unwrap_or(Spanned { value: OwnerPattern::apex(), at: node.at }),
            zones,
            files,
            port: self.optional(&mut fields, "port"),
            also: self.optional_list(&mut fields, "also"),
            policy: self.word::<PortPolicy>(&mut fields, "policy").map(|p| p.value),
            mix_ups,
            presence: self.word::<RecordPresence>(&mut fields, "presence"),
            target: self.optional_list(&mut fields, "target"),
            ttl: self.optional(&mut fields, "ttl"),
            priority: self.optional(&mut fields, "priority"),
            weight: self.optional(&mut fields, "weight"),
            targets: self.target_count(&mut fields),
            with,
            without,
            severity: self.word::<Setting>(&mut fields, "severity").map(|s| s.value),
            ignorable: self.plain(&mut fields, "ignorable"),
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

    fn mix_up(&mut self, node: &Node) -> Option<MixUp> {
        const WHAT: &str = "an entry of `mix-ups`";
        let mut fields = self.fields(node, WHAT)?;
        let port: Option<Spanned<Port>> = self.required(&mut fields, "port", WHAT);
        let belongs_to = self.required(&mut fields, "belongs-to", WHAT).filter(|s| self.is_service(s));
        let reason = self.prose(&mut fields, "reason");
        self.finish(fields, WHAT);
        Some(MixUp { port: port?.value, belongs_to: belongs_to?.value, reason })
    }

    /// The records of `with` and `without`.
    fn companions(&mut self, fields: &mut Fields, key: &'static str) -> Option<Vec<Spanned<Companion>>> {
        let what = format!("an entry of `{key}`");
        self.entries(fields, key, |this, item| {
            let mut fields = this.fields(item, &what)?;
            let name: Option<Spanned<OwnerPattern>> = this.required(&mut fields, "name", &what);
            let types = this.required_types(&mut fields, &what);
            let severity = this.word::<Setting>(&mut fields, "severity").map(|s| s.value);
            let reason = this.prose(&mut fields, "reason");
            let source = this.prose(&mut fields, "source");
            this.finish(fields, &what);
            let companion = Companion { name: name?.value, types: types?, severity, reason, source };
            Some(Spanned { value: companion, at: item.at })
        })
    }

    /// Whether a pattern is a name one can look up; reports it if not.
    fn is_name(&mut self, name: &Spanned<OwnerPattern>) -> bool {
        if !name.value.is_name() {
            self.report(name.at, format!("`{}` has a `*`: a required record needs a full name", name.value));
        }
        name.value.is_name()
    }

    fn target_count(&mut self, fields: &mut Fields) -> Option<Spanned<NumberRange>> {
        let count: Spanned<NumberRange> = self.optional(fields, "targets")?;
        if count.value.last == 0 {
            self.report(count.at, "a service has at least one target: to forbid it write `presence: forbidden`");
            return None;
        }
        Some(count)
    }

    fn record(&mut self, node: &Node) -> Option<RecordRule> {
        const WHAT: &str = "an entry of `records`";
        let mut fields = self.fields(node, WHAT)?;
        let name: Option<Spanned<OwnerPattern>> = self.required(&mut fields, "name", WHAT);
        let types = self.required_types(&mut fields, WHAT);
        let zones = self.zones(&mut fields);
        let files = self.files(&mut fields);
        let presence = self.word::<RecordPresence>(&mut fields, "presence");
        let patterns = self.optional_list(&mut fields, "match");
        let value = self.optional_list(&mut fields, "value");
        let severity = self.word::<Setting>(&mut fields, "severity").map(|s| s.value);
        let ignorable = self.plain(&mut fields, "ignorable");
        let reason = self.prose(&mut fields, "reason");
        let source = self.prose(&mut fields, "source");
        self.finish(fields, WHAT);
        if let (Some(_), Some(value)) = (&patterns, &value) {
            self.report(value.at, "use either `match` or `value`: values can be listed under `match` too");
        }
        let name = name?;
        match presence.as_ref().map_or(RecordPresence::Required, |presence| presence.value) {
            RecordPresence::Required if !self.is_name(&name) => return None,
            RecordPresence::Optional if patterns.is_none() && value.is_none() => {
                self.report(node.at, "the entry checks nothing: an optional record needs `match` or `value`");
                return None;
            }
            _ => {}
        }
        let (at, types) = (node.at, types?);
        Some(RecordRule {
            at,
            name,
            types,
            zones,
            files,
            presence,
            patterns,
            value,
            severity,
            ignorable,
            reason,
            source,
        })
    }

    fn required_types(&mut self, fields: &mut Fields, what: &str) -> Option<Vec<String>> {
        self.describe(fields, "type", || schema::likely(COMMON_TYPES));
        let node = self.must_take(fields, "type", what)?;
        let before = self.found.len();
        let types = self.types(node);
        if types.is_empty() && self.found.len() == before {
            self.report(node.at, "`type` lists no record type");
        }
        (!types.is_empty()).then_some(types)
    }

    fn provider(&mut self, node: &Node) -> Option<ProviderRule> {
        const WHAT: &str = "an entry of `providers`";
        let mut fields = self.fields(node, WHAT)?;
        self.describe(&mut fields, "target", schema::one_or_many::<TargetPattern>);
        let target = self.must_take(&mut fields, "target", WHAT).map(|node| self.list_of(node, "target"));
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
        self.describe(&mut fields, "types", || schema::likely(COMMON_TYPES));
        let types = fields.take("types").map(|node| self.types(node)).unwrap_or_default();
        let owner = self.plain(&mut fields, "owner");
        let zones = self.zones(&mut fields);
        let files = self.files(&mut fields);
        let range = self.required(&mut fields, "range", WHAT);
        let severity = self.word::<Setting>(&mut fields, "severity").map(|s| s.value);
        let ignorable = self.plain(&mut fields, "ignorable");
        let reason = self.prose(&mut fields, "reason");
        let source = self.prose(&mut fields, "source");
        self.finish(fields, WHAT);
        Some(TtlEntry { at: node.at, types, owner, zones, files, range: range?, severity, ignorable, reason, source })
    }

    fn types(&mut self, node: &Node) -> Vec<String> {
        let mut types = Vec::new();
        for Spanned { value, at } in self.list::<String>(node, "type") {
            let mnemonic = value.to_ascii_uppercase();
            if (self.known.is_type)(&mnemonic) {
                types.push(mnemonic);
            } else {
                self.report_meaning(
                    at,
                    format!("`{value}` is not a record type"),
                    nearest(&value, COMMON_TYPES.into_iter()),
                );
            }
        }
        types
    }

    /// Two entries for one service and the same zones: which of them is meant cannot be told.
    fn report_repeated_services(&mut self, services: &[ServiceRule]) {
        let mut seen: HashMap<(String, String), Extent> = HashMap::new();
        // Which zones an entry with a mistake is for, may be the mistake.
        let mut mistakes: Vec<u32> = self.found.iter().map(|finding| finding.primary.span.start).collect();
        mistakes.sort_unstable();
        let is_right = |at: Extent| {
            let next = mistakes.partition_point(|start| *start < at.start);
            mistakes.get(next).is_none_or(|start| *start >= at.end)
        };
        for rule in services.iter().filter(|rule| is_right(rule.at)) {
            let zones = rule.zones.iter().map(|zone| format!("{} ", zone.value));
            let scope: String = zones.chain(rule.files.iter().map(|file| format!("/{} ", file.value))).collect();
            let at = rule.service.at;
            let first = *seen.entry((rule.service.value.to_string(), scope)).or_insert(at);
            if first != at {
                let message = format!("the service `{}` has two entries for the same zones", rule.service.value);
                let diagnostic = self.diagnostic(at, message).label(first.in_source(self.source), "the first entry");
                self.found.push(diagnostic);
            }
        }
    }
}
