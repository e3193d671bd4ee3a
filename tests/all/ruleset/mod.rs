//! Rule files and packs.

mod errors;
mod files;
mod mail;
mod pack;
mod schema;
mod yaml;
