//! The address of a shop's webservice.

use url::Url;

/// `…/api/`, always with a slash at its end.
#[derive(Clone, Debug)]
pub(crate) struct Base(Url);

/// A text that cannot be the address of a shop.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the http or https address of a shop")]
pub(crate) struct NotAnAddress;

impl Base {
    /// Reads an address as persons write it: with or without `/api`, with or without a slash at the end.
    pub(crate) fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let mut url = Url::parse(text.trim()).map_err(|_| NotAnAddress)?;
        let web = matches!(url.scheme(), "http" | "https");
        if !web || url.host_str().is_none() || !url.username().is_empty() || url.password().is_some() {
            return Err(NotAnAddress);
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/');
        let path = path.strip_suffix("/api").unwrap_or(path).to_owned();
        url.set_path(&format!("{path}/api/"));
        Ok(Self(url))
    }

    /// The webservice's root.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Host name or address.
    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port, given or usual.
    pub(crate) fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }
}

/// `scheme://host:port/path`, without query or user: fit to be shown.
pub(crate) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_persons_write_them() {
        for text in ["http://h:81/s", "http://h:81/s/", "http://h:81/s/api", " http://h:81/s/api/?x=1#y "] {
            assert_eq!(Base::parse(text).unwrap().url().as_str(), "http://h:81/s/api/", "{text}");
        }
        assert_eq!(Base::parse("https://shop.example").unwrap().port(), 443);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "shop.example", "ftp://shop.example", "https://key@shop.example", "http://"] {
            assert!(Base::parse(text).is_err(), "{text}");
        }
    }
}
