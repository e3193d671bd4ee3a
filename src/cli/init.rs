//! `zonelint init`: a rule file that says what the zones say.

use std::io;
use std::path::Path;

use super::args::InitArgs;
use super::input::ZoneArgs;
use super::output::{Output, What};
use super::{Exit, Io, failed};
use crate::fs::{paths, plain};
use crate::init::Draft;
use crate::limits;
use crate::lint;
use crate::report::printable;
use crate::ruleset::FileSelection;
use crate::source::Sources;

pub(super) fn run(args: &InitArgs, io: &mut Io) -> io::Result<Exit> {
    let path = paths::lexical(&args.output, &io.cwd);
    let output = match (args.output.as_os_str() != "-").then(|| output(&path, io)).transpose() {
        Ok(output) => output,
        Err(refusal) => return failed(&refusal, io),
    };
    let mut sources = Sources::default();
    let input = match ZoneArgs::of(&args.input, io) {
        Ok(input) => input,
        Err(failure) => return failed(&failure, io),
    };
    let (input, selection) = (input.of_run(&args.input, &io.cwd), FileSelection::default());
    let project = match lint::read(io.fs, &input, path.parent(), &selection, &mut sources) {
        Ok(project) => project,
        Err(failure) => return failed(&failure, io),
    };
    if let Some((last, others)) = project.failures.split_last() {
        // Half of the zones would teach half of the rules.
        for failure in others {
            failed(failure, io)?;
        }
        return failed(last, io);
    }
    if let Some(reached) = project.findings.iter().find(|finding| limits::is_reached(finding)) {
        let help = reached.help.as_deref().unwrap_or_default();
        return failed(&format!("{}: no rules are made from a part of the zones; {help}", reached.message), io);
    }
    let draft = Draft::of(project.checked_zones(), &mut sources);
    let yaml = draft.to_yaml();
    let Some(output) = output else {
        io.stdout.write_all(yaml.as_bytes())?;
        return io.stdout.flush().map(|()| Exit::Clean);
    };
    let shown = output.shown.clone();
    let passed_over = paths::find_rule_file(&io.cwd, io.fs);
    if let Err(error) = output.write(io, |out| out.write_all(yaml.as_bytes())) {
        return failed(&format!("`{shown}` cannot be written: {}", plain(&error)), io);
    }
    let said =
        format!("wrote {shown}: {} rules; {} places without a rule", draft.expectations.len(), draft.not_learnt.len());
    if let Some(passed_over) = passed_over {
        let said = format!(
            "`{}` no longer applies here; to keep its rules, add it to `extends`",
            paths::shown(&passed_over, &io.cwd)
        );
        writeln!(io.stderr, "zonelint: {}", printable(&said))?;
    }
    writeln!(io.stdout, "{}", printable(&said))?;
    io.stdout.flush().map(|()| Exit::Clean)
}

/// The file to write, or why it must not be written. Two rule files in one folder are one that nobody reads.
fn output(path: &Path, io: &Io) -> Result<Output, String> {
    let shown = |path: &Path| paths::shown(path, &io.cwd);
    if io.fs.kind(path).is_ok() {
        let words = "already exists and is not overwritten; `--output -` shows the rules";
        return Err(format!("`{}` {words}", shown(path)));
    }
    let hidden = path.with_file_name(".zonelint.yaml");
    if path.file_name().is_some_and(|name| name == "zonelint.yaml") && io.fs.is_file(&hidden) {
        return Err(format!("`{}` already exists and would no longer be read", shown(&hidden)));
    }
    Output::at(path, What::Rules, [], &io.cwd)
}
