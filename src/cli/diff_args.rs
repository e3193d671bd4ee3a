//! What can be asked of `zonelint diff`.

use std::path::PathBuf;

use clap::ValueHint;

use super::flag_words::{DiffFormat, When};
use super::read_args::{ConfigArgs, INPUT, OUTPUT, domain_name};

#[derive(Debug, clap::Args)]
pub(super) struct DiffArgs {
    /// Old version: a revision of the git repository, a directory or a file
    ///
    /// Without it: where this branch left the default branch; in a hook, HEAD.
    #[arg(value_name = "BASE", value_hint = ValueHint::AnyPath)]
    pub(super) base: Option<String>,
    /// New version; the current directory, with all that is not committed, if left out
    ///
    /// Of revisions, what is in the current directory is compared, with all below it.
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(super) new: Option<String>,
    /// Origin of the zone in the two files that are named
    #[arg(long, value_name = "NAME", value_parser = domain_name, help_heading = INPUT)]
    pub(super) origin: Option<String>,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// List also what DNSSEC signers write, all records of zones added or removed, and all names
    #[arg(long, help_heading = OUTPUT)]
    pub(super) all: bool,
    /// Show the findings that are new, too, as `check --base` does
    #[arg(long, help_heading = OUTPUT)]
    pub(super) check: bool,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT", help_heading = OUTPUT)]
    pub(super) format: DiffFormat,
    /// Write the difference to a file; `-` is standard output
    ///
    /// The file is replaced when the output is complete. Zone files, rule files and symbolic links are never replaced.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = OUTPUT)]
    pub(super) output_file: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = OUTPUT)]
    pub(super) color: When,
}
