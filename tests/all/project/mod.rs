//! Which files are read, as which zones.

#[cfg(unix)]
mod containment;
mod file_systems;
mod search;
mod several_zones;
mod shared_files;
mod views;
mod zones;
