//! Expectations, written into zones as comments.
//!
//! `;^ error[srv-port-transposed] 5601` stands below the line it speaks of: a finding of that
//! severity and check starts there, and its bytes are `5601`. A part of the message may follow
//! after ` | `. `;^file error[soa-missing]` is about the file as a whole. Where a comment cannot
//! stand, a file of marks says `zone.db:7 error[syntax-error] (`, one a line.

use std::fmt;

/// A finding that has to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file, as named in the case.
    pub file: String,
    /// The line it points at, from 1.
    pub line: usize,
    /// error, warning or info.
    pub severity: String,
    /// The check.
    pub check: String,
    /// The bytes pointed at, up to the end of their first line.
    pub text: String,
    /// A part of the message; none if words do not matter.
    pub fragment: Option<String>,
}

/// A finding that is there.
#[derive(Clone, Debug)]
pub struct Finding {
    pub file: String,
    pub line: usize,
    pub severity: String,
    pub check: String,
    pub text: String,
    pub message: String,
}

impl Mark {
    pub fn fits(&self, finding: &Finding) -> bool {
        let fragment = self.fragment.as_deref().unwrap_or_default();
        (&self.file, self.line, &self.severity, &self.check, &self.text)
            == (&finding.file, finding.line, &finding.severity, &finding.check, &finding.text)
            && finding.message.contains(fragment)
    }

    /// `error[check] text | fragment`
    fn parse(file: &str, line: usize, mark: &str) -> Option<Mark> {
        let (severity, rest) = mark.split_once('[')?;
        let (check, rest) = rest.split_once(']')?;
        let (text, fragment) = match rest.split_once(" | ") {
            Some((text, fragment)) => (text, Some(fragment.trim().to_owned())),
            None => (rest, None),
        };
        ["error", "warning", "info"].contains(&severity).then(|| Mark {
            file: file.to_owned(),
            line,
            severity: severity.to_owned(),
            check: check.to_owned(),
            text: text.trim().to_owned(),
            fragment,
        })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark { file, line, severity, check, text, fragment } = self;
        write!(f, "{file}:{line} {severity}[{check}] {text}")?;
        fragment.iter().try_for_each(|fragment| write!(f, " | {fragment}"))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, line, severity, check, text, message } = self;
        write!(f, "{file}:{line} {severity}[{check}] {text} | {message}")
    }
}

/// The marks in a zone or rule file. What looks like one and is none is a mistake of the test.
pub fn in_file(file: &str, bytes: &[u8]) -> Result<Vec<Mark>, String> {
    let mut marks = Vec::new();
    let mut spoken_of = 0;
    for (index, line) in lines(bytes).into_iter().enumerate() {
        let line = String::from_utf8_lossy(line);
        let Some(mark) = [";^", "#^"].into_iter().find_map(|start| line.trim_start().strip_prefix(start)) else {
            spoken_of = index + 1;
            continue;
        };
        let (at, mark) = match mark.strip_prefix("file ") {
            Some(mark) => (1, mark),
            None => (spoken_of, mark),
        };
        let mark = Mark::parse(file, at, mark.trim());
        marks.push(mark.ok_or_else(|| format!("{file}:{}: not a mark: {line}", index + 1))?);
    }
    Ok(marks)
}

/// The marks in a file of marks.
pub fn in_list(name: &str, text: &str) -> Result<Vec<Mark>, String> {
    let parse = |line: &str| {
        let (place, mark) = line.split_once(' ')?;
        let (file, number) = place.rsplit_once(':')?;
        Mark::parse(file, number.parse().ok()?, mark)
    };
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| parse(line).ok_or_else(|| format!("{name}: not a mark: {line}"))).collect()
}

/// Lines as the program counts them: LF, CRLF and a lone CR end one.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            lines.push(&bytes[start..at]);
            start = at + 1;
        }
    }
    lines.push(&bytes[start..]);
    lines
}

/// Bytes as a mark writes them: the first line, control characters as `\u{7f}`.
pub fn shown(bytes: &[u8]) -> String {
    let first = bytes.split(|&b| b == b'\n' || b == b'\r').next().unwrap_or_default();
    let mut text = String::new();
    for c in String::from_utf8_lossy(first).trim().chars() {
        match c {
            c if c.is_control() || c == '\u{feff}' => text.extend(c.escape_unicode()),
            c => text.push(c),
        }
    }
    text
}

/// What is wrong: marks without a finding, findings without a mark.
pub fn differences(marks: &[Mark], findings: &[Finding]) -> Vec<String> {
    let mut left: Vec<&Finding> = findings.iter().collect();
    let mut wrong = Vec::new();
    for mark in marks {
        match left.iter().position(|finding| mark.fits(finding)) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!("expected {mark}")),
        }
    }
    wrong.extend(left.into_iter().map(|finding| format!("got      {finding}")));
    wrong
}
