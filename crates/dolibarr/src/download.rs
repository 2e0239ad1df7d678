//! Files of products, read by folder and name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use passerelle_engine::ports::erp::{Download, ErpError};
use serde::Deserialize;

use crate::explanations;
use crate::read::{LongAnswer, ReadError, Reader};
use crate::resource::DOCUMENTS;

/// Bytes of an answer around the content.
const AROUND: usize = 64 * 1024;

#[derive(Deserialize)]
struct Content {
    content: String,
}

/// A file of a product, if it has no more than `most` bytes.
pub async fn download(reader: &Reader<'_>, path: &str, most: usize) -> Result<Download, ErpError> {
    let query = [("modulepart", "product".to_owned()), ("original_file", path.to_owned())];
    // In JSON each slash of base64 has another one before it.
    let limit = most.saturating_mul(2).saturating_add(AROUND);
    match reader.get_long(DOCUMENTS, "/documents/download", &query, limit).await {
        Ok(LongAnswer::Body(body)) => {
            let content = serde_json::from_slice::<Content>(&body).ok();
            drop(body);
            let bytes = content.and_then(|it| STANDARD.decode(it.content.as_bytes()).ok());
            let bytes = bytes.ok_or_else(|| ErpError::Unavailable {
                explanation: explanations::answer_unreadable(DOCUMENTS.word()),
                retry_after: None,
            })?;
            Ok(if bytes.len() > most { Download::Longer } else { Download::Bytes(Bytes::from(bytes)) })
        }
        Ok(LongAnswer::None) => Ok(Download::Absent),
        Ok(LongAnswer::Longer) => Ok(Download::Longer),
        Err(error) => Err(ReadError::into(error)),
    }
}
