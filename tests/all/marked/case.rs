//! A case: files, how they are given to the program, and what it has to say of them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use zonelint::cli::Exit;

use crate::support::{Run, project_with, run_in};

use super::marks::{self, Finding, Mark};

const RULE_FILE: &str = "zonelint.yaml";

/// The folders of the older version and of the newer one, where a case has both.
const VERSIONS: [&str; 2] = ["base", "now"];

/// Files in a folder of their own.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it is from, for messages.
    pub name: String,
    /// The one file to check; otherwise the whole folder.
    file: Option<String>,
    /// The rule file.
    config: Option<String>,
    /// Files with their bytes, by name relative to the folder.
    files: BTreeMap<String, Vec<u8>>,
    /// All that has to be found.
    pub marks: Vec<Mark>,
}

impl Case {
    /// A zone, with `x.yaml` for its rules and `x.marks` for marks beside it if there are such.
    pub fn of_file(path: &Path) -> Result<Case, String> {
        let dir = path.parent().ok_or("a file without a folder")?.to_path_buf();
        let name = file_name(path);
        let beside = |extension: &str| {
            let path = path.with_extension(extension);
            path.is_file().then(|| file_name(&path))
        };
        let config = beside("yaml");
        let wanted = std::iter::once(name.clone()).chain(config.clone()).chain(beside("marks"));
        let files = wanted.map(|name| Ok((name.clone(), read(&dir.join(name))?))).collect::<Result<_, String>>()?;
        Case { name: shown(path), file: Some(name), config, files, marks: Vec::new() }.with_marks()
    }

    /// A folder: all of its zones together, with the `zonelint.yaml` in it.
    pub fn of_directory(dir: &Path) -> Result<Case, String> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
            let entry = entry.map_err(|error| error.to_string())?;
            if entry.file_type().is_file() {
                let name = entry.path().strip_prefix(dir).expect("a file of this folder").to_string_lossy();
                files.insert(name.replace('\\', "/"), read(entry.path())?);
            }
        }
        let config = files.contains_key(RULE_FILE).then(|| RULE_FILE.to_owned());
        Case { name: shown(dir), file: None, config, files, marks: Vec::new() }.with_marks()
    }

    /// Files that stand in no folder yet.
    pub fn of_texts(name: String, files: BTreeMap<String, Vec<u8>>) -> Result<Case, String> {
        let zones: Vec<&String> = files.keys().filter(|name| *name != RULE_FILE).collect();
        let file = if let [only] = zones[..] { Some(only.clone()) } else { None };
        let config = files.contains_key(RULE_FILE).then(|| RULE_FILE.to_owned());
        Case { name, file, config, files, marks: Vec::new() }.with_marks()
    }

    fn with_marks(mut self) -> Result<Case, String> {
        for (name, bytes) in &self.files {
            let marks = match name.strip_suffix("marks") {
                Some(_) => marks::in_list(name, &String::from_utf8_lossy(bytes)),
                None => marks::in_file(name, bytes),
            };
            self.marks.extend(marks.map_err(|error| format!("{}: {error}", self.name))?);
        }
        Ok(self)
    }

    /// Arguments that a comment in the first line gives: `; given: --origin example.net`.
    fn given(&self) -> Vec<String> {
        let file = self.file.as_ref().map(|name| String::from_utf8_lossy(&self.files[name]).into_owned());
        let first = file.as_ref().and_then(|text| text.lines().next()).unwrap_or_default();
        first.strip_prefix("; given: ").unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }

    /// What is checked: of two versions the newer one, held against the older.
    fn checked(&self) -> Vec<String> {
        let is_in = |folder: &str| self.files.keys().any(|name| name.starts_with(&format!("{folder}/")));
        let [base, now] = VERSIONS;
        if is_in(base) && is_in(now) {
            return ["--base", base, now].map(str::to_owned).to_vec();
        }
        vec![self.file.clone().unwrap_or_else(|| ".".to_owned())]
    }

    /// Runs the program on it, as a project of its own; returns the differences between marks and findings.
    pub fn run(&self) -> Vec<String> {
        self.run_in(self.folder().path())
    }

    /// The arguments of a run in its folder, after the command.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = match &self.config {
            Some(config) => vec!["--config".to_owned(), config.clone()],
            None => vec!["--no-config".to_owned()],
        };
        arguments.extend(self.given());
        arguments.extend(self.checked());
        arguments
    }

    /// A folder of its own with its files.
    pub fn folder(&self) -> tempfile::TempDir {
        project_with(&self.files.iter().map(|(name, bytes)| (name.as_str(), bytes)).collect::<Vec<_>>())
    }

    /// What the program says of it.
    pub fn said(&self) -> Run {
        self.said_in(self.folder().path())
    }

    /// The same files after the edits of a fix.
    pub fn fixed(&self, fix: &Value) -> Case {
        let mut fixed = self.clone();
        let edits = fix["edits"].as_array().expect("edits");
        for edit in edits.iter().rev() {
            let offset = |end: &str| edit[end]["offset"].as_u64().expect("an offset") as usize;
            let name = edit["file"].as_str().expect("a file");
            let bytes = fixed.files.get_mut(name).unwrap_or_else(|| panic!("{name} is no file of {}", self.name));
            let text = edit["text"].as_str().expect("a text");
            bytes.splice(offset("start")..offset("end"), text.bytes());
        }
        fixed
    }

    fn said_in(&self, dir: &Path) -> Run {
        let arguments: Vec<String> =
            ["check", "--format=json"].map(str::to_owned).into_iter().chain(self.arguments()).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run_in(dir, &arguments)
    }

    fn run_in(&self, dir: &Path) -> Vec<String> {
        let run = self.said_in(dir);
        let findings = run.findings();
        let findings: Vec<Finding> = findings.iter().map(|finding| self.finding(finding)).collect();
        let mut wrong = marks::differences(&self.marks, &findings);
        let expected_exit = if findings.iter().any(|f| f.severity != "info") { Exit::Found } else { Exit::Clean };
        if run.code != i32::from(expected_exit.code()) {
            wrong.push(format!("exit {}: {}", run.code, run.stderr.trim()));
        }
        wrong.into_iter().map(|what| format!("{}: {what}", self.name)).collect()
    }

    fn finding(&self, finding: &Value) -> Finding {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let offset = |end: &str| finding[end]["offset"].as_u64().expect("an offset") as usize;
        let file = text("file");
        let bytes = self.files.get(&file).map_or(&b""[..], |bytes| &bytes[offset("start")..offset("end")]);
        Finding {
            line: finding["start"]["line"].as_u64().expect("a line") as usize,
            severity: text("severity"),
            check: text("check"),
            text: marks::shown(bytes),
            message: text("message"),
            file,
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a path with a name").to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string()
}
