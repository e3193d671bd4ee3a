//! `$GENERATE range owner [TTL] [class] type data` of BIND: one line that stands for many.

use super::rdata::RType;
use super::token::Token;
use super::{Problem, entry::shown};

/// A /16 of addresses: more is a slip of the keyboard, or hostile.
pub const MAX_STEPS: u64 = 1 << 16;
/// No expansion of one directive grows beyond this.
const MAX_BYTES: usize = 1 << 24;
const USAGE: &str = "write `$GENERATE start-stop[/step] owner [TTL] [class] type data`, where `$` is the counter";

/// The lines that a `$GENERATE` stands for, as zone file text. `tokens[0]` is the directive.
pub fn expand(tokens: &[Token], bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let [directive, range, ..] = tokens else {
        return Err(Problem::at(tokens[0], "`$GENERATE` without a range").help(USAGE));
    };
    if tokens.len() < 5 {
        return Err(Problem::at(*directive, "`$GENERATE` without owner, type and data").help(USAGE));
    }
    let steps = parse_range(*range, bytes)?;
    // BIND's manual writes the data in quotes when it has blanks in it; they are no part of it.
    let last = tokens.len() - 1;
    let data_in_quotes = tokens[last].quoted && RType::from_mnemonic(tokens[last - 1].text(bytes)).is_some();
    let mut templates = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(2) {
        templates.push(Template::parse(*token, bytes, at == last && data_in_quotes)?);
    }
    let mut out = Vec::new();
    for counter in steps {
        for (at, template) in templates.iter().enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            template.write(counter, &mut out);
        }
        out.push(b'\n');
        if out.len() > MAX_BYTES {
            return Err(Problem::at(*range, "this `$GENERATE` expands to more than 16 MiB"));
        }
    }
    Ok(out)
}

fn parse_range(token: Token, bytes: &[u8]) -> Result<impl Iterator<Item = i64> + use<>, Problem> {
    let text = shown(token.text(bytes)).into_owned();
    let bad = |why: &str| Problem::at(token, format!("range `{text}` {why}")).help(USAGE);
    let (span, step) = text.split_once('/').unwrap_or((&text, "1"));
    let (start, stop) = span.split_once('-').ok_or_else(|| bad("is not `start-stop`"))?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|&n| n <= i32::MAX as u32);
    let (Some(start), Some(stop), Some(step)) = (number(start), number(stop), number(step)) else {
        return Err(bad("has something other than numbers up to 2147483647"));
    };
    if step == 0 {
        return Err(bad("has a step of 0"));
    }
    if start > stop {
        return Err(bad("runs backwards"));
    }
    if u64::from((stop - start) / step) + 1 > MAX_STEPS {
        return Err(bad("makes more than 65536 records"));
    }
    Ok((start..=stop).step_by(step as usize).map(i64::from))
}

/// A word with places for the counter.
struct Template {
    pieces: Vec<TemplatePiece>,
}

enum TemplatePiece {
    Text(Vec<u8>),
    Counter(Counter),
}

/// `${offset,width,base}`.
struct Counter {
    offset: i64,
    width: usize,
    base: Base,
}

#[derive(Clone, Copy)]
enum Base {
    Decimal,
    Octal,
    Hex {
        upper: bool,
    },
    /// Hexadecimal digits from the lowest, with dots between, as ip6.arpa wants them.
    Nibbles {
        upper: bool,
    },
}

impl Template {
    fn parse(token: Token, bytes: &[u8], unquoted: bool) -> Result<Template, Problem> {
        let mut rest = if unquoted { token.text(bytes) } else { &bytes[token.start as usize..token.end as usize] };
        let mut pieces = Vec::new();
        let mut text = Vec::new();
        while let [first, after @ ..] = rest {
            rest = match (first, after) {
                (b'\\', [b'$', after @ ..]) | (b'$', [b'$', after @ ..]) => {
                    text.push(b'$');
                    after
                }
                (b'\\', [b'"', after @ ..]) if unquoted => {
                    text.push(b'"');
                    after
                }
                (b'\\', [next, after @ ..]) => {
                    text.extend([b'\\', *next]);
                    after
                }
                (b'$', after) => {
                    pieces.push(TemplatePiece::Text(std::mem::take(&mut text)));
                    let (counter, after) = Counter::parse(token, after)?;
                    pieces.push(TemplatePiece::Counter(counter));
                    after
                }
                _ => {
                    text.push(*first);
                    after
                }
            };
        }
        pieces.push(TemplatePiece::Text(text));
        Ok(Template { pieces })
    }

    fn write(&self, counter: i64, out: &mut Vec<u8>) {
        for piece in &self.pieces {
            match piece {
                TemplatePiece::Text(text) => out.extend_from_slice(text),
                TemplatePiece::Counter(form) => form.write(counter, out),
            }
        }
    }
}

impl Counter {
    const PLAIN: Counter = Counter { offset: 0, width: 0, base: Base::Decimal };
    /// A name holds 255 octets.
    const MAX_WIDTH: usize = 255;

    /// What follows a `$`, and the rest of the word.
    fn parse(token: Token, after: &[u8]) -> Result<(Counter, &[u8]), Problem> {
        let [b'{', inner @ ..] = after else {
            return Ok((Counter::PLAIN, after));
        };
        let Some(close) = memchr::memchr(b'}', inner) else {
            return Err(
                Problem::at(token, "`${` without `}`").help("write `${offset,width,base}`, for example `${0,3,d}`")
            );
        };
        let text = shown(&inner[..close]).into_owned();
        let mut parts = text.split(',');
        let bad = |what: &str| {
            Problem::at(token, format!("`${{{text}}}` has {what}"))
                .help("write `${offset,width,base}` with base d, o, x, X, n or N, for example `${0,3,d}`")
        };
        let offset = parts.next().unwrap_or("0");
        let offset = offset.parse::<i32>().map_err(|_| bad("an offset that is not a number"))?;
        let width = parts.next().map_or(Ok(0), str::parse::<usize>).ok().filter(|&w| w <= Counter::MAX_WIDTH);
        let width = width.ok_or_else(|| bad("a width that is not a number up to 255"))?;
        let base = match parts.next() {
            None | Some("d") => Base::Decimal,
            Some("o") => Base::Octal,
            Some("x") => Base::Hex { upper: false },
            Some("X") => Base::Hex { upper: true },
            Some("n") => Base::Nibbles { upper: false },
            Some("N") => Base::Nibbles { upper: true },
            Some(_) => return Err(bad("a base that is none of d, o, x, X, n, N")),
        };
        if parts.next().is_some() {
            return Err(bad("more than three parts"));
        }
        Ok((Counter { offset: i64::from(offset), width, base }, &inner[close + 1..]))
    }

    fn write(&self, counter: i64, out: &mut Vec<u8>) {
        let value = counter + self.offset;
        let width = self.width;
        let text = match self.base {
            Base::Decimal => format!("{value:0width$}"),
            Base::Octal => format!("{value:0width$o}"),
            Base::Hex { upper: false } => format!("{value:0width$x}"),
            Base::Hex { upper: true } => format!("{value:0width$X}"),
            Base::Nibbles { upper } => nibbles(value, width, upper),
        };
        out.extend_from_slice(text.as_bytes());
    }
}

/// The width counts digits and dots.
fn nibbles(value: i64, width: usize, upper: bool) -> String {
    let digits = format!("{value:0width$x}", width = width.div_ceil(2));
    let mut out = String::new();
    for digit in digits.chars().rev() {
        if !out.is_empty() {
            out.push('.');
        }
        out.push(if upper { digit.to_ascii_uppercase() } else { digit });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::lexer::Lexer;
    use super::*;

    fn expanded(line: &str) -> Result<String, String> {
        let (mut tokens, mut problems) = (Vec::new(), Vec::new());
        Lexer::new(line.as_bytes(), 0).next(&mut tokens, &mut problems);
        let text = expand(&tokens, line.as_bytes()).map_err(|p| p.message)?;
        Ok(String::from_utf8(text).expect("ASCII in, ASCII out"))
    }

    #[test]
    fn counters() {
        let line = |rest: &str| expanded(&format!("$GENERATE {rest}")).expect("a good directive");
        assert_eq!(line("1-3 h$ A 192.0.2.$"), "h1 A 192.0.2.1\nh2 A 192.0.2.2\nh3 A 192.0.2.3\n");
        assert_eq!(line("0-4/2 $ PTR h$."), "0 PTR h0.\n2 PTR h2.\n4 PTR h4.\n");
        assert_eq!(line("7-7 h${-5,3} 300 IN A 192.0.2.${1}"), "h002 300 IN A 192.0.2.8\n");
        assert_eq!(line("26-26 ${0,4,x}.${0,0,X}.${0,0,o} CNAME a"), "001a.1A.32 CNAME a\n");
        assert_eq!(line("26-26 ${0,5,n} PTR a."), "a.1.0 PTR a.\n");
        assert_eq!(line(r"1-1 a\$$ TXT $$"), "a$1 TXT $\n");
        assert_eq!(line(r#"1-1 m$ MX "0 ns$""#), "m1 MX 0 ns1\n");
        assert_eq!(line(r#"1-1 m$ TXT "\"a $\"" "b""#), "m1 TXT \"\\\"a 1\\\"\" \"b\"\n");
    }

    #[test]
    fn refusals() {
        let why = |rest: &str| expanded(&format!("$GENERATE {rest}")).expect_err("a bad directive");
        assert_eq!(why("1-5/0 a A 192.0.2.1"), "range `1-5/0` has a step of 0");
        assert_eq!(why("5-1 a A 192.0.2.1"), "range `5-1` runs backwards");
        assert_eq!(
            why("0-4294967296 a A 192.0.2.1"),
            "range `0-4294967296` has something other than numbers up to 2147483647"
        );
        assert_eq!(why("0-2147483647 a A 192.0.2.1"), "range `0-2147483647` makes more than 65536 records");
        assert_eq!(why("1 a A 192.0.2.1"), "range `1` is not `start-stop`");
        assert_eq!(why("1-2 a"), "`$GENERATE` without owner, type and data");
        assert_eq!(why("1-2 a${0 A 192.0.2.1"), "`${` without `}`");
        assert_eq!(why("1-2 a${0,0,q} A 192.0.2.1"), "`${0,0,q}` has a base that is none of d, o, x, X, n, N");
        assert_eq!(why("0-65535 ${0,255} TXT ${0,255}"), "this `$GENERATE` expands to more than 16 MiB");
    }
}
