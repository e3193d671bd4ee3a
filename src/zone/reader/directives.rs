//! `$ORIGIN`, `$TTL`, `$INCLUDE` and `$GENERATE` (RFC 1035 section 5.1, RFC 2308 section 4, BIND).

use super::{Here, Reader, State};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::findings::Findings;
use crate::limits::{self, Grant};
use crate::source::{Sources, Span};
use crate::syntax::dialect;
use crate::syntax::entry::shown;
use crate::syntax::token::Token;
use crate::syntax::{Problem, generate, kinds, ttl};
use crate::text::suggest::distance_within;
use crate::zone::includes::{Included, Refusal};
use crate::zone::store::name_id::NameId;
use crate::zone::store::record::RecordId;
use crate::zone::{OriginFrom, unreadable};

/// Servers stop at 10 to 64 (BIND, NSD, Knot).
const MAX_INCLUDE_DEPTH: usize = 20;
/// Includes and expansions of one zone; each is a source, and those are numbered with 16 bits.
const MAX_SOURCES: usize = 10_000;
/// A generated record of more bytes counts for more than one.
const BYTES_OF_RECORD: usize = 64;

impl Reader<'_> {
    pub(super) fn directive(&mut self, here: Here, state: &mut State) {
        let word = here.text(0).to_ascii_uppercase();
        let done = match word.as_slice() {
            b"$ORIGIN" => self.origin(here, state),
            b"$TTL" => self.default_ttl(here, state),
            b"$INCLUDE" => self.include(here, state),
            b"$GENERATE" => {
                self.has_generate = true;
                self.generate(here, *state)
            }
            word => match dialect::of_directive(word) {
                Some(own) => {
                    self.note_dialect(&here, own, own.problem(here.tokens[0], &shown(here.text(0))));
                    Ok(())
                }
                None => Err(unknown_directive(&here)),
            },
        };
        if let Err(problem) = done {
            self.report(&kinds::DIRECTIVE_INVALID, &here, problem);
        }
    }

    fn origin(&mut self, here: Here, state: &mut State) -> Result<(), Problem> {
        let [_, name, rest @ ..] = here.tokens else {
            return Err(Problem::at(here.tokens[0], "`$ORIGIN` without a name").help("write `$ORIGIN example.com.`"));
        };
        nothing_after("$ORIGIN", rest, &here)?;
        if let Some((_, mark)) = unreadable::mark_in(name.text(here.bytes)) {
            return Err(Problem::at(*name, format!("`{mark}` in the origin is a placeholder, not a name")));
        }
        state.origin = self.new_origin(&here, *name, state)?;
        state.origin_at = Some(here.span_of(*name));
        self.take_origin(state.origin, state.origin_at);
        Ok(())
    }

    /// The records that follow are relative to this.
    fn take_origin(&mut self, name: NameId, at: Option<Span>) {
        self.origins.push(OriginFrom { record: RecordId(self.records.len() as u32), name, at });
    }

    fn default_ttl(&mut self, here: Here, state: &mut State) -> Result<(), Problem> {
        let [_, value, rest @ ..] = here.tokens else {
            return Err(Problem::at(here.tokens[0], "`$TTL` without a value").help("write `$TTL 1h`"));
        };
        nothing_after("$TTL", rest, &here)?;
        let text = value.text(here.bytes);
        match ttl::parse(text) {
            Some(Ok(seconds)) => {
                state.default_ttl = Some(seconds);
                self.default_ttls.push((RecordId(self.records.len() as u32), here.span_of(*value)));
                Ok(())
            }
            Some(Err(_)) => Err(Problem::at(*value, format!("`$TTL {}` does not fit in 32 bits", shown(text)))),
            None => {
                Err(Problem::at(*value, format!("`{}` is not a TTL", shown(text))).help("write seconds, or `1h30m`"))
            }
        }
    }

    fn include(&mut self, here: Here, state: &mut State) -> Result<(), Problem> {
        let [_, path, rest @ ..] = here.tokens else {
            return Err(Problem::at(here.tokens[0], "`$INCLUDE` without a file").help("write `$INCLUDE file [origin]`"));
        };
        let (origin, origin_at) = match rest {
            [] => (state.origin, state.origin_at),
            [origin, rest @ ..] => {
                nothing_after("$INCLUDE", rest, &here)?;
                (self.name(&here, *origin, state.origin)?, Some(here.span_of(*origin)))
            }
        };
        let written = String::from_utf8_lossy(path.text(here.bytes)).into_owned();
        let at = here.span_of(*path);
        match self.open_include(&written, &here) {
            Ok((_, Included { grant: Grant::Ended, .. })) => self.complete = false,
            Ok((_, Included { grant: Grant::Ends(limit), .. })) => {
                let message = format!(
                    "`{written}` is not read: files that are included repeatedly add up to more than {limit} bytes"
                );
                self.complete = false;
                self.add(limits::reached("included", at, message));
            }
            Ok((number, Included { base, .. })) => {
                if let Some(base) = base {
                    self.add(
                        Diagnostic::new(&kinds::INCLUDE_BASE, at, format!("`{written}` is read from {base}"))
                            .help("BIND and NSD use the server's directory, Knot the directory of the including file"),
                    );
                }
                self.take_origin(origin, origin_at);
                self.open.push(self.texts.id(number));
                state.default_ttl = self.read_source(number, State { origin, origin_at, ..*state }, true).default_ttl;
                self.open.pop();
                self.take_origin(state.origin, state.origin_at);
            }
            Err(refusal) => self.refused(refusal, at),
        }
        Ok(())
    }

    /// A folder that is missing is one mistake, however much is included from it.
    fn refused(&mut self, refusal: Refusal, at: Span) {
        self.complete = false;
        let missed = refusal.missing_folder.as_ref().and_then(|folder| self.missing_folders.get(folder));
        if let Some(&first) = missed {
            self.diagnostics.list_mut()[first].labels.push(Label::new(at, ""));
            return;
        }
        // A file is the same from wherever it is included, if it was looked for in the same places.
        let places = refusal.help.as_deref().unwrap_or_default();
        let same = match &refusal.missing_folder {
            Some(folder) => [folder.as_str(), ""],
            None => [&refusal.message, places],
        };
        let key = same.map(str::as_bytes);
        let finding = Diagnostic::new(&kinds::INCLUDE_FAILED, at, refusal.message.as_str()).key(&key);
        let mut finding = finding.help_if_any(refusal.help);
        if is_key(self.sources.bytes(at)) {
            finding = finding.severity(Severity::Info).help("keys are made on the server that signs the zone");
        }
        let is_kept = self.add(finding);
        if let Some(folder) = refusal.missing_folder.filter(|_| is_kept) {
            self.missing_folders.insert(folder, self.diagnostics.len() - 1);
        }
    }

    fn open_include(&mut self, path: &str, here: &Here) -> Result<(u16, Included), Refusal> {
        let refuse = |message: String| Err(Refusal::new(message));
        if self.open.len() > MAX_INCLUDE_DEPTH {
            return refuse(format!(
                "`{path}` is not read: includes are nested more than {MAX_INCLUDE_DEPTH} levels deep"
            ));
        }
        let included = self.includes.include(path, here.id, self.sources)?;
        if self.open.contains(&included.source) {
            return refuse(format!("`{path}` includes itself"));
        }
        let number = (self.texts.len() < MAX_SOURCES)
            .then(|| self.texts.add(included.source, self.sources.share(included.source)))
            .flatten();
        match number {
            Some(number) => Ok((number, included)),
            None => refuse(format!("`{path}` is not read: the zone has more than {MAX_SOURCES} includes")),
        }
    }

    fn generate(&mut self, here: Here, state: State) -> Result<(), Problem> {
        if self.generates_nothing {
            return Ok(());
        }
        // Where nothing is left, nothing is made of it.
        if self.includes.generate(0) == Grant::Ended {
            self.generate_no_more();
            return Ok(());
        }
        let text = generate::expand(here.tokens, here.bytes)?;
        let records = memchr::memchr_iter(b'\n', &text).count().max(text.len() / BYTES_OF_RECORD);
        match self.includes.generate(records) {
            Grant::Given => self.read_generated(here, state, text),
            Grant::Ended => self.generate_no_more(),
            Grant::Ends(limit) => {
                let message = format!(
                    "the `$GENERATE` directives create more than {limit} records: this one and those after it \
                    are skipped"
                );
                self.generate_no_more();
                self.add(limits::reached("generated", here.span_of(here.tokens[0]), message));
            }
        }
        Ok(())
    }

    fn generate_no_more(&mut self) {
        self.complete = false;
        self.generates_nothing = true;
    }

    fn read_generated(&mut self, here: Here, state: State, text: Vec<u8>) {
        if self.texts.len() >= MAX_SOURCES {
            let message = format!(
                "the zone has more than {MAX_SOURCES} includes and `$GENERATE` directives: the rest is skipped"
            );
            self.report(&kinds::DIRECTIVE_INVALID, &here, Problem::at(here.tokens[0], message));
            return self.generate_no_more();
        }
        let last = here.tokens[here.tokens.len() - 1];
        let id = self.sources.add_expansion(here.span(here.tokens[0].start, last.end), text);
        if let Some(number) = self.texts.add(id, self.sources.share(id)) {
            let before = std::mem::replace(&mut self.diagnostics, Findings::new(self.limits));
            self.read_source(number, state, false);
            let of_expansion = std::mem::replace(&mut self.diagnostics, before).into_kept();
            first_of_each_kind(of_expansion, self.sources).into_iter().for_each(|finding| _ = self.add(finding));
        }
    }
}

/// What is wrong with one record of an expansion is mostly wrong with all of them: the first says so.
fn first_of_each_kind(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let line = |Span { source, start, .. }| sources.get(source).position(start).line;
    // With the line of the last record that it is said of.
    let mut told: Vec<(Diagnostic, u32, usize)> = Vec::new();
    for finding in findings {
        let at = line(finding.primary.span);
        match told.iter_mut().find(|(first, ..)| first.is(finding.meta)) {
            Some((_, last, more)) => *more += usize::from(std::mem::replace(last, at) != at),
            None => told.push((finding, at, 0)),
        }
    }
    let said = |(mut first, _, more): (Diagnostic, u32, usize)| {
        first.said_of_generated(more);
        first
    };
    told.into_iter().map(said).collect()
}

fn unknown_directive(here: &Here) -> Problem {
    let problem = Problem::at(here.tokens[0], format!("`{}` is not a directive", shown(here.text(0))));
    let word = shown(here.text(0)).to_ascii_uppercase();
    let known = ["$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE"];
    match known.iter().find(|k| distance_within(k, &word, 2).is_some()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("the directives are `$ORIGIN`, `$TTL`, `$INCLUDE` and `$GENERATE`"),
    }
}

fn nothing_after(directive: &str, rest: &[Token], here: &Here) -> Result<(), Problem> {
    match rest {
        [] => Ok(()),
        [extra, ..] => {
            let text = shown(extra.text(here.bytes));
            Err(Problem::at(*extra, format!("unexpected `{text}` after `{directive}`")).help("comments start with `;`"))
        }
    }
}

/// Whether a path is that of a key for DNSSEC, as `dnssec-keygen` names it, or as people do.
fn is_key(path: &[u8]) -> bool {
    let path = path.strip_suffix(b"\"").unwrap_or(path);
    path.len() > 4 && path[path.len() - 4..].eq_ignore_ascii_case(b".key")
}
