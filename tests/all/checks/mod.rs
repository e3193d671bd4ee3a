//! What is found: fixtures, pages, packs, and what other programs and tables say.

mod causes;
mod differential;
mod fixes;
pub(crate) mod fixtures;
mod inventory;
mod oracle;
mod packs;
mod properties;
mod services;
mod signed;
mod signed_peers;
mod signers;
