//! Every rule file that a page shows is one.

use std::path::Path;

use zonelint::lint::check_names;
use zonelint::report::Format;
use zonelint::ruleset::{RuleSet, Vocabulary};
use zonelint::source::Sources;

use super::blocks::{blocks, pages};

/// The file that a block of YAML is of, where that is no rule file: its first line says so.
fn other_file(block: &str) -> Option<&str> {
    let name = block.strip_prefix("# ")?.split([' ', '\n', ',']).next()?;
    name.starts_with('.').then_some(name)
}

#[test]
fn every_rule_file_of_the_pages_is_right() {
    let kinds = zonelint::lint::all_kinds();
    let is_type = |text: &str| zonelint::syntax::rdata::RType::from_mnemonic(text.as_bytes()).is_some();
    let parameters = zonelint::lint::parameters(&kinds);
    let known =
        Vocabulary { checks: check_names(), parameters: &parameters, formats: &Format::NAMES, is_type: &is_type };
    let mut count = 0;
    for (page, text) in pages() {
        for block in blocks(&text, "yaml").into_iter().filter(|block| other_file(block).is_none()) {
            let own = block.clone().into_bytes();
            // What it extends is there, and says nothing.
            let read = |path: &Path| Ok(if path == Path::new("zonelint.yaml") { own.clone() } else { Vec::new() });
            let mut sources = Sources::default();
            let (_, found) =
                RuleSet::load(Path::new("zonelint.yaml"), &read, &known, &mut sources).expect("it can be read");
            let found: Vec<_> = found.iter().map(|finding| &finding.message).collect();
            assert!(found.is_empty(), "{page}:\n{block}{found:#?}");
            count += 1;
        }
    }
    assert!(count > 20, "{count} were looked at");
}

#[test]
fn the_other_files_are_yaml() {
    for (page, text) in pages() {
        for block in blocks(&text, "yaml").into_iter().filter(|block| other_file(block).is_some()) {
            let read = serde_yaml::from_str::<serde_json::Value>(&block);
            assert!(read.is_ok_and(|value| value.is_object() || value.is_array()), "{page}:\n{block}");
        }
    }
}
