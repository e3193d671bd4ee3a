//! The `zonelint` program: see the library for everything it does.

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::process::ExitCode;

use zonelint::cli::{Io, run, time_of_day};
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
        clock: &time_of_day,
        cwd: std::env::current_dir().unwrap_or_default(),
    };
    set_hook(Box::new(say_where));
    let run = AssertUnwindSafe(|| run(std::env::args_os().collect(), &mut io).code());
    ExitCode::from(catch_unwind(run).unwrap_or(2))
}

/// What a panic says may have a part of the zone in it, and logs are read by others: where it happened is enough.
fn say_where(panic: &PanicHookInfo) {
    let place = panic.location().map_or_else(|| "unknown".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
    let (version, url) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
    // With nowhere to say it, there is still the exit status.
    let _ = writeln!(
        std::io::stderr(),
        "zonelint: internal error at {place} in version {version}: please report this line at {url}/issues; the zone is not needed"
    );
}
