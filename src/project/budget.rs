//! What the files of a run may ask for together: records that `$GENERATE`s make, and files that were included
//! before.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::limits::{Grant, Limits, Meter};

/// A file counts for so many bytes at least where it is read again.
const LEAST_ZONE: usize = 500;

/// How much of it is used.
#[derive(Clone, Debug)]
pub(super) struct Used {
    generated: Meter,
    included: Meter,
    /// The files that were included, by their paths without links.
    files: HashSet<PathBuf>,
    /// Something was refused since it was handed out.
    was_short: bool,
}

impl Used {
    /// Nothing is used yet.
    pub(super) fn new(limits: Limits) -> Used {
        let (generated, included) = (Meter::new(limits.generated), Meter::new(limits.included));
        Used { generated, included, files: HashSet::new(), was_short: false }
    }

    /// Whether something was refused. If several cores asked, it was a matter of chance what.
    pub(super) fn was_short(&self) -> bool {
        self.was_short
    }
}

/// What is used, for all cores.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Mutex<Used>>);

impl Budget {
    /// One of which so much is used already.
    pub(super) fn new(used: &Used) -> Budget {
        Budget(Arc::new(Mutex::new(Used { was_short: false, ..used.clone() })))
    }

    /// What is used of it.
    pub(super) fn used(&self) -> Used {
        lock(&self.0).clone()
    }

    /// The account of a zone.
    pub(super) fn account(&self) -> Account {
        let used = lock(&self.0);
        let (generated, included) = (used.generated.is_spent(), used.included.is_spent());
        Account { used: self.0.clone(), generated: (0, generated), included: (0, included), files: Vec::new() }
    }
}

fn lock(used: &Mutex<Used>) -> MutexGuard<'_, Used> {
    used.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What one zone asks for.
#[derive(Debug)]
pub(super) struct Account {
    used: Arc<Mutex<Used>>,
    /// What was given, and whether nothing was left before.
    generated: (usize, bool),
    included: (usize, bool),
    /// The files that nobody included before.
    files: Vec<PathBuf>,
}

impl Account {
    /// Asks for so many generated records more.
    pub(super) fn generate(&mut self, records: usize) -> Grant {
        let mut used = lock(&self.used);
        let grant = used.generated.take(records);
        match grant {
            Grant::Given => self.generated.0 += records,
            _ => used.was_short = true,
        }
        grant
    }

    /// Asks to read a file of so many bytes, which is free the first time it is included.
    pub(super) fn include(&mut self, file: PathBuf, bytes: usize) -> Grant {
        let mut used = lock(&self.used);
        if !used.files.contains(&file) {
            used.files.insert(file.clone());
            self.files.push(file);
            return Grant::Given;
        }
        let grant = used.included.take(bytes);
        match grant {
            Grant::Given => self.included.0 += bytes,
            _ => used.was_short = true,
        }
        grant
    }

    /// Asks to read a file of so many bytes again, for another zone. Each zone takes memory, however small its file is.
    pub(super) fn read_again(&mut self, bytes: usize) -> Grant {
        let mut used = lock(&self.used);
        let amount = bytes.max(LEAST_ZONE);
        let grant = used.included.take(amount);
        match grant {
            Grant::Given => self.included.0 += amount,
            _ => used.was_short = true,
        }
        grant
    }

    /// Gives all back.
    pub(super) fn start_again(&mut self) {
        let mut used = lock(&self.used);
        used.generated.give_back(self.generated.0, self.generated.1);
        used.included.give_back(self.included.0, self.included.1);
        (self.generated.0, self.included.0) = (0, 0);
        for file in self.files.drain(..) {
            used.files.remove(&file);
        }
    }
}
