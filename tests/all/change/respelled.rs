//! A zone that is written in another way is the same zone.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use zonelint::diagnostic::Diagnostic;
use zonelint::fs::MemoryFs;
use zonelint::{Request, lint};

use serde_json::{Value, json};

use crate::support::{project, run_in, write};

/// Names below the apex; the empty one is the apex.
const NAMES: [&str; 6] = ["", "www", "a.b", "*.w", "_sip._tls", "host"];
const TTLS: [(u32, [&str; 3]); 3] =
    [(3600, ["3600", "1h", "60m"]), (90, ["90", "1m30s", "90s"]), (86_400, ["86400", "1d", "24h"])];

/// A record: owner, TTL and data by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Record {
    owner: usize,
    ttl: usize,
    data: Data,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Data {
    A(u8),
    Aaaa(u8),
    Mx(u16, usize),
    Srv(u16, usize),
    Txt(u8),
    Caa,
}

impl Data {
    fn number(&self) -> u8 {
        match self {
            Data::A(_) => 0,
            Data::Aaaa(_) => 1,
            Data::Mx(..) => 2,
            Data::Srv(..) => 3,
            Data::Txt(_) => 4,
            Data::Caa => 5,
        }
    }
}

fn record() -> impl Strategy<Value = Record> {
    let data = prop_oneof![
        any::<u8>().prop_map(Data::A),
        any::<u8>().prop_map(Data::Aaaa),
        (any::<u16>(), 0..NAMES.len()).prop_map(|(preference, name)| Data::Mx(preference, name)),
        (any::<u16>(), 0..NAMES.len()).prop_map(|(port, name)| Data::Srv(port, name)),
        any::<u8>().prop_map(Data::Txt),
        Just(Data::Caa),
    ];
    (0..NAMES.len(), 0..TTLS.len(), data).prop_map(|(owner, ttl, data)| Record { owner, ttl, data })
}

/// Records, each once, those of an RRset with one TTL.
fn records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), 0..24).prop_map(as_rrsets)
}

fn as_rrsets(mut all: Vec<Record>) -> Vec<Record> {
    all.sort_by_key(|record| (record.owner, record.data.number(), format!("{:?}", record.data)));
    all.dedup_by(|a, b| a.owner == b.owner && a.data == b.data);
    for at in 1..all.len() {
        let (before, after) = all.split_at_mut(at);
        let (before, after) = (&before[at - 1], &mut after[0]);
        if (before.owner, before.data.number()) == (after.owner, after.data.number()) {
            after.ttl = before.ttl;
        }
    }
    all
}

/// What a document says of two versions, the other way round where it is to be mirrored.
fn told(document: &Value, is_mirrored: bool) -> Value {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let both = |value: &Value| match value {
        Value::Null => Value::Null,
        value if is_mirrored => json!([value["new"], value["old"]]),
        value => json!([value["old"], value["new"]]),
    };
    let word = |value: &Value| match value.as_str().expect("a word") {
        "added" if is_mirrored => json!("removed"),
        "removed" if is_mirrored => json!("added"),
        "open" if is_mirrored => json!("close"),
        "close" if is_mirrored => json!("open"),
        other => json!(other),
    };
    let rrset = |rrset: &Value| {
        let owner = rrset["owner"].as_str().expect("a text").to_ascii_lowercase();
        let records = sorted(list(&rrset["records"]).iter().map(both).collect());
        json!([owner, rrset["type"], word(&rrset["change"]), both(&rrset["ttl"]), rrset["kept"], records])
    };
    let zone = |zone: &Value| {
        let rrsets: Vec<Value> = list(&zone["rrsets"]).iter().map(rrset).collect();
        json!([zone["zone"], word(&zone["change"]), both(&zone["records"]), both(&zone["serial"]), rrsets])
    };
    let port = |port: &Value| {
        let mut port = port.clone();
        port["action"] = word(&port["action"]);
        port
    };
    let summary = &document["summary"];
    json!({
        "zones": list(&document["zones"]).iter().map(zone).collect::<Vec<_>>(),
        "ports": sorted(list(&document["ports"]).iter().map(port).collect()),
        "summary": [&summary["compared"], &summary["differ"], &summary["changed"], &summary["ttl"]],
        "came and went": both(&json!({"old": summary["removed"], "new": summary["added"]})),
    })
}

/// In an order that does not depend on which version is the old one.
fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(|value| value.to_string());
    values
}

/// Chooses how things are written.
struct Pen(u64);

impl Pen {
    fn one_of(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn cased(&mut self, text: &str) -> String {
        text.chars().map(|c| if self.one_of(3) == 0 { c.to_ascii_uppercase() } else { c }).collect()
    }

    /// A name where the origin is this, below the apex.
    fn name(&mut self, name: &str, origin: &str) -> String {
        let below = match (name, origin) {
            (name, "") => Some(name),
            (name, origin) if name == origin => Some(""),
            (name, origin) => name.strip_suffix(origin).and_then(|front| front.strip_suffix('.')),
        };
        let text = match below.filter(|_| self.one_of(2) == 0) {
            Some("") => "@".to_owned(),
            Some(below) => below.to_owned(),
            None if name.is_empty() => "example.com.".to_owned(),
            None => format!("{name}.example.com."),
        };
        self.cased(&text)
    }

    fn data(&mut self, data: &Data, origin: &str) -> (&'static str, Vec<String>) {
        match data {
            Data::A(last) => ("A", vec![format!("192.0.2.{last}")]),
            Data::Aaaa(last) => {
                let long = format!("2001:0db8:0:0:0:0:0:{last:04x}");
                let text = if self.one_of(2) == 0 { long } else { format!("2001:db8::{last:x}") };
                ("AAAA", vec![self.cased(&text)])
            }
            Data::Mx(preference, name) => ("MX", vec![preference.to_string(), self.name(NAMES[*name], origin)]),
            Data::Srv(port, name) => {
                let port = if self.one_of(4) == 0 { format!("0{port}") } else { port.to_string() };
                ("SRV", vec!["0".to_owned(), "5".to_owned(), port, self.name(NAMES[*name], origin)])
            }
            Data::Txt(number) if self.one_of(2) == 0 => ("TXT", vec![format!("\"v{number};\""), "plain".to_owned()]),
            Data::Txt(number) => ("TXT", vec![format!("\"v{number}\\059\""), "\"plain\"".to_owned()]),
            Data::Caa => ("CAA", vec!["0".to_owned(), "issue".to_owned(), "\"ca.example.net\"".to_owned()]),
        }
    }

    fn line(&mut self, record: &Record, origin: &str, default: u32) -> String {
        let (seconds, spelled) = TTLS[record.ttl];
        let mut head = vec![self.name(NAMES[record.owner], origin)];
        let ttl = (seconds != default || self.one_of(2) == 0).then(|| spelled[self.one_of(3) as usize].to_owned());
        let class = (self.one_of(2) == 0).then(|| "IN".to_owned());
        if self.one_of(2) == 0 {
            head.extend(ttl.into_iter().chain(class));
        } else {
            head.extend(class.into_iter().chain(ttl));
        }
        let (rtype, data) = self.data(&record.data, origin);
        head.push(self.cased(rtype));
        let head = head.join(if self.one_of(2) == 0 { " " } else { "\t " });
        match self.one_of(4) {
            0 => format!("{head} ( {}\n ) ; a note\n", data.join(" ; and \"more\n  ")),
            1 => format!("{head} {} ; note (\n", data.join("  ")),
            2 => format!("{head} {}\n\n", data.join("\t")),
            _ => format!("{head} {}\n", data.join(" ")),
        }
    }

    fn zone(&mut self, mut records: Vec<Record>) -> String {
        for at in (1..records.len()).rev() {
            records.swap(at, self.one_of(at as u64 + 1) as usize);
        }
        let mut zone = String::from("$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1 h 1 4h 1h 2w 1h\n@ NS ns1\n@ NS ns2\n");
        zone += "ns1 A 192.0.2.1\nns2 A 192.0.2.2\n";
        let (mut origin, mut default) = ("", 3600);
        for record in records {
            if self.one_of(4) == 0 {
                origin = ["", "b", "w", "_tls"][self.one_of(4) as usize];
                let dot = if origin.is_empty() { "" } else { "." };
                writeln!(zone, "$ORIGIN {origin}{dot}example.com.").expect("a text can be written to");
            }
            if self.one_of(6) == 0 {
                let (seconds, spelled) = TTLS[self.one_of(3) as usize];
                default = seconds;
                writeln!(zone, "$TTL {}", spelled[self.one_of(3) as usize]).expect("a text can be written to");
            }
            zone += &self.line(&record, origin, default);
        }
        zone
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_zone_written_in_another_way_has_no_difference(records in records(), one: u64, other: u64) {
        let dir = project();
        let zones = [Pen(one).zone(records.clone()), Pen(other).zone(records)];
        write(dir.path(), "old/example.com.zone", &zones[0]);
        write(dir.path(), "new/example.com.zone", &zones[1]);
        let run = run_in(dir.path(), &["diff", "old", "new"]);
        let said = (run.code, run.stdout.as_str(), run.stderr.as_str());
        prop_assert_eq!(said, (0, "no difference in 1 zone\n", ""), "{}\n{}", zones[0], zones[1]);
        let run = run_in(dir.path(), &["check", "--base", "old", "new", "--select", "change", "-f", "concise"]);
        prop_assert_eq!(run.stdout, "", "{}\n{}", zones[0], zones[1]);
    }

    /// What is found has another place, and is about the same records.
    #[test]
    fn a_zone_written_in_another_way_has_the_same_findings(records in records(), one: u64, other: u64) {
        // How it is written is what these are about.
        let of_writing = ["not-portable"];
        let paths = [PathBuf::from("/zones")];
        let said = |zone: &str| {
            let fs = MemoryFs::new().with("/zones/example.com.zone", zone);
            // What is said once of several records is so at the first of them: owners are not compared.
            let outcome = lint(&fs, &Request { apart: true, ..Request::new(&paths, Path::new("/")) });
            let findings = outcome.findings.iter().filter(|finding| !of_writing.contains(&finding.meta.id));
            let said = |finding: &Diagnostic| {
                (finding.meta.id, finding.severity, finding.subject.rtype.as_deref().unwrap_or_default().to_owned())
            };
            let mut said: Vec<_> = findings.map(said).collect();
            said.sort();
            said
        };
        let zones = [Pen(one).zone(records.clone()), Pen(other).zone(records)];
        prop_assert_eq!(said(&zones[0]), said(&zones[1]), "{}\n{}", zones[0], zones[1]);
    }

    /// What came one way round went the other way round, and the same of all that follows from it.
    #[test]
    fn the_other_way_round_is_the_mirror_image(
        kept in records(), left in records(), right in records(), serials: (u32, u32), one: u64, other: u64
    ) {
        let dir = project();
        let versions = [("old", left, serials.0, one), ("new", right, serials.1, other)];
        for (version, own, serial, pen) in versions {
            let all = as_rrsets(kept.iter().cloned().chain(own).collect());
            let zone = Pen(pen).zone(all).replacen(" h 1 4h", &format!(" h {serial} 4h"), 1);
            write(dir.path(), &format!("{version}/example.com.zone"), zone);
        }
        let there = run_in(dir.path(), &["diff", "old", "new", "-f", "json"]);
        let back = run_in(dir.path(), &["diff", "new", "old", "-f", "json"]);
        prop_assert_eq!(there.code, back.code);
        let (there, back) = (there.json(), back.json());
        prop_assert_eq!(told(&there, true), told(&back, false), "{}\n{}", there, back);
    }

    /// One record more, or one less, is told, and nothing else.
    #[test]
    fn one_record_is_the_difference(records in records(), extra in record(), one: u64, other: u64) {
        prop_assume!(!records.iter().any(|record| record.owner == extra.owner && record.data.number() == extra.data.number()));
        let dir = project();
        let more = records.iter().cloned().chain([extra.clone()]).collect();
        write(dir.path(), "old/example.com.zone", Pen(one).zone(records));
        write(dir.path(), "new/example.com.zone", Pen(other).zone(more));
        for (versions, change) in [(["old", "new"], "added"), (["new", "old"], "removed")] {
            let run = run_in(dir.path(), &["diff", versions[0], versions[1], "-f", "json"]);
            let zones = &run.json()["zones"];
            let rrsets = zones[0]["rrsets"].as_array().expect("a list");
            prop_assert_eq!((run.code, rrsets.len(), rrsets[0]["change"].as_str()), (1, 1, Some(change)));
            let owner = rrsets[0]["owner"].as_str().expect("a text").to_ascii_lowercase();
            let dot = if NAMES[extra.owner].is_empty() { "" } else { "." };
            prop_assert_eq!(owner, format!("{}{dot}example.com.", NAMES[extra.owner]));
        }
    }
}
