//! Lists of addresses that reports are sent to (RFC 9989 section 4.6, RFC 8460 section 3): URIs with commas between.

use super::octets::Fault;
use super::tags::Tag;
use crate::syntax::entry::shown;

/// One address of a list.
pub(super) struct Address<'t> {
    pub text: &'t [u8],
    /// The number of its first octet.
    pub start: usize,
}

impl<'t> Address<'t> {
    pub(super) fn octets(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The mailbox of a `mailto:`.
    fn mailbox(&self) -> Option<&'t [u8]> {
        let (scheme, rest) = self.text.split_at_checked(7)?;
        scheme.eq_ignore_ascii_case(b"mailto:").then_some(rest)
    }

    /// The number of the first octet of the domain; of the address, where it has none.
    pub(super) fn domain_start(&self) -> usize {
        let before = self.domain().map_or(0, |domain| domain.as_ptr().addr() - self.text.as_ptr().addr());
        self.start + before
    }

    /// The domain of a `mailto:`, without the size that may follow (RFC 7489 section 6.2).
    pub(super) fn domain(&self) -> Option<&'t str> {
        let mailbox = self.mailbox()?;
        let end = mailbox.iter().position(|b| matches!(b, b'!' | b'?')).unwrap_or(mailbox.len());
        let at = memchr::memrchr(b'@', &mailbox[..end])?;
        std::str::from_utf8(&mailbox[at + 1..end]).ok().filter(|domain| !domain.is_empty())
    }
}

/// The addresses in the value of a tag.
pub(super) fn of<'t>(tag: &Tag<'t>) -> impl Iterator<Item = Address<'t>> {
    let mut start = tag.value_start;
    let parts = tag.value.split(|b| *b == b',').map(move |part| {
        let at = start;
        start += part.len() + 1;
        Address { text: part.trim_ascii(), start: at + part.len() - part.trim_ascii_start().len() }
    });
    parts.filter(|address| !address.text.is_empty())
}

/// What is wrong with the addresses of a tag.
pub(super) fn faults_of(tag: &Tag, schemes: &[&str]) -> Vec<Fault> {
    if of(tag).next().is_none() {
        let name = shown(tag.name).to_ascii_lowercase();
        return vec![
            Fault::error(tag.octets(), format!("`{name}=` has no address")).help("write `mailto:` and the address"),
        ];
    }
    of(tag).filter_map(|address| fault_of(&address, schemes)).collect()
}

fn fault_of(address: &Address, schemes: &[&str]) -> Option<Fault> {
    let has = |scheme: &&str| {
        address.text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    let has_scheme = schemes.iter().any(has);
    let text = shown(address.text);
    let fault = |message: String| Fault::error(address.octets(), message);
    Some(match () {
        () if !has_scheme && address.text.contains(&b'@') && !address.text.contains(&b':') => {
            let start = address.octets().start;
            fault(format!("`{text}` is not a URI"))
                .help(format!("did you mean `mailto:{text}`?"))
                .instead(start..start, "mailto:")
        }
        // Receivers pass over addresses with schemes that they do not know.
        () if !has_scheme && address.text.contains(&b':') => {
            Fault::info(address.octets(), format!("`{text}` is not an address that receivers send reports to"))
                .help(format!("write one with `{}`", schemes.join("` or `")))
        }
        () if !has_scheme => fault(format!("`{text}` is not a URI")).help("write `mailto:` and the address"),
        () if address.text.iter().any(u8::is_ascii_whitespace) => fault(format!("`{text}` has a space in it"))
            .help("remove the space, or write a comma between two addresses"),
        () if address.mailbox().is_some() && address.domain().is_none() => {
            Fault::warning(address.octets(), format!("`{text}` has no domain"))
                .help("write the whole address, as in `mailto:dmarc@example.com`")
        }
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tags;
    use super::*;

    #[test]
    fn addresses_are_judged() {
        for (value, message) in [
            ("mailto:a@example.org , mailto:b@example.org!10m", None),
            ("MAILTO:a@example.org", None),
            ("a@example.org", Some("is not a URI")),
            ("example.org", Some("is not a URI")),
            ("mailto: a@example.org", Some("has a space")),
            ("mailto:a@example.org mailto:b@example.org", Some("has a space")),
            ("mailto:a", Some("has no domain")),
            ("https://example.org", Some("is not an address that receivers send")),
            ("", Some("has no address")),
        ] {
            let text = format!("rua={value}");
            let tag = tags::of(text.as_bytes()).next().expect("a tag");
            let faults = faults_of(&tag, &["mailto:"]);
            assert_eq!(faults.len(), usize::from(message.is_some()), "{value}: {faults:?}");
            assert!(
                faults.iter().all(|fault| fault.message.contains(message.unwrap_or_default())),
                "{value}: {faults:?}"
            );
        }
    }
}
