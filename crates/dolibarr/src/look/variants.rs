//! Attributes, their values and the variants of a product: lists that no filter reaches.

use passerelle_core::erp::{ErpKind, ErpObject, Look, LookBy};
use passerelle_core::key::ErpId;
use passerelle_engine::ports::erp::ErpError;

use super::{Answers, PAGE, PAGES, leave_open, rows};
use crate::codec;
use crate::read::Reader;
use crate::resource::PRODUCTS;

/// All attributes; no answer when they cannot all be read.
pub async fn attributes(reader: &Reader<'_>) -> Result<Answers, ErpError> {
    let mut all: Vec<ErpObject> = Vec::new();
    for page in 0..PAGES {
        let query = [
            ("sortfield", "t.rowid".to_owned()),
            ("limit", PAGE.to_string()),
            ("page", page.to_string()),
            ("properties", codec::properties(ErpKind::Attribute).to_owned()),
        ];
        let value = reader.get(PRODUCTS, "/products/attributes", &query).await?;
        let Some(found) = rows::read(value.as_ref(), |row| codec::object(ErpKind::Attribute, row)) else {
            break;
        };
        let is_last = found.len() < PAGE;
        all.extend(found);
        if is_last {
            return Ok(vec![(Look::new(ErpKind::Attribute, LookBy::All), all)]);
        }
    }
    leave_open(PRODUCTS);
    Ok(Answers::new())
}

/// The values of one attribute: one list without pages.
pub async fn values(reader: &Reader<'_>, attribute: ErpId) -> Result<Answers, ErpError> {
    let look = Look::new(ErpKind::AttributeValue, LookBy::OfAttribute(attribute));
    whole(reader, look, &format!("/products/attributes/{attribute}/values")).await
}

/// The variants of one product: one list without pages.
pub async fn of_parent(reader: &Reader<'_>, parent: ErpId) -> Result<Answers, ErpError> {
    let look = Look::new(ErpKind::Variant, LookBy::OfParent(parent));
    whole(reader, look, &format!("/products/{parent}/variants")).await
}

async fn whole(reader: &Reader<'_>, look: Look, path: &str) -> Result<Answers, ErpError> {
    let value = reader.get(PRODUCTS, path, &[]).await?;
    let Some(found) = rows::read(value.as_ref(), |row| codec::object(look.kind, row)) else {
        leave_open(PRODUCTS);
        return Ok(Answers::new());
    };
    Ok(vec![(look, found)])
}
