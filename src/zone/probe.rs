//! A first look at a file: is it a zone, and whose?

use super::system_records;
use crate::syntax::entry;
use crate::syntax::invisible;
use crate::syntax::lexer::{LexFault, Lexer};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::syntax::token::Line;

/// A zone has its SOA at the top; what follows so many entries is not looked at.
pub(super) const MAX_ENTRIES: usize = 2000;

/// So many more lines that do not read as a zone's than such as do tell that a file is none.
const OTHER_TEXT: usize = 8;
/// So many records are enough to look closer.
const LIKE_A_ZONE: usize = 8;

/// Below other text, a zone has so many times more entries that read than such as do not.
const MOST_READ: usize = 10;

/// Some editors put it before the first byte of a text.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What the start of a file says about the zone in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// It has an SOA record.
    pub has_soa: bool,
    /// It has a directive.
    pub has_directive: bool,
    /// Entries up to the SOA that read as records or directives.
    pub read: usize,
    /// Entries up to the SOA that do not.
    pub unread: usize,
    /// The SOA's owner, where the file alone makes it absolute.
    pub soa_owner: Option<DomainName>,
    /// Where that is said: the owner as written, or the `$ORIGIN` it takes it from.
    pub soa_owner_at: (u32, u32),
    /// The SOA's owner if its final dot, or that of the `$ORIGIN` it takes it from, is missing: nothing in the file
    /// completes it, and it has several labels as whole names do.
    pub soa_owner_if_whole: Option<DomainName>,
    /// The first `$ORIGIN` before any record, if it is absolute and not the root.
    pub origin: Option<DomainName>,
    /// Where its name stands.
    pub origin_at: (u32, u32),
    /// The zone that its records are to be added to, where they are those that find a domain.
    pub system_zone: Option<DomainName>,
}

/// Whether a text, of which this is the start, is no zone and no part of one: most files of a folder are something
/// else, and a few lines of them tell. Remarks of other languages tell nothing, as they stand at the top of zones, too.
pub fn is_other_text(start: &[u8]) -> bool {
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    let (mut read, mut unread) = (0, 0);
    let mut is_open = false;
    // By lines: in other text a parenthesis is often closed far below, or never.
    for bytes in lines(&start[text_start(start)..]) {
        if is_open {
            is_open = !bytes.contains(&b')');
            continue;
        }
        problems.clear();
        let Some(line) = Lexer::new(bytes, 0).next(&mut tokens, &mut problems) else { continue };
        let first = tokens[0].text(bytes);
        if is_directive(first) {
            return false;
        }
        match entry::head_at_a_glance(line, &tokens, bytes) {
            Some(head) if head.rtype == RType::SOA => return false,
            Some(_) => {
                read += 1;
                is_open = problems.iter().any(|problem| problem.fault == LexFault::UnclosedParenthesis);
            }
            None => unread += usize::from(!entry::is_comment(first)),
        }
        if read >= unread + LIKE_A_ZONE || unread >= read + OTHER_TEXT {
            break;
        }
    }
    unread > read
}

/// Reads up to the SOA.
pub fn probe(bytes: &[u8]) -> Probe {
    up_to_soa(bytes, &mut Lexer::new(bytes, text_start(bytes)))
}

/// The same of a zone below text that is none, such as a licence or the head of a mail; nothing of a text that quotes a
/// zone, as manuals and scripts do: from the SOA on, nearly all of it reads as a zone, and the end of it does.
pub fn below_other_text(bytes: &[u8]) -> Option<Probe> {
    let mut lexer = Lexer::new(bytes, text_start(bytes));
    let found = up_to_soa(bytes, &mut lexer);
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    let (mut has_ns, mut ends_as_zone, mut read, mut unread) = (false, false, 0, 0);
    for _ in 0..MAX_ENTRIES {
        let Some(line) = lexer.next(&mut tokens, &mut problems) else { break };
        problems.clear();
        let head = entry::head_at_a_glance(line, &tokens, bytes);
        ends_as_zone = head.is_some() || is_directive(tokens[0].text(bytes));
        has_ns |= head.is_some_and(|head| head.rtype == RType::NS);
        *if ends_as_zone { &mut read } else { &mut unread } += 1;
    }
    (found.has_soa && has_ns && ends_as_zone && unread * MOST_READ <= read).then_some(found)
}

fn up_to_soa(bytes: &[u8], lexer: &mut Lexer) -> Probe {
    let mut found = Probe::default();
    let (mut origin, mut owner): (Option<DomainName>, Option<DomainName>) = (None, None);
    let (mut relative_origin, mut relative_owner) = (None, None);
    let (mut origin_at, mut owner_at) = ((0, 0), (0, 0));
    let mut at_top = true;
    let (mut tokens, mut problems) = (Vec::with_capacity(16), Vec::new());
    for _ in 0..MAX_ENTRIES {
        let Some(line) = lexer.next(&mut tokens, &mut problems) else { break };
        problems.clear();
        let first = tokens[0].text(bytes);
        if first.starts_with(b"$") {
            let is = |directive: &str| first.eq_ignore_ascii_case(directive.as_bytes());
            let known = is_directive(first);
            found.has_directive |= known;
            *if known { &mut found.read } else { &mut found.unread } += 1;
            if let Some(name) = tokens.get(1).filter(|_| is("$ORIGIN")) {
                let written = text(name.text(bytes));
                origin = DomainName::from_relative(&written, origin.as_ref());
                relative_origin = relative_origin.or(Some(written).filter(|_| origin.is_none() && at_top));
                origin_at = (name.start, name.end);
                // Below records or an include it is the origin of a part of the zone.
                let telling = origin.as_ref().filter(|origin| !origin.is_root() && at_top && found.origin.is_none());
                if let Some(telling) = telling {
                    found.origin = Some(telling.clone());
                    found.origin_at = origin_at;
                }
            }
            at_top &= !is("$INCLUDE");
            continue;
        }
        let line = Line { blank: line.blank || is_invisible(first), ..line };
        let Some(head) = entry::head_at_a_glance(line, &tokens, bytes) else {
            found.unread += 1;
            continue;
        };
        found.read += 1;
        at_top = false;
        let has_owner = !line.blank && !entry::is_class_for_owner(line, &head, &tokens, bytes);
        if has_owner {
            let (token, written) = (tokens[0], text(first));
            owner = DomainName::from_relative(&written, origin.as_ref());
            owner_at = if written == "@" { origin_at } else { (token.start, token.end) };
            relative_owner = Some(written).filter(|written| owner.is_none() && written != "@");
        }
        if head.rtype == RType::SOA {
            found.has_soa = true;
            found.soa_owner_at = if owner.is_some() { owner_at } else { origin_at };
            found.soa_owner = owner.or(origin.filter(|_| !has_owner));
            let relative = relative_owner.or(relative_origin).filter(|_| found.soa_owner.is_none());
            found.soa_owner_if_whole = relative.filter(|text| looks_whole(text)).map(|text| DomainName::new(&text));
            break;
        }
    }
    if !found.has_soa && !found.has_directive && found.read > found.unread {
        found.system_zone = system_records::zone(bytes);
    }
    found
}

/// Where the text of a file starts.
pub fn text_start(bytes: &[u8]) -> usize {
    if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
}

/// The lines of a text, without what ends them.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let end = memchr::memchr2(b'\n', b'\r', bytes);
        rest = end.map(|end| &bytes[end + 1..]);
        Some(&bytes[..end.unwrap_or(bytes.len())])
    })
}

fn is_directive(word: &[u8]) -> bool {
    let is = |directive: &str| word.eq_ignore_ascii_case(directive.as_bytes());
    word.starts_with(b"$") && ["$TTL", "$ORIGIN", "$INCLUDE", "$GENERATE"].into_iter().any(is)
}

/// Whether a word has nothing that anybody sees.
fn is_invisible(word: &[u8]) -> bool {
    !word.is_ascii() && text(word).is_empty()
}

/// Whether a text without a final dot has several labels, the last of which may be a top-level domain.
fn looks_whole(text: &str) -> bool {
    let is_top_level =
        |last: &str| last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) || last.starts_with("xn--");
    let front_and_last = text.rsplit_once('.').filter(|_| !text.contains('\\'));
    front_and_last.is_some_and(|(front, last)| !front.is_empty() && is_top_level(&last.to_ascii_lowercase()))
}

/// Whether some `$ORIGIN` of a file is below a zone.
pub fn has_origin_below(bytes: &[u8], zone: &DomainName) -> bool {
    let ending = format!(".{zone}").into_bytes();
    memchr::memmem::find_iter(bytes, b"\n$ORIGIN").any(|at| {
        let rest = bytes[at + 1..].split(|&byte| byte == b'\n').next().unwrap_or_default();
        let name = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).nth(1).unwrap_or_default();
        name.len() > ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(&ending)
    })
}

/// Without characters that nobody sees, which are no part of the name that was meant.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if text.is_ascii() { text.into_owned() } else { text.chars().filter(|&code| !invisible::is_one(code)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(zone: &str) -> (Option<DomainName>, Option<DomainName>) {
        let found = probe(zone.as_bytes());
        (found.soa_owner, found.origin)
    }

    #[test]
    fn the_soa_owner_or_the_origin_tells() {
        let some = |s: &str| Some(DomainName::new(s));
        assert_eq!(whose("example.com. IN SOA a b 1 2 3 4 5\n"), (some("example.com."), None));
        assert_eq!(
            whose("$TTL 1h\n$ORIGIN example.com.\n@ SOA a b 1 2 3 4 5\n"),
            (some("example.com."), some("example.com."))
        );
        assert_eq!(whose("$ORIGIN .\nexample.com IN SOA a b (1 2 3 4 5)\n"), (some("example.com."), None));
        assert_eq!(whose("$ORIGIN com.\n$ORIGIN example\n SOA a b 1 2 3 4 5\n"), (some("example.com."), some("com.")));
        for slip in ["IN SOA", "  IN SOA", "example.com. @ IN SOA", "\u{a0}@ IN SOA", "example.com.\u{200b} SOA"] {
            let zone = format!("$ORIGIN example.com.\n{slip} a b 1 2 3 4 5\n");
            assert_eq!(whose(&zone).0, some("example.com."), "{slip}");
        }
        assert_eq!(whose("@ SOA a b 1 2 3 4 5\n$ORIGIN sub.example.com.\n"), (None, None));
        assert_eq!(whose("www A 192.0.2.1\n"), (None, None));
        assert_eq!(whose("$INCLUDE soa\n$ORIGIN sub.example.com.\n"), (None, None));
    }

    #[test]
    fn an_soa_whose_final_dot_is_missing_may_tell() {
        let whose = |zone: &str| probe(zone.as_bytes()).soa_owner_if_whole;
        let some = |s: &str| Some(DomainName::new(s));
        assert_eq!(whose("example.com 1h IN SOA a b 1 2 3 4 5\n"), some("example.com."));
        assert_eq!(whose("$ORIGIN example.com\n@ SOA a b 1 2 3 4 5\n"), some("example.com."));
        assert_eq!(whose("$ORIGIN 2.0.192.in-addr.arpa\n SOA a b 1 2 3 4 5\n"), some("2.0.192.in-addr.arpa."));
        for silent in [
            "$ORIGIN example.com.\n@ SOA a b 1 2 3 4 5\n",
            "$ORIGIN com.\nexample.org SOA a b 1 2 3 4 5\n",
            "@ SOA a b 1 2 3 4 5\n",
            "example SOA a b 1 2 3 4 5\n",
            "10.1 SOA a b 1 2 3 4 5\n",
            "$ORIGIN example.com\nwww A 192.0.2.1\n",
            "$INCLUDE top\n$ORIGIN example.com\n@ SOA a b 1 2 3 4 5\n",
        ] {
            assert_eq!(whose(silent), None, "{silent}");
        }
    }

    #[test]
    fn an_origin_below_a_zone_is_found_anywhere() {
        let is_below = |text: &[u8], zone| has_origin_below(text, &DomainName::new(zone));
        let zone = b"@ SOA a b 1 2 3 4 5\n$ORIGIN rack.Corp.\nwww A 192.0.2.1\n";
        assert!(is_below(zone, "corp."));
        assert!(!is_below(zone, "rack.corp."));
        assert!(!is_below(zone, "orp."));
        assert!(!is_below(b"$ORIGIN\n; $ORIGIN a.corp.\n", "corp."));
    }

    #[test]
    fn a_few_lines_tell_that_a_text_is_none() {
        let code = "def read(path):\n    return open(path)\n".repeat(20);
        for other in [&code, "name: zones\non: push\n", "How to write a zone\n\n@ IN A 192.0.2.1\nand so on\n"] {
            assert!(is_other_text(other.as_bytes()), "{other}");
        }
        let remarks = "# a remark\n".repeat(100);
        let slips = "www A 192.0.2.1\nwww is our host\n".repeat(100);
        for maybe in [
            "",
            "; a comment\n",
            &format!("{remarks}@ IN SOA a b 1 2 3 4 5\n"),
            &format!("{code}$ORIGIN example.com.\n")[code.len()..],
            &slips,
            "Zone of us\n$TTL 1h\n",
        ] {
            assert!(!is_other_text(maybe.as_bytes()), "{maybe}");
        }
    }

    #[test]
    fn what_was_read_is_counted_up_to_the_soa() {
        let found = probe(b"$TTL 1h\nnothing here\n@ 1h IN SOA a b 1 2 3 4 5\nneither this\n");
        assert_eq!((found.has_soa, found.has_directive, found.read, found.unread), (true, true, 2, 1));
    }
}
