//! Refusals of the REST API, with the shapes they have.

use super::options::ErpVersion;
use crate::json::Json;
use crate::server::Answer;

/// JSON's content type here.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
    /// Shown as "0", "1"... beside the message; `None` is null.
    pub(crate) details: Vec<Option<String>>,
    /// An HTML text with the SQL error comes before the JSON.
    pub(crate) html: Option<String>,
    source: &'static str,
    /// The answer is held back for a while (a wrong key).
    pub(crate) late: bool,
}

fn phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), details: Vec::new(), html: None, source: "call", late: false }
    }

    pub(crate) fn route(status: u16) -> Self {
        Self { source: "route", ..Self::new(status, "") }
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(404, format!("{what} not found"))
    }

    /// 500 with Dolibarr's own error words.
    pub(crate) fn creating(what: &str, details: &[&str]) -> Self {
        let details = details.iter().map(|d| Some((*d).to_owned())).collect();
        Self { details, ..Self::new(500, what) }
    }

    /// 500 with details of which the first is null.
    pub(crate) fn failing(what: &str, detail: Option<String>) -> Self {
        let details = std::iter::once(None).chain(detail.map(Some)).collect();
        Self { details, ..Self::new(500, what) }
    }

    pub(crate) fn with_html(mut self, sql: impl Into<String>) -> Self {
        self.html = Some(sql.into());
        self
    }

    pub(crate) fn required(field: &str) -> Self {
        Self { source: "validate", ..Self::new(400, format!("`{field}` is required.")) }
    }

    pub(crate) fn answer(&self, version: ErpVersion, debug: bool, now: i64) -> Answer {
        if self.status == 304 {
            return Answer::new(304, "", "");
        }
        let message = match self.message.as_str() {
            "" => phrase(self.status).to_owned(),
            text => format!("{}: {text}", phrase(self.status)),
        };
        let mut error =
            vec![("code".into(), Json::Int(i64::from(self.status))), ("message".into(), Json::Text(message))];
        for (index, detail) in self.details.iter().enumerate() {
            error.push((index.to_string().into(), Json::optional(detail.as_deref())));
        }
        let mut body = vec![("error".into(), Json::Object(error))];
        if debug {
            let (success, failure): (&[&str], &[&str]) = match self.source {
                "route" => (&["get"], &["route", "negotiate", "message"]),
                "validate" => (&["get", "route", "negotiate", "authenticate"], &["validate", "message"]),
                "authenticate" => (&["get", "route", "negotiate"], &["authenticate", "message"]),
                _ => (&["get", "route", "negotiate", "authenticate", "validate"], &["call", "message"]),
            };
            let list = |names: &[&str]| Json::List(names.iter().map(|n| Json::text(*n)).collect());
            let stages = Json::object([("success", list(success)), ("failure", list(failure))]);
            let source = format!("sandbox.class.php:1 at {} stage", self.source);
            body.push(("debug".into(), Json::object([("source", Json::Text(source)), ("stages", stages)])));
        }
        let json = Json::Object(body).to_pretty();
        let text = match &self.html {
            Some(sql) => format!("{}{json}", technical(version, sql, now)),
            None => json,
        };
        Answer::new(self.status, JSON, text)
    }

    pub(crate) fn late(mut self) -> Self {
        self.late = true;
        self
    }

    pub(crate) fn authenticate(message: impl Into<String>) -> Self {
        Self { source: "authenticate", ..Self::new(401, message) }
    }
}

/// What the text says where no statement of the database failed.
pub(crate) const NO_REQUEST: &str = "No request in error";

/// The text Dolibarr shows of a technical error.
pub(crate) fn technical(version: ErpVersion, sql: &str, now: i64) -> String {
    let date: String =
        crate::calendar::stamp(crate::calendar::paris(now)).chars().filter(char::is_ascii_digit).collect();
    let code = if sql == NO_REQUEST { NO_REQUEST } else { "DB_ERROR_RECORD_ALREADY_EXISTS" };
    format!(
        "Dolibarr has detected a technical error.<br>\nThis information can be useful for diagnostic purposes (you can set option $dolibarr_main_prod to '1' to hide sensitive information):<br>\n<b>Date:</b> {date}<br>\n<b>Dolibarr:</b> {} - https://www.dolibarr.org<br>\n<b>Level of features:</b> 0<br>\n<b>PHP:</b> 8.2.36<br>\n<b>Server:</b> nginx/1.22.1<br>\n<br>\n<b>Requested Url:</b> /api/index.php<br>\n<br>\n<b>Database type manager:</b> mysqli<br>\n<b>Return code for last access in error:</b> {code}<br>\n<b>Information for last access in error:</b> {sql}<br>\n<br>\n",
        version.number()
    )
}
