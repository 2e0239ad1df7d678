//! The body of an upload: JSON with the bytes in base64, which are encoded piece by piece while they are sent. So a file is held
//! once, as it came.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use serde_json::json;

/// Bytes encoded at once; a multiple of three, so that the pieces fit together.
const PIECE: usize = 48 * 1024;

/// The body of an upload into the folder of the product with this reference.
#[derive(Debug)]
pub struct Upload {
    head: Bytes,
    content: Bytes,
    tail: Bytes,
}

impl Upload {
    /// The body for a file of this name.
    #[must_use]
    pub fn new(reference: &str, name: &str, content: Bytes) -> Self {
        let fields = json!({
            "filename": name,
            "modulepart": "product",
            "ref": reference,
            "fileencoding": "base64",
            "overwriteifexists": 1,
            "createdirifnotexists": 1,
        })
        .to_string();
        let head = format!("{},\"filecontent\":\"", fields.trim_end_matches('}'));
        Self { head: head.into(), content, tail: Bytes::from_static(b"\"}") }
    }

    /// How long it is.
    #[must_use]
    pub fn length(&self) -> u64 {
        (self.head.len() + self.content.len().div_ceil(3) * 4 + self.tail.len()) as u64
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.get_mut();
        let next = if !this.head.is_empty() {
            std::mem::take(&mut this.head)
        } else if !this.content.is_empty() {
            let piece = this.content.split_to(PIECE.min(this.content.len()));
            STANDARD.encode(piece).into()
        } else if !this.tail.is_empty() {
            std::mem::take(&mut this.tail)
        } else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(Ok(Frame::data(next))))
    }

    fn is_end_stream(&self) -> bool {
        self.head.is_empty() && self.content.is_empty() && self.tail.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(mut body: Upload) -> Vec<u8> {
        let mut all = Vec::new();
        let mut context = Context::from_waker(std::task::Waker::noop());
        while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) {
            all.extend_from_slice(frame.data_ref().unwrap());
        }
        all
    }

    #[test]
    fn pieces_make_one_json_document_of_the_announced_length() {
        for length in [0, 1, 2, 3, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2] {
            let content: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let body = Upload::new("A\"1", "x.png", Bytes::from(content.clone()));
            let announced = body.length();
            let sent = whole(body);
            assert_eq!(sent.len() as u64, announced);
            let value: serde_json::Value = serde_json::from_slice(&sent).unwrap();
            assert_eq!(value["ref"], "A\"1");
            assert_eq!(value["filename"], "x.png");
            assert_eq!(STANDARD.decode(value["filecontent"].as_str().unwrap()).unwrap(), content);
        }
    }
}
