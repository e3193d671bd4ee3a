//! What can be asked of the commands that the program has, and the module for browsers does not.

use clap::builder::PossibleValue;
use clap_complete::Shell;

use super::complete::{COMMANDS, any, words};

/// Without flags: what is checked, and how, is as `zonelint check` has it in the project of each file.
#[derive(Debug, clap::Args)]
pub(super) struct LspArgs {
    /// Ignored; editors give it to all servers that talk on standard streams
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// Shell to complete in
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// Command whose page to print; without one that of zonelint
    #[arg(value_name = "COMMAND", value_parser = words(any, commands), hide_possible_values = true)]
    pub(super) command: Option<String>,
}

fn commands() -> Vec<PossibleValue> {
    COMMANDS.into_iter().map(PossibleValue::new).collect()
}
