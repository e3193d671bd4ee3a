//! How far long work has come, for whoever watches.

use std::io::Write;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Work that is done sooner needs no word.
const QUIET: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(250);

/// A line that is there while work lasts, and gone when this is dropped.
pub(super) struct Progress(Option<(Sender<String>, JoinHandle<()>)>);

impl Progress {
    /// Without anybody who watches it does nothing.
    pub(super) fn start(watched: Option<Box<dyn Write + Send>>) -> Progress {
        Progress::after(QUIET, STEP, watched)
    }

    fn after(quiet: Duration, step: Duration, watched: Option<Box<dyn Write + Send>>) -> Progress {
        Progress(watched.and_then(|out| {
            let (sender, receiver) = mpsc::channel();
            // Where no thread can be started, nothing is told.
            let thread = thread::Builder::new().spawn(move || show(&receiver, quiet, step, out)).ok()?;
            Some((sender, thread))
        }))
    }

    /// What is done now.
    pub(super) fn say(&self, what: impl FnOnce() -> String) {
        if let Some((sender, _)) = &self.0 {
            // A thread that cannot write has ended, and the work goes on.
            let _ = sender.send(what());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn show(said: &Receiver<String>, quiet: Duration, step: Duration, mut out: Box<dyn Write + Send>) {
    let start = Instant::now();
    let (mut now, mut next, mut is_shown) = (String::new(), quiet, false);
    loop {
        match said.recv_timeout(next.saturating_sub(start.elapsed())) {
            Ok(what) => now = what,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let seconds = start.elapsed().as_secs();
                let written = write!(out, "\r\x1b[Kzonelint: {now} ({seconds} s)").and_then(|()| out.flush());
                if written.is_err() {
                    return;
                }
                is_shown = true;
                next = start.elapsed() + step;
            }
        }
    }
    if is_shown {
        let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no other thread panicked").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("no other thread panicked").clone()).expect("it is UTF-8")
        }
    }

    #[test]
    fn short_work_is_silent() {
        let screen = Screen::default();
        let progress = Progress::start(Some(Box::new(screen.clone())));
        progress.say(|| "reading".into());
        drop(progress);
        assert_eq!(screen.text(), "");
    }

    #[test]
    fn long_work_is_told_and_the_line_goes() {
        let screen = Screen::default();
        let step = Duration::from_millis(1);
        let progress = Progress::after(step, step, Some(Box::new(screen.clone())));
        for what in ["reading", "checking 3 zones"] {
            progress.say(|| what.into());
            while !screen.text().contains(&format!("\r\x1b[Kzonelint: {what} (0 s)")) {
                std::thread::sleep(step);
            }
        }
        drop(progress);
        assert!(screen.text().ends_with(")\r\x1b[K"), "{:?}", screen.text());
    }
}
