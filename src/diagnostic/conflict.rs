//! Merge conflicts as findings: those of zones, of rule files and of configurations are told alike.

use super::{Diagnostic, Meta};
use crate::source::{Conflict, Source, SourceId, Span};

/// The conflicts of a source, as findings of a kind.
pub(crate) fn findings(meta: &'static Meta, id: SourceId, source: &Source) -> impl Iterator<Item = Diagnostic> {
    source.conflicts().iter().map(move |conflict| finding(meta, id, conflict))
}

fn finding(meta: &'static Meta, source: SourceId, conflict: &Conflict) -> Diagnostic {
    let spans: Vec<Span> =
        conflict.marks.iter().map(|mark| Span { source, start: mark.start, end: mark.end }).collect();
    let told = |message: &str, help: &str| Diagnostic::new(meta, spans[0], message).help(help.to_owned());
    match (conflict.is_whole, &spans[1..]) {
        (true, [base @ .., other, end]) => {
            let finding = told(
                "a merge conflict is not resolved",
                "keep the lines that are right, and remove those with the marks; what is below the first mark is checked",
            );
            let finding =
                base.iter().fold(finding.here("one side"), |finding, &base| finding.label(base, "as it was before"));
            finding.label(*other, "the other side").label(*end, "its end")
        }
        (_, others) => {
            let finding =
                told("a mark of a merge conflict is left over", "remove the line, if all that surrounds it is right");
            others.iter().fold(finding, |finding, &other| finding.label(other, "and here"))
        }
    }
}
