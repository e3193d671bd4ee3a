//! IANA's registry of service names, as the last resort for services that no rule speaks of.
//!
//! One line a name, sorted: `imaps 993t`, `http-alt 591tu 8008tu 8080tu`, `matrix`. The letters
//! are the transports a port is registered for: tcp, udp, sctp, dccp. The registry dates from
//! 2026-02-13; IANA dedicates it to the public domain (CC0). A registration proves little:
//! most numbers below 10000 are somebody's.

use std::cmp::Ordering;

static NAMES: &str = include_str!("../../rules/iana-services.txt");

/// Whether a service label, underscore included, is a registered name.
pub fn is_registered(label: &str) -> bool {
    line_of(label).is_some()
}

/// The ports a service label is registered on for a protocol label, both with their underscores.
pub fn registered_ports(label: &str, protocol: &str) -> Vec<u16> {
    let transport = match protocol.to_ascii_lowercase().as_str() {
        "_tcp" => 't',
        "_udp" => 'u',
        "_sctp" => 's',
        "_dccp" => 'd',
        _ => return Vec::new(),
    };
    let ports = line_of(label).into_iter().flat_map(|line| line.split(' ').skip(1));
    let of_transport =
        ports.filter(|port| port.ends_with(|c: char| c.is_ascii_alphabetic()) && port.contains(transport));
    of_transport.filter_map(|port| port.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()).collect()
}

/// Looked up in the text as it stands: nothing is parsed for zones that do not ask.
fn line_of(label: &str) -> Option<&'static str> {
    let name = label.strip_prefix('_')?.to_ascii_lowercase();
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = NAMES[low..middle].rfind('\n').map_or(low, |at| low + at + 1);
        let end = NAMES[start..].find('\n').map_or(NAMES.len(), |at| start + at);
        let line = &NAMES[start..end];
        match line.split(' ').next().unwrap_or_default().cmp(name.as_str()) {
            Ordering::Equal => return Some(line),
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let names: Vec<&str> = NAMES.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert!(names.len() > 7000 && names.is_sorted_by(|a, b| a < b));
        for name in names {
            assert!(is_registered(&format!("_{name}")), "{name}");
        }
    }

    #[test]
    fn ports_are_those_of_the_transport() {
        assert_eq!(registered_ports("_mysqlx", "_tcp"), [33060]);
        assert_eq!(registered_ports("_MySQLx", "_udp"), [0; 0]);
        assert_eq!(registered_ports("_http-alt", "_udp"), [591, 8008, 8080]);
        assert_eq!(registered_ports("_sip", "_sctp"), [5060]);
        assert_eq!(registered_ports("_matrix", "_tcp"), [0; 0]);
        assert_eq!(registered_ports("_sip", "_tls"), [0; 0]);
        assert!(!is_registered("_nobodys-name") && !is_registered("http") && !is_registered("_"));
    }
}
