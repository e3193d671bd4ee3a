//! What a name of the reverse trees was meant to be that has one slip in it.

use super::Family;

/// A name with one slip mended.
pub(in crate::checks) struct Repair {
    /// Absolute.
    pub(in crate::checks) name: String,
    /// What was wrong, in words: "a dot is missing in `08`".
    pub(in crate::checks) slip: String,
}

/// What a name in a tree may have been meant to be.
pub(in crate::checks) fn repairs(family: Family, labels: &[&[u8]]) -> Vec<Repair> {
    let doubled = (1..labels.len().saturating_sub(1)).filter(|&at| labels[at] == labels[at - 1]);
    let without = doubled.map(|at| Repair {
        name: absolute(labels.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, label)| *label)),
        slip: format!("the {} `{}` is there twice", family.word(), String::from_utf8_lossy(labels[at])),
    });
    with_dots(family, labels).into_iter().chain(without).collect()
}

/// The name in which a label of several nibbles is as many labels.
pub(in crate::checks) fn with_dots(family: Family, labels: &[&[u8]]) -> Option<Repair> {
    let own = labels.len().checked_sub(2)?;
    let is_run = |label: &[u8]| label.len() > 1 && label.iter().all(u8::is_ascii_hexdigit);
    let run = labels[..own].iter().find(|label| is_run(label)).filter(|_| family == Family::V6)?;
    let split = labels.iter().enumerate().flat_map(|(at, label)| {
        let size = if at < own && is_run(label) { 1 } else { label.len().max(1) };
        label.chunks(size)
    });
    Some(Repair { name: absolute(split), slip: format!("a dot is missing in `{}`", String::from_utf8_lossy(run)) })
}

fn absolute<'l>(labels: impl Iterator<Item = &'l [u8]>) -> String {
    labels.flat_map(|label| [String::from_utf8_lossy(label), ".".into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<(String, String)> {
        let labels: Vec<&[u8]> = name.trim_end_matches('.').split('.').map(str::as_bytes).collect();
        let family = Family::of(name).expect("a name in a tree");
        repairs(family, &labels).into_iter().map(|repair| (repair.name, repair.slip)).collect()
    }

    #[test]
    fn one_slip_is_mended() {
        let doubled = ("2.0.192.in-addr.arpa.".to_owned(), "the octet `192` is there twice".to_owned());
        assert_eq!(of("2.0.192.192.in-addr.arpa."), [doubled]);
        let missing = ("0.8.b.d.0.1.0.ip6.arpa.".to_owned(), "a dot is missing in `08`".to_owned());
        assert_eq!(of("08.b.d.0.1.0.ip6.arpa."), [missing]);
        assert_eq!(of("2.0.192.in-addr.arpa."), []);
        assert_eq!(of("10.0.192.in-addr.arpa."), []);
    }
}
