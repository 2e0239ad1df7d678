//! The adaptive limit of parallel calls: one more after each full round that went well, half after trouble.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many calls of the parallel lane may be under way.
#[derive(Debug)]
pub(crate) struct AdaptiveLimit {
    now: AtomicUsize,
    good: AtomicUsize,
    most: usize,
}

impl AdaptiveLimit {
    pub(crate) fn new(start: usize, most: usize) -> Self {
        let most = most.max(1);
        Self { now: AtomicUsize::new(start.clamp(1, most)), good: AtomicUsize::new(0), most }
    }

    pub(crate) fn now(&self) -> usize {
        self.now.load(Ordering::Relaxed)
    }

    /// A call went well.
    pub(crate) fn good(&self) {
        let good = self.good.fetch_add(1, Ordering::Relaxed) + 1;
        // A round is as many good calls as may be under way, times eight so that it climbs gently.
        if good >= self.now() * 8 {
            self.good.store(0, Ordering::Relaxed);
            let next = (self.now() + 1).min(self.most);
            self.now.store(next, Ordering::Relaxed);
        }
    }

    /// A call was throttled, rolled back or lost.
    pub(crate) fn trouble(&self) {
        self.good.store(0, Ordering::Relaxed);
        self.now.store((self.now() / 2).max(1), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbs_slowly_and_halves_at_once() {
        let limit = AdaptiveLimit::new(2, 4);
        for _ in 0..16 {
            limit.good();
        }
        assert_eq!(limit.now(), 3);
        for _ in 0..1_000 {
            limit.good();
        }
        assert_eq!(limit.now(), 4);
        limit.trouble();
        assert_eq!(limit.now(), 2);
        limit.trouble();
        limit.trouble();
        assert_eq!(limit.now(), 1);
    }
}
