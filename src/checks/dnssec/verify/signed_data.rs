//! The octets that an RRSIG signs, and those of its signature.

use data_encoding::BASE64;

use crate::checks::ZoneContext;
use crate::checks::dnssec::rrsig::Rrsig;

const CLASS_IN: [u8; 2] = [0, 1];
/// The field of the data that the signature starts at.
const SIGNATURE: usize = 8;

impl Rrsig<'_> {
    /// The signature itself.
    pub(super) fn signature(&self, cx: &ZoneContext) -> Option<Vec<u8>> {
        let mut words = cx.zone.rdata(self.id).words().skip(SIGNATURE);
        let first = words.next()?;
        // Most stand in one word, or in two.
        match words.next() {
            None => BASE64.decode(first).ok(),
            Some(second) => {
                let mut text = [first, second].concat();
                words.for_each(|word| text.extend(word));
                BASE64.decode(&text).ok()
            }
        }
    }

    /// Writes what is signed (RFC 4034 section 3.1.8.1): the RRSIG but for the signature, by a zone whose name is in wire
    /// form and lower case, and the records in canonical order.
    pub(super) fn write_signed<'d>(
        &self,
        apex: &[u8],
        owner: &[u8],
        set: impl Iterator<Item = &'d [u8]>,
        out: &mut Vec<u8>,
    ) {
        out.clear();
        out.extend(self.covered.0.to_be_bytes());
        out.extend([self.algorithm, self.labels]);
        for time in [self.original_ttl, self.expiration, self.inception] {
            out.extend(time.to_be_bytes());
        }
        out.extend(self.tag.to_be_bytes());
        out.extend(apex);
        for data in set {
            out.extend(owner);
            out.extend(self.covered.0.to_be_bytes());
            out.extend(CLASS_IN);
            out.extend(self.original_ttl.to_be_bytes());
            out.extend((data.len() as u16).to_be_bytes());
            out.extend(data);
        }
    }
}
