//! Git as a program: how it is asked, and what its answers mean.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Git in a folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
}

impl Git {
    pub(super) fn at(folder: &Path) -> Git {
        Git { folder: folder.to_path_buf() }
    }

    /// What a command says; an error says why there is nothing, complete in one line.
    pub(super) fn ask(&self, args: &[&str]) -> Result<Vec<u8>, String> {
        let Output { status, stdout, stderr } = self.command(args).output().map_err(cannot_run)?;
        if status.success() {
            return Ok(stdout);
        }
        let said = String::from_utf8_lossy(&stderr);
        let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing of why");
        Err(format!("git {} failed: {}", args[0], line.trim_start_matches("fatal: ").trim()))
    }

    /// The first line of what a command says; none where it fails or says nothing.
    pub(super) fn line(&self, args: &[&str]) -> Option<String> {
        let said = self.ask(args).ok()?;
        let line = said.split(|&byte| byte == b'\n').next().filter(|line| !line.is_empty())?;
        Some(String::from_utf8_lossy(line).into_owned())
    }

    /// A command that is asked while it runs.
    pub(super) fn start(&self, args: &[&str]) -> std::io::Result<Child> {
        self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Nothing is written, no other program is run, and messages are in the language that is read here.
        command.args(["--no-optional-locks", "-c", "core.fsmonitor=false", "-C"]).arg(&self.folder).args(args);
        command.env("LC_ALL", "C").stdin(Stdio::null());
        command
    }
}

fn cannot_run(error: std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "git is not installed, or not on the PATH; compare with a directory instead".to_owned(),
        _ => format!("git cannot be run: {}", super::super::plain(&error)),
    }
}

/// The bytes that git has for a path, as a path.
#[cfg(unix)]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// The bytes that git has for a path, as a path.
#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}
