//! Patterns for owners.

use std::fmt;
use std::str::FromStr;

use super::names::check_labels;
use super::wild::{between_stars, glob};
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::{PROTOCOL_LABELS, serde_as_text};
use crate::text::suggest::nearest;

/// Whether the label of a pattern fits another.
fn fits(pattern: &[u8], label: &[u8]) -> bool {
    match pattern {
        b"*" => true,
        _ if pattern.contains(&b'*') => glob(pattern, label),
        _ => pattern.eq_ignore_ascii_case(label),
    }
}

/// Whether a text is that of these labels, in any case.
fn is_text_of(text: &[u8], labels: &[&[u8]]) -> bool {
    let Some((last, before)) = labels.split_last() else { return text.is_empty() };
    let Some((front, end)) = text.split_at_checked(text.len().wrapping_sub(last.len())) else { return false };
    end.eq_ignore_ascii_case(last)
        && match before {
            [] => front.is_empty(),
            _ => front.strip_suffix(b".").is_some_and(|front| is_text_of(front, before)),
        }
}

/// The leading labels of an owner: `_sip._tls`, `_ldap._tcp.*._sites.gc._msdcs`.
///
/// A label may hold `*`, which stands for any run of bytes inside that label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerPattern {
    text: String,
    /// Length of the first label.
    first: u32,
    labels: u8,
    globs: u8,
}

impl OwnerPattern {
    /// The pattern `@`.
    pub(in crate::ruleset) fn apex() -> OwnerPattern {
        OwnerPattern { text: "@".into(), first: 0, labels: 0, globs: 0 }
    }

    /// The pattern as text, in lower case.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The labels, in lower case.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.text.split('.').take(usize::from(self.labels))
    }

    /// The first label, in lower case; the empty text for the apex.
    pub fn first_label(&self) -> &str {
        &self.text[..self.first as usize]
    }

    /// The second label, in lower case, where services have their protocol.
    pub fn protocol(&self) -> Option<&str> {
        self.labels().nth(1)
    }

    /// Whether the pattern is `@`: nothing before the zone.
    pub fn is_apex(&self) -> bool {
        self.labels == 0
    }

    /// Whether no label holds a `*`: the pattern is a name one can look up.
    pub fn is_name(&self) -> bool {
        self.globs == 0
    }

    /// How many labels there are.
    pub fn label_count(&self) -> usize {
        self.labels.into()
    }

    /// Whether an owner begins with these labels. `@` matches only an owner without labels.
    pub fn matches(&self, owner: &[&[u8]]) -> bool {
        if self.labels == 0 {
            return owner.is_empty();
        }
        let Some(leading) = owner.get(..usize::from(self.labels)) else { return false };
        // Patterns that are alike are so at their start, and few owners get beyond a look at the last byte.
        let ends = [self.text.as_bytes().last(), leading.last().and_then(|label| label.last())];
        if let [Some(own), Some(other)] = ends
            && *own != b'*'
            && *own != other.to_ascii_lowercase()
        {
            return false;
        }
        if self.is_name() {
            return is_text_of(self.text.as_bytes(), leading);
        }
        let labels = self.text.as_bytes().rsplit(|&byte| byte == b'.');
        labels.zip(leading.iter().rev()).all(|(pattern, label)| fits(pattern, label))
    }

    /// Whether an owner below the apex may match; its labels may go on with those of the apex.
    pub fn may_match<'l>(&self, labels: impl Iterator<Item = &'l [u8]>) -> bool {
        let own = self.text.as_bytes().split(|&byte| byte == b'.');
        !self.is_apex() && own.zip(labels).all(|(pattern, label)| fits(pattern, label))
    }

    /// Whether these are all labels of an owner, with nothing after them.
    pub fn is_whole(&self, owner: &[&[u8]]) -> bool {
        owner.len() == usize::from(self.labels) && self.matches(owner)
    }

    /// Orders patterns that match the same owner: more labels first, then fewer globs.
    pub(in crate::ruleset) fn specificity(&self) -> (u8, std::cmp::Reverse<u8>) {
        (self.labels, std::cmp::Reverse(self.globs))
    }
}

impl Pieces for OwnerPattern {
    fn pieces(&self) -> Vec<&str> {
        self.labels().flat_map(between_stars).collect()
    }
}

impl FromStr for OwnerPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<OwnerPattern, String> {
        if text == "@" {
            return Ok(OwnerPattern::apex());
        }
        check_labels(text)?;
        let (mut labels, mut globs) = (0u8, 0);
        for label in text.split('.') {
            if label.is_empty() {
                return Err(format!("`{text}` has an empty label: write only the leading labels, without a final dot"));
            }
            labels = labels.checked_add(1).ok_or_else(|| format!("`{text}` has over 255 labels"))?;
            globs += u8::from(label.contains('*'));
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("`{text}` has a `{}`, which a label cannot have", c.escape_default()));
        }
        let first = text.find('.').unwrap_or(text.len()) as u32;
        Ok(OwnerPattern { text: text.to_ascii_lowercase(), first, labels, globs })
    }
}

impl fmt::Display for OwnerPattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}
serde_as_text!(OwnerPattern, "the leading labels of an owner", "number", "^(@|[^\\s.]+(\\.[^\\s.]+)*)$");

/// What is wrong with a pattern as the name of a service; with a label to write instead.
pub(in crate::ruleset) fn service_problem(pattern: &OwnerPattern) -> Option<(String, Option<&'static str>)> {
    let first = pattern.first_label();
    if pattern.is_apex() || !(first.starts_with('_') || first.contains('*')) {
        return Some((format!("`{pattern}` is not a service: its first label must begin with `_`"), None));
    }
    match pattern.protocol() {
        None => Some((format!("`{pattern}` has no protocol label: write for example `{pattern}._tcp`"), None)),
        Some(label) if label.contains('*') || PROTOCOL_LABELS.contains(&label) => None,
        Some(label) => {
            let underscored = PROTOCOL_LABELS.iter().find(|known| known[1..] == *label).copied();
            let meant = underscored.or_else(|| nearest(label, PROTOCOL_LABELS.iter().copied()));
            Some((format!("`{label}` is not a protocol label"), meant))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn owner(pattern: &str, name: &str) -> bool {
        let labels: Vec<&[u8]> = name.split('.').filter(|l| !l.is_empty()).map(str::as_bytes).collect();
        pattern.parse::<OwnerPattern>().unwrap().matches(&labels)
    }

    #[test]
    fn globs_stay_inside_a_label_of_an_owner() {
        assert!(owner("_ldap._tcp.*._sites.gc._msdcs", "_ldap._TCP.Paris._sites.gc._msdcs.corp.example"));
        assert!(!owner("_ldap._tcp.*._sites.gc._msdcs", "_ldap._tcp.a.b._sites.gc._msdcs"));
        assert!(owner("_mssms_mp_*._tcp", "_mssms_mp_AB1._tcp"));
        assert!(!owner("_mssms_mp_*._tcp", "_mssms_mp._tcp"));
        assert!(!owner("_sip._tcp", "_sip"));
        assert!(owner("@", "") && !owner("@", "www"));
    }

    #[test]
    fn labels_are_compared_as_a_whole() {
        assert!(owner("_xldap._tcp", "_XLDAP._tcp.www"));
        for other in
            ["ldap._tcp", "_xldap._xtcp", "_x._xldap._tcp", "_xldap.tcp", "_xldap_._tcp", "_xlda._tcp", "._tcp"]
        {
            assert!(!owner("_xldap._tcp", other), "{other}");
        }
        assert!(!owner("ldap", "_ldap") && !owner("_ldap", "ldap") && !owner("_ldap", "ap"));
    }

    #[test]
    fn protocol_labels_are_checked() {
        let problem = |text: &str| service_problem(&text.parse().unwrap());
        assert_eq!(problem("_sip._tcp"), None);
        assert_eq!(problem("_grpc.*"), None);
        assert_eq!(problem("_sip._tpc").unwrap().1, Some("_tcp"));
        assert_eq!(problem("_sip.tcp").unwrap().1, Some("_tcp"));
        assert!(problem("_sip").unwrap().0.contains("has no protocol label"));
        assert!(problem("sip._tcp").unwrap().0.contains("must begin with `_`"));
    }
}
