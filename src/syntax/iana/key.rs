//! Flags and protocols of KEY (RFC 2535 §7.1). RFC 3445 took most of them back, and servers read them.

use super::registry::{Registry, mnemonic};

pub(crate) static FLAGS: Registry = Registry {
    what: "key flags",
    codes: &[
        mnemonic(0x4000, "NOCONF"),
        mnemonic(0x8000, "NOAUTH"),
        mnemonic(0xc000, "NOKEY"),
        mnemonic(0x2000, "FLAG2"),
        mnemonic(0x1000, "EXTEND"),
        mnemonic(0x0800, "FLAG4"),
        mnemonic(0x0400, "FLAG5"),
        mnemonic(0x0000, "USER"),
        mnemonic(0x0100, "ZONE"),
        mnemonic(0x0200, "HOST"),
        mnemonic(0x0300, "NTYP3"),
        mnemonic(0x0080, "FLAG8"),
        mnemonic(0x0040, "FLAG9"),
        mnemonic(0x0020, "FLAG10"),
        mnemonic(0x0010, "FLAG11"),
        mnemonic(0x0, "SIG0"),
        mnemonic(0x1, "SIG1"),
        mnemonic(0x2, "SIG2"),
        mnemonic(0x3, "SIG3"),
        mnemonic(0x4, "SIG4"),
        mnemonic(0x5, "SIG5"),
        mnemonic(0x6, "SIG6"),
        mnemonic(0x7, "SIG7"),
        mnemonic(0x8, "SIG8"),
        mnemonic(0x9, "SIG9"),
        mnemonic(0xa, "SIG10"),
        mnemonic(0xb, "SIG11"),
        mnemonic(0xc, "SIG12"),
        mnemonic(0xd, "SIG13"),
        mnemonic(0xe, "SIG14"),
        mnemonic(0xf, "SIG15"),
        mnemonic(0x0080, "REVOKE"),
        mnemonic(0x0001, "KSK"),
    ],
    is_of_flags: true,
    ..Registry::DEFAULT
};

pub(crate) static PROTOCOLS: Registry = Registry {
    what: "a protocol",
    codes: &[
        mnemonic(0, "NONE"),
        mnemonic(1, "TLS"),
        mnemonic(2, "EMAIL"),
        mnemonic(3, "DNSSEC"),
        mnemonic(4, "IPSEC"),
        mnemonic(255, "ALL"),
    ],
    ..Registry::DEFAULT
};
