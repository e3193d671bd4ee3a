//! The statements of BIND's `named.conf`, which end with `;`, some with a block of further ones.
//!
//! What is missing between them is told, and what follows is read all the same.

use super::{ConfText, Problem, ProblemKind};

/// What may begin a statement at the top of a file, or in a view.
pub(super) const KEYWORDS: [&str; 24] = [
    "acl",
    "controls",
    "dlz",
    "dnssec-policy",
    "dyndb",
    "http",
    "include",
    "key",
    "key-store",
    "logging",
    "managed-keys",
    "masters",
    "options",
    "parental-agents",
    "plugin",
    "primaries",
    "remote-servers",
    "server",
    "statistics-channels",
    "tls",
    "trust-anchors",
    "trusted-keys",
    "view",
    "zone",
];
/// What may begin a statement about a zone.
const OF_ZONES: [&str; 15] = [
    "allow-notify",
    "allow-query",
    "allow-transfer",
    "allow-update",
    "also-notify",
    "auto-dnssec",
    "check-names",
    "dnssec-policy",
    "file",
    "forwarders",
    "inline-signing",
    "journal",
    "notify",
    "type",
    "update-policy",
];
/// What may begin a statement of the options, no part of another.
const OF_OPTIONS: [&str; 14] = [
    "allow-query",
    "allow-recursion",
    "allow-transfer",
    "also-notify",
    "auth-nxdomain",
    "directory",
    "dnssec-validation",
    "forward",
    "forwarders",
    "listen-on",
    "listen-on-v6",
    "match-clients",
    "notify",
    "recursion",
];
/// What has one value.
const WITH_ONE_VALUE: [&str; 5] = ["directory", "file", "include", "notify", "type"];
/// The blocks that no zone, view or options stand in.
const WITHOUT_ZONES: [&str; 15] = [
    "acl",
    "allow-notify",
    "allow-query",
    "allow-recursion",
    "allow-transfer",
    "allow-update",
    "also-notify",
    "controls",
    "forwarders",
    "key",
    "logging",
    "masters",
    "options",
    "primaries",
    "zone",
];
/// Marks of programs that make configurations out of templates.
const TEMPLATES: [&str; 4] = ["{{", "{%", "<%", "${"];
/// Blocks of a sound file nest four deep.
const MAX_DEPTH: usize = 16;

/// Words, and the statements of its block if it has one.
#[derive(Debug, Default)]
pub(super) struct Statement<'b> {
    pub words: Vec<ConfText<'b>>,
    pub block: Vec<Statement<'b>>,
}

impl Statement<'_> {
    /// Whether it begins with a keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.words.first().is_some_and(|word| word.is(keyword))
    }

    fn is_one_of(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }
}

/// Whether a text begins as a configuration does, or with comments alone.
pub(super) fn starts_one(start: &[u8]) -> bool {
    let mut lexer = ConfLexer { bytes: start, at: 0, problems: Vec::new() };
    let first = std::iter::from_fn(|| lexer.next()).find_map(|token| match token {
        ConfToken::Word(word) => Some(word),
        _ => None,
    });
    first.is_none_or(|first| KEYWORDS.iter().any(|keyword| first.is(keyword)))
}

/// The statements of a file, and what is wrong with how they are put together.
pub(super) fn parse(bytes: &[u8]) -> (Vec<Statement<'_>>, Vec<Problem>) {
    let lexer = ConfLexer { bytes, at: 0, problems: Vec::new() };
    let mut parser = Parser { lexer, ended: 0, not_ended: 0, is_too_deep: false, told_at: None };
    let (statements, _) = parser.block(&Statement::default(), 0);
    let is_template = || TEMPLATES.iter().any(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some());
    let of_view = |statement: &Statement| statement.block.iter().any(|inner| is_typed_zone(inner));
    // Other programs have blocks that nothing ends.
    let is_of_bind = parser.ended > parser.not_ended || statements.iter().any(|s| is_typed_zone(s) || of_view(s));
    let mut problems = parser.lexer.problems;
    if !is_of_bind || parser.is_too_deep || !problems.is_empty() && is_template() {
        problems.clear();
    }
    (statements, problems)
}

fn is_typed_zone(statement: &Statement) -> bool {
    statement.is("zone") && statement.block.iter().any(|inner| inner.is("type"))
}

enum ConfToken<'b> {
    Word(ConfText<'b>),
    Open,
    Close,
    End,
}

/// How a block ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockEnd {
    /// By its brace.
    Closed,
    /// By something that cannot stand in it, or by the end of the file.
    Early,
}

struct Parser<'b> {
    lexer: ConfLexer<'b>,
    /// How many blocks have a `;` behind them, and how many have none.
    ended: usize,
    not_ended: usize,
    is_too_deep: bool,
    /// Where it was told that a block is not closed: those around it are not closed there either.
    told_at: Option<usize>,
}

impl<'b> Parser<'b> {
    /// The statements up to the end of the block of a statement.
    fn block(&mut self, of: &Statement<'b>, depth: usize) -> (Vec<Statement<'b>>, BlockEnd) {
        let mut statements = Vec::new();
        let mut statement = Statement::default();
        loop {
            self.lexer.skip_blanks();
            let at = self.lexer.at;
            let Some(token) = self.lexer.next() else {
                self.at_end(of, &statement, depth);
                statements.extend((!statement.words.is_empty()).then_some(statement));
                return (statements, BlockEnd::Early);
            };
            let ends = match token {
                ConfToken::Word(word) if statement.words.is_empty() && self.cannot_stand_in(of, word) => {
                    self.not_closed(of, Some((at, word.end)));
                    self.lexer.at = at;
                    return (statements, BlockEnd::Early);
                }
                ConfToken::Word(word) => {
                    if self.begins_another(&statement, word, of) {
                        self.end_missing(statement.words[1], Some(word));
                        statements.push(std::mem::take(&mut statement));
                    }
                    statement.words.push(word);
                    false
                }
                ConfToken::Open if depth < MAX_DEPTH => {
                    let (block, end) = self.block(&statement, depth + 1);
                    statement.block = block;
                    if end == BlockEnd::Closed {
                        self.behind_block(of, depth);
                    }
                    true
                }
                ConfToken::Open => {
                    self.is_too_deep = true;
                    true
                }
                ConfToken::End => true,
                ConfToken::Close if depth == 0 => {
                    self.lexer.problems.push(Problem::new(ProblemKind::NothingToClose, (at, at + 1)));
                    true
                }
                ConfToken::Close => {
                    if let Some(last) = statement.words.last().copied() {
                        self.end_missing(last, None);
                        statements.push(statement);
                    }
                    return (statements, BlockEnd::Closed);
                }
            };
            if ends && !statement.words.is_empty() {
                statements.push(std::mem::take(&mut statement));
            }
        }
    }

    /// Whether a statement begins here that the block cannot hold.
    fn cannot_stand_in(&mut self, of: &Statement, word: ConfText) -> bool {
        let is_zone = word.is("zone") && of.is_one_of(&WITHOUT_ZONES);
        let is_around = (word.is("view") || word.is("options")) && (of.is_one_of(&WITHOUT_ZONES) || of.is("view"));
        match self.lexer.peek() {
            Some(ConfToken::Word(_)) => is_zone || is_around && word.is("view"),
            Some(ConfToken::Open) => is_around && word.is("options"),
            _ => false,
        }
    }

    /// Whether a word begins another statement, as the one before has all it can have.
    fn begins_another(&self, statement: &Statement, word: ConfText, of: &Statement) -> bool {
        let [_, value] = statement.words[..] else { return false };
        let is_on_next_line = memchr::memchr(b'\n', &self.lexer.bytes[value.end..word.start]).is_some();
        let keywords: &[&str] = match () {
            () if of.is("zone") => &OF_ZONES,
            () if of.is("options") => &["directory"],
            () if of.words.is_empty() || of.is("view") => &["include"],
            () => return false,
        };
        let has_one = statement.is_one_of(&WITH_ONE_VALUE) && statement.is_one_of(keywords);
        has_one && (is_on_next_line || keywords.iter().any(|keyword| word.is(keyword)))
    }

    /// Looks at what stands behind a block.
    fn behind_block(&mut self, of: &Statement, depth: usize) {
        let brace = ConfText::new(self.lexer.bytes, self.lexer.at - 1, self.lexer.at);
        let next = match self.lexer.peek() {
            Some(ConfToken::End) => {
                self.ended += 1;
                return;
            }
            Some(ConfToken::Word(word)) => {
                let is = |keywords: &[&str]| keywords.iter().any(|keyword| word.is(keyword));
                let begins = match () {
                    () if of.words.is_empty() => is(&KEYWORDS),
                    () if of.is("view") => is(&KEYWORDS) || is(&OF_OPTIONS),
                    () if of.is("zone") => is(&OF_ZONES),
                    () if of.is("options") => is(&OF_OPTIONS),
                    () => false,
                };
                if !begins {
                    return;
                }
                Some(word)
            }
            None if depth > 0 => return,
            Some(ConfToken::Close) if depth == 0 => return,
            Some(ConfToken::Open) => return,
            Some(ConfToken::Close) | None => None,
        };
        self.not_ended += 1;
        self.end_missing(brace, next);
    }

    fn end_missing(&mut self, last: ConfText, next: Option<ConfText>) {
        let next = next.map(|next| (next.start, next.end));
        self.lexer
            .problems
            .push(Problem { other: next, ..Problem::new(ProblemKind::EndMissing, (last.start, last.end)) });
    }

    fn not_closed(&mut self, of: &Statement, before: Option<(usize, usize)>) {
        let at = before.map_or(usize::MAX, |(start, _)| start);
        let words = of.words.first().zip(of.words.get(1).or(of.words.first()));
        let Some((first, last)) = words.filter(|_| self.told_at != Some(at)) else { return };
        self.told_at = Some(at);
        let problem = Problem::new(ProblemKind::BlockUnclosed, (first.start, last.end));
        self.lexer.problems.push(Problem { other: before, ..problem });
    }

    /// Looks at what the end of the file cuts off.
    fn at_end(&mut self, of: &Statement, statement: &Statement, depth: usize) {
        let is_cut = statement.words.len() > 1 && statement.is_one_of(&KEYWORDS);
        match statement.words.last().filter(|_| is_cut) {
            _ if depth > 0 => self.not_closed(of, None),
            Some(last) => self.end_missing(*last, None),
            None => {}
        }
    }
}

struct ConfLexer<'b> {
    bytes: &'b [u8],
    at: usize,
    problems: Vec<Problem>,
}

impl<'b> ConfLexer<'b> {
    /// The next token, without taking it.
    fn peek(&mut self) -> Option<ConfToken<'b>> {
        let (at, problems) = (self.at, self.problems.len());
        let token = self.next();
        self.at = at;
        self.problems.truncate(problems);
        token
    }

    fn next(&mut self) -> Option<ConfToken<'b>> {
        self.skip_blanks();
        let start = self.at;
        let byte = *self.bytes.get(start)?;
        self.at += 1;
        Some(match byte {
            b'{' => ConfToken::Open,
            b'}' => ConfToken::Close,
            b';' => ConfToken::End,
            b'"' => ConfToken::Word(self.quoted(start)),
            _ => {
                self.skip_until(|rest| rest[0].is_ascii_whitespace() || b"{};\"".contains(&rest[0]));
                ConfToken::Word(ConfText::new(self.bytes, start, self.at))
            }
        })
    }

    /// The word whose first quote was read. Keys go over several lines; a `;` on the first of them tells that a quote
    /// is missing.
    fn quoted(&mut self, start: usize) -> ConfText<'b> {
        self.skip_until(|rest| rest[0] == b'"');
        let end = self.at;
        self.at = (end + 1).min(self.bytes.len());
        let line = memchr::memchr(b'\n', &self.bytes[start + 1..end]).map(|length| &self.bytes[start + 1..][..length]);
        let line = line.or((end == self.bytes.len()).then_some(&self.bytes[start + 1..end]));
        match line.and_then(|line| memchr::memchr(b';', line)) {
            Some(length) => {
                self.at = start + 1 + length;
                self.problems.push(Problem::new(ProblemKind::QuoteUnclosed, (start, self.at)));
                ConfText::new(self.bytes, start + 1, self.at)
            }
            None => ConfText::new(self.bytes, start + 1, end),
        }
    }

    /// Blanks and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.bytes[self.at..];
            match rest {
                [byte, ..] if byte.is_ascii_whitespace() => self.at += 1,
                [b'#', ..] | [b'/', b'/', ..] => self.skip_until(|rest| rest[0] == b'\n'),
                [b'/', b'*', ..] => {
                    let start = self.at;
                    self.at += 2;
                    self.skip_until(|rest| rest.starts_with(b"*/"));
                    if self.at == self.bytes.len() {
                        self.problems.push(Problem::new(ProblemKind::CommentUnclosed, (start, start + 2)));
                    }
                    self.at = (self.at + 2).min(self.bytes.len());
                }
                _ => return,
            }
        }
    }

    fn skip_until(&mut self, found: impl Fn(&[u8]) -> bool) {
        while self.at < self.bytes.len() && !found(&self.bytes[self.at..]) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a text: the kind, and the words that it is told of.
    fn told(text: &str) -> Vec<(ProblemKind, &str)> {
        let (_, problems) = parse(text.as_bytes());
        problems
            .into_iter()
            .map(|problem| (problem.kind, &text[problem.at.0 as usize..problem.at.1 as usize]))
            .collect()
    }

    const A: &str = "zone \"a.example\" { type master; file \"a\"; };\n";

    #[test]
    fn what_is_missing_between_statements_is_told_once() {
        use ProblemKind::*;
        for (text, kind, at) in [
            ("zone b { type master; file \"b\" };", EndMissing, "b"),
            ("zone b { type master; file \"b\"\n allow-transfer { none; }; };", EndMissing, "b"),
            ("zone b { type master\n file \"b\"; };", EndMissing, "master"),
            ("zone b { type master; file \"b\"; }\n", EndMissing, "}"),
            ("zone b { type master; allow-transfer { none; } file \"b\"; };", EndMissing, "}"),
            ("include \"x\"\ninclude \"y\";", EndMissing, "x"),
            ("include \"x\"", EndMissing, "x"),
            ("view v { zone b { type master; file b; } };", EndMissing, "}"),
            ("zone b { type master; file \"b\";\n", BlockUnclosed, "zone b"),
            ("options { directory \"x\";\n", BlockUnclosed, "options"),
            ("view v { zone b { type master; file b; };\n", BlockUnclosed, "view v"),
            ("zone b { type master; allow-transfer { none; file \"b\"; };\n", BlockUnclosed, "zone b"),
            ("};", NothingToClose, "}"),
            ("zone b { type master; file \"b; };\nzone c { type master; file \"c\"; };", QuoteUnclosed, "\"b"),
            ("/* zone b", CommentUnclosed, "/*"),
        ] {
            assert_eq!(told(&format!("{A}{text}")), [(kind, at)], "{text}");
            let before = format!("{text}\n{A}");
            let (statements, _) = parse(before.as_bytes());
            let count = statements.iter().filter(|statement| statement.is("zone") || statement.is("view")).count();
            assert!(count > 0 || kind == CommentUnclosed, "{before}");
        }
    }

    #[test]
    fn zones_behind_a_block_that_is_not_closed_are_read() {
        let text = format!("zone b {{ type master; file \"b\";\n{A}{A}");
        let (statements, problems) = parse(text.as_bytes());
        assert_eq!((statements.len(), problems.len()), (3, 1));
        let inner = format!("zone b {{ type master; allow-transfer {{ none;\n{A}");
        assert_eq!(told(&inner), [(ProblemKind::BlockUnclosed, "allow-transfer")]);
    }

    #[test]
    fn what_servers_take_is_not_told() {
        for text in [
            "controls { inet 127.0.0.1 port 953 allow { localhost; } keys { rndc-key; }; };",
            "options { response-policy { zone \"rpz\" policy given; } break-dnssec yes; deny-answer-addresses { any; } \
             except-from { \"x\"; }; listen-on port 53 { any; }; forwarders port 53 { 192.0.2.1; }; };",
            "logging { channel c { file \"x\" versions 3\n size 5m; severity info; }; category default { c; }; };",
            "trusted-keys { . 257 3 8 \"AwEA\n AAcx\"; };",
            "acl x { !192.0.2.1; key zone; { 10/8; }; };",
            "zone \".\" IN { type hint; file \"named.ca\"; };",
            "statistics-channels { inet * port 8053 allow { any; }; };;",
        ] {
            assert_eq!(told(&format!("{A}{text}\n{A}")), [], "{text}");
        }
        assert_eq!(told(&format!("{A}{{% if x %}}\nzone b {{ type master; file b; }}\n{{% endif %}}")), []);
        let of_dhcpd = "key k { algorithm hmac-md5; secret x; }\nzone b { primary 127.0.0.1; key k; }\ninclude \"x\";";
        assert_eq!(told(of_dhcpd), []);
    }
}
