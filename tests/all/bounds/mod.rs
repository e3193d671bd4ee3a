//! What hard input may cost.

#[cfg(unix)]
mod environment;
mod findings;
#[cfg(unix)]
mod growth;
mod growth_rules;
#[cfg(unix)]
mod hostile;
mod limits;
