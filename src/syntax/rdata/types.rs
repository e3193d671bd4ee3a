//! The record types of IANA's registry and the fields of each: the one table.
//!
//! <https://www.iana.org/assignments/dns-parameters>, section "Resource Record (RR) TYPEs".

use std::borrow::Cow;

use super::code::{ALGORITHM, CERTIFICATE, DIGEST, DSYNC_SCHEME, HASH, KEY_FLAGS, KEY_PROTOCOL, TRANSPORT};
use super::field::{Field, Kind, Presence};
use crate::syntax::swar::{short, upper};

/// A record type, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RType(pub u16);

/// What the registry says of a number.
struct Row {
    rtype: RType,
    mnemonic: &'static str,
    form: Form,
}

/// How the data of a type is written.
enum Form {
    /// Field by field.
    Fields(&'static [Field]),
    /// No text format but RFC 3597's is defined.
    Opaque,
    /// For queries and messages; never in a zone.
    Meta,
}

const U8: u64 = u8::MAX as u64;
const U16: u64 = u16::MAX as u64;
const U32: u64 = u32::MAX as u64;

/// Spells the rows and names each type.
///
/// A field is `"name": Kind`, with its presence after a bar if it is not [`Presence::Required`].
macro_rules! types {
    ($($constant:ident = $number:literal $mnemonic:literal $form:tt)*) => {
        impl RType {
            $(
                #[doc = concat!("`", $mnemonic, "`, ", stringify!($number), ".")]
                pub const $constant: RType = RType($number);
            )*
        }
        static ROWS: &[Row] = &[$(Row { rtype: RType($number), mnemonic: $mnemonic, form: types!(@form $form) }),*];
    };
    (@form opaque) => { Form::Opaque };
    (@form meta) => { Form::Meta };
    (@form [$($name:literal: $kind:ident $(($($argument:expr),*))? $(| $presence:ident $(($if:expr))?)?),*]) => {
        Form::Fields(&[$(Field {
            name: $name,
            kind: Kind::$kind $(($($argument),*))?,
            presence: types!(@presence $($presence $(($if))?)?),
        }),*])
    };
    (@presence) => { Presence::Required };
    (@presence $presence:ident $(($if:expr))?) => { Presence::$presence $(($if))? };
}

// Sorted by number. The comment names the section with the presentation format.
types! {
    A = 1 "A" ["address": Ipv4] // RFC 1035 §3.4.1
    NS = 2 "NS" ["name server": Name] // RFC 1035 §3.3.11
    MD = 3 "MD" ["mail destination": Name] // RFC 1035 §3.3.4
    MF = 4 "MF" ["mail forwarder": Name] // RFC 1035 §3.3.5
    CNAME = 5 "CNAME" ["target": Name] // RFC 1035 §3.3.1
    SOA = 6 "SOA" ["mname": Name, "rname": Name, "serial": Number(U32), "refresh": Duration,
        "retry": Duration, "expire": Duration, "minimum": Duration] // RFC 1035 §3.3.13
    MB = 7 "MB" ["mailbox host": Name] // RFC 1035 §3.3.3
    MG = 8 "MG" ["group member": Name] // RFC 1035 §3.3.6
    MR = 9 "MR" ["new mailbox": Name] // RFC 1035 §3.3.8
    NULL = 10 "NULL" opaque // RFC 1035 §3.3.10: not in master files
    WKS = 11 "WKS" ["address": Ipv4, "protocol": Code(U8, &TRANSPORT), "services": Services] // RFC 1035 §3.4.2
    PTR = 12 "PTR" ["target": Name] // RFC 1035 §3.3.12
    HINFO = 13 "HINFO" ["cpu": String, "os": String] // RFC 1035 §3.3.2
    MINFO = 14 "MINFO" ["responsible mailbox": Name, "error mailbox": Name] // RFC 1035 §3.3.7
    MX = 15 "MX" ["preference": Number(U16), "exchange": Name] // RFC 1035 §3.3.9
    TXT = 16 "TXT" ["text": Strings] // RFC 1035 §3.3.14
    RP = 17 "RP" ["mailbox": Name, "text name": Name] // RFC 1183 §2.2
    AFSDB = 18 "AFSDB" ["subtype": Number(U16), "host": Name] // RFC 1183 §1
    X25 = 19 "X25" ["psdn address": Digits(4)] // RFC 1183 §3.1
    ISDN = 20 "ISDN" ["isdn address": String, "subaddress": String | Optional] // RFC 1183 §3.2
    RT = 21 "RT" ["preference": Number(U16), "intermediate host": Name] // RFC 1183 §3.3
    NSAP = 22 "NSAP" ["nsap": Nsap] // RFC 1706 §7
    NSAP_PTR = 23 "NSAP-PTR" ["owner": Name] // RFC 1348
    SIG = 24 "SIG" ["type covered": Type, "algorithm": Code(U8, &ALGORITHM), "labels": Number(U8),
        "original ttl": Duration, "expiration": Time, "inception": Time, "key tag": Number(U16),
        "signer": Name, "signature": Base64] // RFC 2535 §4.5
    KEY = 25 "KEY" ["flags": Code(U16, &KEY_FLAGS), "protocol": Code(U8, &KEY_PROTOCOL),
        "algorithm": Code(U8, &ALGORITHM), "public key": Base64 | Optional] // RFC 2535 §7.1
    PX = 26 "PX" ["preference": Number(U16), "map822": Name, "mapx400": Name] // RFC 2163 §4
    GPOS = 27 "GPOS" ["longitude": Decimal(180), "latitude": Decimal(180), "altitude": Decimal(u32::MAX)] // RFC 1712 §3
    AAAA = 28 "AAAA" ["address": Ipv6] // RFC 3596 §2.4
    LOC = 29 "LOC" ["location": Location] // RFC 1876 §3
    NXT = 30 "NXT" ["next domain": Name, "types": Types] // RFC 2535 §5.3
    EID = 31 "EID" ["endpoint identifier": Hex] // draft-ietf-nimrod-dns
    NIMLOC = 32 "NIMLOC" ["nimrod locator": Hex] // draft-ietf-nimrod-dns
    SRV = 33 "SRV" ["priority": Number(U16), "weight": Number(U16), "port": Number(U16), "target": Name] // RFC 2782
    ATMA = 34 "ATMA" ["address": AtmAddress] // ATM Forum af-dans-0152.000 §5
    NAPTR = 35 "NAPTR" ["order": Number(U16), "preference": Number(U16), "flags": String, "service": String,
        "regexp": String, "replacement": Name] // RFC 3403 §4.1
    KX = 36 "KX" ["preference": Number(U16), "exchanger": Name] // RFC 2230 §3.1
    CERT = 37 "CERT" ["type": Code(U16, &CERTIFICATE), "key tag": Number(U16), "algorithm": Code(U8, &ALGORITHM),
        "certificate": Base64] // RFC 4398 §2.2
    A6 = 38 "A6" ["prefix length": Number(128), "address suffix": Ipv6 | Unless(128),
        "prefix name": Name | Unless(0)] // RFC 2874 §3.1.2
    DNAME = 39 "DNAME" ["target": Name] // RFC 6672 §2.1
    SINK = 40 "SINK" ["meaning": Number(U8), "coding": Number(U8), "subcoding": Number(U8),
        "data": Base64 | Optional] // draft-eastlake-kitchen-sink
    OPT = 41 "OPT" meta // RFC 6891
    APL = 42 "APL" ["prefixes": Prefixes] // RFC 3123 §4
    DS = 43 "DS" ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHM), "digest type": Code(U8, &DIGEST),
        "digest": Hex] // RFC 4034 §5.3
    SSHFP = 44 "SSHFP" ["algorithm": Number(U8), "fingerprint type": Number(U8), "fingerprint": Hex] // RFC 4255 §3.2
    IPSECKEY = 45 "IPSECKEY" ["precedence": Number(U8), "gateway type": Number(3), "algorithm": Number(U8),
        "gateway": Gateway(1), "public key": Base64 | Optional] // RFC 4025 §3.1
    RRSIG = 46 "RRSIG" ["type covered": Type, "algorithm": Code(U8, &ALGORITHM), "labels": Number(U8),
        "original ttl": Duration, "expiration": Time, "inception": Time, "key tag": Number(U16),
        "signer": Name, "signature": Base64] // RFC 4034 §3.2
    NSEC = 47 "NSEC" ["next domain": Name, "types": Types] // RFC 4034 §4.2
    DNSKEY = 48 "DNSKEY" ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHM),
        "public key": Base64] // RFC 4034 §2.2
    DHCID = 49 "DHCID" ["digest": Base64] // RFC 4701 §3.2
    NSEC3 = 50 "NSEC3" ["hash algorithm": Code(U8, &HASH), "flags": Number(U8), "iterations": Number(U16),
        "salt": Salt, "next hashed owner": Base32Hex, "types": Types] // RFC 5155 §3.3
    NSEC3PARAM = 51 "NSEC3PARAM" ["hash algorithm": Code(U8, &HASH), "flags": Number(U8), "iterations": Number(U16),
        "salt": Salt] // RFC 5155 §4.3
    TLSA = 52 "TLSA" ["usage": Number(U8), "selector": Number(U8), "matching type": Number(U8),
        "association data": Hex] // RFC 6698 §2.2
    SMIMEA = 53 "SMIMEA" ["usage": Number(U8), "selector": Number(U8), "matching type": Number(U8),
        "association data": Hex] // RFC 8162 §2
    HIP = 55 "HIP" ["public key algorithm": Number(U8), "host identity tag": HexWord, "public key": Base64Word,
        "rendezvous servers": Names] // RFC 8005 §6
    NINFO = 56 "NINFO" ["text": Strings] // draft-reid-dnsext-zs
    RKEY = 57 "RKEY" ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHM),
        "public key": Base64] // draft-reid-dnsext-rkey
    TALINK = 58 "TALINK" ["previous": Name, "next": Name] // draft-wijngaards-dnsop-trust-history
    CDS = 59 "CDS" ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHM), "digest type": Code(U8, &DIGEST),
        "digest": HexOrZero] // RFC 7344 §3.1
    CDNSKEY = 60 "CDNSKEY" ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHM),
        "public key": Base64OrZero] // RFC 7344 §3.2
    OPENPGPKEY = 61 "OPENPGPKEY" ["public key": Base64] // RFC 7929 §2.3
    CSYNC = 62 "CSYNC" ["serial": Number(U32), "flags": Number(U16), "types": Types] // RFC 7477 §2.1.2
    ZONEMD = 63 "ZONEMD" ["serial": Number(U32), "scheme": Number(U8), "hash algorithm": Number(U8),
        "digest": Hex] // RFC 8976 §2.3
    SVCB = 64 "SVCB" ["priority": Number(U16), "target": Name, "parameters": Params] // RFC 9460 §2.1
    HTTPS = 65 "HTTPS" ["priority": Number(U16), "target": Name, "parameters": Params] // RFC 9460 §9
    DSYNC = 66 "DSYNC" ["type": Type, "scheme": Code(U8, &DSYNC_SCHEME), "port": Number(U16), "target": Name] // RFC 9859 §2.1
    HHIT = 67 "HHIT" ["data": Base64] // RFC 9886 §5.1
    BRID = 68 "BRID" ["data": Base64] // RFC 9886 §5.2
    SPF = 99 "SPF" ["text": Strings] // RFC 4408 §3.1.1
    UINFO = 100 "UINFO" opaque
    UID = 101 "UID" opaque
    GID = 102 "GID" opaque
    UNSPEC = 103 "UNSPEC" opaque
    NID = 104 "NID" ["preference": Number(U16), "node id": Locator64] // RFC 6742 §2.1.3
    L32 = 105 "L32" ["preference": Number(U16), "locator": Ipv4] // RFC 6742 §2.2.3
    L64 = 106 "L64" ["preference": Number(U16), "locator": Locator64] // RFC 6742 §2.3.3
    LP = 107 "LP" ["preference": Number(U16), "pointer": Name] // RFC 6742 §2.4.3
    EUI48 = 108 "EUI48" ["address": Eui(6)] // RFC 7043 §3.2
    EUI64 = 109 "EUI64" ["address": Eui(8)] // RFC 7043 §4.2
    NXNAME = 128 "NXNAME" meta // RFC 9824 §3.4
    TKEY = 249 "TKEY" meta // RFC 2930
    TSIG = 250 "TSIG" meta // RFC 8945
    IXFR = 251 "IXFR" meta // RFC 1995
    AXFR = 252 "AXFR" meta // RFC 5936
    MAILB = 253 "MAILB" meta // RFC 1035 §3.2.3
    MAILA = 254 "MAILA" meta // RFC 1035 §3.2.3
    ANY = 255 "ANY" meta // RFC 1035 §3.2.3
    URI = 256 "URI" ["priority": Number(U16), "weight": Number(U16), "target": LongString] // RFC 7553 §4.1
    CAA = 257 "CAA" ["flags": Number(U8), "tag": Tag, "value": LongString] // RFC 8659 §4.1.1
    AVC = 258 "AVC" ["text": Strings] // Cisco's application visibility record
    DOA = 259 "DOA" ["enterprise": Number(U32), "type": Number(U32), "location": Number(U8), "media type": String,
        "data": Base64] // draft-durand-doa-over-dns §3.2
    AMTRELAY = 260 "AMTRELAY" ["precedence": Number(U8), "discovery optional": Number(1), "type": Number(127),
        "relay": Gateway(2)] // RFC 8777 §4.3
    RESINFO = 261 "RESINFO" ["text": Strings] // RFC 9606 §4
    WALLET = 262 "WALLET" ["text": Strings] // IANA template WALLET
    CLA = 263 "CLA" ["text": Strings] // IANA template CLA
    IPN = 264 "IPN" ["node number": Number(u64::MAX)] // IANA template IPN
    TA = 32768 "TA" ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHM), "digest type": Code(U8, &DIGEST),
        "digest": Hex] // Weiler, DNSSEC deployment at the root
    DLV = 32769 "DLV" ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHM), "digest type": Code(U8, &DIGEST),
        "digest": Hex] // RFC 4431 §2
    DELEG = 61440 "DELEG" opaque // draft-ietf-deleg-base, whose text format still moves
}

impl RType {
    /// The type of a mnemonic or of `TYPEnnn` (RFC 3597 §5), in any case.
    pub fn from_mnemonic(text: &[u8]) -> Option<RType> {
        match text.len() {
            1..8 => RType::from_short(short(text, text.len())).or_else(|| from_generic(text)),
            _ => from_long_mnemonic(text),
        }
    }

    /// The type whose mnemonic, in any case, is the text that [`short`] made this of.
    #[inline]
    pub(in crate::syntax) fn from_short(short: u64) -> Option<RType> {
        let key = upper(short);
        let mut slot = slot_of(key);
        loop {
            match SLOTS[slot] {
                (0, _) => return None,
                (found, rtype) if found == key => return Some(RType(rtype)),
                _ => slot = (slot + 1) % SLOT_COUNT,
            }
        }
    }

    /// Stands for every type whose mnemonic nobody here knows; its number is reserved (RFC 6895).
    pub const UNKNOWN: RType = RType(0);

    /// The mnemonic, `TYPEnnn` where the registry has none.
    pub fn mnemonic(self) -> Cow<'static, str> {
        match self.row() {
            Some(row) => Cow::Borrowed(row.mnemonic),
            None => Cow::Owned(format!("TYPE{}", self.0)),
        }
    }

    /// The fields of the data; `None` where no text format is known.
    pub fn fields(self) -> Option<&'static [Field]> {
        match self.row()?.form {
            Form::Fields(fields) => Some(fields),
            Form::Opaque | Form::Meta => None,
        }
    }

    /// It stands in queries and messages only, never in a zone.
    pub fn is_meta(self) -> bool {
        IS_META.get(self.0 as usize).is_some_and(|&is_meta| is_meta)
    }

    /// All types with a mnemonic, by number.
    pub fn all() -> impl Iterator<Item = RType> {
        ROWS.iter().map(|row| row.rtype)
    }

    fn row(self) -> Option<&'static Row> {
        let at = match ROW_OF.get(self.0 as usize) {
            Some(&at) => at as usize,
            None => ROWS.partition_point(|row| row.rtype < self),
        };
        ROWS.get(at).filter(|row| row.rtype == self)
    }
}

fn from_long_mnemonic(text: &[u8]) -> Option<RType> {
    let is_meant = |row: &&Row| row.mnemonic.as_bytes().eq_ignore_ascii_case(text);
    ROWS.iter().find(is_meant).map(|row| row.rtype).or_else(|| from_generic(text))
}

/// `TYPEnnn` after the mnemonics were tried.
fn from_generic(text: &[u8]) -> Option<RType> {
    let (prefix, digits) = text.split_at_checked(4)?;
    if !prefix.eq_ignore_ascii_case(b"TYPE") || digits.is_empty() || digits.len() > 5 {
        return None;
    }
    let number = digits.iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))?;
    u16::try_from(number).ok().map(RType)
}

/// Row of each small number, past the end for those without.
static ROW_OF: [u8; 265] = {
    let mut rows = [u8::MAX; 265];
    let mut at = 0;
    while at < ROWS.len() {
        let number = ROWS[at].rtype.0 as usize;
        if number < rows.len() {
            rows[number] = at as u8;
        }
        at += 1;
    }
    rows
};

/// Asked of every record; no number above the registry's small ones is one of queries.
static IS_META: [bool; 265] = {
    let mut is_meta = [false; 265];
    let mut at = 0;
    while at < ROWS.len() {
        if matches!(ROWS[at].form, Form::Meta) {
            is_meta[ROWS[at].rtype.0 as usize] = true;
        }
        at += 1;
    }
    is_meta
};

const SLOT_COUNT: usize = 256;

/// Open-addressed table from mnemonic, as [`short`] has it in upper case, to number; a key of 0 is a
/// free slot.
static SLOTS: [(u64, u16); SLOT_COUNT] = {
    let mut slots = [(0, 0); SLOT_COUNT];
    let mut at = 0;
    while at < ROWS.len() {
        let mnemonic = ROWS[at].mnemonic.as_bytes();
        let key = upper(short(mnemonic, mnemonic.len()));
        if key != 0 {
            let mut slot = slot_of(key);
            while slots[slot].0 != 0 {
                slot = (slot + 1) % SLOT_COUNT;
            }
            slots[slot] = (key, ROWS[at].rtype.0);
        }
        at += 1;
    }
    slots
};

const fn slot_of(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_mnemonics_lead_back() {
        assert!(ROWS.is_sorted_by(|a, b| a.rtype < b.rtype));
        for row in ROWS {
            assert_eq!(RType::from_mnemonic(row.mnemonic.as_bytes()), Some(row.rtype));
            assert_eq!(RType::from_mnemonic(row.mnemonic.to_lowercase().as_bytes()), Some(row.rtype));
            assert_eq!(row.rtype.mnemonic(), row.mnemonic);
        }
    }

    #[test]
    fn generic_types_are_read_and_written() {
        assert_eq!(RType::from_mnemonic(b"TYPE65280"), Some(RType(65280)));
        assert_eq!(RType::from_mnemonic(b"type1"), Some(RType::A));
        assert_eq!(RType(65280).mnemonic(), "TYPE65280");
        assert!(RType(54).fields().is_none());
        assert!(RType(40000).fields().is_none());
    }

    #[test]
    fn what_is_no_type_is_none() {
        for text in [
            "",
            "IN",
            "CH",
            "3600",
            "1h",
            "AA",
            "TYPE",
            "TYPE65536",
            "TYPE1x",
            "TYPE-1",
            "www",
            "*",
            "\0A",
            "TYPE999999",
        ] {
            assert_eq!(RType::from_mnemonic(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn fields_that_take_the_rest_stand_last() {
        for row in ROWS {
            let Form::Fields(fields) = row.form else { continue };
            let (_, before) = fields.split_last().expect("no type has an empty field list");
            assert!(before.iter().all(|f| !f.kind.takes_rest()), "{}", row.mnemonic);
        }
    }

    #[test]
    fn meta_types_are_flagged() {
        for rtype in [RType::ANY, RType::AXFR, RType::TSIG, RType::OPT] {
            assert!(rtype.is_meta());
        }
        assert!(!RType::SOA.is_meta());
    }
}
