//! Which files are read, as which zones.

mod around;
#[cfg(unix)]
mod containment;
mod file_systems;
mod gitignore;
mod includes;
mod search;
mod servers;
mod several_zones;
mod shared_files;
mod views;
mod zones;
