//! What stands at a place of a zone's text, for those who look at it there.

use super::{Entry, RecordId, Zone};
use crate::source::{SourceId, Span};

impl Zone {
    /// The record whose words, or the blanks and comments between them, are at an offset of a source, up to the end of
    /// its last line.
    pub fn record_at(&self, source: SourceId, offset: u32) -> Option<RecordId> {
        let ends = self.source_runs.iter().skip(1).map(|(from, _)| from.0).chain([self.len() as u32]);
        let runs = self.source_runs.iter().zip(ends).filter(|((_, text), _)| self.texts.id(*text) == source);
        // A source is in several runs where others are included in it.
        let last = runs.filter_map(|(&(from, _), end)| {
            let records = &self.records[from.0 as usize..end as usize];
            let before = records.partition_point(|record| record.start <= offset);
            Some(RecordId(from.0 + before.checked_sub(1)? as u32))
        });
        let record = last.max_by_key(|&id| self.record(id).start)?;
        let entry = self.entry(record);
        let after = entry.bytes.get(entry.span().end as usize..offset as usize).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', after).is_none().then_some(record)
    }
}

impl Entry<'_> {
    /// Where the owner is written, if it is: else it is that of the record before.
    pub fn own_owner(&self) -> Option<Span> {
        (!self.blank).then(|| self.owner())
    }
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::source::{SourceId, Sources};
    use crate::syntax::name::DomainName;
    use crate::zone::{Included, Includes, RecordId, Refusal};

    /// Includes one text, whatever is asked for.
    struct One(SourceId);

    impl Includes for One {
        fn include(&mut self, _: &str, _: SourceId, _: &mut Sources) -> Result<Included, Refusal> {
            Ok(Included { source: self.0, base: None, grant: crate::limits::Grant::Given })
        }
    }

    #[test]
    fn a_place_is_that_of_the_record_it_is_in() {
        const ZONE: &str = "@ 1h SOA ns h ( 1 ; serial\n 2 3 4 5 ) ; end\n\n  A 192.0.2.1\n$INCLUDE x\nb A 192.0.2.2\n";
        let mut sources = Sources::default();
        let file = sources.add("z", ZONE.as_bytes().to_vec());
        let other = sources.add("x", b"c A 192.0.2.3\n".to_vec());
        let apex = DomainName::new("example.");
        let read = crate::zone::read(file, &apex, &apex, &mut One(other), &mut sources, Limits::default());
        let zone = read.0.expect("a zone");
        let at = |text: &str| zone.record_at(file, ZONE.find(text).expect("it is there") as u32).map(|id| id.0);
        assert_eq!(["@", "serial", "4 5", "end"].map(at), [Some(0); 4]);
        assert_eq!(
            ["\n\n  A", "\n  A", "$INC", "  A", "192.0.2.1", "\n$INC"].map(at),
            [Some(0), None, None, Some(1), Some(1), Some(1)]
        );
        assert_eq!([at("b A"), at(".2.2"), zone.record_at(other, 3).map(|id| id.0)], [Some(3), Some(3), Some(2)]);
        assert_eq!(zone.entry(RecordId(1)).own_owner(), None);
        assert!(zone.entry(RecordId(0)).own_owner().is_some());
    }
}
