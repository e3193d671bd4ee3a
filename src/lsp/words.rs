//! Types, fields and times in words.

use crate::syntax::rdata::RType;

/// What a record of a type says, for the types that people write.
pub(super) fn of_type(rtype: RType) -> Option<&'static str> {
    Some(match rtype {
        RType::A => "the IPv4 address of a host",
        RType::AAAA => "the IPv6 address of a host",
        RType::CNAME => "another name for a host: all questions go on to the target",
        RType::DNAME => "all names below lead to the same names below the target",
        RType::MX => "where mail for the domain goes; the lowest preference is tried first",
        RType::NS => "a name server that answers for the zone",
        RType::SOA => "the start of the zone: who keeps it, its version, and its times",
        RType::PTR => "the name of an address",
        RType::SRV => "where a service is offered; the lowest priority is tried first, and weights share the load",
        RType::TXT => "text for programs to read, such as policies of mail",
        RType::CAA => "which authorities may issue certificates",
        RType::DS => "the digest of a key of the zone below, which proves its signatures",
        RType::DNSKEY => "a key that signs the zone",
        RType::CDS | RType::CDNSKEY => "what the zone asks its parent to publish as DS",
        RType::RRSIG => "the signature of the records of one owner and type",
        RType::NSEC | RType::NSEC3 => "the proof of what does not exist",
        RType::NSEC3PARAM => "how names are hashed for NSEC3",
        RType::TLSA => "the certificate or key that a TLS server has",
        RType::SSHFP => "the fingerprint of the key of an SSH server",
        RType::NAPTR => "a rule that rewrites a name, as telephony and SIP use it",
        RType::SVCB | RType::HTTPS => "where and how a service is reached",
        RType::HINFO => "what a host is",
        RType::LOC => "where on Earth something is",
        RType::URI => "the address of a service on the web",
        RType::OPENPGPKEY => "the OpenPGP key of a mail address",
        RType::SMIMEA => "the S/MIME certificate of a mail address",
        _ => return None,
    })
}

/// What a field says by its value, where the number alone tells nobody.
pub(super) fn of_field(rtype: RType, field: &str, words: &[String]) -> Option<&'static str> {
    let value = words.first()?.as_str();
    Some(match (rtype, field, value) {
        (RType::MX, "preference", _) => "lower is tried first",
        (RType::SRV | RType::URI, "priority", _) => "lower is tried first",
        (RType::SRV | RType::URI, "weight", _) => "shares among those of one priority",
        (RType::SVCB | RType::HTTPS, _, "0") if field.contains("priority") => "an alias: only the target counts",
        (RType::SOA, "serial", _) => "the version: secondaries take over a higher one",
        (RType::CAA, "tag", "issue") => "may issue certificates",
        (RType::CAA, "tag", "issuewild") => "may issue wildcard certificates",
        (RType::CAA, "tag", "iodef") => "is told of refused requests",
        (RType::CAA, "flags", "128") => "critical",
        (RType::TLSA | RType::SMIMEA, "usage", "0") => "PKIX-TA: an authority, and the usual checks",
        (RType::TLSA | RType::SMIMEA, "usage", "1") => "PKIX-EE: the certificate, and the usual checks",
        (RType::TLSA | RType::SMIMEA, "usage", "2") => "DANE-TA: an authority of one's own",
        (RType::TLSA | RType::SMIMEA, "usage", "3") => "DANE-EE: the certificate itself",
        (RType::TLSA | RType::SMIMEA, "selector", "0") => "the whole certificate",
        (RType::TLSA | RType::SMIMEA, "selector", "1") => "the public key",
        (RType::TLSA | RType::SMIMEA, "matching type", "0") => "as it is",
        (RType::TLSA | RType::SMIMEA, "matching type", "1") => "SHA-256",
        (RType::TLSA | RType::SMIMEA, "matching type", "2") => "SHA-512",
        (RType::DNSKEY | RType::CDNSKEY, "flags", "256") => "signs the zone (ZSK)",
        (RType::DNSKEY | RType::CDNSKEY, "flags", "257") => "signs keys (KSK)",
        (RType::SSHFP, "fingerprint type", "1") => "SHA-1",
        (RType::SSHFP, "fingerprint type", "2") => "SHA-256",
        _ => return None,
    })
}

/// A time in words: `1 day 12 hours`.
pub(super) fn seconds(seconds: u32) -> String {
    let units = [(604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let mut left = seconds;
    let mut parts = Vec::new();
    for (unit, word) in units {
        let count = left / unit;
        left %= unit;
        match count {
            0 => {}
            1 => parts.push(format!("1 {word}")),
            _ => parts.push(format!("{count} {word}s")),
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_are_told_in_words() {
        let told = [0, 1, 3_600, 129_600, 1_209_600, 90_061].map(super::seconds);
        let words = ["0 seconds", "1 second", "1 hour", "1 day 12 hours", "2 weeks", "1 day 1 hour 1 minute 1 second"];
        assert_eq!(told, words);
    }
}
