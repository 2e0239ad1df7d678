//! How a Dolibarr is reached: address, key, time-outs and bounds.

use std::time::Duration;

use secrecy::SecretString;

/// How a Dolibarr is reached.
#[derive(Clone, Debug)]
pub struct DolibarrOptions {
    /// The address, with or without trailing slash, with or without `/api/index.php`.
    pub url: String,
    /// The API key of the user as whom everything is done.
    pub key: SecretString,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// How long a reading call may take altogether.
    pub read_timeout: Duration,
    /// How long a writing call may take altogether. After it nobody knows what became of the call.
    pub write_timeout: Duration,
    /// How many bytes an answer may have.
    pub body_limit: usize,
    /// How many reads may be under way at once.
    pub parallel_reads: usize,
}

impl DolibarrOptions {
    /// The usual bounds for this address and key.
    #[must_use]
    pub fn new(url: impl Into<String>, key: SecretString) -> Self {
        Self {
            url: url.into(),
            key,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(60),
            write_timeout: Duration::from_secs(120),
            body_limit: 32 * 1024 * 1024,
            parallel_reads: 4,
        }
    }
}
