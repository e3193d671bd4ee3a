//! Entries to a zone: origins, owners and TTLs carried along as RFC 1035 section 5.1 says.

mod chunks;
mod dialects;
mod directives;
mod faults;
mod invisible;
mod names;
mod records;
mod serial;
mod slips;
mod ttls;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::includes::Includes;
use super::store::index;
use super::store::record::{Record, RecordId, is_one_name, target_field};
use super::store::side_tables::SideTables;
use super::store::texts::{TextRef, Texts};
use super::store::{name_id::NameId, names::Names};
use super::{OriginFrom, Zone, query, unreadable};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::limits::Limits;
use crate::parallel::both;
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::entry::{self, COMMENT_HELP, Head, HeadError, Word, shown};
use crate::syntax::invisible as unseen;
use crate::syntax::lexer::Lexer;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::{self, RType};
use crate::syntax::token::{Line, Token};
use crate::syntax::{Problem, kinds};

use dialects::Dialect;
use slips::ApexSlip;

/// Fewer records are sorted before another thread has started.
const MANY: usize = 100_000;

/// What NSD and Knot assume where no TTL is given anywhere.
const FALLBACK_TTL: u32 = 3600;

/// Reads a zone from a source of the run: names are relative to `origin` until the file says
/// otherwise, and the zone's records are at and below `apex`. Both are absolute. An origin that is the root where the
/// apex is not is a slip: the names below it are read as they were meant.
///
/// No zone comes of a file that is none; one finding says so.
pub fn read(
    file: SourceId,
    origin: &DomainName,
    apex: &DomainName,
    includes: &mut dyn Includes,
    sources: &mut Sources,
    limits: Limits,
) -> (Option<Zone>, Findings) {
    let (mut reader, mut state) = Reader::start(sources, includes, file, origin, apex, limits);
    let is_plain = reader.meant.is_empty() && reader.sources.get(file).conflicts().is_empty();
    let chunks = if is_plain { chunks::of(reader.texts.bytes(0)) } else { Vec::new() };
    if chunks.is_empty() || !reader.read_chunks(&chunks, state) {
        if !chunks.is_empty() {
            reader.includes.start_again();
            (reader, state) = Reader::start(reader.sources, reader.includes, file, origin, apex, limits);
        }
        reader.read_source(0, state, true);
    }
    let source = reader.sources.share(file);
    if let Some(finding) = unreadable::instead(file, &source, reader.readable(), &reader.diagnostics) {
        let mut only = Findings::new(limits);
        only.add(finding, reader.sources);
        return (None, only);
    }
    reader.check_final_newline(file, source.bytes());
    reader.count_origins();
    let (zone, diagnostics) = reader.finish();
    (Some(zone), diagnostics)
}

/// What carries over from entry to entry, and into an included file but not out of it.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) origin: NameId,
    /// Where that is said, if it is.
    pub(super) origin_at: Option<Span>,
    pub(super) owner: Owner,
    /// `$TTL` (RFC 2308 section 4).
    pub(super) default_ttl: Option<u32>,
    /// The last TTL that was given (RFC 1035 section 5.1).
    pub(super) last_ttl: Option<u32>,
}

/// The owner that a line which starts with a blank takes over.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// No line named one yet.
    None,
    /// The line before named one that cannot be read, and that was said.
    Unreadable,
    Name {
        id: NameId,
        text: TextRef,
        origin: NameId,
    },
}

/// What is kept of the data of a record.
enum RecordData {
    Unreadable,
    /// It sends clients nowhere.
    Plain,
    Target(NameId),
}

pub(super) struct Reader<'r> {
    pub(super) sources: &'r mut Sources,
    pub(super) includes: &'r mut dyn Includes,
    pub(super) texts: Texts,
    pub(super) names: Names,
    pub(super) records: Vec<Record>,
    /// Which text the records are in, from a record on.
    source_runs: Vec<(RecordId, u16)>,
    side_tables: SideTables,
    pub(super) origins: Vec<OriginFrom>,
    /// The apex without its final dot where `$ORIGIN .` stands in place of it, else empty.
    pub(super) meant: Vec<u8>,
    pub(super) default_ttls: Vec<(RecordId, Span)>,
    /// The first record whose names are pending.
    first_pending: usize,
    /// The ids that the last flush gave out; empty between flushes.
    flushed: Vec<NameId>,
    /// The lexer found fault with something.
    is_faulty: bool,
    /// The files being read, the innermost last.
    pub(super) open: Vec<SourceId>,
    /// The origin last asked for, and the octets of it.
    pub(super) measured: (NameId, usize),
    pub(super) class: Option<u16>,
    /// A `$GENERATE` was refused, and so are all that follow.
    pub(super) generates_nothing: bool,
    /// A `$GENERATE` was met.
    pub(super) has_generate: bool,
    pub(super) complete: bool,
    /// The finding about each folder that includes were missed from.
    pub(super) missing_folders: HashMap<String, usize>,
    /// An SOA that says its owner was met.
    has_soa: bool,
    apex_slip: Option<ApexSlip>,
    /// The finding about origins without a final dot.
    origin_slip: Option<usize>,
    /// A record took its TTL from nowhere.
    pub(super) ttl_missing: bool,
    /// What was met of words that one server alone reads.
    dialects: Vec<Dialect>,
    /// It was said that servers differ in the TTL they take.
    is_ttl_chosen: bool,
    /// Problems of the record in hand; empty between records.
    pub(super) problems: Vec<rdata::DataProblem>,
    pub(super) limits: Limits,
    pub(super) diagnostics: Findings,
}

/// The entry in hand.
#[derive(Clone, Copy)]
pub(super) struct Here<'e> {
    pub(super) number: u16,
    pub(super) id: SourceId,
    pub(super) bytes: &'e [u8],
    pub(super) line: Line,
    pub(super) tokens: &'e [Token],
    /// It was spoken of already.
    pub(super) faulty: bool,
    /// Something in it is not what was meant: that it is there is all that is known.
    is_spoiled: bool,
}

impl Here<'_> {
    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span { source: self.id, start, end }
    }

    pub(super) fn span_of(&self, token: Token) -> Span {
        self.span(token.start, token.end)
    }

    pub(super) fn text(&self, index: usize) -> &[u8] {
        self.tokens[index].text(self.bytes)
    }
}

impl<'r> Reader<'r> {
    /// A reader of so much of a file, which knows some names already.
    fn new(
        sources: &'r mut Sources,
        includes: &'r mut dyn Includes,
        file: SourceId,
        range: Range<usize>,
        known: &Names,
        limits: Limits,
    ) -> Reader<'r> {
        let mut texts = Texts::default();
        texts.add(file, sources.share(file));
        let lines = chunks::likely_lines(&texts.bytes(0)[range]);
        Reader {
            sources,
            includes,
            texts,
            names: known.with_room(lines / 2),
            records: Vec::with_capacity(lines),
            source_runs: Vec::new(),
            side_tables: SideTables::default(),
            origins: Vec::new(),
            meant: Vec::new(),
            default_ttls: Vec::new(),
            first_pending: 0,
            flushed: Vec::new(),
            is_faulty: false,
            open: vec![file],
            measured: (NameId::ROOT, 1),
            class: None,
            generates_nothing: false,
            has_generate: false,
            complete: true,
            missing_folders: HashMap::new(),
            has_soa: false,
            apex_slip: None,
            origin_slip: None,
            ttl_missing: false,
            dialects: Vec::new(),
            is_ttl_chosen: false,
            problems: Vec::new(),
            limits,
            diagnostics: Findings::new(limits),
        }
    }

    /// A reader that has read nothing yet, and what its first entry meets.
    fn start(
        sources: &'r mut Sources,
        includes: &'r mut dyn Includes,
        file: SourceId,
        origin: &DomainName,
        apex: &DomainName,
        limits: Limits,
    ) -> (Reader<'r>, State) {
        let length = sources.get(file).bytes().len();
        let mut reader = Reader::new(sources, includes, file, 0..length, &Names::default(), limits);
        let apex_id = reader.absolute_name(apex);
        reader.names.set_apex(apex_id, &reader.texts);
        if origin.is_root() && !apex.is_root() {
            reader.meant = apex.without_final_dot().as_bytes().to_vec();
        }
        let origin = if origin == apex { apex_id } else { reader.absolute_name(origin) };
        reader.origins.push(OriginFrom { record: RecordId(0), name: origin, at: None });
        (reader, State { origin, origin_at: None, owner: Owner::None, default_ttl: None, last_ttl: None })
    }

    pub(super) fn read_source(&mut self, number: u16, state: State, directives: bool) -> State {
        let id = self.texts.id(number);
        let source: Arc<Source> = self.sources.share(id);
        let start = self.skip_byte_order_mark(id, source.bytes());
        self.report_conflicts(id, &source);
        self.read_entries(number, source.text(), start, state, directives)
    }

    /// Reads the entries from one place to the end of the bytes, which are those of a source or
    /// the first of them.
    fn read_entries(&mut self, number: u16, bytes: &[u8], start: usize, mut state: State, directives: bool) -> State {
        let id = self.texts.id(number);
        let mut lexer = Lexer::new(bytes, start);
        let (mut tokens, mut faults) = (Vec::new(), Vec::new());
        let mut invisible = unseen::next(bytes, start);
        let mut meant;
        while let Some(line) = lexer.next(&mut tokens, &mut faults) {
            let faulty = faults.iter().any(|fault| fault.start >= line.start);
            let mut here = Here { number, id, bytes, line, tokens: &tokens, faulty, is_spoiled: false };
            if !faults.is_empty() {
                self.take_faults(id, &mut faults);
            }
            if invisible.is_some_and(|one| one.start < lexer.at()) {
                invisible = unseen::next(bytes, lexer.at() as usize);
                meant = self.meant(&mut here, unseen::within(bytes, line.start, lexer.at()));
                if meant.is_empty() {
                    continue;
                }
                here.tokens = &meant;
            }
            if directives && !here.line.blank && bytes[here.tokens[0].start as usize] == b'$' {
                self.flush(&mut state);
                self.directive(here, &mut state);
            } else {
                self.record(here, &mut state);
                if self.names.is_batch_full() {
                    self.flush(&mut state);
                }
            }
        }
        self.take_faults(id, &mut faults);
        self.flush(&mut state);
        state
    }

    /// How many records were understood.
    fn readable(&self) -> usize {
        self.records.iter().filter(|record| record.is_readable() && record.rtype != RType::UNKNOWN).count()
    }

    fn record(&mut self, here: Here, state: &mut State) {
        let words: Vec<Token>;
        let mut here = here;
        if entry::is_remark(here.line, here.tokens, here.bytes) {
            let message = format!("`{}` does not start a comment", shown(here.text(0)));
            return self.report(&kinds::SYNTAX_ERROR, &here, Problem::at(here.tokens[0], message).help(COMMENT_HELP));
        }
        let mut head = self.head(&mut here);
        if head.is_err() && self.is_remark(&here) {
            return;
        }
        if head.is_err()
            && let Some((without, first)) = self.without_second_owner(&here)
        {
            (words, head) = (without, Ok(first));
            here.tokens = &words;
        }
        self.take_own_owner(&here, head.as_ref().ok(), state);
        let owner = match state.owner {
            Owner::Name { id, .. } => id,
            Owner::Unreadable => return,
            Owner::None => match self.without_owner(&here, &head, state) {
                Some(origin) => origin,
                None => return,
            },
        };
        let head = match head.map_err(|misread| *misread) {
            Ok(head) => head,
            Err(HeadError { problem, unknown: Some((head, word)) }) => {
                self.report_unknown(&here, problem, word);
                head
            }
            Err(HeadError { problem, unknown: None }) => {
                self.may_miss_records(&here);
                self.report(&kinds::SYNTAX_ERROR, &here, problem);
                return self.keep(&here, 0, Record::unreadable(owner, RType::UNKNOWN, FALLBACK_TTL));
            }
        };
        self.check_class(&here, &head);
        if head.rtype.is_meta() {
            let message = format!(
                "`{}` is a type for queries and messages only, never for a record of a zone",
                head.rtype.mnemonic()
            );
            return self.report(&kinds::RECORD_DATA_INVALID, &here, Problem::at(here.tokens[head.type_at()], message));
        }
        let data = match here.is_spoiled {
            true => RecordData::Unreadable,
            false => self.data(&here, &head, state.origin),
        };
        let ttl = self.ttl(&here, &head, state);
        let record = match data {
            RecordData::Unreadable => Record::unreadable(owner, head.rtype, ttl),
            RecordData::Plain => Record::new(owner, head.rtype, ttl, None),
            RecordData::Target(target) => Record::new(owner, head.rtype, ttl, Some(target)),
        };
        self.keep(&here, head.type_at(), record);
    }

    /// The head of an entry. What starts with a blank and yet with an owner is read as it was meant.
    fn head(&mut self, here: &mut Here) -> Result<Head, Box<HeadError>> {
        let head = entry::head(here.line, here.tokens, here.bytes);
        if let Err(misread) = &head
            && entry::owner_is_indented(here.line, here.tokens, here.bytes)
        {
            self.report(&kinds::SYNTAX_ERROR, here, misread.problem.clone());
            here.line.blank = false;
            return entry::head(here.line, here.tokens, here.bytes);
        }
        head
    }

    /// What there is to keep of the data of a record.
    fn data(&mut self, here: &Here, head: &Head, origin: NameId) -> RecordData {
        let (rtype_at, data) = (&here.tokens[head.type_at()], &here.tokens[head.type_at() + 1..]);
        if let ([name], true) = (data, is_one_name(head.rtype))
            && self.meant.is_empty()
            && let Some(target) = self.intern_deferred_plain(here, *name, origin)
        {
            return RecordData::Target(target);
        }
        rdata::check(head.rtype, data, here.bytes, rtype_at, &mut self.problems);
        if !self.problems.is_empty() {
            let problems = std::mem::take(&mut self.problems);
            self.may_miss_records(here);
            let problems = self.besides_serial(here, head).unwrap_or(problems);
            for (number, problem) in problems.into_iter().enumerate() {
                let rdata::DataProblem { start, end, message, help, .. } = problem;
                let problem = Problem { start, end, message, help };
                // What mends the first has to mend all of them.
                if number == 0 {
                    self.report(&kinds::RECORD_DATA_INVALID, here, problem);
                } else {
                    self.report_as_it_is(&kinds::RECORD_DATA_INVALID, here, problem);
                }
            }
            return RecordData::Unreadable;
        }
        let target = target_field(head.rtype).and_then(|field| data.get(field));
        let target = target.filter(|_| !rdata::is_generic(data, here.bytes));
        match target.map(|token| self.target(here, *token, origin)) {
            None => RecordData::Plain,
            Some(Ok(target)) => RecordData::Target(target),
            Some(Err(problem)) => {
                self.report(&kinds::RECORD_DATA_INVALID, here, problem);
                RecordData::Unreadable
            }
        }
    }

    fn report_unknown(&mut self, here: &Here, problem: Problem, word: Word) {
        match word {
            Word::Misspelled => self.report(&kinds::SYNTAX_ERROR, here, problem),
            Word::Unrecognised => self.report(&kinds::UNKNOWN_TYPE, here, problem),
            Word::OfOneServer(word) => self.note_dialect(here, word, problem),
        }
    }

    /// Takes down a finding; whether it was kept.
    pub(super) fn add(&mut self, finding: Diagnostic) -> bool {
        self.diagnostics.add(finding, self.sources)
    }

    fn finish(mut self) -> (Zone, Findings) {
        self.report_dialects();
        let Reader { texts, mut names, mut records, source_runs, side_tables, .. } = self;
        let Reader { origins, default_ttls, complete, has_generate, mut diagnostics, .. } = self;
        let apex = names.apex();
        let soa = index::soa(apex, &records);
        if soa.is_none() {
            // A part of a zone takes the `$TTL` of the file that includes it.
            let of_ttl = diagnostics.list_mut().iter_mut().filter(|finding| finding.is(&kinds::TTL_MISSING));
            of_ttl.for_each(|finding| finding.severity = Severity::Info);
            diagnostics.retain_mut(|finding| !finding.is(&kinds::TTL_LEFT_TO_SERVER));
        }
        names.close();
        records.shrink_to_fit();
        let name_flags = || index::name_flags(&names, apex, &records, &texts);
        let (name_flags, (by_owner, first_of)) =
            both(records.len() >= MANY, name_flags, || index::group_by_owner(&records, names.len()));
        let kinds = index::kinds(&name_flags);
        let apex_name = DomainName::new(&names.display(apex, &texts));
        let apex_labels = names.labels(apex, &texts).len();
        let zone = Zone {
            soa,
            texts,
            names,
            records,
            by_owner,
            first_of,
            name_flags,
            kinds,
            source_runs,
            side_tables,
            origins,
            default_ttls,
            apex,
            apex_name,
            apex_labels,
            all_read: complete,
            has_generate,
            declared: false,
            named_at: None,
            misnamed: false,
            dynamic: false,
            query: query::Cache::default(),
        };
        (zone, diagnostics)
    }
}
