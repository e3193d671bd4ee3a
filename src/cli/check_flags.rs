//! Which checks are run, and how much they matter: the flags that take checks.

use clap::parser::ArgMatches;
use clap::{Arg, ArgAction, Command};

use super::complete;
use crate::limits::LIMIT_REACHED;
use crate::lint::{self, Choice};
use crate::ruleset::{NamedChecks, Setting, Specificity};

/// The flags that set severities.
const SEVERITIES: [(&str, Setting, &str); 4] = [
    (
        "error",
        Setting::Error,
        "Report these checks as errors: ids, patterns such as `srv-*`, groups or `all`; repeatable, or separated by commas",
    ),
    ("warn", Setting::Warning, "Report them as warnings"),
    ("info", Setting::Info, "Report them as infos"),
    ("off", Setting::Off, "Switch them off"),
];

const SELECT: &str = "select";

/// The heading of these flags in the help.
pub(super) const CHECKS: &str = "Checks and exit status";

/// What the command line says of checks.
#[derive(Debug)]
pub(super) struct ChoiceArgs {
    /// Of two for one check the later counts: the more specific, else the later on the command line.
    severities: Vec<(&'static str, Setting)>,
    select: Vec<NamedChecks<'static>>,
}

impl ChoiceArgs {
    pub(super) fn choice(&self) -> Choice<'_> {
        Choice { severities: &self.severities, select: &self.select }
    }
}

/// The flag that says a severity.
pub(super) fn flag_of(setting: Setting, by_selection: bool) -> String {
    let flag = SEVERITIES.iter().find(|(_, own, _)| *own == setting && !by_selection);
    format!("--{}", flag.map_or(SELECT, |(flag, ..)| flag))
}

impl clap::Args for ChoiceArgs {
    fn augment_args(command: Command) -> Command {
        let flag = |name: &'static str, help: &'static str| {
            let flag = Arg::new(name).long(name).help(help).value_name("CHECK").action(ArgAction::Append);
            let flag = flag.help_heading(CHECKS).hide_possible_values(true);
            flag.value_delimiter(',').value_parser(complete::checks(named_checks))
        };
        let select = flag(SELECT, "Run only these checks; one that is off by default runs if its id is given");
        SEVERITIES.iter().fold(command.arg(select), |command, (name, _, help)| command.arg(flag(name, help)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for ChoiceArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<ChoiceArgs, clap::Error> {
        let mut said: Vec<(Specificity, usize, &NamedChecks, Setting)> = Vec::new();
        for (name, setting, _) in SEVERITIES {
            let places = matches.indices_of(name).into_iter().flatten();
            let named = matches.get_many::<NamedChecks>(name).into_iter().flatten();
            said.extend(places.zip(named).map(|(place, named)| (named.specificity, place, named, setting)));
        }
        said.sort_by_key(|(specificity, place, ..)| (*specificity, *place));
        let severities =
            said.into_iter().flat_map(|(.., named, setting)| named.ids.iter().map(move |id| (*id, setting)));
        let select = matches.get_many::<NamedChecks>(SELECT).into_iter().flatten().cloned();
        Ok(ChoiceArgs { severities: severities.collect(), select: select.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn named_checks(word: &str) -> Result<NamedChecks<'static>, String> {
    if word == LIMIT_REACHED.id {
        return Err(format!("`{word}` is always an error"));
    }
    lint::check_names().named(word).map_err(|none| {
        let meant = none.meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        none.message + &meant
    })
}
