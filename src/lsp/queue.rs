//! What the thread that listens leaves for the thread that works.

use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use lsp_server::{Request, RequestId};

use super::document::Documents;

/// All that is to be done, and the texts as they are.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    news: Condvar,
}

/// What both threads see.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) documents: Documents,
    /// The folders that the client has open, without links.
    pub(super) folders: Vec<PathBuf>,
    /// Counts the changes of the texts, and which of them are open.
    pub(super) changes: u64,
    /// Counts the times at which files on the disk, or the folders that are open, may have changed.
    pub(super) disk: u64,
    requests: VecDeque<Request>,
    cancelled: HashSet<RequestId>,
    is_over: bool,
}

/// What the thread that works does next.
#[derive(Debug)]
pub(super) enum Task {
    /// Answers a request that nobody waits for any more.
    Cancelled(RequestId),
    /// Answers a request.
    Answer(Request),
    /// Looks at the texts that have changed.
    Look,
    /// Does what was put off.
    Rest,
    /// There is no more to come.
    End,
}

/// What of the texts and the disk was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) changes: u64,
    pub(super) disk: u64,
}

/// The texts at one time.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    pub(super) documents: Documents,
    pub(super) folders: Vec<PathBuf>,
    pub(super) seen: Seen,
}

impl State {
    pub(super) fn seen(&self) -> Seen {
        Seen { changes: self.changes, disk: self.disk }
    }

    /// Whether something is to be done sooner than what is put off.
    fn has_news(&self, seen: Seen) -> bool {
        !self.requests.is_empty() || self.seen() != seen || self.is_over
    }
}

impl Queue {
    /// Changes what both threads see.
    pub(super) fn change<R>(&self, how: impl FnOnce(&mut State) -> R) -> R {
        let done = how(&mut self.lock());
        self.news.notify_all();
        done
    }

    pub(super) fn request(&self, request: Request) {
        self.change(|state| state.requests.push_back(request));
    }

    /// Nobody waits for the answer any more. Where it is under way, or was given, that changes nothing.
    pub(super) fn cancel(&self, id: RequestId) {
        self.change(|state| {
            if state.requests.iter().any(|request| request.id == id) {
                state.cancelled.insert(id);
            }
        });
    }

    pub(super) fn end(&self) {
        self.change(|state| state.is_over = true);
    }

    /// Whether something is to be done sooner than what is put off.
    pub(super) fn has_news(&self, seen: Seen) -> bool {
        self.lock().has_news(seen)
    }

    /// Waits for the next task, and gives the texts as they are then. What is put off is due at a time.
    pub(super) fn next(&self, seen: Seen, due: Option<Instant>) -> (Task, Texts) {
        let mut state = self.lock();
        loop {
            let task = match due.map(|due| due.saturating_duration_since(Instant::now())) {
                _ if state.is_over => Task::End,
                _ if !state.requests.is_empty() => state.answer(),
                _ if state.seen() != seen => Task::Look,
                Some(left) if left.is_zero() => Task::Rest,
                left => {
                    state = match left {
                        Some(left) => self.news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                        None => self.news.wait(state).unwrap_or_else(PoisonError::into_inner),
                    };
                    continue;
                }
            };
            let (documents, folders) = (state.documents.clone(), state.folders.clone());
            return (task, Texts { documents, folders, seen: state.seen() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn answer(&mut self) -> Task {
        match self.requests.pop_front() {
            Some(request) if self.cancelled.remove(&request.id) => Task::Cancelled(request.id),
            Some(request) => Task::Answer(request),
            None => Task::Look,
        }
    }
}
