//! The files of NSD and Knot: sections of `key: value`.
//!
//! One parser reads both. A section `zone:` of NSD is about one zone; that of Knot is a list of
//! zones, each begun by a dash.

use std::collections::HashMap;

use super::{Conf, ConfText, Declared, MAX_PATH};

/// Keys that begin a section where no value follows.
const SECTIONS: [&str; 11] =
    ["acl", "control", "database", "key", "log", "pattern", "remote", "remote-control", "server", "template", "zone"];
/// The other keys that a file of NSD or Knot may begin with.
const OTHER_KEYS: [&str; 13] = [
    "dnskey-sync",
    "dnstap",
    "external",
    "include",
    "keystore",
    "module",
    "policy",
    "remotes",
    "statistics",
    "submission",
    "tls-auth",
    "verify",
    "xdp",
];
/// What the sections of Knot for its modules are called.
const MODULE: &str = "mod-";
/// What Knot calls a zone's file where nothing is said of it.
const KNOT_FILE: &str = "%s.zone";

/// Whether a text begins with a key, or with comments alone.
pub(super) fn starts_one(start: &[u8]) -> bool {
    let lines = start.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let mut lines = lines.filter(|line| !line.is_empty() && line[0] != b'#' && *line != b"---");
    let word = lines.next().and_then(|line| line.split(u8::is_ascii_whitespace).find(|word| *word != b"-"));
    let is_key = |stem: &[u8]| {
        let known = SECTIONS.iter().chain(&OTHER_KEYS).any(|key| key.as_bytes() == stem);
        known || stem.starts_with(MODULE.as_bytes())
    };
    word.is_none_or(|word| word.strip_suffix(b":").is_some_and(is_key))
}

/// Reads a file as NSD or Knot would; nothing comes of text that is something else.
pub(super) fn read(bytes: &[u8]) -> Conf {
    let mut reader = ConfReader::default();
    for pair in pairs(bytes) {
        reader.take(&pair);
    }
    reader.finish()
}

/// What is said of one zone, or of all that follow a template.
#[derive(Clone, Copy, Debug, Default)]
struct ConfItem<'b> {
    name: Option<ConfText<'b>>,
    file: Option<ConfText<'b>>,
    folder: Option<ConfText<'b>>,
    template: Option<ConfText<'b>>,
    /// Its records come from another server.
    is_secondary: bool,
    /// Only Knot has it.
    is_knot: bool,
}

#[derive(Default)]
struct ConfReader<'b> {
    section: Option<ConfText<'b>>,
    item: ConfItem<'b>,
    zones: Vec<ConfItem<'b>>,
    templates: Vec<ConfItem<'b>>,
    conf: Conf,
}

impl<'b> ConfReader<'b> {
    fn take(&mut self, pair: &Pair<'b>) {
        let Pair { key, value, .. } = *pair;
        let Some(value) = value else {
            let is_section = !pair.indented || key.is("zone") || key.is("pattern");
            if is_section && SECTIONS.iter().any(|section| key.is(section)) {
                self.end_item();
                self.section = Some(key);
            }
            return;
        };
        if pair.dashed {
            self.end_item();
        }
        let item = &mut self.item;
        match key.to_string().as_str() {
            "name" | "id" => item.name = Some(value),
            "domain" => {
                item.name = Some(value);
                item.is_knot = true;
            }
            "zonefile" | "file" => item.file = Some(value),
            "storage" => item.folder = Some(value),
            "include-pattern" | "template" => item.template = Some(value),
            "request-xfr" | "master" => item.is_secondary = true,
            "zonesdir" if value.bytes().len() <= MAX_PATH => self.conf.directory = Some(value.to_string()),
            "include" => self.conf.includes.push((value.to_string(), None)),
            _ => {}
        }
    }

    fn end_item(&mut self) {
        let item = std::mem::take(&mut self.item);
        match self.section {
            Some(section) if section.is("zone") => self.zones.push(item),
            Some(section) if section.is("pattern") || section.is("template") => self.templates.push(item),
            _ => {}
        }
    }

    fn finish(mut self) -> Conf {
        self.end_item();
        let mut templates: HashMap<&[u8], ConfItem> = HashMap::new();
        for template in &self.templates {
            if let Some(name) = template.name {
                templates.entry(name.bytes()).or_insert(*template);
            }
        }
        for zone in &self.zones {
            let template = match zone.template {
                None => templates.get(b"default".as_slice()).filter(|_| zone.is_knot),
                Some(name) => templates.get(name.bytes()),
            };
            let template = template.copied().unwrap_or_default();
            let file = zone.file.or(template.file).map(|file| file.to_string());
            let file = file.or_else(|| zone.is_knot.then(|| KNOT_FILE.to_owned()));
            let (Some(name), Some(file), false) = (zone.name, file, zone.is_secondary || template.is_secondary) else {
                continue;
            };
            // One template stands for many zones.
            if file.len() > MAX_PATH {
                continue;
            }
            // NSD puts the name there as it is written, with its last dot or without; Knot always without.
            let written = name.to_string();
            let file = file.replace("%s", if zone.is_knot { written.trim_end_matches('.') } else { &written });
            let file = match zone.folder.or(template.folder) {
                Some(folder) if folder.bytes().len() > MAX_PATH => continue,
                Some(folder) if !file.starts_with('/') => format!("{folder}/{file}"),
                _ => file,
            };
            // The other formatters cut pieces out of a name.
            let declared = Declared::new(name, file, None).filter(|declared| !declared.file.contains('%'));
            let starts_beside = zone.is_knot;
            self.conf.zones.extend(declared.map(|declared| Declared { starts_beside, ..declared }));
        }
        self.conf
    }
}

/// A key, and the word after it on its line.
#[derive(Clone, Copy)]
struct Pair<'b> {
    key: ConfText<'b>,
    value: Option<ConfText<'b>>,
    /// A dash stands before it.
    dashed: bool,
    /// Blanks begin its line, or other words do.
    indented: bool,
}

fn pairs(bytes: &[u8]) -> Vec<Pair<'_>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let (mut open, mut dashed) = (false, false);
        for word in words(bytes, start, start + line.len()) {
            let stem = word.key();
            match (stem, pairs.last_mut()) {
                (Some(key), _) => {
                    let indented = key.start != start;
                    pairs.push(Pair { key, value: None, dashed, indented });
                    (open, dashed) = (true, false);
                }
                (None, _) if word.is("-") => dashed = true,
                (None, Some(pair)) if open => {
                    pair.value = Some(word);
                    open = false;
                }
                _ => {}
            }
        }
        start += line.len();
    }
    pairs
}

/// The words of a line, without comments and without the brackets of flow style.
fn words(bytes: &[u8], start: usize, end: usize) -> Vec<ConfText<'_>> {
    let is_blank = |byte: u8| byte.is_ascii_whitespace() || b"[]{},".contains(&byte);
    let mut words = Vec::new();
    let mut at = start;
    while at < end {
        let quote = bytes[at];
        let rest = &bytes[at..end];
        match quote {
            b'#' => break,
            _ if is_blank(quote) => at += 1,
            b'"' | b'\'' => {
                let length = rest[1..].iter().position(|&byte| byte == quote).unwrap_or(rest.len() - 1);
                words.push(ConfText::new(bytes, at + 1, at + 1 + length));
                at += length + 2;
            }
            _ => {
                let length = rest.iter().position(|&byte| is_blank(byte)).unwrap_or(rest.len());
                words.push(ConfText::new(bytes, at, at + length));
                at += length;
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::tests::zones;
    use super::*;

    #[test]
    fn zones_of_nsd() {
        let conf = read(
            b"# zone:\nserver:\n  zonesdir: \"/etc/nsd/zones\"\n  name: no\n\
              pattern:\n  name: \"own\"\n  zonefile: \"%s.zone\"\n\
              pattern:\n\tname: away\n\tzonefile: away/%s\n\trequest-xfr: 192.0.2.1 NOKEY\n\
              zone:\n  name: \"example.com\"\n  zonefile: \"com\" # ours\n\
              zone: name: example.net zonefile: net\n\
              zone:\n  name: example.org.\n  include-pattern: own\n\
              zone:\n  name: a.example\n  include-pattern: away\n\
              zone:\n  name: b.example\n\
              include: \"/etc/nsd/more.conf\"\n",
        );
        let (com, net, org) = (("example.com.", "com"), ("example.net.", "net"), ("example.org.", "example.org..zone"));
        assert_eq!(zones(&conf), [com, net, org].map(|(zone, file)| (zone, file, None)));
        assert_eq!(conf.directory.as_deref(), Some("/etc/nsd/zones"));
        assert_eq!(conf.includes, [("/etc/nsd/more.conf".to_owned(), None)]);
    }

    #[test]
    fn zones_of_knot() {
        let conf = read(
            b"server:\n    listen: [ 127.0.0.1@53, ::1@53 ]\n\
              template:\n  - id: default\n    storage: /var/lib/knot\n    file: \"%s.zone\"\n\
              \x20 - id: other\n    storage: /srv\n    file: x/%s\n\
              zone:\n  - domain: example.com\n    acl: [ a, b ]\n\
              \x20 - domain: example.net.\n    file: net\n    template: other\n\
              \x20 - {domain: example.org, template: other}\n\
              \x20 - domain: a.example\n    master: primary\n",
        );
        let files = ["/var/lib/knot/example.com.zone", "/srv/net", "/srv/x/example.org"];
        let names = ["example.com.", "example.net.", "example.org."];
        assert_eq!(zones(&conf), [0, 1, 2].map(|n| (names[n], files[n], None)));
        let conf = read(b"zone:\n- domain: example.com\n");
        assert_eq!(zones(&conf), [("example.com.", "example.com.zone", None)]);
    }

    #[test]
    fn what_stands_for_many_zones_is_no_longer_than_a_path() {
        let of_template = |file: &str, folder: &str| {
            let template = format!("template:\n- id: t\n  storage: {folder}\n  file: {file}\n");
            let conf = template + "zone:\n- domain: example.com\n  template: t\n";
            zones(&read(conf.as_bytes())).len()
        };
        assert_eq!((of_template("%s", "a"), of_template(&"%s".repeat(300), "a")), (1, 1));
        assert_eq!(of_template(&"%s".repeat(400), "a"), 0, "longer once the names stand in it");
        assert_eq!((of_template(&"x".repeat(5000), "a"), of_template("%s", &"x".repeat(5000))), (0, 0));
        let directory = |length| read(format!("server:\n  zonesdir: {}\n", "x".repeat(length)).as_bytes()).directory;
        assert_eq!((directory(4096).is_some(), directory(4097)), (true, None));
    }

    #[test]
    fn other_text_comes_to_nothing() {
        for text in
            ["", "zone:", "zone:\n  - id: x\n    region: eu\n", "name: example.com\nzonefile: x\n", "a: \"", "'"]
        {
            assert!(zones(&read(text.as_bytes())).is_empty(), "{text}");
        }
    }
}
