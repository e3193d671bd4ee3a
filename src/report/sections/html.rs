//! Sections on a page of their own.

use std::io::{self, Write};

use super::{Line, Section, Sections, Sign};
use crate::report::markup::escape;
use crate::report::page::page;

/// Writes the page.
pub fn sections_html(sections: &Sections, out: &mut impl Write) -> io::Result<()> {
    // Backticks are for Markdown.
    page(&sections.title.replace('`', ""), out, |out| {
        sections.list.iter().try_for_each(|section| write_section(section, out))?;
        writeln!(out, "<p>{}</p>", escape(&sections.closing))
    })
}

fn write_section(section: &Section, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<h2>{}</h2>", escape(&section.heading))?;
    section.lead.iter().try_for_each(|lead| writeln!(out, "<p>{}</p>", escape(lead)))?;
    if section.blocks.is_empty() {
        return Ok(());
    }
    writeln!(out, "<div class=\"lines\">")?;
    for block in &section.blocks {
        write!(out, "<pre>")?;
        block.iter().try_for_each(|line| write_line(line, out))?;
        writeln!(out, "</pre>")?;
    }
    writeln!(out, "</div>")
}

fn write_line(line: &Line, out: &mut impl Write) -> io::Result<()> {
    let (open, close) = match line.sign {
        Sign::None => ("", ""),
        Sign::Removed => ("<del>- ", "</del>"),
        Sign::Added => ("<ins>+ ", "</ins>"),
    };
    let marked = line.marked.clone().unwrap_or(0..0);
    let (before, under, after) = (&line.text[..marked.start], &line.text[marked.clone()], &line.text[marked.end..]);
    write!(out, "{open}{}", escape(before))?;
    if !under.is_empty() {
        write!(out, "<u>{}</u>", escape(under))?;
    }
    writeln!(out, "{}{close}", escape(after))
}
