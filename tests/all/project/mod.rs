//! Which files are read, as which zones.

mod around;
#[cfg(unix)]
mod containment;
mod file_systems;
mod includes;
mod servers;
mod shared_files;
mod zones;
