//! Linting as a library: from files and rules to findings, with no disk, clock, environment or terminal of its own.
//!
//! | file | does |
//! |---|---|
//! | `pipeline` | the stages of a run, as one list |
//! | `rules` | finds and loads the rule file in force |
//! | `registry` | lists every kind of finding |
//! | `severity` | what flags and rule files say of the severity of a finding |
//! | `overlap` | one finding for one mistake, where several checks see it |
//! | `suppress` | comments in zones that silence findings |
//! | `baseline` | the findings that were there before |

pub mod baseline;
mod overlap;
mod pipeline;
mod registry;
mod root;
pub mod rules;
mod severity;
pub mod suppress;

pub use crate::project::{Input, Stdin};
pub(crate) use pipeline::check;
pub use pipeline::{Outcome, Request, Stage, lint, read};
pub use registry::{all_kinds, parameters};
pub use rules::RuleSource;
