//! Which files are read, as which zones.

#[cfg(unix)]
mod containment;
mod zones;
