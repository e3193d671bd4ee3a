//! The `zonelint` program: see the library for everything it does.

use std::io::IsTerminal;
use std::process::ExitCode;

use zonelint::cli::{Io, run};

fn main() -> ExitCode {
    let mut io = Io {
        stdout_is_terminal: std::io::stdout().is_terminal(),
        stdout: &mut std::io::stdout(),
        stderr: &mut std::io::stderr(),
        stdin: &mut std::io::stdin(),
        env: &|name| std::env::var(name).ok(),
        cwd: std::env::current_dir().unwrap_or_default(),
    };
    ExitCode::from(run(std::env::args_os().collect(), &mut io).code())
}
