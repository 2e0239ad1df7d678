//! Decoding of answers of real shops, PrestaShop 8.2 and 9.1.

mod documents;
mod rows;

/// The bytes of a recorded answer, for both versions.
macro_rules! recorded {
    ($file:literal) => {
        [
            include_bytes!(concat!("../../tests/recordings/8.2/", $file)).as_slice(),
            include_bytes!(concat!("../../tests/recordings/9.1/", $file)).as_slice(),
        ]
    };
}
use recorded;

use crate::rows::{Row, decode, envelope};

/// All rows of a recorded answer; fails when one cannot be decoded.
fn rows<T: Row>(body: &[u8]) -> Vec<T> {
    let raw = envelope::rows(body, T::KEY).expect("a list");
    let (rows, bad) = decode::<T>(&raw);
    let fields: Vec<&str> = bad.iter().map(|row| row.field.as_str()).collect();
    assert!(fields.is_empty(), "{}: {fields:?}", T::RESOURCE);
    rows
}
