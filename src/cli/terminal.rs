//! What the reader's terminal can show.

use std::ops::RangeInclusive;

use super::Io;
use super::flag_words::When;
use crate::report::Style;

const DEFAULT_WIDTH: usize = 80;
/// Text is hard to read in narrower lines, and in wider ones.
const WIDTHS: RangeInclusive<usize> = 40..=120;

/// For colours the flag counts more than `NO_COLOR`, that more than `FORCE_COLOR` and `CLICOLOR_FORCE`, and
/// those more than what stdout is.
pub(super) fn style(when: When, io: &Io) -> Style {
    let set = |name: &str| (io.env)(name).filter(|value| !value.is_empty());
    let forced = |name: &str| set(name).is_some_and(|value| value != "0");
    let is_dumb = set("TERM").is_some_and(|term| term == "dumb");
    let color = match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR").is_some() => false,
        When::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        When::Auto => io.stdout_is_terminal && !is_dumb,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_ascii_lowercase();
    let unicode = locale.contains("utf-8") || locale.contains("utf8");
    Style { color, unicode, width: width(io), links: io.stdout_shows_links && !is_dumb }
}

/// The columns to fit text into. `COLUMNS` counts more than what the system says of the terminal.
pub(super) fn width(io: &Io) -> usize {
    columns(io).min(*WIDTHS.end())
}

/// The same for tables, which are read the better the wider they are.
pub(super) fn columns(io: &Io) -> usize {
    let asked = (io.env)("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    asked.or(io.columns).unwrap_or(DEFAULT_WIDTH).max(*WIDTHS.start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style_with(when: When, terminal: bool, env: &[(&str, &str)]) -> Style {
        let env = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        let mut stdin: &[u8] = &[];
        let io = Io {
            fs: &crate::fs::MemoryFs::new(),
            stdout: &mut Vec::new(),
            stderr: &mut Vec::new(),
            stdin: &mut stdin,
            stdout_is_terminal: terminal,
            columns: terminal.then_some(100),
            stdout_shows_links: terminal,
            progress: None,
            env: &env,
            clock: &|| 0,
            cwd: "/".into(),
        };
        style(when, &io)
    }

    #[test]
    fn colour_follows_flag_environment_and_terminal() {
        assert!(style_with(When::Auto, true, &[]).color);
        assert!(!style_with(When::Auto, false, &[]).color);
        assert!(!style_with(When::Auto, true, &[("TERM", "dumb")]).color);
        assert!(!style_with(When::Auto, true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]).color);
        assert!(style_with(When::Auto, true, &[("NO_COLOR", "")]).color);
        assert!(style_with(When::Auto, false, &[("CLICOLOR_FORCE", "1")]).color);
        assert!(!style_with(When::Auto, false, &[("FORCE_COLOR", "0")]).color);
        assert!(style_with(When::Always, false, &[("NO_COLOR", "1")]).color);
        assert!(!style_with(When::Never, true, &[]).color);
    }

    #[test]
    fn links_are_for_terminals_whatever_their_colours() {
        assert!(style_with(When::Never, true, &[("NO_COLOR", "1")]).links);
        assert!(!style_with(When::Always, false, &[]).links);
        assert!(!style_with(When::Auto, true, &[("TERM", "dumb")]).links);
    }

    #[test]
    fn characters_follow_the_locale() {
        assert!(style_with(When::Auto, true, &[("LANG", "en_GB.UTF-8")]).unicode);
        assert!(!style_with(When::Auto, true, &[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]).unicode);
        assert!(!style_with(When::Auto, true, &[]).unicode);
        assert_eq!(style_with(When::Auto, true, &[("COLUMNS", "120")]).width, 120);
    }

    #[test]
    fn text_is_as_wide_as_the_terminal_within_bounds() {
        assert_eq!(style_with(When::Auto, true, &[]).width, 100);
        assert_eq!(style_with(When::Auto, false, &[]).width, 80);
        assert_eq!(style_with(When::Auto, false, &[("COLUMNS", "wide")]).width, 80);
        assert_eq!(style_with(When::Auto, true, &[("COLUMNS", "90")]).width, 90);
        assert_eq!(style_with(When::Auto, true, &[("COLUMNS", "3")]).width, 40);
        assert_eq!(style_with(When::Auto, true, &[("COLUMNS", "400")]).width, 120);
    }
}
