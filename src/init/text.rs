//! Expectations as YAML that people read.

use std::fmt::Write;

use super::{Draft, Expectation, SCHEMA_FILE};
use crate::source::printable;

/// As wide as the packs are.
const WIDTH: usize = 100;
/// More places than this are for `check` to show.
const MOST_PLACES: usize = 20;

/// Writes the file. Equal drafts give equal bytes.
pub(super) fn write(draft: &Draft) -> String {
    let zones = if draft.zones == 1 { "the zone".to_owned() } else { format!("the {} zones", draft.zones) };
    let mut out = format!(
        "# yaml-language-server: $schema={SCHEMA_FILE}\n\
         # Editors complete this file by that schema; `zonelint config --schema` writes it anew.\n\
         #\n\
         # What {zones} here contained when `zonelint init` read them: `zonelint check` reports what\n\
         # differs from now on. Edit it to say what you want, and commit it.\n\nversion: 1\n"
    );
    if draft.expectations.is_empty() {
        out.push_str(
            "\n# No rule could be made from an SRV record. An entry for a service looks like this:\n# services:\n",
        );
        out.push_str("#   - {service: _sip._tls, port: 443, target: \"sip.{zone}\", ttl: 5m..1h}\n");
    } else {
        out.push_str(
            "\n# `port` is where a service listens, `also` the other ports seen; `target` is what its records\n\
             # point at, `{zone}` the zone they are in. An entry with `in` is for those zones, any other for all.\n\
             # Worth adding: `presence: required`, and the `reason` and `source` of a port.\nservices:\n",
        );
    }
    for expectation in &draft.expectations {
        entry(expectation, &mut out);
    }
    if !draft.not_learnt.is_empty() {
        out.push_str("\n# No rule for these: they look like mistakes, or are too complex:\n");
    }
    for line in draft.not_learnt.iter().take(MOST_PLACES) {
        // A comment must hold on one line, whatever bytes the zone has.
        let line = printable(line).replace(|c: char| !c.is_ascii(), "?");
        _ = writeln!(out, "# {line}: no rule");
    }
    if let Some(more) = draft.not_learnt.len().checked_sub(MOST_PLACES + 1) {
        _ = writeln!(out, "# and {} more, which `zonelint check` shows", more + 1);
    }
    out
}

/// On one line if it fits there.
fn entry(expectation: &Expectation, out: &mut String) {
    let pairs = pairs(expectation);
    let shown: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}: {}", value.in_flow())).collect();
    let line = format!("  - {{{}}}\n", shown.join(", "));
    if line.len() <= WIDTH {
        return out.push_str(&line);
    }
    for (number, (key, value)) in pairs.iter().enumerate() {
        let start = if number == 0 { "  - " } else { "    " };
        _ = write!(out, "{start}{key}: ");
        match value {
            Value::One(text) => out.push_str(text),
            Value::List(items) => list(items, start.len() + key.len() + 2, out),
        }
        out.push('\n');
    }
}

enum Value {
    One(String),
    List(Vec<String>),
}

impl Value {
    /// A list of one is written as that one.
    fn of(mut items: Vec<String>) -> Value {
        match items.pop() {
            Some(only) if items.is_empty() => Value::One(only),
            last => {
                items.extend(last);
                Value::List(items)
            }
        }
    }

    fn in_flow(&self) -> String {
        match self {
            Value::One(text) => text.clone(),
            Value::List(items) => format!("[{}]", items.join(", ")),
        }
    }
}

fn pairs(expectation: &Expectation) -> Vec<(&'static str, Value)> {
    let Expectation { service, zones, ports, targets, ttl } = expectation;
    let scalars = |texts: &[String]| texts.iter().map(|text| scalar(text)).collect::<Vec<_>>();
    let numbers = |ports: &[u16]| ports.iter().map(u16::to_string).collect::<Vec<_>>();
    let (port, also) = ports.split_at(ports.len().min(1));
    [
        ("service", vec![scalar(service)]),
        ("in", scalars(zones)),
        ("port", numbers(port)),
        ("also", numbers(also)),
        ("target", scalars(targets)),
        ("ttl", ttl.iter().map(ToString::to_string).collect()),
    ]
    .into_iter()
    .filter(|(_, items)| !items.is_empty())
    .map(|(key, items)| (key, Value::of(items)))
    .collect()
}

/// A list over as many lines as it takes.
fn list(items: &[String], column: usize, out: &mut String) {
    out.push('[');
    let mut column = column + 1;
    for (number, item) in items.iter().enumerate() {
        let last = number + 1 == items.len();
        if number > 0 && column + item.len() + 1 > WIDTH {
            out.truncate(out.trim_end_matches(' ').len());
            out.push_str("\n      ");
            column = 6;
        }
        out.push_str(item);
        out.push_str(if last { "]" } else { ", " });
        column += item.len() + 2;
    }
}

/// A text, quoted where YAML would read it as anything else.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '*');
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts_well && text.chars().all(is_safe) && !WORDS.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // The file may be written into the log of a job, which must not see `##[` in it.
            ' '..='~' if c != '#' => quoted.push(c),
            _ => _ = write!(quoted, "\\U{:08x}", u32::from(c)),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for plain in ["_sip._tls", "example.com", "_mssms_mp_*._tcp"] {
            assert_eq!(scalar(plain), plain);
        }
        for (text, quoted) in [
            ("sip.{zone}", r#""sip.{zone}""#),
            ("*.example.com", r#""*.example.com""#),
            ("10.in-addr.arpa", r#""10.in-addr.arpa""#),
            ("no", r#""no""#),
            (".", r#"".""#),
            ("a\\032b.example", r#""a\\032b.example""#),
            ("n\u{e4}me.example", r#""n\U000000e4me.example""#),
        ] {
            assert_eq!(scalar(text), quoted);
        }
    }

    #[test]
    fn long_lists_go_over_lines() {
        let zones: Vec<String> = (10..40).map(|n| format!("zone{n}.example.com")).collect();
        let ttl = "5m..1h".parse().ok();
        let expectation =
            Expectation { service: "_sip._tls".into(), zones, ports: vec![443, 5061], targets: Vec::new(), ttl };
        let draft = Draft { expectations: vec![expectation], ..Draft::default() };
        let yaml = write(&draft);
        assert!(yaml.lines().all(|line| line.len() <= WIDTH + 1 && !line.ends_with(' ')), "{yaml}");
        assert!(yaml.contains("    port: 443\n    also: 5061\n    ttl: 5m..1h\n"), "{yaml}");
    }
}
