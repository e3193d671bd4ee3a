//! Patterns for paths of files.

use std::fmt;
use std::str::FromStr;

use super::wild::wild;
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::serde_as_text;

/// Files below the folder of a rule file, by the rules of `.gitignore`: `*` stands for anything within a name, `**` for
/// any folders; a name without a `/` is one at any depth, and a folder stands for all in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileGlob {
    /// As it is written.
    text: String,
    /// The same for whole paths of files.
    paths: String,
}

impl FileGlob {
    pub(in crate::ruleset) fn matches(&self, path: &str) -> bool {
        let pattern: Vec<&str> = self.paths.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        let fits = |glob: &&str, name: &&str| wild(glob.as_bytes(), name.as_bytes(), |b| *b == b'*', |a, b| a == b);
        wild(&pattern, &path, |part| *part == "**", fits)
    }

    /// A path that is matched by what matches everything this one does. Its `**` read as two folders asks for a
    /// `**`; its `*` read as a name, for a star.
    pub(in crate::ruleset) fn as_path(&self) -> String {
        self.paths.replace("**", "*/*")
    }

    /// Whether it names something hidden, which no search comes to.
    pub(in crate::ruleset) fn is_of_hidden(&self) -> bool {
        self.paths.split('/').any(|part| part.starts_with('.'))
    }
}

impl Pieces for FileGlob {
    fn pieces(&self) -> Vec<&str> {
        // `**` stands for no folder as well: then the `/` beside it is not there.
        self.paths.split(['/', '*']).filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for FileGlob {
    type Err = String;

    fn from_str(text: &str) -> Result<FileGlob, String> {
        let from_here = text.strip_prefix("./").or_else(|| text.strip_prefix('/'));
        let glob = from_here.unwrap_or(text);
        let (glob, is_folder) = glob.strip_suffix('/').map_or((glob, false), |folder| (folder, true));
        if glob.is_empty() {
            return Err("a path is missing".into());
        }
        if glob.contains('\\') || glob.as_bytes().get(1) == Some(&b':') {
            return Err(format!(
                "`{text}` cannot match: write paths with `/`, relative to the directory of the rule file"
            ));
        }
        if let Some(c) = glob.chars().find(|c| matches!(c, '?' | '[' | ']' | '{' | '}')) {
            return Err(format!("`{text}` has `{c}`: the only wildcards are `*` and `**`"));
        }
        for part in glob.split('/') {
            match part {
                "" => return Err(format!("`{text}` has an empty part")),
                "." | ".." => return Err(format!("`{text}` cannot match: no path has the part `{part}`")),
                "**" => {}
                _ if part.contains("**") => {
                    return Err(format!("`{text}` has a `**` inside a name: it is only for whole directories"));
                }
                _ => {}
            }
        }
        let is_at_any_depth = from_here.is_none() && !glob.contains('/');
        let before = if is_at_any_depth { "**/" } else { "" };
        let behind = if is_folder { "/*/**" } else { "/**" };
        Ok(FileGlob { text: text.to_owned(), paths: format!("{before}{glob}{behind}") })
    }
}

impl fmt::Display for FileGlob {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}
serde_as_text!(FileGlob, "a path, or a pattern for paths", "number", "^[^\\\\]*[^/\\\\][^\\\\]*$");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_part_by_part() {
        let matches = |glob: &str, path: &str| glob.parse::<FileGlob>().unwrap().matches(path);
        for (glob, path) in [
            ("external/**", "external/example.com.zone"),
            ("./external/**", "external/a/b.zone"),
            ("**/*.zone", "example.com.zone"),
            ("**/lab/**/x*", "a/lab/b/c/x1"),
            ("db.*", "db.example.com"),
            ("templates", "templates/x"),
            ("templates", "a/templates/b/x"),
            ("templates/", "a/templates/b/x"),
            ("/templates", "templates/x"),
            ("./templates/*", "templates/b/x"),
            ("external/*", "external/a/b.zone"),
            ("*.zone", "a/example.com.zone"),
        ] {
            assert!(matches(glob, path), "{glob} {path}");
        }
        for (glob, path) in [
            ("external/**", "internal/example.com.zone"),
            ("/*.zone", "a/example.com.zone"),
            ("a/templates", "b/a/templates/x"),
            ("templates/", "a/templates"),
            ("/templates", "a/templates/x"),
            ("./templates/*", "templates"),
            ("templates", "templates.old/x"),
            ("Lab/**", "lab/x"),
        ] {
            assert!(!matches(glob, path), "{glob} {path}");
        }
    }
}
