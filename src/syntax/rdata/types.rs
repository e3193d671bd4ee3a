//! The fields of each record type: the one table of grammars. Numbers and mnemonics are those of [`RType`].

use super::field::{Field, FieldKind, Presence};
use crate::syntax::iana::{
    RType, cert, dnssec_algorithms::ALGORITHMS, ds_digests::DIGESTS, dsync, key, nsec3, protocols::PROTOCOLS,
};

const U8: u64 = u8::MAX as u64;
const U16: u64 = u16::MAX as u64;
const U32: u64 = u32::MAX as u64;

/// Spells the rows.
///
/// A field is `"name": FieldKind`, with its presence after a bar if it is not [`Presence::Required`].
macro_rules! grammars {
    ($($constant:ident $fields:tt)*) => {
        static GRAMMARS: &[(RType, &[Field])] = &[$((RType::$constant, grammars!(@fields $fields))),*];
    };
    (@fields [$($name:literal: $kind:ident $(($($argument:expr),*))? $(| $presence:ident $(($if:expr))?)?),*]) => {
        &[$(Field {
            name: $name,
            kind: FieldKind::$kind $(($($argument),*))?,
            presence: grammars!(@presence $($presence $(($if))?)?),
        }),*]
    };
    (@presence) => { Presence::Required };
    (@presence $presence:ident $(($if:expr))?) => { Presence::$presence $(($if))? };
}

// Sorted by number. The comment names the section with the presentation format.
grammars! {
    A ["address": Ipv4] // RFC 1035 §3.4.1
    NS ["name server": Name] // RFC 1035 §3.3.11
    MD ["mail destination": Name] // RFC 1035 §3.3.4
    MF ["mail forwarder": Name] // RFC 1035 §3.3.5
    CNAME ["target": Name] // RFC 1035 §3.3.1
    SOA ["mname": Name, "rname": Name, "serial": Number(U32), "refresh": Duration,
        "retry": Duration, "expire": Duration, "minimum": Duration] // RFC 1035 §3.3.13
    MB ["mailbox host": Name] // RFC 1035 §3.3.3
    MG ["group member": Name] // RFC 1035 §3.3.6
    MR ["new mailbox": Name] // RFC 1035 §3.3.8
    WKS ["address": Ipv4, "protocol": Code(U8, &PROTOCOLS), "services": Services] // RFC 1035 §3.4.2
    PTR ["target": Name] // RFC 1035 §3.3.12
    HINFO ["cpu": String, "os": String] // RFC 1035 §3.3.2
    MINFO ["responsible mailbox": Name, "error mailbox": Name] // RFC 1035 §3.3.7
    MX ["preference": Number(U16), "exchange": Name] // RFC 1035 §3.3.9
    TXT ["text": Strings] // RFC 1035 §3.3.14
    RP ["mailbox": Name, "text name": Name] // RFC 1183 §2.2
    AFSDB ["subtype": Number(U16), "host": Name] // RFC 1183 §1
    X25 ["psdn address": Digits(4)] // RFC 1183 §3.1
    ISDN ["isdn address": String, "subaddress": String | Optional] // RFC 1183 §3.2
    RT ["preference": Number(U16), "intermediate host": Name] // RFC 1183 §3.3
    NSAP ["nsap": Nsap] // RFC 1706 §7
    NSAP_PTR ["owner": Name] // RFC 1348
    SIG ["type covered": Type, "algorithm": Code(U8, &ALGORITHMS), "labels": Number(U8),
        "original ttl": Duration, "expiration": Time, "inception": Time, "key tag": Number(U16),
        "signer": Name, "signature": Base64] // RFC 2535 §4.5
    KEY ["flags": Code(U16, &key::FLAGS), "protocol": Code(U8, &key::PROTOCOLS),
        "algorithm": Code(U8, &ALGORITHMS), "public key": Base64 | Optional] // RFC 2535 §7.1
    PX ["preference": Number(U16), "map822": Name, "mapx400": Name] // RFC 2163 §4
    GPOS ["longitude": Decimal(180), "latitude": Decimal(180), "altitude": Decimal(u32::MAX)] // RFC 1712 §3
    AAAA ["address": Ipv6] // RFC 3596 §2.4
    LOC ["location": Location] // RFC 1876 §3
    NXT ["next domain": Name, "types": Types] // RFC 2535 §5.3
    EID ["endpoint identifier": Hex] // draft-ietf-nimrod-dns
    NIMLOC ["nimrod locator": Hex] // draft-ietf-nimrod-dns
    SRV ["priority": Number(U16), "weight": Number(U16), "port": Number(U16), "target": Name] // RFC 2782
    ATMA ["address": AtmAddress] // ATM Forum af-dans-0152.000 §5
    NAPTR ["order": Number(U16), "preference": Number(U16), "flags": String, "service": String,
        "regexp": String, "replacement": Name] // RFC 3403 §4.1
    KX ["preference": Number(U16), "exchanger": Name] // RFC 2230 §3.1
    CERT ["type": Code(U16, &cert::TYPES), "key tag": Number(U16), "algorithm": Code(U8, &ALGORITHMS),
        "certificate": Base64] // RFC 4398 §2.2
    A6 ["prefix length": Number(128), "address suffix": Ipv6 | Unless(128),
        "prefix name": Name | Unless(0)] // RFC 2874 §3.1.2
    DNAME ["target": Name] // RFC 6672 §2.1
    SINK ["meaning": Number(U8), "coding": Number(U8), "subcoding": Number(U8),
        "data": Base64 | Optional] // draft-eastlake-kitchen-sink
    APL ["prefixes": Prefixes] // RFC 3123 §4
    DS ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHMS), "digest type": Code(U8, &DIGESTS),
        "digest": Hex] // RFC 4034 §5.3
    SSHFP ["algorithm": Number(U8), "fingerprint type": Number(U8), "fingerprint": Hex] // RFC 4255 §3.2
    IPSECKEY ["precedence": Number(U8), "gateway type": Number(3), "algorithm": Number(U8),
        "gateway": Gateway(1), "public key": Base64 | Optional] // RFC 4025 §3.1
    RRSIG ["type covered": Type, "algorithm": Code(U8, &ALGORITHMS), "labels": Number(U8),
        "original ttl": Duration, "expiration": Time, "inception": Time, "key tag": Number(U16),
        "signer": Name, "signature": Base64] // RFC 4034 §3.2
    NSEC ["next domain": Name, "types": Types] // RFC 4034 §4.2
    DNSKEY ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHMS),
        "public key": Base64] // RFC 4034 §2.2
    DHCID ["digest": Base64] // RFC 4701 §3.2
    NSEC3 ["hash algorithm": Code(U8, &nsec3::HASHES), "flags": Number(U8), "iterations": Number(U16),
        "salt": Salt, "next hashed owner": Base32Hex, "types": Types] // RFC 5155 §3.3
    NSEC3PARAM ["hash algorithm": Code(U8, &nsec3::HASHES), "flags": Number(U8), "iterations": Number(U16),
        "salt": Salt] // RFC 5155 §4.3
    TLSA ["usage": Number(U8), "selector": Number(U8), "matching type": Number(U8),
        "association data": Hex] // RFC 6698 §2.2
    SMIMEA ["usage": Number(U8), "selector": Number(U8), "matching type": Number(U8),
        "association data": Hex] // RFC 8162 §2
    HIP ["public key algorithm": Number(U8), "host identity tag": HexWord, "public key": Base64Word,
        "rendezvous servers": Names] // RFC 8005 §6
    NINFO ["text": Strings] // draft-reid-dnsext-zs
    RKEY ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHMS),
        "public key": Base64] // draft-reid-dnsext-rkey
    TALINK ["previous": Name, "next": Name] // draft-wijngaards-dnsop-trust-history
    CDS ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHMS), "digest type": Code(U8, &DIGESTS),
        "digest": HexOrZero] // RFC 7344 §3.1
    CDNSKEY ["flags": Number(U16), "protocol": Number(U8), "algorithm": Code(U8, &ALGORITHMS),
        "public key": Base64OrZero] // RFC 7344 §3.2
    OPENPGPKEY ["public key": Base64] // RFC 7929 §2.3
    CSYNC ["serial": Number(U32), "flags": Number(U16), "types": Types] // RFC 7477 §2.1.2
    ZONEMD ["serial": Number(U32), "scheme": Number(U8), "hash algorithm": Number(U8),
        "digest": Hex] // RFC 8976 §2.3
    SVCB ["priority": Number(U16), "target": Name, "parameters": Params] // RFC 9460 §2.1
    HTTPS ["priority": Number(U16), "target": Name, "parameters": Params] // RFC 9460 §9
    DSYNC ["type": Type, "scheme": Code(U8, &dsync::SCHEMES), "port": Number(U16), "target": Name] // RFC 9859 §2.1
    HHIT ["data": Base64] // RFC 9886 §5.1
    BRID ["data": Base64] // RFC 9886 §5.2
    SPF ["text": Strings] // RFC 4408 §3.1.1
    NID ["preference": Number(U16), "node id": Locator64] // RFC 6742 §2.1.3
    L32 ["preference": Number(U16), "locator": Ipv4] // RFC 6742 §2.2.3
    L64 ["preference": Number(U16), "locator": Locator64] // RFC 6742 §2.3.3
    LP ["preference": Number(U16), "pointer": Name] // RFC 6742 §2.4.3
    EUI48 ["address": Eui(6)] // RFC 7043 §3.2
    EUI64 ["address": Eui(8)] // RFC 7043 §4.2
    URI ["priority": Number(U16), "weight": Number(U16), "target": LongString] // RFC 7553 §4.1
    CAA ["flags": Number(U8), "tag": Tag, "value": LongString] // RFC 8659 §4.1.1
    AVC ["text": Strings] // Cisco's application visibility record
    DOA ["enterprise": Number(U32), "type": Number(U32), "location": Number(U8), "media type": String,
        "data": Base64] // draft-durand-doa-over-dns §3.2
    AMTRELAY ["precedence": Number(U8), "discovery optional": Number(1), "type": Number(127),
        "relay": Gateway(2)] // RFC 8777 §4.3
    RESINFO ["text": Strings] // RFC 9606 §4
    WALLET ["text": Strings] // IANA template WALLET
    CLA ["text": Strings] // IANA template CLA
    IPN ["node number": Number(u64::MAX)] // IANA template IPN
    TA ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHMS), "digest type": Code(U8, &DIGESTS),
        "digest": Hex] // Weiler, DNSSEC deployment at the root
    DLV ["key tag": Number(U16), "algorithm": Code(U8, &ALGORITHMS), "digest type": Code(U8, &DIGESTS),
        "digest": Hex] // RFC 4431 §2
}

impl RType {
    /// The fields of the data; `None` where no text format is known.
    pub fn fields(self) -> Option<&'static [Field]> {
        match FIELDS_OF.get(self.0 as usize) {
            Some(fields) => *fields,
            None => GRAMMARS.iter().find(|(rtype, _)| *rtype == self).map(|(_, fields)| *fields),
        }
    }
}

/// The fields of each small number.
static FIELDS_OF: [Option<&[Field]>; 265] = {
    let mut fields_of = [None; 265];
    let mut at = 0;
    while at < GRAMMARS.len() {
        let (rtype, fields) = GRAMMARS[at];
        if (rtype.0 as usize) < fields_of.len() {
            fields_of[rtype.0 as usize] = Some(fields);
        }
        at += 1;
    }
    fields_of
};

#[cfg(test)]
mod tests {
    use super::*;

    /// No text format but RFC 3597's is defined: RFC 1035 §3.3.10 keeps NULL out of master files, and that of
    /// draft-ietf-deleg-base still moves.
    const OPAQUE: [RType; 6] = [RType::NULL, RType::UINFO, RType::UID, RType::GID, RType::UNSPEC, RType::DELEG];

    #[test]
    fn each_type_of_zones_has_a_grammar_or_is_opaque() {
        assert!(GRAMMARS.is_sorted_by(|(one, _), (other, _)| one < other));
        for rtype in RType::all() {
            let has_none = rtype.is_meta() || OPAQUE.contains(&rtype);
            assert_eq!(rtype.fields().is_none(), has_none, "{}", rtype.mnemonic());
        }
        assert!(RType(54).fields().is_none());
        assert!(RType(40000).fields().is_none());
    }

    #[test]
    fn fields_that_take_the_rest_stand_last() {
        for (rtype, fields) in GRAMMARS {
            let (_, before) = fields.split_last().expect("no type has an empty field list");
            assert!(before.iter().all(|f| !f.kind.takes_rest()), "{}", rtype.mnemonic());
        }
    }
}
