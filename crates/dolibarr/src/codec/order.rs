//! Orders.

use passerelle_core::erp::{ErpDocumentContact, ErpLine, ErpOrder, ErpOrderStatus};
use passerelle_core::key::ErpId;
use serde_json::Value;

use super::fields;
use super::totals::totals;

/// What is asked of lists.
pub const PROPERTIES: &str = "id,ref,ref_ext,ref_client,socid,date,statut,status,billed,total_ht,total_tva,total_localtax1,total_localtax2,total_ttc,\
multicurrency_code,multicurrency_tx,multicurrency_total_ht,multicurrency_total_tva,multicurrency_total_ttc,\
note_private,warehouse_id,contacts_ids,lines";

/// Reads an order.
pub fn order(value: &Value) -> Option<ErpOrder> {
    let status = fields::whole(value, "statut").or_else(|| fields::whole(value, "status"))?;
    Some(ErpOrder {
        id: fields::id(value, "id")?,
        reference: fields::text(value, "ref"),
        ref_ext: fields::external(value),
        customer_reference: fields::text(value, "ref_client"),
        third_party: fields::link(value, "socid"),
        day: fields::day(value, "date"),
        status: match status {
            -1 => ErpOrderStatus::Cancelled,
            0 => ErpOrderStatus::Draft,
            1 => ErpOrderStatus::Validated,
            2 => ErpOrderStatus::Shipping,
            3 => ErpOrderStatus::Closed,
            _ => return None,
        },
        billed: fields::flag(value, "billed"),
        totals: totals(value),
        line_count: value.get("lines").and_then(Value::as_array).map_or(0, Vec::len),
        lines: value.get("lines").and_then(Value::as_array).and_then(|rows| rows.iter().map(line).collect()),
        warehouse: fields::link(value, "warehouse_id"),
        dated: fields::moment(value, "date"),
        note_private: fields::shown(value, "note_private"),
        contacts: contacts(value),
    })
}

/// The contacts of an order or invoice; none where Dolibarr did not load them.
pub fn contacts(value: &Value) -> Option<Vec<ErpId>> {
    let ids = value.get("contacts_ids")?.as_array()?;
    let id = |it: &Value| it.as_u64().or_else(|| it.as_str()?.parse().ok()).map(ErpId);
    ids.iter().map(id).collect()
}

/// Reads a contact of an order or invoice.
pub fn document_contact(value: &Value) -> Option<ErpDocumentContact> {
    Some(ErpDocumentContact { contact: fields::link(value, "id")?, role: fields::text(value, "code") })
}

/// Reads a line.
fn line(value: &Value) -> Option<ErpLine> {
    Some(ErpLine {
        id: fields::id(value, "id").or_else(|| fields::id(value, "rowid"))?,
        ref_ext: fields::external(value),
        product: fields::link(value, "fk_product"),
        text: fields::shown(value, "desc"),
        quantity: fields::decimal(value, "qty")?,
        unit_price: fields::decimal(value, "subprice")?,
        discount: fields::decimal(value, "remise_percent").unwrap_or_default(),
        vat: fields::percent(value, "tva_tx"),
        totals: totals(value),
    })
}
