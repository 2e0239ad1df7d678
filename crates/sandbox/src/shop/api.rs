//! The webservice's front: who may ask what, and which rows answer.

use std::collections::BTreeSet;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::data::ShopData;
use super::display::Display;
use super::fault::{self, Trouble};
use super::filter::{Selection, scatter};
use super::query::Query;
use super::render::{self, Style};
use super::schema::{self, Resource};
use super::stores::Stores;
use super::view::View;
use super::{ShopSystem, ShopVersion, images, write};
use crate::overlap::Lane;
use crate::server::{Answer, Call, System, decode};

const REALM: &str = "Basic realm=\"Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required.\"";

impl System for ShopSystem {
    fn answer(&self, call: &Call) -> Answer {
        let Some(rest) = call.path.strip_prefix("/api/") else { return self.front(call) };
        let query = Query::read(call);
        let mut data = self.lock();
        let answer = match self.authenticate(&data, call, &query) {
            Ok(key) => self.webservice(&mut data, call, &query, rest, &key),
            Err(answer) => answer,
        };
        self.finish(call, answer)
    }

    fn lane(&self, _call: &Call) -> Option<Lane> {
        None
    }

    fn collision(&self, _call: &Call) -> Answer {
        self.failure()
    }

    fn resource(&self, call: &Call) -> String {
        let path = call.path.strip_prefix("/api/").unwrap_or("");
        path.split('/').next().unwrap_or_default().to_owned()
    }

    fn service_time(&self, _call: &Call) -> Duration {
        self.options.service_time
    }

    fn failure(&self) -> Answer {
        Answer::new(500, "text/html; charset=utf-8", "")
    }

    fn page(&self) -> Answer {
        Answer::new(
            200,
            "text/html; charset=utf-8",
            "<!doctype html>\n<html><body><h1>Sandbox shop</h1></body></html>\n",
        )
    }

    fn warning(&self) -> &'static str {
        "<br />\n<b>Deprecated</b>:  Creation of dynamic property is deprecated in <b>ObjectModel.php</b> on line <b>1</b><br />\n"
    }

    fn technical_error(&self) -> String {
        "<html><body><h1>Oops... looks like an unexpected error occurred</h1></body></html>".to_owned()
    }
}

impl ShopSystem {
    fn front(&self, call: &Call) -> Answer {
        if call.path == "/api" {
            let page = "<html>\r\n<head><title>302 Found</title></head>\r\n</html>\r\n";
            return Answer::new(302, "text/html", page)
                .with("location", format!("http://{}/api/", self.host));
        }
        if self.lock().maintenance {
            let page = "<!doctype html>\n<html><body><h1>We'll be back soon.</h1></body></html>\n";
            return Answer::new(503, "text/html; charset=utf-8", page).with("retry-after", "3600");
        }
        self.page()
    }

    fn redirect_home(&self, resource: &str, query: &str) -> Answer {
        let rest: Vec<&str> =
            query.split('&').filter(|p| !p.starts_with("id_shop=") && !p.is_empty()).collect();
        let location = format!("http://{}/?url={resource}&{}", self.host, rest.join("&"));
        Answer::new(302, "text/html; charset=utf-8", "")
            .with("location", location.trim_end_matches('&').to_owned())
    }

    fn authenticate(&self, data: &ShopData, call: &Call, query: &Query) -> Result<String, Answer> {
        let basic = call.header("authorization").and_then(|h| h.strip_prefix("Basic ")).and_then(base64);
        let key =
            basic.and_then(|pair| pair.split(':').next().map(str::to_owned)).or_else(|| query.key.clone());
        let refuse = |trouble: &Trouble| {
            Err(render::trouble(trouble, query.json)
                .with("www-authenticate", REALM)
                .with("psws-version", "0"))
        };
        match key.filter(|key| !key.is_empty()) {
            None => Err(Answer::new(401, "text/html; charset=utf-8", "401 Unauthorized")
                .with("www-authenticate", REALM)),
            Some(key) if key.len() != 32 => {
                refuse(&Trouble::one(401, 18, "Invalid authentication key format"))
            }
            Some(key) => match data.keys.get(&key) {
                Some(rights) if rights.active => Ok(key),
                _ => refuse(&Trouble::Errors(
                    401,
                    vec![
                        (20, "Authentification key is not active".to_owned()),
                        (21, "No permission for this authentication key".to_owned()),
                    ],
                )),
            },
        }
    }

    fn webservice(&self, data: &mut ShopData, call: &Call, query: &Query, rest: &str, key: &str) -> Answer {
        let rest = decode(rest, false);
        let segments: Vec<&str> = rest.split('/').filter(|s| !s.is_empty()).collect();
        let Some(name) = segments.first().copied() else {
            // The root in JSON makes PrestaShop fail.
            return if query.json { self.failure() } else { self.root(data, key) };
        };
        match self.permitted(data, call, query, name, key) {
            Ok(()) => {}
            Err(answer) => return answer,
        }
        data.stores.context =
            data.asked(query.shop.as_deref()).map(|asked| asked.context).filter(|_| self.options.shops > 1);
        if name == "images" {
            return images::answer(data, call, query, &segments, &self.host);
        }
        let Some(resource) = data.resource(name) else {
            return render::trouble(&Trouble::EmptyList, query.json);
        };
        let result = match call.method.as_str() {
            "GET" | "HEAD" => self.read(data, query, resource, &segments),
            _ => write::answer(self, data, call, query, resource, &segments),
        };
        result.unwrap_or_else(|trouble| render::trouble(&trouble, query.json))
    }

    fn permitted(
        &self,
        data: &ShopData,
        call: &Call,
        query: &Query,
        name: &str,
        key: &str,
    ) -> Result<(), Answer> {
        let refuse = |trouble: Trouble| Err(render::trouble(&trouble, query.json));
        let Some(asked) = data.asked(query.shop.as_deref()) else {
            return Err(self.redirect_home(name, &call.query));
        };
        let ticked = |shops: &BTreeSet<u32>| asked.shops.iter().any(|shop| shops.contains(shop));
        if data.keys.get(key).and_then(|rights| rights.shops.as_ref()).is_some_and(|shops| !ticked(shops)) {
            return refuse(Trouble::one(403, 132, "No permission for this key on this shop"));
        }
        if query.group_shop.as_deref().is_some_and(|group| group != "1") {
            return refuse(Trouble::one(500, 999, "This shop group doesn't have shops"));
        }
        let mut known: Vec<&str> =
            schema::all().map(|r| r.name).chain(schema::EMPTY.iter().copied()).collect();
        known.push("images");
        known.sort_unstable();
        if !known.contains(&name) {
            return refuse(fault::unknown_resource(name, &known));
        }
        if !matches!(call.method.as_str(), "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE") {
            return refuse(Trouble::one(405, 23, format!("Method {} is not valid", call.method)));
        }
        let Some(rights) = data.keys.get(key) else { return Ok(()) };
        if !rights.sees(name) {
            let message = format!("Resource of type \"{name}\" is not allowed with this authentication key");
            return refuse(Trouble::one(401, 26, message));
        }
        if !rights.may(&call.method, name) {
            let message = format!(
                "Method {} is not allowed for the resource {name} with this authentication key",
                call.method
            );
            return refuse(Trouble::one(405, 25, message));
        }
        Ok(())
    }

    /// The style of answers to a call.
    pub(crate) fn style(&self, query: &Query) -> Style {
        Style {
            version: self.options.version,
            plain: query.plain_language(),
            base: format!("http://{}/api/", self.host),
        }
    }

    fn read(
        &self,
        data: &mut ShopData,
        query: &Query,
        resource: &'static Resource,
        segments: &[&str],
    ) -> Result<Answer, Trouble> {
        let version = self.options.version;
        if let Some(id) = segments.get(1) {
            let id: u32 = id.parse().map_err(|_| Trouble::Empty(404))?;
            // A single row of an order or customer comes whatever shop is asked for.
            let asked = data.asked(query.shop.as_deref());
            let has = |shop: &u32| data.stores.has(resource.name, id, *shop);
            if Stores::is_by_shop(resource.name) && !asked.is_some_and(|asked| asked.shops.iter().any(has)) {
                let message = format!("This {} ({id}) does not exists on this shop", resource.name);
                return Err(Trouble::one(404, 131, message));
            }
            let display =
                query.display.as_deref().map(|d| Display::read(resource, version, d)).transpose()?;
            let shown = display.clone().unwrap_or(Display::Full);
            let languages = query.languages();
            let view = View::of(data, resource, id, &shown, languages.as_deref(), version)
                .ok_or(Trouble::Empty(404))?;
            let style = self.style(query);
            // With `display` the single row comes in the shape of a list, whole.
            return Ok(match display {
                Some(_) => render::list(resource, &[view], &style, query.json),
                None => render::single(resource, &view, &style, query.json),
            });
        }
        let display = match query.display.as_deref() {
            Some(text) => Display::read(resource, version, text)?,
            None => Display::Id,
        };
        let selection = Selection::read(resource, version, query)?;
        let Ok(window) = query.window() else { return Err(Trouble::EmptyList) };
        let ids = self.select(data, resource, query, &selection, window);
        let languages = query.languages();
        let views: Vec<View> = ids
            .into_iter()
            .filter_map(|id| View::of(data, resource, id, &display, languages.as_deref(), version))
            .collect();
        Ok(render::list(resource, &views, &self.style(query), query.json))
    }

    fn select(
        &self,
        data: &mut ShopData,
        resource: &'static Resource,
        query: &Query,
        selection: &Selection,
        window: Option<(usize, usize)>,
    ) -> Vec<u32> {
        // Orders and customers belong to shops by a field, the catalogue by associations; everything else comes whole, stock
        // rows of all shops too.
        let several = self.options.shops > 1;
        let asked = data.asked(query.shop.as_deref()).filter(|_| several);
        let owned = asked.as_ref().filter(|_| matches!(resource.name, "orders" | "customers"));
        let owned = owned.and_then(|asked| Some((resource.position("id_shop")?, asked.shops.clone())));
        let stores = std::mem::take(&mut data.stores);
        let listed = asked.as_ref().filter(|_| Stores::is_by_shop(resource.name)).map(|asked| asked.context);
        let ids = self.selected(data, resource, selection, window, |row| {
            let shop = |field: usize| row.cell(field).map_or(1, super::Cell::int);
            owned
                .as_ref()
                .is_none_or(|(field, shops)| u32::try_from(shop(*field)).is_ok_and(|it| shops.contains(&it)))
                && listed.is_none_or(|shop| stores.has(resource.name, row.id(), shop))
        });
        data.stores = stores;
        ids
    }

    fn selected(
        &self,
        data: &mut ShopData,
        resource: &'static Resource,
        selection: &Selection,
        window: Option<(usize, usize)>,
        belongs: impl Fn(&super::Row) -> bool,
    ) -> Vec<u32> {
        let Some(table) = data.table_mut(resource.name) else { return Vec::new() };
        let candidates: Option<Vec<u32>> = selection.ids().or_else(|| {
            let (field, values) = selection.indexed()?;
            let mut ids: Vec<u32> = values.into_iter().flat_map(|v| table.with(field, v).to_vec()).collect();
            ids.sort_unstable();
            ids.dedup();
            Some(ids)
        });
        let keep = |row: &super::Row| selection.keeps(row) && belongs(row);
        let mut rows: Vec<&super::Row> = match candidates {
            Some(ids) => ids.into_iter().filter_map(|id| table.get(id)).filter(|row| keep(row)).collect(),
            None => {
                let rows = match selection.id_range() {
                    Some((low, high)) => table.between(low, high),
                    None => table.rows(),
                };
                rows.iter().filter(|row| keep(row)).collect()
            }
        };
        if selection.sorted() {
            rows.sort_by(|a, b| selection.compare(a, b));
        } else if !ordered_by_nature(resource.name) {
            rows.sort_by_key(|row| scatter(row.id));
        }
        let (offset, count) = window.unwrap_or((0, usize::MAX));
        rows.into_iter().skip(offset).take(count).map(super::Row::id).collect()
    }

    fn root(&self, data: &ShopData, key: &str) -> Answer {
        let Some(rights) = data.keys.get(key) else { return self.failure() };
        let mut names: Vec<&str> =
            schema::all().map(|r| r.name).chain(schema::EMPTY.iter().copied()).collect();
        names.push("images");
        names.sort_unstable();
        let shop = data.get("shops", 1, "name").text();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<prestashop xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n<api shopName=\"{shop}\">\n"
        );
        for name in names.into_iter().filter(|name| rights.sees(name)) {
            let may = |method: &str| rights.may(method, name);
            let attributes = format!(
                "xlink:href=\"http://{}/api/{name}\" get=\"{}\" put=\"{}\" post=\"{}\" patch=\"{}\" delete=\"{}\" head=\"{}\"",
                self.host,
                may("GET"),
                may("PUT"),
                may("POST"),
                may("PATCH"),
                may("DELETE"),
                may("HEAD")
            );
            out.push_str(&format!(
                "<{name} {attributes}>\n<description {attributes}>\n{name}</description>\n"
            ));
            for kind in ["blank", "synopsis"] {
                out.push_str(&format!(
                    "<schema xlink:href=\"http://{}/api/{name}?schema={kind}\" type=\"{kind}\"/>\n",
                    self.host
                ));
            }
            out.push_str(&format!("</{name}>\n"));
        }
        out.push_str("</api>\n</prestashop>\n");
        Answer::new(200, render::XML, out)
    }

    fn finish(&self, call: &Call, answer: Answer) -> Answer {
        if answer.headers.iter().any(|(name, _)| *name == "psws-version") || answer.status == 302 {
            return answer;
        }
        let mut hash = Sha256::digest(&answer.body).iter().map(|b| format!("{b:02x}")).collect::<String>();
        // The real one is a SHA-1; only its length and that it follows the body matter here.
        hash.truncate(40);
        let unchanged = answer.status == 200 && call.header("local-content-sha1") == Some(hash.as_str());
        let answer = if unchanged { Answer::new(304, "", "") } else { answer };
        let version = match self.options.version {
            ShopVersion::V8 | ShopVersion::V9 => self.options.version.number(),
        };
        answer
            .with("x-powered-by", "PrestaShop Webservice")
            .with("psws-version", version)
            .with("content-sha1", hash)
            .with("set-cookie", "PrestaShop-sandbox=def50200; path=/; httponly")
    }
}

/// Lists seen in the order of their identifiers although no sort was asked for.
fn ordered_by_nature(resource: &str) -> bool {
    !matches!(
        resource,
        "products" | "order_invoices" | "order_slip" | "tax_rules" | "configurations" | "states"
    )
}

/// The text of a base64 word, when it is one.
pub(crate) fn base64(text: &str) -> Option<String> {
    String::from_utf8(base64_bytes(text)?).ok()
}

/// The bytes of a base64 word, when it is one.
pub(crate) fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut buffer, mut bits) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0_u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        buffer = (buffer << 6 | u32::from(value)) & 0x00ff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    Some(out)
}
