//! A hash that is the same on every machine and in every version.

use crate::text::escape::octet_lossy;

/// FNV-1a with 64 bits: the same on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hash(pub(crate) u64);

impl Hash {
    pub(crate) const NEW: Hash = Hash(0xcbf2_9ce4_8422_2325);
    /// No byte of UTF-8: what stands before it is not mistaken for what stands after.
    const END: u8 = 0xff;

    fn byte(self, byte: u8) -> Hash {
        Hash((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// Bytes that belong together.
    pub(crate) fn part(self, bytes: &[u8]) -> Hash {
        bytes.iter().fold(self, |hash, &b| hash.byte(b)).byte(Hash::END)
    }

    /// A domain name, equal for all its spellings: letters of either case, escaped or not (RFC 4343).
    pub(crate) fn name(mut self, text: &str) -> Hash {
        let mut rest = text.as_bytes();
        loop {
            if let [b'.', after @ ..] = rest {
                self = self.byte(Hash::END);
                rest = after;
                continue;
            }
            let Some((octet, length)) = octet_lossy(rest) else { return self.byte(Hash::END) };
            self = self.byte(octet.to_ascii_lowercase());
            rest = &rest[length..];
        }
    }

    /// Text where neither the case of letters nor the width of blanks counts.
    pub(crate) fn words(self, bytes: &[u8]) -> Hash {
        let words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.fold(self, |hash, word| hash.part(&word.to_ascii_lowercase()))
    }

    /// Half of it, and never 0.
    pub(crate) fn short(self) -> u32 {
        ((self.0 >> 32) as u32 ^ self.0 as u32).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_one_of_the_reference() {
        // Of the empty text and of `a`.
        assert_eq!(Hash::NEW.0, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Hash::NEW.byte(b'a').0, 0xaf63_dc4c_8601_ec8c);
    }
}
