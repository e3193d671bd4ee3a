//! What is expected of policies of mail.

use crate::ruleset::file::{MailRule, Spanned};
use crate::ruleset::pattern::TargetPattern;
use crate::ruleset::rules::provenance::{Provenance, Sourced};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::Scopes;
use crate::ruleset::value::{DmarcPolicy, KeyBits, Requirement, Setting};

/// A value of an entry, and the severity of what it finds.
#[derive(Clone, Debug)]
pub struct Expected<T> {
    /// The value, and where it is said.
    pub stated: Sourced<T>,
    /// Severity of what is found, if the entry says so.
    pub severity: Option<Setting>,
}

/// What is said of the policies of one place.
#[derive(Clone, Debug, Default)]
pub struct ExpectedMail {
    /// Whether names with MX records need a policy of SPF.
    pub spf: Option<Expected<Requirement>>,
    /// The policies of others that SPF may include.
    pub spf_includes: Option<Expected<Vec<TargetPattern>>>,
    /// The least length of RSA keys of DKIM.
    pub dkim_bits: Option<Expected<KeyBits>>,
    /// Whether names with MX records need a policy of DMARC.
    pub dmarc: Option<Expected<Requirement>>,
    /// The weakest policy of DMARC that is fine.
    pub dmarc_policy: Option<Expected<DmarcPolicy>>,
    /// Whether names with MX records need MTA-STS.
    pub mta_sts: Option<Expected<Requirement>>,
    /// Whether names with MX records need reports about TLS.
    pub tls_rpt: Option<Expected<Requirement>>,
    /// Whether a zone without mail has to say so.
    pub null_policy: Option<Expected<Requirement>>,
}

/// A key, its value, and the severity of what it finds.
type MailStatement = (&'static str, Sourced<String>);

impl ExpectedMail {
    /// Lays what a narrower or higher entry says over this, key by key.
    fn lay(&mut self, above: &ExpectedMail) {
        fn over<T: Clone>(below: &mut Option<Expected<T>>, above: &Option<Expected<T>>) {
            if above.is_some() {
                below.clone_from(above);
            }
        }
        over(&mut self.spf, &above.spf);
        over(&mut self.spf_includes, &above.spf_includes);
        over(&mut self.dkim_bits, &above.dkim_bits);
        over(&mut self.dmarc, &above.dmarc);
        over(&mut self.dmarc_policy, &above.dmarc_policy);
        over(&mut self.mta_sts, &above.mta_sts);
        over(&mut self.tls_rpt, &above.tls_rpt);
        over(&mut self.null_policy, &above.null_policy);
    }

    /// Whether something has to be there.
    pub fn requires_any(&self) -> bool {
        [&self.spf, &self.dmarc, &self.mta_sts, &self.tls_rpt, &self.null_policy].into_iter().any(is_required)
    }

    /// All that is said, key by key.
    pub fn statements(&self) -> Vec<MailStatement> {
        fn of<T>(
            key: &'static str,
            expected: &Option<Expected<T>>,
            text: impl Fn(&T) -> String,
        ) -> Option<MailStatement> {
            let stated = &expected.as_ref()?.stated;
            Some((key, Sourced { value: text(&stated.value), span: stated.span, entry: stated.entry }))
        }
        let listed = |names: &Vec<TargetPattern>| match names.as_slice() {
            [] => "none".to_owned(),
            names => names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        };
        let all = [
            of("spf", &self.spf, Requirement::to_string),
            of("spf-includes", &self.spf_includes, listed),
            of("dkim-bits", &self.dkim_bits, KeyBits::to_string),
            of("dmarc", &self.dmarc, Requirement::to_string),
            of("dmarc-policy", &self.dmarc_policy, DmarcPolicy::to_string),
            of("mta-sts", &self.mta_sts, Requirement::to_string),
            of("tls-rpt", &self.tls_rpt, Requirement::to_string),
            of("null-policy", &self.null_policy, Requirement::to_string),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Whether it is said that a policy has to be there.
fn is_required(expected: &Option<Expected<Requirement>>) -> bool {
    expected.as_ref().is_some_and(|expected| expected.stated.value == Requirement::Required)
}

/// An entry of `mail:`.
#[derive(Clone, Debug)]
pub struct MailEntry {
    /// The zones and files it is about.
    pub scope: Scope,
    /// What it says.
    pub expected: ExpectedMail,
    layer: u16,
}

impl MailEntry {
    pub(in crate::ruleset) fn new(rule: MailRule, scope: Scope, origin: Provenance) -> MailEntry {
        fn expected<T>(
            stated: Option<Spanned<T>>,
            severity: Option<Setting>,
            origin: Provenance,
        ) -> Option<Expected<T>> {
            stated.map(|stated| Expected { stated: origin.stated(stated), severity })
        }
        let severity = rule.severity;
        let expected = ExpectedMail {
            spf: expected(rule.spf, severity, origin),
            spf_includes: expected(rule.spf_includes, severity, origin),
            dkim_bits: expected(rule.dkim_bits, severity, origin),
            dmarc: expected(rule.dmarc, severity, origin),
            dmarc_policy: expected(rule.dmarc_policy, severity, origin),
            mta_sts: expected(rule.mta_sts, severity, origin),
            tls_rpt: expected(rule.tls_rpt, severity, origin),
            null_policy: expected(rule.null_policy, severity, origin),
        };
        MailEntry { scope, expected, layer: origin.layer }
    }
}

/// The entries of all files, from the lowest file on; of one file those for every zone first.
#[derive(Debug, Default)]
pub(in crate::ruleset) struct MailEntries {
    all: Vec<MailEntry>,
    scopes: Scopes,
}

impl MailEntries {
    pub(in crate::ruleset) fn of(mut all: Vec<MailEntry>) -> MailEntries {
        all.sort_by_key(|entry| (entry.layer, entry.scope.is_narrow()));
        MailEntries { scopes: Scopes::of(all.iter().map(|entry| &entry.scope)), all }
    }

    pub(super) fn all(&self) -> &[MailEntry] {
        &self.all
    }

    /// What counts in a place: of each key what the last entry says that has it.
    pub(super) fn in_place(&self, place: ScopeTarget) -> ExpectedMail {
        let mut expected = ExpectedMail::default();
        if !self.all.is_empty() {
            for number in self.scopes.in_place(place) {
                expected.lay(&self.all[number as usize].expected);
            }
        }
        expected
    }
}
