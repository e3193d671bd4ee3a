//! The pages: what they show is what the program takes and says, and they name one version and one repository.

mod blocks;
mod console;
mod dependencies;
mod faults;
mod repository;
mod rule_files;
mod versions;
