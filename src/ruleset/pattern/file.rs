//! Patterns for paths of files.

use std::fmt;
use std::str::FromStr;

use super::wild::wild;
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::serde_as_text;

/// Paths below the folder of a rule file: `*` stands for anything within a name, `**` for any
/// folders.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileGlob(String);

impl FileGlob {
    pub(in crate::ruleset) fn matches(&self, path: &str) -> bool {
        let pattern: Vec<&str> = self.0.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        let fits = |glob: &&str, name: &&str| wild(glob.as_bytes(), name.as_bytes(), |b| *b == b'*', |a, b| a == b);
        wild(&pattern, &path, |part| *part == "**", fits)
    }

    /// A path that is matched by what matches everything this one does. Its `**` read as two folders asks for a
    /// `**`; its `*` read as a name, for a star.
    pub(in crate::ruleset) fn as_path(&self) -> String {
        self.0.replace("**", "*/*")
    }
}

impl Pieces for FileGlob {
    fn pieces(&self) -> Vec<&str> {
        // `**` stands for no folder as well: then the `/` beside it is not there.
        self.0.split(['/', '*']).filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for FileGlob {
    type Err = String;

    fn from_str(text: &str) -> Result<FileGlob, String> {
        let glob = text.strip_prefix("./").unwrap_or(text);
        if glob.is_empty() {
            return Err("a path is missing".into());
        }
        if glob.starts_with('/') || glob.contains('\\') || glob.as_bytes().get(1) == Some(&b':') {
            return Err(format!(
                "`{text}` cannot match: write paths with `/`, relative to the directory of the rule file"
            ));
        }
        if let Some(folder) = glob.strip_suffix('/') {
            return Err(format!("`{text}` is a directory: write `{folder}/**` for all files in it"));
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
        Ok(FileGlob(glob.to_owned()))
    }
}

impl fmt::Display for FileGlob {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
serde_as_text!(FileGlob, "a path, or a pattern for paths", "number", "^[^/\\\\]([^\\\\]*[^/\\\\])?$");

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
        ] {
            assert!(matches(glob, path), "{glob} {path}");
        }
        for (glob, path) in [
            ("external/**", "internal/example.com.zone"),
            ("external/*", "external/a/b.zone"),
            ("*.zone", "a/example.com.zone"),
            ("Lab/**", "lab/x"),
        ] {
            assert!(!matches(glob, path), "{glob} {path}");
        }
    }
}
