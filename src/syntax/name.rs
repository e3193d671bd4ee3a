//! Absolute domain names that are kept: of zones and origins, and as rule files, servers and people name them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// An absolute domain name in presentation format (RFC 1035 section 5.1), with its final dot. To clone it copies no
/// text. Names are equal whatever the case of their letters (RFC 4343).
#[derive(Clone, Debug)]
pub struct DomainName(Arc<str>);

impl DomainName {
    /// The name that a text is where it is known to be absolute: the final dot may be missing.
    pub fn new(text: &str) -> DomainName {
        if is_absolute(text) { DomainName(text.into()) } else { DomainName(format!("{text}.").into()) }
    }

    /// The name that a text in a zone file is; `None` where no origin is known to complete it.
    pub fn from_relative(text: &str, origin: Option<&DomainName>) -> Option<DomainName> {
        match (text, origin) {
            ("@", _) => origin.cloned(),
            (text, _) if is_absolute(text) => Some(DomainName(text.into())),
            (text, Some(origin)) if origin.is_root() => Some(DomainName::new(text)),
            (text, Some(origin)) => Some(DomainName(format!("{text}.{origin}").into())),
            (_, None) => None,
        }
    }

    /// With the final dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to be kept by what outlives a look at the zone: it is not copied.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// Without the final dot; of the root nothing is left.
    pub fn without_final_dot(&self) -> &str {
        self.0.strip_suffix('.').unwrap_or(&self.0)
    }

    /// Whether it is another name, or below that.
    pub fn is_within(&self, zone: &DomainName) -> bool {
        zone.is_root() || self == zone || ends_in(self.without_final_dot().as_bytes(), zone.as_str())
    }

    /// The name without its first label; of the root there is none.
    pub fn parent(&self) -> Option<DomainName> {
        let bytes = self.0.as_bytes();
        let mut dots = (0..bytes.len()).filter(|&at| bytes[at] == b'.' && is_absolute(&self.0[..=at]));
        let dot = dots.next().filter(|_| !self.is_root())?;
        Some(if dot + 1 == bytes.len() { DomainName::new(".") } else { DomainName(self.0[dot + 1..].into()) })
    }

    /// Whether it is the name of the root zone.
    pub fn is_root(&self) -> bool {
        &*self.0 == "."
    }
}

/// Whether a text ends in a dot that is not escaped.
fn is_absolute(text: &str) -> bool {
    text.strip_suffix('.').is_some_and(|front| front.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0)
}

/// Whether a name without a final dot has all labels of another at its end. A single label that
/// is the other's only one may be a host of that name.
pub fn ends_in(text: &[u8], name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).as_bytes();
    let Some((front, end)) = text.len().checked_sub(name.len()).map(|at| text.split_at(at)) else { return false };
    let is_boundary = front.last().map_or_else(|| name.contains(&b'.'), |&before| before == b'.');
    is_boundary && !name.is_empty() && end.eq_ignore_ascii_case(name)
}

impl PartialEq for DomainName {
    fn eq(&self, other: &DomainName) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for DomainName {}

impl Hash for DomainName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for piece in self.0.as_bytes().chunks(32) {
            let mut lower = [0; 32];
            lower[..piece.len()].copy_from_slice(piece);
            lower.make_ascii_lowercase();
            state.write(&lower);
        }
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_in_a_dot() {
        for (text, name) in [("example.com", "example.com."), ("example.com.", "example.com."), (".", ".")] {
            assert_eq!(DomainName::new(text).as_str(), name);
        }
        assert_eq!(DomainName::new(r"a\.").as_str(), r"a\..");
        assert_eq!(DomainName::new(r"a\\.").as_str(), r"a\\.");
        assert_eq!(DomainName::new("example.com").without_final_dot(), "example.com");
    }

    #[test]
    fn relative_names_are_completed() {
        let (zone, root) = (DomainName::new("example.com"), DomainName::new("."));
        let of = |text, origin| DomainName::from_relative(text, origin).map(|name| name.to_string());
        assert_eq!(of("www", Some(&zone)).as_deref(), Some("www.example.com."));
        assert_eq!(of("@", Some(&zone)).as_deref(), Some("example.com."));
        assert_eq!(of("com", Some(&root)).as_deref(), Some("com."));
        assert_eq!(of("www.", Some(&zone)).as_deref(), Some("www."));
        assert_eq!([of("www", None), of("@", None)], [None, None]);
    }

    #[test]
    fn parents_are_a_label_shorter() {
        let of = |text| DomainName::new(text).parent().map(|name| name.to_string());
        assert_eq!(of("www.example.com").as_deref(), Some("example.com."));
        assert_eq!(of(r"a\.b.example").as_deref(), Some("example."));
        assert_eq!(of("com").as_deref(), Some("."));
        assert_eq!(of("."), None);
        let is_within = |name: &str, zone: &str| DomainName::new(name).is_within(&DomainName::new(zone));
        assert!(is_within("a.Example.com", "example.com") && is_within("lan", "lan") && is_within("lan", "."));
        assert!(!is_within("myexample.com", "example.com") && !is_within("com", "example.com"));
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(DomainName::new("Example.COM"), DomainName::new("example.com."));
        assert_ne!(DomainName::new("example.com"), DomainName::new("example.org"));
    }

    #[test]
    fn whole_labels_count() {
        assert!(ends_in(b"www.example.com", "example.com."));
        assert!(ends_in(b"WWW.Example.COM", "example.com."));
        assert!(ends_in(b"example.com", "example.com."));
        assert!(!ends_in(b"myexample.com", "example.com."));
        assert!(!ends_in(b"com", "example.com."));
        assert!(ends_in(b"www.lan", "lan."));
        assert!(!ends_in(b"lan", "lan."));
        assert!(!ends_in(b"www", "."));
    }
}
