//! What came back over the wire, before anybody understood it.

use bytes::Bytes;

/// One HTTP answer, whole and bounded.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type` says JSON.
    pub says_json: bool,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// `Location`, without its query.
    pub location: Option<String>,
    /// The body.
    pub body: Bytes,
}
