//! Days as Dolibarr takes them.

use jiff::Timestamp;
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;

/// A moment of this day as Unix seconds, for the fields that take no text.
///
/// Dolibarr cuts it to a day in its own time zone. 10:30 UTC is the same day everywhere from 10 hours west (Tahiti,
/// Hawaii) to 13 hours east (Wallis, Auckland in summer); noon would be tomorrow in the latter.
#[must_use]
pub fn of_day(day: Date) -> Option<i64> {
    TimeZone::UTC.to_timestamp(day.to_datetime(time(10, 30, 0, 0))).ok().map(|at| at.as_second())
}

/// The day that begins at this moment where Dolibarr is, from 10 hours west to 13 hours east.
#[must_use]
pub fn day_of_midnight(seconds: i64) -> Option<Date> {
    let at = Timestamp::from_second(seconds.checked_add(13 * 3_600)?).ok()?;
    (seconds != 0).then(|| TimeZone::UTC.to_datetime(at).date())
}

/// The day at the beginning of a text such as `2026-11-20 13:00:00`.
#[must_use]
pub fn day_of(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_moments() {
        assert_eq!(of_day("2026-10-31".parse().unwrap()), Some(1_793_442_600));
        assert_eq!(day_of("2026-11-20 13:00:00"), "2026-11-20".parse().ok());
        let day = |text: &str| text.parse().ok();
        // Midnight in Paris, in Martinique, in Auckland in summer, and UTC.
        assert_eq!(day_of_midnight(1_795_388_400), day("2026-11-23"));
        assert_eq!(day_of_midnight(1_795_406_400), day("2026-11-23"));
        assert_eq!(day_of_midnight(1_795_345_200), day("2026-11-23"));
        assert_eq!(day_of_midnight(1_795_392_000), day("2026-11-23"));
        assert_eq!(day_of_midnight(0), None);
        assert_eq!(day_of(""), None);
        assert_eq!(day_of("20é6-11-20"), None);
    }
}
