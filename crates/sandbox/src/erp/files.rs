//! `/documents`: files in the folders of objects, and the numbers (`ecm_files.position`) by which photos are ordered.

use sha2::{Digest, Sha256};

use super::context::{Context, Outcome, no_route};
use super::data::{ErpData, StoredFile};
use super::list::parameter;
use super::number::whole;
use super::refusal::Refusal;
use crate::json::Json;

fn part(name: &str) -> Option<&'static str> {
    Some(match name {
        "product" | "produit" | "service" => "product",
        "order" | "commande" => "order",
        "invoice" | "facture" => "invoice",
        "thirdparty" | "societe" => "thirdparty",
        _ => return None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The usual base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let at = |index: usize| u32::from(part.get(index).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place) & 63) as usize];
            text.push(if place > part.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

impl ErpData {
    /// Numbers a file as Dolibarr does: one more than the highest of its folder, and anew when it is written over.
    pub(crate) fn number_file(&mut self, folder: &str, name: &str) {
        let key = (folder.to_owned(), name.to_owned());
        self.file_rows.remove(&key);
        let rows = self.file_rows.iter().filter(|((it, _), _)| it == folder);
        let next = rows.map(|(_, number)| *number).max().unwrap_or(0) + 1;
        self.file_rows.insert(key, next);
    }

    /// The names of the files of a product in the order in which its card shows them: by the text of number and name.
    #[must_use]
    pub fn photos(&self, reference: &str) -> Vec<String> {
        let number = |name: &str| {
            self.file_rows.get(&(reference.to_owned(), name.to_owned())).copied().unwrap_or(999_999)
        };
        let mut files: Vec<(String, String)> = self
            .files
            .iter()
            .filter(|file| file.part == "product" && file.folder == reference)
            .map(|file| (format!("{}_{}", number(&file.name), file.name), file.name.clone()))
            .collect();
        files.sort();
        files.into_iter().map(|(_, name)| name).collect()
    }
}

/// What Dolibarr makes of a file name.
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'à' | 'â' | 'ä' => 'a',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'î' | 'ï' => 'i',
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c => c,
        })
        .collect();
    plain.trim().to_owned()
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// The folder of an object, and whether the object exists.
fn folder(context: &Context<'_>, part: &str, reference: &str) -> Option<String> {
    match part {
        "product" => context.data.products.by_ref(reference).map(|p| p.record.text("ref").to_owned()),
        "order" => context.data.orders.by_ref(reference).map(|o| o.record.text("ref").to_owned()),
        "invoice" => context.data.invoices.by_ref(reference).map(|i| i.record.text("ref").to_owned()),
        _ => reference
            .parse::<u32>()
            .ok()
            .and_then(|id| context.data.third_parties.get(id))
            .map(|_| reference.to_owned()),
    }
}

/// Routes `/documents…`.
pub(crate) fn route(context: &mut Context<'_>) -> Outcome {
    match (context.method, context.path) {
        ("POST", ["upload"]) => upload(context),
        ("GET", []) => list(context),
        ("GET", ["download"]) => {
            let file = named(context)?;
            Ok(Json::object([
                ("filename", Json::text(file.name.as_str())),
                ("content-type", Json::text(mime(&file.name))),
                ("filesize", Json::Int(i64::try_from(file.length).unwrap_or(i64::MAX))),
                ("content", Json::Text(base64(&file.bytes))),
                ("encoding", Json::text("base64")),
            ]))
        }
        ("DELETE", []) => {
            let file = named(context)?;
            context.data.tick();
            context.data.files.retain(|f| *f != file);
            Context::success("Document deleted")
        }
        _ => no_route(),
    }
}

fn named(context: &Context<'_>) -> Result<StoredFile, Refusal> {
    let part = parameter(context.query, "modulepart").and_then(part).unwrap_or("");
    let path = parameter(context.query, "original_file").unwrap_or("");
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let found = context.data.files.iter().find(|f| f.part == part && f.folder == folder && f.name == name);
    found.cloned().ok_or_else(|| Refusal::new(404, "File not found"))
}

fn upload(context: &mut Context<'_>) -> Outcome {
    if context.is_v17() && !context.data.modules.contains("ecm") {
        // Even for product images.
        return Err(Refusal::new(401, ""));
    }
    for field in ["filename", "modulepart"] {
        if !context.given(field) {
            return Err(Refusal::required(field));
        }
    }
    let Some(part) = part(&context.text("modulepart").unwrap_or_default()) else {
        return Err(Refusal::new(500, "Modulepart not implemented yet."));
    };
    let reference = context.text("ref").filter(|r| !r.is_empty());
    let folder = match &reference {
        Some(reference) => folder(context, part, reference)
            .ok_or_else(|| Refusal::new(404, format!("Object with ref '{reference}' was not found.")))?,
        None => context.text("subdir").unwrap_or_default(),
    };
    let content = context.text("filecontent").unwrap_or_default();
    let bytes = match context.text("fileencoding").as_deref() {
        // Bad base64 is stored as an empty file.
        Some("base64") => crate::shop::base64_bytes(&content).unwrap_or_default(),
        _ => content.into_bytes(),
    };
    let answered = file_name(&context.text("filename").unwrap_or_default());
    let script = [".php", ".phtml", ".cgi", ".sh"].iter().any(|end| answered.ends_with(end));
    let name = if script { format!("{answered}.noexe") } else { answered.clone() };
    let exists =
        context.data.files.iter().position(|f| f.part == part && f.folder == folder && f.name == name);
    if exists.is_some() && whole(context.body.get("overwriteifexists")).unwrap_or(0) == 0 {
        let status = if context.is_v17() { 500 } else { 400 };
        return Err(Refusal::new(status, format!("File with name '{name}' already exists.")));
    }
    let date = context.data.tick();
    let sha256 = hex(&Sha256::digest(&bytes));
    context.data.number_file(&folder, &name);
    let (part, length, bytes) = (part.to_owned(), bytes.len(), bytes.into());
    let file = StoredFile { part, folder, name, length, sha256, bytes, date };
    match exists {
        Some(index) => context.data.files[index] = file,
        None => context.data.files.push(file),
    }
    Ok(Json::Text(answered))
}

fn list(context: &Context<'_>) -> Outcome {
    let wanted = parameter(context.query, "modulepart").unwrap_or("");
    let Some(part) = part(wanted) else { return Err(Refusal::new(500, "Modulepart not implemented yet.")) };
    let id = parameter(context.query, "id").and_then(|id| id.parse::<u32>().ok());
    let reference = match (part, id) {
        ("product", Some(id)) => context.data.products.get(id).map(|p| p.record.text("ref").to_owned()),
        ("order", Some(id)) => context.data.orders.get(id).map(|o| o.record.text("ref").to_owned()),
        ("invoice", Some(id)) => context.data.invoices.get(id).map(|i| i.record.text("ref").to_owned()),
        (_, Some(id)) => Some(id.to_string()),
        (_, None) => parameter(context.query, "ref").map(str::to_owned),
    };
    let reference = reference.unwrap_or_default();
    // 23 gives pages of a hundred.
    let number = |name: &str| parameter(context.query, name).and_then(|it| it.parse::<usize>().ok());
    let limit = if context.is_v23() { number("limit").unwrap_or(100) } else { usize::MAX };
    let page = number("page").unwrap_or(0);
    let rows: Vec<Json> = context
        .data
        .files
        .iter()
        .filter(|f| f.part == part && f.folder == reference)
        .skip(limit.saturating_mul(page))
        .take(limit)
        .map(|file| {
            // What is known of the file in the database hides its name, which it knows under another.
            let row = (file.folder.clone(), file.name.clone());
            let hidden = context.is_v23() && context.data.file_rows.contains_key(&row);
            Json::object([
                ("name", if hidden { Json::Null } else { Json::text(file.name.as_str()) }),
                ("filename", if hidden { Json::text(file.name.as_str()) } else { Json::Null }),
                ("path", Json::Text(format!("documents/{part}/{}", file.folder))),
                ("level1name", Json::text(file.folder.as_str())),
                ("relativename", Json::text(file.name.as_str())),
                ("fullname", Json::Text(format!("documents/{part}/{}/{}", file.folder, file.name))),
                ("date", Json::Int(file.date)),
                ("size", Json::Int(i64::try_from(file.length).unwrap_or(i64::MAX))),
                ("type", Json::text("file")),
            ])
        })
        .collect();
    if rows.is_empty() {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        let sentence = format!(
            "Search for modulepart {wanted} with Id {id} or Ref {reference} does not return any document."
        );
        return Err(Refusal::new(404, sentence));
    }
    Ok(Json::List(rows))
}
