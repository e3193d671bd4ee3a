//! `zonelint config`: what is in force, each setting with its place; and the schema of rule files.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{ListFormat, ShowArgs};
use super::check_flags::flag_of;
use super::input::ZoneArgs;
use super::rules::show_mistakes;
use super::{Exit, Io, failed};
use crate::fs::{Links, paths};
use crate::lint::rules::{self, RulesInForce};
use crate::lint::{self, Chosen, all_kinds};
use crate::report;
use crate::ruleset::{EntryId, RuleSet, Scope, ScopeTarget};
use crate::source::{Sources, Span};

/// The schema of rule files.
pub(super) const SCHEMA: &str = include_str!("../../rules/zonelint.schema.json");

pub(super) fn run(args: &ShowArgs, io: &mut Io) -> io::Result<Exit> {
    if args.schema {
        io.stdout.write_all(SCHEMA.as_bytes())?;
        return io.stdout.flush().map(|()| Exit::Clean);
    }
    let mut sources = Sources::default();
    let near: Vec<_> = args.input.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let RulesInForce { mut rules, dir, findings, failure, .. } =
        rules::load(io.fs, &args.config.source(&near), &io.cwd, &mut sources);
    if let Some(failure) = failure {
        show_mistakes(findings, &sources, io)?;
        return failed(&failure, io);
    }
    let chosen = args.choice.choice().apply(&mut rules);
    let mut links = Links::new(io.fs, dir.as_deref());
    let mut is_folder = |path: &std::path::PathBuf| {
        links.named(&paths::lexical(path, &io.cwd), &[]).is_ok_and(|found| io.fs.is_folder(found.path()))
    };
    if args.input.paths.iter().all(&mut is_folder) {
        let shown = ConfigWriter { rules: &rules, sources: &sources, chosen: &chosen, place: None };
        return write(&[shown.document(None)], args.list.format, io);
    }
    let input = match ZoneArgs::of(&args.input, io) {
        Ok(input) => input,
        Err(failure) => return failed(&failure, io),
    };
    let project = match lint::read(
        io.fs,
        &input.of_run(&args.input, &io.cwd),
        dir.as_deref(),
        &rules.file_selection,
        &mut sources,
    ) {
        Ok(project) => project,
        Err(failure) => return failed(&failure, io),
    };
    if let Some(failure) = project.failures.first() {
        return failed(failure, io);
    }
    let documents = project.checked_zones().iter().map(|zone| {
        let file = project.path_of(zone.file()).map(paths::with_slashes);
        let place = ScopeTarget { zone: zone.apex_name().without_final_dot(), file: file.as_deref() };
        let shown = ConfigWriter { rules: &rules, sources: &sources, chosen: &chosen, place: Some(place) };
        shown.document(Some((
            sources.get(zone.file()).name(),
            zone.is_origin_known().then(|| zone.apex_name().as_str()),
        )))
    });
    write(&documents.collect::<Vec<_>>(), args.list.format, io)
}

/// What is in force in one zone, or in all.
#[derive(Serialize)]
struct ConfigDocument {
    file: Option<String>,
    zone: Option<String>,
    /// From the lowest on.
    layers: Vec<String>,
    checks: Vec<ConfigRow>,
    services: Vec<ConfigRow>,
    providers: Vec<ConfigRow>,
    ttl: Vec<ConfigRow>,
    records: Vec<ConfigRow>,
    mail: Vec<ConfigRow>,
}

/// One setting.
#[derive(Serialize)]
struct ConfigRow {
    /// What it is about.
    name: String,
    key: &'static str,
    value: String,
    /// The zones and files the entry is for, where that was not asked.
    scope: Option<String>,
    /// The flag that says it, where none of the files does.
    flag: Option<String>,
    file: Option<String>,
    line: Option<u32>,
}

struct ConfigWriter<'s> {
    rules: &'s RuleSet,
    sources: &'s Sources,
    /// What flags say of checks; of a check the last counts.
    chosen: &'s [Chosen<'s>],
    place: Option<ScopeTarget<'s>>,
}

impl ConfigWriter<'_> {
    fn document(&self, of: Option<(&str, Option<&str>)>) -> ConfigDocument {
        let layers = self.rules.layers().iter().map(|&source| self.sources.get(source).name().to_owned());
        ConfigDocument {
            file: of.map(|(file, _)| file.to_owned()),
            zone: of.and_then(|(_, zone)| zone).map(str::to_owned),
            layers: layers.collect(),
            checks: self.checks(),
            services: self.services(),
            providers: self.providers(),
            ttl: self.ttl(),
            records: self.records(),
            mail: self.mail(),
        }
    }

    fn row(&self, name: String, key: &'static str, value: String, at: Span, scope: Option<&Scope>) -> ConfigRow {
        let source = self.sources.get(at.source);
        let scope = scope.filter(|scope| self.place.is_none() && scope.is_narrow()).map(Scope::to_string);
        let (file, line) = (Some(source.name().to_owned()), Some(source.position(at.start).line));
        ConfigRow { name, key, value, scope, flag: None, file, line }
    }

    /// Whether something is worth a line: the lowest pack is the same for everybody, and has its own page.
    fn is_shown(&self, at: Span) -> bool {
        self.rules.layers().first() != Some(&at.source)
    }

    fn holds(&self, scope: &Scope) -> bool {
        self.place.is_none_or(|place| scope.holds(place))
    }

    fn checks(&self) -> Vec<ConfigRow> {
        let mut rows = Vec::new();
        for meta in all_kinds() {
            if let Some(chosen) = self.chosen.iter().rfind(|chosen| chosen.check == meta.id) {
                let Chosen { setting, by_selection, .. } = *chosen;
                let (name, value) = (meta.id.to_owned(), setting.to_string());
                let flag = Some(flag_of(setting, by_selection));
                rows.push(ConfigRow { name, key: "severity", value, scope: None, flag, file: None, line: None });
            } else {
                let said = self.rules.settings_of(meta.id, self.place);
                rows.extend(said.into_iter().map(|(scope, stated)| {
                    self.row(meta.id.to_owned(), "severity", stated.value.to_string(), stated.span, scope)
                }));
            }
            for name in meta.parameters {
                let said = self.rules.parameters_of(meta.id, name, self.place);
                rows.extend(said.into_iter().map(|(scope, stated)| {
                    self.row(meta.id.to_owned(), name, stated.value.to_string(), stated.span, scope)
                }));
            }
        }
        rows
    }

    fn services(&self) -> Vec<ConfigRow> {
        let all: Vec<_> = match self.place {
            Some(place) => self.rules.services_in(place).collect(),
            None => self.rules.services().iter().collect(),
        };
        let span = |at: Result<Span, EntryId>| at.unwrap_or_else(|entry| self.rules.entry(entry).span);
        let mut rows = Vec::new();
        for service in all.into_iter().filter(|service| self.is_shown(self.rules.entry(service.entry).span)) {
            rows.extend(service.statements().into_iter().map(|(key, value, at)| {
                self.row(service.pattern.to_string(), key, value, span(at), Some(&service.scope))
            }));
        }
        rows
    }

    fn providers(&self) -> Vec<ConfigRow> {
        let shown = self.rules.providers().iter().filter(|provider| self.is_shown(provider.target.span));
        let row = |provider: &crate::ruleset::Provider| {
            let value = format!("{} {}", provider.service.value, provider.port.value);
            let names: Vec<String> = provider.target.value.iter().map(ToString::to_string).collect();
            self.row(names.join(", "), "service", value, provider.target.span, None)
        };
        shown.map(row).collect()
    }

    fn ttl(&self) -> Vec<ConfigRow> {
        let all = self.rules.ttl_entries().iter().rev();
        let shown = all.filter(|rule| self.holds(&rule.scope) && self.is_shown(rule.range.span));
        let row = |rule: &crate::ruleset::TtlRule| {
            let types = if rule.types.is_empty() { "every type".to_owned() } else { rule.types.join(", ") };
            let owner = rule.owner.as_ref().map(|owner| format!(" at {owner}")).unwrap_or_default();
            let value = format!("{} ({})", rule.range.value, rule.severity);
            self.row(types + &owner, "range", value, rule.range.span, Some(&rule.scope))
        };
        shown.map(row).collect()
    }

    fn records(&self) -> Vec<ConfigRow> {
        let all: Vec<_> = match self.place {
            Some(place) => self.rules.records_in(place).collect(),
            None => self.rules.records().iter().collect(),
        };
        let mut rows = Vec::new();
        for rule in all.into_iter().filter(|rule| self.is_shown(rule.name.span)) {
            let name = format!("{} {}", rule.name.value, rule.types.join(" or "));
            let scope = Some(&rule.scope);
            rows.push(self.row(name.clone(), "presence", rule.presence.to_string(), rule.name.span, scope));
            if let Some(data) = &rule.data {
                let texts: Vec<String> = data.stated().value.iter().map(ToString::to_string).collect();
                rows.push(self.row(name, data.key(), texts.join("  "), data.stated().span, scope));
            }
        }
        rows
    }

    fn mail(&self) -> Vec<ConfigRow> {
        let all: Vec<_> = match self.place {
            Some(place) => vec![(self.rules.mail_in(place), None)],
            None => self.rules.mail().iter().map(|entry| (entry.expected.clone(), Some(&entry.scope))).collect(),
        };
        let statements = all.into_iter().flat_map(|(expected, scope)| {
            expected.statements().into_iter().map(move |(key, stated)| (key, stated, scope))
        });
        statements
            .map(|(key, stated, scope)| self.row("policies".to_owned(), key, stated.value, stated.span, scope))
            .collect()
    }
}

fn write(documents: &[ConfigDocument], format: ListFormat, io: &mut Io) -> io::Result<Exit> {
    #[derive(Serialize)]
    struct All<'d> {
        version: u32,
        shown: &'d [ConfigDocument],
    }
    match format {
        ListFormat::Json => report::document(&All { version: 1, shown: documents }, &mut *io.stdout)?,
        ListFormat::Text => {
            for (number, document) in documents.iter().enumerate() {
                if number > 0 {
                    writeln!(io.stdout)?;
                }
                text(document, io.stdout)?;
            }
        }
    }
    io.stdout.flush().map(|()| Exit::Clean)
}

fn text(document: &ConfigDocument, out: &mut dyn Write) -> io::Result<()> {
    if let Some(file) = &document.file {
        let zone = document
            .zone
            .as_ref()
            .map_or("unknown zone".into(), |zone| format!("the zone {}", report::printable(zone)));
        writeln!(out, "{}: {zone}\n", report::printable_line(file))?;
    }
    writeln!(out, "rules, later ones override earlier ones")?;
    for layer in &document.layers {
        writeln!(out, "  {}", report::printable_line(layer))?;
    }
    let ConfigDocument { checks, services, providers, ttl, records, mail, .. } = document;
    let sections = [
        ("checks", checks),
        ("services", services),
        ("providers", providers),
        ("ttl", ttl),
        ("records", records),
        ("mail", mail),
    ];
    for (heading, rows) in sections {
        section(heading, rows, out)?;
    }
    writeln!(out, "\nThe built-in rules apply to everything else; `zonelint rules` lists the checks.")
}

fn section(heading: &str, rows: &[ConfigRow], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}")?;
    let name = |row: &ConfigRow| {
        let scope = row.scope.iter().map(|scope| format!(" {scope}")).collect::<String>();
        report::printable_line(&(row.name.clone() + &scope)).into_owned()
    };
    let from = |row: &ConfigRow| match (&row.flag, &row.file, row.line) {
        (None, Some(file), Some(line)) => report::printable(&format!("{file}:{line}")).into_owned(),
        (flag, ..) => flag.clone().unwrap_or_default(),
    };
    let width =
        |text: &dyn Fn(&ConfigRow) -> String| rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0);
    let (names, places) = (width(&name), width(&from));
    let mut last = String::new();
    for row in rows {
        let name = name(row);
        let shown = if name == last { "" } else { &name };
        let said = format!("{}: {}", row.key, row.value);
        writeln!(out, "  {shown:names$}  {:places$}  {}", from(row), report::printable(&said))?;
        last = name;
    }
    Ok(())
}
