//! Certification authorities, by the domains that their CAA records have.

use crate::text::typo::Typo;

/// From the practice statements of authorities that browsers trust (CCADB, "CAA identifiers").
const AUTHORITIES: [&str; 34] = [
    "actalis.it",
    "affirmtrust.com",
    "amazon.com",
    "amazonaws.com",
    "amazontrust.com",
    "awstrust.com",
    "buypass.com",
    "camerfirma.com",
    "certum.eu",
    "certum.pl",
    "comodo.com",
    "comodoca.com",
    "d-trust.net",
    "digicert.com",
    "digicert.ne.jp",
    "e-szigno.hu",
    "entrust.com",
    "entrust.net",
    "geotrust.com",
    "globalsign.com",
    "godaddy.com",
    "harica.gr",
    "identrust.com",
    "letsencrypt.org",
    "quovadisglobal.com",
    "rapidssl.com",
    "sectigo.com",
    "starfieldtech.com",
    "swisssign.com",
    "symantec.com",
    "thawte.com",
    "trust-provider.com",
    "trustwave.com",
    "usertrust.com",
];

/// Letters that a mistyped domain has at least.
const SHORTEST: usize = 6;
/// And one of which the end is another.
const SHORTEST_FRONT: usize = 7;

/// The authority that was meant by a domain that is none: one slip away, or with another end.
pub(super) fn meant_by(domain: &[u8]) -> Option<&'static str> {
    let domain = domain.to_ascii_lowercase();
    let front = |name: &[u8]| name.iter().position(|&byte| byte == b'.').map(|dot| name[..dot].to_vec());
    let own_front = front(&domain)?;
    let is_other_end = |known: &&str| {
        own_front.len() >= SHORTEST_FRONT && front(known.as_bytes()).is_some_and(|front| front == own_front)
    };
    let is_slip = |known: &&str| {
        let typo = Typo::between(known.as_bytes(), &domain);
        typo.is_some_and(|typo| typo.is_believable_in(known.as_bytes(), &domain, SHORTEST))
    };
    if AUTHORITIES.iter().any(|known| known.as_bytes() == domain) {
        return None;
    }
    AUTHORITIES.into_iter().find(is_slip).or_else(|| AUTHORITIES.into_iter().find(is_other_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_meant_by_what_is_near_to_them() {
        assert!(AUTHORITIES.is_sorted());
        for (typed, meant) in [
            ("letsencypt.org", Some("letsencrypt.org")),
            ("LetsEncrpyt.org", Some("letsencrypt.org")),
            ("letsencrypt.com", Some("letsencrypt.org")),
            ("digicret.com", Some("digicert.com")),
            ("sectgo.com", Some("sectigo.com")),
            ("letsencrypt.org", None),
            ("digicert.ne.jp", None),
            ("amazontrust.com", None),
            ("certum.com", None),
            ("ssl.com", None),
            ("pki.goog", None),
            ("ca.example", None),
            ("example.com", None),
        ] {
            assert_eq!(meant_by(typed.as_bytes()), meant, "{typed}");
        }
    }
}
