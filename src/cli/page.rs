//! A page in Markdown, made for a terminal: headings, paragraphs, examples and tables are all that pages have.

use std::io::{self, Write};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::report::{self, Style};

const INDENT: usize = 2;
const CODE_INDENT: usize = 6;

/// Writes a page.
pub(super) fn write(markdown: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = PageWriter { style, text: String::new(), rows: Vec::new(), is_code: false, is_first: true, out };
    Parser::new_ext(markdown, Options::ENABLE_TABLES).try_for_each(|event| page.event(event))
}

struct PageWriter<'o> {
    style: Style,
    /// The words of the block, those of code in backticks.
    text: String,
    /// The cells of the table.
    rows: Vec<Vec<String>>,
    is_code: bool,
    is_first: bool,
    out: &'o mut dyn Write,
}

impl PageWriter<'_> {
    fn event(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::Start(Tag::TableHead | Tag::TableRow) => self.rows.push(Vec::new()),
            Event::Text(text) => self.text.push_str(&text),
            Event::Code(code) => self.text.extend(["`", &code, "`"]),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut self.text);
                self.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            Event::End(TagEnd::Heading(_)) => self.heading()?,
            Event::End(TagEnd::Paragraph) => self.paragraph()?,
            Event::End(TagEnd::CodeBlock) => self.code()?,
            Event::End(TagEnd::Table) => self.table()?,
            _ => {}
        }
        Ok(())
    }

    /// A blank line between blocks, but for the first below a heading.
    fn part(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_first) { Ok(()) } else { writeln!(self.out) }
    }

    fn heading(&mut self) -> io::Result<()> {
        self.part()?;
        let (on, off) = if self.style.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        self.is_first = true;
        writeln!(self.out, "{on}{}{off}", std::mem::take(&mut self.text))
    }

    fn paragraph(&mut self) -> io::Result<()> {
        self.part()?;
        let mut is_code = false;
        let text = std::mem::take(&mut self.text);
        for line in report::wrap(&text, self.style.width - INDENT) {
            writeln!(self.out, "{:INDENT$}{}", "", with_code(line, &mut is_code, self.style))?;
        }
        Ok(())
    }

    /// As it is: what is copied from it has to be right.
    fn code(&mut self) -> io::Result<()> {
        self.is_code = false;
        self.part()?;
        for line in std::mem::take(&mut self.text).lines() {
            let indent = if line.is_empty() { 0 } else { CODE_INDENT };
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }

    fn table(&mut self) -> io::Result<()> {
        self.part()?;
        let rows = std::mem::take(&mut self.rows);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let shown = |cell: &String| cell.len() - if self.style.color { cell.matches('`').count() } else { 0 };
        let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(shown).max().unwrap_or(0);
        // The last column takes what is left.
        let before: usize = INDENT + (0..columns.saturating_sub(1)).map(|column| width(column) + 2).sum::<usize>();
        for row in &rows {
            let Some((last, cells)) = row.split_last() else { continue };
            let mut start = format!("{:INDENT$}", "");
            for (column, cell) in cells.iter().enumerate() {
                start += &with_code(cell, &mut false, self.style);
                start += &" ".repeat(width(column) + 2 - shown(cell));
            }
            let mut is_code = false;
            for line in report::wrap(last, self.style.width.saturating_sub(before).max(20)) {
                writeln!(self.out, "{start}{}", with_code(line, &mut is_code, self.style))?;
                start = format!("{:before$}", "");
            }
        }
        Ok(())
    }
}

/// A line with its code coloured; code may go on in the next line.
fn with_code(line: &str, is_code: &mut bool, style: Style) -> String {
    if !style.color {
        return line.to_owned();
    }
    let mut shown = String::new();
    for (number, part) in line.split('`').enumerate() {
        *is_code ^= number > 0;
        if *is_code && !part.is_empty() { shown.extend(["\x1b[36m", part, "\x1b[0m"]) } else { shown.push_str(part) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(markdown: &str, color: bool, width: usize) -> String {
        let mut out = Vec::new();
        write(markdown, Style { color, unicode: false, width, links: false }, &mut out).expect("memory can be written");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn blocks_are_indented_and_tables_aligned() {
        let page = "# id\n\nText with `code`,\nand more.\n\n```zone\n@ IN NS  a\n\nb\n```\n\n| a | b |\n|---|---|\n| `long` | x y |\n";
        let expected =
            "id\n  Text with\n  `code`, and\n  more.\n\n      @ IN NS  a\n\n      b\n\n  a       b\n  `long`  x y\n";
        assert_eq!(written(page, false, 14), expected);
    }

    #[test]
    fn code_is_coloured_over_the_end_of_a_line() {
        let code = |text: &str| format!("\x1b[36m{text}\x1b[0m");
        let expected = format!("  a {}\n  {} e\n", code("b c"), code("d"));
        assert_eq!(written("a `b c d` e", true, 8), expected);
        let table = format!("  x   y\n  {}  z\n", code("ab"));
        assert_eq!(written("| x | y |\n|---|---|\n| `ab` | z |\n", true, 40), table);
    }
}
