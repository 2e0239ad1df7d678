//! The jobs that this worker holds, so that their leases can be prolonged and they can be given back.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use passerelle_core::key::Key;

/// Keys and fences of the jobs held.
#[derive(Debug, Default)]
pub(crate) struct Held {
    jobs: Mutex<HashMap<Key, u64>>,
}

impl Held {
    pub(crate) fn add(&self, key: &Key, fence: u64) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), fence);
    }

    pub(crate) fn remove(&self, key: &Key) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    pub(crate) fn all(&self) -> Vec<(Key, u64)> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().map(|(key, fence)| (key.clone(), *fence)).collect()
    }
}
