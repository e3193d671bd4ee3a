//! The page of dependencies: each direct one has its row, and what is counted is what Cargo.lock has.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;

use crate::support::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("it can be read")
}

/// The names of the crates that a manifest asks for: those of the program, and those of tests.
fn direct(manifest: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let renamed = Regex::new(r#"package = "([^"]+)""#).expect("it is a pattern");
    let (mut normal, mut dev) = (BTreeSet::new(), BTreeSet::new());
    let mut table = "";
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = name;
        } else if let Some((name, value)) = line.split_once(" = ").filter(|_| table.ends_with("dependencies")) {
            let name = renamed.captures(value).map_or(name, |found| found.get(1).expect("it is a group").as_str());
            let names = if table == "dev-dependencies" { &mut dev } else { &mut normal };
            names.insert(name.to_owned());
        }
    }
    (normal, dev)
}

/// The crates of a lock file, by name and version, with what each depends on.
fn locked(lock: &str) -> BTreeMap<String, Vec<String>> {
    let packages = lock.split("[[package]]\n").skip(1);
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
        line.and_then(|line| line.strip_suffix('"')).expect("every package has it").to_owned()
    };
    let package = |package: &str| {
        let depends = package.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\","));
        let id = format!("{} {}", field(package, "name"), field(package, "version"));
        (id, depends.map(str::to_owned).collect())
    };
    packages.map(package).collect()
}

/// All that some crates need, themselves among them. A version is only written where there are several.
fn reached(lock: &BTreeMap<String, Vec<String>>, names: &BTreeSet<String>) -> usize {
    let find = |name: &str| {
        let is_it = |id: &&String| *id == name || id.split(' ').next() == Some(name);
        lock.keys().find(is_it).unwrap_or_else(|| panic!("{name} is locked"))
    };
    let (mut found, mut open) = (BTreeSet::new(), names.iter().map(|name| find(name)).collect::<Vec<_>>());
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(lock[id].iter().map(|name| find(name)));
        }
    }
    found.len()
}

/// The crates that the rows of a section name.
fn rows(page: &str, section: &str) -> BTreeSet<String> {
    let text = page.split("\n## ").find(|text| text.starts_with(section)).expect("the section is there");
    text.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split('`').next()?.to_owned())).collect()
}

#[test]
fn every_dependency_has_a_row() {
    let page = read("docs/dependencies.md");
    let (normal, dev) = direct(&read("Cargo.toml"));
    assert!(normal.len() > 20 && dev.len() > 5, "{normal:?} {dev:?}");
    assert_eq!(rows(&page, "In the program"), normal);
    assert_eq!(rows(&page, "In tests"), &dev - &normal);
}

#[test]
fn dependencies_are_counted_as_they_are_locked() {
    let page = read("docs/dependencies.md");
    let lock = locked(&read("Cargo.lock"));
    let (normal, _) = direct(&read("Cargo.toml"));
    // The program is locked, too.
    let all = lock.len() - 1;
    let sentence =
        format!("`Cargo.lock` pins {all} crates by version and checksum. Of these, {} are", reached(&lock, &normal));
    assert!(page.contains(&sentence), "docs/dependencies.md does not say: {sentence}");
}

#[test]
fn why_each_is_there_stands_in_the_design_too() {
    let page = read("docs/design.md");
    let section = page.split("\n## ").find(|text| text.starts_with("Dependencies")).expect("the section is there");
    let named: BTreeSet<String> = section.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let (normal, _) = direct(&read("Cargo.toml"));
    let missing: Vec<_> = normal.difference(&named).collect();
    assert!(missing.is_empty(), "docs/design.md does not name {missing:?}");
}

#[test]
fn tables_and_locks_are_read_as_cargo_does() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb = { package = \"c\", version = \"1\" }\n\
        [target.'cfg(unix)'.dependencies]\nd = \"1\"\n[dev-dependencies]\ne = \"1\"\n[features]\nf = []\n";
    let (normal, dev) = direct(manifest);
    assert_eq!(normal.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "c", "d"]);
    assert_eq!(dev.iter().map(String::as_str).collect::<Vec<_>>(), ["e"]);
    let lock = locked(
        "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [\n \"c\",\n \"d 2\",\n]\n\n\
         [[package]]\nname = \"c\"\nversion = \"1\"\n\n[[package]]\nname = \"d\"\nversion = \"1\"\ndependencies = [\n \"c\",\n]\n\n\
         [[package]]\nname = \"d\"\nversion = \"2\"\n",
    );
    assert_eq!(lock.len(), 4);
    assert_eq!(reached(&lock, &["a".to_owned()].into()), 3);
}
