//! The program over files in memory, called from JavaScript: `../engine.js` is the other side.
//!
//! Text goes in and out through two buffers that live here: the caller asks for room, writes into it, and calls what
//! reads it. So there is no `unsafe` block, and no generated glue. Strings in a call are separated by NUL, which neither
//! paths nor arguments have.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use zonelint::cli::{Io, run};
use zonelint::fs::MemoryFs;

/// Where the files are, and where the program runs.
const CWD: &str = "/zones";

#[derive(Default)]
struct State {
    files: MemoryFs,
    input: Vec<u8>,
    /// What the last run wrote to standard output and standard error.
    output: [Vec<u8>; 2],
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<R>(work: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(work)
}

/// Makes room for so many bytes, and says where.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    with(|state| {
        state.input = vec![0; length];
        state.input.as_mut_ptr()
    })
}

/// Adds a file, or replaces it: the input is its path below the current directory, NUL, and its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn write_file() {
    with(|state| {
        let mut input = std::mem::take(&mut state.input);
        let Some(end) = input.iter().position(|&byte| byte == 0) else { return };
        let path = path_of(&input[..end]);
        input.drain(..=end);
        state.files.insert(path, input);
    });
}

/// Removes the file that the input names.
#[unsafe(no_mangle)]
pub extern "C" fn remove_file() {
    with(|state| {
        let path = path_of(&std::mem::take(&mut state.input));
        state.files.remove(&path);
    });
}

/// Runs the program with the arguments of the input, without the program's name, and returns its exit status.
#[unsafe(no_mangle)]
pub extern "C" fn run_program() -> u8 {
    with(|state| {
        let input = std::mem::take(&mut state.input);
        let arguments = input.split(|&byte| byte == 0).filter(|argument| !argument.is_empty());
        let arguments = arguments.map(|argument| OsString::from(String::from_utf8_lossy(argument).into_owned()));
        let arguments = std::iter::once(OsString::from("zonelint")).chain(arguments).collect();
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io {
            stdout: &mut stdout,
            stderr: &mut stderr,
            stdin: &mut std::io::empty(),
            stdout_is_terminal: false,
            columns: None,
            stdout_shows_links: false,
            progress: None,
            fs: &state.files,
            env: &|_| None,
            cwd: PathBuf::from(CWD),
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
