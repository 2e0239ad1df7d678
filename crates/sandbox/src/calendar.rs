//! Seconds to civil dates and back, and the Paris clock, without a time zone database.

/// A civil date and time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) second: i64,
}

/// Seconds of one day.
pub(crate) const DAY: i64 = 86_400;

/// The civil date of a number of seconds since 1970.
pub(crate) fn civil(seconds: i64) -> Civil {
    let days = seconds.div_euclid(DAY);
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    Civil { year, month, day, second: seconds.rem_euclid(DAY) }
}

/// The seconds since 1970 of a civil date.
pub(crate) fn seconds(year: i64, month: i64, day: i64, second: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (month + 9) % 12;
    let doy = (153 * mp + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    (era * 146_097 + doe - 719_468) * DAY + second
}

/// `YYYY-MM-DD HH:MM:SS`.
pub(crate) fn stamp(value: i64) -> String {
    let c = civil(value);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        c.year,
        c.month,
        c.day,
        c.second / 3_600,
        c.second / 60 % 60,
        c.second % 60
    )
}

/// `YYYY-MM-DD`.
pub(crate) fn day(value: i64) -> String {
    let c = civil(value);
    format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
}

/// Reads `YYYY-MM-DD`, with or without a time of day after it.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let time = match (number(11..13), number(14..16), number(17..19)) {
        (Some(h), Some(m), Some(s)) => h * 3_600 + m * 60 + s,
        (Some(h), Some(m), None) => h * 3_600 + m * 60,
        _ => 0,
    };
    Some(seconds(year, month, day, time))
}

/// What Paris adds to UTC at that instant (the European rule since 1996).
pub(crate) fn paris_offset(utc: i64) -> i64 {
    let year = civil(utc).year;
    let last_sunday = |month: i64| {
        let last = seconds(year, month, 31, 3_600);
        // 1970-01-01 was a Thursday: day number 3 of a week which begins on Monday.
        let weekday = (last.div_euclid(DAY) + 3).rem_euclid(7);
        last - (weekday + 1) % 7 * DAY
    };
    if utc >= last_sunday(3) && utc < last_sunday(10) { 7_200 } else { 3_600 }
}

/// The Paris wall clock of an instant, as if it were UTC seconds.
pub(crate) fn paris(utc: i64) -> i64 {
    utc + paris_offset(utc)
}

/// The instant of midnight in Paris of the day on which `utc` falls there.
pub(crate) fn paris_midnight(utc: i64) -> i64 {
    let local = paris(utc);
    from_paris(local - local.rem_euclid(DAY))
}

/// The instant at which the Paris wall clock shows `local`.
pub(crate) fn from_paris(local: i64) -> i64 {
    local - paris_offset(local - 3_600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for value in [0, 951_782_400, 1_795_422_534, 1_709_164_799, -86_400] {
            assert_eq!(parse(&stamp(value)), Some(value));
        }
        assert_eq!(stamp(1_795_422_534), "2026-11-23 08:28:54");
    }

    #[test]
    fn paris_midnight_is_what_was_recorded() {
        // Recorded: an order of 2026-11-23 reads back as 1795388400; 23:30 in Paris on the 22nd stays on the 22nd.
        assert_eq!(paris_midnight(1_795_422_534), 1_795_388_400);
        assert_eq!(paris_midnight(1_795_386_600), 1_795_388_400 - DAY);
        assert_eq!(paris_offset(seconds(2026, 7, 1, 0)), 7_200);
        assert_eq!(paris_offset(seconds(2026, 3, 29, 3_600)), 7_200);
        assert_eq!(paris_offset(seconds(2026, 10, 25, 3_600)), 3_600);
    }
}
