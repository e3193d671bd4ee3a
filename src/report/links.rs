//! Addresses of pages about the program and its checks.

/// Where the program is published.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The version of this program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where its site is, up to a slash.
const SITE: &str = env!("CARGO_PKG_HOMEPAGE");

/// The address of the page of a check.
pub(crate) fn page_of(check: &str) -> String {
    format!("{SITE}checks/{check}/")
}
