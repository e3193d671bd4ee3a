//! What few records have, kept beside all of them: room for it in each record would be empty in most.

use super::record::RecordId;

/// Each list is in the order of its records.
#[derive(Debug, Default)]
pub(in crate::zone) struct SideTables {
    /// Offsets of the types that stand too far behind their owners.
    far_types: Vec<(RecordId, u32)>,
    /// The ports of the SRV records whose data can be read field by field.
    ports: Vec<(RecordId, u16)>,
}

impl SideTables {
    pub(in crate::zone) fn add_far_type(&mut self, id: RecordId, at: u32) {
        self.far_types.push((id, at));
    }

    pub(in crate::zone) fn far_type(&self, id: RecordId) -> Option<u32> {
        let far = self.far_types.binary_search_by_key(&id, |&(record, _)| record);
        far.ok().map(|at| self.far_types[at].1)
    }

    pub(in crate::zone) fn add_port(&mut self, id: RecordId, port: u16) {
        self.ports.push((id, port));
    }

    pub(in crate::zone) fn ports(&self) -> &[(RecordId, u16)] {
        &self.ports
    }

    /// Takes in those of records that come behind so many others.
    pub(in crate::zone) fn absorb(&mut self, part: SideTables, before: u32) {
        let moved = |RecordId(id)| RecordId(before + id);
        self.far_types.extend(part.far_types.into_iter().map(|(id, at)| (moved(id), at)));
        self.ports.extend(part.ports.into_iter().map(|(id, port)| (moved(id), port)));
    }
}
