#![allow(clippy::unwrap_used)]

use super::*;

fn seconds(text: &str) -> Result<u32, String> {
    text.parse().map(|Seconds(s)| s)
}

#[test]
fn durations() {
    for (text, value) in [
        ("0", 0),
        ("300", 300),
        ("5m", 300),
        ("1H", 3600),
        ("1h30m", 5400),
        ("1w2d", 777_600),
        ("90s", 90),
        ("2147483647", 2_147_483_647),
    ] {
        assert_eq!(seconds(text), Ok(value), "{text}");
    }
    for text in ["", "m", "5x", "5m3", "-1", "1.5h", "5 m", "h1"] {
        assert!(seconds(text).unwrap_err().contains("is not a duration"), "{text}");
    }
    for text in ["2147483648", "99999999999999999999999", "9999w", "18446744073709551615w"] {
        assert!(seconds(text).unwrap_err().contains("longer than the maximum TTL"), "{text}");
    }
}

#[test]
fn durations_print_as_they_are_read() {
    for text in ["0", "1s", "5m", "1h30m", "1d", "1w2d3h4m5s"] {
        assert_eq!(text.parse::<Seconds>().unwrap().to_string(), text);
    }
    assert_eq!(Seconds(86_400).to_string(), "1d");
}

#[test]
fn ttl_ranges() {
    let range = |text: &str| text.parse::<TtlRange>().map(|r| (r.min.0, r.max.0));
    assert_eq!(range("5m..1h"), Ok((300, 3600)));
    assert_eq!(range("5m .. 1h"), Ok((300, 3600)));
    assert_eq!(range("600"), Ok((600, 600)));
    assert_eq!(range("1h.."), Ok((3600, 2_147_483_647)));
    assert_eq!(range("..1d"), Ok((0, 86_400)));
    assert_eq!(range("1h..5m"), Err("the range `1h..5m` is reversed: write `5m..1h`".into()));
    assert!(range("..").unwrap_err().contains("neither"));
    assert!(range("5m-1h").unwrap_err().contains("write `5m..1h`"));
    let edges: TtlRange = "5m..1h".parse().unwrap();
    assert_eq!([299, 300, 3600, 3601].map(|ttl| edges.contains(ttl)), [false, true, true, false]);
}

#[test]
fn ports_and_ranges_of_ports() {
    let range = |text: &str| text.parse::<PortRange>().map(|r| (r.first, r.last));
    assert_eq!(range("443"), Ok((443, 443)));
    assert_eq!(range("5901..5999"), Ok((5901, 5999)));
    assert_eq!(range("any"), Ok((0, 65_535)));
    assert_eq!(range("65536"), Err("port `65536` is over 65535".into()));
    assert_eq!(range("5999..5901"), Err("the range `5999..5901` is reversed: write `5901..5999`".into()));
    assert!(range("+5").unwrap_err().contains("is not a port"));
    assert!(range("5..").unwrap_err().contains("is not a port"));
}

#[test]
fn ranges_of_numbers() {
    let range = |text: &str| text.parse::<NumberRange>().map(|r| (r.first, r.last));
    assert_eq!(range("0"), Ok((0, 0)));
    assert_eq!(range("0..10"), Ok((0, 10)));
    assert_eq!(range("2 .. 3"), Ok((2, 3)));
    assert_eq!(range("2.."), Ok((2, 65_535)));
    assert_eq!(range("..3"), Ok((0, 3)));
    assert_eq!(range("10..0"), Err("the range `10..0` is reversed: write `0..10`".into()));
    assert_eq!(range("65536"), Err("`65536` is over 65535".into()));
    assert!(range("..").unwrap_err().contains("neither"));
    assert!(range("").unwrap_err().contains("missing"));
    assert!(range("1.5").unwrap_err().contains("is not a number"));
    for text in ["7", "0..10", "2.."] {
        assert_eq!(text.parse::<NumberRange>().unwrap().to_string(), text);
    }
}

#[test]
fn words_name_the_choice() {
    assert_eq!("usual".parse(), Ok(PortPolicy::Usual));
    assert_eq!(
        "usaul".parse::<PortPolicy>(),
        Err("`usaul` is not a policy: write one of `fixed`, `usual`, `free`".to_string())
    );
    assert_eq!("off".parse::<Setting>().unwrap().severity(), None);
}
