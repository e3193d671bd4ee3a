//! Version 1 of the JSON document, which `docs/services.schema.json` describes.

use std::io::{self, Write};
use std::net::IpAddr;

use serde::{Serialize, Serializer};

use crate::diagnostic::Severity;
use crate::report::document;
use crate::services::{Lookup, Mark, ServiceRow, Services};

pub(super) fn write(services: &Services, out: impl Write) -> io::Result<()> {
    let counts = services.counts();
    let summary = SummaryJson {
        services: counts.services,
        zones: counts.zones,
        records: counts.records,
        marked: counts.marked,
        unreadable: services.unreadable,
    };
    document(&ServicesDocument { version: 1, services: Rows(&services.rows), summary }, out)
}

#[derive(Serialize)]
struct ServicesDocument<'a> {
    version: u32,
    services: Rows<'a>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct SummaryJson {
    services: usize,
    zones: usize,
    records: usize,
    marked: usize,
    unreadable: usize,
}

struct Rows<'a>(&'a [ServiceRow]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(RowJson::of))
    }
}

#[derive(Serialize)]
struct RowJson<'a> {
    service: &'a str,
    protocol: &'a str,
    instance: Option<&'a str>,
    zone: &'a str,
    view: Option<&'a str>,
    subdomain: &'a str,
    owner: &'a str,
    #[serde(rename = "type")]
    rtype: &'a str,
    priority: u16,
    weight: Option<u16>,
    port: Option<u16>,
    target: &'a str,
    lookup: Lookup,
    addresses: &'a [IpAddr],
    ttl: u32,
    rule: Option<RuleJson<'a>>,
    file: &'a str,
    line: u32,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    service: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    check: &'a str,
    severity: Severity,
    message: &'a str,
    expected: Option<u16>,
}

impl<'a> RowJson<'a> {
    fn of(row: &'a ServiceRow) -> RowJson<'a> {
        let finding = |mark: &'a Mark| {
            let Mark { check, severity, message, expected } = mark;
            FindingJson { check, severity: *severity, message, expected: *expected }
        };
        RowJson {
            service: &row.owner.service,
            protocol: &row.owner.protocol,
            instance: row.owner.instance.as_deref(),
            zone: &row.zone,
            view: row.view.as_deref(),
            subdomain: &row.owner.subdomain,
            owner: &row.owner.name,
            rtype: row.rtype,
            priority: row.priority,
            weight: row.weight,
            port: row.port,
            target: &row.target,
            lookup: row.addresses.lookup,
            addresses: &row.addresses.list,
            ttl: row.ttl,
            rule: row.rule.as_ref().map(|rule| RuleJson { service: &rule.service, file: &rule.file, line: rule.line }),
            file: &row.file,
            line: row.line,
            findings: row.marks.iter().map(finding).collect(),
        }
    }
}
