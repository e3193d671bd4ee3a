//! A second label that is no protocol's, or not the protocol of this service.

use crate::checks::srv::{OwnerForm, Srv, is_protocol, with_labels};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::ruleset::{PortPolicy, RuleSet, is_registered};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "srv-protocol-label-wrong",
    summary: "the second label of an SRV owner is misspelled, missing or not the service's protocol",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Proto\"", "RFC 8552 section 4.1.2"],
    explain: include_str!("srv_protocol_label_wrong.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Services that practice puts below `_tls` though no registry does. For others it is a slip.
const ON_TLS: [&str; 4] = ["_sip", "_collab-edge", "_ipp", "_ipps"];

/// Services that are looked up over TCP alone, though a port of one's own is why the record exists, or IANA has the
/// number for both.
const ON_TCP: [&str; 7] = ["_minecraft", "_imap", "_imaps", "_pop3", "_pop3s", "_submission", "_submissions"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Where a rule speaks of the owner, its protocol label is the right one.
    for srv in cx.srvs().iter().filter(|srv| srv.rule.is_none()) {
        let labels = cx.zone.labels(cx.zone.record(srv.record).owner);
        let Some(Problem { message, right }) = problem(cx, srv, &labels) else { continue };
        findings.add(at_owner(cx, srv, message, &right).fix(corrected(cx, srv, &labels, &right)));
    }
}

fn at_owner(cx: &ZoneContext, srv: &Srv, message: String, right: &str) -> Diagnostic {
    let at = cx.zone.entry(srv.record).owner();
    Diagnostic::new(&META, at, message).help(format!("write `{right}`")).subject(cx.subject(srv.record))
}

/// The owner with the labels that clients look up.
fn corrected(cx: &ZoneContext, srv: &Srv, labels: &[&[u8]], right: &str) -> Option<Fix> {
    let (before, count) = match srv.shape.service() {
        Some(at) => (&labels[..at], 2),
        None => (&labels[..0], 1),
    };
    let rest = with_labels(&labels[before.len()..], count, right);
    let front = before.iter().map(|label| String::from_utf8_lossy(label) + ".");
    let name = front.chain([rest.into()]).collect::<Vec<_>>().concat();
    cx.renamed_owner(cx.zone.record(srv.record).owner, &name)
}

/// What is wrong, and the labels of service and protocol as they should be.
struct Problem {
    message: String,
    right: String,
}

fn problem(cx: &ZoneContext, srv: &Srv, labels: &[&[u8]]) -> Option<Problem> {
    let rules = cx.rules;
    match srv.shape {
        OwnerForm::Service | OwnerForm::Instance => {
            let at = srv.shape.service()?;
            let (service, protocol) = (text(labels[at]), text(labels[at + 1]));
            if srv.shape == OwnerForm::Service && is_swapped(&service, labels, rules) {
                let message =
                    format!("`{service}.{protocol}` has its labels the wrong way round: the service is first");
                return Some(Problem { message, right: format!("{protocol}.{service}") });
            }
            let known: Vec<&str> = rules.protocols_of(labels[at]).collect();
            if is_protocol(labels[at + 1]) {
                let right = format!("{service}.{}", known.first()?);
                let is_wrong = match protocol.as_str() {
                    "_tls" => !ON_TLS.contains(&service.as_str()),
                    // Beside the right one it does no harm.
                    "_udp" if ON_TCP.contains(&service.as_str()) => {
                        let twin = [&labels[..=at], &[b"_tcp"], &labels[at + 2..]].concat();
                        !cx.zone.is_known(&twin)
                    }
                    _ => has_one_protocol(labels[at], rules),
                };
                let message = format!("clients look up `{right}`, not `{service}.{protocol}`");
                return is_wrong.then_some(Problem { message, right });
            }
            let near = |right: &&str| Typo::between(right.as_bytes(), protocol.as_bytes()).is_some();
            let right = known.iter().copied().chain(["_tcp", "_udp"]).find(near)?;
            let how = Typo::between(right.as_bytes(), protocol.as_bytes())?.with("letter");
            let message = format!("`{protocol}` is `{right}` with {how}");
            Some(Problem { message, right: format!("{service}.{right}") })
        }
        OwnerForm::NoProtocol => {
            let service = text(labels[0]);
            let protocol = rules.protocols_of(labels[0]).next()?;
            let right = format!("{service}.{protocol}");
            let message = format!("`{service}` is not followed by a protocol label: the service is `{right}`");
            Some(Problem { message, right })
        }
        _ => None,
    }
}

/// Whether a transport stands first, and a service that is known behind it.
fn is_swapped(first: &str, labels: &[&[u8]], rules: &RuleSet) -> bool {
    let is_known = || rules.protocols_of(labels[1]).next().is_some() || is_registered(&text(labels[1]));
    matches!(first, "_tcp" | "_udp") && !is_protocol(labels[1]) && is_known()
}

/// Whether a service is one of a vendor's, whose clients look up the owners the rules know and no
/// others. Elsewhere a second transport may have come after the rules.
fn has_one_protocol(label: &[u8], rules: &RuleSet) -> bool {
    rules.services_labelled(label).all(|service| service.policy == PortPolicy::Fixed && service.verified)
}

fn text(label: &[u8]) -> String {
    String::from_utf8_lossy(label).to_ascii_lowercase()
}
