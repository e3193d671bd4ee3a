//! The checks that words of the command line are about.

use crate::diagnostic::Meta;
use crate::lint::{all_kinds, check_names, groups_of};

/// The checks that a word is the id of, or the group, whose id fits it as a pattern, or else with the word in their id or
/// summary; all if there are no words. A word that is for no check is a mistake, which is told.
pub(super) fn of(words: &[String]) -> Result<Vec<&'static Meta>, String> {
    let all = all_kinds();
    let mut is_chosen = vec![words.is_empty(); all.len()];
    for word in words {
        let about = about(word, &all)?;
        is_chosen.iter_mut().zip(about).for_each(|(chosen, is)| *chosen |= is);
    }
    Ok(all.into_iter().zip(is_chosen).filter_map(|(meta, is)| is.then_some(meta)).collect())
}

/// What a list says of a check: what it finds, its groups, and how sure its fixes are if it has any.
pub(super) fn described(meta: &Meta) -> String {
    let groups = groups_of(meta.id).join(", ");
    let fix = meta.fix_words().map(|words| format!("; fix: {words}")).unwrap_or_default();
    format!("{} [{groups}{fix}]", meta.summary)
}

fn about(word: &str, all: &[&'static Meta]) -> Result<Vec<bool>, String> {
    let none = match check_names().named(word) {
        Ok(named) => return Ok(all.iter().map(|meta| named.ids.contains(&meta.id)).collect()),
        Err(none) => none,
    };
    let text = word.to_lowercase();
    let is_about = |meta: &&Meta| meta.id.contains(&text) || meta.summary.to_lowercase().contains(&text);
    let found: Vec<bool> = all.iter().map(is_about).collect();
    if found.contains(&true) {
        return Ok(found);
    }
    let hint = none.meant.map_or("`zonelint explain` lists all".to_owned(), |meant| format!("did you mean `{meant}`?"));
    Err(format!("{}: {hint}", none.message))
}
