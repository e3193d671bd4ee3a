//! Serials that a build step writes: `{{ serial }}`, `@SERIAL@`.

use super::{Here, Reader};
use crate::diagnostic::{Diagnostic, Severity};
use crate::syntax::entry::Head;
use crate::syntax::kinds;
use crate::syntax::rdata::{self, DataProblem, RType};
use crate::syntax::token::Token;

/// Where the serial stands among the data, and how many fields there are.
const SERIAL: usize = 2;
const FIELDS: usize = 7;
/// What placeholders of several words start and end with.
const BRACKETS: [(&[u8], &[u8]); 7] =
    [(b"{{", b"}}"), (b"<%", b"%>"), (b"[%", b"%]"), (b"${", b"}"), (b"#{", b"}"), (b"%{", b"}"), (b"<", b">")];

impl Reader<'_> {
    /// Says of an SOA whose serial is a placeholder that it is one, for such a zone is made whole when it is deployed.
    /// What is wrong with the other data comes back; none where the serial is no placeholder.
    #[cold]
    pub(super) fn besides_serial(&mut self, here: &Here, head: &Head) -> Option<Vec<DataProblem>> {
        if head.rtype != RType::SOA {
            return None;
        }
        let (rtype_at, data) = (&here.tokens[head.type_at()], &here.tokens[head.type_at() + 1..]);
        let last = SERIAL + placeholder(data.get(SERIAL..)?, here.bytes)?;
        let serial = Token { end: data[last].end, quoted: false, ..data[SERIAL] };
        let whole = [&data[..SERIAL], &[serial], &data[last + 1..]].concat();
        if whole.len() != FIELDS {
            return None;
        }
        rdata::check(head.rtype, &whole, here.bytes, rtype_at, &mut self.problems);
        let mut problems = std::mem::take(&mut self.problems);
        problems.retain(|problem| problem.start != serial.start);
        let message = "a placeholder stands in the place of the serial";
        let finding = Diagnostic::new(&kinds::RECORD_DATA_INVALID, here.span_of(serial), message);
        self.add(finding.severity(Severity::Info).help("servers read the zone once a number stands there"));
        Some(problems)
    }
}

/// The number of the last word of a placeholder that the first word starts.
fn placeholder(words: &[Token], bytes: &[u8]) -> Option<usize> {
    let first = words.first()?.text(bytes);
    if let Some((_, end)) = BRACKETS.iter().find(|(start, _)| first.starts_with(start)) {
        return words.iter().position(|word| word.text(bytes).ends_with(end));
    }
    let is_bare = first.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'@' | b'%' | b'$'));
    let is_marked = matches!(first, [b'@', _, .., b'@'] | [b'%', _, .., b'%'] | [b'_', b'_', .., b'_', b'_'])
        || matches!(first, [b'$', next, ..] if next.is_ascii_alphabetic());
    let lower = first.to_ascii_lowercase();
    let is_named = memchr::memmem::find(&lower, b"serial").is_some() || lower.starts_with(b"yyyymmdd");
    (is_bare && (is_marked || is_named)).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_end_where_they_end() {
        for (text, last) in [
            ("{{serial}} 4h 1h", Some(0)),
            ("{{ serial | default(1) }} 4h 1h", Some(4)),
            ("<%= @serial %> 4h", Some(2)),
            ("[% serial_num %] 10m", Some(2)),
            ("${SERIAL} 4h", Some(0)),
            ("@SERIAL@ 4h", Some(0)),
            ("%DATE% 4h", Some(0)),
            ("__DATE__ 4h", Some(0)),
            ("$DATE 4h", Some(0)),
            ("SERIALNUMBERPLACEHOLDER 4h", Some(0)),
            ("YYYYMMDDnn 4h", Some(0)),
            ("{{ serial 4h", None),
            ("2026010101 4h", None),
            ("20260101a1 4h", None),
            ("hostmaster 4h", None),
        ] {
            let mut words = Vec::new();
            let mut start = 0;
            for word in text.split(' ') {
                let end = start + word.len() as u32;
                words.push(Token { start, end, quoted: false, escaped: false });
                start = end + 1;
            }
            assert_eq!(placeholder(&words, text.as_bytes()), last, "{text}");
        }
    }
}
