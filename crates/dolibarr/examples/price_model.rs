//! Holds the model of Dolibarr's price computation against a real Dolibarr, on thousands of generated lines.
//!
//! It makes draft orders, reads their lines and totals back, compares each with what the model says, and deletes the drafts.
//! One third party named "Passerelle price model" stays. Address and key come from PASSERELLE_ERP_URL and PASSERELLE_ERP_KEY.
//!
//!     cargo run --release -p passerelle-dolibarr --example price_model -- [lines] [seed] [foreign currency or -] [local taxes] [file]
//!
//! `local taxes` is a row of Dolibarr's VAT dictionary: `5+9.975` for a second tax beside the VAT, `5x9.975` for one on top of it.
//! With `file`, lines and answers are written there, as `crates/core/tests/recordings` holds them. It ends with 1 when any differs.

use std::error::Error;
use std::process::ExitCode;

use passerelle_core::erp::{ErpKind, ErpTotals, Look, LookBy, Precision};
use passerelle_core::key::{ErpId, Key, Kind, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{DocumentLine, ForeignCurrency, Operation, OrderWrite, Target, ThirdPartyWrite};
use passerelle_core::rounding::{PriceModel, PricedLine};
use passerelle_core::tax::{LocalTax, LocalTaxBase, TaxRate};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp, Outcome};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Lines of one draft.
const LINES: usize = 50;

/// Numbers that follow from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> i64 {
        i64::try_from(self.next() % bound.max(1)).unwrap_or(0)
    }
}

/// A price, a quantity and taxes: all sizes, with prices on the very edge of rounding among them.
fn line(chance: &mut Chance, unit_decimals: u32, local: Option<TaxRate>) -> (Decimal, Decimal, TaxRate) {
    let size = [1_000, 100_000, 10_000_000, 1_000_000_000][chance.below(4) as usize];
    let mut price = Decimal::new(chance.below(size), 5.min(unit_decimals));
    match chance.below(8) {
        // Half a cent.
        0 => price = Decimal::new(chance.below(100_000) * 10 + 5, 3.min(unit_decimals)),
        1 => price = Decimal::new(chance.below(100_000), 2.min(unit_decimals)),
        2 => price = -price,
        _ => {}
    }
    let quantity = match chance.below(6) {
        0 => Decimal::ONE,
        1 => Decimal::new(chance.below(5_000) + 1, 2),
        2 => Decimal::from(chance.below(2_000) + 1),
        _ => Decimal::from(chance.below(40) + 1),
    };
    let vat =
        [(20, 0), (10, 0), (55, 1), (21, 1), (0, 0), (196, 1), (85, 1), (7, 0)][chance.below(8) as usize];
    let rate = match local {
        Some(local) if chance.below(2) == 0 => local,
        _ => TaxRate::vat(Percent::new(Decimal::new(vat.0, vat.1))),
    };
    (price, quantity, rate)
}

fn local_taxes(text: &str) -> Result<TaxRate, Box<dyn Error>> {
    let on = if text.contains('x') { LocalTaxBase::NetAndVat } else { LocalTaxBase::Net };
    let mut rates = text.split(['+', 'x']).map(|part| part.parse().map(Percent::new));
    let vat = rates.next().ok_or("no VAT rate")??;
    let mut local = || rates.next().transpose().map(|rate| rate.map(|rate| LocalTax { rate, on }));
    Ok(TaxRate { vat, local1: local()?, local2: local()? })
}

/// What a real Dolibarr needs to be asked beside the port.
struct Direct {
    client: reqwest::Client,
    url: String,
    key: String,
}

impl Direct {
    async fn call(&self, method: reqwest::Method, path: &str) -> Result<Value, Box<dyn Error>> {
        let url = format!("{}/api/index.php{path}", self.url.trim_end_matches('/'));
        let request = self.client.request(method, url).header("DOLAPIKEY", &self.key);
        Ok(serde_json::from_slice(&request.send().await?.error_for_status()?.bytes().await?)?)
    }
}

fn number(value: &Value, name: &str) -> Decimal {
    let text = value.get(name).map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
    text.and_then(|text| text.parse::<Decimal>().ok()).unwrap_or_default().normalize()
}

/// What Dolibarr says of a line or a document: net, VAT, local taxes, gross; in a foreign currency it keeps no local taxes.
fn answer(value: &Value, foreign: bool) -> [Decimal; 5] {
    let names = if foreign {
        ["multicurrency_total_ht", "multicurrency_total_tva", "", "", "multicurrency_total_ttc"]
    } else {
        ["total_ht", "total_tva", "total_localtax1", "total_localtax2", "total_ttc"]
    };
    names.map(|name| number(value, name))
}

async fn third_party(erp: &Dolibarr, local: bool) -> Result<ErpId, Box<dyn Error>> {
    let key = Key::new(&"pricemodel".parse()?, Kind::Customer, ShopId(u64::from(local) + 1));
    let look = Look::new(ErpKind::ThirdParty, LookBy::ExternalRef(key.external_ref()));
    let seen = erp.look(std::slice::from_ref(&look)).await?;
    if let Some(id) = seen.get(&look).unwrap_or_default().first().and_then(|object| object.id()) {
        return Ok(id);
    }
    let write = ThirdPartyWrite {
        ref_ext: Some(key.external_ref()),
        name: Some("Passerelle price model".to_owned()),
        is_customer: Some(true),
        ..ThirdPartyWrite::default()
    };
    match erp.execute(&Operation::ThirdPartyCreate(write), &[]).await {
        Outcome::Done { created: Some(id), .. } => Ok(id),
        other => Err(format!("no third party: {other:?}").into()),
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let url = std::env::var("PASSERELLE_ERP_URL")?;
    let key = std::env::var("PASSERELLE_ERP_KEY")?;
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(2_000), |text| text.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let foreign = arguments.next().filter(|text| text != "-");
    let foreign: Option<Currency> = foreign.map(|code| code.parse()).transpose()?;
    let local = arguments.next().filter(|text| text != "-").map(|text| local_taxes(&text)).transpose()?;
    let file = arguments.next();

    let direct = Direct { client: reqwest::Client::new(), url: url.clone(), key: key.clone() };
    let erp = Dolibarr::new(DolibarrOptions::new(url, key.into()))?;
    let setup = erp.setup().await?;
    println!("Dolibarr {} of {}: {:?}", setup.version, setup.company, setup.precision);
    let customer = third_party(&erp, local.is_some()).await?;
    let mut chance = Chance(seed);
    let mut documents = Vec::new();
    let (mut compared, mut differ) = (0_usize, 0_usize);
    while compared < count {
        let rate = Decimal::new(500_000 + chance.below(2_500_000), 6);
        let currency = foreign.map(|code| ForeignCurrency { code, rate });
        let precision: Precision = setup.precision;
        let model =
            PriceModel { precision, rate: currency.map_or(Decimal::ONE, |it| it.rate), currency_decimals: 2 };
        let mut lines = Vec::with_capacity(LINES);
        for _ in 0..LINES.min(count - compared) {
            let (unit_price, quantity, rate) = line(&mut chance, precision.unit_decimals, local);
            let totals = model.line(unit_price, quantity, rate).ok_or("too large")?;
            lines.push(PricedLine { quantity, unit_price, rate, totals });
        }
        let key = Key::new(&"pricemodel".parse()?, Kind::Order, ShopId(chance.next() >> 1));
        let write = OrderWrite {
            ref_ext: key.external_ref(),
            reference: None,
            customer_reference: String::new(),
            third_party: Target::Id(customer),
            day: "2026-01-02".parse()?,
            payment_mode: None,
            payment_terms: None,
            bank_account: None,
            shipping_method: None,
            origin: None,
            note_public: String::new(),
            note_private: String::new(),
            currency,
            warehouse: None,
            lines: lines
                .iter()
                .enumerate()
                .map(|(index, line)| DocumentLine {
                    ref_ext: key.external_ref().part(&format!("line-{}", index + 1)),
                    product: None,
                    is_service: index % 2 == 1,
                    text: "price model".to_owned(),
                    quantity: line.quantity,
                    unit_price: line.unit_price,
                    rate: line.rate,
                    vat_code: String::new(),
                })
                .collect(),
            expected: ErpTotals::default(),
        };
        let id = match erp.execute(&Operation::OrderCreate(write), &[]).await {
            Outcome::Done { created: Some(id), .. } => id,
            other => return Err(format!("no order: {other:?}").into()),
        };
        let order = direct.call(reqwest::Method::GET, &format!("/orders/{id}")).await?;
        let rows = order.get("lines").and_then(Value::as_array).ok_or("no lines")?;
        if rows.len() != lines.len() {
            return Err(format!("{} lines instead of {}", rows.len(), lines.len()).into());
        }
        let mut recorded = Vec::with_capacity(lines.len());
        for (line, row) in lines.iter().zip(rows) {
            let got = answer(row, currency.is_some());
            let own = model.totals(line.unit_price, line.quantity, line.rate).ok_or("too large")?;
            let mut want =
                [own.net, own.vat, own.local1, own.local2, own.gross()].map(|it| it.value().normalize());
            if currency.is_some() {
                (want[2], want[3]) = (Decimal::ZERO, Decimal::ZERO);
            }
            // Where VAT is rounded for the sums, Dolibarr corrects lines afterwards: the document is what counts.
            let same = got == want || (model.rounds_tax_of_sums() && got[0] == want[0]);
            if !same {
                differ += 1;
                println!(
                    "differs: {} x {} at {}: Dolibarr {got:?}, model {want:?}",
                    line.quantity, line.unit_price, line.rate
                );
            }
            compared += 1;
            recorded.push(json!([
                line.unit_price,
                line.quantity,
                line.rate,
                got[0],
                got[1],
                got[2],
                got[3],
                got[4]
            ]));
        }
        let got = answer(&order, currency.is_some());
        let want = model.document(&lines);
        if (Amount::new(got[0]), Amount::new(got[4])) != (want.net, want.gross) {
            differ += 1;
            println!("document differs: Dolibarr {got:?}, model {want:?}");
        }
        documents.push(json!({ "rate": model.rate, "lines": recorded, "net": got[0], "gross": got[4] }));
        direct.call(reqwest::Method::DELETE, &format!("/orders/{id}")).await?;
    }
    println!("{compared} lines in {} documents compared, {differ} differ", documents.len());
    if let Some(file) = file {
        let text = json!({ "dolibarr": setup.version, "precision": setup.precision, "documents": documents });
        std::fs::write(file, text.to_string())?;
    }
    Ok(if differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
