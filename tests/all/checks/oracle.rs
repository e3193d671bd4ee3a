//! Other programs that read zone files: what two of them refuse, zonelint reports.
//!
//! Run where they are installed; the rest is skipped, and said. `testdata/oracle.tsv` lists where they differ
//! from each other, with reasons: there, the verdict of the ones named does not count.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::support::{check_text, project, root, run_in, write};

/// A program, and its arguments before the origin and between that and the file.
struct Peer {
    name: &'static str,
    program: &'static str,
    arguments: fn(&str) -> Vec<String>,
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| word.to_string()).collect()
}

/// The slowest last, which is asked least. Signatures are left out where that can be said: nobody here verifies them.
const PEERS: [Peer; 5] = [
    Peer { name: "nsd", program: "nsd-checkzone", arguments: |origin| words(&[origin]) },
    Peer { name: "knot", program: "kzonecheck", arguments: |origin| words(&["-d", "off", "-o", origin]) },
    Peer { name: "ldns", program: "ldns-read-zone", arguments: |_| Vec::new() },
    Peer { name: "validns", program: "validns", arguments: |origin| words(&["-z", origin]) },
    Peer { name: "bind", program: "named-checkzone", arguments: |origin| words(&["-q", origin]) },
];

impl Peer {
    /// Where it is installed.
    fn path(&self) -> Option<PathBuf> {
        // The programs of administrators are not in the path of everybody.
        let path = format!("{}:/usr/local/sbin:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
        std::env::split_paths(&path).map(|folder| folder.join(self.program)).find(|path| path.is_file())
    }
}

/// A peer that is installed. By its path, and with the environment as it is, it is started without a copy of all that
/// the tests have in memory.
struct Installed {
    peer: &'static Peer,
    path: PathBuf,
}

impl Installed {
    fn refuses(&self, file: &Path, origin: &str) -> bool {
        let name = file.file_name().expect("a file has a name").to_string_lossy();
        let mut command = Command::new(&self.path);
        command.args((self.peer.arguments)(origin)).arg(&*name).current_dir(file.parent().expect("a folder"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| !status.success())
    }
}

// Whoever runs the tests has to see what they did without.
#[allow(clippy::print_stderr)]
fn installed() -> Vec<Installed> {
    let found = PEERS.iter().filter_map(|peer| Some(Installed { peer, path: peer.path()? }));
    let found: Vec<Installed> = found.collect();
    for peer in PEERS.iter().filter(|peer| !found.iter().any(|found| found.peer.name == peer.name)) {
        eprintln!("skipped: {} is not installed", peer.program);
    }
    found
}

/// What comes of each, worked out by as many threads as there are cores, in order.
fn each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, |number| number.get());
    let size = all.len().div_ceil(threads).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = all.chunks(size).map(|part| scope.spawn(move || part.iter().map(work).collect())).collect();
        parts.into_iter().flat_map(|part| -> Vec<R> { part.join().expect("no thread panics") }).collect()
    })
}

/// The names of peers, what a zone has to hold, and why.
static DIFFERENCES: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let lines = include_str!("../../../testdata/oracle.tsv").lines().skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("three fields")).collect()
});

/// Those who refuse a zone, if there are so many, other than where that is known to differ. Once too few are left to be
/// asked, no more are.
fn refusing(least: usize, peers: &[Installed], file: &Path, origin: &str) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(&std::fs::read(file).expect("a zone")).into_owned();
    let differs = |peer: &Installed| {
        let known =
            |[names, place, _]: &[&str; 3]| names.split(' ').any(|name| name == peer.peer.name) && text.contains(place);
        DIFFERENCES.iter().any(known)
    };
    let asked: Vec<&Installed> = peers.iter().filter(|peer| !differs(peer)).collect();
    let mut refusing = Vec::new();
    for (number, peer) in asked.iter().enumerate() {
        if refusing.len() + asked.len() - number < least {
            return Vec::new();
        }
        refusing.extend(peer.refuses(file, origin).then_some(peer.peer.name));
    }
    if refusing.len() < least { Vec::new() } else { refusing }
}

fn is_reported(run: &crate::support::Run) -> bool {
    run.findings().iter().any(|finding| finding["severity"] != "info")
}

/// Fails with every zone that two refuse and zonelint does not.
fn assert_none(missed: &[String], count: usize) {
    assert!(missed.is_empty(), "{} of {count} zones:\n{}", missed.len(), missed.join("\n"));
}

/// A folder with the files of another, in a repository of its own.
fn copy_of(folder: &Path) -> TempDir {
    let copy = project();
    for entry in walkdir::WalkDir::new(folder).max_depth(2) {
        let entry = entry.expect("a readable folder");
        let inner = entry.path().strip_prefix(folder).expect("it is inside");
        if entry.file_type().is_file() {
            write(copy.path(), &inner.to_string_lossy(), std::fs::read(entry.path()).expect("it can be read"));
        }
    }
    copy
}

#[test]
fn the_list_of_differences_has_its_form() {
    let known: BTreeSet<&str> = PEERS.iter().map(|peer| peer.name).collect();
    for [names, place, reason] in DIFFERENCES.iter() {
        assert!(names.split(' ').all(|name| known.contains(name)), "{names}");
        assert!(!place.is_empty() && !reason.is_empty(), "{names}");
    }
}

/// A zone in a folder that two refuse and zonelint does not, and who they are.
fn missed_in(dir: &Path, file: &Path, peers: &[Installed]) -> Option<String> {
    let name = file.file_name().expect("a name").to_string_lossy();
    let text = String::from_utf8_lossy(&std::fs::read(file).expect("a zone")).into_owned();
    let given = text.lines().next().and_then(|line| line.strip_prefix("; given: ")).unwrap_or_default();
    let mut arguments = vec!["check", "--no-config", "--format", "json"];
    arguments.extend(given.split_whitespace());
    if is_reported(&run_in(dir, &[&arguments[..], &[&name]].concat())) {
        return None;
    }
    let read_as = run_in(dir, &[&arguments[..1], &["--list-files"], &arguments[4..], &[&name]].concat()).stdout;
    let origin = read_as.split_once(": ").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or("example.com.");
    let refusing = refusing(2, peers, file, origin.trim());
    (!refusing.is_empty()).then(|| format!("{} is refused by {}", file.display(), refusing.join(", ")))
}

#[test]
fn what_two_refuse_of_the_fixtures_is_reported() {
    let peers = installed();
    let files = walkdir::WalkDir::new(root().join("testdata")).max_depth(3).sort_by_file_name();
    let zones: Vec<PathBuf> = files
        .into_iter()
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "zone"))
        .collect();
    assert!(zones.len() > 120, "{} zones: were any lost?", zones.len());
    let folders: BTreeSet<&Path> = zones.iter().map(|file| file.parent().expect("a folder")).collect();
    let folders: Vec<&Path> = folders.into_iter().filter(|_| peers.len() > 1).collect();
    // In a folder of its own: what is named is read with the repository around it.
    let missed = each(&folders, |folder| {
        let copy = copy_of(folder);
        let zones = zones.iter().filter(|file| file.parent() == Some(*folder));
        zones.filter_map(|file| missed_in(copy.path(), file, &peers)).collect::<Vec<_>>()
    });
    let missed = missed.concat();
    assert_none(&missed, zones.len());
}

/// One of each type that all of them have known for long.
const RECORDS: [&str; 25] = [
    "@ 3600 IN SOA ns1 hostmaster 2026010101 14400 3600 1209600 3600",
    "@ 3600 IN NS ns1",
    "ns1 3600 IN A 192.0.2.1",
    "sub 3600 IN NS ns1",
    "ns1 3600 IN AAAA 2001:db8::1",
    "@ 3600 IN MX 10 ns1",
    "www 3600 IN CNAME ns1",
    "away 3600 IN DNAME example.net.",
    "text 3600 IN TXT \"one\" \"two\"",
    "_sip._tcp 3600 IN SRV 1 2 5060 ns1",
    "@ 3600 IN CAA 0 issue \"ca.example\"",
    "list 3600 IN PTR ns1",
    "sub 3600 IN DS 12345 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "@ 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
    "_25._tcp.ns1 3600 IN TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "ns1 3600 IN SSHFP 4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "naptr 3600 IN NAPTR 10 20 \"s\" \"SIP+D2T\" \"\" _sip._tcp",
    "host 3600 IN HINFO \"AMD64\" \"LINUX\"",
    "who 3600 IN RP hostmaster text",
    "cell 3600 IN AFSDB 1 ns1",
    "place 3600 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m",
    "cert 3600 IN CERT 1 0 0 MTIzNDU2Nzg5MGFiY2RlZg==",
    "kx 3600 IN KX 10 ns1",
    "$TTL 3600",
    "$ORIGIN example.com.",
];

/// As many of them make a zone, to which each other is added.
const BASE: usize = 4;

/// The zone with one of the records in another form.
fn zone_with(at: usize, changed: &str) -> String {
    let base = RECORDS[..BASE].iter().enumerate().map(|(number, line)| if number == at { changed } else { line });
    let added = (at >= BASE).then_some(changed);
    ["$ORIGIN example.com.", "$TTL 3600"].into_iter().chain(base).chain(added).map(|line| format!("{line}\n")).collect()
}

/// A line with one mistake: a word lost, added, or not what it has to be, and what is open.
fn mutants(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let with = |at: usize, word: &str| {
        let mut words = words.clone();
        words[at] = word;
        words.join(" ")
    };
    let first = if line.starts_with('$') { 1 } else { 4 };
    let mut lines =
        vec![format!("{line} ("), format!("{line} )"), format!("{line} extra words"), format!("{line} \"open")];
    lines.push(words[..words.len() - 1].join(" "));
    lines.extend((first..words.len()).flat_map(|at| ["x..y", "99999999999", "-1", "\\300"].map(|word| with(at, word))));
    if first == 4 {
        lines.extend([with(1, "1x"), with(2, "XX"), with(3, "NOTYPE"), with(0, "a..b"), with(0, &"x".repeat(64))]);
        lines.extend([
            line.replace(" IN", " CH"),
            with(0, "www.example.org."),
            format!("{line}\nwww 3600 IN A 192.0.2.9"),
        ]);
    }
    lines
}

#[test]
fn what_two_refuse_of_mutated_zones_is_reported() {
    let peers = installed();
    let all: Vec<(usize, String)> =
        RECORDS.iter().enumerate().flat_map(|(at, line)| mutants(line).into_iter().map(move |one| (at, one))).collect();
    let count = all.len();
    let missed = each(&all, |(at, mutant)| {
        let zone = zone_with(*at, mutant);
        // The others are only asked where it counts.
        if peers.len() < 2 || is_reported(&check_text(&zone)) {
            return None;
        }
        let dir = project();
        let file = dir.path().join("example.com.zone");
        std::fs::write(&file, zone).expect("a writable folder");
        let refusing = refusing(2, &peers, &file, "example.com");
        (!refusing.is_empty()).then(|| format!("{mutant:?} is refused by {}", refusing.join(", ")))
    });
    let missed: Vec<String> = missed.into_iter().flatten().collect();
    assert!(count > 500, "{count} zones: were any lost?");
    assert_none(&missed, count);
}

/// Otherwise one of them would refuse every form of it, and only one more would be needed.
#[test]
fn what_is_mutated_is_right() {
    let peers = installed();
    let dir = project();
    let file = dir.path().join("example.com.zone");
    for (at, line) in RECORDS.iter().enumerate() {
        let zone = zone_with(at, line);
        std::fs::write(&file, &zone).expect("a writable folder");
        let run = check_text(&zone);
        assert!(!is_reported(&run), "{line}: {run:#?}");
        assert_eq!(refusing(1, &peers, &file, "example.com"), [""; 0], "{line}");
    }
}
