//! Numbers that became others, and whether that is a slip of the keyboard.

use crate::diagnostic::Severity;
use crate::ruleset::RuleSet;
use crate::text::typo::Typo;

/// Ports that people move services to and from.
const WEB_PORTS: [u16; 5] = [80, 443, 8080, 8180, 8443];

/// The slip that made a port of another, and how likely it is one. Two digits swapped are hardly ever meant. Of the
/// others many are: a digit in front or at the end (443 and 8443, 27017 and 27018), one more for a well-known port
/// (443 and 4443), the next round number (9000 and 9100), and the port that another service is known by.
pub(super) fn of_port(was: u16, is: u16, rules: &RuleSet) -> Option<(Typo, Severity)> {
    let (old, new) = (was.to_string(), is.to_string());
    let typo = Typo::between(old.as_bytes(), new.as_bytes())?;
    let is_last = |at: usize, of: &str| at + 1 == of.len();
    let is_round = |after: usize| old[after..].bytes().all(|digit| digit == b'0');
    let severity = match typo {
        Typo::Transposed(_) => Severity::Warning,
        _ if WEB_PORTS.contains(&is) || rules.services_with_port(is).next().is_some() => return None,
        Typo::Dropped(0) | Typo::Inserted(0) | Typo::Substituted(0) => return None,
        Typo::Dropped(at) if is_round(at) => return None,
        Typo::Doubled(at) if is_last(at, &new) && is_round(at - 1) => return None,
        Typo::Inserted(at) if is_last(at, &new) => return None,
        Typo::Substituted(at) if is_last(at, &old) || is_round(at + 1) => return None,
        Typo::Substituted(_) => Severity::Info,
        Typo::Doubled(_) | Typo::Inserted(_) if was < 1024 => Severity::Info,
        Typo::Dropped(_) | Typo::Doubled(_) | Typo::Inserted(_) => Severity::Warning,
    };
    Some((typo, severity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn what_people_do_on_purpose_is_no_slip() {
        let rules = RuleSet::builtin(&mut Sources::default());
        let severity = |was, is| of_port(was, is, &rules).map(|(_, severity)| severity);
        for (was, is) in [
            (443, 8443),
            (8443, 443),
            (8443, 9443),
            (80, 8080),
            (5060, 5061),
            (8080, 8081),
            (8080, 8090),
            (8080, 8180),
            (9000, 9100),
            (27017, 27018),
            (636, 3269),
            (389, 3268),
            (5000, 50000),
            (50000, 5000),
            (5061, 15061),
            (5060, 50601),
            (25565, 25566),
            (5222, 5269),
        ] {
            assert_eq!(severity(was, is), None, "{was} to {is}");
        }
        for (was, is) in [(12345, 12354), (8443, 4843), (5061, 5601), (12345, 1245), (5061, 55061), (7777, 777)] {
            assert_eq!(severity(was, is), Some(Severity::Warning), "{was} to {is}");
        }
        for (was, is) in [(12345, 12845), (443, 4443), (443, 4433)] {
            assert_eq!(severity(was, is), Some(Severity::Info), "{was} to {is}");
        }
    }
}
