//! The small grammars of single values.
//!
//! Each type is written the same way in YAML and in the compiled form, so one parser and one
//! set of messages serve both.

mod as_text;
pub(super) mod shape;

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Severity;
use crate::syntax::ttl;

pub(super) use as_text::serde_as_text;
use as_text::words;
pub(super) use shape::{Keyword, Shape};

/// How sure we are that a service has its default port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortPolicy {
    /// Clients or the vendor expect this port and no other.
    Fixed,
    /// A strong default; other ports are known to be chosen.
    Usual,
    /// Naming a port of one's own is what the record is for.
    Free,
}
words!(PortPolicy, "policy", "fixed" => Fixed, "usual" => Usual, "free" => Free);

/// Whether a record has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordPresence {
    /// Its absence is a finding.
    Required,
    /// Both are fine.
    Optional,
    /// Its existence is a finding.
    Forbidden,
}
words!(RecordPresence, "presence", "required" => Required, "optional" => Optional, "forbidden" => Forbidden);

/// Whether a policy of mail has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Its absence is a finding.
    Required,
    /// Both are fine.
    Optional,
}
words!(Requirement, "requirement", "required" => Required, "optional" => Optional);

/// What a domain asks of receivers for mail that fails DMARC, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DmarcPolicy {
    /// Nothing.
    None,
    /// To hold it back.
    Quarantine,
    /// To refuse it.
    Reject,
}
words!(DmarcPolicy, "policy", "none" => None, "quarantine" => Quarantine, "reject" => Reject);

/// The length of a key of RSA, in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyBits(pub u16);

impl FromStr for KeyBits {
    type Err = String;

    fn from_str(text: &str) -> Result<KeyBits, String> {
        // RFC 8301 section 3.2: verifiers take no less.
        let bits = text.parse().ok().filter(|bits| (1024..=16384).contains(bits));
        bits.map(KeyBits).ok_or_else(|| format!("`{text}` is not a key length: write bits from 1024 to 16384"))
    }
}

impl fmt::Display for KeyBits {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}
serde_as_text!(KeyBits, "a key length in bits", "integer", "^[0-9]{4,5}$");

/// A server that the zones are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerSoftware {
    /// BIND 9.
    Bind,
    /// NSD.
    Nsd,
    /// Knot DNS.
    Knot,
    /// PowerDNS with the BIND backend.
    PowerDns,
    /// CoreDNS.
    CoreDns,
}
words!(ServerSoftware, "server", "bind" => Bind, "nsd" => Nsd, "knot" => Knot, "powerdns" => PowerDns, "coredns" => CoreDns);

/// What a rule file says of the serial of a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SerialPolicy {
    /// It is another, and ahead, after each change.
    #[default]
    Raised,
    /// The same, and it is a date, `YYYYMMDDnn` (RFC 1912 section 2.2).
    Date,
    /// The same, and it is a time, in seconds since 1970.
    UnixTime,
    /// Something else than the file gives it: a server or a build.
    Managed,
}
words!(SerialPolicy, "serial", "raised" => Raised, "date" => Date, "unixtime" => UnixTime, "managed" => Managed);

/// What a rule file says of the severity of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl From<Severity> for Setting {
    fn from(severity: Severity) -> Setting {
        match severity {
            Severity::Info => Setting::Info,
            Severity::Warning => Setting::Warning,
            Severity::Error => Setting::Error,
        }
    }
}

/// The lowest severity that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Errors alone.
    Error,
    /// Warnings, too.
    Warning,
    /// Any finding.
    Info,
    /// No finding.
    Never,
}
words!(FailOn, "severity", "error" => Error, "warning" => Warning, "info" => Info, "never" => Never);

impl FailOn {
    /// Whether a finding of a severity fails a run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

/// What is done about the signatures of signed zones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureWork {
    /// They are held against what they cover, and not verified.
    #[default]
    Structure,
    /// They are verified, too.
    Verify,
}
words!(SignatureWork, "way to check signatures", "verify" => Verify, "structure" => Structure);

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
            return Err(format!("`{text}` is not a port: write a number from 0 to 65535"));
        }
        text.parse().map(Port).map_err(|_| format!("port `{text}` is over 65535"))
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}
serde_as_text!(Port, "a port number", "integer", "^[0-9]{1,5}$");

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

    /// Its port, where it is one.
    pub fn only(&self) -> Option<u16> {
        (self.first == self.last).then_some(self.first)
    }

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
            let Port(port) = text.parse().map_err(|why| with_hyphen(text).unwrap_or(why))?;
            return Ok(PortRange { first: port, last: port });
        };
        let (Port(first), Port(last)) = (first.trim().parse()?, last.trim().parse()?);
        if first > last {
            return Err(format!("the range `{text}` is reversed: write `{last}..{first}`"));
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
serde_as_text!(PortRange, "a port, a range of ports or `any`", "integer", "^(any|[0-9]{1,5}( *\\.\\. *[0-9]{1,5})?)$");

/// What is wrong with a text that is a range but for its dots.
fn with_hyphen(text: &str) -> Option<String> {
    let (first, last) = text.split_once(['-', '\u{2013}'])?;
    let (first, last) = (first.trim(), last.trim());
    let is_end =
        |end: &str| end.starts_with(|c: char| c.is_ascii_digit()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_end(first) && is_end(last)).then(|| format!("`{text}` is not a range: write `{first}..{last}`"))
}

/// Numbers from one to another, both included. An open end is written `2..` or `..3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberRange {
    /// The lowest.
    pub first: u16,
    /// The highest.
    pub last: u16,
}

impl NumberRange {
    /// Whether a number lies in it.
    pub fn contains(self, number: u16) -> bool {
        (self.first..=self.last).contains(&number)
    }
}

impl FromStr for NumberRange {
    type Err = String;

    fn from_str(text: &str) -> Result<NumberRange, String> {
        let number = |text: &str, if_open: u16| match text.trim() {
            "" => Ok(if_open),
            digits if !digits.bytes().all(|b| b.is_ascii_digit()) => {
                Err(format!("`{digits}` is not a number: write one from 0 to 65535, or a range as in `0..10`"))
            }
            digits => digits.parse().map_err(|_| format!("`{digits}` is over 65535")),
        };
        let Some((first, last)) = text.split_once("..") else {
            if text.is_empty() {
                return Err("a number is missing".into());
            }
            let only = number(text, 0).map_err(|why| with_hyphen(text).unwrap_or(why))?;
            return Ok(NumberRange { first: only, last: only });
        };
        if first.trim().is_empty() && last.trim().is_empty() {
            return Err(format!("the range `{text}` has neither a lower nor an upper end"));
        }
        let range = NumberRange { first: number(first, 0)?, last: number(last, u16::MAX)? };
        if range.first > range.last {
            return Err(format!("the range `{text}` is reversed: write `{}..{}`", range.last, range.first));
        }
        Ok(range)
    }
}

impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (self.first, self.last) {
            (first, last) if first == last => first.fmt(f),
            (first, u16::MAX) => write!(f, "{first}.."),
            (first, last) => write!(f, "{first}..{last}"),
        }
    }
}
serde_as_text!(
    NumberRange,
    "a number or a range of numbers",
    "integer",
    "^([0-9]{1,5}|[0-9]{1,5} *\\.\\.|([0-9]{1,5} *)?\\.\\. *[0-9]{1,5})$"
);

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
            Some(_) => Err(format!("`{text}` is longer than the maximum TTL, {}", Seconds::MAX.0)),
            None => Err(format!("`{text}` is not a duration: write seconds, or units as in `5m`, `1h30m`, `2d`")),
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
            let only = text.parse().map_err(|why| with_hyphen(text).unwrap_or(why))?;
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
            return Err(format!("the range `{text}` is reversed: write `{max}..{min}`"));
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
serde_as_text!(
    TtlRange,
    "a duration or a range of durations",
    "integer",
    "^(([0-9]+[smhdwSMHDW]?)+|([0-9]+[smhdwSMHDW]?)+ *\\.\\.|(([0-9]+[smhdwSMHDW]?)+ *)?\\.\\. *([0-9]+[smhdwSMHDW]?)+)$"
);

#[cfg(test)]
mod tests;
