//! The keys that say what a run does where its command line says nothing.

use super::decoder::{Decoder, Fields};
use crate::ruleset::file::extent::Spanned;
use crate::ruleset::file::run_keys::RunKeys;
use crate::ruleset::file::schema;
use crate::text::suggest::nearest;

impl Decoder<'_> {
    pub(super) fn run_keys(&mut self, fields: &mut Fields) -> RunKeys {
        let fail_on = self.word(fields, "fail-on");
        let format = self.format(fields);
        let baseline = self.optional::<String>(fields, "baseline");
        baseline.iter().for_each(|path| self.check_relative("baseline", path));
        let dnssec = self.word(fields, "dnssec");
        RunKeys { fail_on, format, baseline, dnssec }
    }

    fn format(&mut self, fields: &mut Fields) -> Option<Spanned<String>> {
        let known = self.known.formats;
        self.describe(fields, "format", || schema::one_of(known));
        let format = fields.take("format").and_then(|node| self.value::<String>(node, "format"))?;
        if known.contains(&format.value.as_str()) {
            return Some(format);
        }
        let message = format!("`{}` is not a format: write one of `{}`", format.value, known.join("`, `"));
        self.report_meaning(format.at, message, nearest(&format.value, known.iter().copied()));
        None
    }
}
