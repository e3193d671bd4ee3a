//! Domain names as text (RFC 1035 §5.1): lengths, labels and escapes.
//!
//! Any octet may stand in a label (RFC 2181 §11); which are wise is another check's business.

use super::{Fault, show};
use crate::diagnostic::Text;
use crate::syntax::swar;
use crate::text::escape::escape;

/// Why a text is no domain name. Offsets count in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// There is no text.
    Empty,
    /// A dot where a label should start.
    EmptyLabel {
        /// Offset of the dot.
        at: usize,
    },
    /// A label of more than 63 octets.
    LongLabel {
        /// Offset of its first byte.
        at: usize,
        /// Its octets.
        octets: usize,
    },
    /// More than 255 octets on the wire.
    LongName {
        /// The octets, root label included.
        octets: usize,
    },
    /// A backslash before no octet: `\256`, `\1x`, or at the end.
    Escape {
        /// Offset of the backslash.
        at: usize,
    },
}

const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 255;

/// Whether the text is a domain name, relative or absolute.
///
/// A relative name may still grow too long with its origin; that is the caller's to see.
pub fn check(text: &[u8]) -> Result<(), NameFault> {
    match text {
        [] => Err(NameFault::Empty),
        b"." => Ok(()),
        _ if !text.contains(&b'\\') && dots_if_plain(text, text.len()).is_some() => Ok(()),
        _ => measure(text),
    }
}

/// The dots of a text without escapes that is plainly a domain name, as nearly all are, a bit for
/// each, the first byte's the lowest: too short for a label to be too long, and no label is empty.
/// The text is the first bytes of some.
#[inline(always)]
pub(crate) fn dots_if_plain(bytes: &[u8], length: usize) -> Option<u64> {
    let dots = (1..=LONGEST_LABEL).contains(&length).then(|| swar::dots_of_first(bytes, length))?;
    let starts = dots << 1 | 1;
    (starts & dots == 0).then_some(dots)
}

fn measure(text: &[u8]) -> Result<(), NameFault> {
    let mut wire = 1;
    let mut label = 0;
    let (mut label_start, mut at) = (0, 0);
    while at < text.len() {
        match text[at] {
            b'.' => {
                close_label(label_start, label)?;
                if label == 0 {
                    return Err(NameFault::EmptyLabel { at });
                }
                wire += label + 1;
                (label, label_start) = (0, at + 1);
                at += 1;
            }
            b'\\' => {
                at += escape(&text[at..]).ok_or(NameFault::Escape { at })?.1;
                label += 1;
            }
            _ => {
                at += 1;
                label += 1;
            }
        }
    }
    close_label(label_start, label)?;
    if label > 0 {
        wire += label + 1;
    }
    if wire > LONGEST_NAME { Err(NameFault::LongName { octets: wire }) } else { Ok(()) }
}

fn close_label(at: usize, octets: usize) -> Result<(), NameFault> {
    if octets > LONGEST_LABEL { Err(NameFault::LongLabel { at, octets }) } else { Ok(()) }
}

impl NameFault {
    /// One line for people, about the text that was checked.
    pub fn message(self, text: &[u8]) -> String {
        let name = show(text);
        match self {
            NameFault::Empty => "the name is empty".to_owned(),
            NameFault::EmptyLabel { at: 0 } => format!("{name} is not a domain name: it starts with a dot"),
            NameFault::EmptyLabel { .. } => format!("{name} is not a domain name: it has two dots in a row"),
            NameFault::LongLabel { octets, .. } => {
                format!("{name} has a label of {octets} octets; the maximum is {LONGEST_LABEL}")
            }
            NameFault::LongName { octets } => {
                format!("{name} has {octets} octets as a domain name; the maximum is {LONGEST_NAME}")
            }
            NameFault::Escape { at } => super::text::escape_message(&text[at..]),
        }
    }

    /// What to do, if that can be said.
    pub fn help(self) -> Option<&'static str> {
        match self {
            NameFault::Empty => Some("write `@` for the origin, `.` for the root"),
            NameFault::EmptyLabel { .. } => Some("remove one dot"),
            NameFault::Escape { .. } => Some(super::text::ESCAPE_HELP),
            NameFault::LongLabel { .. } | NameFault::LongName { .. } => None,
        }
    }

    #[cold]
    pub(super) fn fault(self, text: &[u8]) -> Fault {
        Fault { message: self.message(text), help: self.help().map(Text::from) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Result<(), NameFault> {
        check(text.as_bytes())
    }

    #[test]
    fn any_octet_and_any_form_is_a_name() {
        for text in
            ["@", ".", "a", "a.", "_sip._tls", "*.x", "0/25.2.0.192", r"a\.b.c.", r"\000", r"a\ b", "münchen", "a b"]
        {
            assert_eq!(verdict(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn empty_labels_are_found() {
        assert_eq!(verdict(""), Err(NameFault::Empty));
        assert_eq!(verdict(".a"), Err(NameFault::EmptyLabel { at: 0 }));
        assert_eq!(verdict("a..b"), Err(NameFault::EmptyLabel { at: 2 }));
        assert_eq!(verdict("a.."), Err(NameFault::EmptyLabel { at: 2 }));
        assert_eq!(verdict(".."), Err(NameFault::EmptyLabel { at: 0 }));
    }

    #[test]
    fn lengths_count_octets_not_characters() {
        let label = "a".repeat(63);
        assert_eq!(verdict(&label), Ok(()));
        assert_eq!(verdict(&format!("{label}a.x")), Err(NameFault::LongLabel { at: 0, octets: 64 }));
        assert_eq!(verdict(&format!("x.{}", r"\065".repeat(64))), Err(NameFault::LongLabel { at: 2, octets: 64 }));
        let longest = format!("{label}.{label}.{label}.{}.", "a".repeat(61));
        assert_eq!(verdict(&longest), Ok(()));
        let longer = format!("{label}.{label}.{label}.{}.", "a".repeat(62));
        assert_eq!(verdict(&longer), Err(NameFault::LongName { octets: 256 }));
        assert_eq!(verdict(longer.trim_end_matches('.')), Err(NameFault::LongName { octets: 256 }));
    }

    #[test]
    fn bad_escapes_are_found() {
        for (text, at) in [(r"a\256", 1), (r"\1", 0), (r"\12x", 0), (r"ab\", 2)] {
            assert_eq!(verdict(text), Err(NameFault::Escape { at }), "{text}");
        }
    }
}
