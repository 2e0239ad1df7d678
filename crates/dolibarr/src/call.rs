//! One operation as the one HTTP call that carries it out.

use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::ErpId;
use passerelle_core::plan::{ContactRole, Operation, Target, resolve};
use reqwest::Method;
use serde_json::{Value, json};

use crate::resource::{self, Resource};
use crate::{body, explanations, moment};

/// What a good answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The id of what was created.
    Id,
    /// Anything that decodes.
    Anything,
    /// The name under which a file was stored.
    Name,
    /// The object as it is now, in which the fields that were sent are looked for: Dolibarr answers a failed update of
    /// some kinds with 200 and the unchanged object.
    Updated,
    /// This kind of object in the state that the operation wants.
    Object(ErpKind),
}

/// One writing call.
#[derive(Clone, Debug)]
pub struct WriteCall {
    /// POST, PUT or DELETE; GET for a check.
    pub method: Method,
    /// The path.
    pub path: String,
    /// The query.
    pub query: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<Value>,
    /// What it needs.
    pub resource: Resource,
    /// What a good answer looks like.
    pub expected: Expected,
}

/// The call that carries out `operation`.
pub fn of(operation: &Operation, made: &[Option<ErpId>]) -> Result<WriteCall, Explanation> {
    use Expected::{Anything, Id, Name, Object, Updated};
    use resource::{
        CATEGORIES, CONTACTS, DOCUMENTS, INVOICES, ORDERS, PRODUCTS, STOCK_MOVEMENTS, THIRD_PARTIES, VARIANTS,
    };
    let at = |target: Target| {
        resolve(target, made).ok_or_else(|| explanations::target_missing(operation.word())).map(|id| id.0)
    };
    let post = |resource: Resource, sub: String, body, expected| WriteCall {
        method: Method::POST,
        path: format!("{}{sub}", resource.path),
        query: Vec::new(),
        body,
        resource,
        expected,
    };
    let put = |resource: Resource, id: u64, body, expected| WriteCall {
        method: Method::PUT,
        path: format!("{}/{id}", resource.path),
        query: Vec::new(),
        body: Some(body),
        resource,
        expected,
    };
    let line_path = |order: Target, line: ErpId| at(order).map(|order| format!("/{order}/lines/{line}"));
    // 0 moves no stock.
    let stock = |warehouse: Option<ErpId>| warehouse.map_or(0, |id| id.0);
    let note = |text: &str| crate::text::note(text);
    let role = |role: ContactRole| role.code();
    Ok(match operation {
        Operation::CategoryCreate(write) => {
            post(CATEGORIES, String::new(), Some(body::category_create(write, made)?), Id)
        }
        Operation::CategoryUpdate { target, write } => {
            put(CATEGORIES, at(*target)?, body::category_update(write, made)?, Updated)
        }
        Operation::ProductCreate(write) => {
            post(PRODUCTS, String::new(), Some(body::product_create(write)?), Id)
        }
        Operation::ProductUpdate { target, write } => {
            put(PRODUCTS, at(*target)?, body::product_update(write)?, Updated)
        }
        Operation::ProductOnSale(moment) => put(PRODUCTS, moment.product.0, json!({ "status": 1 }), Updated),
        Operation::ProductOffSale(moment) => put(PRODUCTS, moment.product.0, json!({ "status": 0 }), Updated),
        Operation::AttributeCreate(write) => {
            post(PRODUCTS, "/attributes".to_owned(), Some(body::attribute_create(write)?), Id)
        }
        Operation::AttributeUpdate { target, write } => WriteCall {
            method: Method::PUT,
            ..post(
                PRODUCTS,
                format!("/attributes/{}", at(*target)?),
                Some(body::attribute_update(write)?),
                Updated,
            )
        },
        Operation::AttributeValueCreate { attribute, write } => {
            let sub = format!("/attributes/{}/values", at(*attribute)?);
            post(PRODUCTS, sub, Some(body::attribute_value(write)?), Id)
        }
        Operation::AttributeValueUpdate { target, write } => WriteCall {
            method: Method::PUT,
            ..post(
                PRODUCTS,
                format!("/attributes/values/{}", at(*target)?),
                Some(body::attribute_value(write)?),
                Updated,
            )
        },
        Operation::VariantCreate { parent, write } => {
            post(PRODUCTS, format!("/{}/variants", at(*parent)?), Some(body::variant_create(write)?), Id)
        }
        Operation::VariantUpdate { id, write } => WriteCall {
            method: Method::PUT,
            ..post(PRODUCTS, format!("/variants/{id}"), Some(body::variant_update(write)?), Anything)
        },
        Operation::VariantDelete { id } => {
            WriteCall { method: Method::DELETE, ..post(VARIANTS, format!("/variants/{id}"), None, Anything) }
        }
        Operation::PartAdd { pack, part, quantity } => {
            // 1: selling the pack moves the stock of its parts, where Dolibarr counts it (`PRODUIT_SOUSPRODUITS`).
            let body = json!({ "subproduct_id": part.0, "qty": body::plain(*quantity), "incdec": 1 });
            post(PRODUCTS, format!("/{pack}/subproducts/add"), Some(body), Anything)
        }
        Operation::PartRemove { pack, part } => WriteCall {
            method: Method::DELETE,
            ..post(PRODUCTS, format!("/{pack}/subproducts/remove/{part}"), None, Anything)
        },
        Operation::CategoryLink { category, product } => {
            let sub = format!("/{}/objects/product/{}", at(*category)?, at(*product)?);
            post(CATEGORIES, sub, None, Anything)
        }
        Operation::CategoryUnlink { category, product } => {
            let sub = format!("/{}/objects/product/{}", at(*category)?, at(*product)?);
            WriteCall { method: Method::DELETE, ..post(CATEGORIES, sub, None, Anything) }
        }
        Operation::CustomerCategoryCreate(write) => {
            post(CATEGORIES, String::new(), Some(body::customer_category_create(write, made)?), Id)
        }
        Operation::CustomerCategoryUpdate { target, write } => {
            put(CATEGORIES, at(*target)?, body::category_update(write, made)?, Updated)
        }
        Operation::CustomerCategoryLink { category, third_party } => {
            let sub = format!("/{}/objects/customer/{}", at(*category)?, at(*third_party)?);
            post(CATEGORIES, sub, None, Anything)
        }
        Operation::CustomerCategoryUnlink { category, third_party } => {
            let sub = format!("/{}/objects/customer/{}", at(*category)?, at(*third_party)?);
            WriteCall { method: Method::DELETE, ..post(CATEGORIES, sub, None, Anything) }
        }
        Operation::ThirdPartyCreate(write) => {
            post(THIRD_PARTIES, String::new(), Some(body::third_party_create(write)?), Id)
        }
        Operation::ThirdPartyUpdate { target, write } => {
            put(THIRD_PARTIES, at(*target)?, body::third_party_update(write)?, Updated)
        }
        Operation::ContactCreate(write) => {
            post(CONTACTS, String::new(), Some(body::contact_create(write, made)?), Id)
        }
        Operation::ContactUpdate { target, write } => {
            put(CONTACTS, at(*target)?, body::contact_update(write, made)?, Updated)
        }
        // The body is made when the bytes are there.
        Operation::ImageUpload(_) | Operation::FileCopy(_) => {
            post(DOCUMENTS, "/upload".to_owned(), None, Name)
        }
        Operation::FileDelete { path, .. } => {
            let query = vec![("modulepart", "product".to_owned()), ("original_file", path.clone())];
            WriteCall { method: Method::DELETE, query, ..post(DOCUMENTS, String::new(), None, Anything) }
        }
        Operation::OrderCreate(write) => post(ORDERS, String::new(), Some(body::order(write, made)?), Id),
        Operation::OrderContactLink { order, contact, role: what } => post(
            ORDERS,
            format!("/{}/contact/{}/{}", at(*order)?, at(*contact)?, role(*what)),
            None,
            Anything,
        ),
        Operation::OrderContactUnlink { order, contact, role: what } => WriteCall {
            method: Method::DELETE,
            ..post(ORDERS, format!("/{}/contact/{contact}/{}", at(*order)?, role(*what)), None, Anything)
        },
        Operation::InvoiceContactUnlink { invoice, contact, role: what } => WriteCall {
            method: Method::DELETE,
            ..post(INVOICES, format!("/{}/contact/{contact}/{}", at(*invoice)?, role(*what)), None, Anything)
        },
        Operation::OrderCheck { order, .. } => WriteCall {
            method: Method::GET,
            ..post(ORDERS, format!("/{}", at(*order)?), None, Object(ErpKind::Order))
        },
        Operation::OrderValidate { order, warehouse, .. } => {
            let body = json!({ "idwarehouse": stock(*warehouse), "notrigger": 0 });
            post(ORDERS, format!("/{}/validate", at(*order)?), Some(body), Object(ErpKind::Order))
        }
        Operation::OrderDraft { order, warehouse } => {
            let body = json!({ "idwarehouse": stock(*warehouse) });
            post(ORDERS, format!("/{}/settodraft", at(*order)?), Some(body), Object(ErpKind::Order))
        }
        Operation::OrderLineCreate { order, line, rank } => {
            post(ORDERS, format!("/{}/lines", at(*order)?), Some(body::line(line, *rank)?), Id)
        }
        Operation::OrderLineUpdate { order, id, line, rank } => WriteCall {
            method: Method::PUT,
            ..post(ORDERS, line_path(*order, *id)?, Some(body::line(line, *rank)?), Object(ErpKind::Order))
        },
        Operation::OrderLineDelete { order, id } => WriteCall {
            method: Method::DELETE,
            ..post(ORDERS, line_path(*order, *id)?, None, Object(ErpKind::Order))
        },
        Operation::OrderClose { order } => {
            post(ORDERS, format!("/{}/close", at(*order)?), None, Object(ErpKind::Order))
        }
        Operation::OrderSetInvoiced { order } => {
            post(ORDERS, format!("/{}/setinvoiced", at(*order)?), None, Object(ErpKind::Order))
        }
        Operation::OrderCancel { order, note_private } => {
            // `statut` up to version 20; `status` is its name afterwards.
            let body = json!({ "statut": -1, "status": -1, "note_private": note(note_private) });
            put(ORDERS, at(*order)?, body, Object(ErpKind::Order))
        }
        Operation::OrderRestore { order, note_private } => {
            let body = json!({ "statut": 0, "status": 0, "note_private": note(note_private) });
            put(ORDERS, at(*order)?, body, Object(ErpKind::Order))
        }
        Operation::OrderNote { order, note_private } => {
            put(ORDERS, at(*order)?, json!({ "note_private": note(note_private) }), Updated)
        }
        Operation::InvoiceCreate(write) => {
            post(INVOICES, String::new(), Some(body::invoice(write, made)?), Id)
        }
        Operation::CreditNoteCreate(write) => {
            post(INVOICES, String::new(), Some(body::credit_note(write, made)?), Id)
        }
        Operation::StockMove(write) => {
            post(STOCK_MOVEMENTS, String::new(), Some(body::stock_move(write)?), Id)
        }
        Operation::InvoiceContactLink { invoice, contact, role: what } => post(
            INVOICES,
            format!("/{}/contact/{}/{}", at(*invoice)?, at(*contact)?, role(*what)),
            None,
            Anything,
        ),
        Operation::InvoiceCheck { invoice, .. } => WriteCall {
            method: Method::GET,
            ..post(INVOICES, format!("/{}", at(*invoice)?), None, Object(ErpKind::Invoice))
        },
        Operation::InvoiceNumber { invoice, reference } => {
            put(INVOICES, at(*invoice)?, json!({ "ref": reference }), Object(ErpKind::Invoice))
        }
        Operation::InvoiceUpdate { invoice, day, customer_reference } => {
            let date =
                moment::of_day(*day).ok_or_else(|| explanations::value_refused("invoice-update", "date"))?;
            // Dolibarr 23 stores the second name, older ones the first.
            let number = customer_reference;
            let body = json!({ "date": date, "ref_client": number, "ref_customer": number });
            put(INVOICES, at(*invoice)?, body, Object(ErpKind::Invoice))
        }
        Operation::InvoiceValidate { invoice, warehouse, .. } => {
            let body = json!({ "idwarehouse": stock(*warehouse), "notrigger": 0 });
            post(INVOICES, format!("/{}/validate", at(*invoice)?), Some(body), Object(ErpKind::Invoice))
        }
        Operation::InvoiceSetPaid { invoice } => {
            let body = json!({ "close_code": "", "close_note": "" });
            post(INVOICES, format!("/{}/settopaid", at(*invoice)?), Some(body), Object(ErpKind::Invoice))
        }
        Operation::PaymentCreate(write) => {
            post(INVOICES, "/paymentsdistributed".to_owned(), Some(body::payment(write, made)?), Id)
        }
    })
}
