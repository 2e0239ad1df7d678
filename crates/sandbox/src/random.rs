//! A seeded source of choices: the same seed gives the same shop and the same faults on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A deterministic generator with the few draws the sandbox needs.
#[derive(Debug, Clone)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// A generator of its own for one purpose, so that adding draws to one part does not move the others.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        dice.set_stream(purpose);
        Self(dice)
    }

    /// A number below `limit` (0 when the limit is 0).
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        if limit == 0 {
            return 0;
        }
        let wide = u64::from(self.0.next_u32()) * u64::from(limit);
        (wide >> 32) as u32
    }

    /// A number of the inclusive range.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True for about `percent` draws in a hundred.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of the values; the lists given are never empty.
    pub(crate) fn pick<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        let index = self.below(u32::try_from(values.len()).unwrap_or(u32::MAX)) as usize;
        &values[index]
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn hex16(&mut self) -> String {
        format!("{:016x}", self.0.next_u64())
    }
}
