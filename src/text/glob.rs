//! Patterns for paths, by the rules of git's `wildmatch`: `*`, `?` and `[a-z]` within a name, `**` for any folders.

/// Whether a pattern matches, in which some items stand for any run of others.
///
/// Works from the last such item back, so the time is bounded by the product of the lengths.
pub(crate) fn wild<P, T>(
    pattern: &[P],
    text: &[T],
    is_star: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(item) if is_star(item) => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(item) if fits(item, &text[t]) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = last_star else { return false };
                last_star = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
        }
    }
    pattern[p..].iter().all(is_star)
}

/// A pattern for paths whose parts are separated by `/`.
#[derive(Debug)]
pub(crate) struct PathGlob {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// `**`: any number of folders.
    Folders,
    /// A name without anything that stands for others.
    Name(Vec<u8>),
    /// A name in which something does.
    Wild(Vec<Piece>),
}

#[derive(Debug)]
enum Piece {
    Byte(u8),
    Any,
    Star,
    /// Ranges of bytes, or all but them.
    OneOf {
        is_negated: bool,
        ranges: Vec<(u8, u8)>,
    },
}

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GlobFault {
    /// A `[` without its `]`.
    OpenClass,
    /// A `\` with nothing behind it.
    LastBackslash,
    /// A `{` without its `}`, or the other way round.
    Braces,
    /// Braces that stand for too many patterns.
    TooMany,
}

impl std::fmt::Display for GlobFault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            GlobFault::OpenClass => "`[` has no `]`",
            GlobFault::LastBackslash => "nothing follows the last `\\`",
            GlobFault::Braces => "`{` and `}` do not match",
            GlobFault::TooMany => "its braces stand for over 1000 patterns",
        })
    }
}

impl PathGlob {
    /// Reads a pattern. What ends in `/**` matches what is in the folder, and not the folder.
    pub(crate) fn parse(text: &[u8]) -> Result<PathGlob, GlobFault> {
        let mut parts = Vec::new();
        for name in names(text) {
            parts.push(if name == b"**" { Part::Folders } else { Part::parse(name)? });
        }
        if parts.len() > 1 && matches!(parts.last(), Some(Part::Folders)) {
            parts.push(Part::Wild(vec![Piece::Star]));
        }
        Ok(PathGlob { parts })
    }

    /// Whether it matches the whole of a path.
    pub(crate) fn matches(&self, path: &[u8]) -> bool {
        let names: Vec<&[u8]> = path.split(|&byte| byte == b'/').collect();
        self.matches_names(&names)
    }

    /// The same for the names of a path.
    pub(crate) fn matches_names(&self, names: &[&[u8]]) -> bool {
        wild(&self.parts, names, |part| matches!(part, Part::Folders), |part, name| part.matches(name))
    }

    /// The name that the last part of a path has to have, where it is one.
    pub(crate) fn last_name(&self) -> Option<&[u8]> {
        match self.parts.last() {
            Some(Part::Name(name)) => Some(name),
            _ => None,
        }
    }
}

/// The parts of a pattern; a `/` in brackets separates them, too, as none of them matches one.
fn names(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| byte == b'/')
}

impl Part {
    fn parse(name: &[u8]) -> Result<Part, GlobFault> {
        let (mut pieces, mut rest) = (Vec::new(), name);
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            pieces.push(match byte {
                b'*' => Piece::Star,
                b'?' => Piece::Any,
                b'[' => class(&mut rest)?,
                b'\\' => {
                    let (&escaped, after) = rest.split_first().ok_or(GlobFault::LastBackslash)?;
                    rest = after;
                    Piece::Byte(escaped)
                }
                byte => Piece::Byte(byte),
            });
        }
        let plain = pieces.iter().map(|piece| if let Piece::Byte(byte) = piece { Some(*byte) } else { None });
        Ok(match plain.collect() {
            Some(name) => Part::Name(name),
            None => Part::Wild(pieces),
        })
    }

    fn matches(&self, name: &[u8]) -> bool {
        match self {
            // The caller knows what these stand for.
            Part::Folders => false,
            Part::Name(own) => own == name,
            Part::Wild(pieces) => wild(pieces, name, |piece| matches!(piece, Piece::Star), Piece::fits),
        }
    }
}

impl Piece {
    fn fits(&self, byte: &u8) -> bool {
        match self {
            Piece::Byte(own) => own == byte,
            Piece::Any => true,
            // The caller knows what it stands for.
            Piece::Star => false,
            Piece::OneOf { is_negated, ranges } => {
                ranges.iter().any(|(from, to)| (from..=to).contains(&byte)) != *is_negated
            }
        }
    }
}

/// What stands in brackets, of which the first is taken. A `]` that comes first is one of its characters.
fn class(rest: &mut &[u8]) -> Result<Piece, GlobFault> {
    let is_negated = matches!(rest.first(), Some(b'!' | b'^'));
    *rest = &rest[usize::from(is_negated)..];
    let mut ranges = Vec::new();
    let mut is_first = true;
    loop {
        if !is_first && rest.first() == Some(&b']') {
            *rest = &rest[1..];
            return Ok(Piece::OneOf { is_negated, ranges });
        }
        is_first = false;
        if let Some((name, after)) = posix_class(rest) {
            ranges.extend_from_slice(name);
            *rest = after;
            continue;
        }
        let from = class_byte(rest)?;
        let is_range = rest.first() == Some(&b'-') && rest.get(1).is_some_and(|&next| next != b']');
        let to = if is_range {
            *rest = &rest[1..];
            class_byte(rest)?
        } else {
            from
        };
        ranges.push((from, to));
    }
}

fn class_byte(rest: &mut &[u8]) -> Result<u8, GlobFault> {
    let (&byte, after) = rest.split_first().ok_or(GlobFault::OpenClass)?;
    *rest = after;
    if byte != b'\\' {
        return Ok(byte);
    }
    let (&escaped, after) = rest.split_first().ok_or(GlobFault::OpenClass)?;
    *rest = after;
    Ok(escaped)
}

/// A class by its name, as in `[[:digit:]]`, and what follows it.
fn posix_class(rest: &[u8]) -> Option<(&'static [(u8, u8)], &[u8])> {
    let inner = rest.strip_prefix(b"[:")?;
    let end = inner.windows(2).position(|pair| pair == b":]")?;
    let ranges: &[(u8, u8)] = match &inner[..end] {
        b"alnum" => &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')],
        b"alpha" => &[(b'A', b'Z'), (b'a', b'z')],
        b"blank" => &[(b' ', b' '), (b'\t', b'\t')],
        b"cntrl" => &[(0, 31), (127, 127)],
        b"digit" => &[(b'0', b'9')],
        b"graph" => &[(33, 126)],
        b"lower" => &[(b'a', b'z')],
        b"print" => &[(32, 126)],
        b"punct" => &[(33, 47), (58, 64), (91, 96), (123, 126)],
        b"space" => &[(b'\t', b'\r'), (b' ', b' ')],
        b"upper" => &[(b'A', b'Z')],
        b"xdigit" => &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')],
        _ => return None,
    };
    Some((ranges, &inner[end + 2..]))
}

/// The patterns that one with alternatives in braces stands for, as shells read it: `{a,b}.zone`.
pub(crate) fn alternatives(text: &str) -> Result<Vec<String>, GlobFault> {
    const MOST: usize = 1000;
    let (mut open, mut done) = (vec![text.to_owned()], Vec::new());
    while let Some(text) = open.pop() {
        if open.len() + done.len() >= MOST {
            return Err(GlobFault::TooMany);
        }
        match braces(&text)? {
            None => done.push(text),
            Some((from, commas, to)) => {
                let starts = std::iter::once(from).chain(commas.iter().copied()).map(|at| at + 1);
                let ends = commas.iter().copied().chain([to]);
                let inner = starts.zip(ends).map(|(start, end)| &text[start..end]);
                open.extend(inner.map(|inner| format!("{}{inner}{}", &text[..from], &text[to + 1..])));
            }
        }
    }
    Ok(done)
}

/// Where the first braces are: the `{`, the commas between, and the `}`.
fn braces(text: &str) -> Result<Option<(usize, Vec<usize>, usize)>, GlobFault> {
    let (mut depth, mut from, mut commas, mut is_escaped) = (0, 0, Vec::new(), false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => {
                if depth == 0 {
                    from = at;
                }
                depth += 1;
            }
            b'}' if depth == 0 => return Err(GlobFault::Braces),
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(Some((from, commas, at)));
                }
            }
            b',' if depth == 1 => commas.push(at),
            _ => {}
        }
    }
    if depth == 0 { Ok(None) } else { Err(GlobFault::Braces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        PathGlob::parse(glob.as_bytes()).is_ok_and(|glob| glob.matches(path.as_bytes()))
    }

    #[test]
    fn paths_are_matched_by_their_parts() {
        for (glob, path) in [
            ("a/*.zone", "a/b.zone"),
            ("**/a", "a"),
            ("**/a", "x/y/a"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b"),
            ("a/**", "a/b/c"),
            ("**", "a/b"),
            ("a?c", "abc"),
            ("[a-c]x", "bx"),
            ("[!a-c]x", "dx"),
            ("[^a]", "b"),
            ("[]-]", "]"),
            ("[]-]", "-"),
            ("[[:digit:]x]", "7"),
            (r"\*", "*"),
            (r"[\]]", "]"),
            ("a**b", "axxb"),
        ] {
            assert!(matches(glob, path), "{glob} {path}");
        }
        for (glob, path) in [
            ("*.zone", "a/b.zone"),
            ("a/**", "a"),
            ("a?c", "a/c"),
            ("[a-c]x", "dx"),
            ("[!a]", "a"),
            ("A", "a"),
            (r"\*", "a"),
            ("a**b", "a/b"),
            ("[[:digit:]]", "a"),
        ] {
            assert!(!matches(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let fault = |text: &str| PathGlob::parse(text.as_bytes()).err();
        assert_eq!(fault("a[b"), Some(GlobFault::OpenClass));
        assert_eq!(fault("[]"), Some(GlobFault::OpenClass));
        assert_eq!(fault("a\\"), Some(GlobFault::LastBackslash));
        assert_eq!(alternatives("a{b"), Err(GlobFault::Braces));
        assert_eq!(alternatives("a}b"), Err(GlobFault::Braces));
        assert_eq!(alternatives(&"{a,b}".repeat(40)), Err(GlobFault::TooMany));
    }

    #[test]
    fn braces_are_alternatives() {
        let sorted = |text: &str| {
            let mut all = alternatives(text).expect("it is a pattern");
            all.sort();
            all
        };
        assert_eq!(sorted("a"), ["a"]);
        assert_eq!(sorted("{a,b}.{x,y}"), ["a.x", "a.y", "b.x", "b.y"]);
        assert_eq!(sorted("a{,b{1,2}}"), ["a", "ab1", "ab2"]);
        assert_eq!(sorted(r"a\{b"), [r"a\{b"]);
    }

    #[test]
    fn many_stars_end_quickly() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!matches(&pattern, &"a".repeat(20_000)));
    }
}
