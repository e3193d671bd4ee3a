//! Version 1 of the JSON contract, written as a stream: no tree of the document is ever built.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use serde_json::value::RawValue;

use super::{Report, Summary, place};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Note, Severity};
use crate::fingerprint::Fingerprint;
use crate::source::{Position, Span, is_printable, printable};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    document(&JsonDocument { version: 1, findings: JsonFindings(report), summary: &report.summary }, out)
}

/// Writes a value as one document, on a line of its own. Each string in it is one line that may be shown.
pub fn document(value: &impl Serialize, out: impl Write) -> io::Result<()> {
    write(value, Strings::Lines, out)
}

/// The same where strings have lines of their own.
pub fn paragraphs(value: &impl Serialize, out: impl Write) -> io::Result<()> {
    write(value, Strings::Paragraphs, out)
}

/// The same where strings are read back to be compared.
pub fn exact(value: &impl Serialize, out: impl Write) -> io::Result<()> {
    write(value, Strings::Exact, out)
}

/// Text that a program puts into a file: read back it is what it was, whatever the strings around it are.
pub(super) fn exact_text(text: &str) -> Box<RawValue> {
    let mut json = Vec::new();
    let written = text.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Strings::Exact));
    let json = written.ok().and_then(|()| String::from_utf8(json).ok()).unwrap_or_default();
    RawValue::from_string(json).unwrap_or_default()
}

fn write(value: &impl Serialize, strings: Strings, mut out: impl Write) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, strings))?;
    out.write_all(b"\n")
}

/// The findings as the document has them, for other documents.
pub fn findings_json<'a>(report: &'a Report<'a>) -> impl Serialize + 'a {
    JsonFindings(report)
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    version: u32,
    findings: JsonFindings<'a>,
    summary: &'a Summary,
}

struct JsonFindings<'a>(&'a Report<'a>);

impl Serialize for JsonFindings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = |(finding, fingerprint)| JsonFinding::new(self.0, finding, fingerprint);
        serializer.collect_seq(self.0.identified().map(finding))
    }
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    check: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    labels: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
    reason: Option<&'a str>,
    source: Option<&'a str>,
    zone: Option<&'a str>,
    owner: Option<&'a str>,
    #[serde(rename = "type")]
    rtype: Option<&'a str>,
    fingerprint: Fingerprint,
    fix: Option<JsonFix<'a>>,
}

impl<'a> JsonFinding<'a> {
    fn new(report: &Report<'a>, finding: &'a Diagnostic, fingerprint: Fingerprint) -> JsonFinding<'a> {
        let (reason, source) = match finding.note.as_deref() {
            Some(Note::Rule { reason, source, .. }) => (reason.as_deref(), source.as_deref()),
            _ => (None, None),
        };
        JsonFinding {
            check: finding.meta.id,
            severity: finding.severity,
            message: &finding.message,
            place: JsonPlace::new(report, finding.primary.span),
            labels: finding
                .labels
                .iter()
                .map(|label| JsonLabel { place: JsonPlace::new(report, label.span), text: &label.text })
                .collect(),
            help: finding.help.as_deref(),
            reason,
            source,
            zone: finding.subject.zone.as_deref(),
            owner: finding.subject.owner.as_deref(),
            rtype: finding.subject.rtype.as_deref(),
            fingerprint,
            fix: finding.fix.as_deref().map(|fix| JsonFix::new(report, fix)),
        }
    }
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: Cow<'a, str>,
    start: JsonPoint,
    end: JsonPoint,
}

impl<'a> JsonPlace<'a> {
    fn new(report: &Report<'a>, span: Span) -> JsonPlace<'a> {
        let place::Place { file, start, end, .. } = place::Place::new(report, span);
        JsonPlace { file, start: start.into(), end: end.into() }
    }
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    text: Box<RawValue>,
}

impl<'a> JsonFix<'a> {
    fn new(report: &Report<'a>, fix: &'a Fix) -> JsonFix<'a> {
        let edit = |edit: &Edit| JsonEdit { place: JsonPlace::new(report, edit.span), text: exact_text(&edit.text) };
        JsonFix { title: &fix.title, applicability: fix.applicability, edits: fix.edits.iter().map(edit).collect() }
    }
}

#[derive(Serialize)]
struct JsonPoint {
    line: u32,
    column: u32,
    offset: u32,
}

impl From<Position> for JsonPoint {
    fn from(Position { line, column, offset }: Position) -> JsonPoint {
        JsonPoint { line, column, offset }
    }
}

/// How strings are written. Raw, none holds anything that acts on a terminal or a log.
#[derive(Clone, Copy)]
enum Strings {
    /// Each is [one line](printable()), for it is read and shown.
    Lines,
    /// Each is a text of lines that are fit to be shown.
    Paragraphs,
    /// Read back they are what they were.
    Exact,
}

impl Formatter for Strings {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if !matches!(self, Strings::Exact) {
            return out.write_all(printable(fragment).as_bytes());
        }
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| !is_printable(c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        let control = match escape {
            CharEscape::Quote | CharEscape::ReverseSolidus | CharEscape::Solidus => None,
            CharEscape::LineFeed => Some('\n'),
            CharEscape::CarriageReturn => Some('\r'),
            CharEscape::Tab => Some('\t'),
            CharEscape::Backspace => Some('\u{8}'),
            CharEscape::FormFeed => Some('\u{c}'),
            CharEscape::AsciiControl(byte) => Some(char::from(byte)),
        };
        match (self, control) {
            (Strings::Lines, Some(c)) => out.write_all(printable(c.encode_utf8(&mut [0; 4])).as_bytes()),
            (Strings::Paragraphs, Some(c)) if c != '\n' => {
                out.write_all(printable(c.encode_utf8(&mut [0; 4])).as_bytes())
            }
            _ => CompactFormatter.write_char_escape(out, escape),
        }
    }
}
