//! Lines of text that Markdown shows as they are.

use std::borrow::Cow;

/// A line in which Markdown sees code between backticks and nothing else: no link, picture, HTML or `@name`, for
/// the words of a zone may be a stranger's. Where it would see more, all of the line is code.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    // A name after `@` is called also where that is escaped; in code it is not.
    let is_plain = |c: char| c.is_alphanumeric() || " .,;:()'\"/%=+?-".contains(c);
    let mut between_backticks = text.split('`').enumerate();
    let is_tame = between_backticks.all(|(number, part)| match number % 2 {
        0 => part.chars().all(is_plain) && !part.contains("://") && !part.contains("www."),
        _ => !part.is_empty(),
    });
    let starts_with_a_word = text.starts_with(|c: char| c.is_alphabetic() || c == '`');
    if is_tame && starts_with_a_word && text.matches('`').count().is_multiple_of(2) && !text.contains("``") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(code(text))
}

/// A cell of a table: plain words or, as names are, code. A bar would end the cell in code, too: it is written as zone
/// files may write it (RFC 1035 section 5.1).
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        return Cow::Borrowed(text);
    }
    let (mut whole, mut is_escaped) = (String::with_capacity(text.len()), false);
    for c in text.chars() {
        match c {
            '|' if is_escaped => whole.push_str("124"),
            '|' => whole.push_str("\\124"),
            c => whole.push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    Cow::Owned(if whole.contains('`') { code(&whole) } else { format!("`{whole}`") })
}

/// Text as code, between more backticks than it has side by side.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_sees_code_and_nothing_else() {
        for tame in ["port 5601 of `_sip._tls` is 5061", "help: write \"a\", or `[b](c)`", "`<b>` says 1h..1d (here)"] {
            assert_eq!(line(tame), tame);
        }
        for (text, shown) in [
            ("ask @admin", "` ask @admin `"),
            ("see [x](https://a.example)", "` see [x](https://a.example) `"),
            ("see https://a.example", "` see https://a.example `"),
            ("`a` @b `c`", "`` `a` @b `c` ``"),
            ("`a``@b``c`", "``` `a``@b``c` ```"),
            ("odd ` @b", "`` odd ` @b ``"),
            ("odd ` b", "`` odd ` b ``"),
            ("1. x", "` 1. x `"),
            ("`` @b ``", "``` `` @b `` ```"),
        ] {
            assert_eq!(line(text), shown);
        }
    }

    #[test]
    fn a_cell_of_a_table_has_no_bar_and_nothing_but_code() {
        for (text, shown) in [
            ("", ""),
            ("5061", "5061"),
            ("not offered", "not offered"),
            ("_sip._tls", "`_sip._tls`"),
            ("www.a.example", "`www.a.example`"),
            ("a|b", r"`a\124b`"),
            (r"a\|b", r"`a\124b`"),
            (r"a\\|b", r"`a\\\124b`"),
            ("a`b", "`` a`b ``"),
            ("<b>", "`<b>`"),
        ] {
            assert_eq!(cell(text), shown);
        }
    }
}
