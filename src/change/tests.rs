use super::*;
use crate::limits::Limits;
use crate::source::{SourceId, Sources};
use crate::syntax::name::DomainName;
use crate::zone::NoIncludes;

const ZONE: &str = "$TTL 1h\n@ SOA ns h 2026010101 4h 1h 2w 1h\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n\
    www A 192.0.2.3\n_sip._tcp SRV 0 0 5061 www\nt TXT \"a b\" c\nx.y AAAA 2001:db8::1\n";

fn zone(text: &str) -> Zone {
    let mut sources = Sources::default();
    let file = sources.add("test", text.as_bytes().to_vec());
    let apex = DomainName::new("example.");
    let read = crate::zone::read(file, &apex, &apex, &mut NoIncludes, &mut sources, Limits::default());
    read.0.expect("a zone")
}

/// The RRsets that differ, each in a line: owner, type, records removed, added and kept, TTLs.
fn shown(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (zone(old), zone(new));
    let change = ZoneChange::of(Some(&old), Some(&new));
    let line = |rrset: &RrsetChange| {
        let data = |zone: &Zone, ids: &[crate::zone::RecordId]| {
            let text = ids.iter().map(|&id| zone.rdata(id).rule_text().unwrap_or_default());
            text.map(|text| String::from_utf8_lossy(&text).into_owned()).collect::<Vec<_>>().join(" | ")
        };
        let ttls = rrset.ttls.map(|(old, new)| format!(" ttl {old} {new}")).unwrap_or_default();
        let (removed, added) = (data(&old, &rrset.removed), data(&new, &rrset.added));
        format!("{} {} -[{removed}] +[{added}] ={}{ttls}", change.owner(rrset), rrset.rtype.mnemonic(), rrset.kept)
    };
    change.rrsets.iter().map(line).collect()
}

#[test]
fn a_zone_written_otherwise_is_the_same() {
    assert_eq!(shown(ZONE, ZONE), [""; 0]);
    let otherwise = "; note\n$ORIGIN Y.example.\nX 60m IN AAAA 2001:DB8:0::1\n$ORIGIN example.\n$TTL 3600\n\
        @ SOA NS.example. h (\n 2026010101 14400 3600\n 1209600 60m ) ; serial\n  NS ns.EXAMPLE.\n\
        t TXT \"a b\" \"c\" ; \"\n_SIP._tcp SRV 00 0 5061 WWW\nwww TYPE1 \\# 4 c0000203\nwww A 192.0.2.2\n\
        www.example. A 192.0.2.2\nns A 192.0.2.1\n";
    assert_eq!(shown(ZONE, otherwise), [""; 0]);
    assert_eq!(shown(otherwise, ZONE), [""; 0]);
}

#[test]
fn what_differs_is_told_for_each_rrset() {
    let new = ZONE.replace("5061", "5601").replace("2026010101", "2026010102").replace("192.0.2.3", "192.0.2.30");
    let new = new.replace("x.y AAAA", "x.y 2h AAAA").replace("t TXT", "T2 TXT");
    assert_eq!(
        shown(ZONE, &new),
        [
            "example. SOA -[ns.example. h.example. 2026010101 4h 1h 2w 1h] +[ns.example. h.example. 2026010102 4h 1h 2w 1h] =0",
            "_sip._tcp.example. SRV -[0 0 5061 www.example.] +[0 0 5601 www.example.] =0",
            "t.example. TXT -[a bc] +[] =0",
            "T2.example. TXT -[] +[a bc] =0",
            "www.example. A -[192.0.2.3] +[192.0.2.30] =1",
            "x.y.example. AAAA -[] +[] =1 ttl 3600 7200",
        ]
    );
}

#[test]
fn many_records_moved_are_found_again() {
    let hosts = |order: &mut dyn Iterator<Item = u32>| {
        order.map(|number| format!("host{number} A 192.0.2.{}\n", number % 250)).collect::<String>()
    };
    let old = format!("{ZONE}{}", hosts(&mut (0..3000)));
    let new = format!("{ZONE}{}", hosts(&mut (0..3000).rev())).replace("host77 A 192.0.2.77", "host77 A 192.0.2.78");
    assert_eq!(shown(&old, &new), ["host77.example. A -[192.0.2.77] +[192.0.2.78] =0"]);
}

#[test]
fn records_stand_beside_those_they_are_most_like() {
    let old = zone(&format!("{ZONE}@ MX 10 a\n@ MX 20 b\n@ MX 30 c\n"));
    let new = zone(&format!("{ZONE}@ MX 21 b\n@ MX 10 d\n"));
    let change = ZoneChange::of(Some(&old), Some(&new));
    let pairs = change.rrsets[0].pairs(&old, &new);
    let text = |zone: &Zone, id: Option<crate::zone::RecordId>| {
        id.map(|id| String::from_utf8(zone.rdata(id).words().collect::<Vec<_>>().join(&b' ')).expect("it is text"))
    };
    let pairs: Vec<_> = pairs.iter().map(|pair| (text(&old, pair.old), text(&new, pair.new))).collect();
    let pair = |old: &str, new: &str| (Some(old.to_owned()), Some(new.to_owned()).filter(|new| !new.is_empty()));
    assert_eq!(pairs, [pair("10 a", "10 d"), pair("20 b", "21 b"), pair("30 c", "")]);
}

#[test]
fn the_serial_is_told_apart() {
    let change = |from: &str, to: &str| {
        let (old, new) = (zone(ZONE), zone(&ZONE.replace(from, to)));
        let change = ZoneChange::of(Some(&old), Some(&new));
        (change.is_beside_serial(), change.serials().map(|serials| serials.step()))
    };
    assert_eq!(change("2026010101", "2026010102"), (false, Some(Step::Ahead(1))));
    assert_eq!(change("2026010101 4h", "2026010101 5h"), (true, Some(Step::Same)));
    assert_eq!(change("2026010101", "2026010199"), (false, Some(Step::Ahead(98))));
    assert_eq!(change("2026010101", "2025010101"), (false, Some(Step::Behind)));
    assert_eq!(change("192.0.2.1\n", "192.0.2.9\n"), (true, Some(Step::Same)));
    let far = Serials { old: 5, new: 5 + (1 << 31), ..serials() };
    assert_eq!(far.step(), Step::Undefined);
    assert_eq!(Serials { old: u32::MAX, new: 0, ..serials() }.step(), Step::Ahead(1));
}

fn serials() -> Serials {
    let at = crate::source::Span { source: SourceId(0), start: 0, end: 0 };
    Serials { old: 0, new: 0, old_at: at, new_at: at }
}
