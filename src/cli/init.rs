//! `zonelint init`: a rule file that says what the zones say, and the schema that it names.

use std::io;
use std::path::Path;

use super::args::{InitArgs, InputArgs};
use super::input::ZoneArgs;
use super::output::{Output, What};
use super::show::SCHEMA;
use super::{Exit, Io, failed, quoted};
use crate::diagnostic::Diagnostic;
use crate::fs::{paths, plain};
use crate::init::{Draft, SCHEMA_FILE};
use crate::limits;
use crate::lint;
use crate::report::{counted, printable};
use crate::ruleset::FileSelection;
use crate::source::Sources;
use crate::syntax::kinds;

pub(super) fn run(args: &InitArgs, io: &mut Io) -> io::Result<Exit> {
    let path = paths::lexical(&args.output, &io.cwd);
    let outputs = match (args.output.as_os_str() != "-").then(|| Outputs::at(&path, io)).transpose() {
        Ok(outputs) => outputs,
        Err(refusal) => return failed(&refusal, io),
    };
    let mut sources = Sources::default();
    let input = match ZoneArgs::of(&args.input, io) {
        Ok(input) => input,
        Err(failure) => return failed(&failure, io),
    };
    let (input, selection) = (input.of_run(&args.input, &io.cwd), FileSelection::default());
    let mut project = match lint::read(io.fs, &input, path.parent(), &selection, &mut sources) {
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
    let findings = std::mem::take(&mut project.findings).finish();
    name_unread(&findings, &sources, io)?;
    let draft = Draft::of(project.checked_zones(), &findings, &mut sources);
    let yaml = draft.to_yaml();
    let Some(outputs) = outputs else {
        io.stdout.write_all(yaml.as_bytes())?;
        return io.stdout.flush().map(|()| Exit::Clean);
    };
    let passed_over = paths::find_rule_file(&io.cwd, io.fs);
    let (rules, places) = (draft.expectations.len(), draft.not_learnt.len());
    let mut said = vec![format!(
        "wrote {}: {}, {}",
        outputs.rules.shown,
        counted(rules, "rule"),
        counted(places, "place") + " without a rule"
    )];
    if let Some(schema) = &outputs.schema {
        said.push(format!("wrote {}: editors complete rule files by it", schema.shown));
    }
    if let Err(failure) = outputs.write(&yaml, io) {
        return failed(&failure, io);
    }
    if let Some(passed_over) = passed_over {
        let said = format!(
            "`{}` no longer applies here; to keep its rules, add it to `extends`",
            paths::shown(&passed_over, &io.cwd)
        );
        writeln!(io.stderr, "zonelint: {}", printable(&said))?;
    }
    said.push(format!("next: {}", next_command(args, &path, io)));
    said.iter().try_for_each(|line| writeln!(io.stdout, "{}", printable(line)))?;
    io.stdout.flush().map(|()| Exit::Clean)
}

/// The files to write.
struct Outputs {
    rules: Output,
    /// The schema that the first line of the rules names; none if there is one.
    schema: Option<Output>,
}

impl Outputs {
    /// Or why a file must not be written: then none is.
    fn at(path: &Path, io: &Io) -> Result<Outputs, String> {
        let rules = output(path, io)?;
        let beside = path.with_file_name(SCHEMA_FILE);
        let is_missing = io.fs.kind(&beside).is_err();
        let schema = is_missing.then(|| Output::at(&beside, What::Rules, [], &io.cwd)).transpose()?;
        Ok(Outputs { rules, schema })
    }

    fn write(self, yaml: &str, io: &mut Io) -> Result<(), String> {
        let texts = [(Some(self.rules), yaml), (self.schema, SCHEMA)];
        for (output, text) in texts.into_iter().filter_map(|(output, text)| Some((output?, text))) {
            let shown = output.shown.clone();
            let written = output.write(io, |out| out.write_all(text.as_bytes()));
            written.map_err(|error| format!("`{shown}` cannot be written: {}", plain(&error)))?;
        }
        Ok(())
    }
}

/// More files than this are for `check` to name.
const MOST_NAMED: usize = 20;

/// Names the files that nothing can be learnt from: what they hold is missing in the rules.
fn name_unread(findings: &[Diagnostic], sources: &Sources, io: &mut Io) -> io::Result<()> {
    let is_unread = |finding: &&Diagnostic| finding.is(&kinds::INCLUDE_FAILED) || finding.is(&kinds::NOT_A_ZONE_FILE);
    let mut unread = findings.iter().filter(is_unread);
    for finding in unread.by_ref().take(MOST_NAMED) {
        let place = sources.file_and_line(finding.primary.span);
        writeln!(
            io.stderr,
            "zonelint: {}",
            printable(&format!("{place}: {}: no rules are made from it", finding.message))
        )?;
    }
    match unread.count() {
        0 => Ok(()),
        more => writeln!(io.stderr, "zonelint: and {more} more, which `zonelint check` shows"),
    }
}

/// What to type next, for the same zones and by the rules that were written.
fn next_command(args: &InitArgs, rules: &Path, io: &Io) -> String {
    let InputArgs { paths, origin, include_dir, .. } = &args.input;
    let mut words = vec!["zonelint".to_owned(), "check".to_owned()];
    if paths::find_rule_file(&io.cwd, io.fs).is_none_or(|found| found != rules) {
        words.extend(["-c".to_owned(), paths::shown(rules, &io.cwd)]);
    }
    words.extend(origin.iter().flat_map(|origin| ["--origin".to_owned(), origin.clone()]));
    words.extend(include_dir.iter().flat_map(|dir| ["--include-dir".to_owned(), dir.to_string_lossy().into_owned()]));
    words.extend(paths.iter().filter(|path| path.as_os_str() != ".").map(|path| path.to_string_lossy().into_owned()));
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
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
