//! What kind of Dolibarr is run.

use std::time::Duration;

/// The Dolibarr whose behaviour is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErpVersion {
    /// 17.0.1: empty lists are 404, missing rights 401.
    V17,
    /// 20.0.0-alpha.
    V20,
    /// 23.0.0-beta: what is sent is sanitised, missing rights are 403, products off sale hold orders up.
    V23,
}

impl ErpVersion {
    /// The version Dolibarr tells about itself.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::V17 => "17.0.1",
            Self::V20 => "20.0.0-alpha",
            Self::V23 => "23.0.0-beta",
        }
    }
}

/// How to run a sandbox Dolibarr.
#[derive(Debug, Clone)]
pub struct ErpOptions {
    /// The Dolibarr to be like.
    pub version: ErpVersion,
    /// The DOLAPIKEY with every right.
    pub key: String,
    /// The clock when it starts, in Unix seconds; each write moves it by one second.
    pub now: i64,
    /// Text columns hold no 4-byte characters: emoji are refused.
    pub utf8mb3: bool,
    /// A failing call with `Accept-Encoding: gzip` gets a body that says gzip and is not.
    pub broken_gzip: bool,
    /// PHP does not hold its output back: on 23 a page about SQL then has status 202, and a module that is off 200.
    pub unbuffered: bool,
    /// How long each write takes.
    pub write_time: Duration,
    /// How long each read takes.
    pub read_time: Duration,
    /// How long a wrong key is kept waiting.
    pub wrong_key_delay: Duration,
    /// The port to listen on; 0 for any.
    pub port: u16,
}

impl Default for ErpOptions {
    fn default() -> Self {
        Self {
            version: ErpVersion::V20,
            key: "sandboxdolapikey0000000000000001".to_owned(),
            // 2026-11-23 09:30:00 in Paris
            now: 1_795_422_600,
            utf8mb3: true,
            broken_gzip: false,
            unbuffered: false,
            write_time: Duration::ZERO,
            read_time: Duration::ZERO,
            wrong_key_delay: Duration::from_secs(1),
            port: 0,
        }
    }
}
