//! Whether what is found is fixed: the flags of it.

use super::args::CheckArgs;

/// The heading of these flags in the help.
const FIXES: &str = "Fixes";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = FIXES)]
pub(super) struct FixArgs {
    /// Fix what is found, in the files themselves, where the right text is proven
    ///
    /// A zone whose records change gets a new serial. With standard input the text is written to standard output, and the
    /// findings to standard error. `docs/fix.md` describes it.
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix or --diff: apply fixes that a person has to look at, too
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// Write nothing; print what --fix would change, as a unified diff
    ///
    /// The exit status is 1 if there is a difference.
    #[arg(long)]
    pub(super) diff: bool,
}

impl FixArgs {
    /// Whether fixes are asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.diff
    }
}

impl CheckArgs {
    /// Fixes are asked for with what does not go with them, complete in one line.
    pub(super) fn unfixable(&self) -> Option<String> {
        let FixArgs { fix, unsafe_fixes, diff } = self.fixes;
        if unsafe_fixes && !self.fixes.is_asked() {
            return Some("`--unsafe-fixes` says which fixes `--fix` or `--diff` applies: add one of them".to_owned());
        }
        let flag = if diff { "--diff" } else { "--fix" };
        let known = &self.known;
        let others = [
            (known.add_ignores.is_some(), "--add-ignores"),
            (known.write_baseline.is_some(), "--write-baseline"),
            (known.prune_baseline, "--prune-baseline"),
            (self.list_files, "--list-files"),
            (diff && self.statistics.is_some(), "--statistics"),
            (diff && self.format.is_some(), "--format"),
            (diff && self.output_file.is_some(), "--output-file"),
        ];
        let other = others.into_iter().find(|&(is_there, _)| is_there && (fix || diff));
        if let Some((_, other)) = other {
            return Some(format!("`{flag}` and `{other}` cannot be used together"));
        }
        let is_beside = self.input.reads_stdin() && self.input.paths.iter().any(|path| path.as_os_str() != "-");
        (is_beside && (fix || diff)).then(|| format!("`{flag}` takes either standard input or files, not both"))
    }

    /// Whether the text of standard input is written to standard output, so that findings are not.
    pub(super) fn gives_text(&self) -> bool {
        self.fixes.fix && !self.fixes.diff && self.input.reads_stdin()
    }
}
