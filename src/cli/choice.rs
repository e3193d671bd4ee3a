//! The checks that words of the command line are about.

use crate::diagnostic::Meta;
use crate::lint::all_kinds;
use crate::text::suggest;

/// The checks that a word is the id of, or part of the id or summary, or whose id fits it as a pattern; all if there are no
/// words. A word that is for no check is a mistake, which is told.
pub(super) fn of(words: &[String]) -> Result<Vec<&'static Meta>, String> {
    let all = all_kinds();
    let mut is_chosen = vec![words.is_empty(); all.len()];
    for word in words {
        let about = about(word, &all);
        if !about.contains(&true) {
            return Err(none(word, &all));
        }
        is_chosen.iter_mut().zip(about).for_each(|(chosen, is)| *chosen |= is);
    }
    Ok(all.into_iter().zip(is_chosen).filter_map(|(meta, is)| is.then_some(meta)).collect())
}

fn about(word: &str, all: &[&'static Meta]) -> Vec<bool> {
    let of = |fits: &dyn Fn(&Meta) -> bool| all.iter().map(|meta| fits(meta)).collect::<Vec<_>>();
    if word.contains('*') {
        return of(&|meta| fits(word, meta.id));
    }
    let by_id = of(&|meta| meta.id == word);
    if by_id.contains(&true) {
        return by_id;
    }
    let word = word.to_lowercase();
    of(&|meta| meta.id.contains(&word) || meta.summary.to_lowercase().contains(&word))
}

/// Whether an id fits a pattern, in which `*` is any text.
fn fits(pattern: &str, id: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == id };
    let behind = id.strip_prefix(start);
    behind.is_some_and(|behind| (0..=behind.len()).any(|at| fits(rest, &behind[at..])))
}

fn none(word: &str, all: &[&'static Meta]) -> String {
    if word.contains('*') {
        return format!("no check fits `{word}`: `zonelint explain` lists all");
    }
    let meant = suggest::nearest(word, all.iter().map(|meta| meta.id));
    let hint = meant.map_or("`zonelint explain` lists all".to_owned(), |meant| format!("did you mean `{meant}`?"));
    format!("there is no check `{word}`: {hint}")
}
