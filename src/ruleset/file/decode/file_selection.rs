//! The keys that say which files are read, and as which zones.

use super::decoder::{Decoder, Fields};
use crate::ruleset::file::extent::Spanned;
use crate::ruleset::file::file_selection::{FileSelectionKeys, PLACEHOLDERS, ZoneEntry};
use crate::ruleset::file::schema;
use crate::ruleset::file::yaml::{Node, NodeKind};
use crate::ruleset::pattern::FileGlob;
use crate::text::suggest::nearest;

/// The keys that name a configuration: one for each server whose words are read.
const SERVERS: [&str; 3] = ["named-conf", "nsd-conf", "knot-conf"];

impl Decoder<'_> {
    pub(super) fn file_selection(&mut self, fields: &mut Fields) -> FileSelectionKeys {
        let globs = |decoder: &mut Self, fields: &mut Fields, key| {
            decoder.describe(fields, key, schema::one_or_many::<FileGlob>);
            let node = fields.take(key).filter(|node| !node.is_null());
            node.map(|node| decoder.list::<FileGlob>(node, key)).unwrap_or_default()
        };
        self.describe(fields, "includes", schema::texts);
        let include_dir = self.optional::<String>(fields, "include-dir");
        include_dir.iter().for_each(|dir| self.check_relative("include-dir", dir));
        FileSelectionKeys {
            zones: self.section(fields, "zones", Self::zone_entry),
            include: globs(self, fields, "include"),
            exclude: globs(self, fields, "exclude"),
            includes: fields.take("includes").filter(|n| !n.is_null()).map(|n| self.moved(n)).unwrap_or_default(),
            include_dir,
        }
    }

    fn zone_entry(&mut self, node: &Node) -> Option<ZoneEntry> {
        const WHAT: &str = "an entry of `zones`";
        let mut fields = self.fields(node, WHAT)?;
        let before = self.found.len();
        let servers = SERVERS.map(|key| self.optional::<String>(&mut fields, key));
        let files = self.files(&mut fields);
        let origin = self.optional::<String>(&mut fields, "origin").filter(|origin| self.is_origin(origin));
        let view: Option<String> = self.plain(&mut fields, "view");
        for (key, server) in SERVERS.iter().zip(&servers) {
            server.iter().for_each(|server| self.check_relative(key, server));
        }
        let named = servers.into_iter().flatten().collect::<Vec<_>>();
        self.finish(fields, WHAT);
        if self.found.len() > before {
            return None;
        }
        let says_whose = origin.is_some() || view.is_some();
        let problem = match named.as_slice() {
            [server] if files.is_empty() && !says_whose => return Some(ZoneEntry::ServerSoftware(server.clone())),
            [] if !files.is_empty() && says_whose => {
                let origin = origin.map(|origin| origin.value);
                let files = files.into_iter().map(|glob| glob.value).collect();
                return Some(ZoneEntry::Files { at: node.at, files, origin, view });
            }
            [] if files.is_empty() => format!("{WHAT} needs `files`, or a configuration as `named-conf`"),
            [] => format!("the key `origin` is missing from {WHAT}"),
            [..] => format!("{WHAT} with `named-conf` has no other keys"),
        };
        self.report(node.at, problem);
        None
    }

    /// A domain name, in which braces hold a part of the path.
    fn is_origin(&mut self, origin: &Spanned<String>) -> bool {
        let text = PLACEHOLDERS.iter().fold(origin.value.clone(), |text, placeholder| text.replace(placeholder, "x"));
        if let Some(start) = text.find(['{', '}']) {
            let end = text[start..].find('}').map_or(text.len(), |at| start + at + 1);
            let word = &text[start..end];
            let message = format!("`{word}` is not a placeholder: use `{}`", PLACEHOLDERS.join("`, `"));
            self.report_meaning(origin.at, message, nearest(word, PLACEHOLDERS.into_iter()));
            return false;
        }
        if text.is_empty() || text.contains(char::is_whitespace) {
            self.report(origin.at, format!("`{}` is not a domain name", origin.value));
            return false;
        }
        true
    }

    fn moved(&mut self, node: &Node) -> Vec<(String, String)> {
        let NodeKind::Map(pairs) = &node.kind else {
            let message = format!(
                "`includes` has to be a mapping of the server's directories to yours, not {}",
                node.kind_word()
            );
            self.report(node.at, message);
            return Vec::new();
        };
        let mut moved = Vec::new();
        for (key, value) in pairs.iter() {
            let from = key.text().unwrap_or_default();
            if !from.starts_with('/') {
                self.report(
                    key.at,
                    format!("`{from}` is not an absolute path: write a directory of the server, as in `/etc/bind`"),
                );
                continue;
            }
            if let Some(to) = self.value::<String>(value, "includes") {
                self.check_relative("includes", &to);
                moved.push((from.to_owned(), to.value));
            }
        }
        moved
    }

    /// A rule file is for its own project, wherever that lies.
    pub(super) fn check_relative(&mut self, key: &str, path: &Spanned<String>) {
        let is_absolute = path.value.starts_with(['/', '\\']) || path.value.as_bytes().get(1) == Some(&b':');
        if is_absolute {
            let message =
                format!("`{}` is an absolute path: `{key}` is relative to the directory of the rule file", path.value);
            self.report(path.at, message);
        }
    }
}
