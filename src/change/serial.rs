//! Serials: how far one is ahead of another (RFC 1982), what they are made of, and which comes next.

use super::RrsetChange;
use crate::source::Span;
use crate::syntax::time;
use crate::zone::{RecordId, Zone};

/// The serials of two versions of a zone, and where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serials {
    /// The one before.
    pub old: u32,
    /// The one after.
    pub new: u32,
    /// Where the one before stands.
    pub old_at: Span,
    /// Where the one after stands.
    pub new_at: Span,
}

/// What secondaries make of a serial, in the arithmetic of RFC 1982 section 3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is the same: they fetch nothing.
    Same,
    /// It is ahead by so much.
    Ahead(u32),
    /// It is behind: they take the zone for an old one.
    Behind,
    /// It is 2^31 away, where neither is ahead.
    Undefined,
}

impl Serials {
    /// Those of two versions, where both have one.
    pub fn of(old: &Zone, new: &Zone) -> Option<Serials> {
        let (old_at, old) = old.serial()?;
        let (new_at, new) = new.serial()?;
        Some(Serials { old, new, old_at, new_at })
    }

    /// What secondaries make of it.
    pub fn step(&self) -> Step {
        match self.new.wrapping_sub(self.old) {
            0 => Step::Same,
            ahead if ahead < 1 << 31 => Step::Ahead(ahead),
            ahead if ahead > 1 << 31 => Step::Behind,
            _ => Step::Undefined,
        }
    }
}

/// What a serial is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialForm {
    /// A date and two digits, `YYYYMMDDnn` (RFC 1912 section 2.2).
    Date,
    /// Seconds since 1970.
    UnixTime,
    /// A number that counts changes.
    Counter,
}

impl SerialForm {
    /// The form that a serial has.
    pub fn of(serial: u32) -> SerialForm {
        const FROM_2001_TO_2033: std::ops::Range<u32> = 1_000_000_000..2_000_000_000;
        match () {
            () if date(serial).is_some() => SerialForm::Date,
            () if FROM_2001_TO_2033.contains(&serial) => SerialForm::UnixTime,
            () => SerialForm::Counter,
        }
    }

    /// The serial after one, at a time in seconds since 1970; 0 where nobody knows the time. It is ahead of the one
    /// before, whatever the clock says.
    pub fn after(self, serial: u32, now: u32) -> u32 {
        let plain = match serial.wrapping_add(1) {
            // RFC 2136 section 4.2 has it so: software takes 0 for none.
            0 => 1,
            next => next,
        };
        let (next, by_clock) = match self {
            SerialForm::Counter => (plain, 0),
            SerialForm::UnixTime => (plain, now),
            // The hundredth change of a day goes to the next day.
            SerialForm::Date => match date(serial).filter(|_| date(plain).is_none()) {
                Some(day) => (time::date(day + 86_400) * 100, time::date(now) * 100),
                None => (plain, time::date(now) * 100),
            },
        };
        let is_ahead = (1..1 << 31).contains(&by_clock.wrapping_sub(serial)) && by_clock > next;
        if now > 0 && is_ahead { by_clock } else { next }
    }
}

/// Seconds since 1970 of the date that a serial is, `YYYYMMDDnn` (RFC 1912 section 2.2), if it is one.
pub fn date(serial: u32) -> Option<u32> {
    let day = serial / 100;
    (19_700_101..=21_001_231).contains(&day).then(|| time::parse(format!("{day}000000").as_bytes())).flatten()
}

/// Whether two SOA records differ in nothing but their serials.
pub(super) fn is_alone(old: &Zone, new: &Zone, rrset: &RrsetChange) -> bool {
    let (&[before], &[after]) = (&rrset.removed[..], &rrset.added[..]) else { return false };
    without_serial(old, before).is_some_and(|before| Some(before) == without_serial(new, after))
}

/// The data of an SOA in wire form, without the serial, which stands before the last four numbers.
fn without_serial(zone: &Zone, soa: RecordId) -> Option<Vec<u8>> {
    let mut data = zone.rdata(soa).wire(true).ok()?;
    let at = data.len().checked_sub(20)?;
    data.drain(at..at + 4);
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u32 = 1_767_225_600;

    #[test]
    fn serials_are_dates_or_times() {
        assert_eq!(date(2026010199), Some(NOW));
        for other in [0, 42, NOW, 2026130101, 2026003201, 4026010101] {
            assert_eq!(date(other), None, "{other}");
        }
        assert_eq!(
            [2026010199, NOW, 42].map(SerialForm::of),
            [SerialForm::Date, SerialForm::UnixTime, SerialForm::Counter]
        );
    }

    #[test]
    fn the_next_serial_has_the_form_of_the_one_before() {
        for (serial, now, next) in [
            (2025123107, NOW, 2026010100),
            (2026010100, NOW, 2026010101),
            (2026010103, NOW, 2026010104),
            (2026010199, NOW, 2026010200),
            (2026013199, NOW, 2026020100),
            (2026123101, NOW, 2026123102),
            (2025123107, 0, 2025123108),
            (NOW - 5, NOW, NOW),
            (NOW, NOW, NOW + 1),
            (NOW + 5, NOW, NOW + 6),
            (NOW - 5, 0, NOW - 4),
            (7, NOW, 8),
            (u32::MAX, NOW, 1),
        ] {
            assert_eq!(SerialForm::of(serial).after(serial, now), next, "{serial}");
        }
    }

    #[test]
    fn a_form_that_is_asked_for_is_taken_on_where_that_is_ahead() {
        assert_eq!(SerialForm::Date.after(42, NOW), 2026010100);
        assert_eq!(SerialForm::UnixTime.after(42, NOW), NOW);
        assert_eq!(SerialForm::Date.after(3_000_000_000, NOW), 3_000_000_001);
        assert_eq!(SerialForm::UnixTime.after(2026010100, NOW), 2026010101, "a lower one would be an old zone");
        assert_eq!(SerialForm::Date.after(u32::MAX, NOW), 2026010100, "serials go round");
    }
}
