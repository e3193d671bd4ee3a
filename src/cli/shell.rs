//! `zonelint completions` and `zonelint man`: what shells and `man` want to know of the arguments.

use std::io::{self, Write};

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::help::{self, Terms};
use super::program_args::{CompletionsArgs, ManArgs};
use super::{Exit, Io, failed, terminal};
use crate::text::suggest;

pub(super) fn completions(args: &CompletionsArgs, io: &mut Io) -> io::Result<Exit> {
    // The generator takes a failing stream for a bug, so it is handed one that does not fail.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(terminal::width(io)), "zonelint", &mut script);
    write(&script, io)
}

pub(super) fn man(args: &ManArgs, io: &mut Io) -> io::Result<Exit> {
    let mut program = help::command(terminal::width(io));
    // Subcommands get their full names.
    program.build();
    let name = args.command.as_deref().unwrap_or("zonelint");
    let command = match program.find_subcommand(name) {
        Some(command) => command.clone(),
        None if name == "zonelint" => program,
        None => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let meant = suggest::nearest(name, names.iter().copied());
            let hint = meant.map_or_else(
                || format!("there are `{}`", names.join("`, `")),
                |meant| format!("did you mean `{meant}`?"),
            );
            return failed(&format!("there is no command `{name}`: {hint}"), io);
        }
    };
    let mut page = Vec::new();
    write_page(name, command, &mut page)?;
    write(&page, io)
}

fn write_page(name: &str, command: clap::Command, out: &mut Vec<u8>) -> io::Result<()> {
    let version = concat!("zonelint ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).manual("zonelint").source(version);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if name == "zonelint" {
        man.render_subcommands_section(out)?;
    }
    if ["zonelint", "check", "rules", "config", "init"].contains(&name) {
        section("FILES", help::FILES, out)?;
    }
    if ["zonelint", "check", "explain"].contains(&name) {
        section("ENVIRONMENT", help::ENVIRONMENT, out)?;
    }
    section("EXIT STATUS", help::exit_status(name), out)?;
    examples(help::examples(name), out)?;
    see_also(name, out)
}

fn section(heading: &str, terms: Terms, out: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    for (term, what) in terms {
        roff.control("TP", []).text([bold(*term)]).text([roman(*what)]);
    }
    roff.to_writer(out)
}

fn examples(examples: Terms, out: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    for (what, line) in examples {
        roff.control("TP", []).text([roman(format!("{what}:"))]).text([bold(*line)]);
    }
    roff.to_writer(out)
}

fn see_also(name: &str, out: &mut dyn Write) -> io::Result<()> {
    let others =
        if name == "zonelint" { "named-checkzone(1), named.conf(5)" } else { "zonelint(1), zonelint-check(1)" };
    Roff::new().control("SH", ["SEE ALSO"]).text([roman(others)]).to_writer(out)
}

fn write(bytes: &[u8], io: &mut Io) -> io::Result<Exit> {
    io.stdout.write_all(bytes)?;
    io.stdout.flush().map(|()| Exit::Clean)
}
