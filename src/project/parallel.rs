//! Work on all cores, with results in the order of the work.

use std::thread;

/// A thread is not started for fewer.
const FEWEST: usize = 16;

/// Cuts a list into pieces, one for each core, and works on them at the same time. How it is cut
/// must not show in what comes of it.
pub(super) fn in_pieces<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(Vec<T>) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let count = cores.min(items.len() / FEWEST).max(1);
    let size = items.len().div_ceil(count);
    let mut pieces = Vec::with_capacity(count);
    while items.len() > size {
        let last = items.len() - (items.len() - 1) % size - 1;
        pieces.push(items.split_off(last));
    }
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = pieces.into_iter().rev().map(|piece| scope.spawn(move || work(piece))).collect();
        let first = work(items);
        let others = others.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_or_moved() {
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 100, 1000, 1001] {
            let items: Vec<usize> = (0..length).collect();
            let pieces = in_pieces(items.clone(), |piece| piece);
            assert_eq!(pieces.concat(), items);
        }
    }
}
