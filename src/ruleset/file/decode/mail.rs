//! What a rule file says of policies of mail.

use super::decoder::{Decoder, Fields};
use crate::ruleset::file::rule_file::MailRule;
use crate::ruleset::file::yaml::Node;
use crate::ruleset::value::Setting;

const WHAT: &str = "an entry of `mail`";

impl Decoder<'_> {
    pub(super) fn mail(&mut self, fields: &mut Fields) -> Vec<MailRule> {
        self.section(fields, "mail", Self::mail_entry)
    }

    fn mail_entry(&mut self, node: &Node) -> Option<MailRule> {
        let mut fields = self.fields(node, WHAT)?;
        let before = self.found.len();
        let rule = MailRule {
            at: node.at,
            zones: self.zones(&mut fields),
            files: self.files(&mut fields),
            spf: self.word(&mut fields, "spf"),
            spf_includes: self.optional_list(&mut fields, "spf-includes"),
            dkim_bits: self.optional(&mut fields, "dkim-bits"),
            dmarc: self.word(&mut fields, "dmarc"),
            dmarc_policy: self.word(&mut fields, "dmarc-policy"),
            mta_sts: self.word(&mut fields, "mta-sts"),
            tls_rpt: self.word(&mut fields, "tls-rpt"),
            null_policy: self.word(&mut fields, "null-policy"),
            severity: self.word::<Setting>(&mut fields, "severity").map(|s| s.value),
            ignorable: self.plain(&mut fields, "ignorable"),
            reason: self.prose(&mut fields, "reason"),
            source: self.prose(&mut fields, "source"),
        };
        self.finish(fields, WHAT);
        let says_something = rule.spf.is_some()
            || rule.spf_includes.is_some()
            || rule.dkim_bits.is_some()
            || rule.dmarc.is_some()
            || rule.dmarc_policy.is_some()
            || rule.mta_sts.is_some()
            || rule.tls_rpt.is_some()
            || rule.null_policy.is_some();
        if !says_something && self.found.len() == before && self.describing.is_none() {
            self.report(node.at, "the entry checks nothing: it needs a key such as `spf` or `dmarc-policy`");
        }
        says_something.then_some(rule)
    }
}
