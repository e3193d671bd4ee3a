//! The pages, and the code in them.

use std::path::PathBuf;

use crate::support::root;

/// The pages that people write, by their paths: of that of all checks each part is a page of a check.
pub(super) fn pages() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "rules/README.md"].map(PathBuf::from).into();
    let docs = std::fs::read_dir(root().join("docs")).expect("it is a folder");
    paths.extend(docs.map(|entry| {
        PathBuf::from(format!("docs/{}", entry.expect("it can be listed").file_name().to_string_lossy()))
    }));
    paths.retain(|path| path.as_os_str() != "docs/checks.md");
    paths.sort();
    let page = |path: PathBuf| {
        let text = std::fs::read_to_string(root().join(&path)).expect("it can be read");
        (path.to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(page).collect()
}

/// The blocks of a language in a page, without the indentation of the list that they stand in.
pub(super) fn blocks(page: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut open): (Vec<String>, Option<usize>) = (Vec::new(), None);
    for line in page.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        match open {
            None if text.strip_prefix("```") == Some(language) => {
                open = Some(indent);
                blocks.push(String::new());
            }
            Some(_) if text == "```" => open = None,
            Some(indent) => {
                let block = blocks.last_mut().expect("one is open");
                block.push_str(line.get(indent..).unwrap_or_default());
                block.push('\n');
            }
            None => {}
        }
    }
    blocks
}

#[test]
fn a_block_in_a_list_is_read_without_its_indentation() {
    let page = "1. So:\n\n   ```yaml\n   a:\n     b\n   ```\n\n```sh\nyaml\n```\n\n```yaml\nc\n```\n";
    assert_eq!(blocks(page, "yaml"), ["a:\n  b\n", "c\n"]);
}
