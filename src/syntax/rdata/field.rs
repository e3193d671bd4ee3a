//! The kinds of field the presentation formats are made of.

use crate::syntax::iana::Registry;

/// One field of a type's record data.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name the RFC of the type gives it.
    pub name: &'static str,
    /// What it may hold.
    pub kind: FieldKind,
    /// Whether it may be absent.
    pub presence: Presence,
}

/// Whether a field may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be there.
    Required,
    /// It may be left out, with all that follow it.
    Optional,
    /// It is left out, and only then, if the first field is this number.
    Unless(u8),
}

/// What a field may hold.
///
/// The kinds below [`FieldKind::Strings`] take all tokens that are left, and stand last in a list.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// A decimal number from zero to this.
    Number(u64),
    /// A number from zero to this, or one of the words of a registry.
    Code(u64, &'static Registry),
    /// Seconds, or a duration with units (`1h30m`).
    Duration,
    /// Seconds since 1970, or `YYYYMMDDHHmmSS` (RFC 4034 §3.2).
    Time,
    /// A decimal number with a sign and a fraction, of at most this magnitude.
    Decimal(u32),
    /// Four decimal octets.
    Ipv4,
    /// RFC 4291 §2.2.
    Ipv6,
    /// A domain name.
    Name,
    /// What the number in the field of this index says: 0 nothing (`.`), 1 IPv4, 2 IPv6, 3 a name.
    Gateway(usize),
    /// A record type.
    Type,
    /// A character-string: at most 255 octets (RFC 1035 §3.3).
    String,
    /// Text as long as the record data may be.
    LongString,
    /// At least this many decimal digits, as a character-string.
    Digits(usize),
    /// The letters and digits of a CAA property tag (RFC 8659 §4.1).
    Tag,
    /// Hexadecimal digits in one word.
    HexWord,
    /// Base64 in one word.
    Base64Word,
    /// Hexadecimal digits, or `-` for none (RFC 5155 §3.3).
    Salt,
    /// Base32 with the extended hex alphabet, unpadded (RFC 5155 §3.3).
    Base32Hex,
    /// This many pairs of hexadecimal digits, with `-` between (RFC 7043).
    Eui(usize),
    /// Four groups of hexadecimal digits, with `:` between (RFC 6742 §2).
    Locator64,
    /// `0x` and hexadecimal digits, dots allowed (RFC 1706 §7).
    Nsap,
    /// `+` and digits (E.164), or hexadecimal digits with dots (ATM Forum af-dans-0152).
    AtmAddress,
    /// Character-strings, one at least.
    Strings,
    /// Hexadecimal digits over any number of words.
    Hex,
    /// Base64 over any number of words.
    Base64,
    /// [`FieldKind::Hex`], or the `0` of the delete form (RFC 8078 §4 as published).
    HexOrZero,
    /// [`FieldKind::Base64`], or the `0` of the delete form (RFC 8078 §4 as published).
    Base64OrZero,
    /// Domain names, perhaps none.
    Names,
    /// Record types, perhaps none.
    Types,
    /// Ports, by number or name (RFC 1035 §3.4.2).
    Services,
    /// Address prefixes, perhaps none (RFC 3123 §4).
    Prefixes,
    /// Service parameters (RFC 9460 §2.1).
    Params,
    /// The whole of LOC (RFC 1876 §3).
    Location,
}

impl FieldKind {
    /// It takes all tokens that are left, not one.
    pub const fn takes_rest(&self) -> bool {
        matches!(
            self,
            FieldKind::Strings
                | FieldKind::Hex
                | FieldKind::Base64
                | FieldKind::HexOrZero
                | FieldKind::Base64OrZero
                | FieldKind::Names
                | FieldKind::Types
                | FieldKind::Services
                | FieldKind::Prefixes
                | FieldKind::Params
                | FieldKind::Location
        )
    }

    /// No token at all is a valid value.
    pub const fn may_be_empty(&self) -> bool {
        matches!(
            self,
            FieldKind::Names | FieldKind::Types | FieldKind::Services | FieldKind::Prefixes | FieldKind::Params
        )
    }

    /// Its tokens may be written in quotes.
    ///
    /// RFC 1035 §5.1 quotes character-strings only; NSD and others let names be quoted too.
    pub const fn may_be_quoted(&self) -> bool {
        matches!(
            self,
            FieldKind::String
                | FieldKind::Strings
                | FieldKind::LongString
                | FieldKind::Digits(_)
                | FieldKind::Decimal(_)
                | FieldKind::Name
                | FieldKind::Names
        )
    }

    /// It is a number and nothing else.
    pub(super) const fn is_number(&self) -> bool {
        matches!(self, FieldKind::Number(_) | FieldKind::Duration)
    }
}
