//! A target of one label that a final dot made a top-level domain.

use std::collections::BTreeSet;

use crate::checks::address::placement::MOST_NAMES;
use crate::checks::view_index::ViewIndex;
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-is-top-level",
    summary: "a target of one label ends with a dot, while the domain has a host of this name",
    severity: Severity::Error,
    references: &["RFC 1034 section 3.1", "RFC 1035 section 5.1"],
    explain: include_str!("target_is_top_level.md"),
    is_merged: true,
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

const CHECKED: [RType; 6] = [RType::NS, RType::MX, RType::SRV, RType::CNAME, RType::PTR, RType::SOA];

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    // A root zone knows which top-level domains there are.
    let is_rooted = |view: &&ViewIndex| view.zones.iter().any(|cx| cx.zone.labels(cx.zone.apex()).is_empty());
    for view in project.view_indexes().iter().filter(|view| !is_rooted(view)) {
        // Registries list the servers of others.
        for cx in view.zones.iter().filter(|cx| cx.zone.names().len() <= MOST_NAMES) {
            let is_top = |&name: &NameId| label_of(cx, name).is_some_and(|label| !is_answered(view, label));
            let tops: Vec<NameId> = cx.zone.names().filter(is_top).collect();
            if tops.is_empty() {
                continue;
            }
            let domains = domains(cx);
            for (id, record) in CHECKED.into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
                let target = record.target().filter(|target| tops.binary_search(target).is_ok());
                let label = target.and_then(|target| label_of(cx, target));
                let meant = label.and_then(|label| domains.iter().find_map(|domain| meant(view, cx, label, domain)));
                findings.extend(meant.and_then(|meant| finding(cx, id, &meant)));
            }
        }
    }
}

/// The label of a name outside of the zone that has one.
fn label_of<'z>(cx: &ZoneContext<'z>, name: NameId) -> Option<&'z [u8]> {
    if cx.zone.is_in_zone(name) || cx.zone.relative_to(name) != NameId::ROOT {
        return None;
    }
    let written = cx.zone.written(name);
    let label = written.strip_suffix(b".").unwrap_or(written);
    let is_label = !label.is_empty() && label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    // Every host has an address of that name (RFC 6761 section 6.3).
    (is_label && !label.eq_ignore_ascii_case(b"localhost")).then_some(label)
}

/// Whether the project has a zone of such a top-level domain.
fn is_answered(view: &ViewIndex, label: &[u8]) -> bool {
    view.holds(&label.to_ascii_lowercase())
}

/// The domains that hosts of the zone are in, likely ones first: its own, that of its server, and those of PTR targets.
fn domains(cx: &ZoneContext) -> Vec<String> {
    let parent = |name: NameId| {
        let text = cx.zone.name_text(name).to_ascii_lowercase();
        text.split_once('.').map(|(_, parent)| parent.to_owned()).filter(|parent| !parent.is_empty())
    };
    let is_own = !cx.is_reverse() && cx.zone.is_origin_known();
    let own = is_own.then(|| cx.zone.name_text(cx.zone.apex()).to_ascii_lowercase());
    let server = cx.zone.soa().and_then(|soa| cx.zone.record(soa).target()).and_then(parent);
    let pointed = cx.zone.of_type(RType::PTR).filter_map(|(_, record)| parent(record.target()?));
    let pointed: BTreeSet<String> = pointed.collect();
    own.into_iter().chain(server).chain(pointed).filter(|domain| domain != ".").collect()
}

/// A host that was meant, and where it is named.
struct Meant {
    name: String,
    at: Span,
}

fn meant(view: &ViewIndex, cx: &ZoneContext, label: &[u8], domain: &str) -> Option<Meant> {
    let name = format!("{}.{domain}", String::from_utf8_lossy(label));
    // Of two zones of one name either may be the one that answers.
    let held = view.zones.iter().find_map(|other| {
        let host = other.zone.find(&name).filter(|&host| other.zone.is_in_zone(host))?;
        other.zone.records_of(host).first().map(|&id| other.zone.entry(id).owner())
    });
    if let Some(at) = held {
        return Some(Meant { name, at });
    }
    // A name of a zone that was not read is known by those that point at it.
    let elsewhere = cx.zone.find(&name).filter(|&elsewhere| !cx.zone.is_in_zone(elsewhere))?;
    let mut all = CHECKED.into_iter().flat_map(|rtype| cx.zone.of_type(rtype));
    let (id, record) = all.find(|(_, record)| record.target() == Some(elsewhere))?;
    let at = cx.zone.entry(id).field(target_field(record.rtype)?)?;
    Some(Meant { name, at })
}

fn finding(cx: &ZoneContext, id: RecordId, meant: &Meant) -> Option<Diagnostic> {
    let record = cx.zone.record(id);
    let at = cx.zone.entry(id).field(target_field(record.rtype)?)?;
    let (top, name) = (cx.zone.name_text(record.target()?), &meant.name);
    let message =
        format!("the {} target `{top}` is a top-level domain, not the host `{name}`", record.rtype.mnemonic());
    let finding = Diagnostic::new(&META, at, message)
        .label(meant.at, "the host of this name")
        .help(format!("write `{name}`: with a final dot no domain is added"))
        .fix(cx.renamed(id, at, name))
        .key(&[b"top-level", cx.zone.apex_name().as_str().as_bytes()])
        .subject(cx.subject(id));
    let is_followed = matches!(record.rtype, RType::NS | RType::MX | RType::SRV);
    Some(if is_followed { finding } else { finding.severity(Severity::Warning) })
}
