//! Sections to paste into a ticket, or into a comment of a pull request.

use std::io::{self, Write};

use super::{Line, Section, Sections};
use crate::report::counted;
use crate::report::markdown::line;
use crate::report::printable_line;
use crate::report::table::MOST_MARKDOWN;

/// So many bytes one section takes at most, but the first: that takes what is left.
const MOST_OF_ONE: usize = MOST_MARKDOWN / 2;
/// Title, closing line and count take less.
const AROUND: usize = 1_000;

/// Writes the sections. Where they are too long for a comment, the last blocks of the first sections are left out, which
/// are those of zones: what follows from these is shorter, and is what others wait for.
pub fn sections_markdown(sections: &Sections, out: &mut impl Write) -> io::Result<()> {
    let fence = fence(sections);
    let mut written: Vec<Written> = sections.list.iter().map(|section| Written::of(section, &fence)).collect();
    let mut left = MOST_MARKDOWN - AROUND;
    // From the end, where the short ones are.
    for (number, section) in written.iter_mut().enumerate().rev() {
        let most = if number == 0 { left } else { left.min(MOST_OF_ONE) };
        section.cut(most);
        left = left.saturating_sub(section.len());
    }
    writeln!(out, "## {}\n", line(&printable_line(&sections.title)))?;
    let left_out: usize = written.iter().map(|section| section.left_out).sum();
    for section in written.iter().filter(|section| !section.head.is_empty()) {
        section.write(&fence, out)?;
    }
    writeln!(out, "{}", sections.closing)?;
    match left_out {
        0 => Ok(()),
        cut => writeln!(out, "\n{} left out: `{}` writes all", counted(cut, "line"), sections.whole_by),
    }
}

/// A section as it is written.
struct Written {
    head: String,
    /// How many bytes these take.
    fences: usize,
    /// Each with how many lines it has, those of marks left out.
    blocks: Vec<(String, usize)>,
    left_out: usize,
}

impl Written {
    fn of(section: &Section, fence: &str) -> Written {
        let mut head = format!("### {}\n\n", line(&printable_line(&section.heading)));
        section.lead.iter().for_each(|lead| head.extend([lead, "\n\n"]));
        let block = |lines: &Vec<Line>| (lines.iter().map(text).collect::<String>(), lines.len());
        let blocks = section.blocks.iter().map(block).collect();
        Written { head, fences: 2 * fence.len() + "diff\n\n\n".len(), blocks, left_out: 0 }
    }

    fn len(&self) -> usize {
        let blocks: usize = self.blocks.iter().map(|(text, _)| text.len()).sum();
        if self.head.is_empty() { 0 } else { self.head.len() + self.fences + blocks }
    }

    /// Leaves out blocks until the section has no more bytes than these; at last all of it.
    fn cut(&mut self, most: usize) {
        let mut length = self.len();
        while length > most {
            match self.blocks.pop() {
                Some((text, lines)) => {
                    length -= text.len();
                    self.left_out += lines;
                }
                None => {
                    self.head.clear();
                    self.left_out += 1;
                    return;
                }
            }
        }
    }

    fn write(&self, fence: &str, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{}", self.head)?;
        if self.blocks.is_empty() {
            return Ok(());
        }
        writeln!(out, "{fence}diff")?;
        self.blocks.iter().try_for_each(|(text, _)| write!(out, "{text}"))?;
        writeln!(out, "{fence}\n")
    }
}

/// More backticks than there are side by side in any line: none of them ends the code.
fn fence(sections: &Sections) -> String {
    let lines = sections.list.iter().flat_map(|section| section.blocks.iter().flatten());
    let runs = lines.flat_map(|line| line.text.split(|c| c != '`').map(str::len));
    "`".repeat(runs.max().unwrap_or(0).max(2) + 1)
}

/// A line, and the mark below it.
fn text(line: &Line) -> String {
    let sign = line.sign.text();
    let mut text = format!("{sign}{}\n", line.text);
    if let Some(marked) = line.marked.as_ref().filter(|marked| !marked.is_empty()) {
        let at = sign.len() + line.text[..marked.start].chars().count();
        let width = line.text[marked.clone()].chars().count();
        text += &format!("{:at$}{}\n", "", "^".repeat(width));
    }
    text
}
