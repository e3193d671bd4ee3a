//! A large file in chunks that are read at the same time.
//!
//! Directives stand at the top of large zones. Below them a line that starts with an owner needs
//! to know of the lines above it the origin, the `$TTL` and the class, and that no parenthesis or
//! quote is open. A part is read as if all that were as it was at the top; where it turns out that
//! it was not, the file is read again from front to back.

use std::ops::Range;
use std::thread;

use super::slips::ApexSlip;
use super::{Owner, Reader, State};
use crate::findings::Findings;
use crate::limits::Limits;
use crate::parallel::{self, Task, cores};
use crate::source::Sources;
use crate::zone::NoIncludes;
use crate::zone::store::names::Names;
use crate::zone::store::record::Record;
use crate::zone::store::side_tables::SideTables;
use crate::zone::store::texts::Texts;

/// A smaller file is read in half a second, and putting chunks together costs a tenth of reading them.
const LARGE: usize = 96 << 20;
/// Directives are looked for so far into a file, and the SOA stands there too.
const TOP: usize = 1 << 20;
/// So far a line is looked for that starts with an owner.
const SEARCHED: usize = 1 << 16;
/// So many bytes tell how long the lines of a file are.
const SAMPLE: usize = 1 << 18;

/// How many lines some bytes have, going by the first of them. A line has one record at most, and names
/// are fewer. No record takes less than sixteen bytes, or next to none: a file of blank lines is not
/// given room for as many.
pub(super) fn likely_lines(bytes: &[u8]) -> usize {
    let first = &bytes[..bytes.len().min(SAMPLE)];
    let lines = memchr::memchr_iter(b'\n', first).count();
    (lines * bytes.len() / first.len().max(1)).min(bytes.len() / 16) + 1
}

/// The chunks of a file, of which the first is its top; none where it is read in one go.
pub(super) fn of(bytes: &[u8]) -> Vec<Range<usize>> {
    if bytes.len() < LARGE {
        return Vec::new();
    }
    let cores = cores();
    cut(bytes, TOP, cores).filter(|_| cores > 1).unwrap_or_default()
}

fn cut(bytes: &[u8], top: usize, count: usize) -> Option<Vec<Range<usize>>> {
    let rest = &bytes[top.min(bytes.len())..];
    if memchr::memmem::find(rest, b"\n$").is_some() {
        return None;
    }
    let size = rest.len() / count;
    let mut starts = vec![0];
    for number in 0..count {
        starts.push(owner_line(bytes, top + number * size)?);
    }
    starts.push(bytes.len());
    starts.dedup();
    Some(starts.windows(2).map(|pair| pair[0]..pair[1]).collect())
}

/// The start of a line that starts with an owner.
fn owner_line(bytes: &[u8], from: usize) -> Option<usize> {
    let searched = bytes.get(from..)?;
    let mut newlines = memchr::memchr_iter(b'\n', &searched[..searched.len().min(SEARCHED)]);
    let is_owner = |at: &usize| searched.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || b"_*@".contains(b));
    newlines.find(is_owner).map(|at| from + at + 1)
}

/// What came of a part that is neither the top nor next to it.
struct Part {
    names: Names,
    records: Vec<Record>,
    side_tables: SideTables,
    diagnostics: Findings,
    class: Option<u16>,
    /// Nothing in it is another directive or asks for what stands above.
    is_apart: bool,
}

impl Reader<'_> {
    /// Reads the file in chunks; whether what came of it is what one go would have read.
    pub(super) fn read_chunks(&mut self, chunks: &[Range<usize>], state: State) -> bool {
        let source = self.sources.share(self.texts.id(0));
        let bytes = source.bytes();
        let [top, next, others @ ..] = chunks else { return false };
        let start = self.skip_byte_order_mark(self.texts.id(0), bytes);
        let at_top = self.read_entries(0, &bytes[..top.end], start, state, true);
        let known = self.names.with_room(0);
        let apex_slip = self.apex_slip;
        let carried = State { owner: Owner::None, last_ttl: None, ..at_top };
        let others = thread::scope(|scope| {
            let start = |range: &Range<usize>| {
                let (range, known, texts, limits) = (range.clone(), &known, self.texts.clone(), self.limits);
                let mut sources = self.sources.clone();
                parallel::start(scope, move || {
                    read_part(bytes, range, carried, (known, apex_slip), texts, &mut sources, limits)
                })
            };
            let threads: Vec<_> = others.iter().map(start).collect();
            let end = self.read_entries(0, &bytes[..next.end], next.start, at_top, true);
            self.is_faulty |= end.default_ttl != at_top.default_ttl || end.origin != at_top.origin;
            threads.into_iter().map(Task::result).collect::<Vec<Part>>()
        });
        let mut classes = others.iter().filter_map(|part| part.class).chain(self.class);
        let class = classes.next();
        if self.is_faulty || !others.iter().all(|part| part.is_apart) || classes.any(|other| Some(other) != class) {
            return false;
        }
        for part in others {
            self.absorb(part, known.len());
        }
        true
    }

    fn absorb(&mut self, part: Part, common: usize) {
        let numbers = self.names.absorb(&part.names, common, &self.texts);
        drop(part.names);
        self.start_source_run(0);
        self.side_tables.absorb(part.side_tables, self.records.len() as u32);
        self.records.extend(part.records.into_iter().map(|mut record| {
            record.renumber(&numbers);
            record
        }));
        self.diagnostics.absorb(part.diagnostics, self.sources);
    }
}

/// Reads a part, with the names and sources that the top knows.
fn read_part(
    bytes: &[u8],
    range: Range<usize>,
    carried: State,
    (known, apex_slip): (&Names, Option<ApexSlip>),
    texts: Texts,
    sources: &mut Sources,
    limits: Limits,
) -> Part {
    let mut includes = NoIncludes;
    let empty = Reader::new(sources, &mut includes, texts.id(0), range.clone(), known, limits);
    let mut reader = Reader { texts, apex_slip, has_soa: true, ..empty };
    let end = reader.read_entries(0, &bytes[..range.end], range.start, carried, true);
    let has_directive = !reader.origins.is_empty() || !reader.default_ttls.is_empty() || reader.has_generate;
    let is_same = end.default_ttl == carried.default_ttl && reader.complete && !has_directive;
    let asks_nothing = !reader.ttl_missing && !reader.is_ttl_chosen && reader.dialects.is_empty();
    Part {
        is_apart: is_same && asks_nothing && !reader.is_faulty,
        names: reader.names,
        records: reader.records,
        side_tables: reader.side_tables,
        diagnostics: reader.diagnostics,
        class: reader.class,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::name::DomainName;
    use crate::zone::Zone;

    const TOP_OF_ZONE: &str = "$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1 h 1 2 3 4 5\n  NS ns1\n";

    /// What is read of a zone in one go, and in chunks if it can be.
    fn read_both(text: &str, top: usize, count: usize) -> (String, Option<String>) {
        let one_go = read_with(text, |reader, state| {
            reader.read_source(0, state, true);
            true
        });
        let chunks = cut(text.as_bytes(), top, count).unwrap_or_default();
        let in_chunks = read_with(text, |reader, state| reader.read_chunks(&chunks, state));
        (one_go.expect("read"), in_chunks)
    }

    fn read_with(text: &str, read: impl Fn(&mut Reader, State) -> bool) -> Option<String> {
        let (mut sources, mut includes) = (Sources::default(), NoIncludes);
        let id = sources.add("test", text.as_bytes().to_vec());
        // Fewer than one part has, and more than the top has.
        let limits = Limits { findings: 9, ..Limits::default() };
        let apex = &DomainName::new("example.com.");
        let (mut reader, state) = Reader::start(&mut sources, &mut includes, id, apex, apex, limits);
        read(&mut reader, state).then(|| {
            let (zone, diagnostics) = reader.finish();
            let findings = diagnostics.finish().into_iter();
            let findings = findings.map(|finding| format!("{} {:?}", finding.message, finding.primary.span));
            let ports = zone.srv_ports().iter().map(|(id, port)| format!("port of {id:?} {port}"));
            let occluded =
                zone.occluded_owners(|_| true).into_iter().map(|name| format!("occluded {}", zone.name_text(name)));
            records(&zone).chain(findings).chain(ports).chain(occluded).collect::<Vec<_>>().join("\n")
        })
    }

    fn records(zone: &Zone) -> impl Iterator<Item = String> {
        zone.records().map(|(id, record)| {
            let target = record.target().map(|target| zone.name_text(target));
            let (owner, origin) = (zone.name_text(record.owner), zone.name_text(zone.origin_at(id)));
            format!(
                "{owner} {} {} {target:?} {origin} {:?}",
                record.ttl,
                record.rtype.mnemonic(),
                zone.entry(id).span()
            )
        })
    }

    #[test]
    fn chunks_come_to_the_same_as_one_go() {
        let far = |i: usize| format!("far{i} ( ;{}\n A 192.0.2.1 )\n", "x".repeat(100 * i));
        let hosts = |i: usize| {
            let below = format!("_sip._tcp.h{i} SRV 0 0 {} h{i}\nd{i} NS ns.d{i}\nns.d{i} A 192.0.2.1\n", 5060 + i);
            let own = format!("h{i} A 192.0.2.{}\n  TXT (\"a\"\n \"b\")\nm{i} MX 10 h{}\nbad{i} A x\n", i % 9, i + 7);
            format!("{own}{below}{}", far(i))
        };
        let text: String =
            TOP_OF_ZONE.chars().chain((0..60).flat_map(|i| hosts(i).chars().collect::<Vec<_>>())).collect();
        for count in 1..6 {
            let (one_go, in_chunks) = read_both(&text, TOP_OF_ZONE.len(), count);
            assert!(one_go.contains("port of RecordId(6) 5060") && one_go.contains("occluded ns.d59.example.com."));
            assert!(one_go.contains("51 more findings of `record-data-invalid` in this file are not shown"));
            assert_eq!(in_chunks, Some(one_go), "{count}");
        }
    }

    #[test]
    fn whatever_stands_wherever_chunks_never_come_to_anything_else() {
        let hosts: Vec<String> = (0..30).map(|i| format!("h{i} A 192.0.2.{i}\n")).collect();
        for odd in [
            "$ORIGIN sub\n",
            "c TXT \"x\ny z\"\n",
            "c (\nd A 192.0.2.1\n",
            "c CH TXT x\n",
            "c ALIAS x\n",
            "\r$TTL 5\r",
            ";x\r$GENERATE 1-x a A 192.0.2.1\r",
            " A 192.0.2.1\n",
        ] {
            let mut refused = 0;
            for at in 0..=hosts.len() {
                let text =
                    format!("{TOP_OF_ZONE}{}{odd}{}e IN A 192.0.2.1\n", hosts[..at].concat(), hosts[at..].concat());
                let (one_go, in_chunks) = read_both(&text, TOP_OF_ZONE.len(), 3);
                refused += usize::from(in_chunks.is_none());
                assert!(in_chunks.is_none_or(|chunks| chunks == one_go), "{text}");
            }
            assert!(refused > 0 || odd.starts_with(' '), "{odd}");
        }
    }

    #[test]
    fn a_ttl_that_only_the_line_above_gives_is_not_lost() {
        let text = format!("@ 60 SOA ns1 h 1 2 3 4 5\n  60 NS ns1\n{}", "a A 192.0.2.1\nb A 192.0.2.2\n".repeat(20));
        assert_eq!(read_both(&text, 40, 2).1, None);
    }
}
