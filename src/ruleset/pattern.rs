//! Patterns for owners, zones and targets.

use std::fmt;
use std::str::FromStr;

use super::literals::Pieces;
use super::value::{PROTOCOL_LABELS, serde_as_text};
use crate::text::suggest::nearest;

/// Whether `*` globs match a text; letters of either case are the same.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    wild(pattern, text, |byte| *byte == b'*', u8::eq_ignore_ascii_case)
}

/// What a text holds beside `*`.
pub(super) fn between_stars(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('*').filter(|piece| !piece.is_empty())
}

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

/// Whether a pattern matches, in which some items stand for any run of others.
///
/// Works from the last such item back, so the time is bounded by the product of the lengths.
pub(super) fn wild<P, T>(
    pattern: &[P],
    text: &[T],
    is_star: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(item) if is_star(item) => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(item) if fits(item, &text[t]) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = last_star else { return false };
                last_star = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
        }
    }
    pattern[p..].iter().all(is_star)
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
    pub(super) fn apex() -> OwnerPattern {
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
    pub(super) fn specificity(&self) -> (u8, std::cmp::Reverse<u8>) {
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
                return Err(format!("`{text}` has an empty label: write the leading labels only, with no final dot"));
            }
            labels = labels.checked_add(1).ok_or_else(|| format!("`{text}` has over 255 labels"))?;
            globs += u8::from(label.contains('*'));
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("`{text}` has a `{}` in it: no label has one", c.escape_default()));
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
pub(super) fn service_problem(pattern: &OwnerPattern) -> Option<(String, Option<&'static str>)> {
    let first = pattern.first_label();
    if pattern.is_apex() || !(first.starts_with('_') || first.contains('*')) {
        return Some((format!("`{pattern}` names no service: its first label must begin with `_`"), None));
    }
    match pattern.protocol() {
        None => Some((format!("`{pattern}` has no protocol label: `{pattern}._tcp` is a service"), None)),
        Some(label) if label.contains('*') || PROTOCOL_LABELS.contains(&label) => None,
        Some(label) => {
            let underscored = PROTOCOL_LABELS.iter().find(|known| known[1..] == *label).copied();
            let meant = underscored.or_else(|| nearest(label, PROTOCOL_LABELS.iter().copied()));
            Some((format!("`{label}` is no protocol label"), meant))
        }
    }
}

/// The name of a zone, or a pattern for many: `*` stands for any run of labels and bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameGlob(String);

impl NameGlob {
    /// Whether a name matches, with or without its final dot.
    pub fn matches(&self, name: &str) -> bool {
        glob(self.0.as_bytes(), without_final_dot(name).as_bytes())
    }

    /// Whether everything `other` matches is matched by this too.
    ///
    /// Reading the other pattern as a name answers that: whatever its star stands for, one of
    /// ours already stands for it.
    pub(super) fn covers(&self, other: &NameGlob) -> bool {
        glob(self.0.as_bytes(), other.0.as_bytes())
    }

    /// Whether it is the name of one zone.
    pub(super) fn is_name(&self) -> bool {
        !self.0.contains('*')
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Pieces for NameGlob {
    fn pieces(&self) -> Vec<&str> {
        between_stars(&self.0).collect()
    }
}

impl FromStr for NameGlob {
    type Err = String;

    fn from_str(text: &str) -> Result<NameGlob, String> {
        check_name(text)?;
        // Classless reverse zones have a slash in their names (RFC 2317).
        if text.contains('/') && !without_final_dot(text).to_ascii_lowercase().ends_with(".in-addr.arpa") {
            return Err(format!("`{text}` holds a `/`: zones go by their names, as in `example.com`"));
        }
        Ok(NameGlob(without_final_dot(text).to_ascii_lowercase()))
    }
}

impl fmt::Display for NameGlob {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}
serde_as_text!(NameGlob, "the name of a zone, or a pattern for names", "number", "^(\\.|[^\\s.]+(\\.[^\\s.]+)*\\.?)$");

/// A target that is allowed: a name from the root, `*` for any run, `{zone}` for the zone's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TargetPattern(String);

impl TargetPattern {
    /// Whether a target may be this, in a zone; names with or without their final dots.
    pub fn matches(&self, target: &str, zone: &str) -> bool {
        let wanted = self.0.replace("{zone}", without_final_dot(zone));
        glob(without_final_dot(&wanted).as_bytes(), without_final_dot(target).as_bytes())
    }

    /// What is allowed in a zone, with the final dot: a name, or a pattern that holds `*`.
    pub fn in_zone(&self, zone: &str) -> String {
        format!("{}.", without_final_dot(&self.0.replace("{zone}", without_final_dot(zone))))
    }
}

impl Pieces for TargetPattern {
    fn pieces(&self) -> Vec<&str> {
        let pieces = self.0.split("{zone}").flat_map(between_stars).map(|piece| piece.trim_end_matches('.'));
        pieces.filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for TargetPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<TargetPattern, String> {
        let rest = text.replace("{zone}", "zone");
        if let Some(open) = rest.find(['{', '}']) {
            return Err(format!("`{}` is no placeholder: `{{zone}}` is the only one", &rest[open..]));
        }
        check_name(&rest)?;
        if text != "*" && !text.starts_with("{zone}") && !without_final_dot(&rest).contains('.') && text != "." {
            return Err(format!("`{text}` has one label: targets are full names, as in `{text}.{{zone}}`"));
        }
        Ok(TargetPattern(without_final_dot(text).to_string()))
    }
}

impl fmt::Display for TargetPattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}
serde_as_text!(
    TargetPattern,
    "the name of a target, or a pattern for names",
    "number",
    "^(\\.|[^\\s.]+(\\.[^\\s.]+)*\\.?)$"
);

/// The data of a record as a rule writes it; `{zone}` stands for the zone's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataPattern(String);

impl DataPattern {
    /// Whether data fit, with `*` for any run of bytes and letters of either case the same.
    pub fn matches(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        let pattern = self.plain(zone, is_text);
        match is_text {
            true => glob(pattern.as_bytes(), data),
            false => glob(without_final_dot(&pattern).as_bytes(), data.strip_suffix(b".").unwrap_or(data)),
        }
    }

    /// Whether data are these. Of texts the case counts; the final dot of a name at the end may be
    /// left out.
    pub fn is(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        let own = self.plain(zone, is_text);
        let data_without_dot = data.strip_suffix(b".").unwrap_or(data);
        match is_text {
            true => own.as_bytes() == data,
            false => without_final_dot(&own).as_bytes().eq_ignore_ascii_case(data_without_dot),
        }
    }

    /// The text as it is written, in a zone.
    pub fn in_zone(&self, zone: &str) -> String {
        self.0.replace("{zone}", without_final_dot(zone))
    }

    /// The data meant in a zone: quotes are the zone file's, and the strings of a text are one.
    fn plain(&self, zone: &str, is_text: bool) -> String {
        let text = self.in_zone(zone);
        let text = if is_text { text.replace("\" \"", "") } else { text };
        // A quote that is meant stands behind a backslash.
        text.replace("\\\"", "\0").replace('"', "").replace('\0', "\"")
    }
}

impl Pieces for DataPattern {
    fn pieces(&self) -> Vec<&str> {
        // Quotes go with the blanks between them, and a final dot may.
        let parts = self.0.split("{zone}").flat_map(|part| part.split(['*', '"', '\\', ' ', '\0']));
        parts.map(|part| part.trim_end_matches('.')).filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for DataPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<DataPattern, String> {
        if text.is_empty() {
            return Err("no record has empty data".into());
        }
        Ok(DataPattern(text.to_string()))
    }
}

impl fmt::Display for DataPattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
serde_as_text!(DataPattern, "the data of a record, or a pattern for it", "number", ".");

fn check_name(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("a name is missing".into());
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!("`{}` holds white space: no name does", text.escape_default()));
    }
    if text != "." && without_final_dot(text).split('.').any(|label| label.is_empty()) {
        return Err(format!("`{text}` has an empty label"));
    }
    check_labels(text)
}

/// What no name can match: labels are up to 63 bytes long (RFC 1035 section 2.3.4).
fn check_labels(text: &str) -> Result<(), String> {
    if text.contains("**") {
        return Err(format!("`{text}` has a `**` in it: in names one `*` stands for anything"));
    }
    match text.split('.').find(|label| label.bytes().filter(|byte| *byte != b'*').count() > 63) {
        Some(label) => Err(format!("`{label}` is longer than the 63 bytes of a label")),
        None => Ok(()),
    }
}

fn without_final_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
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
    fn globs_of_names_cross_labels() {
        let zone = |pattern: &str, name: &str| pattern.parse::<NameGlob>().unwrap().matches(name);
        assert!(zone("*.corp.example", "A.b.corp.example."));
        assert!(!zone("*.corp.example", "corp.example"));
        assert!(zone("example.com.", "EXAMPLE.com"));
        assert!(zone("10.*.in-addr.arpa", "10.1.2.in-addr.arpa"));
        assert!(!zone("example.com", "example.com.br"));
    }

    #[test]
    fn a_glob_covers_what_it_would_match() {
        let covers = |a: &str, b: &str| a.parse::<NameGlob>().unwrap().covers(&b.parse().unwrap());
        assert!(covers("*.example", "*.corp.example") && covers("*.example", "corp.example"));
        assert!(!covers("*.corp.example", "*.example"));
    }

    #[test]
    fn targets_know_the_zone() {
        let target =
            |pattern: &str, name: &str| pattern.parse::<TargetPattern>().unwrap().matches(name, "example.com.");
        assert!(target("sip.{zone}", "SIP.example.com."));
        assert!(!target("sip.{zone}", "sip.example.net."));
        assert!(target("*.{zone}.", "a.b.example.com"));
        assert!(target(".", ".") && !target(".", "a."));
        assert!("sip".parse::<TargetPattern>().unwrap_err().contains("`sip.{zone}`"));
        assert!("a.{zon}".parse::<TargetPattern>().unwrap_err().contains("no placeholder"));
    }

    #[test]
    fn many_stars_end_quickly() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!glob(pattern.as_bytes(), "a".repeat(20_000).as_bytes()));
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
