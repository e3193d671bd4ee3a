//! Sections on a terminal. Of a line that is too long the part is shown that is marked.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Line, Sections, Sign};
use crate::report::full::shown;
use crate::report::text::{columns_of, window, wrap};
use crate::report::{Style, printable_line};

/// Select Graphic Rendition (ECMA-48 section 8.3.117): bold, red and green.
const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";

/// Before lines below a heading.
const INDENT: usize = 2;

/// Writes the sections, each with an empty line behind it.
pub fn sections_text(sections: &Sections, style: Style, out: &mut impl Write) -> io::Result<()> {
    for section in &sections.list {
        for line in wrap(&section.heading, style.width) {
            writeln!(out, "{}", painted(style, BOLD, line))?;
        }
        for line in section.lead.iter().flat_map(|lead| wrap(lead, style.width - INDENT)) {
            writeln!(out, "{:INDENT$}{}", "", painted(style, "", line))?;
        }
        section.blocks.iter().flatten().try_for_each(|line| write_line(line, style, out))?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_line(line: &Line, style: Style, out: &mut impl Write) -> io::Result<()> {
    match line.sign {
        Sign::None => write_plain(&line.text, style, out),
        Sign::Removed => write_record(line, RED, style, out),
        Sign::Added => write_record(line, GREEN, style, out),
    }
}

/// Of a line without a sign nothing is left out: what does not fit goes on below.
fn write_plain(text: &str, style: Style, out: &mut impl Write) -> io::Result<()> {
    let indent = if text.starts_with(' ') { 2 * INDENT } else { INDENT };
    for (number, part) in wrap(text, style.width - indent - 2 * INDENT).enumerate() {
        let indent = if number == 0 { indent } else { indent + 2 * INDENT };
        writeln!(out, "{:indent$}{}", "", painted(style, "", part))?;
    }
    Ok(())
}

fn write_record(line: &Line, color: &str, style: Style, out: &mut impl Write) -> io::Result<()> {
    // Below what they belong to.
    let (indent, sign) = (2 * INDENT, line.sign.text());
    let room = style.width - indent - sign.len();
    let ellipsis = if style.unicode { "…" } else { "..." };
    let focus = line.marked.clone().unwrap_or(0..0);
    let part = window(&line.text, focus, room, ellipsis);
    let before = if part.start > 0 { ellipsis } else { "" };
    let after = if part.end < line.text.len() { ellipsis } else { "" };
    let fitted = format!("{sign}{before}{}{after}", &line.text[part.clone()]);
    writeln!(out, "{:indent$}{}", "", painted(style, color, &fitted))?;
    let Some(marked) = &line.marked else { return Ok(()) };
    let within = |offset: usize| offset.clamp(part.start, part.end);
    let front = shown(&line.text[part.start..within(marked.start)], style);
    let under = shown(&line.text[within(marked.start)..within(marked.end)], style);
    let (at, width) = (indent + sign.len() + columns_of(before) + columns_of(&front), columns_of(&under));
    if width == 0 {
        return Ok(());
    }
    let mark = if style.unicode { "─" } else { "^" };
    writeln!(out, "{:at$}{}", "", painted(style, color, &mark.repeat(width)))
}

/// A line in the characters and colours that there are.
fn painted(style: Style, how: &str, text: &str) -> String {
    let text: Cow<str> = printable_line(text);
    let text = shown(&text, style);
    if style.color && !how.is_empty() { format!("\u{1b}[{how}m{text}\u{1b}[0m") } else { text.into_owned() }
}
