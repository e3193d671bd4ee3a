//! A repository and its commits: what `check --base` says at each.

use std::path::{Path, PathBuf};

use super::git::{commit, git};
use crate::support::{write, zonelint};

const INTERNAL: &str = "\
$TTL 1h
@ IN SOA ns1 hostmaster 2026010101 4h 1h 2w 1h
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns2 IN A 192.0.2.2
$INCLUDE zones/hosts.inc
_ledger._tcp IN SRV 0 0 12345 app
";
const EXTERNAL: &str = "\
$TTL 1h
@ IN SOA ns1 hostmaster 2026010101 4h 1h 2w 1h
@ IN NS ns1
@ IN NS ns2
ns1 IN A 198.51.100.1
ns2 IN A 198.51.100.2
www IN A 198.51.100.3
@ IN MX 10 www
";
const NET: &str = "\
$TTL 1h
@ IN SOA ns1.example.com. hostmaster.example.com. 2026010101 4h 1h 2w 1h
@ IN NS ns1.example.com.
@ IN NS ns2.example.com.
old IN CNAME gone
";
const HOSTS: &str = "app IN A 192.0.2.10\ndb IN A 192.0.2.11\n";
const REVERSE: &str = "\
$TTL 1h
@ IN SOA ns1.example.com. hostmaster.example.com. 2026010101 4h 1h 2w 1h
@ IN NS ns1.example.com.
@ IN NS ns2.example.com.
1 IN PTR ns1.example.com.
2 IN PTR ns2.example.com.
10 IN PTR app.example.com.
11 IN PTR db.example.com.
";
const CONF: &str = r#"
view "internal" {
    match-clients { 192.0.2.0/24; };
    zone "example.com" { type primary; file "zones/internal.db"; };
    zone "2.0.192.in-addr.arpa" { type primary; file "zones/reverse.db"; };
    zone "example.net" { type primary; file "zones/net.db"; };
};
view "external" {
    zone "example.com" { type primary; file "zones/external.db"; };
    zone "example.net" { type primary; file "zones/net.db"; };
};
"#;

/// The repository, and its commits by title in their order.
struct History {
    dir: tempfile::TempDir,
    commits: Vec<(&'static str, String)>,
}

impl History {
    fn top(&self) -> PathBuf {
        self.dir.path().to_path_buf()
    }

    fn commit(&mut self, title: &'static str, changes: &[(&str, &str, &str)]) {
        for (file, from, to) in changes {
            let path = self.top().join("zones").join(file);
            let text = std::fs::read_to_string(&path).expect("it is there");
            assert!(text.contains(from), "{title}: {file} has no {from}");
            std::fs::write(path, text.replacen(from, to, 1)).expect("it can be written");
        }
        commit(&self.top(), title);
        self.commits.push((title, git(&self.top(), &["rev-parse", "HEAD"])));
    }
}

fn history() -> History {
    let mut history = History { dir: tempfile::tempdir().expect("a folder"), commits: Vec::new() };
    let top = history.top();
    git(&top, &["init", "-q"]);
    let files = [
        ("internal.db", INTERNAL),
        ("external.db", EXTERNAL),
        ("net.db", NET),
        ("hosts.inc", HOSTS),
        ("reverse.db", REVERSE),
    ];
    files.iter().for_each(|(name, text)| write(&top, &format!("zones/{name}"), text));
    write(&top, "named.conf", CONF);
    write(&top, "zonelint.yaml", "version: 1\n");
    history.commit("the first one", &[]);
    history.commit(
        "a port with two digits swapped",
        &[("internal.db", "2026010101", "2026010201"), ("internal.db", "12345", "12354")],
    );
    history.commit(
        "the port as it was",
        &[("internal.db", "2026010201", "2026010301"), ("internal.db", "12354", "12345")],
    );
    history.commit("a host, and no serial", &[("external.db", "@ IN MX", "api IN A 198.51.100.4\n@ IN MX")]);
    history.commit("the serial", &[("external.db", "2026010101", "2026010501")]);
    history.commit(
        "TTLs and names in other words",
        &[("external.db", "$TTL 1h", "$TTL 3600 ; an hour"), ("external.db", "www IN A", "WWW.example.com. 60m IN A")],
    );
    history.commit(
        "an address in the include, and its PTR record left",
        &[("hosts.inc", "192.0.2.11", "192.0.2.21"), ("internal.db", "2026010301", "2026010601")],
    );
    std::fs::rename(top.join("zones/net.db"), top.join("zones/org.db")).expect("it can be renamed");
    write(&top, "named.conf", CONF.replace("example.net", "example.org").replace("net.db", "org.db"));
    history.commit("a zone with another name", &[]);
    history.commit(
        "a host that is still used",
        &[("external.db", "WWW.example.com. 60m IN A 198.51.100.3\n", ""), ("external.db", "2026010501", "2026010801")],
    );
    write(
        &top,
        "zonelint.yaml",
        "version: 1\nservices: [{service: _ledger._tcp, presence: required, in: [example.com]}]\n",
    );
    history.commit("a rule that asks for a service", &[]);
    git(&top, &["checkout", "-q", "-b", "topic", "HEAD~1"]);
    history.commit("a serial far behind", &[("reverse.db", "2026010101", "2025010101")]);
    git(&top, &["checkout", "-q", "main"]);
    git(&top, &["merge", "-q", "--no-edit", "topic"]);
    let merged = git(&top, &["rev-parse", "HEAD"]);
    history.commits.push(("a merge", merged));
    history
}

/// What is found in a folder, by file and without what is said of it; and how many findings the older version has.
fn found(folder: &Path, base: &str) -> (Vec<String>, u64) {
    let run = zonelint(folder, &["check", "-f", "json", "--base", base]);
    assert!(run.code < 2, "{run:#?}");
    let line = |finding: &serde_json::Value| {
        let file = crate::support::text(&finding["file"]);
        format!("{} {}", file.rsplit('/').next().unwrap_or_default(), crate::support::text(&finding["check"]))
    };
    let lines = run.findings().iter().map(line).collect();
    (lines, run.json()["summary"]["base"].as_u64().expect("a number"))
}

#[test]
fn each_commit_is_told_what_it_brings_wherever_one_stands() {
    let history = history();
    let top = history.top();
    let clones = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", top.display());
    git(clones.path(), &["clone", "-q", "--depth=20", "--no-single-branch", &url, "shallow"]);
    let tree = clones.path().join("tree");
    git(&top, &["worktree", "add", "-q", "--detach", &tree.display().to_string()]);
    let mut told = String::new();
    for (title, hash) in &history.commits[1..] {
        let before = format!("{hash}~1");
        let mut all = Vec::new();
        for folder in [top.clone(), tree.clone(), clones.path().join("shallow")] {
            git(&folder, &["checkout", "-q", "--detach", hash]);
            all.push(found(&folder, &before));
        }
        all.push(found(&top.join("zones"), &before));
        assert!(all.iter().all(|found| *found == all[0]), "{title}: {all:#?}");
        let (findings, known) = &all[0];
        told += &format!("{title}: {known} known\n");
        findings.iter().for_each(|finding| told += &format!("  {finding}\n"));
    }
    // Nothing in the repository tells that the port of the second commit was wrong, so that it is told again in the third.
    insta::assert_snapshot!(told, @r"
    a port with two digits swapped: 1 known
      internal.db port-changed-by-slip
    the port as it was: 1 known
      internal.db port-changed-by-slip
    a host, and no serial: 1 known
      external.db serial-not-raised
    the serial: 1 known
      external.db serial-raised-alone
    TTLs and names in other words: 1 known
    an address in the include, and its PTR record left: 1 known
      hosts.inc address-changed-by-slip
    a zone with another name: 1 known
      org.db target-does-not-exist
    a host that is still used: 2 known
      external.db name-removed-still-used
    a rule that asks for a service: 3 known
      external.db srv-required-missing
    a serial far behind: 3 known
      reverse.db serial-lowered
    a merge: 4 known
      reverse.db serial-lowered
    ");
}
