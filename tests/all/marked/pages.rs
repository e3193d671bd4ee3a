//! The zones in the pages of checks, as cases.

use std::collections::BTreeMap;

use super::Case;

/// A block of zones in a page.
#[derive(Debug)]
pub struct Block {
    /// The section it stands in.
    pub section: String,
    /// The rule file before it, if there is one in its section.
    rules: Option<String>,
    text: String,
    /// The line of the page that its first line is, from 1.
    line: usize,
}

/// The blocks of zones in a page, in order.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut section, mut rules) = (String::new(), None);
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            (section, rules) = (title.to_owned(), None);
        } else if let Some(language) = line.strip_prefix("```") {
            let text: String =
                lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").map(|l| format!("{l}\n")).collect();
            match language {
                "zone" => blocks.push(Block { section: section.clone(), rules: rules.clone(), text, line: number + 2 }),
                "yaml" => rules = Some(text),
                _ => {}
            }
        }
    }
    blocks
}

impl Block {
    /// The block as a case.
    pub fn case(&self, page: &str) -> Result<Case, String> {
        let mut files = self.files();
        if let Some(rules) = &self.rules {
            files.insert("zonelint.yaml".to_owned(), rules.as_bytes().to_vec());
        }
        Case::of_texts(format!("{page}, block at line {}", self.line), files)
    }

    /// One file, or those that lines `; file: NAME` begin.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut name = "zone.txt".to_owned();
        for line in self.text.lines() {
            match line.strip_prefix("; file: ") {
                Some(other) => name = other.trim().to_owned(),
                None => files.entry(name.clone()).or_default().extend(format!("{line}\n").into_bytes()),
            }
        }
        files
    }
}
