//! Which revision is meant.

use std::path::{Path, PathBuf};

use super::command::Git;

/// A revision of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The top of the work tree; of a repository without one, its own folder.
    pub root: PathBuf,
    /// As it was named, or the first digits of its commit.
    pub name: String,
    /// The object that lists its files.
    pub(super) tree: String,
    /// Whether there is a work tree.
    pub has_work_tree: bool,
}

/// Which revision is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'n> {
    /// This one.
    Named(&'n str),
    /// Where this branch left the default branch of the repository that it came from.
    MergeBase,
    /// The commit that a commit which is being made goes upon.
    Head,
}

/// The branches that others are made from, the surest first: what a clone says, and the usual names.
const DEFAULT_BRANCHES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

impl Revision {
    /// The revision of the repository that a folder is in.
    ///
    /// # Errors
    ///
    /// Why there is none, and what to do, complete in one line.
    pub fn find(folder: &Path, wanted: Wanted) -> Result<Revision, String> {
        let git = Git::at(folder);
        let inside =
            git.ask(&["rev-parse", "--is-inside-work-tree"]).map_err(|error| no_repository(folder, wanted, error))?;
        let has_work_tree = inside.starts_with(b"true");
        let at = if has_work_tree { "--show-toplevel" } else { "--absolute-git-dir" };
        let root = git.ask(&["rev-parse", at])?;
        let root = super::command::path(root.strip_suffix(b"\n").unwrap_or(&root));
        let (name, commit) = match wanted {
            Wanted::Named(name) => (name.to_owned(), name.to_owned()),
            Wanted::Head => ("HEAD".to_owned(), "HEAD".to_owned()),
            Wanted::MergeBase => merge_base(&git)?,
        };
        let tree = tree(&git, &commit).ok_or_else(|| unknown(&git, &name))?;
        Ok(Revision { root, name, tree, has_work_tree })
    }
}

/// The files of a commit, as git names the list.
fn tree(git: &Git, commit: &str) -> Option<String> {
    // What begins so is an option.
    let is_name = !commit.starts_with('-') && !commit.is_empty();
    is_name.then(|| git.line(&["rev-parse", "--verify", "--quiet", &format!("{commit}^{{tree}}")])).flatten()
}

/// The name and the commit where this branch left the default branch.
fn merge_base(git: &Git) -> Result<(String, String), String> {
    let exists = |name: &&&str| git.line(&["rev-parse", "--verify", "--quiet", name]).is_some();
    let upstream = DEFAULT_BRANCHES.iter().find(exists).ok_or_else(|| {
        "no branch to compare with was found (origin/HEAD, main or master): name a revision, as in `--base HEAD`"
            .to_owned()
    })?;
    let base = git.line(&["merge-base", "HEAD", upstream]).ok_or_else(|| {
        let branch = upstream.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
        let why = if is_shallow(git) { ": this clone is shallow, so fetch more of its history" } else { "" };
        format!("HEAD and {branch} have no commit in common{why}, or name a revision, as in `--base {branch}`")
    })?;
    let short = git.line(&["rev-parse", "--short", &base]).unwrap_or_else(|| base.clone());
    Ok((short, base))
}

fn is_shallow(git: &Git) -> bool {
    git.line(&["rev-parse", "--is-shallow-repository"]).as_deref() == Some("true")
}

fn no_repository(folder: &Path, wanted: Wanted, error: String) -> String {
    if !error.contains("not a git repository") {
        return error;
    }
    let folder = folder.display();
    match wanted {
        Wanted::Named(name) => {
            format!("`{name}` does not exist, and `{folder}` is in no git repository that could have it as a revision")
        }
        Wanted::MergeBase | Wanted::Head => {
            format!("`{folder}` is in no git repository; compare with a directory instead")
        }
    }
}

fn unknown(git: &Git, name: &str) -> String {
    let why = if is_shallow(git) {
        "; this clone is shallow: fetch it first, as with `git fetch --depth=1 origin REVISION`"
    } else {
        ""
    };
    format!("`{name}` is neither a revision of this repository nor a directory{why}")
}
