//! The lines of orders and invoices.

use passerelle_core::explain::Explanation;
use passerelle_core::plan::DocumentLine;
use passerelle_core::tax::LocalTax;
use serde_json::{Value, json};

use super::fields::plain;
use crate::text;

/// The lines, in order.
pub fn lines(lines: &[DocumentLine]) -> Result<Value, Explanation> {
    lines
        .iter()
        .zip(1_u32..)
        .map(|(it, rank)| line(it, rank))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

/// One line with every key that Dolibarr reads: it warns about each missing one, and some servers write the warnings into
/// the answer. An empty `multicurrency_subprice` makes invoices compute the foreign price from `subprice`, as orders do.
pub fn line(line: &DocumentLine, rank: u32) -> Result<Value, Explanation> {
    Ok(json!({
        "ref_ext": text::whole("ref_ext", line.ref_ext.as_str(), 255)?,
        "fk_product": line.product.map(|id| id.0),
        "product_type": u8::from(line.is_service),
        "desc": text::note(&line.text),
        "label": "",
        "qty": plain(line.quantity),
        "subprice": plain(line.unit_price),
        "multicurrency_subprice": "",
        "tva_tx": vat(line)?,
        "vat_src_code": text::whole("vat_src_code", &line.vat_code, 10)?,
        "localtax1_tx": local_tax(line.rate.local1),
        "localtax2_tx": local_tax(line.rate.local2),
        "remise_percent": "0",
        "rang": rank,
        "id": 0,
        "info_bits": 0,
        "special_code": 0,
        "fk_remise_except": null,
        "fk_parent_line": 0,
        "fk_fournprice": null,
        "pa_ht": "",
        "fk_unit": null,
        "fk_code_ventilation": 0,
        "fk_prev_id": null,
        "situation_percent": 100,
        "date_start": "",
        "date_end": "",
        "array_options": [],
        "origin": "",
        "origin_id": 0,
    }))
}

/// The rate, with the code of its row where it has one: the calls for single lines read it nowhere else.
fn vat(line: &DocumentLine) -> Result<String, Explanation> {
    let rate = plain(line.rate.vat.value());
    let code = text::whole("vat_src_code", &line.vat_code, 10)?;
    Ok(if code.is_empty() { rate } else { format!("{rate} ({code})") })
}

/// Says whether a local tax applies: Dolibarr takes the rate itself from its VAT dictionary.
fn local_tax(local: Option<LocalTax>) -> String {
    local.map_or_else(|| "0".to_owned(), |local| plain(local.rate.value()))
}
