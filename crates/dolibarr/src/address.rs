//! The address of a Dolibarr's REST API, whatever form a person typed it in.

use passerelle_core::explain::Explanation;
use url::Url;

use crate::explanations;

/// The part of the path that every REST address has.
const ENTRY: &str = "api/index.php";

/// The address of a Dolibarr's REST API.
#[derive(Clone, Debug)]
pub struct ApiAddress {
    base: Url,
}

impl ApiAddress {
    /// Reads an address with or without trailing slash, with or without `/api/index.php`.
    pub fn parse(text: &str) -> Result<Self, Explanation> {
        let invalid = || explanations::address_invalid(text);
        let mut base = Url::parse(text.trim()).map_err(|_| invalid())?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none_or(str::is_empty) {
            return Err(invalid());
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(explanations::address_with_password(base.host_str().unwrap_or_default()));
        }
        base.set_query(None);
        base.set_fragment(None);
        let path = base.path().trim_end_matches('/');
        let root = path
            .strip_suffix(ENTRY)
            .or_else(|| path.strip_suffix("index.php"))
            .or_else(|| path.strip_suffix("api"))
            .filter(|root| root.ends_with('/'))
            .unwrap_or(path)
            .trim_end_matches('/')
            .to_owned();
        base.set_path(&format!("{root}/{ENTRY}"));
        Ok(Self { base })
    }

    /// The host and port, for messages.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        match self.base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The address of `path` (beginning with a slash) with these query parameters.
    #[must_use]
    pub fn join(&self, path: &str, query: &[(&str, String)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query.iter().map(|(name, value)| (*name, value.as_str())));
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_is_accepted() {
        for (text, expected) in [
            ("http://erp.test", "http://erp.test/api/index.php/status"),
            ("http://erp.test/", "http://erp.test/api/index.php/status"),
            (
                "https://erp.test:8443/dolibarr/htdocs/",
                "https://erp.test:8443/dolibarr/htdocs/api/index.php/status",
            ),
            ("http://erp.test/api/index.php", "http://erp.test/api/index.php/status"),
            ("http://erp.test/api/index.php/", "http://erp.test/api/index.php/status"),
            ("http://erp.test/api/", "http://erp.test/api/index.php/status"),
            ("http://erp.test/index.php?mainmenu=home#x", "http://erp.test/api/index.php/status"),
            (" http://erp.test/myapi ", "http://erp.test/myapi/api/index.php/status"),
        ] {
            let address = ApiAddress::parse(text).unwrap();
            assert_eq!(address.join("/status", &[]).as_str(), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "erp.test", "ftp://erp.test", "http://", "http://me:secret@erp.test/"] {
            assert!(ApiAddress::parse(text).is_err(), "{text}");
        }
    }
}
