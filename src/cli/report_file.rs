//! The file that a report is written to.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Io;
use super::output::{Output, What};
use super::read_args::{ConfigArgs, InputArgs};
use crate::fs::{paths, plain};
use crate::lint::Outcome;

/// Where the report goes, or why it must not be written there; none where that is standard output. `inputs` are the
/// files that the run reads.
pub(super) fn place(
    named: Option<&Path>,
    inputs: impl IntoIterator<Item = PathBuf>,
    outcome: &Outcome,
    cwd: &Path,
) -> Result<Option<Output>, String> {
    let Some(path) = named.filter(|path| path.as_os_str() != "-") else { return Ok(None) };
    let full = paths::lexical(path, cwd);
    let text = paths::with_slashes(&full);
    let given = outcome.rules.as_ref().and_then(|rules| rules.file_selection.given(&text));
    if given.is_some_and(|given| given.origin(&text).is_some()) {
        return Err(What::Report.refused(&full, "`zones` of the rule file lists it as a zone", cwd));
    }
    Output::at(path, What::Report, inputs, cwd).map(Some)
}

/// The files that are read, and those that could be: an output must be none of them.
pub(super) fn inputs(input: &InputArgs, config: &ConfigArgs, outcome: &Outcome, cwd: &Path) -> Vec<PathBuf> {
    let stdin = input.reads_stdin().then_some(Path::new("/dev/stdin"));
    let named = input.paths.iter().chain(&input.stdin_filename).chain(&config.config);
    let listed = outcome.project.listed.iter().map(|listed| listed.path.as_path());
    let sources = outcome.sources.iter().map(|(_, source)| Path::new(source.given_name()));
    let all = stdin.into_iter().chain(named.map(PathBuf::as_path)).chain(listed).chain(sources);
    all.map(|path| paths::lexical(path, cwd)).collect()
}

/// Writes the report to its file, or to standard output.
pub(super) fn write(
    output: Option<Output>,
    io: &mut Io,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let Some(output) = output else { return fill(io.stdout) };
    let shown = output.shown.clone();
    let told = |error: io::Error| io::Error::new(error.kind(), format!("`{shown}`: {}", plain(&error)));
    output.write(io, fill).map_err(told)
}
