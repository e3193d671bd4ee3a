//! Mistakes in configurations that keep a server from reading them.

use super::{ConfFile, Problem, ProblemKind};
use crate::diagnostic::{Diagnostic, Meta, Severity, conflict};
use crate::source::{Sources, Span};
use crate::syntax::name::DomainName;

/// A server does not start with a configuration.
pub static SERVER_CONFIG_INVALID: Meta = Meta {
    id: "server-config-invalid",
    summary: "a name server refuses its configuration as it is",
    severity: Severity::Error,
    references: &["https://bind9.readthedocs.io/en/stable/reference.html"],
    explain: include_str!("server_config_invalid.md"),
    ..Meta::DEFAULT
};

/// What is wrong with how a file is written.
pub(super) fn problems(file: &ConfFile, sources: &Sources) -> Vec<Diagnostic> {
    let span = |(start, end)| Span { source: file.source, start, end };
    let text = |at: (u32, u32)| sources.text(span(at)).lines().next().unwrap_or_default().to_owned();
    let told = |problem: &Problem| {
        let words = text(problem.at);
        let (message, help) = match problem.kind {
            ProblemKind::EndMissing => (format!("no `;` follows `{words}`"), "write `;` after it"),
            ProblemKind::BlockUnclosed => (format!("the block of `{words}` is not closed"), "write `};` where it ends"),
            ProblemKind::NothingToClose => {
                ("`}` closes no block".to_owned(), "remove it, or write the `{` it belongs to")
            }
            ProblemKind::QuoteUnclosed => ("the quote is not closed on its line".to_owned(), "write `\"` at its end"),
            ProblemKind::CommentUnclosed => ("the comment is not closed".to_owned(), "write `*/` at its end"),
        };
        let finding = Diagnostic::new(&SERVER_CONFIG_INVALID, span(problem.at), message).help(help);
        match problem.other {
            Some((start, end)) => finding.label(span((start as u32, end as u32)), "the next statement begins here"),
            None => finding,
        }
    };
    let conflicts = conflict::findings(&SERVER_CONFIG_INVALID, file.source, sources.get(file.source));
    conflicts.chain(file.conf.problems.iter().map(told)).collect()
}

/// A zone that was declared before for the same clients.
pub(super) fn repeated(zone: &DomainName, view: Option<&str>, at: Span, before: Span) -> Diagnostic {
    let view = view.map(|view| format!(" in the view `{view}`")).unwrap_or_default();
    let message = format!("the zone `{zone}` is declared twice{view}");
    Diagnostic::new(&SERVER_CONFIG_INVALID, at, message)
        .label(before, "it is declared here already")
        .help("remove one of the two, or correct its name")
}
