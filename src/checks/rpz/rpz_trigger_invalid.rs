//! The address of a trigger that is none.

use super::ADDRESS_TRIGGERS;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::entry::shown;
use crate::zone::{NameId, Zone};

pub(super) static META: Meta = Meta {
    id: "rpz-trigger-invalid",
    summary: "the owner in a response policy zone is not a valid address block, so it never matches",
    severity: Severity::Warning,
    references: &["draft-vixie-dnsop-dns-rpz section 4.1.1"],
    explain: include_str!("rpz_trigger_invalid.md"),
    is_merged: true,
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Stands for `::` in an IPv6 address.
const ZEROS: &[u8] = b"zz";

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let zone = cx.zone;
    if !cx.mentions_rpz() {
        return;
    }
    let may_be = |&name: &NameId| zone.is_owner(name) && may_be_trigger(zone, name);
    for name in zone.names().filter(may_be) {
        let Some(labels) = zone.labels_below_apex(name) else { continue };
        let [address @ .., trigger] = labels.as_slice() else { continue };
        let is_known = ADDRESS_TRIGGERS.iter().any(|known| known.eq_ignore_ascii_case(trigger));
        if !is_known || address.is_empty() {
            continue;
        }
        let Err(fault) = read(address) else { continue };
        let Some(&id) = zone.records_of(name).first() else { continue };
        let block = address.iter().map(|label| shown(label)).collect::<Vec<_>>().join(".");
        let trigger = shown(trigger).to_ascii_lowercase();
        let message = format!("`{block}` is not an address block: {}", fault.text);
        let meant = fault.instead.as_ref().map(|block| format!("{block}.{trigger}.{}", zone.apex_name().as_str()));
        let help = match fault.instead {
            Some(block) => format!("write `{block}.{trigger}`"),
            None => "write the prefix length, then the address backwards: `24.0.2.0.192` for `192.0.2.0/24`".to_owned(),
        };
        let fix = meant.and_then(|meant| cx.renamed_owner(name, &meant));
        let finding = Diagnostic::new(&META, zone.entry(id).owner(), message).help(help).fix(fix);
        findings.add(finding.key(&[fault.kind.as_bytes()]).subject(cx.subject(id)));
    }
}

/// Whether a name has the label of a trigger, as can be told from its own text for nearly all.
fn may_be_trigger(zone: &Zone, name: NameId) -> bool {
    let written = zone.written(name);
    zone.relative_to(name) != zone.apex() || written.windows(4).any(|part| part.eq_ignore_ascii_case(super::PREFIX))
}

/// Why labels are no address block.
struct Fault {
    /// What faults of one kind have in common.
    kind: &'static str,
    text: String,
    /// The block that is meant, where that is known.
    instead: Option<String>,
}

impl Fault {
    fn of(kind: &'static str, text: impl Into<String>) -> Fault {
        Fault { kind, text: text.into(), instead: None }
    }

    fn instead(mut self, block: impl Into<String>) -> Fault {
        self.instead = Some(block.into());
        self
    }
}

/// Reads the labels before the one of the trigger: the prefix length, and the address from its end.
fn read(labels: &[&[u8]]) -> Result<(), Fault> {
    let texts: Option<Vec<&str>> = labels.iter().map(|label| std::str::from_utf8(label).ok()).collect();
    let texts = texts.ok_or_else(|| Fault::of("text", "it has characters other than digits"))?;
    match block(&texts) {
        Err(fault) if fault.instead.is_none() && block(&turned(&texts)).is_ok() => {
            Err(Fault::of(fault.kind, "it is not written backwards").instead(turned(&texts).join(".")))
        }
        read => read,
    }
}

fn block(texts: &[&str]) -> Result<(), Fault> {
    let is_ipv6 = texts.len() > 5 || texts.iter().any(|text| text.as_bytes().eq_ignore_ascii_case(ZEROS));
    if is_ipv6 { ipv6(texts) } else { ipv4(texts) }
}

/// The labels of a block in the order in which people write it: the address, then the length.
fn turned<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    texts.iter().rev().copied().collect()
}

fn ipv4(labels: &[&str]) -> Result<(), Fault> {
    let octets: Vec<Option<u32>> = labels.iter().map(|label| number(label, 10).filter(|&octet| octet < 256)).collect();
    if let [Some(_), Some(_), Some(_), Some(_)] = octets.as_slice() {
        let whole = format!("32.{}", labels.join("."));
        return Err(Fault::of("length", "the prefix length is missing").instead(whole));
    }
    let [length, rest @ ..] = labels else { return Err(Fault::of("labels", "it is empty")) };
    if rest.len() != 4 {
        return Err(Fault::of("labels", format!("it has {} labels instead of five", labels.len())));
    }
    if let Some(at) = rest.iter().zip(&octets[1..]).find_map(|(label, octet)| octet.is_none().then_some(*label)) {
        return Err(Fault::of("octet", format!("`{}` is not an octet", shown(at.as_bytes()))));
    }
    let bits = number(length, 10).filter(|bits| (1..=32).contains(bits));
    let Some(bits) = bits else {
        return Err(Fault::of("range", format!("the prefix length `{}` is not 1 to 32", shown(length.as_bytes()))));
    };
    let address = octets[1..].iter().rev().fold(0, |address, octet| address << 8 | octet.unwrap_or_default());
    let network = address & u32::MAX << (32 - bits);
    if network == address {
        return Ok(());
    }
    let [a, b, c, d] = network.to_be_bytes();
    let text = format!("it has bits set after the first {bits}");
    Err(Fault::of("bits", text).instead(format!("{bits}.{d}.{c}.{b}.{a}")))
}

fn ipv6(labels: &[&str]) -> Result<(), Fault> {
    let [length, words @ ..] = labels else { return Err(Fault::of("labels", "it is empty")) };
    let is_zeros = |word: &&&str| word.as_bytes().eq_ignore_ascii_case(ZEROS);
    let zeros = words.iter().filter(is_zeros).count();
    if zeros > 1 {
        return Err(Fault::of("zeros", "it has `zz` twice"));
    }
    if let Some(word) = words.iter().find(|word| !is_zeros(word) && number(word, 16).is_none_or(|word| word > 0xffff)) {
        return Err(Fault::of("word", format!("`{}` is not a hexadecimal number of 16 bits", shown(word.as_bytes()))));
    }
    let (given, is_short) = (words.len() - zeros, zeros == 1);
    if given > 8 - usize::from(is_short) || given < 8 && !is_short {
        let text = format!("it has {} words after the prefix length, but an IPv6 address has 8", words.len());
        return Err(Fault::of("labels", text));
    }
    let Some(bits) = number(length, 10).filter(|bits| (1..=128).contains(bits)) else {
        return Err(Fault::of("range", format!("the prefix length `{}` is not 1 to 128", shown(length.as_bytes()))));
    };
    // From the last word to the first.
    let expanded = words.iter().flat_map(|word| {
        let count = if is_zeros(&word) { 8 - given } else { 1 };
        std::iter::repeat_n(if is_zeros(&word) { 0 } else { number(word, 16).unwrap_or_default() }, count)
    });
    let address = expanded.enumerate().fold(0, |address: u128, (at, word)| address | u128::from(word) << (16 * at));
    let is_network = bits == 128 || address << bits == 0;
    if is_network { Ok(()) } else { Err(Fault::of("bits", format!("it has bits set after the first {bits}"))) }
}

fn number(text: &str, radix: u32) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_number.then(|| u32::from_str_radix(text, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(block: &str) -> Option<&'static str> {
        let labels: Vec<&[u8]> = block.split('.').map(str::as_bytes).collect();
        read(&labels).err().map(|fault| fault.kind)
    }

    #[test]
    fn blocks() {
        for block in [
            "32.1.2.0.192",
            "24.0.2.0.192",
            "1.0.0.0.128",
            "128.1.zz.db8.2001",
            "48.zz.db8.2001",
            "1.zz.8000",
            "128.1.0.0.0.0.0.db8.2001",
            "128.zz.1.0.0.0.0.db8.2001",
            "128.1.ZZ.DB8.2001",
            "128.zz",
        ] {
            assert_eq!(fault(block), None, "{block}");
        }
    }

    #[test]
    fn what_is_none() {
        for (block, kind) in [
            ("1.2.0.192", "length"),
            ("2.0.192", "labels"),
            ("33.1.2.0.192", "range"),
            ("0.0.0.0.0", "range"),
            ("24.1.2.0.192", "bits"),
            ("32.1.2.0.300", "octet"),
            ("32.1.2.0.+1", "octet"),
            ("x.1.2.0.192", "range"),
            ("64.1.zz.db8.2001", "bits"),
            ("129.1.zz.db8.2001", "range"),
            ("128.zz.1.zz.2001", "zeros"),
            ("128.1.0.0.0.0.db8.2001", "labels"),
            ("128.1.zz.db8g.2001", "word"),
            ("128.1.zz.12345.2001", "word"),
        ] {
            assert_eq!(fault(block), Some(kind), "{block}");
        }
    }

    #[test]
    fn what_was_meant() {
        let meant = |block: &str| {
            let labels: Vec<&[u8]> = block.split('.').map(str::as_bytes).collect();
            read(&labels).err()?.instead
        };
        for (block, instead) in [
            ("1.2.0.192", Some("32.1.2.0.192")),
            ("24.1.2.0.192", Some("24.0.2.0.192")),
            ("192.0.2.0.24", Some("24.0.2.0.192")),
            ("2001.db8.zz.32", Some("32.zz.db8.2001")),
            ("33.1.2.0.192", None),
            ("2.0.192", None),
        ] {
            assert_eq!(meant(block).as_deref(), instead, "{block}");
        }
    }
}
