//! Version 1 of the JSON document, which `docs/diff.schema.json` describes.

use std::io::{self, Write};
use std::net::IpAddr;

use serde::Serialize;

use super::Told;
use crate::change::Step;
use crate::diff::{
    Action, Kept, PointerChange, PointerState, PortChange, RecordText, RrsetDiff, SerialDiff, Transport, What, ZoneDiff,
};
use crate::report::{document, findings_json};
use crate::services::Lookup;

pub(super) fn write(told: &Told, out: impl Write) -> io::Result<()> {
    let diff = told.diff;
    let report = told.outcome.report();
    let count = |what| diff.zones.iter().flat_map(|zone| &zone.rrsets).filter(|rrset| rrset.what == what).count();
    let lifetime = |lifetime: &'_ crate::diff::Lifetime| LifetimeJson {
        seconds: lifetime.seconds,
        kept: lifetime.kept,
        names: lifetime.names.clone(),
    };
    let document_of = DiffDocument {
        version: 1,
        base: &told.versions.base.name,
        new: told.versions.new.as_deref(),
        zones: diff.zones.iter().map(ZoneJson::of).collect(),
        pointers: diff.pointers.iter().map(PointerJson::of).collect(),
        ports: diff.ports.iter().map(PortJson::of).collect(),
        caches: diff.lifetimes.iter().map(lifetime).collect(),
        findings: told.args.check.then(|| findings_json(&report)),
        summary: SummaryJson {
            compared: diff.compared,
            differ: diff.zones.len(),
            added: count(What::Added),
            removed: count(What::Removed),
            changed: count(What::Changed),
            ttl: count(What::Ttl),
            signed: diff.zones.iter().map(|zone| zone.signed).sum(),
            unlisted: diff.zones.iter().map(|zone| zone.unlisted).sum(),
        },
    };
    document(&document_of, out)
}

#[derive(Serialize)]
struct DiffDocument<'a, F: Serialize> {
    version: u32,
    base: &'a str,
    new: Option<&'a str>,
    zones: Vec<ZoneJson<'a>>,
    pointers: Vec<PointerJson<'a>>,
    ports: Vec<PortJson<'a>>,
    caches: Vec<LifetimeJson>,
    findings: Option<F>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct SummaryJson {
    compared: usize,
    differ: usize,
    added: usize,
    removed: usize,
    changed: usize,
    ttl: usize,
    signed: usize,
    unlisted: usize,
}

#[derive(Serialize)]
struct Both<T> {
    old: T,
    new: T,
}

#[derive(Serialize)]
struct ZoneJson<'a> {
    zone: &'a str,
    view: Option<&'a str>,
    file: &'a str,
    change: What,
    records: Both<usize>,
    serial: Option<SerialJson>,
    rrsets: Vec<RrsetJson<'a>>,
    signed: usize,
    unlisted: usize,
}

#[derive(Serialize)]
struct SerialJson {
    old: u32,
    new: u32,
    step: &'static str,
    ahead: Option<u32>,
}

#[derive(Serialize)]
struct RrsetJson<'a> {
    owner: &'a str,
    #[serde(rename = "type")]
    rtype: &'a str,
    change: What,
    ttl: Both<Option<u32>>,
    kept: usize,
    records: Vec<Both<Option<RecordJson<'a>>>>,
}

#[derive(Serialize)]
struct RecordJson<'a> {
    data: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct PointerJson<'a> {
    address: IpAddr,
    name: &'a str,
    state: &'static str,
    zone: Option<&'a str>,
    targets: &'a [String],
}

#[derive(Serialize)]
struct PortJson<'a> {
    action: Action,
    transport: Option<Transport>,
    port: u16,
    target: &'a str,
    lookup: Lookup,
    addresses: &'a [IpAddr],
    services: &'a [String],
}

#[derive(Serialize)]
struct LifetimeJson {
    seconds: u32,
    kept: Kept,
    names: Vec<String>,
}

impl<'a> ZoneJson<'a> {
    fn of(zone: &'a ZoneDiff) -> ZoneJson<'a> {
        ZoneJson {
            zone: &zone.name,
            view: zone.view.as_deref(),
            file: &zone.file,
            change: zone.what,
            records: Both { old: zone.records.0, new: zone.records.1 },
            serial: zone.serials.as_ref().map(SerialJson::of),
            rrsets: zone.rrsets.iter().map(RrsetJson::of).collect(),
            signed: zone.signed,
            unlisted: zone.unlisted,
        }
    }
}

impl SerialJson {
    fn of(serials: &SerialDiff) -> SerialJson {
        let (step, ahead) = match serials.step {
            Step::Same => ("same", None),
            Step::Ahead(by) => ("ahead", Some(by)),
            Step::Behind => ("behind", None),
            Step::Undefined => ("undefined", None),
        };
        SerialJson { old: serials.old, new: serials.new, step, ahead }
    }
}

impl<'a> RrsetJson<'a> {
    fn of(rrset: &'a RrsetDiff) -> RrsetJson<'a> {
        fn record(record: &Option<RecordText>) -> Option<RecordJson<'_>> {
            record.as_ref().map(|RecordText { data, file, line, .. }| RecordJson { data, file, line: *line })
        }
        let pair =
            |(old, new): &'a (Option<RecordText>, Option<RecordText>)| Both { old: record(old), new: record(new) };
        RrsetJson {
            owner: &rrset.owner,
            rtype: &rrset.rtype,
            change: rrset.what,
            ttl: Both { old: rrset.ttls.0, new: rrset.ttls.1 },
            kept: rrset.kept,
            records: rrset.records.iter().map(pair).collect(),
        }
    }
}

impl<'a> PointerJson<'a> {
    fn of(pointer: &'a PointerChange) -> PointerJson<'a> {
        let (state, zone, targets): (_, _, &[String]) = match &pointer.state {
            PointerState::Follows => ("follows", None, &[]),
            PointerState::Missing(zone) => ("missing", Some(zone.as_str()), &[]),
            PointerState::Elsewhere(names) => ("elsewhere", None, names),
            PointerState::Left => ("left", None, &[]),
        };
        PointerJson { address: pointer.address, name: &pointer.name, state, zone, targets }
    }
}

impl<'a> PortJson<'a> {
    fn of(port: &'a PortChange) -> PortJson<'a> {
        let PortChange { action, transport, port, target, lookup, addresses, services } = port;
        PortJson { action: *action, transport: *transport, port: *port, target, lookup: *lookup, addresses, services }
    }
}
