//! What is known already: baselines, fingerprints, comments that silence.

mod add_ignores;
mod files;
mod fingerprints;
mod ignores;
mod values;
