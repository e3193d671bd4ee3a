//! Work on all cores, with results in the order of the work.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

/// A thread is not started for fewer.
const FEWEST: usize = 16;

/// How many threads can work at the same time.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does the work of each item; whichever core is free takes the next.
pub(crate) fn each<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let one_after_the_other = || {
        let taken = std::iter::repeat_with(|| next.fetch_add(1, Relaxed));
        let taken = taken.map_while(|number| Some((number, items.get(number)?)));
        taken.map(|(number, item)| (number, work(item))).collect::<Vec<_>>()
    };
    let count = cores().min(items.len() / FEWEST).max(1);
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..count).map(|_| start(scope, one_after_the_other)).collect();
        let mut done = one_after_the_other();
        done.extend(others.into_iter().flat_map(Task::result));
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two things at the same time, if it is worth another thread.
pub(crate) fn both<A: Send, B>(is_worth_it: bool, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if !is_worth_it || cores() < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = start(scope, one);
        let other = other();
        (one.result(), other)
    })
}

/// Work that a thread of its own does; where the system has no thread to give, whoever asks for the result.
pub(crate) struct Task<'s, W, R> {
    thread: Option<ScopedJoinHandle<'s, R>>,
    work: Arc<Mutex<Option<W>>>,
}

/// Starts work in a thread, if there can be one: processes and memory may be limited.
pub(crate) fn start<'s, W, R>(scope: &'s Scope<'s, '_>, work: W) -> Task<'s, W, R>
where
    W: FnOnce() -> R + Send + 's,
    R: Send + 's,
{
    start_as(thread::Builder::new(), scope, work)
}

fn start_as<'s, W, R>(builder: thread::Builder, scope: &'s Scope<'s, '_>, work: W) -> Task<'s, W, R>
where
    W: FnOnce() -> R + Send + 's,
    R: Send + 's,
{
    // A thread that cannot be started drops what it was to do, so that is kept here as well.
    let work = Arc::new(Mutex::new(Some(work)));
    let theirs = Arc::clone(&work);
    let thread = builder.spawn_scoped(scope, move || take(&theirs)()).ok();
    Task { thread, work }
}

impl<W: FnOnce() -> R, R> Task<'_, W, R> {
    /// What the work came to; if its thread panicked, so does this one.
    pub(crate) fn result(self) -> R {
        match self.thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => take(&self.work)(),
        }
    }
}

fn take<W>(work: &Mutex<Option<W>>) -> W {
    let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
    work.expect("either its thread takes it or, if there is none, whoever asks for the result")
}

/// Cuts a list into pieces, one for each core, and works on them at the same time. How it is cut
/// must not show in what comes of it.
pub(crate) fn in_pieces<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(Vec<T>) -> R + Sync) -> Vec<R> {
    let count = cores().min(items.len() / FEWEST).max(1);
    let size = items.len().div_ceil(count);
    let mut pieces = Vec::with_capacity(count);
    while items.len() > size {
        let last = items.len() - (items.len() - 1) % size - 1;
        pieces.push(items.split_off(last));
    }
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = pieces.into_iter().rev().map(|piece| start(scope, move || work(piece))).collect();
        let first = work(items);
        std::iter::once(first).chain(others.into_iter().map(Task::result)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_both_comes_back_in_its_place() {
        for is_worth_it in [false, true] {
            assert_eq!(both(is_worth_it, || "one", || 2), ("one", 2));
        }
    }

    /// No system has so much room for a stack, so there is no thread, as with a limit on processes.
    #[test]
    fn without_a_thread_the_work_is_done_all_the_same() {
        let text = String::from("moved into the work");
        let done = thread::scope(|scope| {
            let builder = thread::Builder::new().stack_size(usize::MAX / 8);
            let task = start_as(builder, scope, || text);
            assert!(task.thread.is_none());
            task.result()
        });
        assert_eq!(done, "moved into the work");
    }

    #[test]
    fn nothing_is_lost_or_moved() {
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 100, 1000, 1001] {
            let items: Vec<usize> = (0..length).collect();
            let pieces = in_pieces(items.clone(), |piece| piece);
            assert_eq!(pieces.concat(), items);
            assert_eq!(each(&items, |item| item + 1), (1..=length).collect::<Vec<_>>());
        }
    }
}
