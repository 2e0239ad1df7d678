//! An error in Dolibarr's own words: the JSON body, its details under the keys "0", "1"…, and the SQL text before it.

use serde_json::Value;

/// How much of the text before the JSON is kept: its end, where the database's words are, behind the whole SQL.
const NOISE_LIMIT: usize = 4 * 1024;

/// An error in Dolibarr's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationError {
    /// HTTP status.
    pub status: u16,
    /// `message`, without the words of the status before the colon.
    pub message: String,
    /// The details, empty ones left out.
    pub details: Vec<String>,
    /// It arose when the key was checked, before anything was looked at.
    pub at_login: bool,
    /// Text that stood before the JSON.
    noise: String,
}

impl ApplicationError {
    /// Reads `{"error":{"code":…,"message":…,"0":…}}`.
    #[must_use]
    pub fn read(status: u16, value: &Value, before: &str) -> Option<Self> {
        let error = value.get("error")?.as_object()?;
        let code = error.get("code")?.as_u64()?;
        let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
        let message = message.split_once(": ").map_or("", |(_, rest)| rest).trim();
        let details = (0..10)
            .filter_map(|index: u8| error.get(&index.to_string()).and_then(Value::as_str))
            .filter(|detail| !detail.trim().is_empty())
            .map(str::to_owned)
            .collect();
        let status = if status < 400 { u16::try_from(code).unwrap_or(500) } else { status };
        let at_login = value.get("debug").and_then(|debug| debug.get("source")).and_then(Value::as_str);
        let at_login = at_login.is_some_and(|source| source.contains("at authenticate stage"));
        let mut start = before.len().saturating_sub(NOISE_LIMIT);
        while !before.is_char_boundary(start) {
            start += 1;
        }
        let noise = before.get(start..).unwrap_or_default().to_owned();
        Some(Self { status, message: message.to_owned(), details, at_login, noise })
    }

    /// True when one of `words` stands in the message or a detail, whatever the case.
    #[must_use]
    pub fn says(&self, words: &[&str]) -> bool {
        std::iter::once(&self.message).chain(&self.details).any(|text| holds(text, words))
    }

    /// True when one of `words` stands anywhere: what a database says is sometimes only in the text before the JSON.
    #[must_use]
    pub fn database_says(&self, words: &[&str]) -> bool {
        self.says(words) || holds(&self.noise, words)
    }

    /// True when a database spoke, not Dolibarr.
    #[must_use]
    pub fn is_sql(&self) -> bool {
        self.database_says(&[
            "data too long",
            "cannot add or update",
            "incorrect string value",
            "illegal mix of collations",
            "incorrect date value",
            "incorrect decimal value",
            "incorrect integer value",
            "unknown column",
            "sql syntax",
            "out of range value",
            "doesn't have a default",
            "cannot be null",
            "db_error",
            "technical error",
            "sqlstate",
        ])
    }

    /// The most telling text, for a person: on one line, short, and without quoted values, which may be personal.
    #[must_use]
    pub fn detail(&self) -> String {
        let text = self.details.first().unwrap_or(&self.message);
        let mut words = String::new();
        let mut quoted = false;
        for c in text.chars().filter(|c| !c.is_control()) {
            if matches!(c, '\'' | '"') {
                quoted = !quoted;
                words.push(if quoted { '…' } else { ' ' });
            } else if !quoted {
                words.push(c);
            }
        }
        let words: Vec<&str> = words.split_whitespace().filter(|word| !word.contains('@')).collect();
        words.join(" ").chars().take(120).collect()
    }

    /// The column that an SQL error names.
    #[must_use]
    pub fn column(&self) -> Option<String> {
        let texts = self.details.iter().chain([&self.message, &self.noise]);
        texts.filter_map(|text| column_of(text)).next()
    }
}

fn holds(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// `label` in "… for column `db`.`llx_product`.`label` at row 1", `nom` in "… for column 'nom' at row 1".
fn column_of(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("column ")?;
    let name = rest.split(" at row").next()?;
    let name = name.rsplit('.').next()?.trim_matches(['`', '\'', '"', ' ']);
    let plain =
        !name.is_empty() && name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain.then(|| name.to_owned())
}
