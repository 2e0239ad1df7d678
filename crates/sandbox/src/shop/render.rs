//! Rows and refusals written as the webservice writes them, in JSON and in XML.

use std::fmt::Write as _;

use super::ShopVersion;
use super::fault::Trouble;
use super::row::Broken;
use super::schema::Resource;
use super::view::{Shown, View};
use crate::json::Json;
use crate::server::Answer;

/// JSON's content type here.
pub(crate) const JSON: &str = "application/json";
/// XML's content type here.
pub(crate) const XML: &str = "text/xml;charset=utf-8";
const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<prestashop xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n";

/// How an answer is written.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    pub(crate) version: ShopVersion,
    /// One language was asked for: texts come plain.
    pub(crate) plain: bool,
    /// `http://127.0.0.1:PORT/api/`.
    pub(crate) base: String,
}

/// The text of a JSON answer; broken rows put bytes in it that are no text.
fn object(view: &View, style: &Style, drop_falsy: bool, out: &mut Vec<u8>) {
    let mut members: Vec<(std::borrow::Cow<'static, str>, Json)> = Vec::with_capacity(view.fields.len() + 2);
    if view.show_id {
        members.push(("id".into(), Json::Int(i64::from(view.id))));
    }
    for (name, shown) in &view.fields {
        let value = match shown {
            Shown::Plain(json) => json.clone(),
            Shown::Lang(texts) if style.plain => {
                Json::text(texts.first().map(|(_, t)| t.as_str()).unwrap_or_default())
            }
            Shown::Lang(texts) => Json::List(
                texts
                    .iter()
                    .map(|(language, text)| {
                        let id = match style.version {
                            ShopVersion::V8 => Json::Text(language.to_string()),
                            ShopVersion::V9 => Json::Int(i64::try_from(*language).unwrap_or_default()),
                        };
                        Json::object([("id", id), ("value", Json::text(text.as_str()))])
                    })
                    .collect(),
            ),
        };
        if !(drop_falsy && value.falsy()) {
            members.push(((*name).into(), value));
        }
    }
    if !view.links.is_empty() {
        let links = view
            .links
            .iter()
            .map(|links| {
                let items = links
                    .items
                    .iter()
                    .map(|item| Json::Object(item.iter().map(|(n, v)| ((*n).into(), v.clone())).collect()))
                    .collect();
                (links.association.name.into(), Json::List(items))
            })
            .collect();
        members.push(("associations".into(), Json::Object(links)));
    }
    let text = Json::Object(members).to_text();
    match view.broken {
        Some(Broken::Warning) => {
            let half = text.find(',').unwrap_or(text.len());
            out.extend_from_slice(&text.as_bytes()[..half]);
            out.extend_from_slice(b"<br />\n<b>Warning</b>:  Undefined array key in <b>WebserviceOutputJSON.php</b> on line <b>1</b><br />\n");
            out.extend_from_slice(&text.as_bytes()[half..]);
        }
        Some(Broken::InvalidUtf8) => {
            let cut = text.len() - 1;
            out.extend_from_slice(&text.as_bytes()[..cut]);
            out.extend_from_slice(b",\"module_field\":\"caf\xe9\"}");
        }
        _ => out.extend_from_slice(text.as_bytes()),
    }
}

/// A page broken as a whole.
fn broken_page(views: &[View]) -> Option<Answer> {
    views.iter().find_map(|view| match view.broken {
        Some(Broken::EmptyPage) => Some(Answer::new(200, JSON, "")),
        Some(Broken::Fatal) => Some(Answer::new(500, "text/html; charset=utf-8", "")),
        _ => None,
    })
}

/// A list.
pub(crate) fn list(resource: &Resource, views: &[View], style: &Style, json: bool) -> Answer {
    if let Some(answer) = broken_page(views) {
        return answer;
    }
    if !json {
        return xml_list(resource, views, style);
    }
    if views.is_empty() {
        return Answer::new(200, JSON, "[]");
    }
    let mut out = Vec::with_capacity(views.len() * 256);
    out.extend_from_slice(format!("{{\"{}\":[", resource.list).as_bytes());
    for (index, view) in views.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        object(view, style, false, &mut out);
    }
    out.extend_from_slice(b"]}");
    Answer::new(200, JSON, out)
}

/// One row, in the shape of a single row.
pub(crate) fn single(resource: &Resource, view: &View, style: &Style, json: bool) -> Answer {
    if let Some(answer) = broken_page(std::slice::from_ref(view)) {
        return answer;
    }
    if !json {
        let mut out = String::from(HEAD);
        xml_row(resource, view, style, &mut out);
        out.push_str("</prestashop>\n");
        return Answer::new(200, XML, out);
    }
    let mut out = format!("{{\"{}\":", resource.single).into_bytes();
    // The trap of the single row: everything "falsy" is dropped.
    object(view, style, true, &mut out);
    out.push(b'}');
    Answer::new(200, JSON, out)
}

/// A refusal.
pub(crate) fn trouble(trouble: &Trouble, json: bool) -> Answer {
    match trouble {
        Trouble::Empty(404) => Answer::new(404, "", ""),
        Trouble::Empty(status) => Answer::new(*status, "text/html; charset=utf-8", ""),
        Trouble::EmptyList if json => Answer::new(200, JSON, "[]"),
        Trouble::EmptyList => Answer::new(200, XML, format!("{HEAD}</prestashop>\n")),
        Trouble::Errors(status, errors) if json => {
            let items = errors
                .iter()
                .map(|(code, message)| {
                    Json::object([
                        ("code", Json::Int(i64::from(*code))),
                        ("message", Json::text(message.as_str())),
                    ])
                })
                .collect();
            Answer::new(*status, JSON, Json::object([("errors", Json::List(items))]).to_text())
        }
        Trouble::Errors(status, errors) => {
            let mut out = format!("{HEAD}<errors>\n");
            for (code, message) in errors {
                let _ = write!(
                    out,
                    "<error>\n<code><![CDATA[{code}]]></code>\n<message><![CDATA[{message}]]></message>\n</error>\n"
                );
            }
            out.push_str("</errors>\n</prestashop>\n");
            Answer::new(*status, XML, out)
        }
    }
}

fn xml_list(resource: &Resource, views: &[View], style: &Style) -> Answer {
    let mut out = format!("{HEAD}<{}>\n", resource.list);
    for view in views {
        if view.fields.is_empty() && view.links.is_empty() {
            let _ = writeln!(
                out,
                "<{} id=\"{}\" xlink:href=\"{}{}/{}\"/>",
                resource.single, view.id, style.base, resource.name, view.id
            );
        } else {
            xml_row(resource, view, style, &mut out);
        }
    }
    let _ = write!(out, "</{}>\n</prestashop>\n", resource.list);
    Answer::new(200, XML, out)
}

fn xml_value(json: &Json) -> String {
    match json {
        Json::Text(text) => text.clone(),
        Json::Int(value) => value.to_string(),
        _ => String::new(),
    }
}

fn xml_row(resource: &Resource, view: &View, style: &Style, out: &mut String) {
    let _ = writeln!(out, "<{}>", resource.single);
    if view.show_id {
        let _ = writeln!(out, "\t<id><![CDATA[{}]]></id>", view.id);
    }
    if view.broken.is_some() {
        out.push_str("\t<module_field><![CDATA[never closed\n");
    }
    for (name, shown) in &view.fields {
        match shown {
            Shown::Plain(json) => {
                let _ = writeln!(out, "\t<{name}><![CDATA[{}]]></{name}>", xml_value(json));
            }
            Shown::Lang(texts) => {
                let _ = write!(out, "\t<{name}>");
                for (language, text) in texts {
                    let _ = write!(
                        out,
                        "<language id=\"{language}\" xlink:href=\"{}languages/{language}\"><![CDATA[{text}]]></language>",
                        style.base
                    );
                }
                let _ = writeln!(out, "</{name}>");
            }
        }
    }
    if !view.links.is_empty() {
        out.push_str("<associations>\n");
        for links in &view.links {
            let (name, node) = (links.association.name, links.association.node);
            let _ = writeln!(out, "<{name} nodeType=\"{node}\">");
            for item in &links.items {
                let _ = writeln!(out, "\t<{node}>");
                for (field, value) in item {
                    let _ = writeln!(out, "\t<{field}><![CDATA[{}]]></{field}>", xml_value(value));
                }
                let _ = writeln!(out, "\t</{node}>");
            }
            let _ = writeln!(out, "</{name}>");
        }
        out.push_str("</associations>\n");
    }
    let _ = writeln!(out, "</{}>", resource.single);
}
