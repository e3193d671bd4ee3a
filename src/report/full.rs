//! Each place with its line and a mark under the bytes that are wrong.
//!
//! The only file that knows miette, and only its drawing of snippets is used. Its own sources
//! scan from the first byte of the file for each label, and it joins labels however far apart;
//! so it is handed one [`Snippet`] at a time, which holds the few lines to show and nothing else.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceSpan};

use super::fixed_line::FixedLine;
use super::shown_label::{MAX_PLACES, ShownLabel, line_content};
use super::{Report, Style, concise, links, printable, printable_line, text};
use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{Position, Source, SourceId, Sources, without_log_commands};

/// So many findings of one check are drawn. Who has more reads a list, and each further one has
/// its line in it.
const MAX_DRAWN: usize = 100;
/// Narrower than this, wrapped text is no longer readable.
const MIN_WIDTH: usize = 40;
/// Columns left of the line's text: the number, the frame and the spaces between.
const GUTTER: usize = 10;

pub(super) fn render(report: &Report, style: Style, out: &mut impl Write) -> io::Result<()> {
    let pen = Pen::new(report.sources, style);
    let (mut text, mut line) = (String::new(), Vec::new());
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    let mut after_line = false;
    for finding in report.findings {
        let count = of_kind.entry(finding.meta.id).or_default();
        *count += 1;
        if *count > MAX_DRAWN {
            line.clear();
            concise::line(report, finding, &mut line)?;
            if style.unicode {
                out.write_all(&line)?;
            } else {
                out.write_all(shown(&String::from_utf8_lossy(&line), style).as_bytes())?;
            }
            after_line = true;
            continue;
        }
        text.clear();
        if std::mem::take(&mut after_line) {
            text.push('\n');
        }
        pen.draw(finding, &mut text).map_err(io::Error::other)?;
        out.write_all(shown(&text, style).as_bytes())?;
    }
    if after_line {
        writeln!(out)?;
    }
    Ok(())
}

/// Text in the characters that there are. Where the terminal is not UTF-8, parts of others may be escapes there.
pub(super) fn shown(text: &str, style: Style) -> Cow<'_, str> {
    if style.unicode || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('…', "...").replace(|c: char| !c.is_ascii(), "?"))
}

/// Where the colour of a severity is in the palette.
fn ink(severity: Severity) -> usize {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}

const SECOND_INK: usize = 3;
const NEW_INK: usize = 4;

struct Pen<'a> {
    sources: &'a Sources,
    theme: GraphicalTheme,
    width: usize,
    unicode: bool,
    links: bool,
    ellipsis: &'static str,
    /// What findings so far were held against.
    drawn: RefCell<HashSet<(SourceId, usize)>>,
}

impl<'a> Pen<'a> {
    fn new(sources: &'a Sources, style: Style) -> Pen<'a> {
        let mut theme = match (style.unicode, style.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        };
        let styles = &mut theme.styles;
        if style.color {
            for severity in [&mut styles.error, &mut styles.warning, &mut styles.advice] {
                *severity = severity.bold();
            }
            styles.help = styles.help.blue().bold();
        }
        // The palette: marks by severity, what a finding is held against, and text that is new.
        let new = if style.color { styles.help.green() } else { styles.help };
        styles.highlights = vec![styles.advice, styles.warning, styles.error, styles.help, new];
        let ellipsis = if style.unicode { "…" } else { "..." };
        let (width, unicode, links) = (style.width.max(MIN_WIDTH), style.unicode, style.links);
        Pen { sources, theme, width, unicode, links, ellipsis, drawn: RefCell::default() }
    }

    fn draw(&self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        self.header(finding, out)?;
        let labels = std::iter::once(&finding.primary).chain(&finding.labels);
        for group in self.group(labels.take(MAX_PLACES)) {
            if group.iter().all(|place| self.was_drawn(place)) {
                self.see(&group, out)?;
            } else {
                self.snippet(finding.severity, group, out)?;
            }
        }
        let left_out = (1 + finding.labels.len()).saturating_sub(MAX_PLACES);
        if left_out > 0 {
            let s = if left_out == 1 { "" } else { "s" };
            self.footer(&format!("{left_out} more place{s} not shown"), "  and ", out)?;
        }
        if let Some(help) = &finding.help {
            self.footer(help, "  help: ", out)?;
        }
        if let Some(fix) = &finding.fix {
            self.fix(fix, out)?;
        }
        if let Some(note) = &finding.note {
            self.footer(&note.text(), &format!("  {}: ", note.lead()), out)?;
        }
        out.push('\n');
        Ok(())
    }

    /// Whether the place is one that a finding is held against and that stands above already.
    /// The same record or rule may tell of a thousand mistakes.
    fn was_drawn(&self, place: &ShownLabel) -> bool {
        !place.is_primary && !self.drawn.borrow_mut().insert((place.source, place.bytes.start))
    }

    fn see(&self, group: &[ShownLabel], out: &mut String) -> fmt::Result {
        for place in group {
            let name = self.sources.get(place.source).name();
            let (at, text) = (place.at, &place.text);
            self.footer(&format!("{name}:{}:{}: {text}", at.line, at.column), "  see: ", out)?;
        }
        Ok(())
    }

    fn header(&self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        use fmt::Write;
        let kind = format!("{}[{}]", finding.severity.word(), finding.meta.id);
        let header = format!("{kind}: {}", printable(&finding.message));
        let mut lines = text::wrap(&header, self.width - 2);
        let first = lines.next().unwrap_or_default();
        // A kind has no space in it, so the first line holds all of it.
        let message = first.strip_prefix(&*kind).unwrap_or_default();
        let (before, after) = if self.links { hyperlink(&links::page_of(finding.meta.id)) } else { Default::default() };
        let kind = self.theme.styles.highlights[ink(finding.severity)].style(&kind);
        writeln!(out, "{before}{kind}{after}{message}")?;
        lines.try_for_each(|line| writeln!(out, "  {}", printable_line(line)))
    }

    /// The first line that a fix changes, as it would be; in words where that does not show.
    fn fix(&self, fix: &Fix, out: &mut String) -> fmt::Result {
        use fmt::Write;
        let lead = format!("  {}: ", fix.applicability.lead());
        let Some(FixedLine { text, new, others }) = FixedLine::of(self.sources, fix) else {
            return self.footer(&fix.title, &lead, out);
        };
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let room = self.width - lead.len() - more.len();
        let part = text::window(&text, new.clone(), room, self.ellipsis);
        let (start, end) = (new.start.clamp(part.start, part.end), new.end.clamp(part.start, part.end));
        let ellipsis = |is_cut: bool| if is_cut { self.ellipsis } else { "" };
        let [before, new, after] = [part.start..start, start..end, end..part.end].map(|range| &text[range]);
        write!(out, "{}{}{before}", self.theme.styles.help.style(lead), ellipsis(part.start > 0))?;
        write!(out, "{}{after}", self.theme.styles.highlights[NEW_INK].style(new))?;
        writeln!(out, "{}{more}", ellipsis(part.end < text.len()))
    }

    fn footer(&self, content: &str, lead: &str, out: &mut String) -> fmt::Result {
        use fmt::Write;
        let indent = lead.len();
        let mut lead = Some(lead);
        for paragraph in content.lines() {
            for line in text::wrap(&printable(paragraph), self.width - indent) {
                match lead.take() {
                    Some(lead) => writeln!(out, "{}{line}", self.theme.styles.help.style(lead))?,
                    None => writeln!(out, "{:indent$}{}", "", printable_line(line))?,
                }
            }
        }
        Ok(())
    }
}

/// What makes a link of the text between: OSC 8, which terminals that do not know it pass over.
fn hyperlink(url: &str) -> (String, &'static str) {
    (format!("\u{1b}]8;;{url}\u{1b}\\"), "\u{1b}]8;;\u{1b}\\")
}

impl Pen<'_> {
    fn room(&self) -> usize {
        self.width - GUTTER
    }

    /// Whether two marks, if they are on one line, hide nothing of each other and are both in view.
    fn can_share_line(&self, a: &ShownLabel, b: &ShownLabel) -> bool {
        let together = a.bytes.start.min(b.bytes.start)..a.bytes.end.max(b.bytes.end);
        let room = self.room() - 2 * self.ellipsis.chars().count();
        let fits = || self.sources.get(a.source).shown(together).is_some_and(|text| text::fits(text, room));
        a.at.line != b.at.line || (!a.overlaps(b) && fits())
    }

    /// Places to be shown together, in the order the finding names them.
    fn group<'l>(&self, labels: impl Iterator<Item = &'l Label>) -> Vec<Vec<ShownLabel>> {
        let mut groups: Vec<Vec<ShownLabel>> = Vec::new();
        for label in labels {
            let place = ShownLabel::new(self.sources, label, groups.is_empty());
            let same = |p: &&mut ShownLabel| p.source == place.source && p.bytes == place.bytes;
            // Two spans in the expansion of one directive are one place in the file.
            if let Some(known) = groups.iter_mut().flatten().find(same) {
                if known.text != place.text {
                    let separator = if known.text.is_empty() || place.text.is_empty() { "" } else { "; " };
                    known.text += separator;
                    known.text += &place.text;
                }
                continue;
            }
            let fits = |group: &&mut Vec<ShownLabel>| {
                group.iter().any(|p| p.is_near(&place)) && group.iter().all(|p| self.can_share_line(p, &place))
            };
            match groups.iter_mut().find(fits) {
                Some(group) => group.push(place),
                None => groups.push(vec![place]),
            }
        }
        groups
    }

    fn snippet(&self, severity: Severity, mut places: Vec<ShownLabel>, out: &mut String) -> fmt::Result {
        let source = self.sources.get(places[0].source);
        let at = places[0].at;
        places.sort_unstable_by_key(|place| place.bytes.start);
        let lines = places[0].at.line..=places[places.len() - 1].at.line;

        let name = source.name().to_owned();
        // Miette counts from 0.
        let first_line = *lines.start() as usize - 1;
        let mut snippet = Snippet { name, at, first_line, text: String::new(), labels: Vec::new() };
        for line in lines {
            let on_line: Vec<&ShownLabel> = places.iter().filter(|place| place.at.line == line).collect();
            self.add_line(&mut snippet, source, line, &on_line);
        }
        snippet.text = without_log_commands(Cow::Owned(snippet.text)).into_owned();
        if !self.unicode {
            snippet.in_ascii();
        }

        let mut theme = self.theme.clone();
        let ink_of = |place: &ShownLabel| if place.is_primary { ink(severity) } else { SECOND_INK };
        theme.styles.highlights = places.iter().map(|place| self.theme.styles.highlights[ink_of(place)]).collect();
        let handler =
            GraphicalReportHandler::new_themed(theme).with_context_lines(1).with_wrap_lines(false).tab_width(text::TAB);
        // What miette takes for the message, and writes first, is an empty line.
        let before = out.len();
        handler.render_report(out, &snippet)?;
        out.remove(before);
        Ok(())
    }

    /// Adds a line, or what fits of it around its places.
    fn add_line(&self, snippet: &mut Snippet, source: &Source, line: u32, places: &[&ShownLabel]) {
        let content = line_content(source, line);
        let text = source.shown(content.clone()).unwrap_or_default();
        let focus = match (places.first(), places.last()) {
            (Some(first), Some(last)) => first.bytes.start - content.start..last.bytes.end - content.start,
            _ => 0..0,
        };
        let part = text::window(text, focus, self.room(), self.ellipsis);
        if part.start > 0 {
            snippet.text += self.ellipsis;
        }
        let base = snippet.text.len();
        snippet.text += &text[part.clone()];
        if part.end < text.len() {
            snippet.text += self.ellipsis;
        }
        // The last line gets its end as well: a mark after it needs a byte to stand under.
        snippet.text.push('\n');

        let offset_in_snippet =
            |offset: usize| base + (offset - content.start).clamp(part.start, part.end) - part.start;
        for place in places {
            let (start, end) = (offset_in_snippet(place.bytes.start), offset_in_snippet(place.bytes.end));
            let text = (!place.text.is_empty()).then(|| place.text.clone());
            snippet.labels.push(LabeledSpan::new(text, start, end - start));
        }
    }
}

/// The lines of one place or a few near ones, as miette is given them.
#[derive(Debug)]
struct Snippet {
    name: String,
    /// What the frame says, in the file.
    at: Position,
    first_line: usize,
    text: String,
    /// Offsets in `text`.
    labels: Vec<LabeledSpan>,
}

impl Snippet {
    /// Each other character becomes a `?` before anything is drawn: the marks stand below columns.
    fn in_ascii(&mut self) {
        let chars_before = |offset: usize| self.text.char_indices().take_while(|(at, _)| *at < offset).count();
        for label in &mut self.labels {
            let (start, end) = (chars_before(label.offset()), chars_before(label.offset() + label.len()));
            *label = LabeledSpan::new(label.label().map(str::to_owned), start, end - start);
        }
        self.text = self.text.replace(|c: char| !c.is_ascii(), "?");
    }
}

impl miette::SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, MietteError> {
        // Without lines around it, the span is asked for only to name its place.
        let contents = if lines_before == 0 {
            let (line, column) = (self.at.line as usize - 1, self.at.column as usize - 1);
            MietteSpanContents::new_named(self.name.clone(), &[], *span, line, column, 1)
        } else {
            let whole = SourceSpan::from(0..self.text.len());
            MietteSpanContents::new(self.text.as_bytes(), whole, self.first_line, 0, 1)
        };
        Ok(Box::new(contents))
    }
}

impl miette::Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Snippet {}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        Ok(())
    }
}
