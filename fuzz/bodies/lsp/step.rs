//! Steps of a session as lines of text, so that a fuzzer that changes bytes changes steps.
//!
//! | line | what the client does |
//! |---|---|
//! | `utf-8`, as the first | counts in bytes |
//! | `open NAME` | opens a text as it is on the disk |
//! | `close NAME` | closes it |
//! | `edit NAME LINE COLUMN LINE COLUMN TEXT` | puts text in the place of a range; `\n` is the end of a line |
//! | `whole NAME TEXT` | puts text in the place of all |
//! | `ask METHOD NAME LINE COLUMN` | asks about a place |
//! | anything else | sends it, where it is JSON |

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::is_plain;

/// A step.
pub(super) enum Step {
    Open(String),
    Close(String),
    Edit { name: String, at: [u32; 4], text: String },
    Whole { name: String, text: String },
    Ask { method: String, name: String, line: u32, column: u32 },
    Raw(Value),
    Nothing,
}

impl Step {
    pub(super) fn of(line: &str) -> Step {
        let step = Step::read(line);
        match &step {
            Step::Open(name) | Step::Close(name) | Step::Edit { name, .. } | Step::Whole { name, .. }
                if !is_plain(name) =>
            {
                Step::Nothing
            }
            _ => step,
        }
    }

    fn read(line: &str) -> Step {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut words = rest.splitn(6, ' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        match verb {
            "open" => Step::Open(word()),
            "close" => Step::Close(word()),
            "edit" => {
                let (name, at) = (word(), [(); 4].map(|()| word().parse().unwrap_or(u32::MAX)));
                Step::Edit { name, at, text: word().replace("\\n", "\n").replace("\\r", "\r") }
            }
            "whole" => {
                let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
                Step::Whole { name: name.to_owned(), text: text.replace("\\n", "\n").replace("\\r", "\r") }
            }
            "ask" => {
                let (method, name) = (word(), word());
                let [line, column] = [(); 2].map(|()| word().parse().unwrap_or(u32::MAX));
                Step::Ask { method, name, line, column }
            }
            _ => serde_json::from_str(line).map_or(Step::Nothing, Step::Raw),
        }
    }
}

/// The texts as the client has them.
pub(super) struct Typing {
    texts: BTreeMap<String, Vec<u8>>,
    open: BTreeMap<String, Vec<u8>>,
    encoding: String,
    version: i32,
    is_known: bool,
}

impl Typing {
    pub(super) fn of(texts: BTreeMap<String, Vec<u8>>, encoding: &str) -> Typing {
        let encoding = if encoding == "utf-8" { "utf-8" } else { "utf-16" };
        Typing { texts, open: BTreeMap::new(), encoding: encoding.to_owned(), version: 0, is_known: true }
    }

    /// Whether the texts that are open are known: messages of any kind may have changed them.
    pub(super) fn is_known(&self) -> bool {
        self.is_known
    }

    /// The texts that are open.
    pub(super) fn open(&self) -> impl Iterator<Item = (&str, &str)> {
        self.open.iter().map(|(name, text)| (name.as_str(), std::str::from_utf8(text).expect("it is text")))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.open.get(name).map(|text| std::str::from_utf8(text).expect("it is text"))
    }

    /// The version of the text that was changed last.
    pub(super) fn version(&self) -> i32 {
        self.version
    }

    pub(super) fn follow(&mut self, step: &Step) {
        self.version += 1;
        match step {
            Step::Open(name) => {
                let text = self.texts.get(name).map(|text| String::from_utf8_lossy(text).into_owned());
                self.open.insert(name.clone(), text.unwrap_or_default().into_bytes());
            }
            Step::Close(name) => drop(self.open.remove(name)),
            Step::Edit { name, at, text } => {
                if let Some(open) = self.open.get_mut(name) {
                    let utf8 = self.encoding == "utf-8";
                    let start = offset(open, at[0], at[1], utf8);
                    let end = offset(open, at[2], at[3], utf8).max(start);
                    let tail = open.split_off(end);
                    open.truncate(start);
                    open.extend(text.as_bytes());
                    open.extend(tail);
                }
            }
            Step::Whole { name, text } => {
                if let Some(open) = self.open.get_mut(name) {
                    *open = text.clone().into_bytes();
                }
            }
            Step::Raw(_) => self.is_known = false,
            Step::Ask { .. } | Step::Nothing => {}
        }
    }
}

/// The offset of a place, as the protocol has it, counted anew: what is outside is the nearest inside, and what is
/// inside of a character is before it.
fn offset(text: &[u8], line: u32, column: u32, utf8: bool) -> usize {
    let text = std::str::from_utf8(text).expect("it is text");
    let (mut start, mut rest) = (0, text);
    for _ in 0..line {
        let Some(end) = rest.find(['\n', '\r']) else { return text.len() };
        let length = end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        start += length;
        rest = &rest[length..];
    }
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let mut units = 0;
    for (at, c) in line.char_indices() {
        units += if utf8 { c.len_utf8() } else { c.len_utf16() } as u64;
        if u64::from(column) < units {
            return start + at;
        }
    }
    start + line.len()
}
