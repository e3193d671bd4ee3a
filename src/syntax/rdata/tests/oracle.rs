//! hickory as a second opinion: what it reads, we take.

use hickory_proto::rr::{RData, RecordType};

use super::examples::{BAD, GOOD};
use super::{problems, rtype};

/// What hickory reads and we refuse: types (none: all), part of our message, reason.
const EXCEPTIONS: &[(&[&str], &str, &str)] = &[
    (&[], "too many", "hickory looks at no token past the last field"),
    (&[], "stands behind the type", "hickory looks at no token past the last field"),
    (&[], "in quotes", "its lexer drops quotes; RFC 1035 §5.1 has them around character-strings only"),
    (&["TXT"], "has no data", "RFC 1035 §3.3.14: one string or more"),
    (&["TXT"], "is a string of", "it leaves long strings to its encoder, which cannot write them"),
    (&["TXT", "SVCB"], "is not an octet", "it reads no decimal escapes in quotes"),
    (&["TXT", "SVCB"], "is not an escape", "it reads no decimal escapes in quotes"),
    (&["CAA"], "only letters and digits", "it takes any tag; RFC 8659 §4.1 does not"),
    (&["SOA"], "is not a number", "it reads the serial as a duration"),
    (&["SOA"], "is not a number of seconds", "it reads `1h30`; BIND does not"),
    (&["SVCB", "HTTPS"], "is given twice", "RFC 9460 §2.1: a key appears once"),
    (&["SVCB", "HTTPS"], "mandatory lists", "RFC 9460 §8: each key once, and not `mandatory`"),
    (
        &["SVCB", "HTTPS"],
        "the value of `key",
        "RFC 9460 §2.1: the octets of the wire, which have to be those of the key",
    ),
    (&["SVCB", "HTTPS"], "is not a service parameter", "RFC 9460 §2.1: no leading zeros in `keyNNNNN`"),
    (&["SVCB", "HTTPS"], "without `alpn`", "RFC 9460 §7.1.1: one needs the other"),
    (&["SVCB", "HTTPS"], "which is missing", "RFC 9460 §8: what is mandatory is given"),
    (&["DS", "SSHFP", "TLSA", "SMIMEA", "CDS"], " octets, ", "it takes digests of any length"),
    (&["NAPTR"], "regexp", "it takes any text; RFC 3402 §3.2 does not"),
    (&["NAPTR"], "are not letters and digits", "it takes any flags; RFC 3403 §4.1 does not"),
    (&["SVCB", "HTTPS"], "has its key inside the quotes", "RFC 9460 §2.1: quotes are around values"),
    (&["SVCB", "HTTPS"], "empty protocol", "RFC 9460 §7.1.1: identifiers have 1 octet at least"),
    (&["SVCB", "HTTPS"], "`` is not an IPv", "RFC 9460 §7.3: no empty items"),
    (&["HTTPS", "OPENPGPKEY"], "it has `=`", "it ends base64 at the first `=`"),
    (&["CNAME", "NAPTR"], "the name is empty", "it reads no text as the root"),
    (&["NAPTR"], "NAPTR has no", "its lexer starts a new token at a quote in a word"),
];

fn excepted(mnemonic: &str, message: &str) -> bool {
    EXCEPTIONS.iter().any(|(types, part, _)| (types.is_empty() || types.contains(&mnemonic)) && message.contains(part))
}

fn hickory_reads(mnemonic: &str, rdata: &str) -> bool {
    let record_type = RecordType::from(rtype(mnemonic).0);
    RData::try_from_str(record_type, rdata).is_ok()
}

/// The data as it is, and with each byte left out, doubled, or replaced.
fn mutations(rdata: &str) -> impl Iterator<Item = String> {
    let splice = |at: usize, end: usize, text: &str| format!("{}{text}{}", &rdata[..at], &rdata[end..]);
    let replacements = ["", "0", "9", "a", "z", ".", ":", "-", " ", "=", ","];
    let places: Vec<usize> = rdata.char_indices().map(|(at, _)| at).collect();
    let mutated: Vec<String> = places
        .iter()
        .flat_map(|at| {
            let end = at + rdata[*at..].chars().next().map_or(0, char::len_utf8);
            replacements.iter().flat_map(move |text| [splice(*at, end, text), splice(*at, *at, text)])
        })
        .collect();
    std::iter::once(rdata.to_owned()).chain(mutated)
}

#[test]
fn what_hickory_reads_we_take() {
    let examples = GOOD.iter().copied().chain(BAD.iter().map(|(mnemonic, rdata, _)| (*mnemonic, *rdata)));
    let mut read = 0;
    let mut refused = Vec::new();
    for (mnemonic, rdata) in examples.filter(|(_, rdata)| !rdata.contains(r"\#") && !rdata.contains(['(', ';'])) {
        for rdata in mutations(rdata).filter(|rdata| hickory_reads(mnemonic, rdata)) {
            read += 1;
            for problem in problems(rtype(mnemonic), rdata.as_bytes()) {
                if !excepted(mnemonic, &problem.message) {
                    refused.push(format!("{mnemonic} {rdata}: {}", problem.message));
                }
            }
        }
    }
    assert!(read > 1000, "hickory reads only {read}");
    assert!(refused.is_empty(), "{} of {read}:\n{}", refused.len(), refused.join("\n"));
}
