//! The numbers of the webservice's errors, from JSON or XML.

use serde::Deserialize;

use crate::wire::Id;

/// At most this many are read.
const MOST: usize = 16;

#[derive(Deserialize)]
struct Errors {
    errors: Vec<Error>,
}

#[derive(Deserialize)]
struct Error {
    code: Id,
}

/// The numbers in `{"errors":[{"code":21}]}` or `<code><![CDATA[21]]></code>`; none in any other text.
pub(crate) fn error_codes(body: &[u8]) -> Vec<u32> {
    if let Ok(errors) = serde_json::from_slice::<Errors>(body) {
        return errors
            .errors
            .iter()
            .take(MOST)
            .filter_map(|error| u32::try_from(error.code.0).ok())
            .collect();
    }
    let text = String::from_utf8_lossy(body);
    text.split("<code>")
        .skip(1)
        .take(MOST)
        .filter_map(|rest| rest.split("</code>").next())
        .filter_map(|code| {
            code.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().parse().ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_both_formats() {
        assert_eq!(error_codes(br#"{"errors":[{"code":20,"message":"a"},{"code":"21"}]}"#), [20, 21]);
        assert_eq!(error_codes(b"<errors><error>\n<code><![CDATA[25]]></code>"), [25]);
        assert_eq!(error_codes(b"<code>7</code>"), [7]);
        assert!(error_codes(b"401 Unauthorized").is_empty());
        assert!(error_codes(b"").is_empty());
    }
}
