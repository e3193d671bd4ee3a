//! Linting as a library: from files and rules to findings, with no disk, clock, environment or terminal of its own.
//!
//! | file | does |
//! |---|---|
//! | `pipeline` | the stages of a run, as one list |
//! | `rules` | finds and loads the rule file in force |
//! | `registry` | lists every kind of finding |
//! | `choice` | what a run asks of checks, over all that rule files say |
//! | `groups` | checks that are chosen together |
//! | `severity` | what flags and rule files say of the severity of a finding |
//! | `fixes` | which fixes are right for all that is made of the bytes they change |
//! | `overlap` | one finding for one mistake, where several checks see it |
//! | `add_ignores` | such comments, for all that a run finds |
//! | `suppress` | comments in zones that silence findings |
//! | `base` | the version that a run is held against |
//! | `baseline` | the findings that were there before |

mod add_ignores;
mod base;
pub mod baseline;
mod choice;
mod fixes;
mod groups;
mod overlap;
mod pipeline;
mod registry;
mod root;
pub mod rules;
mod severity;
pub mod suppress;

pub use crate::project::{Input, Stdin};
pub use add_ignores::{Commented, Comments, add_ignores};
pub use base::{Base, BaseOutcome};
pub use choice::{Choice, Chosen};
pub(crate) use fixes::why_left;
pub use groups::{Group, check_names, groups, groups_of};
pub use pipeline::{Outcome, Request, Stage, Standing, lint, read};
pub(crate) use pipeline::{check, zone_files};
pub use registry::{all_kinds, parameters};
pub use rules::RuleSource;
