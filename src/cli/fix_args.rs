//! Whether what is found is fixed: the flags of it.

/// The heading of these flags in the help.
const FIXES: &str = "Fixes";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = FIXES)]
pub(super) struct FixArgs {
    /// Fix what is found, where the right text is proven
    ///
    /// The files themselves are changed. A zone whose records change gets a new serial. With standard input the text is
    /// written to standard output, and the findings to standard error. `docs/fix.md` describes it.
    #[arg(long)]
    pub(super) fix: bool,
    /// Apply fixes that a person has to look at, too
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// Write nothing; show what --fix would change
    ///
    /// A unified diff is written to standard output. The exit status is 1 if there is a difference.
    #[arg(long)]
    pub(super) diff: bool,
}

impl FixArgs {
    /// Whether fixes are asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.diff
    }
}
