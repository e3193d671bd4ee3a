//! RR types (RFC 6895 §3.1).

use std::borrow::Cow;

use crate::syntax::swar::{short, upper};

/// A record type, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RType(pub u16);

/// What the registry says of a number.
struct TypeRow {
    rtype: RType,
    mnemonic: &'static str,
    /// For queries and messages; never in a zone.
    is_meta: bool,
}

/// Spells the rows and names each type.
macro_rules! types {
    ($($constant:ident = $number:literal $mnemonic:literal $($meta:ident)?;)*) => {
        impl RType {
            $(
                #[doc = concat!("`", $mnemonic, "`, ", stringify!($number), ".")]
                pub const $constant: RType = RType($number);
            )*
        }
        static ROWS: &[TypeRow] =
            &[$(TypeRow { rtype: RType($number), mnemonic: $mnemonic, is_meta: types!(@is_meta $($meta)?) }),*];
    };
    (@is_meta meta) => { true };
    (@is_meta) => { false };
}

// Sorted by number. How the data are written stands in `rdata/types.rs`.
types! {
    A = 1 "A";
    NS = 2 "NS";
    MD = 3 "MD";
    MF = 4 "MF";
    CNAME = 5 "CNAME";
    SOA = 6 "SOA";
    MB = 7 "MB";
    MG = 8 "MG";
    MR = 9 "MR";
    NULL = 10 "NULL";
    WKS = 11 "WKS";
    PTR = 12 "PTR";
    HINFO = 13 "HINFO";
    MINFO = 14 "MINFO";
    MX = 15 "MX";
    TXT = 16 "TXT";
    RP = 17 "RP";
    AFSDB = 18 "AFSDB";
    X25 = 19 "X25";
    ISDN = 20 "ISDN";
    RT = 21 "RT";
    NSAP = 22 "NSAP";
    NSAP_PTR = 23 "NSAP-PTR";
    SIG = 24 "SIG";
    KEY = 25 "KEY";
    PX = 26 "PX";
    GPOS = 27 "GPOS";
    AAAA = 28 "AAAA";
    LOC = 29 "LOC";
    NXT = 30 "NXT";
    EID = 31 "EID";
    NIMLOC = 32 "NIMLOC";
    SRV = 33 "SRV";
    ATMA = 34 "ATMA";
    NAPTR = 35 "NAPTR";
    KX = 36 "KX";
    CERT = 37 "CERT";
    A6 = 38 "A6";
    DNAME = 39 "DNAME";
    SINK = 40 "SINK";
    OPT = 41 "OPT" meta; // RFC 6891
    APL = 42 "APL";
    DS = 43 "DS";
    SSHFP = 44 "SSHFP";
    IPSECKEY = 45 "IPSECKEY";
    RRSIG = 46 "RRSIG";
    NSEC = 47 "NSEC";
    DNSKEY = 48 "DNSKEY";
    DHCID = 49 "DHCID";
    NSEC3 = 50 "NSEC3";
    NSEC3PARAM = 51 "NSEC3PARAM";
    TLSA = 52 "TLSA";
    SMIMEA = 53 "SMIMEA";
    HIP = 55 "HIP";
    NINFO = 56 "NINFO";
    RKEY = 57 "RKEY";
    TALINK = 58 "TALINK";
    CDS = 59 "CDS";
    CDNSKEY = 60 "CDNSKEY";
    OPENPGPKEY = 61 "OPENPGPKEY";
    CSYNC = 62 "CSYNC";
    ZONEMD = 63 "ZONEMD";
    SVCB = 64 "SVCB";
    HTTPS = 65 "HTTPS";
    DSYNC = 66 "DSYNC";
    HHIT = 67 "HHIT";
    BRID = 68 "BRID";
    SPF = 99 "SPF";
    UINFO = 100 "UINFO";
    UID = 101 "UID";
    GID = 102 "GID";
    UNSPEC = 103 "UNSPEC";
    NID = 104 "NID";
    L32 = 105 "L32";
    L64 = 106 "L64";
    LP = 107 "LP";
    EUI48 = 108 "EUI48";
    EUI64 = 109 "EUI64";
    NXNAME = 128 "NXNAME" meta; // RFC 9824 §3.4
    TKEY = 249 "TKEY" meta; // RFC 2930
    TSIG = 250 "TSIG" meta; // RFC 8945
    IXFR = 251 "IXFR" meta; // RFC 1995
    AXFR = 252 "AXFR" meta; // RFC 5936
    MAILB = 253 "MAILB" meta; // RFC 1035 §3.2.3
    MAILA = 254 "MAILA" meta; // RFC 1035 §3.2.3
    ANY = 255 "ANY" meta; // RFC 1035 §3.2.3
    URI = 256 "URI";
    CAA = 257 "CAA";
    AVC = 258 "AVC";
    DOA = 259 "DOA";
    AMTRELAY = 260 "AMTRELAY";
    RESINFO = 261 "RESINFO";
    WALLET = 262 "WALLET";
    CLA = 263 "CLA";
    IPN = 264 "IPN";
    TA = 32768 "TA";
    DLV = 32769 "DLV";
    DELEG = 61440 "DELEG";
}

impl RType {
    /// Of private use; BIND notes in it how far it has come with signing.
    pub const SIGNING_STATE: RType = RType(65534);

    /// Whether signers write the records of a type, each time anew (RFC 4034, RFC 5155, RFC 8976).
    pub fn is_of_signer(self) -> bool {
        const BY_SIGNERS: [RType; 6] =
            [RType::RRSIG, RType::NSEC, RType::NSEC3, RType::NSEC3PARAM, RType::ZONEMD, RType::SIGNING_STATE];
        BY_SIGNERS.contains(&self)
    }

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

    /// It stands in queries and messages only, never in a zone.
    pub fn is_meta(self) -> bool {
        IS_META.get(self.0 as usize).is_some_and(|&is_meta| is_meta)
    }

    /// Nobody writes it any more: the registry says so, or the RFC that replaced it (RFC 3755, RFC 6563, RFC 7208).
    pub fn is_obsolete(self) -> bool {
        let mail = [RType::MD, RType::MF, RType::MB, RType::MG, RType::MR, RType::MINFO];
        let others = [RType::NULL, RType::WKS, RType::NSAP_PTR, RType::SIG, RType::NXT, RType::A6, RType::SPF];
        mail.contains(&self) || others.contains(&self)
    }

    /// All types with a mnemonic, by number.
    pub fn all() -> impl Iterator<Item = RType> {
        ROWS.iter().map(|row| row.rtype)
    }

    fn row(self) -> Option<&'static TypeRow> {
        let at = match ROW_OF.get(self.0 as usize) {
            Some(&at) => at as usize,
            None => ROWS.partition_point(|row| row.rtype < self),
        };
        ROWS.get(at).filter(|row| row.rtype == self)
    }
}

fn from_long_mnemonic(text: &[u8]) -> Option<RType> {
    let is_meant = |row: &&TypeRow| row.mnemonic.as_bytes().eq_ignore_ascii_case(text);
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
        if ROWS[at].is_meta {
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
    fn meta_types_are_flagged() {
        for rtype in [RType::ANY, RType::AXFR, RType::TSIG, RType::OPT] {
            assert!(rtype.is_meta());
        }
        assert!(!RType::SOA.is_meta());
    }
}
