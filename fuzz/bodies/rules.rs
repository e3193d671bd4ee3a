//! A rule file is read whatever it is; with a mistake no zone is checked.

use super::files;

const ZONE: &str = "$TTL 1h\n@ SOA ns h 2026010101 4h 1h 2w 1h\n@ NS ns\nns A 192.0.2.1\n_sip._tcp SRV 0 0 5061 ns\n";

pub(super) fn holds(bytes: &[u8]) {
    let zone = ("example.com.zone".to_owned(), ZONE.as_bytes().to_vec());
    let rules = ("zonelint.yaml".to_owned(), bytes.to_vec());
    let outcome = files::lint(&files::file_system(&[zone, rules]));
    assert!(outcome.failures.is_empty() || outcome.project.zones.is_empty(), "{:?}", outcome.failures);
}
