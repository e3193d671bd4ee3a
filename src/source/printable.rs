//! Text made fit to be shown: nothing in it acts on a terminal or on the log of a CI job, and nothing is
//! there that cannot be seen.

use std::borrow::Cow;
use std::fmt::Write;

/// Of so many bytes all are looked at, which compilers do for several at once.
const PIECE: usize = 32;

/// Whether text is of visible ASCII characters and blanks, and no part of a logging command.
fn is_plain(piece: &[u8]) -> bool {
    piece.iter().fold(true, |all, byte| all & (b' '..=b'~').contains(byte) & (*byte != b'#'))
}

/// One line of text as it may be shown. Tabs and line breaks become blanks; any other character that acts or
/// is not seen is named, as `<U+200B>`; and a logging command of Azure or TeamCity is no longer one.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.as_bytes().chunks(PIECE).all(is_plain) {
        return Cow::Borrowed(text);
    }
    if text.chars().all(|c| is_printable(c) && !c.is_control()) {
        return without_log_commands(Cow::Borrowed(text));
    }
    let mut line = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => line.push(' '),
            _ if is_printable(c) => line.push(c),
            // To write to a string does not fail.
            _ => _ = write!(line, "<U+{:04X}>", u32::from(c)),
        }
    }
    without_log_commands(Cow::Owned(line))
}

/// The same for text that starts a line of a log: GitHub takes one that starts with two colons, whatever
/// blanks are before them, for a command.
pub fn printable_line(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    match text.trim_start().strip_prefix("::") {
        Some(rest) => Cow::Owned(format!("{}:?{rest}", &text[..text.len() - rest.len() - 2])),
        None => text,
    }
}

/// Text without `##[command]`, `##vso[…]` and `##teamcity[…]`, which are obeyed wherever they stand in a line.
/// The second `#` becomes a `?`, so that offsets stay valid.
pub fn without_log_commands(text: Cow<'_, str>) -> Cow<'_, str> {
    let opens = |after: &str| after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
    let is_second = |at: usize| text[..at].ends_with('#') && opens(&text[at + 1..]);
    if !text.contains("##") || !text.match_indices('#').any(|(at, _)| is_second(at)) {
        return text;
    }
    Cow::Owned(text.char_indices().map(|(at, c)| if c == '#' && is_second(at) { '?' } else { c }).collect())
}

/// Replaces what must not be shown, each character by one as long, so that offsets and columns stay valid.
pub fn same_length_printable(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            out.push(if is_printable(c) { c } else { STAND_INS[c.len_utf8() - 1] });
        }
        out.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    out
}

/// What stands for a character that is not shown, by its length: each looks like a question mark.
const STAND_INS: [char; 4] = ['?', '\u{bf}', char::REPLACEMENT_CHARACTER, '\u{1fbc4}'];

/// Whether a character may reach a terminal as it is; of the controls only those that make up lines.
///
/// Besides other controls these may not: format characters (category Cf), which turn text around (Unicode
/// TR 36) or are not seen, whatever else has the property Default_Ignorable_Code_Point, the line and paragraph
/// separators, and noncharacters.
pub fn is_printable(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' | ' '..='~' => true,
        _ if c.is_control() => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => false,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => false,
        '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => false,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => false,
        // Seen in a script of their own, and format characters all the same.
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' => false,
        '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' => false,
        '\u{fdd0}'..='\u{fdef}' => false,
        _ => u32::from(c) & 0xfffe != 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_is_not_seen_is_named() {
        assert_eq!(printable("a\u{1b}[2J\u{9b}\u{202e}é"), "a<U+001B>[2J<U+009B><U+202E>é");
        assert_eq!(printable("a\u{85}b\u{2028}c\u{2029}d\u{b}e\u{c}"), "a<U+0085>b<U+2028>c<U+2029>d<U+000B>e<U+000C>");
        assert_eq!(printable("\u{ad}\u{61c}\u{180e}\u{fff9}\u{e0041}"), "<U+00AD><U+061C><U+180E><U+FFF9><U+E0041>");
        assert_eq!(printable("two\nlines\ta tab\r"), "two lines a tab ");
        for plain in ["plain", "`näme`", "e\u{301}", "# a ## b", "日本"] {
            assert!(matches!(printable(plain), Cow::Borrowed(shown) if shown == plain));
        }
    }

    #[test]
    fn nothing_is_a_command_to_a_log() {
        for (text, shown) in [
            ("x ##[error]y", "x #?[error]y"),
            ("##vso[task.setvariable]##TeamCity[x", "#?vso[task.setvariable]#?TeamCity[x"),
            ("###[#[##", "##?[#[##"),
            ("##\u{200b}[", "##<U+200B>["),
            ("## [x] ##a1[", "## [x] ##a1["),
        ] {
            assert_eq!(printable(text), shown);
        }
        for (text, shown) in [
            ("::error::x", ":?error::x"),
            (" \u{3000}::error::x", " \u{3000}:?error::x"),
            (":::", ":?:"),
            ("\n::a", " :?a"),
            ("a ::b", "a ::b"),
            (":b:", ":b:"),
        ] {
            assert_eq!(printable_line(text), shown);
        }
    }

    #[test]
    fn a_stand_in_is_as_long_and_may_be_shown() {
        for c in ('\0'..=char::MAX).filter(|&c| !is_printable(c)) {
            let text = c.to_string();
            let shown = same_length_printable(text.as_bytes());
            assert_eq!((shown.len(), shown.chars().count()), (text.len(), 1), "{c:?}");
            assert!(shown.chars().all(is_printable), "{c:?}");
        }
    }
}
