//! A tiny HTTP server that gives prepared answers and remembers what it was asked.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use passerelle_core::key::{ErpId, ExternalRef, ShopId};
use passerelle_core::money::{Amount, Currency, Percent};
use passerelle_core::plan::{
    AttributeValueWrite, AttributeWrite, CategoryWrite, ContactRole, ContactWrite, CreditNoteWrite,
    DocumentLine, FileCopy, ImageWrite, InvoiceWrite, Operation, OrderWrite, PaymentWrite, ProductWrite,
    StockWrite, Target, ThirdPartyWrite, VariantWrite,
};
use passerelle_core::tax::TaxRate;
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp, Outcome};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A prepared answer.
#[derive(Clone, Debug, Default)]
pub struct Canned {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    pub delay: Option<Duration>,
}

impl Canned {
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json; charset=utf-8", body)
    }

    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self { status, headers, body: body.into(), delay: None }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: String,
}

#[derive(Default)]
struct Shared {
    answers: HashMap<String, Canned>,
    any: Option<Canned>,
    asked: Vec<Asked>,
}

/// The server.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Mutex<Shared>>,
    pub url: String,
}

impl Server {
    pub async fn start() -> Self {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { shared, url }
    }

    /// A server that gives this answer to everything.
    pub async fn giving(canned: Canned) -> Self {
        let server = Self::start().await;
        server.shared.lock().unwrap().any = Some(canned);
        server
    }

    /// Prepares the answer of one path below `/api/index.php`.
    pub fn put(&self, path: &str, canned: Canned) {
        self.shared.lock().unwrap().answers.insert(path.to_owned(), canned);
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().asked.clone()
    }

    pub fn client(&self) -> Dolibarr {
        client(&self.url)
    }
}

pub fn options(url: &str) -> DolibarrOptions {
    DolibarrOptions::new(url, "the-key".to_owned().into())
}

pub fn client(url: &str) -> Dolibarr {
    Dolibarr::new(options(url)).unwrap()
}

async fn answer(
    State(shared): State<Arc<Mutex<Shared>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let path = uri.path().trim_start_matches("/api/index.php").to_owned();
    let canned = {
        let mut shared = shared.lock().unwrap();
        shared.asked.push(Asked {
            method,
            path: path.clone(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        shared.answers.get(&path).or(shared.any.as_ref()).cloned()
    };
    let canned = canned.unwrap_or_else(|| Canned::new(404, "application/json", NOT_FOUND));
    if let Some(delay) = canned.delay {
        tokio::time::sleep(delay).await;
    }
    let mut response = Response::builder().status(canned.status);
    for (name, value) in canned.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(canned.body)).unwrap()
}

pub const NOT_FOUND: &str = r#"{"error":{"code":404,"message":"Not Found: No such thing"}}"#;

/// One recorded answer of `recordings/answers.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Recorded {
    pub dolibarr: u32,
    pub name: String,
    pub status: u16,
    pub content_type: String,
    pub body: String,
}

/// The recorded answers with this name, of all versions that were seen to give one.
pub fn recorded(name: &str) -> Vec<(u32, Canned)> {
    let all: Vec<Recorded> = serde_json::from_str(include_str!("../recordings/answers.json")).unwrap();
    let found: Vec<_> = all
        .into_iter()
        .filter(|it| it.name == name)
        .map(|it| (it.dolibarr, Canned::new(it.status, &it.content_type, it.body)))
        .collect();
    assert!(!found.is_empty(), "{name}");
    found
}

/// A recorded body of one version.
pub fn recording(version: u32, name: &str) -> Vec<u8> {
    let path = format!("{}/tests/recordings/dolibarr-{version}/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// What became of `operation` when the server answers so.
pub async fn outcome(operation: &Operation, canned: Canned) -> (Outcome, Server) {
    let server = Server::giving(canned).await;
    let outcome = server.client().execute(operation, &[]).await;
    (outcome, server)
}

fn moment() -> passerelle_core::plan::SaleMoment {
    let key = passerelle_core::key::Key::new(
        &"ps1".parse().unwrap(),
        passerelle_core::key::Kind::Product,
        passerelle_core::key::ShopId(7),
    );
    passerelle_core::plan::SaleMoment { product: ErpId(4), key, print: None }
}

fn id(id: u64) -> Target {
    Target::Id(ErpId(id))
}

pub fn reference(text: &str) -> ExternalRef {
    ExternalRef::stored(text)
}

fn lines() -> Vec<DocumentLine> {
    let line = |n: u32, product: Option<u64>, price: Decimal| DocumentLine {
        ref_ext: reference(&format!("ps1-order-5-line-{n}")),
        product: product.map(ErpId),
        is_service: product.is_none(),
        text: "Tasse".to_owned(),
        quantity: Decimal::from(3),
        unit_price: price,
        rate: TaxRate::vat(Percent::new(Decimal::new(55, 1))),
        vat_code: String::new(),
    };
    vec![line(1, Some(7), Decimal::new(1_012_346, 5)), line(2, None, Decimal::new(-5, 0))]
}

/// One operation of each sort, by its word.
fn variant() -> VariantWrite {
    VariantWrite {
        reference: "ps1-c11".to_owned(),
        ref_ext: Some(reference("ps1-combination-11")),
        features: vec![(ErpId(2), ErpId(5)), (ErpId(3), ErpId(9))],
        price_impact: Decimal::new(-111_111, 5),
        weight_impact: Decimal::new(5, 2),
    }
}

pub fn operation(word: &str) -> Operation {
    let usd =
        passerelle_core::plan::ForeignCurrency { code: "USD".parse().unwrap(), rate: Decimal::new(11, 1) };
    match word {
        "category-create" => Operation::CategoryCreate(CategoryWrite {
            ref_ext: Some(reference("ps1-category-3")),
            label: Some("Art".to_owned()),
            description: Some(String::new()),
            parent: Some(Some(id(2))),
            visible: Some(true),
        }),
        "category-update" => Operation::CategoryUpdate {
            target: id(2),
            write: CategoryWrite { parent: Some(None), ..CategoryWrite::default() },
        },
        "category-link" => Operation::CategoryLink { category: id(2), product: id(7) },
        "customer-category-create" => Operation::CustomerCategoryCreate(CategoryWrite {
            ref_ext: Some(reference("ps1-group-4")),
            label: Some("Revendeurs".to_owned()),
            ..CategoryWrite::default()
        }),
        "customer-category-update" => Operation::CustomerCategoryUpdate {
            target: id(2),
            write: CategoryWrite { label: Some("Grossistes".to_owned()), ..CategoryWrite::default() },
        },
        "customer-category-link" => Operation::CustomerCategoryLink { category: id(2), third_party: id(7) },
        "customer-category-unlink" => {
            Operation::CustomerCategoryUnlink { category: id(2), third_party: id(7) }
        }
        "product-create" => Operation::ProductCreate(ProductWrite {
            reference: Some("Réf É#1:(x)".to_owned()),
            ref_ext: Some(reference("ps1-product-7")),
            label: Some("Tasse".to_owned()),
            price: Some(Decimal::new(10_123_456, 6)),
            vat: Some(Percent::new(Decimal::from(20))),
            barcode: Some(passerelle_core::plan::Barcode {
                code: "4006381333931".to_owned(),
                form: passerelle_core::plan::BarcodeForm::Ean13,
            }),
            weight: Some(Decimal::new(50, 2)),
            ..ProductWrite::default()
        }),
        "product-update" => Operation::ProductUpdate {
            target: id(7),
            write: ProductWrite { price: Some(Decimal::new(1_012_346, 5)), ..ProductWrite::default() },
        },
        "product-details-update" => Operation::ProductUpdate {
            target: id(7),
            write: ProductWrite {
                is_service: Some(true),
                barcode: Some(passerelle_core::plan::Barcode {
                    code: String::new(),
                    form: passerelle_core::plan::BarcodeForm::Ean13,
                }),
                extrafields: Some(
                    [("marque", "Maison <Dupont>"), ("vide", "")]
                        .map(|(code, value)| (code.to_owned(), value.to_owned()))
                        .into(),
                ),
                languages: Some(
                    [(
                        "en_GB".to_owned(),
                        passerelle_core::erp::ErpWords {
                            label: "Cup".to_owned(),
                            description: Some("<p>Of clay</p>".to_owned()),
                        },
                    )]
                    .into(),
                ),
                ..ProductWrite::default()
            },
        },
        "part-add" => Operation::PartAdd { pack: ErpId(7), part: ErpId(9), quantity: Decimal::from(2) },
        "part-remove" => Operation::PartRemove { pack: ErpId(7), part: ErpId(9) },
        "product-on-sale" => Operation::ProductOnSale(moment()),
        "product-off-sale" => Operation::ProductOffSale(moment()),
        "attribute-create" => Operation::AttributeCreate(AttributeWrite {
            ref_ext: Some(reference("ps1-attribute-2")),
            label: Some("Size".to_owned()),
        }),
        "attribute-update" => Operation::AttributeUpdate {
            target: id(2),
            write: AttributeWrite { label: Some("Taille".to_owned()), ..AttributeWrite::default() },
        },
        "attribute-value-create" => Operation::AttributeValueCreate {
            attribute: id(2),
            write: AttributeValueWrite {
                ref_ext: Some(reference("ps1-attributevalue-5")),
                value: Some("M".to_owned()),
            },
        },
        "attribute-value-update" => Operation::AttributeValueUpdate {
            target: id(5),
            write: AttributeValueWrite { value: Some("L".to_owned()), ..AttributeValueWrite::default() },
        },
        "variant-create" => Operation::VariantCreate { parent: id(7), write: variant() },
        "variant-update" => Operation::VariantUpdate { id: ErpId(3), write: variant() },
        "variant-delete" => Operation::VariantDelete { id: ErpId(3) },
        "third-party-create" => Operation::ThirdPartyCreate(ThirdPartyWrite {
            ref_ext: Some(reference("ps1-customer-4")),
            name: Some("DOE John".to_owned()),
            is_person: Some(true),
            email: Some("john@example.com".to_owned()),
            country_id: Some(1),
            ..ThirdPartyWrite::default()
        }),
        "third-party-update" => Operation::ThirdPartyUpdate {
            target: id(2),
            write: ThirdPartyWrite { town: Some("Paris".to_owned()), ..ThirdPartyWrite::default() },
        },
        "contact-create" => Operation::ContactCreate(ContactWrite {
            ref_ext: Some(reference("ps1-address-9")),
            third_party: Some(id(2)),
            last_name: Some("DOE".to_owned()),
            ..ContactWrite::default()
        }),
        "order-create" => Operation::OrderCreate(OrderWrite {
            ref_ext: reference("ps1-order-5"),
            reference: None,
            customer_reference: "XKBKNABJK".to_owned(),
            third_party: id(2),
            day: "2026-10-31".parse().unwrap(),
            payment_mode: Some(6),
            payment_terms: Some(1),
            bank_account: Some(ErpId(1)),
            shipping_method: Some(2),
            origin: Some(1),
            note_public: String::new(),
            note_private: "privé".to_owned(),
            currency: Some(usd),
            warehouse: Some(ErpId(1)),
            lines: lines(),
            expected: passerelle_core::erp::ErpTotals::default(),
        }),
        "order-validate" => Operation::OrderValidate {
            order: id(29),
            expected: Default::default(),
            warehouse: Some(ErpId(2)),
            shows: Default::default(),
        },
        "order-check" => Operation::OrderCheck { order: id(29), expected: Default::default() },
        "invoice-check" => Operation::InvoiceCheck { invoice: id(29), expected: Default::default() },
        "order-draft" => Operation::OrderDraft { order: id(29), warehouse: Some(ErpId(2)) },
        "order-line-create" => {
            let line = DocumentLine { vat_code: "RE".to_owned(), ..lines().remove(0) };
            Operation::OrderLineCreate { order: id(29), line, rank: 3 }
        }
        "order-line-update" => {
            Operation::OrderLineUpdate { order: id(29), id: ErpId(7), line: lines().remove(0), rank: 1 }
        }
        "order-line-delete" => Operation::OrderLineDelete { order: id(29), id: ErpId(7) },
        "order-restore" => Operation::OrderRestore { order: id(29), note_private: "back".to_owned() },
        "order-close" => Operation::OrderClose { order: id(29) },
        "order-cancel" => Operation::OrderCancel { order: id(29), note_private: "cancelled".to_owned() },
        "order-note" => Operation::OrderNote { order: id(29), note_private: "changed".to_owned() },
        "order-contact-link" => {
            Operation::OrderContactLink { order: id(29), contact: id(2), role: ContactRole::Shipping }
        }
        "invoice-contact-link" => {
            Operation::InvoiceContactLink { invoice: id(29), contact: id(2), role: ContactRole::Billing }
        }
        "invoice-create" => Operation::InvoiceCreate(InvoiceWrite {
            ref_ext: reference("ps1-invoice-8"),
            customer_reference: "#IN000008".to_owned(),
            third_party: id(2),
            order: id(29),
            day: "2026-10-31".parse().unwrap(),
            payment_mode: Some(6),
            payment_terms: Some(2),
            bank_account: None,
            note_public: String::new(),
            note_private: String::new(),
            currency: None,
            lines: lines(),
            expected: passerelle_core::erp::ErpTotals::default(),
        }),
        "invoice-number" => Operation::InvoiceNumber { invoice: id(29), reference: "IN000008".to_owned() },
        "invoice-update" => Operation::InvoiceUpdate {
            invoice: id(29),
            day: "2026-10-31".parse().unwrap(),
            customer_reference: "8".to_owned(),
        },
        "invoice-validate" => Operation::InvoiceValidate {
            invoice: id(29),
            expected: Default::default(),
            warehouse: None,
            shows: Default::default(),
        },
        "credit-note-create" => Operation::CreditNoteCreate(CreditNoteWrite {
            ref_ext: reference("ps1-slip-3"),
            customer_reference: "000003".to_owned(),
            third_party: id(2),
            invoice: id(29),
            day: "2026-10-31".parse().unwrap(),
            payment_mode: Some(6),
            bank_account: None,
            note_public: String::new(),
            currency: None,
            lines: lines()
                .into_iter()
                .map(|line| DocumentLine { unit_price: -line.unit_price, ..line })
                .collect(),
            expected: passerelle_core::erp::ErpTotals::default(),
        }),
        "stock-move" => Operation::StockMove(StockWrite {
            code: reference("ps1-slip-3-line-7"),
            product: ErpId(5),
            warehouse: ErpId(1),
            quantity: Decimal::TWO,
            label: "XKBKNABJK 000003".to_owned(),
            levels: None,
        }),
        "image-upload" => Operation::ImageUpload(ImageWrite {
            product: ShopId(5),
            image: ShopId(7),
            reference: "SKU-5".to_owned(),
            stem: reference("ps1-image-7"),
            present: Vec::new(),
            again: false,
            position: 1,
        }),
        "file-copy" => Operation::FileCopy(FileCopy {
            from: "OLD-5/a.pdf".to_owned(),
            name: "a.pdf".to_owned(),
            size: 8,
            reference: "SKU-5".to_owned(),
        }),
        "file-delete" => {
            Operation::FileDelete { path: "OLD (5)/a&b.pdf".to_owned(), replaced_by: None, copied: None }
        }
        "invoice-set-paid" => Operation::InvoiceSetPaid { invoice: id(29) },
        "payment-create" => Operation::PaymentCreate(PaymentWrite {
            number: reference("ps1-payment-6"),
            on: reference("ps1-invoice-5"),
            invoice: id(29),
            amount: Amount::cents(3600),
            currency: None::<Currency>,
            day: "2026-10-31".parse().unwrap(),
            mode: 7,
            is_cheque: true,
            bank_account: ErpId(1),
            comment: "TX-1".to_owned(),
            accept_higher: false,
        }),
        other => panic!("no operation {other}"),
    }
}
