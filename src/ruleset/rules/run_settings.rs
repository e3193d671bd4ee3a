//! What the rule files of a run say of the run itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ruleset::file::RunKeys;
use crate::ruleset::value::{FailOn, SignatureWork};

/// What counts where the command line says nothing; of several files with a key the highest.
#[derive(Clone, Debug, Default)]
pub struct RunSettings {
    /// The lowest severity that fails a run.
    pub fail_on: Option<FailOn>,
    /// The name of the format that findings are written in.
    pub format: Option<String>,
    /// The file of findings that were there before, in the folder of the rule file that names it.
    pub baseline: Option<PathBuf>,
    /// What is done about the signatures of zones.
    pub dnssec: Option<SignatureWork>,
}

impl RunSettings {
    /// Takes in the keys of a file that lies over those taken in before.
    pub(in crate::ruleset) fn lay(&mut self, keys: RunKeys, folder: &Arc<str>) {
        let RunKeys { fail_on, format, baseline, dnssec } = keys;
        self.fail_on = fail_on.map(|fail_on| fail_on.value).or(self.fail_on);
        self.format = format.map(|format| format.value).or(self.format.take());
        let baseline = baseline.map(|path| Path::new(&**folder).join(path.value));
        self.baseline = baseline.or(self.baseline.take());
        self.dnssec = dnssec.map(|work| work.value).or(self.dnssec);
    }
}
