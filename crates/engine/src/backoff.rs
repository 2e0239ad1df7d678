//! How long to wait after a failed attempt.

use std::time::Duration;

/// Attempts after which a document that keeps failing is left alone until something changes.
pub(crate) const MOST_ATTEMPTS: u32 = 8;

/// The pause after the given number of failed attempts in a row: doubling from 2 seconds up to 5 minutes.
pub(crate) fn pause(attempts: u32) -> Duration {
    let seconds = 1_u64.checked_shl(attempts.saturating_add(1)).unwrap_or(u64::MAX);
    Duration::from_secs(seconds.clamp(2, 300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let seconds: Vec<u64> = (0..10).map(|attempts| pause(attempts).as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(pause(u32::MAX).as_secs(), 300);
    }
}
