//! Parameters of an alias, which everybody ignores.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "svcb-alias-parameters",
    summary: "an SVCB or HTTPS record of priority 0 has parameters",
    severity: Severity::Info,
    references: &["RFC 9460 section 2.4.2"],
    explain: include_str!("svcb_alias_parameters.md"),
    ..Meta::DEFAULT
};

const PRIORITY: usize = 0;
const PARAMETERS: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, rtype, entry) in typed::records(cx, &[RType::SVCB, RType::HTTPS]) {
        let (Some(0), Some(first), Some(priority), Some(data)) =
            (entry.code(PRIORITY), entry.field(PARAMETERS), entry.field(PRIORITY), entry.data())
        else {
            continue;
        };
        let at = first.to(data);
        let rtype = rtype.mnemonic();
        let message = format!("parameters of an {rtype} record of priority 0, which is an alias, are ignored");
        let help = "write a priority of 1 or more, or remove the parameters";
        let finding = Diagnostic::new(&META, at, message).label(priority, "0 makes it an alias");
        findings.add(finding.help(help).subject(cx.subject(id)));
    }
}
