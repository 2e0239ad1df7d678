//! Looking things up in few calls, and believing only rows that truly match.

mod batch;
mod filter;
mod matching;
mod rows;
mod variants;

use futures::StreamExt as _;
use futures::stream;
use passerelle_core::erp::{ErpKind, ErpObject, ErpSeen, Look, LookBy, MOVEMENTS_AT_ONCE};
use passerelle_core::key::ErpId;
use passerelle_engine::ports::erp::ErpError;

use crate::codec;
use crate::read::{ReadError, Reader};
use crate::resource::{CATEGORIES, DOCUMENTS, INVOICES, PRODUCTS, Resource, SETUP, STOCK_MOVEMENTS};
use batch::Batch;

/// How many rows one page has.
const PAGE: usize = 500;
/// How many files of one product are asked for; more are too many to be sure.
const FILES: usize = 5_000;
/// How many pages are read for one question at most.
const PAGES: usize = 20;
/// States of one country, more than any has.
const STATES: usize = 2_000;
/// How many questions are under way at once; the reader bounds the calls themselves.
const AT_ONCE: usize = 4;

/// Answers looks. A look that cannot be asked, or whose answer cannot be read, is left out: that is no absence.
pub async fn look(reader: &Reader<'_>, looks: &[Look]) -> Result<ErpSeen, ErpError> {
    let mut seen = ErpSeen::default();
    let questions = batch::batches(looks);
    let mut answers = stream::iter(questions).map(|question| ask(reader, question)).buffer_unordered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        for (look, found) in answer? {
            seen.insert(look, found);
        }
    }
    Ok(seen)
}

/// Answers to looks.
type Answers = Vec<(Look, Vec<ErpObject>)>;

async fn ask(reader: &Reader<'_>, batch: Batch) -> Result<Answers, ErpError> {
    match batch {
        Batch::Payments(invoice) => payments(reader, invoice).await,
        Batch::Categories(id) => {
            let path = format!("/thirdparties/{id}/categories");
            categories(reader, &path, Look::new(ErpKind::CustomerCategory, LookBy::OfThirdParty(id))).await
        }
        Batch::ProductCategories(id) => {
            let path = format!("/products/{id}/categories");
            categories(reader, &path, Look::new(ErpKind::Category, LookBy::OfProduct(id))).await
        }
        Batch::Attributes => variants::attributes(reader).await,
        Batch::Values(attribute) => variants::values(reader, attribute).await,
        Batch::Variants(parent) => variants::of_parent(reader, parent).await,
        Batch::Movements(look) => movements(reader, look).await,
        Batch::Parts(product) => parts(reader, product).await,
        Batch::Files(product) => files(reader, product).await,
        Batch::States(country) => states(reader, country).await,
        Batch::Contacts(kind, document) => contacts(reader, kind, document).await,
        Batch::Filter { kind, looks } => filtered(reader, kind, looks).await,
    }
}

/// The payments of one invoice; no answer when they cannot all be read, or one of them would be made again.
async fn payments(reader: &Reader<'_>, invoice: ErpId) -> Result<Answers, ErpError> {
    let value = reader.get(INVOICES, &format!("/invoices/{invoice}/payments"), &[]).await?;
    let decode = |row: &_| codec::payment(invoice, row).map(ErpObject::Payment);
    let Some(found) = rows::read(value.as_ref(), decode) else {
        leave_open(INVOICES);
        return Ok(Answers::new());
    };
    Ok(vec![(Look::new(ErpKind::Payment, LookBy::OfInvoice(invoice)), found)])
}

/// The categories of one third party or product; no answer when they cannot all be read.
async fn categories(reader: &Reader<'_>, path: &str, look: Look) -> Result<Answers, ErpError> {
    // Its own bound is 100.
    let value = reader.get(CATEGORIES, path, &[("limit", PAGE.to_string())]).await?;
    let found =
        rows::read(value.as_ref(), |row| codec::object(look.kind, row)).filter(|rows| rows.len() < PAGE);
    let Some(found) = found else {
        leave_open(CATEGORIES);
        return Ok(Answers::new());
    };
    Ok(vec![(look, found)])
}

/// The latest movement of stock, or one page of those that are not our own; no answer when they cannot all be read.
async fn movements(reader: &Reader<'_>, look: Look) -> Result<Answers, ErpError> {
    let properties = codec::properties(ErpKind::StockMovement).to_owned();
    let mut query = vec![("sortfield", "t.rowid".to_owned()), ("properties", properties)];
    match &look.by {
        LookBy::Foreign(after, own) => {
            // A code that is not set is neither like nor unlike anything.
            let foreign = format!("((t.inventorycode:notlike:'{own}%') or (t.inventorycode:is:null))");
            query.push(("sqlfilters", format!("(t.rowid:>:{after}) and {foreign}")));
            query.push(("sortorder", "ASC".to_owned()));
            query.push(("limit", MOVEMENTS_AT_ONCE.to_string()));
        }
        _ => query.extend([("sortorder", "DESC".to_owned()), ("limit", "1".to_owned())]),
    }
    let value = reader.get(STOCK_MOVEMENTS, STOCK_MOVEMENTS.path, &query).await?;
    let decode = |row: &_| codec::object(ErpKind::StockMovement, row);
    let Some(found) = rows::read(value.as_ref(), decode) else {
        leave_open(STOCK_MOVEMENTS);
        return Ok(Answers::new());
    };
    Ok(vec![(look, found)])
}

/// The sub-products of one product; no answer when they cannot all be read.
async fn parts(reader: &Reader<'_>, product: ErpId) -> Result<Answers, ErpError> {
    let path = format!("/products/{product}/subproducts");
    let value = reader.get(PRODUCTS, &path, &[]).await?;
    let Some(found) = rows::read(value.as_ref(), |row| codec::part(row).map(ErpObject::Part)) else {
        leave_open(PRODUCTS);
        return Ok(Answers::new());
    };
    Ok(vec![(Look::new(ErpKind::Product, LookBy::PartsOf(product)), found)])
}

/// The files of one product; no answer when they cannot all be read. A product without files, and one that is gone, have none.
async fn files(reader: &Reader<'_>, product: ErpId) -> Result<Answers, ErpError> {
    // Version 23 gives a hundred unless it is asked for more; older ones give all.
    let query =
        [("modulepart", "product".to_owned()), ("id", product.to_string()), ("limit", FILES.to_string())];
    let value = reader.get(DOCUMENTS, DOCUMENTS.path, &query).await?;
    let found = rows::read(value.as_ref(), |row| codec::file(row).map(ErpObject::File));
    let Some(found) = found.filter(|files| files.len() < FILES) else {
        leave_open(DOCUMENTS);
        return Ok(Answers::new());
    };
    Ok(vec![(Look::new(ErpKind::File, LookBy::OfProduct(product)), found)])
}

/// The contacts of one order or invoice. Up to version 20 invoices have no list of them: they come with the invoice, which gives
/// the internal ones in their place from 23 on.
async fn contacts(reader: &Reader<'_>, kind: ErpKind, document: ErpId) -> Result<Answers, ErpError> {
    let resource = Resource::of(kind);
    let path = format!("{}/{document}/contacts", resource.path);
    let mut value = reader.get(resource, &path, &[]).await?;
    if value.is_none() && kind == ErpKind::Invoice {
        let path = format!("{}/{document}", resource.path);
        let invoice = reader.get(resource, &path, &[("contact_list", "0".to_owned())]).await?;
        value = invoice.and_then(|mut it| it.get_mut("contacts_ids").map(serde_json::Value::take));
    }
    let Some(found) = rows::read(value.as_ref(), |row| codec::object(ErpKind::DocumentContact, row)) else {
        leave_open(resource);
        return Ok(Answers::new());
    };
    Ok(vec![(Look::new(kind, LookBy::ContactsOf(document)), found)])
}

/// The states of one country, in one page: no country has so many.
async fn states(reader: &Reader<'_>, country: u64) -> Result<Answers, ErpError> {
    let query = [("country", country.to_string()), ("limit", STATES.to_string())];
    let value = reader.get(SETUP, "/setup/dictionary/states", &query).await?;
    let found = rows::read(value.as_ref(), |row| codec::object(ErpKind::State, row));
    let Some(found) = found.filter(|rows| rows.len() < STATES) else {
        leave_open(SETUP);
        return Ok(Answers::new());
    };
    Ok(vec![(Look::new(ErpKind::State, LookBy::OfCountry(country)), found)])
}

/// Looks of one kind by one field. When the firewall takes exception to one of the values, each is asked alone, and the
/// one that cannot be asked is left out.
async fn filtered(reader: &Reader<'_>, kind: ErpKind, looks: Vec<Look>) -> Result<Answers, ErpError> {
    match all_pages(reader, kind, &looks).await {
        Ok(Some(objects)) => Ok(matching::sort(looks, &objects)),
        Ok(None) if looks.len() == 1 => Ok(Answers::new()),
        // One of them has too many answers or one that cannot be read: it shall not stop the others.
        Ok(None) | Err(ReadError::Firewall(_)) => {
            let mut answers = Answers::new();
            for look in looks {
                match all_pages(reader, kind, std::slice::from_ref(&look)).await {
                    Ok(Some(objects)) => answers.extend(matching::sort(vec![look], &objects)),
                    Ok(None) | Err(ReadError::Firewall(_)) => {}
                    Err(ReadError::Erp(error)) => return Err(error),
                }
            }
            Ok(answers)
        }
        Err(ReadError::Erp(error)) => Err(error),
    }
}

/// What Dolibarr gives for these looks, on all pages; none when there are too many of them to be sure, or when one of them
/// cannot be read: it may be the one that was looked for.
async fn all_pages(
    reader: &Reader<'_>,
    kind: ErpKind,
    looks: &[Look],
) -> Result<Option<Vec<ErpObject>>, ReadError> {
    let resource = Resource::of(kind);
    let filter = filter::of(looks);
    let mut objects = Vec::new();
    for page in 0..PAGES {
        let mut query = vec![
            ("sqlfilters", filter.clone()),
            ("sortfield", "t.rowid".to_owned()),
            ("sortorder", "ASC".to_owned()),
            ("limit", PAGE.to_string()),
            ("page", page.to_string()),
            ("properties", codec::properties(kind).to_owned()),
        ];
        match kind {
            ErpKind::Category => query.push(("type", "product".to_owned())),
            ErpKind::CustomerCategory => query.push(("type", "customer".to_owned())),
            ErpKind::Stock => query.push(("includestockdata", "1".to_owned())),
            _ => {}
        }
        let value = reader.get(resource, resource.path, &query).await?;
        let Some(rows) = rows::read(value.as_ref(), |row| codec::object(kind, row)) else {
            leave_open(resource);
            return Ok(None);
        };
        let is_last = rows.len() < PAGE;
        objects.extend(rows);
        if is_last {
            return Ok(Some(objects));
        }
    }
    tracing::warn!(resource = resource.word(), "a question has too many answers and is left open");
    Ok(None)
}

/// Rows may hold personal data: only their kind is told.
fn leave_open(resource: Resource) {
    tracing::warn!(resource = resource.word(), "an answer cannot be read and its question is left open");
}
