//! Rule files and packs.

mod errors;
mod files;
mod pack;
mod schema;
mod yaml;
