//! The names that records point at: whether they exist, and are what such a target may be.

mod classless;
pub(super) mod cross_zone;
mod glue;
mod registry;

checks! {
    target_does_not_exist: project
    target_is_address
    target_is_alias: project
    target_is_top_level: project
    target_missing_dot
    target_not_host_name
    target_repeated
    target_without_address
}
