//! BIND's `named.conf`: what its statements say of zones.

use super::statements::{self, Statement};
use super::{Conf, ConfText, Declared, MAX_PATH};

/// Names of views are as long as those of hosts at most.
const MAX_VIEW: usize = 255;

impl<'b> Statement<'b> {
    /// The word after the keyword.
    fn value(&self) -> Option<ConfText<'b>> {
        self.words.get(1).copied()
    }

    /// Whether the block lets somebody update a zone (RFC 2136); none where it does not say.
    fn allows_updates(&self) -> Option<bool> {
        let is_none = |words: &Statement| words.is("none") || words.is("!any");
        let policy = self.block.iter().any(|statement| statement.is("update-policy"));
        let list = self.block.iter().find(|statement| statement.is("allow-update"));
        policy.then_some(true).or(list.map(|list| !list.block.iter().all(is_none)))
    }

    /// The value of a statement in the block.
    fn inner(&self, keyword: &str) -> Option<ConfText<'b>> {
        self.block.iter().find(|statement| statement.is(keyword))?.value()
    }
}

/// Whether a text begins as a configuration does, or with comments alone.
pub(super) fn starts_one(start: &[u8]) -> bool {
    let first = statements::first_word(start);
    first.is_none_or(|first| statements::KEYWORDS.iter().any(|keyword| first.is(keyword)))
}

/// Reads a file as BIND would; nothing comes of text that is something else.
pub(super) fn read(bytes: &[u8]) -> Conf {
    let (statements, problems) = statements::parse(bytes);
    let known = |statement: &Statement| statements::KEYWORDS.iter().any(|keyword| statement.is(keyword));
    let odd = statements.iter().filter(|statement| !known(statement)).count();
    let mut conf = Conf::default();
    if statements.first().is_some_and(known) && odd * 10 <= statements.len() {
        let options = statements.iter().find(|statement| statement.is("options"));
        let allowed = options.and_then(Statement::allows_updates).unwrap_or_default();
        take(&statements, (None, allowed), &mut conf);
        conf.problems = problems;
    }
    conf
}

/// Takes over what statements say in a view, where zones that say nothing of it may or may not be updated.
fn take(statements: &[Statement], (view, allowed): (Option<&str>, bool), conf: &mut Conf) {
    for statement in statements {
        match (statement.value(), &statement.words[0]) {
            (_, word) if word.is("options") => {
                let directory = statement.inner("directory").filter(|path| path.bytes().len() <= MAX_PATH);
                conf.directory = directory.map(|path| path.to_string()).or(conf.directory.take());
            }
            // Each of its zones carries the name.
            (Some(name), word) if word.is("view") && name.bytes().len() <= MAX_VIEW => {
                let allowed = statement.allows_updates().unwrap_or(allowed);
                take(&statement.block, (Some(&name.to_string()), allowed), conf)
            }
            (Some(path), word) if word.is("include") => {
                conf.includes.push((path.to_string(), view.map(str::to_owned)));
            }
            (Some(name), word) if word.is("zone") => {
                let is_primary = |kind: ConfText| kind.is("master") || kind.is("primary");
                let file = statement.inner("file").filter(|_| statement.inner("type").is_some_and(is_primary));
                let Some(file) = file else { continue };
                let is_dynamic = statement.allows_updates().unwrap_or(allowed);
                let file_at = (file.start as u32, file.end as u32);
                let declared = Declared::new(name, file.to_string(), view);
                conf.zones.extend(declared.map(|declared| Declared { is_dynamic, file_at, ..declared }));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::zones;
    use super::*;

    #[test]
    fn primary_zones_are_read_whatever_stands_around_them() {
        let conf = read(
            b"// a comment with zone \"no.example\" { type master; file \"no\"; };\n\
              /* zone \"nor.example\" */ # zone\n\
              options { directory \"/var/named\"; listen-on { any; }; };\n\
              zone \"example.com\" IN { type master; file \"db.com\"; allow-update { none; }; };\n\
              zone example.net { type primary; file 'db'; notify yes }\n\
              zone \"a.example\" { type slave; file \"a\"; masters { 192.0.2.1; }; };\n\
              zone \".\" { type hint; file \"named.ca\"; };\n\
              zone \"b.example\" { type forward; };\n\
              include \"/etc/bind/more.conf\";",
        );
        assert_eq!(zones(&conf), [("example.com.", "db.com", None), ("example.net.", "'db'", None)]);
        assert_eq!(conf.directory.as_deref(), Some("/var/named"));
        assert_eq!(conf.includes, [("/etc/bind/more.conf".to_owned(), None)]);
    }

    #[test]
    fn zones_stand_in_their_views() {
        let conf = read(
            b"view \"inside\" { match-clients { 10/8; }; zone \"example.com\" { type master; file \"in\"; };\n\
              include \"more\"; };\nview outside { zone \"example.com\" { type master; file \"out\"; }; };",
        );
        let inside = Some("inside");
        assert_eq!(zones(&conf), [("example.com.", "in", inside), ("example.com.", "out", Some("outside"))]);
        assert_eq!(conf.includes, [("more".to_owned(), Some("inside".to_owned()))]);
    }

    #[test]
    fn who_may_update_a_zone_makes_it_one_that_changes() {
        let dynamic = |conf: &str| read(conf.as_bytes()).zones.iter().map(|zone| zone.is_dynamic).collect::<Vec<_>>();
        let zone = |block: &str| format!("zone a.example {{ type primary; file a; {block} }};");
        for (block, is_dynamic) in [
            ("", false),
            ("update-policy local;", true),
            ("update-policy { grant key zonesub TXT; };", true),
            ("allow-update { key dhcp; };", true),
            ("allow-update { none; };", false),
            ("allow-update { };", false),
            ("allow-update { !any; };", false),
        ] {
            assert_eq!(dynamic(&zone(block)), [is_dynamic], "{block}");
        }
        let (some, none) = ("allow-update { 192.0.2.1; };", "allow-update { none; };");
        assert_eq!(dynamic(&format!("{} options {{ {some} }};", zone(""))), [true], "wherever the options stand");
        assert_eq!(dynamic(&format!("options {{ {some} }}; {}", zone(none))), [false]);
        let view = |allowed: &str| format!("view v {{ {} {allowed} }};", zone(""));
        assert_eq!(dynamic(&format!("{} {}", view(some), view(none))), [true, false]);
    }

    #[test]
    fn what_each_zone_of_a_view_carries_is_short() {
        let zones_of = |length| {
            let view = "v".repeat(length);
            read(format!("view {view} {{ zone a.example {{ type primary; file a; }}; }};").as_bytes()).zones.len()
        };
        assert_eq!((zones_of(255), zones_of(256)), (1, 0));
        let directory =
            |length| read(format!("options {{ directory \"{}\"; }};", "x".repeat(length)).as_bytes()).directory;
        assert_eq!((directory(4096).is_some(), directory(4097)), (true, None));
    }

    #[test]
    fn other_text_and_broken_text_come_to_little() {
        assert!(
            zones(&read(b"To make a zone write:\n\nzone \"a.example\" { type master; file \"a\"; };\n")).is_empty()
        );
        assert!(zones(&read(b"zone \"{{ name }}\" { type master; file \"a\"; };")).is_empty());
        assert!(zones(&read(b"zone \"a.example\" { type master; file \"")).is_empty());
        assert_eq!(zones(&read(b"zone a.example { type master; file a")), [("a.example.", "a", None)]);
        read(&[b'{'; 100_000]);
        read(b"zone \"a.example\" { /* ");
    }
}
