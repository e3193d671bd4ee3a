//! Classes of records (RFC 1035 §3.2.4).

/// The class of nearly every zone.
pub(crate) const IN: u16 = 1;

/// CS is of RFC 1035, and was taken out of the registry since; servers read it.
const CLASSES: [(&str, u16); 4] = [("IN", IN), ("CS", 2), ("CH", 3), ("HS", 4)];

/// The number of a mnemonic, or of `CLASSnnn` (RFC 3597 §5), in any case.
pub(crate) fn number_of(text: &[u8]) -> Option<u16> {
    if text.len() == 2 {
        let named = CLASSES.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text));
        return named.map(|(_, number)| *number);
    }
    let (front, digits) = text.split_at_checked(5)?;
    if !front.eq_ignore_ascii_case(b"CLASS") || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// A class as it is written.
pub(crate) fn text_of(class: u16) -> String {
    match CLASSES.iter().find(|(_, number)| *number == class) {
        Some((name, _)) => (*name).to_owned(),
        None => format!("CLASS{class}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_and_written() {
        for (text, class) in [("IN", 1), ("CS", 2), ("CH", 3), ("HS", 4), ("CLASS5", 5), ("CLASS65535", 65535)] {
            assert_eq!(number_of(text.to_lowercase().as_bytes()), Some(class));
            assert_eq!(text_of(class), text);
        }
        for text in ["", "A", "INN", "CLASS", "CLASS65536", "CLASSx", "CLASS+1"] {
            assert_eq!(number_of(text.as_bytes()), None, "{text}");
        }
    }
}
