//! What every name keeps to.

pub(super) fn check_name(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("a name is missing".into());
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!("`{}` has white space, which a name cannot have", text.escape_default()));
    }
    if text != "." && without_final_dot(text).split('.').any(|label| label.is_empty()) {
        return Err(format!("`{text}` has an empty label"));
    }
    check_labels(text)
}

/// What no name can match: labels are up to 63 bytes long (RFC 1035 section 2.3.4).
pub(super) fn check_labels(text: &str) -> Result<(), String> {
    if text.contains("**") {
        return Err(format!("`{text}` has a `**`: in names write `*`"));
    }
    match text.split('.').find(|label| label.bytes().filter(|byte| *byte != b'*').count() > 63) {
        Some(label) => Err(format!("`{label}` is longer than the 63 bytes of a label")),
        None => Ok(()),
    }
}

pub(super) fn without_final_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}
