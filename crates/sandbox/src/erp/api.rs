//! The REST API's front: the firewall, the keys, the modules, the routes.

use std::time::Duration;

use serde_json::{Map, Value};

use super::context::{Context, Outcome};
use super::data::ErpData;
use super::list::parameter;
use super::options::ErpVersion;
use super::refusal::{JSON, Refusal, technical};
use super::{ErpSystem, categories, files, invoices, orders, parties, products, sanitized, setup, stock};
use crate::overlap::Lane;
use crate::server::{Answer, Call, System, decode, query_pairs};

const ROOT: &str = "/api/index.php/";

/// The module each resource needs.
const MODULES: &[(&str, &str)] = &[
    ("products", "product"),
    ("thirdparties", "societe"),
    ("contacts", "societe"),
    ("categories", "categorie"),
    ("orders", "commande"),
    ("invoices", "facture"),
    ("paiements", "facture"),
    ("warehouses", "stock"),
    ("stockmovements", "stock"),
    ("bankaccounts", "banque"),
    ("multicurrencies", "multicurrency"),
    ("documents", "api"),
    ("setup", "api"),
    ("status", "api"),
    ("login", "api"),
];

impl System for ErpSystem {
    fn answer(&self, call: &Call) -> Answer {
        let mut data = self.lock();
        self.guarded(&mut data, call)
            .with("access-control-allow-origin", "*")
            .with("cache-control", "no-cache, must-revalidate")
            .with("expires", "0")
            .with("x-powered-by", "Luracast Restler v3.1.0")
    }

    fn lane(&self, call: &Call) -> Option<Lane> {
        // Contacts of documents bear parallel calls: 2,529 links beside validations on a real Dolibarr 20, none failed.
        if !call.is_write() || call.path.contains("/contact/") {
            return None;
        }
        match self.resource(call).as_str() {
            "orders" | "invoices" => Some("documents"),
            "thirdparties" => Some("thirdparties"),
            "stockmovements" => Some("stock"),
            _ => None,
        }
    }

    fn collision(&self, call: &Call) -> Answer {
        let deadlock = "Deadlock found when trying to get lock; try restarting transaction";
        let rest = call.path.strip_prefix(ROOT).unwrap_or("");
        let refusal = match rest.split('/').collect::<Vec<_>>().as_slice() {
            ["thirdparties", ..] => {
                Refusal::creating("Error creating thirdparty", &["Duplicate value in a unique field"])
            }
            ["stockmovements", ..] => {
                Refusal::new(503, format!("Error when create stock movement : {deadlock}"))
            }
            [kind, _, "validate"] => {
                let what = if *kind == "orders" { "Order" } else { "Invoice" };
                let sql = "Duplicate entry 'CO2611-0001-1' for key 'uk_commande_ref'";
                Refusal::new(500, format!("Error when validating {what}: {sql}")).with_html(sql)
            }
            ["orders", ..] => Refusal::creating("Error creating order", &[deadlock]).with_html(deadlock),
            _ => Refusal::creating("Error creating invoice", &[deadlock]).with_html(deadlock),
        };
        self.early(self.refuse(&refusal, true), &refusal)
    }

    fn resource(&self, call: &Call) -> String {
        let rest = call.path.strip_prefix(ROOT).unwrap_or("");
        rest.split('/').next().unwrap_or_default().to_owned()
    }

    fn service_time(&self, call: &Call) -> Duration {
        if call.is_write() { self.options.write_time } else { self.options.read_time }
    }

    fn failure(&self) -> Answer {
        self.refuse(&Refusal::new(500, "Server is unavailable"), true)
    }

    fn page(&self) -> Answer {
        Answer::new(
            200,
            "text/html; charset=UTF-8",
            "<!doctype html>\n<html><head><title>Login</title></head><body>Sandbox ERP</body></html>\n",
        )
    }

    fn warning(&self) -> &'static str {
        "<br />\n<b>Warning</b>:  Attempt to read property \"id\" on array in <b>commande.class.php</b> on line <b>1723</b><br />\n"
    }

    fn technical_error(&self) -> String {
        technical(
            self.options.version,
            "Lock wait timeout exceeded; try restarting transaction",
            self.lock().now,
        )
    }
}

impl ErpSystem {
    fn refuse(&self, refusal: &Refusal, debug: bool) -> Answer {
        refusal.answer(self.options.version, debug, self.options.now)
    }

    /// The page about SQL is out before the status is known.
    fn early(&self, mut answer: Answer, refusal: &Refusal) -> Answer {
        if self.options.unbuffered && self.options.version == ErpVersion::V23 && refusal.html.is_some() {
            answer.status = 202;
            answer.headers.retain(|(name, _)| *name != "content-type");
            answer = answer.with("content-type", "text/html; charset=UTF-8");
        }
        answer
    }

    fn guarded(&self, data: &mut ErpData, call: &Call) -> Answer {
        let Some(rest) = call.path.strip_prefix(ROOT) else {
            return if call.path.starts_with("/api/") {
                Answer::new(404, "text/html", "<html>404 Not Found</html>")
            } else {
                self.page()
            };
        };
        if let Some(answer) = self.firewall(call) {
            return answer;
        }
        let debug = !data.constant("API_PRODUCTION_MODE");
        let query = query_pairs(&call.query);
        if call
            .header("accept")
            .is_some_and(|a| a.starts_with("text/html") && !a.contains("json") && !a.contains("*/*"))
        {
            return Answer::new(406, "text/html; charset=UTF-8", "406 Not Acceptable");
        }
        let now = data.now;
        match self.route(data, call, rest, &query) {
            Ok(Answered::Whole(answer)) => answer,
            Ok(Answered::Json(json)) => Answer::new(200, JSON, json.to_pretty()),
            Err(refusal) if refusal.message.is_empty() && refusal.status == 500 && refusal.html.is_none() => {
                Answer::new(500, "text/html; charset=UTF-8", "")
            }
            Err(refusal) => {
                let mut answer = self.early(refusal.answer(self.options.version, debug, now), &refusal);
                let gzip = call.header("accept-encoding").is_some_and(|e| e.contains("gzip"));
                if self.options.broken_gzip && gzip && refusal.html.is_some() {
                    // Says gzip; is plain text.
                    answer = answer.with("content-encoding", "gzip");
                }
                if refusal.late {
                    answer.delay = self.options.wrong_key_delay;
                }
                answer
            }
        }
    }

    fn firewall(&self, call: &Call) -> Option<Answer> {
        let path = decode(&call.path, false);
        let in_path = path.chars().any(|c| ":;\"'<>?(){}$%".contains(c));
        let values: Vec<String> =
            query_pairs(&call.query).into_iter().map(|(_, v)| v.to_lowercase()).collect();
        let in_query = values.iter().any(|v| {
            v.contains('"')
                || v.contains("select from")
                || (v.contains("union") && v.contains("select"))
                || v.contains("<script")
        });
        let kind = if in_path { 2 } else { 1 };
        (in_path || in_query).then(|| {
            let host = "127.0.0.1";
            let (status, text) = match self.options.version {
                ErpVersion::V20 | ErpVersion::V23 => (
                    403,
                    format!("Access refused to {host} by SQL or Script injection protection in main.inc.php:analyseVarsForSqlAndScriptsInjection type={kind}<br>\nTry to go back, fix data of your form and resubmit it. You can contact also your technical support.\n<!--\npage={path} paramkey=0 paramvalue={path}\n-->\n"),
                ),
                // The trap: 17 refuses with status 200.
                ErpVersion::V17 => (
                    200,
                    format!("Access refused to {host} by SQL or Script injection protection in main.inc.php - GETPOST type={kind} paramkey=0 paramvalue={path} page={path}"),
                ),
            };
            Answer::new(status, "text/html; charset=UTF-8", text)
        })
    }

    fn route(
        &self,
        data: &mut ErpData,
        call: &Call,
        rest: &str,
        query: &[(String, String)],
    ) -> Result<Answered, Refusal> {
        let version = self.options.version;
        // An encoded slash never reaches a handler.
        let encoded_slash = rest.to_ascii_lowercase().contains("%2f");
        let decoded: Vec<String> = rest.split('/').map(|s| decode(s, false)).collect();
        let mut segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        while segments.last() == Some(&"") {
            segments.pop();
        }
        let Some((resource, path)) = segments.split_first() else { return Err(Refusal::route(404)) };
        let module = MODULES.iter().find(|(name, _)| name == resource).map(|(_, module)| *module);
        let on = module.is_some_and(|module| {
            data.modules.contains(module) || (module == "product" && data.modules.contains("service"))
        });
        if !on && module.is_some() && version == ErpVersion::V23 {
            self.authorize(data, call, query, "status")?;
            return Err(Refusal::new(403, ""));
        }
        let is_new = *resource == "paiements" && version != ErpVersion::V23;
        if !on || is_new || (*resource == "multicurrencies" && version == ErpVersion::V17) {
            let text = "API not found (failed to include API file)";
            let early = self.options.unbuffered && version == ErpVersion::V23;
            let status = if early { 200 } else { 501 };
            return Ok(Answered::Whole(Answer::new(status, "text/html; charset=UTF-8", text)));
        }
        if encoded_slash {
            return Err(Refusal::route(404));
        }
        if call.method == "PATCH" {
            return Err(Refusal::route(404));
        }
        let collection = path.is_empty() && !matches!(*resource, "documents" | "setup" | "status");
        if collection && matches!(call.method.as_str(), "DELETE" | "PUT") {
            return Err(Refusal::route(405));
        }
        self.authorize(data, call, query, resource)?;
        let body = self.tidied(body(call)?, resource, path);
        let method = if call.method == "HEAD" { "GET" } else { call.method.as_str() };
        let mut context = Context {
            data,
            shapes: &self.shapes,
            version,
            method,
            path,
            query,
            body: &body,
            // 23 asks for the wide letters by itself.
            utf8mb3: self.options.utf8mb3 && version != ErpVersion::V23,
            base: &self.base,
        };
        handle(&mut context, resource).map(Answered::Json)
    }

    /// The body as objects take it over. 23 cleans what objects are made of (20 does it with contacts), but not what calls take as
    /// parameters: movements, payments, variants, files. All versions cut blanks off most texts.
    fn tidied(&self, body: Map<String, Value>, resource: &str, path: &[&str]) -> Map<String, Value> {
        let version = self.options.version;
        let cleaned = match (version, resource, path) {
            (ErpVersion::V23, "orders" | "invoices", [_, "lines", ..]) => {
                sanitized::fields(&body, &["desc", "label"])
            }
            (_, "products", ["attributes"] | ["attributes", _, "values"] | [_, "variants"]) => return body,
            (ErpVersion::V23, "orders" | "invoices", [] | [_])
            | (ErpVersion::V23, "products" | "thirdparties" | "categories", _)
            | (ErpVersion::V23 | ErpVersion::V20, "contacts", _) => sanitized::body(&body),
            _ => body,
        };
        match (resource, path) {
            ("products" | "categories" | "thirdparties", _) | ("invoices", [] | [_]) => {
                sanitized::trimmed(cleaned, |_| true)
            }
            ("orders" | "invoices", [_, "lines", ..]) | ("orders", [_]) => {
                sanitized::trimmed(cleaned, |_| true)
            }
            ("orders", []) => sanitized::trimmed(cleaned, |name| name == "lines"),
            ("contacts", _) => sanitized::trimmed(cleaned, |name| name.ends_with("name")),
            _ => cleaned,
        }
    }

    fn authorize(
        &self,
        data: &ErpData,
        call: &Call,
        query: &[(String, String)],
        resource: &str,
    ) -> Result<(), Refusal> {
        let key = call
            .header("dolapikey")
            .or_else(|| call.header("authorization")?.strip_prefix("Bearer "))
            .map(str::to_owned)
            .or_else(|| parameter(query, "DOLAPIKEY").map(str::to_owned));
        let Some(key) = key else {
            let sentence = "Failed to login to API. No parameter 'HTTP_DOLAPIKEY' on HTTP header (and no parameter DOLAPIKEY in URL).";
            return Err(Refusal::authenticate(sentence));
        };
        let Some(rights) = data.keys.get(&key) else {
            let sentence = match self.options.version {
                ErpVersion::V17 => "",
                ErpVersion::V20 | ErpVersion::V23 => {
                    "Error user not valid (not found with api key or bad status or bad validity dates) (conf->entity=1)"
                }
            };
            return Err(Refusal::authenticate(sentence).late());
        };
        let allowed = if call.is_write() { &rights.write } else { &rights.read };
        if matches!(resource, "status") || allowed.as_ref().is_none_or(|names| names.contains(resource)) {
            return Ok(());
        }
        let creation = call.method == "POST" && matches!(resource, "orders" | "invoices");
        Err(match (self.options.version, creation) {
            // All rights alike.
            (ErpVersion::V23, _) => Refusal::new(403, ""),
            (ErpVersion::V20, true) => Refusal::new(401, "Insuffisant rights"),
            (ErpVersion::V20, false) => Refusal::new(403, ""),
            (ErpVersion::V17, true) => Refusal::new(401, "Insuffisant rights"),
            (ErpVersion::V17, false) => Refusal::new(401, ""),
        })
    }
}

/// JSON to be written, or an answer as it is.
enum Answered {
    Json(crate::json::Json),
    Whole(Answer),
}

fn body(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.is_write() || call.body.is_empty() {
        return Ok(Map::new());
    }
    if call.header("content-type").is_some_and(|t| t.starts_with("application/x-www-form-urlencoded")) {
        let text = String::from_utf8_lossy(&call.body).into_owned();
        return Ok(query_pairs(&text).into_iter().map(|(n, v)| (n, Value::String(v))).collect());
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        // A list is read as an object without names: every field is missing.
        Ok(_) => Ok(Map::new()),
        Err(_) => Err(Refusal::new(400, "Error encoding/decoding JSON: Syntax error")),
    }
}

fn handle(context: &mut Context<'_>, resource: &str) -> Outcome {
    match resource {
        "status" => setup::status(context),
        "setup" => setup::route(context),
        "products" => products::route(context),
        "thirdparties" => parties::route(context),
        "contacts" => parties::contacts(context),
        "categories" => categories::route(context),
        "orders" => orders::route(context),
        "invoices" => invoices::route(context),
        "paiements" => super::payments::all(context),
        "stockmovements" => stock::movements(context),
        "warehouses" => stock::warehouses(context),
        "bankaccounts" => setup::accounts(context),
        "multicurrencies" => setup::multicurrencies(context),
        "documents" => files::route(context),
        _ => super::context::no_route(),
    }
}
