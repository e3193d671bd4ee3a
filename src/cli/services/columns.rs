//! The rows as a table of text.

use crate::report::table::{Column, Row, Table};
use crate::ruleset::Seconds;
use crate::services::{Lookup, Mark, ServiceRow, Services};

/// So many addresses people are shown of one target.
const FEW: usize = 4;

/// Who has a column: people look at a few, programs take all there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    All,
    People,
    Programs,
}

/// The columns: name, rank, whether it is a number, who has it, and what is in a cell.
type ColumnOf = (&'static str, u8, bool, Readers, fn(&ServiceRow) -> String);

const COLUMNS: [ColumnOf; 23] = [
    ("service", 0, false, Readers::People, service),
    ("service", 0, false, Readers::Programs, |row| row.owner.service.clone()),
    ("protocol", 0, false, Readers::Programs, |row| row.owner.protocol.clone()),
    ("instance", 0, false, Readers::Programs, |row| row.owner.instance.clone().unwrap_or_default()),
    ("zone", 0, false, Readers::All, |row| row.zone.clone()),
    ("view", 1, false, Readers::All, |row| row.view.clone().unwrap_or_default()),
    ("subdomain", 2, false, Readers::All, |row| row.owner.subdomain.clone()),
    ("owner", 0, false, Readers::Programs, |row| row.owner.name.clone()),
    ("type", 3, false, Readers::All, |row| row.rtype.to_owned()),
    ("priority", 5, true, Readers::All, |row| row.priority.to_string()),
    ("weight", 6, true, Readers::All, |row| text_of(row.weight)),
    ("port", 0, true, Readers::All, |row| text_of(row.port)),
    ("target", 0, false, Readers::People, target),
    ("target", 0, false, Readers::Programs, |row| row.target.clone()),
    ("addresses", 4, false, Readers::People, |row| addresses(row, FEW)),
    ("addresses", 0, false, Readers::Programs, |row| addresses(row, usize::MAX)),
    ("ttl", 7, true, Readers::People, |row| Seconds(row.ttl).to_string()),
    ("ttl", 0, true, Readers::Programs, |row| row.ttl.to_string()),
    ("rule", 8, false, Readers::All, rule),
    ("file", 0, false, Readers::Programs, |row| row.file.clone()),
    ("line", 0, true, Readers::Programs, |row| row.line.to_string()),
    ("check", 0, false, Readers::Programs, |row| of_marks(row, |mark| Some(mark.check.to_owned()))),
    ("expected", 0, true, Readers::Programs, |row| of_marks(row, |mark| Some(mark.expected?.to_string()))),
];

/// The table for people, or for programs.
pub(super) fn table(services: &Services, closing: String, is_for_programs: bool) -> Table {
    let others = if is_for_programs { Readers::People } else { Readers::Programs };
    let is_plain = !is_for_programs && services.rows.iter().all(|row| row.rtype == "SRV");
    let is_shown = |(name, _, _, readers, _): &&ColumnOf| *readers != others && !(is_plain && *name == "type");
    let columns: Vec<&ColumnOf> = COLUMNS.iter().filter(is_shown).collect();
    let row = |row: &ServiceRow| {
        let said = of_marks(row, |mark| Some(said(mark, is_for_programs)));
        Row::new(columns.iter().map(|(.., cell)| cell(row)), Some(said).filter(|said| !said.is_empty()))
    };
    let rows = services.rows.iter().map(row).collect();
    let column = |&&(name, rank, is_number, ..): &&ColumnOf| Column { name, rank, is_number };
    Table {
        title: "Services".to_owned(),
        closing,
        whole_by: "--format csv",
        columns: columns.iter().map(column).collect(),
        rows,
    }
}

fn text_of(number: Option<u16>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn service(row: &ServiceRow) -> String {
    let service = row.owner.service_and_protocol();
    row.owner.instance.iter().map(|instance| format!("{instance}.{service}")).next().unwrap_or(service)
}

fn target(row: &ServiceRow) -> String {
    if row.is_offered() { row.target.clone() } else { "not offered".to_owned() }
}

fn addresses(row: &ServiceRow, most: usize) -> String {
    let all = &row.addresses.list;
    match row.addresses.lookup {
        Lookup::Found => {
            let named: Vec<String> = all.iter().take(most).map(ToString::to_string).collect();
            let more = all.len() - named.len();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            named.join(" ") + &more
        }
        Lookup::NoAddress => "no address".to_owned(),
        Lookup::NxDomain => "NXDOMAIN".to_owned(),
        Lookup::CnameLoop => "CNAME loop".to_owned(),
        Lookup::NotRead => "zone not read in full".to_owned(),
        Lookup::NotInTheseZones => "not in these zones".to_owned(),
        Lookup::NotOffered => String::new(),
    }
}

/// A pack by its name, a rule file with its line.
fn rule(row: &ServiceRow) -> String {
    let Some(rule) = &row.rule else { return String::new() };
    match rule.file.strip_prefix("builtin:") {
        Some(pack) => pack.to_owned(),
        None => format!("{}:{}", rule.file, rule.line),
    }
}

fn of_marks(row: &ServiceRow, text: impl Fn(&Mark) -> Option<String>) -> String {
    row.marks.iter().filter_map(text).collect::<Vec<_>>().join("; ")
}

/// `error[srv-port-transposed]: expected 5061`; programs have these in columns of their own, and get the message.
fn said(mark: &Mark, is_for_programs: bool) -> String {
    let Mark { check, severity, message, expected } = mark;
    match expected {
        _ if is_for_programs => message.clone(),
        Some(port) => format!("{}[{check}]: expected {port}", severity.word()),
        None => format!("{}[{check}]", severity.word()),
    }
}
