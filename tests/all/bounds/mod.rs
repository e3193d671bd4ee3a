//! What hard input may cost.

mod findings;
#[cfg(unix)]
mod growth;
mod growth_rules;
#[cfg(unix)]
mod hostile;
mod limits;
