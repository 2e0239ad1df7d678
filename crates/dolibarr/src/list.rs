//! Lists of what Dolibarr holds of one connection, gone through page by page: numbers, external references, and what orders and
//! invoices show.

use passerelle_core::erp::{ErpKind, ErpObject, Standing};
use passerelle_core::key::ErpId;
use passerelle_engine::ports::erp::{ErpError, ErpListed, ErpListing, ErpPage, ErpRow};
use serde_json::Value;

use crate::codec::{self, fields};
use crate::explanations;
use crate::read::Reader;
use crate::resource::Resource;

/// Rows of one page: Dolibarr loads each order and invoice with all its lines, whatever is asked of it.
const DOCUMENTS: usize = 100;
/// Rows of one page of anything else.
const ROWS: usize = 500;
/// What is asked of things of which it only matters that they are there.
const BARE: &str = "id,ref_ext,date_modification";
/// What is asked of orders and invoices: their state and sums, no lines.
const SHOWN: &str = "id,ref_ext,date_modification,datem,statut,status,billed,paye,paid,totalpaid,total_ht,total_tva,\
total_localtax1,total_localtax2,total_ttc,multicurrency_code,multicurrency_tx,multicurrency_total_ht,\
multicurrency_total_tva,multicurrency_total_ttc";

/// One page.
pub async fn list(reader: &Reader<'_>, listing: &ErpListing) -> Result<ErpPage, ErpError> {
    let resource = Resource::of(listing.kind);
    let is_document = matches!(listing.kind, ErpKind::Order | ErpKind::Invoice);
    let limit = if is_document { DOCUMENTS } else { ROWS };
    let ours = format!("(t.ref_ext:like:'{}-%')", listing.tag);
    let (filter, sort, order, page) = match &listing.listed {
        ErpListed::After(after) => (format!("{ours} and (t.rowid:>:{after})"), "t.rowid", "ASC", 0),
        ErpListed::Latest(page) => (ours, "t.tms", "DESC", *page),
        ErpListed::Numbers(numbers) => (numbered(numbers), "t.rowid", "ASC", 0),
    };
    let mut query = vec![
        ("sqlfilters", filter),
        ("sortfield", sort.to_owned()),
        ("sortorder", order.to_owned()),
        ("limit", limit.to_string()),
        ("page", page.to_string()),
        ("properties", if is_document { SHOWN } else { BARE }.to_owned()),
    ];
    match listing.kind {
        ErpKind::Category => query.push(("type", "product".to_owned())),
        ErpKind::CustomerCategory => query.push(("type", "customer".to_owned())),
        _ => {}
    }
    let value = reader.get(resource, resource.path, &query).await?;
    let rows = match value.as_ref() {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(rows)) => rows.as_slice(),
        Some(Value::Number(number)) if number.as_i64() == Some(0) => &[],
        Some(_) => return Err(ErpError::Refused(explanations::not_dolibarr(200))),
    };
    let read: Vec<ErpRow> = rows.iter().filter_map(|value| row(listing.kind, value)).collect();
    Ok(ErpPage { is_whole: read.len() == rows.len(), is_last: rows.len() < limit, rows: read })
}

/// A single one without list: some versions take "in" with one value for a text.
fn numbered(numbers: &[ErpId]) -> String {
    match numbers {
        [id] => format!("(t.rowid:=:{id})"),
        ids => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            format!("(t.rowid:in:{})", ids.join(","))
        }
    }
}

fn row(kind: ErpKind, value: &Value) -> Option<ErpRow> {
    let modified = fields::whole(value, "date_modification").or_else(|| fields::whole(value, "datem"));
    let standing = match kind {
        ErpKind::Order | ErpKind::Invoice => match codec::object(kind, value)? {
            ErpObject::Order(order) => Some(Standing::of_order(&order)),
            ErpObject::Invoice(invoice) => Some(Standing::of_invoice(&invoice)),
            _ => None,
        },
        _ => None,
    };
    Some(ErpRow { id: ErpId(fields::id(value, "id")?), modified, standing })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_show_what_people_change() {
        let order = json!({"id": "3", "statut": "1", "billed": "1", "total_ht": "10.00000000", "total_tva": "2",
            "total_ttc": "12.00000000", "date_modification": 1795388400});
        let read = row(ErpKind::Order, &order).unwrap();
        assert_eq!((read.id, read.modified), (ErpId(3), Some(1_795_388_400)));
        let standing = read.standing.unwrap();
        assert_eq!((standing.status, standing.done, standing.received), (1, true, None));
        let invoice = json!({"id": "4", "statut": "3", "paye": "1", "totalpaid": 12, "total_ht": "10", "total_ttc": "12"});
        let standing = row(ErpKind::Invoice, &invoice).unwrap().standing.unwrap();
        assert_eq!((standing.status, standing.done), (3, true));
        assert_eq!(standing.received.map(|it| it.to_string()).as_deref(), Some("12.00"));
        assert!(row(ErpKind::Invoice, &json!({"id": "4"})).is_none(), "it says nothing of its state");
        assert!(row(ErpKind::Product, &json!({"id": "4"})).is_some());
    }

    #[test]
    fn numbers_are_listed() {
        assert_eq!(numbered(&[ErpId(7)]), "(t.rowid:=:7)");
        assert_eq!(numbered(&[ErpId(7), ErpId(9)]), "(t.rowid:in:7,9)");
    }
}
