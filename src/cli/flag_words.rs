//! The words that flags take, and what they mean to the rest of the program.

use clap::ValueEnum;

use crate::diagnostic::Severity;
use crate::report::{CountedBy, Format};
use crate::ruleset::FailOn;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatName {
    /// For people: each finding with the lines it is about
    Full,
    /// One line per finding: `path:line:column: severity[check]: message`
    Concise,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
    /// Code Quality report for GitLab
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
    /// Diagnostics for reviewdog
    Rdjson,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Full => Format::Full,
            FormatName::Concise => Format::Concise,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
            FormatName::Gitlab => Format::Gitlab,
            FormatName::Junit => Format::Junit,
            FormatName::Rdjson => Format::Rdjson,
        }
    }
}

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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CountedByName {
    Check,
    File,
    Zone,
}

impl From<CountedByName> for CountedBy {
    fn from(name: CountedByName) -> CountedBy {
        match name {
            CountedByName::Check => CountedBy::Check,
            CountedByName::File => CountedBy::File,
            CountedByName::Zone => CountedBy::Zone,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOnName {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnName> for FailOn {
    fn from(name: FailOnName) -> FailOn {
        match name {
            FailOnName::Error => FailOn::Error,
            FailOnName::Warning => FailOn::Warning,
            FailOnName::Info => FailOn::Info,
            FailOnName::Never => FailOn::Never,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SeverityName {
    Error,
    Warning,
    Info,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Severity {
        match name {
            SeverityName::Error => Severity::Error,
            SeverityName::Warning => Severity::Warning,
            SeverityName::Info => Severity::Info,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}
