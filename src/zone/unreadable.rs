//! Files that are no zone files get one clear message instead of one for every line.

use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::source::gzip::{self, GzipFault};
use crate::source::{Source, SourceId, Span};
use crate::syntax::kinds;
use crate::zone::probe::{self, BYTE_ORDER_MARK};

/// What template languages write, and zone files do not.
const MARKS: [&str; 6] = ["{{", "{%", "${", "<%", "@@", "[%"];
/// The marks of blocks, which stand in nothing but a template.
const BLOCKS: [&str; 3] = ["{%", "<%", "[%"];
/// So many lines with marks are no slip.
const MARKED_LINES: usize = 3;
/// Where a template has its first mark.
const LOOKED_AT: usize = 1 << 16;
/// So many unreadable lines and not one record: the file is something else.
const MANY: usize = 8;

/// Data of tinydns are told by so many.
const FIRST_LINES: usize = 8;

/// The first such mark in a text.
pub fn mark_in(text: &[u8]) -> Option<(usize, &'static str)> {
    MARKS.into_iter().find_map(|mark| Some((memchr::memmem::find(text, mark.as_bytes())?, mark)))
}

/// Whether a text is without doubt what others are made from.
pub fn is_template(start: &[u8]) -> bool {
    if memchr::memchr3(b'{', b'<', b'[', start).is_none() || mark_in(start).is_none() {
        return false;
    }
    let marks = start.split(|&byte| byte == b'\n').filter_map(mark_of_line);
    let mut marked = 0;
    for (_, mark) in marks {
        marked += 1;
        if BLOCKS.contains(&mark) || marked == MARKED_LINES {
            return true;
        }
    }
    false
}

/// The one finding about a file that is no zone file, from what reading it came to.
pub(super) fn instead(id: SourceId, source: &Source, records: usize, diagnostics: &Findings) -> Option<Diagnostic> {
    let bytes = source.bytes();
    let whole = Span { source: id, start: 0, end: 0 };
    let is_serial = |d: &&Diagnostic| d.is(&kinds::RECORD_DATA_INVALID) && d.severity == Severity::Info;
    let serials: Vec<Span> = diagnostics.iter().filter(is_serial).map(|d| d.primary.span).collect();
    let found = diagnostics.iter().find_map(|d| template_mark(id, bytes, d));
    let found = found.or_else(|| placeholder(id, bytes, &serials));
    if let Some((at, mark)) = found {
        let message = format!("this looks like a template: `{mark}` is not zone file syntax");
        return Some(finding(at, message).help("check the output of the template instead"));
    }
    if records > 0 {
        return None;
    }
    if is_empty(bytes) {
        return Some(
            finding(whole, "the file is empty".to_owned()).help("a zone has at least an SOA and an NS record"),
        );
    }
    if let Some(finding) = gzip_fault(whole, bytes).or_else(|| utf16(whole, bytes)) {
        return Some(finding);
    }
    if is_binary(bytes) {
        return Some(
            finding(whole, "this is a binary file, not a zone file".to_owned())
                .help("convert BIND's raw format with `named-compilezone -f raw -F text`"),
        );
    }
    if is_tinydns(bytes) {
        return Some(
            finding(whole, "this looks like tinydns data, not a zone file".to_owned())
                .help("zonelint reads the zone files of RFC 1035, as BIND, NSD and Knot do"),
        );
    }
    let first = diagnostics.first().filter(|_| diagnostics.total() >= MANY)?;
    let message = format!("this is not a zone file: {} lines and no record", diagnostics.total());
    Some(finding(first.primary.span, message).here("the first such line"))
}

fn finding(at: Span, message: String) -> Diagnostic {
    Diagnostic::new(&kinds::NOT_A_ZONE_FILE, at, message)
}

/// A compressed file is unpacked where it is read, unless something is wrong with it.
fn gzip_fault(at: Span, bytes: &[u8]) -> Option<Diagnostic> {
    let fault = gzip::is_packed(bytes).then(|| gzip::unpack(bytes).err()).flatten()?;
    Some(match fault {
        GzipFault::Damaged => finding(at, "the file is compressed by gzip, and damaged or incomplete".to_owned())
            .help("`gzip -t` shows what is wrong; create the file again"),
        GzipFault::TooLarge => {
            let message =
                format!("the file is compressed by gzip, and unpacks to more than {} times its size", gzip::MOST);
            finding(at, message)
                .help("it is not unpacked, to protect memory; unpack it with `gunzip` and check the result")
        }
    })
}

fn utf16(at: Span, bytes: &[u8]) -> Option<Diagnostic> {
    from_utf16(bytes)?;
    let message = "the file is UTF-16 text, which name servers do not read".to_owned();
    let help = "save it as UTF-8 without a byte order mark: `iconv -f UTF-16 -t UTF-8 OLD > NEW`, or `-Encoding ascii` \
                where PowerShell writes it";
    Some(finding(at, message).help(help))
}

/// The start of a text in UTF-16, where characters outside of ASCII stand as `?`; none of anything else.
pub fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let is_text = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let high_at = match start {
        [0xff, 0xfe, ..] => 1,
        [0xfe, 0xff, ..] => 0,
        [first, 0, second, 0, ..] if is_text(*first) && is_text(*second) => 1,
        [0, first, 0, second, ..] if is_text(*first) && is_text(*second) => 0,
        _ => return None,
    };
    let unit = |pair: &[u8]| if pair[high_at] == 0 { pair[1 - high_at] } else { b'?' };
    let has_mark = start[0] > 0x7f || start[1] > 0x7f;
    Some(start.chunks_exact(2).skip(usize::from(has_mark)).map(unit).collect())
}

/// Whether there is nothing in a file that anybody sees.
pub fn is_empty(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    text.iter().all(u8::is_ascii_whitespace)
}

/// Whether a file is what BIND keeps of a zone for itself: in its formats raw and map.
pub fn is_raw(start: &[u8]) -> bool {
    matches!(start, [0, 0, 0, 2 | 3, 0, 0, 0, _, ..])
}

fn template_mark(id: SourceId, bytes: &[u8], diagnostic: &Diagnostic) -> Option<(Span, &'static str)> {
    let span = diagnostic.primary.span;
    if span.source != id || diagnostic.severity != Severity::Error {
        return None;
    }
    mark_at(id, bytes, span.start as usize)
}

/// A mark where it makes a name that servers would take: `@@HOST@@ IN A 192.0.2.1`. Placeholders of serials were told.
fn placeholder(id: SourceId, bytes: &[u8], serials: &[Span]) -> Option<(Span, &'static str)> {
    let top = &bytes[..bytes.len().min(LOOKED_AT)];
    let at_name = |&at: &usize| {
        // Text may hold anything, in quotes or not.
        let words = line_of(bytes, at).1.split(u8::is_ascii_whitespace);
        let is_serial = serials.iter().any(|span| span.source == id && (span.start..span.end).contains(&(at as u32)));
        !is_serial && !words.into_iter().any(|word| word.eq_ignore_ascii_case(b"TXT"))
    };
    // What most of the marks have is rare by itself.
    let has_bracket = memchr::memchr3(b'{', b'<', b'[', top).is_some();
    let mut marks = MARKS.into_iter().filter(|mark| has_bracket || !mark.contains(['{', '<', '[']));
    let places = |mark: &'static str| memchr::memmem::find_iter(top, mark).filter(at_name);
    marks.find_map(|mark| places(mark).find_map(|at| mark_at(id, bytes, at)))
}

/// The mark on the line of an offset, outside comments and quoted strings.
fn mark_at(id: SourceId, bytes: &[u8], offset: usize) -> Option<(Span, &'static str)> {
    let (start, line) = line_of(bytes, offset);
    let (at, mark) = mark_of_line(line)?;
    let at = start + at;
    Some((Span { source: id, start: at as u32, end: (at + mark.len()) as u32 }, mark))
}

fn mark_of_line(line: &[u8]) -> Option<(usize, &'static str)> {
    let line = without_comment(line);
    let directive = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    if directive.eq_ignore_ascii_case(b"$GENERATE") {
        return None;
    }
    let outside_quotes = line.split(|&byte| byte == b'"').next().unwrap_or_default();
    mark_in(outside_quotes)
}

/// The line an offset is on, and where it starts.
fn line_of(bytes: &[u8], offset: usize) -> (usize, &[u8]) {
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[..offset]).map_or(0, |at| at + 1);
    let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |at| start + at);
    (start, &bytes[start..end])
}

fn without_comment(line: &[u8]) -> &[u8] {
    let mut in_quotes = false;
    let starts_comment = |&byte: &u8| {
        in_quotes ^= byte == b'"';
        byte == b';' && !in_quotes
    };
    line.split(starts_comment).next().unwrap_or_default()
}

fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(8192)];
    let odd = |&&b: &&u8| b < 0x20 && !b.is_ascii_whitespace() || b == 0x7f;
    start.contains(&0) || start.iter().filter(odd).count() * 10 > start.len()
}

/// `+www.example.com:192.0.2.1:86400` and its like on most of the first lines.
pub fn is_tinydns(bytes: &[u8]) -> bool {
    let lines = probe::lines(bytes).map(<[u8]>::trim_ascii);
    let (mut all, mut like) = (0, 0);
    for line in lines.filter(|l| !l.is_empty() && l[0] != b'#').take(FIRST_LINES) {
        all += 1;
        like += usize::from(b".&=+@'^CZ:%-".contains(&line[0]) && has_fields(&line[1..]));
    }
    all > 0 && like * 2 > all
}

/// Whether a name or a location comes first, and something behind a colon. Maps of other languages have quotes there.
fn has_fields(line: &[u8]) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._*\\-".contains(byte);
    let name = line.iter().take_while(|byte| is_of_name(byte)).count();
    name > 0 && matches!(&line[name..], [b':', next, ..] if !next.is_ascii_whitespace())
}
