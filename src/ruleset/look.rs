//! A look at a text: is it a rule file?

/// What may stand at the top of one.
const KEYS: [&str; 20] = [
    "baseline",
    "checks",
    "dnssec",
    "exclude",
    "extends",
    "fail-on",
    "format",
    "include",
    "include-dir",
    "includes",
    "mail",
    "overrides",
    "providers",
    "records",
    "serial",
    "servers",
    "services",
    "ttl",
    "version",
    "zones",
];

/// Whether the start of a text has the keys of a rule file at its top, and no others: there may be mistakes below.
pub fn is_rule_file(start: &[u8]) -> bool {
    // The look may end inside a line.
    let lines = memchr::memrchr(b'\n', start).map_or(start, |end| &start[..end]).split(|&b| b == b'\n');
    let is_inside = |line: &&[u8]| line.first().is_none_or(|b| b.is_ascii_whitespace() || b"#-.%}]".contains(b));
    let is_known = |key: &[u8]| KEYS.iter().any(|known| known.as_bytes() == key.trim_ascii());
    let mut tops = lines.filter(|line| !is_inside(line)).peekable();
    tops.peek().is_some() && tops.all(|line| memchr::memchr(b':', line).is_some_and(|colon| is_known(&line[..colon])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_schema() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../rules/zonelint.schema.json")).expect("it is JSON");
        let keys: Vec<&String> = schema["properties"].as_object().expect("an object").keys().collect();
        assert_eq!(keys, KEYS);
    }

    #[test]
    fn rule_files_are_told_from_other_text() {
        assert!(is_rule_file(b"# ours\n---\nextends: builtin:mail\nservices:\n- service: _sip._tcp\n  port: 5060\n"));
        assert!(is_rule_file(b"checks: {ns-single: off}\n"));
        for other in ["", "# words\n", "name: ci\njobs: {}\n", "checks\n", "nothing found in 1 zone (9 records)\n"] {
            assert!(!is_rule_file(other.as_bytes()), "{other}");
        }
    }
}
