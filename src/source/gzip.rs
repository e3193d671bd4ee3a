//! Files that gzip compressed (RFC 1952): zones are kept so, and transferred.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::MAX_LEN;

/// What such a file begins with: its mark, and the one method there is.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
/// A file is unpacked to so many times its size at most. Zones come to 5 to 30 times; a file that is made to fill the
/// memory comes to 1000 times.
pub const MOST: u64 = 100;
/// Small files are unpacked to this size.
const SMALL: u64 = 1 << 20;

/// Why a file is not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GzipFault {
    /// It ends too early, or is not what its checksum says.
    Damaged,
    /// It would be larger than is taken on.
    TooLarge,
}

/// Whether a file is compressed, by its start.
pub fn is_packed(start: &[u8]) -> bool {
    start.starts_with(&MAGIC)
}

/// The first bytes that a file stands for, from its own first bytes.
pub fn unpacked_start(start: &[u8], length: u64) -> Cow<'_, [u8]> {
    if is_packed(start) { Cow::Owned(unpack_start(start, length)) } else { Cow::Borrowed(start) }
}

fn unpack_start(packed: &[u8], length: u64) -> Vec<u8> {
    let mut start = Vec::new();
    // What was read up to a fault counts: the start of a file ends anywhere.
    let _ = MultiGzDecoder::new(packed).take(length).read_to_end(&mut start);
    start
}

/// What a file was made of.
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, GzipFault> {
    let most = (packed.len() as u64).saturating_mul(MOST).clamp(SMALL, MAX_LEN);
    let mut bytes = Vec::new();
    let read = MultiGzDecoder::new(packed).take(most + 1).read_to_end(&mut bytes);
    match read {
        Ok(length) if length as u64 > most => Err(GzipFault::TooLarge),
        Ok(_) => Ok(bytes),
        Err(_) => Err(GzipFault::Damaged),
    }
}

/// The bytes that a file stands for: as they are, if it is not compressed or cannot be unpacked.
pub fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    if !is_packed(&bytes) {
        return bytes;
    }
    unpack(&bytes).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all")
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let zone = b"www A 192.0.2.1\n".repeat(1000);
        let packed = pack(&zone);
        assert_eq!(unpack(&packed), Ok(zone.clone()));
        assert_eq!(unpack(&[packed.clone(), packed.clone()].concat()), Ok([zone.clone(), zone.clone()].concat()));
        assert_eq!(unpack_start(&packed, 32), &zone[..32]);
        let numbered: Vec<u8> = (0..20_000).flat_map(|n: u32| format!("h{n} A 192.0.2.1\n").into_bytes()).collect();
        let packed = pack(&numbered);
        let start = unpack_start(&packed[..packed.len() / 2], u64::MAX);
        assert!(start.len() > numbered.len() / 4 && numbered.starts_with(&start), "{}", start.len());
        assert_eq!(unpacked(zone.clone()), zone);
    }

    #[test]
    fn what_cannot_be_unpacked_stays_as_it_is() {
        let packed = pack(&b"www A 192.0.2.1\n".repeat(1000));
        let cut = &packed[..packed.len() - 9];
        assert_eq!((unpack(cut), unpacked(cut.to_vec())), (Err(GzipFault::Damaged), cut.to_vec()));
        let mut changed = packed.clone();
        changed[packed.len() - 6] ^= 1;
        assert_eq!(unpack(&changed), Err(GzipFault::Damaged));
    }

    #[test]
    fn a_file_that_is_made_to_fill_the_memory_does_not() {
        let zeros = pack(&vec![0; 8 << 20]);
        assert!(zeros.len() < 10_000, "it is small");
        assert_eq!(unpack(&zeros), Err(GzipFault::TooLarge));
    }
}
