//! What can be asked of `zonelint services`.

use std::path::PathBuf;

use clap::ValueHint;

use super::flag_words::{TableFormat, When};
use super::read_args::{ConfigArgs, INPUT, InputArgs, OUTPUT, file_glob};
use crate::ruleset::{FileGlob, NameGlob};

/// The heading of the flags that choose rows.
const ROWS: &str = "Rows";

#[derive(Debug, clap::Args)]
pub(super) struct ServicesArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Skip files of searched directories by path; repeatable
    #[arg(long, value_name = "GLOB", value_parser = file_glob, help_heading = INPUT)]
    pub(super) exclude: Vec<FileGlob>,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// Only zones of this name; `*` stands for any text; repeatable
    #[arg(long, value_name = "GLOB", value_parser = name_glob, help_heading = ROWS)]
    pub(super) zone: Vec<NameGlob>,
    /// Only this service, such as `_sip`, `_sip._tls` or `_ldap*`; repeatable
    ///
    /// `*` stands for any text. What follows the protocol may be left out: `_ldap._tcp` is `_ldap._tcp.dc._msdcs`, too.
    #[arg(long, value_name = "GLOB", value_parser = name_glob, help_heading = ROWS)]
    pub(super) service: Vec<NameGlob>,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text", value_name = "FORMAT", help_heading = OUTPUT)]
    pub(super) format: TableFormat,
    /// Write the table to a file; `-` is standard output
    ///
    /// The file is replaced when the table is complete. Zone files, rule files and symbolic links are never replaced.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = OUTPUT)]
    pub(super) output_file: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = OUTPUT)]
    pub(super) color: When,
}

fn name_glob(text: &str) -> Result<NameGlob, String> {
    text.parse()
}
