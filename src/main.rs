//! The `zonelint` program: see the library for everything it does.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use zonelint::cli::{Io, run};
use zonelint::fs::OsFs;

fn main() -> ExitCode {
    let watched = std::io::stderr().is_terminal() && std::env::var("TERM").is_ok_and(|term| term != "dumb");
    let mut io = Io {
        stdout_is_terminal: std::io::stdout().is_terminal(),
        columns: terminal_size::terminal_size_of(std::io::stdout()).map(|(columns, _)| columns.0.into()),
        stdout_shows_links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        stdout: &mut std::io::stdout(),
        stderr: &mut std::io::stderr(),
        stdin: &mut std::io::stdin(),
        progress: watched.then(|| Box::new(std::io::stderr()) as Box<dyn Write + Send>),
        fs: &OsFs::default(),
        env: &|name| std::env::var(name).ok(),
        cwd: std::env::current_dir().unwrap_or_default(),
    };
    ExitCode::from(run(std::env::args_os().collect(), &mut io).code())
}
