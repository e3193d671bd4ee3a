//! The language server, as its clients see it.

mod client;
mod diagnostics;
mod fixes;
mod names;
mod quick_fixes;
mod session;
mod typing;

use crate::support::{SWAPPED, ZONE};

const PATH: &str = "/zones/example.com.zone";

/// A zone with one mistake, the port on line 8.
fn swapped() -> String {
    format!("{ZONE}{SWAPPED}")
}
