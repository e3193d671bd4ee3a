//! One repository: `repository` in Cargo.toml says whose it is, and every page and script follows.

use regex_lite::Regex;

use super::blocks::pages;
use crate::support::root;

/// What else names the owner: recipes of packages.
const FILES: [&str; 4] = ["SECURITY.md", "flake.nix", "packaging/deb.sh", "packaging/homebrew/zonelint.rb"];

/// The site is served as GitHub serves the pages of this repository.
#[test]
fn the_site_is_of_the_same_owner() {
    assert_eq!(env!("CARGO_PKG_HOMEPAGE"), with_owner("https://OWNER.github.io/zonelint/", owner()));
}

fn owner() -> &'static str {
    let rest = env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/").expect("it is there");
    rest.strip_suffix("/zonelint").expect("it is called zonelint")
}

/// A text in which every place names an owner: addresses, actions, and what a page says of it.
fn with_owner(text: &str, owner: &str) -> String {
    let places = [
        r"(https://github\.com/)[\w-]+(/zonelint)",
        r"(https://)[\w-]+(\.github\.io/zonelint/)",
        r"(https://raw\.githubusercontent\.com/)[\w-]+(/zonelint/)",
        r"(uses: )[\w-]+(/zonelint@)",
        r"(`)[\w-]+(` is where you have zonelint from)",
        r"(\bgithub:)[\w-]+(/zonelint\b)",
        r"(--repo )[\w-]+(/zonelint\b)",
        r"(<)[\w-]+(@users\.noreply\.github\.com>)",
    ];
    let place = |text: String, place| {
        let regex = Regex::new(place).expect("it is a pattern");
        regex.replace_all(&text, format!("${{1}}{owner}${{2}}")).into_owned()
    };
    places.into_iter().fold(text.to_owned(), place)
}

/// Set `ZONELINT_BLESS` to write pages anew after a change of Cargo.toml.
#[test]
fn every_page_names_the_repository_of_cargo_toml() {
    let files = FILES.map(|file| (file.to_owned(), std::fs::read_to_string(root().join(file)).expect("it is there")));
    for (page, text) in pages().into_iter().chain(files) {
        let expected = with_owner(&text, owner());
        if std::env::var_os("ZONELINT_BLESS").is_some() {
            std::fs::write(root().join(&page), expected).expect("a writable page");
        } else {
            assert!(text == expected, "{page} names another repository: run `ZONELINT_BLESS=1 cargo test repository`");
        }
    }
}

#[test]
fn the_owner_is_written_wherever_an_address_or_an_action_names_it() {
    let page = "- uses: OWNER/zonelint@v1\n- uses: actions/checkout@v4\n[x](https://github.com/OWNER/zonelint), \
        `OWNER` is where you have zonelint from, nix run github:OWNER/zonelint/v1, gh attestation --repo OWNER/zonelint, https://OWNER.github.io/zonelint/, \
        we <OWNER@users.noreply.github.com>";
    let other = with_owner(page, "example-dns");
    assert_eq!(other.matches("example-dns").count(), 7);
    assert!(!other.contains("OWNER") && other.contains("uses: actions/checkout@v4"), "{other}");
    assert_eq!(with_owner(page, "OWNER"), page);
}
