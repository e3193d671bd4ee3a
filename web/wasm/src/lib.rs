//! The program over files in memory, or over those of its host, called from JavaScript: `../engine.js` is the other side.
//!
//! Text goes in and out through two buffers that live here: the caller asks for room, writes into it, and calls what
//! reads it. So there is no `unsafe` block, and no generated glue. Strings in a call are separated by NUL, which neither
//! paths nor arguments have.

mod host;
mod input;

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use zonelint::cli::{Io, run};
use zonelint::fs::{FileSystem, MemoryFs};

use host::HostFs;
use input::take_input;

/// Where the files of the memory are, and where the program runs.
const CWD: &str = "/zones";

#[derive(Default)]
struct State {
    files: MemoryFs,
    /// The host's own files are read instead.
    host: Option<Host>,
    /// Read for the path `-`.
    stdin: Vec<u8>,
    /// What the last run wrote to standard output and standard error.
    output: [Vec<u8>; 2],
}

/// How the host runs the program.
struct Host {
    cwd: PathBuf,
    /// How wide the terminal is that standard output is, if it is one.
    terminal: Option<usize>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<R>(work: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(work)
}

/// Adds a file, or replaces it: the input is its path below the current directory, NUL, and its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn write_file() {
    with(|state| {
        let mut input = take_input();
        let Some(end) = input.iter().position(|&byte| byte == 0) else { return };
        let path = path_of(&input[..end]);
        input.drain(..=end);
        state.files.insert(path, input);
    });
}

/// Removes the file that the input names.
#[unsafe(no_mangle)]
pub extern "C" fn remove_file() {
    with(|state| state.files.remove(&path_of(&take_input())));
}

/// From now on files are those of the host, and the input is its current directory. Standard output is a terminal of so
/// many columns, or none if there are zero.
#[unsafe(no_mangle)]
pub extern "C" fn use_host(columns: usize) {
    let cwd = PathBuf::from(String::from_utf8_lossy(&take_input()).into_owned());
    with(|state| state.host = Some(Host { cwd, terminal: (columns > 0).then_some(columns) }));
}

/// The input is what the next run reads for the path `-`.
#[unsafe(no_mangle)]
pub extern "C" fn write_stdin() {
    with(|state| state.stdin = take_input());
}

/// Runs the program with the arguments of the input, without the program's name, and returns its exit status.
#[unsafe(no_mangle)]
pub extern "C" fn run_program() -> u8 {
    with(|state| {
        let input = take_input();
        let arguments = input.split(|&byte| byte == 0).filter(|argument| !argument.is_empty());
        let arguments = arguments.map(|argument| OsString::from(String::from_utf8_lossy(argument).into_owned()));
        let arguments = std::iter::once(OsString::from("zonelint")).chain(arguments).collect();
        let stdin = std::mem::take(&mut state.stdin);
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let host = state.host.as_ref();
        let columns = host.and_then(|host| host.terminal);
        let fs: &dyn FileSystem = if host.is_some() { &HostFs } else { &state.files };
        let mut io = Io {
            stdout: &mut stdout,
            stderr: &mut stderr,
            stdin: &mut stdin.as_slice(),
            stdout_is_terminal: columns.is_some(),
            columns,
            stdout_shows_links: false,
            progress: None,
            fs,
            env: &|name| host.and_then(|_| host::environment(name)),
            clock: &|| host::time(),
            cwd: host.map_or_else(|| PathBuf::from(CWD), |host| host.cwd.clone()),
        };
        let exit = run(arguments, &mut io);
        state.output = [stdout, stderr];
        exit.code()
    })
}

/// Where the last run's standard output (0) or standard error (1) is.
#[unsafe(no_mangle)]
pub extern "C" fn output(stream: usize) -> *const u8 {
    with(|state| state.output[stream.min(1)].as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn output_length(stream: usize) -> usize {
    with(|state| state.output[stream.min(1)].len())
}

fn path_of(bytes: &[u8]) -> PathBuf {
    Path::new(CWD).join(String::from_utf8_lossy(bytes).as_ref())
}
