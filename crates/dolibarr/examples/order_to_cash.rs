//! Makes a third party, a contact, a product, an order, an invoice and its payment in a real Dolibarr, looks each of them
//! up again and prints what happened. Address and key come from PASSERELLE_ERP_URL and PASSERELLE_ERP_KEY; a first
//! argument such as `USD` takes a foreign currency at the rate 1.25.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use passerelle_core::erp::{ErpKind, ErpObject, ErpTotals, Look, LookBy};
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{
    Barcode, BarcodeForm, CategoryWrite, ContactRole, ContactWrite, DocumentLine, ForeignCurrency,
    InvoiceWrite, Operation, OrderWrite, PaymentWrite, ProductWrite, Target, ThirdPartyWrite,
};
use passerelle_core::tax::TaxRate;
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp, Outcome};
use rust_decimal::Decimal;

/// Steps done so far: what each made.
struct Run {
    erp: Dolibarr,
    made: Vec<Option<ErpId>>,
}

impl Run {
    /// Carries out one step and says what came of it.
    async fn step(&mut self, operation: Operation) -> Target {
        let outcome = self.erp.execute(&operation, &self.made).await;
        println!("{:<22} {outcome:?}", operation.word());
        let created = if let Outcome::Done { created, .. } = outcome { created } else { None };
        self.made.push(created);
        Target::Step(self.made.len() - 1)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::var("PASSERELLE_ERP_URL")?;
    let key = std::env::var("PASSERELLE_ERP_KEY")?;
    let foreign: Option<Currency> = std::env::args().nth(1).map(|code| code.parse()).transpose()?;
    let currency = foreign.map(|code| ForeignCurrency { code, rate: Decimal::new(125, 2) });
    let number = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let tag = "demo".parse()?;
    let reference = |kind| Key::new(&tag, kind, ShopId(number)).external_ref();

    let erp = Dolibarr::new(DolibarrOptions::new(url, key.into()))?;
    let setup = erp.setup().await?;
    println!("Dolibarr {} of {} ({}, {})", setup.version, setup.company, setup.country, setup.currency);
    println!("currencies {:?} (known: {})", setup.currencies, setup.currencies_known);
    println!("warehouses {:?}", setup.warehouses);
    println!("accounts   {:?}", setup.bank_accounts);
    println!(
        "{} payment modes, {} terms, {} carriers, {} origins, {} countries, {:?}",
        setup.payment_modes.len(),
        setup.payment_terms.len(),
        setup.shipping_methods.len(),
        setup.order_origins.len(),
        setup.countries.len(),
        setup.precision
    );
    for finding in erp.probe_rights().await? {
        println!("right      {finding:?}");
    }
    let mode = setup.payment_mode("CB").ok_or("no payment mode CB")?.id;
    let account = setup.bank_accounts.first().ok_or("no bank account")?.id;

    let mut run = Run { erp, made: Vec::new() };
    let category = run
        .step(Operation::CategoryCreate(CategoryWrite {
            ref_ext: Some(reference(Kind::Category)),
            label: Some(format!("Thés & cafés {number}")),
            description: Some("<p>Tout chaud</p>".to_owned()),
            parent: Some(None),
            visible: Some(true),
        }))
        .await;
    let product = run
        .step(Operation::ProductCreate(ProductWrite {
            reference: Some(format!("demo {number} (été)")),
            ref_ext: Some(reference(Kind::Product)),
            label: Some("Théière".to_owned()),
            description: Some("En fonte".to_owned()),
            is_service: Some(false),
            price: Some(Decimal::new(10_123_456, 6)),
            vat: Some(Percent::new(Decimal::from(20))),
            on_sale: Some(true),
            barcode: Some(Barcode { code: format!("3{number:012}"), form: BarcodeForm::Ean13 }),
            weight: Some(Decimal::new(5, 1)),
            size: Some((Decimal::new(1, 1), Decimal::new(2, 1), Decimal::new(3, 1))),
            cost_price: Some(Decimal::new(55, 1)),
            ..ProductWrite::default()
        }))
        .await;
    run.step(Operation::ProductUpdate {
        target: product,
        write: ProductWrite { price: Some(Decimal::new(1_012_346, 5)), ..ProductWrite::default() },
    })
    .await;
    run.step(Operation::CategoryLink { category, product }).await;
    let third_party = run
        .step(Operation::ThirdPartyCreate(ThirdPartyWrite {
            ref_ext: Some(reference(Kind::Customer)),
            name: Some("O'NEIL Zoé".to_owned()),
            is_person: Some(true),
            email: Some(format!("o'neil+{number}@example.com")),
            country_id: setup.country_id("FR"),
            language: Some("fr_FR".to_owned()),
            is_customer: Some(true),
            ..ThirdPartyWrite::default()
        }))
        .await;
    run.step(Operation::ThirdPartyUpdate {
        target: third_party,
        write: ThirdPartyWrite { town: Some("Lyon".to_owned()), ..ThirdPartyWrite::default() },
    })
    .await;
    let contact = run
        .step(Operation::ContactCreate(ContactWrite {
            ref_ext: Some(reference(Kind::Address)),
            third_party: Some(third_party),
            last_name: Some("O'NEIL".to_owned()),
            first_name: Some("Zoé".to_owned()),
            address: Some("1 rue de la Paix\nBât. B".to_owned()),
            postcode: Some("69001".to_owned()),
            town: Some("Lyon".to_owned()),
            country_id: setup.country_id("FR"),
            state_id: None,
            phone: Some("04 00 00 00 00".to_owned()),
            phone_mobile: None,
        }))
        .await;
    let product_id = run.made.get(1).copied().flatten();
    let line = |n: u32, product, text: &str, quantity: i64, price: Decimal, vat: Decimal| DocumentLine {
        ref_ext: reference(Kind::Order).part(&format!("line-{n}")),
        product,
        is_service: product.is_none(),
        text: text.to_owned(),
        quantity: Decimal::from(quantity),
        unit_price: price,
        rate: TaxRate::vat(Percent::new(vat)),
        vat_code: String::new(),
    };
    let lines = vec![
        line(1, product_id, "Théière", 3, Decimal::new(1_012_346, 5), Decimal::from(20)),
        line(2, None, "Livraison", 1, Decimal::new(41667, 4), Decimal::from(20)),
        line(3, None, "Bon d'achat", 1, Decimal::new(-5, 0), Decimal::new(55, 1)),
    ];
    let order = run
        .step(Operation::OrderCreate(OrderWrite {
            ref_ext: reference(Kind::Order),
            reference: None,
            customer_reference: "XKBKNABJK".to_owned(),
            third_party,
            day: "2026-10-31".parse()?,
            payment_mode: Some(mode),
            payment_terms: setup.payment_terms.first().map(|it| it.id),
            bank_account: Some(account),
            shipping_method: setup.shipping_methods.first().map(|it| it.id),
            origin: setup.order_origins.first().map(|it| it.id),
            note_public: "Merci".to_owned(),
            note_private: "privé".to_owned(),
            currency,
            warehouse: None,
            lines: lines.clone(),
            expected: ErpTotals::default(),
        }))
        .await;
    for role in [ContactRole::Billing, ContactRole::Shipping, ContactRole::Billing] {
        run.step(Operation::OrderContactLink { order, contact, role }).await;
    }
    run.step(Operation::OrderClose { order }).await;
    run.step(Operation::OrderValidate {
        order,
        expected: ErpTotals::default(),
        warehouse: None,
        shows: Default::default(),
    })
    .await;
    run.step(Operation::OrderValidate {
        order,
        expected: ErpTotals::default(),
        warehouse: None,
        shows: Default::default(),
    })
    .await;
    let invoice = run
        .step(Operation::InvoiceCreate(InvoiceWrite {
            ref_ext: reference(Kind::Invoice),
            customer_reference: "#IN000001".to_owned(),
            third_party,
            order,
            day: "2026-10-31".parse()?,
            payment_mode: Some(mode),
            payment_terms: setup.payment_terms.get(1).map(|it| it.id),
            bank_account: Some(account),
            note_public: String::new(),
            note_private: String::new(),
            currency,
            lines,
            expected: ErpTotals::default(),
        }))
        .await;
    for role in [ContactRole::Billing, ContactRole::Billing] {
        run.step(Operation::InvoiceContactLink { invoice, contact, role }).await;
    }
    run.step(Operation::InvoiceValidate {
        invoice,
        expected: ErpTotals::default(),
        warehouse: None,
        shows: Default::default(),
    })
    .await;
    let invoice_id = run.made.iter().rev().nth(3).copied().flatten().ok_or("no invoice")?;
    let by_id = Look::new(ErpKind::Invoice, LookBy::Id(invoice_id));
    let seen = run.erp.look(std::slice::from_ref(&by_id)).await?;
    let total = match seen.get(&by_id).and_then(<[_]>::first) {
        Some(ErpObject::Invoice(it)) => it.totals.gross,
        _ => Amount::ZERO,
    };
    let payment = PaymentWrite {
        number: reference(Kind::Payment),
        on: reference(Kind::Invoice),
        invoice,
        amount: total,
        currency: foreign,
        day: "2026-10-31".parse()?,
        mode,
        is_cheque: false,
        bank_account: account,
        comment: "TX-1".to_owned(),
        accept_higher: false,
    };
    run.step(Operation::PaymentCreate(payment.clone())).await;
    // Nothing remains to pay: this one is refused.
    run.step(Operation::PaymentCreate(payment)).await;
    run.step(Operation::InvoiceSetPaid { invoice }).await;
    run.step(Operation::OrderSetInvoiced { order }).await;
    run.step(Operation::OrderClose { order }).await;
    run.step(Operation::OrderNote { order, note_private: "changed".to_owned() }).await;
    run.step(Operation::CategoryUnlink { category, product }).await;
    run.step(Operation::OrderCancel { order, note_private: "cancelled".to_owned() }).await;

    let by_ref = |kind, it: ExternalRef| Look::new(kind, LookBy::ExternalRef(it));
    let looks = [
        by_ref(ErpKind::Category, reference(Kind::Category)),
        Look::new(ErpKind::Category, LookBy::Label(format!("Thés & cafés {number}"))),
        by_ref(ErpKind::Product, reference(Kind::Product)),
        Look::new(ErpKind::Product, LookBy::Reference(format!("demo_{number}_(ete)"))),
        Look::new(ErpKind::Product, LookBy::Barcode(format!("3{number:012}"))),
        by_ref(ErpKind::ThirdParty, reference(Kind::Customer)),
        Look::new(ErpKind::ThirdParty, LookBy::Email(format!("o'neil+{number}@example.com"))),
        by_ref(ErpKind::Contact, reference(Kind::Address)),
        by_ref(ErpKind::Order, reference(Kind::Order)),
        by_ref(ErpKind::Invoice, reference(Kind::Invoice)),
        by_ref(ErpKind::Order, ExternalRef::stored("ps:1")),
        by_ref(ErpKind::ThirdParty, ExternalRef::stored("none-such")),
        Look::new(ErpKind::Payment, LookBy::OfInvoice(invoice_id)),
    ];
    let seen = run.erp.look(&looks).await?;
    for look in &looks {
        println!("look {:?} {:?}: {:?}", look.kind, look.by, seen.get(look));
    }
    println!("{} calls", run.erp.calls());
    Ok(())
}
