//! How much a run takes on: where a small input could ask for more memory or time than there is, it stops
//! at a limit, and says so.

use std::str::FromStr;

use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::Span;

/// A limit was reached, and what lies beyond it was not read or not shown.
pub static LIMIT_REACHED: Meta = Meta {
    id: "limit-reached",
    summary: "a limit was reached: not everything was read or shown",
    severity: Severity::Error,
    references: &["docs/reliability.md"],
    explain: include_str!("limit_reached.md"),
    ..Meta::DEFAULT
};

/// Spells the limits: a public field for each, its default value, and the names that `--limit` knows.
macro_rules! limits {
    ($(#[doc = $doc:literal] $name:ident: $default:literal;)*) => {
        /// The limits of a run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = $doc] pub $name: usize,)*
        }

        impl Default for Limits {
            fn default() -> Limits {
                Limits { $($name: $default,)* }
            }
        }

        impl Limits {
            /// Their names.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// Sets one of them, if there is one of this name.
            fn set(&mut self, name: &str, value: usize) {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => {}
                }
            }
        }
    };
}

limits! {
    /// Findings of one kind in one file.
    findings: 100_000;
    /// Records that all `$GENERATE`s of a run make together.
    generated: 2_000_000;
    /// Zones and includes in files that the configuration of a server includes again, for another view.
    declared: 500_000;
    /// Bytes of included files that were read before: a file is read again for each place that includes it.
    included: 32_000_000;
    /// Records of zones that stand in several views, again for each view after the first.
    views: 10_000_000;
}

impl Limits {
    /// The limits with some of them changed; of two for one name the last one counts.
    pub fn with(changes: &[Change]) -> Limits {
        let mut limits = Limits::default();
        changes.iter().for_each(|change| limits.set(change.name, change.value));
        limits
    }
}

/// Another value for a limit, as `--limit NAME=N` gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    name: &'static str,
    value: usize,
}

impl FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Change, String> {
        let known = || format!("the limits are `{}`", Limits::NAMES.join("`, `"));
        let Some((name, value)) = text.split_once('=') else {
            return Err(format!("a limit is given as `NAME=N`; {}", known()));
        };
        let Some(name) = Limits::NAMES.iter().find(|known| **known == name) else {
            return Err(format!("there is no limit `{name}`; {}", known()));
        };
        let value = value.parse().map_err(|_| format!("`{value}` is not a valid number for `{name}`"))?;
        Ok(Change { name, value })
    }
}

/// How much of a limit is used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    limit: usize,
    used: usize,
    is_spent: bool,
}

/// The answer to a request for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// It is within the limit.
    Given,
    /// It would go beyond this limit, and is the first to do so.
    Ends(usize),
    /// One before it went beyond.
    Ended,
}

impl Meter {
    /// A limit of which nothing is used.
    pub fn new(limit: usize) -> Meter {
        Meter { limit, used: 0, is_spent: false }
    }

    /// Asks for so much more. After the first that does not fit nothing is given: what is read does not
    /// depend on which of those that follow happen to be small.
    pub fn take(&mut self, amount: usize) -> Grant {
        let used = self.used.saturating_add(amount);
        match self.is_spent {
            true => Grant::Ended,
            false if used > self.limit => {
                self.is_spent = true;
                Grant::Ends(self.limit)
            }
            false => {
                self.used = used;
                Grant::Given
            }
        }
    }

    /// Whether something was refused.
    pub fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// Takes back what was given since it was spent or not.
    pub fn give_back(&mut self, amount: usize, was_spent: bool) {
        self.used = self.used.saturating_sub(amount);
        self.is_spent = was_spent;
    }
}

/// The finding that the limit of this name was reached; the message says what is missing.
pub fn reached(name: &str, at: Span, message: impl Into<String>) -> Diagnostic {
    let help = format!("raise the limit with `--limit {name}=N`");
    let mut finding = Diagnostic::new(&LIMIT_REACHED, at, message).help(help);
    // Whoever wrote the input must not be able to hide that a part of it was not looked at.
    finding.ignorable = false;
    finding
}

/// Whether a finding says that a limit was reached.
pub fn is_reached(finding: &Diagnostic) -> bool {
    finding.is(&LIMIT_REACHED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_can_be_changed_by_its_name() {
        for name in Limits::NAMES {
            let change: Change = format!("{name}=7").parse().expect("a limit");
            assert_ne!(Limits::with(&[change]), Limits::default(), "{name}");
            let back = Change { name, value: 8 };
            assert_eq!(Limits::with(&[back, change]), Limits::with(&[change]), "{name}");
        }
        let changes = ["findings=1", "generated=2"].map(|text| text.parse().expect("a limit"));
        assert_eq!(Limits::with(&changes), Limits { findings: 1, generated: 2, ..Limits::default() });
    }

    #[test]
    fn what_is_no_limit_is_refused_with_the_names_there_are() {
        let why = |text: &str| text.parse::<Change>().expect_err("no limit");
        assert_eq!(
            why("records=1"),
            "there is no limit `records`; the limits are `findings`, `generated`, `declared`, `included`, `views`"
        );
        assert_eq!(
            why("7"),
            "a limit is given as `NAME=N`; the limits are `findings`, `generated`, `declared`, `included`, `views`"
        );
        assert_eq!(why("findings=many"), "`many` is not a valid number for `findings`");
        assert_eq!(why("findings=-1"), "`-1` is not a valid number for `findings`");
    }
}
