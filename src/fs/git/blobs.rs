//! The contents of files, from one process that is asked for each.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::{Mutex, PoisonError};

use super::command::Git;
use crate::source::MAX_LEN;

/// Where contents come from. The process is started by the first who asks, and ends with this.
#[derive(Debug)]
pub(super) struct Blobs {
    git: Git,
    process: Mutex<Option<CatFile>>,
}

#[derive(Debug)]
struct CatFile {
    child: Child,
    /// Closed first: the process ends by itself when nobody asks any more.
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn new(git: Git) -> Blobs {
        Blobs { git, process: Mutex::new(None) }
    }

    /// All bytes of an object.
    pub(super) fn read(&self, object: &str) -> io::Result<Vec<u8>> {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = match process.take() {
            Some(running) => running,
            None => CatFile::start(&self.git)?,
        };
        let bytes = running.read(object)?;
        // After an error nobody knows where the next answer starts.
        *process = Some(running);
        Ok(bytes)
    }
}

impl CatFile {
    fn start(git: &Git) -> io::Result<CatFile> {
        let mut child = git.start(&["cat-file", "--batch"])?;
        let asks = child.stdin.take();
        let answers = child.stdout.take().ok_or(ErrorKind::BrokenPipe)?;
        Ok(CatFile { child, asks, answers: BufReader::new(answers) })
    }

    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let asks = self.asks.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        asks.write_all(format!("{object}\n").as_bytes())?;
        asks.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `OBJECT TYPE LENGTH`, or `OBJECT missing`: a clone may not have it.
        let length = head.trim_end().rsplit(' ').next().and_then(|length| length.parse::<u64>().ok());
        let length = length.filter(|&length| length <= MAX_LEN);
        let length = length.ok_or_else(|| io::Error::other(format!("git has no object {object}")))?;
        let mut bytes = vec![0; length as usize + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        self.asks = None;
        // What is left to say is not read any more; a process that cannot be waited for is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
