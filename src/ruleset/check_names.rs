//! The names of checks and of their groups, and which checks a word stands for.

use super::pattern::matches_glob;
use crate::diagnostic::ABOUT_THE_RUN;
use crate::text::suggest::nearest;

/// The word for all checks.
const ALL: &str = "all";

/// The checks that can be named, alone and together.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckNames<'a> {
    /// Ids of all checks.
    pub ids: &'a [&'a str],
    /// Groups, each with the ids of its checks.
    pub groups: &'a [(&'a str, Vec<&'a str>)],
}

/// How a word names checks. Of two that name one check the more specific counts: the higher one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Specificity {
    /// `all`, or nothing but `*`.
    All,
    /// A group.
    Group,
    /// A pattern with `*`.
    Glob,
    /// The id of one check.
    Id,
}

/// The checks that a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedChecks<'a> {
    /// How it names them.
    pub specificity: Specificity,
    /// Their ids; those of several without those about the run, which nothing changes.
    pub ids: Vec<&'a str>,
}

/// A word that stands for no check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchCheck<'a> {
    /// Complete in one line.
    pub message: String,
    /// What it may have been meant to be.
    pub meant: Option<&'a str>,
}

impl<'a> CheckNames<'a> {
    /// The checks that a word stands for: an id, a pattern with `*`, a group, or `all`.
    pub fn named(&self, word: &str) -> Result<NamedChecks<'a>, NoSuchCheck<'a>> {
        if let Some(id) = self.ids.iter().find(|id| **id == word) {
            return Ok(NamedChecks { specificity: Specificity::Id, ids: vec![id] });
        }
        let several = |specificity, ids: &mut dyn Iterator<Item = &'a str>| {
            let ids = ids.filter(|id| !ABOUT_THE_RUN.contains(id)).collect();
            NamedChecks { specificity, ids }
        };
        let is_all = word == ALL || !word.is_empty() && word.bytes().all(|byte| byte == b'*');
        if is_all {
            return Ok(several(Specificity::All, &mut self.ids.iter().copied()));
        }
        if let Some((_, ids)) = self.groups.iter().find(|(group, _)| *group == word) {
            return Ok(several(Specificity::Group, &mut ids.iter().copied()));
        }
        if word.contains('*') {
            let mut fitting = self.ids.iter().copied().filter(|id| matches_glob(word.as_bytes(), id.as_bytes()));
            let named = several(Specificity::Glob, &mut fitting);
            let message = format!("no check matches `{word}`");
            return if named.ids.is_empty() { Err(NoSuchCheck { message, meant: None }) } else { Ok(named) };
        }
        let words = self.ids.iter().copied().chain(self.groups.iter().map(|(group, _)| *group));
        Err(NoSuchCheck { message: format!("there is no check `{word}`"), meant: nearest(word, words) })
    }

    /// The words that stand for several checks, besides patterns.
    pub fn for_several(&self) -> impl Iterator<Item = &'a str> {
        [ALL].into_iter().chain(self.groups.iter().map(|(group, _)| *group))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    fn named(word: &str) -> Result<NamedChecks<'static>, NoSuchCheck<'static>> {
        static GROUPS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
            vec![("srv", vec!["srv-port-zero", "srv-underscore-missing"]), ("zonelint", vec!["limit-reached"])]
        });
        let ids = &["limit-reached", "ns-single", "srv-port-zero", "srv-underscore-missing"];
        CheckNames { ids, groups: &GROUPS }.named(word)
    }

    #[test]
    fn a_word_stands_for_a_check_or_several() {
        let named = |word| named(word).map(|named| (named.specificity, named.ids));
        assert_eq!(named("ns-single"), Ok((Specificity::Id, vec!["ns-single"])));
        assert_eq!(named("srv-port*"), Ok((Specificity::Glob, vec!["srv-port-zero"])));
        assert_eq!(named("srv"), Ok((Specificity::Group, vec!["srv-port-zero", "srv-underscore-missing"])));
        let all = vec!["ns-single", "srv-port-zero", "srv-underscore-missing"];
        assert_eq!([named("all"), named("*")], [Ok((Specificity::All, all.clone())), Ok((Specificity::All, all))]);
    }

    #[test]
    fn what_nothing_changes_is_only_named_alone() {
        assert_eq!(named("limit-reached").expect("it is a check").ids, ["limit-reached"]);
        assert!(named("limit-*").is_err());
        assert!(named("zonelint").expect("it is a group").ids.is_empty());
    }

    #[test]
    fn a_word_that_stands_for_none_is_told_with_what_was_meant() {
        let told = |word| named(word).map_err(|none| (none.message, none.meant));
        assert_eq!(told("ns-sinlge"), Err(("there is no check `ns-sinlge`".to_owned(), Some("ns-single"))));
        assert_eq!(told("zonelnt"), Err(("there is no check `zonelnt`".to_owned(), Some("zonelint"))));
        assert_eq!(told("mx-*"), Err(("no check matches `mx-*`".to_owned(), None)));
        assert!(told("").is_err());
    }
}
