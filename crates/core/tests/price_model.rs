//! The price model against what real Dolibarrs computed: recorded by `crates/dolibarr/examples/price_model.rs`.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::fs;
use std::path::Path;

use passerelle_core::erp::Precision;
use passerelle_core::rounding::{PriceModel, PricedLine};
use passerelle_core::tax::TaxRate;
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
struct Recording {
    precision: Precision,
    documents: Vec<Document>,
}

/// Unit price, quantity, taxes, then Dolibarr's net, VAT, local taxes and gross.
type RecordedLine = (Decimal, Decimal, TaxRate, Decimal, Decimal, Decimal, Decimal, Decimal);

#[derive(Deserialize)]
struct Document {
    rate: Decimal,
    lines: Vec<RecordedLine>,
    net: Decimal,
    gross: Decimal,
}

#[test]
fn the_model_computes_what_dolibarr_computed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/price-model");
    let (mut files, mut compared) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let recording: Recording = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        files += 1;
        for document in recording.documents {
            let model =
                PriceModel { precision: recording.precision, rate: document.rate, currency_decimals: 2 };
            let foreign = document.rate != Decimal::ONE;
            let mut lines = Vec::new();
            for (unit_price, quantity, rate, net, vat, local1, local2, gross) in document.lines {
                let own = model.totals(unit_price, quantity, rate).unwrap();
                let what = format!("{name}: {quantity} x {unit_price} at {rate}");
                assert_eq!(own.net.value(), net, "{what}");
                // Where VAT is rounded for the sums, Dolibarr corrects lines afterwards: the document is what counts.
                if !model.rounds_tax_of_sums() {
                    assert_eq!(own.vat.value(), vat, "{what}");
                    assert_eq!(own.gross().value(), gross, "{what}");
                    if !foreign {
                        assert_eq!([own.local1.value(), own.local2.value()], [local1, local2], "{what}");
                    }
                }
                lines.push(PricedLine { quantity, unit_price, rate, totals: own.taxed() });
                compared += 1;
            }
            let sum = model.document(&lines);
            assert_eq!([sum.net.value(), sum.gross.value()], [document.net, document.gross], "{name}");
        }
    }
    assert_eq!((files, compared), (16, 1_300));
}
