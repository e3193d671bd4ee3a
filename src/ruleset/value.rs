//! The small grammars of single values.
//!
//! Each type is written the same way in YAML and in the compiled form, so one parser and one
//! set of messages serve both.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Severity;
use crate::syntax::ttl;

/// Serde by way of `FromStr` and `Display`; a number in the file counts as its digits.
macro_rules! serde_as_text {
    ($type:ty, $expecting:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                }
                from.deserialize_any(Text)
            }
        }
    };
}
pub(super) use serde_as_text;

/// A type that is one of a few words.
pub(super) trait Words: Sized {
    /// The words, as written.
    const WORDS: &'static [&'static str];
}

/// Enums written as words, with a message that names the choice.
macro_rules! words {
    ($type:ident, $what:literal, $($word:literal => $variant:ident),+) => {
        impl Words for $type {
            const WORDS: &'static [&'static str] = &[$($word),+];
        }
        impl FromStr for $type {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok($type::$variant),)+
                    _ => Err(format!("`{text}` is no {}: it is one of `{}`", $what, Self::WORDS.join("`, `"))),
                }
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str(match self { $($type::$variant => $word),+ })
            }
        }
        serde_as_text!($type, $what);
    };
}

/// How sure we are that a service has its default port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Clients or the vendor expect this port and no other.
    Fixed,
    /// A strong default; other ports are known to be chosen.
    Usual,
    /// Naming a port of one's own is what the record is for.
    Free,
}
words!(Policy, "policy", "fixed" => Fixed, "usual" => Usual, "free" => Free);

/// Whether a record has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Its absence is a finding.
    Required,
    /// Both are fine.
    Optional,
    /// Its existence is a finding.
    Forbidden,
}
words!(Presence, "presence", "required" => Required, "optional" => Optional, "forbidden" => Forbidden);

/// What a rule file says of the severity of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Not reported.
    Off,
    /// [`Severity::Info`].
    Info,
    /// [`Severity::Warning`].
    Warning,
    /// [`Severity::Error`].
    Error,
}
words!(Setting, "severity", "off" => Off, "info" => Info, "warning" => Warning, "error" => Error);

impl Setting {
    /// The severity; none for `off`.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Setting::Off => None,
            Setting::Info => Some(Severity::Info),
            Setting::Warning => Some(Severity::Warning),
            Setting::Error => Some(Severity::Error),
        }
    }
}

/// Protocol labels that are in use: RFC 8552 Table 3, and `_tls` and `_http`, which practice added.
pub const PROTOCOL_LABELS: &[&str] =
    &["_tcp", "_udp", "_tls", "_sctp", "_dccp", "_http", "_ipv6", "_ldap", "_ocsp", "_sip", "_xmpp"];

/// A port number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port(pub u16);

impl FromStr for Port {
    type Err = String;

    fn from_str(text: &str) -> Result<Port, String> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{text}` is no port: write a number from 0 to 65535"));
        }
        text.parse().map(Port).map_err(|_| format!("port `{text}` is over 65535"))
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}
serde_as_text!(Port, "a port number");

/// Ports from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortRange {
    /// The lowest.
    pub first: u16,
    /// The highest.
    pub last: u16,
}

impl PortRange {
    /// Every port there is: what `any` means.
    pub const ANY: PortRange = PortRange { first: 0, last: u16::MAX };

    /// Whether a port lies in it.
    pub fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

impl FromStr for PortRange {
    type Err = String;

    fn from_str(text: &str) -> Result<PortRange, String> {
        if text == "any" {
            return Ok(PortRange::ANY);
        }
        let Some((first, last)) = text.split_once("..") else {
            let Port(port) = text.parse()?;
            return Ok(PortRange { first: port, last: port });
        };
        let (Port(first), Port(last)) = (first.trim().parse()?, last.trim().parse()?);
        if first > last {
            return Err(format!("the range `{text}` is reversed: `{last}..{first}` is meant"));
        }
        Ok(PortRange { first, last })
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (*self, self.first == self.last) {
            (PortRange::ANY, _) => f.write_str("any"),
            (_, true) => self.first.fmt(f),
            (_, false) => write!(f, "{}..{}", self.first, self.last),
        }
    }
}
serde_as_text!(PortRange, "a port, a range of ports or `any`");

/// A span of time as zone files write it: `300`, `5m`, `1h30m`, `1w2d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub u32);

impl Seconds {
    /// The longest TTL there is (RFC 2181, section 8).
    pub const MAX: Seconds = Seconds(i32::MAX as u32);
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Seconds, String> {
        match ttl::parse(text.as_bytes()) {
            Some(Ok(seconds)) if Seconds(seconds) <= Seconds::MAX => Ok(Seconds(seconds)),
            Some(_) => Err(format!("`{text}` is longer than a TTL can be, {}", Seconds::MAX.0)),
            None => Err(format!("`{text}` is no duration: write seconds, or units as in `5m`, `1h30m`, `2d`")),
        }
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            seconds => f.write_str(&ttl::format(seconds)),
        }
    }
}

/// TTLs from one to another, both included. An open end is written `5m..` or `..1d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TtlRange {
    /// The shortest.
    pub min: Seconds,
    /// The longest.
    pub max: Seconds,
}

impl TtlRange {
    /// Whether a TTL lies in it.
    pub fn contains(self, ttl: u32) -> bool {
        (self.min.0..=self.max.0).contains(&ttl)
    }
}

impl FromStr for TtlRange {
    type Err = String;

    fn from_str(text: &str) -> Result<TtlRange, String> {
        let Some((min, max)) = text.split_once("..") else {
            let only = text.parse()?;
            return Ok(TtlRange { min: only, max: only });
        };
        let (min, max) = (min.trim(), max.trim());
        if min.is_empty() && max.is_empty() {
            return Err(format!("the range `{text}` has neither a lower nor an upper end"));
        }
        let range = TtlRange {
            min: if min.is_empty() { Seconds(0) } else { min.parse()? },
            max: if max.is_empty() { Seconds::MAX } else { max.parse()? },
        };
        if range.min > range.max {
            return Err(format!("the range `{text}` is reversed: `{max}..{min}` is meant"));
        }
        Ok(range)
    }
}

impl fmt::Display for TtlRange {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (self.min, self.max) {
            (min, max) if min == max => min.fmt(f),
            (min, Seconds::MAX) => write!(f, "{min}.."),
            (min, max) => write!(f, "{min}..{max}"),
        }
    }
}
serde_as_text!(TtlRange, "a duration or a range of durations");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Result<u32, String> {
        text.parse().map(|Seconds(s)| s)
    }

    #[test]
    fn durations() {
        for (text, value) in [
            ("0", 0),
            ("300", 300),
            ("5m", 300),
            ("1H", 3600),
            ("1h30m", 5400),
            ("1w2d", 777_600),
            ("90s", 90),
            ("2147483647", 2_147_483_647),
        ] {
            assert_eq!(seconds(text), Ok(value), "{text}");
        }
        for text in ["", "m", "5x", "5m3", "-1", "1.5h", "5 m", "h1"] {
            assert!(seconds(text).unwrap_err().contains("is no duration"), "{text}");
        }
        for text in ["2147483648", "99999999999999999999999", "9999w", "18446744073709551615w"] {
            assert!(seconds(text).unwrap_err().contains("longer than a TTL"), "{text}");
        }
    }

    #[test]
    fn durations_print_as_they_are_read() {
        for text in ["0", "1s", "5m", "1h30m", "1d", "1w2d3h4m5s"] {
            assert_eq!(text.parse::<Seconds>().unwrap().to_string(), text);
        }
        assert_eq!(Seconds(86_400).to_string(), "1d");
    }

    #[test]
    fn ttl_ranges() {
        let range = |text: &str| text.parse::<TtlRange>().map(|r| (r.min.0, r.max.0));
        assert_eq!(range("5m..1h"), Ok((300, 3600)));
        assert_eq!(range("5m .. 1h"), Ok((300, 3600)));
        assert_eq!(range("600"), Ok((600, 600)));
        assert_eq!(range("1h.."), Ok((3600, 2_147_483_647)));
        assert_eq!(range("..1d"), Ok((0, 86_400)));
        assert_eq!(range("1h..5m"), Err("the range `1h..5m` is reversed: `5m..1h` is meant".into()));
        assert!(range("..").unwrap_err().contains("neither"));
        assert!(range("5m-1h").unwrap_err().contains("is no duration"));
        let edges: TtlRange = "5m..1h".parse().unwrap();
        assert_eq!([299, 300, 3600, 3601].map(|ttl| edges.contains(ttl)), [false, true, true, false]);
    }

    #[test]
    fn ports_and_ranges_of_ports() {
        let range = |text: &str| text.parse::<PortRange>().map(|r| (r.first, r.last));
        assert_eq!(range("443"), Ok((443, 443)));
        assert_eq!(range("5901..5999"), Ok((5901, 5999)));
        assert_eq!(range("any"), Ok((0, 65_535)));
        assert_eq!(range("65536"), Err("port `65536` is over 65535".into()));
        assert_eq!(range("5999..5901"), Err("the range `5999..5901` is reversed: `5901..5999` is meant".into()));
        assert!(range("+5").unwrap_err().contains("is no port"));
        assert!(range("5..").unwrap_err().contains("is no port"));
    }

    #[test]
    fn words_name_the_choice() {
        assert_eq!("usual".parse(), Ok(Policy::Usual));
        assert_eq!(
            "usaul".parse::<Policy>(),
            Err("`usaul` is no policy: it is one of `fixed`, `usual`, `free`".to_string())
        );
        assert_eq!("off".parse::<Setting>().unwrap().severity(), None);
    }
}
