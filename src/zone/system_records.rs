//! The records that clients find a domain by, in a file of their own: `netlogon.dns` of a domain controller, and
//! what FreeIPA writes for a server that it may not update.

use crate::syntax::entry;
use crate::syntax::lexer::Lexer;
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;

/// So many entries are looked at.
const MAX_ENTRIES: usize = 2000;
/// One entry in so many may be mistyped.
const MISTYPED: usize = 10;
/// The services that every domain has.
const SERVICES: [&[u8]; 2] = [b"_ldap", b"_kerberos"];

/// The zone that a file of such records is a part of: the records name their owners in full, and have one domain in
/// common, and some of them are those of the domain's services.
pub(super) fn zone(bytes: &[u8]) -> Option<DomainName> {
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    let mut lexer = Lexer::new(bytes, 0);
    let mut common: Option<Vec<Vec<u8>>> = None;
    let (mut whole, mut others, mut has_service) = (0, 0, false);
    for _ in 0..MAX_ENTRIES {
        let Some(line) = lexer.next(&mut tokens, &mut problems) else { break };
        let head = entry::head(line, &tokens, bytes).ok().filter(|_| !line.blank);
        let owner = tokens[0].text(bytes).strip_suffix(b".");
        let (Some(head), Some(owner)) = (head, owner) else {
            others += 1;
            continue;
        };
        whole += 1;
        let labels: Vec<Vec<u8>> = owner.rsplit(|&byte| byte == b'.').map(<[u8]>::to_ascii_lowercase).collect();
        let is_service = |label: &Vec<u8>| SERVICES.contains(&label.as_slice());
        has_service |= head.rtype == RType::SRV && labels.last().is_some_and(is_service);
        let shared = common
            .as_ref()
            .map_or(labels.len(), |common| common.iter().zip(&labels).take_while(|(a, b)| a == b).count());
        common.get_or_insert(labels).truncate(shared);
    }
    let common = common.filter(|_| has_service && others * MISTYPED <= whole)?;
    let below = common.iter().position(|label| label.starts_with(b"_")).unwrap_or(common.len());
    let domain: Vec<_> = common[..below].iter().rev().map(|label| String::from_utf8_lossy(label)).collect();
    (domain.len() > 1).then(|| DomainName::new(&domain.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_that_all_owners_have_in_common() {
        let whose = |text: &str| zone(text.as_bytes());
        let ldap = "_ldap._tcp.corp.example. 600 IN SRV 0 100 389 dc1.corp.example.\n";
        let site = "_ldap._tcp.Site._sites.DC._msdcs.Corp.example. 600 IN SRV 0 100 389 dc1.corp.example.\n";
        let child = "_kerberos._tcp.rd.corp.example. 600 IN SRV 0 100 88 dc2.rd.corp.example.\n";
        let host = "corp.example. 600 IN A 192.0.2.5\n";
        let corp = Some(DomainName::new("corp.example."));
        assert_eq!(whose(&format!("{ldap}{site}{host}")), corp);
        assert_eq!(whose(&format!("{ldap}{child}")), corp);
        assert_eq!(whose(ldap), corp);
        assert_eq!(whose(&format!("{host}{}oops\n", ldap.repeat(9))), corp);
    }

    #[test]
    fn what_is_no_such_file() {
        let whose = |text: &str| zone(text.as_bytes());
        for text in [
            "",
            "corp.example. 600 IN A 192.0.2.5\n",
            "_sip._tcp.corp.example. 600 IN SRV 0 100 5060 sip.corp.example.\n",
            "_ldap._tcp 600 IN SRV 0 100 389 dc1\n",
            "_ldap._tcp.corp.example. 600 IN SRV 0 100 389 dc1.corp.example.\nsome words\n",
            "_ldap._tcp.corp.example. 600 IN SRV 0 0 389 a.\n_ldap._tcp.corp.invalid. 600 IN SRV 0 0 389 a.\n",
        ] {
            assert_eq!(whose(text), None, "{text}");
        }
    }
}
