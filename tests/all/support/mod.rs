//! How the tests of the outside run the program and read its JSON.
pub(crate) mod code;
pub(crate) mod contract;

use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use zonelint::cli::{Io, run, time_of_day};

/// A zone with nothing wrong in it; tests append records.
pub(crate) const ZONE: &str = "\
$ORIGIN example.com.
$TTL 1h
@    IN SOA ns1 hostmaster 2026112201 4h 1h 2w 1h
     IN NS  ns1
     IN NS  ns2
ns1  IN A   192.0.2.1
ns2  IN A   192.0.2.2
host IN A   192.0.2.3
";

/// All formats; the first is for people.
pub(crate) const FORMATS: [&str; 9] =
    ["full", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html"];

/// The last line of a zone that lies about the port of a service.
pub(crate) const SWAPPED: &str = "_sipfederationtls._tcp 300 IN SRV 0 0 5601 host\n";

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            code: output.status.code().expect("the program was not killed"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// The whole of stdout as one document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The findings of the document.
    pub(crate) fn findings(&self) -> Vec<Value> {
        self.json()["findings"].as_array().expect("findings is a list").clone()
    }

    /// The ids of the checks that found something, in order.
    pub(crate) fn checks(&self) -> Vec<String> {
        self.findings().iter().map(|finding| text(&finding["check"])).collect()
    }
}

/// The program, with nothing of the environment that could change what it says.
pub(crate) fn program(cwd: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zonelint"));
    command.env_clear().current_dir(cwd).stdin(Stdio::null());
    command
}

/// Runs the program in a folder.
pub(crate) fn zonelint<S: AsRef<std::ffi::OsStr>>(cwd: &Path, arguments: &[S]) -> Run {
    Run::of(program(cwd).args(arguments).output().expect("the program starts"))
}

/// Runs the program with something on standard input.
pub(crate) fn zonelint_with_stdin(cwd: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    let mut command = program(cwd);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // The program may end without having read all, after a mistake in the arguments.
    let _ = child.stdin.take().expect("stdin is piped").write_all(stdin);
    Run::of(child.wait_with_output().expect("the program ends"))
}

/// Runs, and fails if that takes for ever.
pub(crate) fn in_time(dir: &Path, arguments: &[&str]) -> Run {
    let mut command = program(dir);
    let (out, err) = (tempfile::tempfile().expect("a file"), tempfile::tempfile().expect("a file"));
    let copies = (out.try_clone().expect("a handle"), err.try_clone().expect("a handle"));
    let mut child = command.args(arguments).stdout(copies.0).stderr(copies.1).spawn().expect("it starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().expect("it can be ended");
            child.wait().expect("it ends");
            panic!("{arguments:?} goes on for ever");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = |mut file: std::fs::File| {
        let mut text = String::new();
        file.rewind().expect("a file has a start");
        file.read_to_string(&mut text).expect("output is UTF-8");
        text
    };
    Run { code: status.code().expect("it was not killed"), stdout: text(out), stderr: text(err) }
}

/// What the program does for a zone on standard input, without starting a process: for tests
/// that need thousands of runs.
pub(crate) fn check_text(zone: &str) -> Run {
    check_text_with(zone, &[])
}

/// The same with flags.
pub(crate) fn check_text_with(zone: &str, flags: &[&str]) -> Run {
    let arguments = [&["check", "--no-config", "--format", "json"], flags, &["-"]].concat();
    in_process(&root(), &arguments, zone.as_bytes())
}

/// What the program does in a folder, without starting a process.
pub(crate) fn run_in(cwd: &Path, arguments: &[&str]) -> Run {
    in_process(cwd, arguments, b"")
}

fn in_process(cwd: &Path, arguments: &[&str], mut stdin: &[u8]) -> Run {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        fs: &zonelint::fs::OsFs::default(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdin: &mut stdin,
        stdout_is_terminal: false,
        columns: None,
        stdout_shows_links: false,
        progress: None,
        env: &|_| None,
        clock: &time_of_day,
        cwd: cwd.to_path_buf(),
    };
    let arguments = std::iter::once(&"zonelint").chain(arguments);
    let code = run(arguments.map(Into::into).collect(), &mut io).code();
    Run {
        code: code.into(),
        stdout: String::from_utf8(stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(stderr).expect("stderr is UTF-8"),
    }
}

/// The folder of the package.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that is its own project root: the `.git` keeps the search for rule files inside.
pub(crate) fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(dir.path().join(".git")).expect("a folder in it");
    dir
}

/// A project with files in it.
pub(crate) fn project_with<B: AsRef<[u8]>>(files: &[(&str, B)]) -> tempfile::TempDir {
    let dir = project();
    for (name, bytes) in files {
        write(dir.path(), name, bytes.as_ref());
    }
    dir
}

/// Writes a file, and the folders it stands in.
pub(crate) fn write(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
    std::fs::write(path, bytes).expect("files can be written");
}

/// Bytes as gzip compresses them.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all")
}

/// A string of a document.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_owned()
}

/// A number of a document.
pub(crate) fn number(value: &Value) -> usize {
    let number = value.as_u64().unwrap_or_else(|| panic!("not a number: {value}"));
    number.try_into().expect("it fits")
}

/// The bytes a finding or a label points at.
pub(crate) fn pointed_at<'b>(place: &Value, bytes: &'b [u8]) -> &'b [u8] {
    &bytes[number(&place["start"]["offset"])..number(&place["end"]["offset"])]
}

/// Whether the system lets this user read what nobody may.
pub(crate) fn reads_everything(path: &Path) -> bool {
    std::fs::read(path).is_ok()
}
