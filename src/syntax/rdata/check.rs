//! The walk over the field list of a type and the tokens of an entry.

use super::field::{Field, FieldKind, Presence};
use super::{
    Fault, RType, Verdict, address, code, encoding, generic, location, name, number, relation, show, svcb, text,
};
use crate::diagnostic::Text;
use crate::syntax::token::Token;
use crate::syntax::ttl;

/// A field that is not what its type takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataProblem {
    /// Offset of the first byte that is wrong.
    pub start: u32,
    /// Offset after the last byte that is wrong.
    pub end: u32,
    /// The field, as the table calls it.
    pub field: &'static str,
    /// Complete in one line.
    pub message: String,
    /// What to type.
    pub help: Option<Text>,
}

/// Adds what is wrong with the data of a record; `type_token` is where to point if there is none.
///
/// Data of a type without a known text format is not looked at, unless it is in RFC 3597's.
pub fn check(rtype: RType, tokens: &[Token], source: &[u8], type_token: &Token, problems: &mut Vec<DataProblem>) {
    if generic::is_generic(tokens, source) {
        if let Err((at, fault)) = generic::check(rtype, tokens, source) {
            problems.push(problem("data", &tokens[at], fault));
        }
        return;
    }
    let Some(fields) = rtype.fields() else { return };
    if are_good_words(fields, tokens, source) {
        return;
    }
    let first_new = problems.len();
    let mut taken = 0;
    for (field, held) in Layout::new(fields, tokens, source) {
        if held.is_empty() && is_missing(field) {
            let record = RecordToCheck { rtype, fields, tokens, source, type_token };
            return record.missing(field.name, first_new, problems);
        }
        taken += held.len();
        if let Err((at, mut fault)) = check_field(field, held, tokens, source) {
            if fault.help.is_none() {
                fault.help = help_for(rtype, field, held[at].text(source)).map(Text::from);
            }
            let fault = suspect_order(fault, (rtype, fields), field, &tokens[taken - held.len()..], source);
            problems.push(problem(field.name, &held[at], fault));
        }
    }
    if taken < tokens.len() {
        RecordToCheck { rtype, fields, tokens, source, type_token }.extra(taken, first_new, problems);
    }
    if problems.len() == first_new {
        problems.extend(relation::check(rtype, tokens, source));
    }
}

/// Nearly every record is of a type with a word for each field, numbers, names and addresses, and good: no
/// need to walk. Of such fields there is nothing that one says of another.
fn are_good_words(fields: &[Field], tokens: &[Token], source: &[u8]) -> bool {
    fields.len() == tokens.len() && fields.iter().zip(tokens).all(|(field, token)| is_good_word(field, token, source))
}

fn is_good_word(field: &Field, token: &Token, source: &[u8]) -> bool {
    let is_good = match field.kind {
        FieldKind::Number(max) => token.number(source).is_some_and(|number| u64::from(number) <= max),
        FieldKind::Name => {
            !token.escaped && name::dots_if_plain(&source[token.start as usize..], token.text(source).len()).is_some()
        }
        FieldKind::Ipv4 => address::ipv4(token.text(source)).is_some(),
        FieldKind::Ipv6 => address::is_ipv6(token.text(source)),
        _ => false,
    };
    is_good && !token.quoted && field.presence == Presence::Required
}

/// The tokens of the data that are domain names.
pub fn names<'a>(rtype: RType, tokens: &'a [Token], source: &'a [u8]) -> impl Iterator<Item = &'a Token> {
    fields(rtype, tokens, source).flat_map(move |(field, held)| match field.kind {
        FieldKind::Name | FieldKind::Names => held,
        FieldKind::Gateway(kind) if tokens.get(kind).is_some_and(|token| token.text(source) == b"3") => held,
        _ => &[],
    })
}

/// The fields of the data, each with the tokens it holds; none of a type without fields, and none
/// where the data are in the form of RFC 3597.
pub fn fields<'a>(
    rtype: RType,
    tokens: &'a [Token],
    source: &'a [u8],
) -> impl Iterator<Item = (&'static Field, &'a [Token])> {
    let fields = rtype.fields().filter(|_| !generic::is_generic(tokens, source)).unwrap_or_default();
    Layout::new(fields, tokens, source)
}

/// Each field with the tokens it holds: none where it is absent.
struct Layout<'a> {
    fields: std::slice::Iter<'static, Field>,
    first: Option<&'a [u8]>,
    rest: &'a [Token],
}

impl<'a> Layout<'a> {
    fn new(fields: &'static [Field], tokens: &'a [Token], source: &'a [u8]) -> Layout<'a> {
        Layout { fields: fields.iter(), first: tokens.first().map(|token| token.text(source)), rest: tokens }
    }
}

impl<'a> Iterator for Layout<'a> {
    type Item = (&'static Field, &'a [Token]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut field = self.fields.next()?;
        while let Presence::Unless(absent_at) = field.presence
            && self.first.and_then(number::decimal) == Some(u64::from(absent_at))
        {
            field = self.fields.next()?;
        }
        let count = if field.kind.takes_rest() { self.rest.len() } else { self.rest.len().min(1) };
        let (held, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some((field, held))
    }
}

pub(super) fn is_missing(field: &Field) -> bool {
    field.presence != Presence::Optional && !field.kind.may_be_empty()
}

pub(super) fn problem(field: &'static str, at: &Token, fault: Fault) -> DataProblem {
    DataProblem { start: at.start, end: at.end, field, message: fault.message, help: fault.help }
}

/// The tokens of one field; the index is the token at fault.
pub(super) fn check_field(field: &Field, held: &[Token], all: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    match field.kind {
        FieldKind::Strings => each(held, |token| text::check_string("the text", token.text(source), token.escaped)),
        FieldKind::HexOrZero | FieldKind::Base64OrZero if is_zero(held, source) => Ok(()),
        FieldKind::Hex | FieldKind::HexOrZero => {
            encoding::check_hex(field.name, unquoted(field, held, source)?, source)
        }
        FieldKind::Base64 | FieldKind::Base64OrZero | FieldKind::Base64Word => {
            encoding::check_base64(field.name, unquoted(field, held, source)?, source)
        }
        FieldKind::HexWord => encoding::check_hex(field.name, unquoted(field, held, source)?, source),
        FieldKind::Names => each(held, |token| check_name(token, source)),
        FieldKind::Types => each(unquoted(field, held, source)?, |token| check_type(token.text(source))),
        FieldKind::Services => each(unquoted(field, held, source)?, |token| address::check_service(token.text(source))),
        FieldKind::Prefixes => each(unquoted(field, held, source)?, |token| address::check_prefix(token.text(source))),
        FieldKind::Params => svcb::check(held, source),
        FieldKind::Location if !held.is_empty() => location::check(unquoted(field, held, source)?, source),
        _ => each(held, |token| check_one(field, token, all, source)),
    }
}

pub(super) fn is_zero(held: &[Token], source: &[u8]) -> bool {
    matches!(held, [token] if token.text(source) == b"0")
}

fn each(held: &[Token], check: impl Fn(&Token) -> Verdict) -> Result<(), (usize, Fault)> {
    held.iter().enumerate().try_for_each(|(at, token)| check(token).map_err(|fault| (at, fault)))
}

fn unquoted<'a>(field: &Field, held: &'a [Token], source: &[u8]) -> Result<&'a [Token], (usize, Fault)> {
    match held.iter().position(|token| token.quoted) {
        None => Ok(held),
        Some(at) => Err((at, no_quotes(field, &held[at], source))),
    }
}

#[cold]
fn no_quotes(field: &Field, token: &Token, source: &[u8]) -> Fault {
    let text = show(token.text(source));
    Fault::new(format!("{} {text} is in quotes, which are only for text", field.name)).help("remove the quotes")
}

/// The token of a field that has one.
fn check_one(field: &Field, token: &Token, all: &[Token], source: &[u8]) -> Verdict {
    let (name, text) = (field.name, token.text(source));
    if token.quoted && !field.kind.may_be_quoted() {
        return Err(no_quotes(field, token, source));
    }
    match field.kind {
        FieldKind::Number(max) => number::check(name, text, max),
        FieldKind::Code(max, registry) => code::check(name, text, max, registry),
        FieldKind::Duration => number::check_duration(name, text),
        FieldKind::Time => number::check_time(name, text),
        FieldKind::Decimal(max) => number::check_decimal(name, text, max),
        FieldKind::Ipv4 => address::check_ipv4(text),
        FieldKind::Ipv6 => address::check_ipv6(text),
        FieldKind::Name => check_name(token, source),
        FieldKind::Gateway(kind) => {
            let kind = all.get(kind).map_or(&b""[..], |token| token.text(source));
            address::check_gateway(name, kind, text)
        }
        FieldKind::Type => check_type(text),
        FieldKind::String => text::check_string(name, text, token.escaped),
        FieldKind::LongString => text::check_long(name, text, token.escaped),
        FieldKind::Digits(least) => text::check_digits(name, text, least),
        FieldKind::Tag => text::check_tag(name, text),
        FieldKind::Salt => encoding::check_salt(name, text),
        FieldKind::Base32Hex => encoding::check_base32hex(name, text),
        FieldKind::Eui(pairs) => address::check_eui(name, text, pairs),
        FieldKind::Locator64 => address::check_locator64(name, text),
        FieldKind::Nsap => address::check_nsap(name, text),
        FieldKind::AtmAddress => address::check_atm(name, text),
        _ => Ok(()),
    }
}

fn check_name(token: &Token, source: &[u8]) -> Verdict {
    let text = token.text(source);
    name::check(text).map_err(|fault| fault.fault(text))
}

fn check_type(text: &[u8]) -> Verdict {
    match RType::from_mnemonic(text) {
        Some(_) => Ok(()),
        None => Err(Fault::new(format!("{} is not a record type", show(text)))
            .help("write a type without a mnemonic by its number: `TYPE65280`")),
    }
}

/// What to type where the fault itself does not tell.
#[cold]
fn help_for(rtype: RType, field: &Field, text: &[u8]) -> Option<&'static str> {
    let is_digits = text.iter().all(u8::is_ascii_digit);
    match rtype {
        RType::A | RType::AAAA => address::type_for(text),
        RType::SOA if field.name == "serial" && is_digits => {
            Some("a date and two digits make 10 digits: `2026010101`; a serial has 32 bits")
        }
        RType::SOA if field.name == "serial" => Some("write only digits, such as `2026010101`"),
        _ => None,
    }
}

/// Says so if a bad number looks like two fields in one word, or two fields in the wrong order.
fn suspect_order(
    fault: Fault,
    (rtype, fields): (RType, &[Field]),
    field: &Field,
    held: &[Token],
    source: &[u8],
) -> Fault {
    let next = fields.iter().skip_while(|f| f.name != field.name).nth(1);
    let (true, Some(next)) = (field.kind.is_number(), next) else { return fault };
    let is_number = |token: &Token| number::decimal(token.text(source)).is_some();
    let this = held[0].text(source);
    let slip = match held.get(1) {
        _ if is_number(&held[0]) => return fault,
        _ if this.first().is_some_and(u8::is_ascii_digit) && this.contains(&b'.') => "joined or swapped",
        Some(second) if is_number(second) && !next.kind.is_number() => "swapped",
        _ => return fault,
    };
    let message = format!("{}: {} and {} may be {slip}", fault.message, field.name, next.name);
    Fault { message, help: Some(format!("write `{}`", form(rtype, fields)).into()) }
}

/// A record whose number of fields is wrong.
struct RecordToCheck<'a> {
    rtype: RType,
    fields: &'static [Field],
    tokens: &'a [Token],
    source: &'a [u8],
    type_token: &'a Token,
}

impl RecordToCheck<'_> {
    /// What is there may be shifted: if it does not fit either, its first fault is the better hint.
    #[cold]
    fn missing(&self, field: &'static str, first_new: usize, problems: &mut Vec<DataProblem>) {
        if let Some(problem) = self.no_mailbox() {
            problems.truncate(first_new);
            return problems.push(problem);
        }
        let rtype = self.rtype.mnemonic();
        let help = Some(format!("write `{}`", form(self.rtype, self.fields)).into());
        problems.truncate(first_new + 1);
        let (needed, count) = (self.fields.iter().filter(|f| is_missing(f)).count(), self.tokens.len());
        if let Some(fault) = problems.get_mut(first_new) {
            fault.message = format!("{rtype} has {count} of its {needed} fields, and {}", fault.message);
            fault.help = help;
            return;
        }
        let (start, end) = match self.tokens {
            [] => (self.type_token.start, self.type_token.end),
            [first, .., last] => (first.start, last.end),
            [only] => (only.start, only.end),
        };
        let given = &self.source[start as usize..end as usize];
        let message = match count {
            0 => format!("{rtype} has no data: it takes {}", self.list(self.fields.len())),
            1 => format!("{rtype} has no `{field}`: {} is the {}", show(given), self.list(1)),
            _ => format!("{rtype} has no `{field}`: {} are {}", show(given), self.list(count)),
        };
        problems.push(DataProblem { start, end, field, message, help });
    }

    /// An SOA with one name before its numbers: a number is a name too, and would be read as the second.
    fn no_mailbox(&self) -> Option<DataProblem> {
        let is_number = |token: &Token| number::check_duration("", token.text(self.source)).is_ok();
        let [name, numbers @ ..] = self.tokens else { return None };
        let is_it = self.rtype == RType::SOA && !is_number(name) && numbers.len() > 2 && numbers.iter().all(is_number);
        let shown = show(name.text(self.source));
        let message = format!("SOA has no mailbox: after {shown} there are only numbers");
        let help = "write the mailbox of the administrator after the primary, with a dot instead of the `@`: `hostmaster.example.com.`";
        let problem = problem(self.fields[1].name, name, Fault::new(message).help(help));
        is_it.then_some(problem)
    }

    /// A TTL in front of data that are good without it.
    fn ttl_behind_type(&self) -> Option<DataProblem> {
        let [first, data @ ..] = self.tokens else { return None };
        let written = first.text(self.source);
        let mut problems = Vec::new();
        check(self.rtype, data, self.source, self.type_token, &mut problems);
        // Where the data start with a number, one that is no round time may be a part of them.
        let starts_with_number = self.fields.first().is_some_and(|field| field.kind.is_number());
        let is_time = |seconds| if starts_with_number { seconds >= 300 && seconds % 60 == 0 } else { seconds >= 30 };
        let is_written = matches!(ttl::parse(written), Some(Ok(seconds)) if is_time(seconds));
        let is_ttl = is_written && !first.quoted && problems.is_empty();
        let (shown, rtype) = (show(written), self.rtype.mnemonic());
        let fault = Fault::new(format!("the TTL {shown} stands behind the type {rtype}"));
        let fault = fault.help(format!("write it before the type: `{} {rtype}`", String::from_utf8_lossy(written)));
        is_ttl.then(|| problem("data", first, fault))
    }

    #[cold]
    fn extra(&self, taken: usize, first_new: usize, problems: &mut Vec<DataProblem>) {
        if let Some(problem) = self.ttl_behind_type() {
            problems.truncate(first_new);
            return problems.push(problem);
        }
        let extra = &self.tokens[taken..];
        let (start, end) = (extra[0].start, extra[extra.len() - 1].end);
        let text = show(&self.source[start as usize..end as usize]);
        let fields = if taken == 1 { "1 field".to_owned() } else { format!("{taken} fields") };
        let rtype = self.rtype.mnemonic();
        let message = match extra.len() {
            1 => format!("{rtype} takes {fields}; {text} is one too many"),
            many => format!("{rtype} takes {fields}; {text} are {many} too many"),
        };
        let looks_like_comment = [&b"#"[..], b"//", b"--"].iter().any(|c| extra[0].text(self.source).starts_with(c));
        let help = match looks_like_comment {
            true => "a comment starts with `;`".into(),
            false => format!("write `{}`", form(self.rtype, self.fields)).into(),
        };
        problems.push(DataProblem { start, end, field: "data", message, help: Some(help) });
    }

    /// The first so many fields in words.
    fn list(&self, count: usize) -> String {
        let names: Vec<&str> = self.fields.iter().take(count).map(|field| field.name).collect();
        match names.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
        }
    }
}

/// The type and its fields as a template.
fn form(rtype: RType, fields: &[Field]) -> String {
    fields.iter().fold(rtype.mnemonic().into_owned(), |form, field| {
        let name = field.name;
        match (field.presence, field.kind.takes_rest() && field.kind.may_be_empty()) {
            (Presence::Required, false) => format!("{form} <{name}>"),
            (Presence::Required, true) => format!("{form} [<{name}>…]"),
            _ => format!("{form} [<{name}>]"),
        }
    })
}
