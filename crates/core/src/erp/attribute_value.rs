//! References and texts of attributes and values as Dolibarr stores them.

/// The `ref` that stands for an external reference: Dolibarr writes references of attributes and values in capitals.
#[must_use]
pub fn stored_attribute_reference(reference: &str) -> String {
    reference.to_ascii_uppercase()
}

/// The `value` for a text: `0` counts as none and is refused, so a space that cannot be seen follows it.
#[must_use]
pub fn stored_attribute_value(text: &str) -> String {
    if text == "0" { "0\u{a0}".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_of_zero_can_be_stored() {
        assert_eq!(stored_attribute_value("0"), "0\u{a0}");
        assert_eq!(stored_attribute_value("0.5"), "0.5");
        assert_eq!(stored_attribute_reference("ps1-attributevalue-3"), "PS1-ATTRIBUTEVALUE-3");
    }
}
