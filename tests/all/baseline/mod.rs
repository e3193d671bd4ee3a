//! What is known already: baselines, fingerprints, comments that silence.

mod files;
mod fingerprints;
mod ignores;
mod values;
