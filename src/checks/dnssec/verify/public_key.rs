//! Public keys of zones, ready to verify signatures.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

use crate::syntax::rdata::rsa_parts;

/// What stands before the two coordinates of a point (SEC 1 section 2.3.3). DNSKEY leaves it out (RFC 6605 section 4).
const UNCOMPRESSED: u8 = 4;
/// Bits of moduli that the library takes.
const FEWEST_BITS: usize = 1024;
const MOST_BITS: usize = 8192;
/// Octets of exponents that it takes are up to 33 bits.
const MOST_EXPONENT: usize = 4;

/// A key that signatures can be verified with.
pub(super) enum PublicKey {
    Rsa { parameters: &'static RsaParameters, exponent: Vec<u8>, modulus: Vec<u8> },
    Other { key: UnparsedPublicKey<Vec<u8>>, signature: usize },
}

impl PublicKey {
    /// By the algorithm and the octets of a DNSKEY; none where the library does not know the algorithm, or takes no
    /// such key.
    pub(super) fn of(algorithm: u8, octets: &[u8]) -> Option<PublicKey> {
        let point = || [&[UNCOMPRESSED], octets].concat();
        match algorithm {
            5 | 7 => rsa(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, octets),
            8 => rsa(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, octets),
            10 => rsa(&RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, octets),
            13 if octets.len() == 64 => Some(other(&ECDSA_P256_SHA256_FIXED, point(), 64)),
            14 if octets.len() == 96 => Some(other(&ECDSA_P384_SHA384_FIXED, point(), 96)),
            15 if octets.len() == 32 => Some(other(&ED25519, octets.to_vec(), 64)),
            _ => None,
        }
    }

    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            PublicKey::Rsa { parameters, exponent, modulus } => {
                RsaPublicKeyComponents { n: modulus, e: exponent }.verify(parameters, signed, signature).is_ok()
            }
            PublicKey::Other { key, .. } => key.verify(signed, signature).is_ok(),
        }
    }

    /// How many octets a signature by the key has.
    pub(super) fn signature_octets(&self) -> usize {
        match self {
            PublicKey::Rsa { modulus, .. } => modulus.len(),
            PublicKey::Other { signature, .. } => *signature,
        }
    }
}

fn other(algorithm: &'static dyn VerificationAlgorithm, octets: Vec<u8>, signature: usize) -> PublicKey {
    PublicKey::Other { key: UnparsedPublicKey::new(algorithm, octets), signature }
}

/// The library takes numbers without zeros in front.
fn rsa(parameters: &'static RsaParameters, octets: &[u8]) -> Option<PublicKey> {
    let (exponent, modulus) = rsa_parts(octets)?;
    let number = |octets: &[u8]| octets[octets.iter().take_while(|octet| **octet == 0).count()..].to_vec();
    let (exponent, modulus) = (number(exponent), number(modulus));
    let bits = modulus.len() * 8 - modulus.first()?.leading_zeros() as usize;
    let is_odd = |number: &[u8]| number.last().is_some_and(|octet| octet & 1 == 1);
    let is_taken = (FEWEST_BITS..=MOST_BITS).contains(&bits)
        && is_odd(&modulus)
        && is_odd(&exponent)
        && exponent.len() <= MOST_EXPONENT
        && exponent != [1];
    is_taken.then_some(PublicKey::Rsa { parameters, exponent, modulus })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_the_library_does_not_take_are_told_from_those_that_verify_nothing() {
        let rsa = |exponent: &[u8], modulus: &[u8]| [&[exponent.len() as u8], exponent, modulus].concat();
        let is_taken = |algorithm, octets: &[u8]| PublicKey::of(algorithm, octets).is_some();
        let modulus = |octets: usize| [&[0x80], &vec![1; octets - 1][..]].concat();
        assert!(is_taken(8, &rsa(&[1, 0, 1], &modulus(128))) && is_taken(5, &rsa(&[0, 3], &modulus(1024))));
        for (exponent, modulus) in [
            (&[1, 0, 1][..], modulus(127)),
            (&[1, 0, 1], modulus(1025)),
            (&[1], modulus(128)),
            (&[1, 0, 0], modulus(128)),
            (&[1, 0, 0, 0, 1], modulus(128)),
            (&[3], [&modulus(127)[..], &[2]].concat()),
        ] {
            assert!(!is_taken(8, &rsa(exponent, &modulus)), "{exponent:?} {}", modulus.len());
        }
        assert!(is_taken(13, &[1; 64]) && !is_taken(13, &[1; 63]) && !is_taken(14, &[1; 64]) && is_taken(15, &[1; 32]));
        assert!(!is_taken(16, &[1; 57]) && !is_taken(12, &[1; 64]) && !is_taken(1, &rsa(&[3], &modulus(128))));
    }
}
