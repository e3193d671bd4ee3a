//! What is kept of a record beside its owner, TTL and target: where it stands, what was noticed of it.

use super::{Here, Reader};
use crate::syntax::rdata::RType;
use crate::zone::store::record::{Record, RecordFlags, RecordId};

impl Reader<'_> {
    /// Takes in a record whose type is the word with this index.
    #[inline(always)]
    pub(super) fn keep(&mut self, here: &Here, type_index: usize, record: Record) {
        self.start_source_run(here.number);
        let type_at = here.tokens[type_index].start;
        let record = record.at(here.line.start, type_at).with_flags(flags(here, record.rtype, type_index));
        let id = RecordId(self.records.len() as u32);
        if record.type_at().is_none() {
            self.side_tables.add_far_type(id, type_at);
        }
        if record.rtype == RType::SRV
            && record.target().is_some()
            && let Some(port) = port(here, type_index)
        {
            self.side_tables.add_port(id, port);
        }
        self.records.push(record);
    }

    /// The records that follow are in this text.
    pub(super) fn start_source_run(&mut self, number: u16) {
        if self.source_runs.last().is_none_or(|&(_, last)| last != number) {
            self.source_runs.push((RecordId(self.records.len() as u32), number));
        }
    }
}

/// The third field of an SRV record (RFC 2782).
fn port(here: &Here, type_index: usize) -> Option<u16> {
    std::str::from_utf8(here.tokens.get(type_index + 3)?.text(here.bytes)).ok()?.parse().ok()
}

fn flags(here: &Here, rtype: RType, type_index: usize) -> RecordFlags {
    let starts_so = || here.tokens.get(type_index + 1).is_some_and(|first| is_version(first.text(here.bytes)));
    let is_version = matches!(rtype, RType::TXT | RType::SPF) && starts_so();
    RecordFlags::default().and_if(here.line.commented, RecordFlags::COMMENT).and_if(is_version, RecordFlags::VERSION)
}

/// Policies start with theirs, as in `v=spf1`, in any case; some by mistake with a blank, a quote or another tag before
/// it, without `v=`, or with a slip in that.
fn is_version(text: &[u8]) -> bool {
    matches!(
        text,
        [b'v' | b'V', ..]
            | [b'k' | b'p', b'=', ..]
            | [b' ' | b'\t' | b'\\', ..]
            | [b's' | b'S', b'p' | b'P', b'f' | b'F', ..]
            | [b'=', b's' | b'S', ..]
            | [_, b'=', b's' | b'S', ..]
    )
}
