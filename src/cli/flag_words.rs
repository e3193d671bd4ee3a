//! The words that flags take, and what they mean to the rest of the program.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::diagnostic::Severity;
use crate::report::{CountedBy, Format};
use crate::ruleset::FailOn;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// For people: the columns that fit
    Text,
    /// To paste into a ticket
    Markdown,
    /// For spreadsheets and programs
    Csv,
    /// One page in one file, to be read or printed
    Html,
    /// One JSON document
    Json,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, in the width of the terminal
    Text,
    /// To paste into a ticket or a comment of a pull request
    Markdown,
    /// One page in one file, to be read or printed
    Html,
    /// One JSON document
    Json,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Format::Full => "For people: each finding with the lines it is about",
            Format::Concise => "One line per finding: `path:line:column: severity[check]: message`",
            Format::Json => "One JSON document",
            Format::Sarif => "SARIF 2.1.0, for code scanning",
            Format::Github => "Annotations for GitHub Actions",
            Format::Gitlab => "Code Quality report for GitLab",
            Format::Junit => "JUnit XML, for test reports",
            Format::Rdjson => "Diagnostics for reviewdog",
            Format::Html => "A page of its own, for tickets and auditors",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

impl ValueEnum for CountedBy {
    fn value_variants<'a>() -> &'a [CountedBy] {
        &[CountedBy::Check, CountedBy::File, CountedBy::Zone]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            CountedBy::Check => "check",
            CountedBy::File => "file",
            CountedBy::Zone => "zone",
        }))
    }
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [FailOn] {
        &[FailOn::Error, FailOn::Warning, FailOn::Info, FailOn::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Info => "info",
            FailOn::Never => "never",
        }))
    }
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Severity] {
        &[Severity::Error, Severity::Warning, Severity::Info]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}
