//! The command line, as a user has it.

mod arguments;
mod choosing;
mod first_day;
mod help;
mod help_texts;
mod hidden;
mod incident;
mod init;
mod json;
mod output;
mod rules;
mod usage;
