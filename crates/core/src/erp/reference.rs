//! Product references as Dolibarr stores them.

/// The reference that Dolibarr stores when `text` is sent as a product's `ref`.
#[must_use]
pub fn stored_product_reference(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '<' | '>' | '/' | '\\' | '?' | '*' | '|' | '"' | ':' | '°' | '$' | ';' | '`' | ' ' => '_',
            other => other,
        })
        .collect()
}
