//! Addresses of pages about the program and its checks.

/// Where the program is published.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The version of this program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The address of the page of a check, as of this version.
pub(crate) fn page_of(check: &str) -> String {
    format!("{REPOSITORY}/blob/v{VERSION}/docs/checks.md#{check}")
}
