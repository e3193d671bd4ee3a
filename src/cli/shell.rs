//! `zonelint completions` and `zonelint man`: what shells and `man` want to know of the arguments.

use std::io;

use clap::CommandFactory;

use super::args::{Args, CompletionsArgs, ManArgs};
use super::{Exit, Io, failed};

pub(super) fn completions(args: &CompletionsArgs, io: &mut Io) -> io::Result<Exit> {
    // The generator takes a failing stream for a bug, so it is handed one that does not fail.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "zonelint", &mut script);
    write(&script, io)
}

pub(super) fn man(args: &ManArgs, io: &mut Io) -> io::Result<Exit> {
    let mut program = Args::command();
    // Subcommands get their full names.
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return failed(&format!("there is no command `{name}`"), io),
        },
    };
    let mut page = Vec::new();
    let version = concat!("zonelint ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).manual("zonelint").source(version).render(&mut page)?;
    write(&page, io)
}

fn write(bytes: &[u8], io: &mut Io) -> io::Result<Exit> {
    io.stdout.write_all(bytes)?;
    io.stdout.flush().map(|()| Exit::Clean)
}
