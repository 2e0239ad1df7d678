//! What an answer that is no success means.

use passerelle_core::explain::Explanation;
use url::Url;

use super::error::CallError;
use super::error_codes::error_codes;
use crate::base::{Base, shown};

/// The parts of an answer that say what it means.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict<'a> {
    /// HTTP status.
    pub status: u16,
    /// `PSWS-Version` or `X-Powered-By: PrestaShop Webservice` was there.
    pub from_webservice: bool,
    /// `Location`.
    pub location: Option<&'a str>,
    /// `WWW-Authenticate`.
    pub realm: Option<&'a str>,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: &'a [u8],
}

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The resource; empty for the root.
    pub resource: &'static str,
    /// The multishop's shop, when one was chosen.
    pub shop_id: Option<u64>,
    /// Where.
    pub base: &'a Base,
}

impl Verdict<'_> {
    /// The error that this answer is; none for a success.
    pub(crate) fn error(&self, asked: Asked<'_>) -> Option<CallError> {
        let codes = error_codes(self.body);
        let has = |code: u32| codes.contains(&code);
        let plain = |id: &str| Explanation::new(id).with("status", self.status);
        Some(match self.status {
            200 => return None,
            _ if has(132) => CallError::Refused(key_not_for_shop(asked)),
            _ if has(22) => CallError::Refused(Explanation::new("shop-webservice-off")),
            300..=399 => CallError::Refused(self.redirect(asked)),
            400 if has(35) => CallError::UnknownField(api_error(asked, self.status, &codes)),
            401 => self.unauthorised(asked, &codes),
            403 => CallError::Refused(plain("shop-forbidden")),
            404 if has(999) => CallError::Refused(unknown_shop(asked)),
            404 if self.from_webservice => CallError::NoSuchThing,
            404 => CallError::Refused(plain("shop-no-webservice-here")),
            405 if has(25) => CallError::NoRight(asked.resource.to_owned(), "GET"),
            414 => CallError::Refused(Explanation::new("shop-url-too-long").with("resource", asked.resource)),
            429 => self.passing(plain("shop-too-many-calls"), false),
            503 => self.passing(plain("shop-maintenance"), false),
            502 | 504 => self.passing(plain("shop-gateway-error"), true),
            // PrestaShop hands PHP's own errors out as codes 2 to 15.
            500 if codes.iter().all(|code| (2..=15).contains(code)) => {
                CallError::Crashed(plain("shop-crashed").with("resource", asked.resource))
            }
            _ if !codes.is_empty() => CallError::Refused(api_error(asked, self.status, &codes)),
            500..=599 => self.passing(plain("shop-crashed").with("resource", asked.resource), true),
            _ => CallError::Refused(plain("shop-not-a-prestashop")),
        })
    }

    /// 401 has four causes; a wrong and an inactive key cannot be told apart.
    fn unauthorised(&self, asked: Asked<'_>, codes: &[u32]) -> CallError {
        let has = |code: u32| codes.contains(&code);
        if has(26) {
            return CallError::NoRight(asked.resource.to_owned(), "GET");
        }
        let ours =
            self.from_webservice || self.realm.is_some_and(|realm| realm.contains("PrestaShop Webservice"));
        let id = match codes {
            _ if has(18) || has(17) => "shop-key-malformed",
            _ if has(20) || has(21) => "shop-key-refused",
            // The web server did not hand the `Authorization` header to PHP.
            _ if has(16) || ours => "shop-key-not-forwarded",
            _ => "shop-password-protected",
        };
        CallError::Refused(Explanation::new(id))
    }

    /// An unknown `id_shop` is sent to the front page; anything else says where the shop really is.
    fn redirect(&self, asked: Asked<'_>) -> Explanation {
        let target = self.location.and_then(|location| asked.base.url().join(location).ok());
        let to_front = |target: &Url| {
            target.host_str() == asked.base.url().host_str()
                && target.port_or_known_default() == asked.base.url().port_or_known_default()
                && !target.path().contains("/api")
        };
        if asked.shop_id.is_some() && target.as_ref().is_some_and(to_front) {
            return unknown_shop(asked);
        }
        let to = target.as_ref().map(shown).unwrap_or_default();
        Explanation::new("shop-redirects").with("from", shown(asked.base.url())).with("to", to)
    }

    fn passing(&self, explanation: Explanation, again: bool) -> CallError {
        let again = again && self.retry_after.is_none();
        CallError::Passing { explanation, retry_after: self.retry_after, again }
    }
}

fn shop_number(asked: Asked<'_>) -> String {
    asked.shop_id.map(|id| id.to_string()).unwrap_or_default()
}

fn key_not_for_shop(asked: Asked<'_>) -> Explanation {
    match asked.shop_id {
        Some(shop) => Explanation::new("shop-key-not-for-shop").with("shop", shop),
        None => Explanation::new("shop-key-not-for-address"),
    }
}

fn unknown_shop(asked: Asked<'_>) -> Explanation {
    Explanation::new("shop-unknown-shop-id").with("shop", shop_number(asked)).with("available", "?")
}

/// The webservice's own error, by number: its text may hold values.
fn api_error(asked: Asked<'_>, status: u16, codes: &[u32]) -> Explanation {
    let codes: Vec<String> = codes.iter().map(u32::to_string).collect();
    Explanation::new("shop-webservice-error")
        .with("resource", asked.resource)
        .with("status", status)
        .with("code", codes.join(", "))
}
