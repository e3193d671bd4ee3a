//! Words that one server or tool alone reads where a zone file has others.

use super::Problem;
use super::token::Token;
use crate::diagnostic::Severity;

/// What such a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnWord {
    /// Who reads it.
    pub server: &'static str,
    /// What it stands for.
    pub part: Part,
}

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The type of a record.
    Type,
    /// The class of a record.
    Class,
    /// A directive.
    Directive,
    /// When the record was last refreshed.
    TimeStamp,
    /// The zone, in a name.
    Zone,
}

const GDNSD: &str = "gdnsd";
const POWERDNS: &str = "PowerDNS";
const PROVIDERS: &str = "some providers";
const WINDOWS: &str = "Windows DNS";

/// Types, whose data are the server's own matter.
const TYPES: [(&str, &str); 8] = [
    ("ANAME", PROVIDERS),
    ("ALIAS", POWERDNS),
    ("LUA", POWERDNS),
    ("DYNA", GDNSD),
    ("DYNC", GDNSD),
    ("WINS", WINDOWS),
    ("WINSR", WINDOWS),
    ("WINS-R", WINDOWS),
];

/// gdnsd's word for the zone itself, whatever the origin.
pub const ZONE_OF_GDNSD: OwnWord = OwnWord { server: GDNSD, part: Part::Zone };

/// The stamp of a record that ages: `[AGE:3633973]` in what `dnscmd /zoneexport` writes, `[Aging:3633973]` in what
/// `dnscmd /enumrecords` shows.
pub const TIME_STAMP: OwnWord = OwnWord { server: WINDOWS, part: Part::TimeStamp };

/// What a word in the place of the type is, if one server has it for itself.
pub fn of_type(text: &[u8]) -> Option<OwnWord> {
    let named = |(name, _): &&(&str, &str)| name.as_bytes().eq_ignore_ascii_case(text);
    let of_type = TYPES.iter().find(named).map(|&(_, server)| OwnWord { server, part: Part::Type });
    // What Route 53 alone has, cli53 writes in a class of its own: `@ 60 AWS ALIAS A www $self false`.
    let class = OwnWord { server: "cli53", part: Part::Class };
    of_type.or_else(|| text.eq_ignore_ascii_case(b"AWS").then_some(class))
}

/// The same for a directive.
pub fn of_directive(text: &[u8]) -> Option<OwnWord> {
    let limits = ["$ADDR_LIMIT_V4", "$ADDR_LIMIT_V6"];
    let is_limit = limits.iter().any(|limit| limit.as_bytes().eq_ignore_ascii_case(text));
    is_limit.then_some(OwnWord { server: GDNSD, part: Part::Directive })
}

/// Whether a word is the stamp of a record that ages.
pub fn is_time_stamp(text: &[u8]) -> bool {
    let inner = text.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]"));
    let Some((word, [_, digits @ ..])) = inner.and_then(|inner| {
        let colon = inner.iter().position(|&byte| byte == b':')?;
        Some(inner.split_at(colon))
    }) else {
        return false;
    };
    let is_known = word.eq_ignore_ascii_case(b"AGE") || word.eq_ignore_ascii_case(b"Aging");
    is_known && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

impl OwnWord {
    /// What is to be said of such a word, at one place.
    pub fn problem(self, at: Token, word: &str) -> Problem {
        let server = self.server;
        match self.part {
            Part::Type => Problem::at(at, format!("`{word}` is a type specific to {server}")),
            Part::Class => Problem::at(at, format!("`{word}` is a class specific to {server}")),
            Part::Directive => Problem::at(at, format!("`{word}` is a directive specific to {server}")),
            Part::TimeStamp => Problem::at(at, format!("`{word}` is a time stamp specific to {server}")),
            Part::Zone => Problem::at(at, format!("`{word}` contains the zone in a form specific to {server}")),
        }
    }

    /// How grave it is that no other server reads the word.
    pub fn severity(self) -> Severity {
        match self {
            // An export is made for another server, which refuses it.
            OwnWord { part: Part::TimeStamp | Part::Class, .. } | OwnWord { server: PROVIDERS, .. } => {
                Severity::Warning
            }
            // gdnsd has no transfers and no other form of a zone: whoever else is to serve it reads this file.
            OwnWord { server: GDNSD, part: Part::Type | Part::Directive } => Severity::Warning,
            OwnWord { .. } => Severity::Info,
        }
    }

    /// What to do where another server is to read the file.
    pub fn help(self) -> String {
        let server = self.server;
        match (server, self.part) {
            (_, Part::TimeStamp) => "other servers refuse it: remove the time stamps, or fetch the zone with \
            `dig AXFR`, which has none; the rest of the record is checked"
                .to_owned(),
            (WINDOWS, _) => "other servers refuse it: remove the record if another server is to serve the zone; \
            the rest of the zone is checked"
                .to_owned(),
            ("cli53" | PROVIDERS, _) => "servers refuse it: write the addresses, or a CNAME if the name has no \
            other records; the rest of the zone is checked"
                .to_owned(),
            _ => format!(
                "other servers refuse it: if only {server} serves the zone, set \
                 `checks: {{server-dialect: off}}`; the rest of the zone is checked"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stamps() {
        for text in ["[AGE:3633973]", "[Aging:3633973]", "[aging:0]"] {
            assert!(is_time_stamp(text.as_bytes()), "{text}");
        }
        for text in ["[AGE:]", "[AGE:x]", "[AGE3633973]", "AGE:3633973", "[AGES:3]", "[:3]", "[]", "["] {
            assert!(!is_time_stamp(text.as_bytes()), "{text}");
        }
    }
}
