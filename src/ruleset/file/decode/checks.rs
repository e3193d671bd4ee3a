//! What a rule file says of checks, everywhere and in certain zones and files.

use super::decoder::{Decoder, Fields};
use crate::diagnostic::ABOUT_THE_RUN;
use crate::ruleset::check_names::{NamedChecks, NoSuchCheck, Specificity};
use crate::ruleset::file::extent::{Extent, Spanned};
use crate::ruleset::file::rule_file::{CheckEntry, OverrideRule, Parameter};
use crate::ruleset::file::schema;
use crate::ruleset::file::yaml::{Node, NodeKind};
use crate::ruleset::value::Setting;
use crate::text::suggest::nearest;

impl Decoder<'_> {
    pub(super) fn everywhere(&mut self, fields: &mut Fields) -> Vec<CheckEntry> {
        self.describe(fields, "checks", schema::checks);
        fields.take("checks").filter(|node| !node.is_null()).map(|node| self.checks(node)).unwrap_or_default()
    }

    fn checks(&mut self, node: &Node) -> Vec<CheckEntry> {
        let NodeKind::Map(pairs) = &node.kind else {
            self.report(
                node.at,
                format!("`checks` has to be a mapping of checks to severities, not {}", node.kind_word()),
            );
            return Vec::new();
        };
        let mut said: Vec<_> = pairs.iter().filter_map(|(key, value)| self.named_checks(key, value)).collect();
        // The last entry of a check counts: the most specific, and of these the later.
        said.sort_by_key(|(specificity, _)| *specificity);
        said.into_iter().flat_map(|(_, entries)| entries).collect()
    }

    /// A word for checks and their severity, or a mapping with that and their parameters.
    fn named_checks(&mut self, key: &Node, value: &Node) -> Option<(Specificity, Vec<CheckEntry>)> {
        let word = key.text().unwrap_or_default();
        let named = self.known.checks.named(word);
        let (setting, parameters) = match &value.kind {
            // Nothing can be said of the parameters of a check that there is not.
            NodeKind::Map(_) if named.is_err() => (None, Vec::new()),
            NodeKind::Map(_) => self.with_parameters(word, value),
            _ => (self.word_of::<Setting>(value, word), Vec::new()),
        };
        let NamedChecks { specificity, ids } = match named {
            Ok(named) => named,
            Err(NoSuchCheck { message, meant }) => {
                self.report_meaning(key.at, message, meant);
                return None;
            }
        };
        if ABOUT_THE_RUN.contains(&word) {
            self.report(key.at, format!("`{word}` is always an error: no rule file changes that"));
            return None;
        }
        if setting.is_none() && parameters.is_empty() {
            return None;
        }
        let at = Extent { start: key.at.start, end: value.at.end };
        let entry = |id: &str| CheckEntry {
            at,
            check: id.to_owned(),
            setting: setting.clone(),
            parameters: parameters.clone(),
        };
        Some((specificity, ids.into_iter().map(entry).collect()))
    }

    fn with_parameters(&mut self, check: &str, node: &Node) -> (Option<Spanned<Setting>>, Vec<Parameter>) {
        let NodeKind::Map(pairs) = &node.kind else { return (None, Vec::new()) };
        let known = self.known;
        let own = || known.parameters.iter().filter(|(of, _)| *of == check).map(|(_, name)| *name);
        let (mut setting, mut parameters) = (None, Vec::new());
        for (key, value) in pairs.iter() {
            match key.text().unwrap_or_default() {
                "severity" => setting = self.word_of(value, "severity"),
                name if own().any(|parameter| parameter == name) => {
                    let value = self.value(value, name);
                    parameters.extend(value.map(|value| Parameter { name: name.to_owned(), value }));
                }
                name => {
                    let choice: Vec<&str> = own().chain(["severity"]).collect();
                    let message = format!("`{name}` is not a parameter of `{check}`: it has `{}`", choice.join("`, `"));
                    self.report_meaning(key.at, message, nearest(name, choice.iter().copied()));
                }
            }
        }
        (setting, parameters)
    }

    pub(super) fn overriding(&mut self, node: &Node) -> Option<OverrideRule> {
        const WHAT: &str = "an entry of `overrides`";
        let mut fields = self.fields(node, WHAT)?;
        let before = self.found.len();
        let zones = self.zones(&mut fields);
        let files = self.files(&mut fields);
        if zones.is_empty() && files.is_empty() && self.found.len() == before {
            self.report(node.at, format!("{WHAT} needs `files` or `in`: for all zones use `checks`"));
        }
        let serial = self.word(&mut fields, "serial");
        self.describe(&mut fields, "checks", schema::checks);
        let checks = fields.take("checks").map(|checks| self.checks(checks));
        if serial.is_none() && checks.is_none() && self.found.len() == before {
            self.report(node.at, format!("{WHAT} needs `checks` or `serial`"));
        }
        self.finish(fields, WHAT);
        Some(OverrideRule { at: node.at, zones, files, serial, checks: checks.unwrap_or_default() })
    }
}
