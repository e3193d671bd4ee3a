//! Unified diffs, as `patch` and `git apply` read them.

use std::io::{self, Write};

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use crate::report::{printable, printable_line};
use crate::source::same_length_printable;

/// So many lines around a change are shown.
const CONTEXT: usize = 3;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";

/// How a diff is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unified {
    /// It is read on a terminal, so that no byte of a zone may act on that. Otherwise it is exact.
    pub(super) is_shown: bool,
    pub(super) color: bool,
}

impl Unified {
    /// Writes what differs between two texts of a file.
    pub(super) fn write(self, name: &str, old: &[u8], new: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let (old, new) = (lines(old), lines(new));
        let hunks = group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT);
        let hunks = hunks.iter().filter(|hunk| hunk.iter().any(|op| op.tag() != DiffTag::Equal));
        let mut is_first = true;
        for hunk in hunks {
            if std::mem::take(&mut is_first) {
                self.head(&format!("--- a/{}", file(name)), BOLD, out)?;
                self.head(&format!("+++ b/{}", file(name)), BOLD, out)?;
            }
            self.hunk(hunk, &old, &new, out)?;
        }
        Ok(())
    }

    fn hunk(self, hunk: &[DiffOp], old: &[&[u8]], new: &[&[u8]], out: &mut dyn Write) -> io::Result<()> {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return Ok(()) };
        let before = part(first.old_range().start, last.old_range().end);
        let after = part(first.new_range().start, last.new_range().end);
        self.head(&format!("@@ -{before} +{after} @@"), CYAN, out)?;
        for op in hunk {
            let is_equal = op.tag() == DiffTag::Equal;
            for line in &old[op.old_range()] {
                let (sign, ink) = if is_equal { (b' ', "") } else { (b'-', RED) };
                self.line(sign, line, ink, out)?;
            }
            for line in new[op.new_range()].iter().filter(|_| !is_equal) {
                self.line(b'+', line, GREEN, out)?;
            }
        }
        Ok(())
    }

    fn head(self, text: &str, ink: &str, out: &mut dyn Write) -> io::Result<()> {
        let (before, after) = self.inked(ink);
        writeln!(out, "{before}{text}{after}")
    }

    fn line(self, sign: u8, line: &[u8], ink: &str, out: &mut dyn Write) -> io::Result<()> {
        let (before, after) = self.inked(ink);
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        out.write_all(before.as_bytes())?;
        out.write_all(&[sign])?;
        match self.is_shown {
            true => {
                let text = same_length_printable(text.strip_suffix(b"\r").unwrap_or(text));
                out.write_all(printable_line(&text).as_bytes())?;
            }
            false => out.write_all(text)?,
        }
        writeln!(out, "{after}")?;
        if text.len() == line.len() { writeln!(out, "\\ No newline at end of file") } else { Ok(()) }
    }

    fn inked(self, ink: &str) -> (&str, &str) {
        if self.color && !ink.is_empty() { (ink, RESET) } else { ("", "") }
    }
}

/// Each line with what ends it.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// The lines of a hunk in one of the files, as its head has them.
fn part(from: usize, to: usize) -> String {
    match to - from {
        0 => format!("{from},0"),
        1 => format!("{}", from + 1),
        count => format!("{},{count}", from + 1),
    }
}

/// A name as the head of a diff has it: one with a blank ends with a tab.
fn file(name: &str) -> String {
    let tab = if name.contains(' ') { "\t" } else { "" };
    format!("{}{tab}", printable(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &[u8], new: &[u8], is_shown: bool, color: bool) -> String {
        let mut out = Vec::new();
        Unified { is_shown, color }.write("a b.zone", old, new, &mut out).expect("memory takes all");
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn hunks_have_three_lines_around_changes() {
        let old: String = (1..=20).map(|number| format!("line {number}\n")).collect();
        let new = old.replace("line 2\n", "two\n").replace("line 19\n", "").replace("line 20\n", "line 20");
        assert_eq!(
            diff(old.as_bytes(), new.as_bytes(), false, false),
            "--- a/a b.zone\t\n+++ b/a b.zone\t\n@@ -1,5 +1,5 @@\n line 1\n-line 2\n+two\n line 3\n line 4\n line 5\n\
             @@ -16,5 +16,4 @@\n line 16\n line 17\n line 18\n-line 19\n-line 20\n+line 20\n\\ No newline at end of file\n"
        );
        assert_eq!(diff(b"a\n", b"a\n", false, false), "");
        assert!(diff(b"", b"a\n", false, false).contains("@@ -0,0 +1 @@\n+a\n"));
    }

    #[test]
    fn a_terminal_gets_no_byte_that_acts_on_it() {
        let (old, new) = (b"a \x1b[2J\xff\r\n", b"b \x1b[2J\xff\r\n");
        assert!(diff(old, new, false, false).contains("-a \u{1b}[2J"));
        let shown = diff(old, new, true, false);
        assert!(!shown.contains('\u{1b}') && shown.contains("-a ") && shown.ends_with('\n'), "{shown:?}");
        let colored = diff(b"a\n", b"b\n", true, true);
        assert!(colored.contains("\u{1b}[31m-a\u{1b}[0m\n\u{1b}[32m+b\u{1b}[0m\n"), "{colored:?}");
    }
}
