//! Bytes to tokens to entries, and the grammars of record data.

pub mod rdata;
pub mod token;
pub mod ttl;
