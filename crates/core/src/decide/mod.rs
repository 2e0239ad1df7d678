//! The decision: from what both sides show, the link and the settings, to a plan. Synchronous, total, pure.
//!
//! It goes in two steps, so that the engine can look at Dolibarr for many keys at once. *Project* says what Dolibarr should
//! hold for a document, and what has to be looked for; equal fingerprints end it there. *Decide* compares that with what was
//! found and gives the steps.

mod address;
mod adoption_remark;
mod adoption_rule;
mod attribute;
mod attribute_value;
mod category;
mod changed;
mod changes;
mod collective;
mod combination;
mod company;
mod customer;
mod customer_code;
mod customization;
mod dates;
mod dispute;
mod enough;
mod extrafields;
mod files;
mod gone;
mod gone_order;
mod group;
mod image_name;
mod images;
mod kept;
mod order;
mod order_adoption;
mod order_contacts;
mod order_edit;
mod order_plan;
mod pack;
mod payment;
mod payment_adoption;
mod photo_order;
mod product;
mod proof;
mod refund;
mod shown;
mod slip;
mod slip_plan;
mod state;
mod stock;
mod text;
mod wanted;

pub use adoption_rule::{Candidate, Named, Person, Sought, Verdict, judge};
pub use changed::{is_changed_in_erp, standings};
pub use changes::{Change, changes};
pub use dispute::disputes;
pub use files::LeftBehind;
pub use gone::project_gone;
pub use image_name::{image_format, image_name};
pub use images::{WantedFolder, WantedImages, broken_images, images_need_ecm, sent_as};
pub use shown::shown_otherwise;
pub use state::WantedState;
pub use stock::{WantedLevel, WantedStock, own_codes};
pub use wanted::{
    ShopNames, Wanted, WantedAddress, WantedAttribute, WantedAttributeValue, WantedCategory,
    WantedCombination, WantedCompany, WantedCustomer, WantedDetails, WantedDocument, WantedGone,
    WantedGoneCombination, WantedGuest, WantedInvoice, WantedOrder, WantedPack, WantedPayment, WantedProduct,
    WantedReturn, WantedSlip, WantedVariant,
};

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use rust_decimal::Decimal;

use crate::accept::Figures;
use crate::collective::Collective;
use crate::erp::{ErpKind, ErpSeen, ErpSetup, Look, Standing};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId};
use crate::money::{Currency, Percent};
use crate::plan::{SaleMoment, Step};
use crate::settings::{CombinationForm, Settings};
use crate::shop::ShopDocument;
use crate::tax::TaxRate;
use category::Tree;

/// What is the same for all decisions of a run.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The settings.
    pub settings: Settings,
    /// How Dolibarr is set up.
    pub erp: ErpSetup,
    /// Name of the shop.
    pub shop_name: String,
    /// Default currency of the shop.
    pub shop_currency: Currency,
    /// Units of the company's currency for one unit of the shop's, by the shop's own table; 1 when they are the same, none
    /// when the shop does not know the company's currency.
    pub company_rate: Option<Decimal>,
    /// VAT rates of the shop: those in use in its country first, then all of its tax table, deleted ones too.
    pub vat_rates: Vec<Percent>,
    /// Decimals to which the shop rounds amounts in its currencies, where it says so.
    pub currency_decimals: BTreeMap<Currency, u32>,
    /// Several taxes that the shop has together, as Dolibarr has them.
    pub several_taxes: Vec<TaxRate>,
    /// Names of the shop's features (`product_features`).
    pub features: Vec<String>,
    /// In a multistore, the facts of each shop that is brought over; empty where there is one shop only.
    pub shops: BTreeMap<ShopId, ShopFacts>,
}

/// What is the same for all decisions about one shop of a multistore.
#[derive(Clone, Debug)]
pub struct ShopFacts {
    /// Its top category (`shops.id_category`).
    pub home: Option<ShopId>,
    /// The facts, with the shop's own settings, name and currency.
    pub facts: Facts,
}

impl Facts {
    /// Decimals to which the shop rounds amounts in this currency. More than the currency has nobody can pay.
    #[must_use]
    pub fn decimals(&self, currency: Currency) -> u32 {
        let usual = currency.decimals();
        self.currency_decimals.get(&currency).map_or(usual, |own| usual.min(*own))
    }

    /// The facts that count for a document of this shop.
    #[must_use]
    pub fn of_shop(&self, shop: ShopId) -> &Self {
        self.shops.get(&shop).map_or(self, |shop| &shop.facts)
    }

    /// Whether documents of this shop are brought over.
    #[must_use]
    pub fn covers(&self, shop: ShopId) -> bool {
        self.shops.is_empty() || self.shops.contains_key(&shop)
    }

    /// The name of the shop whose top category this is; none for a shop of a multistore that is not brought over.
    #[must_use]
    pub fn name_of_home(&self, category: ShopId) -> Option<&str> {
        if self.shops.is_empty() {
            return Some(&self.shop_name);
        }
        let shop = self.shops.values().find(|shop| shop.home == Some(category));
        shop.map(|shop| shop.facts.shop_name.as_str())
    }

    /// Whether combinations become variants: asked for, and Dolibarr's module is on.
    #[must_use]
    pub fn makes_variants(&self) -> bool {
        self.settings.catalogue.combinations == CombinationForm::Variants && self.erp.has_variants()
    }

    /// Whether any shop needs attributes and their values.
    #[must_use]
    pub fn needs_attributes(&self) -> bool {
        self.makes_variants() || self.shops.values().any(|shop| shop.facts.makes_variants())
    }

    /// The key of a thing of this connection.
    #[must_use]
    pub fn key(&self, kind: Kind, id: ShopId) -> Key {
        Key::new(&self.settings.tag, kind, id)
    }
}

/// What is known of a key that another one depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// It is in Dolibarr.
    Linked(ErpId),
    /// It has ended without being in Dolibarr: gone from the shop, or left out by a rule.
    Absent,
    /// It has failed or is quarantined: it may come later, when somebody acts.
    Failed,
    /// Not done yet.
    NotYet,
}

/// What a person decided for a customer, an order, an invoice or a slip that several things of Dolibarr may be, or that was changed
/// there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is this third party, order, invoice or credit note.
    This(ErpId),
    /// It is none of them: a new one. For an order that is linked: what was deleted of it is made anew, once.
    New,
    /// An order stays as it is in Dolibarr, whatever the shop says.
    AsItIs,
}

/// What the store knows: links and ends of keys, and decisions of persons.
#[derive(Clone, Debug, Default)]
pub struct Known {
    choices: HashMap<Key, Choice>,
    dependencies: HashMap<Key, Dependency>,
    fingerprints: HashMap<Key, Fingerprint>,
    acceptances: HashMap<Key, Figures>,
    adopted: HashSet<Key>,
    failed: HashSet<Key>,
    left_behind: HashMap<Key, Vec<LeftBehind>>,
    owners: HashMap<(ErpKind, u64), Key>,
    left_on_sale: HashMap<Key, Vec<SaleMoment>>,
    standings: HashMap<Key, Standing>,
    doubted: HashSet<Key>,
}

impl Known {
    /// Notes what is known of a key.
    pub fn note(&mut self, key: Key, dependency: Dependency, fingerprint: Option<Fingerprint>) {
        if let Some(fingerprint) = fingerprint {
            self.fingerprints.insert(key.clone(), fingerprint);
        }
        self.dependencies.insert(key, dependency);
    }

    /// What is known of `key`.
    #[must_use]
    pub fn dependency(&self, key: &Key) -> Dependency {
        self.dependencies.get(key).cloned().unwrap_or(Dependency::NotYet)
    }

    /// The thing of Dolibarr that `key` is linked with.
    #[must_use]
    pub fn linked(&self, key: &Key) -> Option<ErpId> {
        match self.dependencies.get(key) {
            Some(Dependency::Linked(id)) => Some(*id),
            _ => None,
        }
    }

    /// Notes that `key` has failed or is quarantined, linked or not.
    pub fn note_failed(&mut self, key: Key) {
        self.failed.insert(key);
    }

    /// Whether `key` has failed or is quarantined, linked or not.
    #[must_use]
    pub fn has_failed(&self, key: &Key) -> bool {
        self.failed.contains(key)
    }

    /// Notes that a person had made the thing of Dolibarr that `key` is linked with.
    pub fn note_adopted(&mut self, key: Key) {
        self.adopted.insert(key);
    }

    /// Whether a person had made the thing of Dolibarr that `key` is linked with.
    #[must_use]
    pub fn is_adopted(&self, key: &Key) -> bool {
        self.adopted.contains(key)
    }

    /// Notes that an object of Dolibarr is linked with `key`.
    pub fn note_owner(&mut self, kind: ErpKind, id: ErpId, key: Key) {
        self.owners.insert((kind, id.0), key);
    }

    /// The key that an object of Dolibarr is linked with, as far as it was noted.
    #[must_use]
    pub fn owner(&self, kind: ErpKind, id: u64) -> Option<&Key> {
        self.owners.get(&(kind, id))
    }

    /// Notes files that a plan of before was about to move when it was cut off.
    pub fn note_left_behind(&mut self, key: Key, files: Vec<LeftBehind>) {
        self.left_behind.insert(key, files);
    }

    /// Files that a plan of before was about to move when it was cut off.
    #[must_use]
    pub fn left_behind(&self, key: &Key) -> &[LeftBehind] {
        self.left_behind.get(key).map_or(&[], Vec::as_slice)
    }

    /// Notes products that a plan of before had put on sale when it was cut off.
    pub fn note_left_on_sale(&mut self, key: Key, products: Vec<SaleMoment>) {
        self.left_on_sale.insert(key, products);
    }

    /// Products that a plan of before had put on sale when it was cut off.
    #[must_use]
    pub fn left_on_sale(&self, key: &Key) -> &[SaleMoment] {
        self.left_on_sale.get(key).map_or(&[], Vec::as_slice)
    }

    /// Notes what Dolibarr showed of `key` when it was last left as it should be.
    pub fn note_standing(&mut self, key: Key, standing: Standing) {
        self.standings.insert(key, standing);
    }

    /// Forgets what Dolibarr showed of these: a plan of before was cut off, so that a difference may be Passerelle's own.
    pub fn drop_standings(&mut self, keys: &[Key]) {
        for key in keys {
            self.standings.remove(key);
        }
    }

    /// What Dolibarr showed of `key` when it was last left as it should be.
    #[must_use]
    pub fn standing(&self, key: &Key) -> Option<Standing> {
        self.standings.get(key).copied()
    }

    /// Notes that what `key` is linked with may have been changed in Dolibarr.
    pub fn note_doubted(&mut self, key: Key) {
        self.doubted.insert(key);
    }

    /// Whether what `key` is linked with may have been changed in Dolibarr.
    #[must_use]
    pub fn is_doubted(&self, key: &Key) -> bool {
        self.doubted.contains(key)
    }

    /// Whether an equal fingerprint ends `key` without a look: not when it may have been changed in Dolibarr, nor when a person
    /// decided about it.
    #[must_use]
    pub fn is_trusted(&self, key: &Key) -> bool {
        let decided =
            key.kind == Kind::Order && matches!(self.choices.get(key), Some(Choice::New | Choice::AsItIs));
        !self.doubted.contains(key) && !decided
    }

    /// Notes for which figures a person has accepted that `key` contradicts itself.
    pub fn note_acceptance(&mut self, key: Key, figures: Figures) {
        self.acceptances.insert(key, figures);
    }

    /// For which figures a person has accepted that `key` contradicts itself.
    #[must_use]
    pub fn acceptance(&self, key: &Key) -> Option<Figures> {
        self.acceptances.get(key).copied()
    }

    /// Notes what a person decided for `key`.
    pub fn note_choice(&mut self, key: Key, choice: Choice) {
        self.choices.insert(key, choice);
    }

    /// What a person decided for `key`.
    #[must_use]
    pub fn choice(&self, key: &Key) -> Option<Choice> {
        self.choices.get(key).copied()
    }

    /// The fingerprint of what was last brought over for `key`; for a payment, the invoice that it is on.
    #[must_use]
    pub fn fingerprint(&self, key: &Key) -> Option<&Fingerprint> {
        self.fingerprints.get(key)
    }
}

/// What a document should become.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "moved once")]
pub enum Projection {
    /// It should be in Dolibarr like this.
    Wanted(Wanted),
    /// First these other keys.
    First {
        /// The keys.
        keys: Vec<Key>,
        /// Those among them that have failed: nothing will happen before somebody acts.
        failed: Vec<Key>,
    },
    /// A rule leaves it out.
    Ignored(Explanation),
    /// It cannot be brought over as it is.
    Refused(Explanation),
}

/// A link found or to be made for an object that exists already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The thing of the shop.
    pub key: Key,
    /// The kind of the thing of Dolibarr.
    pub kind: ErpKind,
    /// Its id.
    pub id: ErpId,
    /// A person had made it.
    pub adopted: bool,
    /// What its link remembers in place of the fingerprint. For a payment: the external reference of the invoice that it is
    /// on. For levels of stock: up to which movement both sides agreed. For an image: what was sent. For a product: that another
    /// one still has its reference or barcode.
    pub on: Option<ExternalRef>,
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Carry out these steps; none means that both sides agree. `found` are objects that exist already.
    Do {
        /// The steps, in order.
        steps: Vec<Step>,
        /// What was found.
        found: Vec<Found>,
    },
    /// Carry out these steps; and once they are done, a person has something to know.
    DoBut {
        /// The steps, in order.
        steps: Vec<Step>,
        /// What was found.
        found: Vec<Found>,
        /// What it is.
        explanation: Explanation,
    },
    /// Carry out these steps; other parts of the document cannot be brought over as things are.
    Part {
        /// The steps, in order; one at least.
        steps: Vec<Step>,
        /// What was found.
        found: Vec<Found>,
        /// Why the other parts are held back.
        held: Explanation,
    },
    /// Nothing is left to carry out, and a person has something to know or to do.
    But {
        /// What was found.
        found: Vec<Found>,
        /// What it is.
        explanation: Explanation,
        /// A part cannot be brought over as things are: it counts as failed, and is tried again.
        incomplete: bool,
    },
    /// A person changed something in Dolibarr. The steps that this leaves are carried out, and it is told.
    Told {
        /// The steps, in order.
        steps: Vec<Step>,
        /// What was found.
        found: Vec<Found>,
        /// What it is.
        explanation: Explanation,
        /// A person has to act, or to say that it stays so.
        severe: bool,
        /// What is left alone until then.
        held: Vec<Key>,
    },
    /// What these keys are linked with is gone from Dolibarr: they come first, and are looked for anew.
    Heal(Vec<Key>),
    /// It is gone from both sides: what it was linked with is forgotten.
    Forget(Explanation),
    /// These other keys come first: they hold what this one wants, and give it up in this run.
    First(Vec<Key>),
    /// These looks have to be answered before it can be decided.
    Look(Vec<Look>),
    /// It cannot be brought over as things are.
    Refused(Explanation),
}

/// What keys of this run have taken but Dolibarr does not show yet: references, barcodes, labels, objects to adopt.
///
/// Only the latest [`Reserved::MOST`] are kept, many times as many as plans can be under way: what was taken before them has
/// been carried out, and later looks show it.
#[derive(Clone, Debug)]
pub struct Reserved {
    taken: HashMap<String, Key>,
    order: VecDeque<String>,
    most: usize,
}

impl Default for Reserved {
    fn default() -> Self {
        Self { taken: HashMap::new(), order: VecDeque::new(), most: Self::MOST }
    }
}

impl Reserved {
    /// The most that is kept.
    pub const MOST: usize = 20_000;

    /// For a rehearsal, which carries nothing out: all that was taken counts to its end.
    #[must_use]
    pub fn of_rehearsal() -> Self {
        Self { most: usize::MAX, ..Self::default() }
    }

    /// Whether `text` is taken by another key than `key`.
    #[must_use]
    pub fn by_other(&self, text: &str, key: &Key) -> bool {
        self.taken.get(&text.to_lowercase()).is_some_and(|owner| owner != key)
    }

    /// The other key than `key` that has taken `text`.
    #[must_use]
    pub fn other(&self, text: &str, key: &Key) -> Option<&Key> {
        self.taken.get(&text.to_lowercase()).filter(|owner| *owner != key)
    }

    /// Whether another key than `key` is adopting this object.
    #[must_use]
    pub fn adopted_by_other(&self, kind: ErpKind, id: u64, key: &Key) -> bool {
        self.by_other(&adoption(kind, id), key)
    }

    /// Adopts an object for `key`.
    pub fn adopt(&mut self, kind: ErpKind, id: u64, key: &Key) {
        self.take(&adoption(kind, id), key);
    }

    /// Takes `text` for `key`.
    pub fn take(&mut self, text: &str, key: &Key) {
        let text = text.to_lowercase();
        if self.taken.contains_key(&text) {
            return;
        }
        self.order.push_back(text.clone());
        self.taken.insert(text, key.clone());
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.taken.remove(&oldest);
        }
    }
}

fn adoption(kind: ErpKind, id: u64) -> String {
    format!("adopted {} {id}", kind.word())
}

/// All keys whose state `project` asks for.
#[must_use]
pub fn dependencies(facts: &Facts, document: &ShopDocument) -> Vec<Key> {
    let mut keys: Vec<Key> = match document {
        ShopDocument::Category(it) => category::dependencies(facts, it),
        ShopDocument::Product(it) => product::dependencies(facts, it),
        ShopDocument::Attribute(_) => Vec::new(),
        ShopDocument::AttributeValue(it) => attribute_value::dependencies(facts, it),
        ShopDocument::Combination(it) => combination::dependencies(facts.of_shop(it.product.shop), it),
        ShopDocument::Pack(it) => pack::dependencies(facts, it),
        ShopDocument::Images(it) => images::dependencies(facts, it),
        ShopDocument::Group(_) => Vec::new(),
        ShopDocument::Customer(it) => customer::dependencies(facts, it),
        ShopDocument::Address(it) => address::dependencies(facts, it),
        ShopDocument::Company(it) => company::dependencies(facts, it),
        ShopDocument::Order(it) => {
            let facts = facts.of_shop(it.shop);
            let mut keys = order::dependencies(facts, it);
            keys.extend(payment::history(facts, it));
            // Asked for only when the customer was erased.
            keys.push(collective::anonymous(facts));
            keys
        }
        ShopDocument::Stock(it) => stock::dependencies(facts, it),
    };
    keys.push(facts.key(document.kind(), document.id()));
    let mut once = HashSet::new();
    keys.retain(|key| once.insert(key.clone()));
    keys
}

/// What a document of the shop should become in Dolibarr.
#[must_use]
pub fn project(facts: &Facts, known: &Known, document: &ShopDocument) -> Projection {
    match document {
        ShopDocument::Category(it) => category::project(facts, known, it),
        ShopDocument::Product(it) => product::project(facts.of_shop(it.shop), known, it),
        ShopDocument::Attribute(it) => attribute::project(facts, it),
        ShopDocument::AttributeValue(it) => attribute_value::project(facts, known, it),
        ShopDocument::Combination(it) => combination::project(facts.of_shop(it.product.shop), known, it),
        ShopDocument::Pack(it) => pack::project(facts, known, it),
        ShopDocument::Images(it) => images::project(facts, known, it),
        ShopDocument::Group(it) => group::project(facts, it),
        ShopDocument::Customer(it) => customer::project(facts, known, it),
        ShopDocument::Address(it) => address::project(facts, known, it),
        ShopDocument::Company(it) => company::project(facts, known, it),
        ShopDocument::Order(it) if facts.covers(it.shop) => order::project(facts.of_shop(it.shop), known, it),
        ShopDocument::Order(it) => order::project_left_out(facts, known, it),
        ShopDocument::Stock(it) => stock::project(facts, known, it),
    }
}

/// What one of Passerelle's own service products should be.
#[must_use]
pub fn project_service(facts: &Facts, service: ServiceProduct) -> Projection {
    product::project_service(facts, service)
}

/// What one of the third parties that stand for many customers should be.
#[must_use]
pub fn project_collective(facts: &Facts, collective: Collective) -> Projection {
    collective::project(facts, collective)
}

/// What to look for at first.
#[must_use]
pub fn looks(facts: &Facts, wanted: &Wanted, known: &Known) -> Vec<Look> {
    match &wanted.document {
        WantedDocument::Category(it) => category::looks(Tree::Products, &wanted.key, it, known),
        WantedDocument::Gone(it) => gone::looks(*it, &wanted.key, known),
        WantedDocument::Group(it) => category::looks(Tree::Customers, &wanted.key, it, known),
        WantedDocument::Product(it) => product::looks(&wanted.key, it, known),
        WantedDocument::Attribute(_) => attribute::looks(),
        WantedDocument::AttributeValue(it) => attribute_value::looks(it),
        WantedDocument::Combination(it) => combination::looks(&wanted.key, it, known),
        WantedDocument::GoneCombination(it) => it.looks(),
        WantedDocument::GoneOrder => gone_order::looks(&wanted.key, known),
        WantedDocument::Pack(it) => pack::looks(it),
        WantedDocument::Images(it) => images::looks(it),
        WantedDocument::Customer(it) => customer::looks(facts, &wanted.key, it, known),
        WantedDocument::Guest(_) => Vec::new(),
        WantedDocument::Address(it) => address::looks(&wanted.key, it, known),
        WantedDocument::Company(it) => company::looks(facts, &wanted.key, it, known),
        WantedDocument::Order(it) => order_plan::looks(&wanted.key, it, known),
        WantedDocument::Stock(_) => stock::looks(),
    }
}

/// What to do, given what was found.
pub fn decide(
    facts: &Facts,
    wanted: &Wanted,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    let decision = decide_document(facts, wanted, seen, known, reserved);
    let decision = match &wanted.document {
        WantedDocument::Category(_) | WantedDocument::Group(_) => {
            kept::keep_of_category(&facts.settings.adoption.kept, &wanted.key, known, decision)
        }
        _ => decision,
    };
    kept::still_adopted(known, decision)
}

fn decide_document(
    facts: &Facts,
    wanted: &Wanted,
    seen: &ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Decision {
    match &wanted.document {
        WantedDocument::Category(it) => {
            category::decide(Tree::Products, &wanted.key, it, seen, known, reserved)
        }
        WantedDocument::Gone(it) => gone::decide(*it, &wanted.key, seen, known),
        WantedDocument::Group(it) => {
            category::decide(Tree::Customers, &wanted.key, it, seen, known, reserved)
        }
        WantedDocument::Product(it) => product::decide(facts, &wanted.key, it, seen, known, reserved),
        WantedDocument::Attribute(it) => attribute::decide(&wanted.key, it, seen, known, reserved),
        WantedDocument::AttributeValue(it) => attribute_value::decide(&wanted.key, it, seen, known, reserved),
        WantedDocument::Combination(it) => combination::decide(facts, &wanted.key, it, seen, known, reserved),
        WantedDocument::GoneCombination(it) => it.decide(&wanted.key, seen, known),
        WantedDocument::GoneOrder => gone_order::decide(&wanted.key, seen, known),
        WantedDocument::Pack(it) => pack::decide(&wanted.key, it, seen, known),
        WantedDocument::Images(it) => images::decide(&wanted.key, it, seen, known),
        WantedDocument::Customer(it) => {
            let decision = customer::decide(facts, &wanted.key, it, seen, known, reserved);
            customer_code::give(facts, &wanted.key, decision)
        }
        WantedDocument::Guest(it) => customer::join_collective(&wanted.key, *it),
        WantedDocument::Address(it) => address::decide(&wanted.key, it, seen, known),
        WantedDocument::Company(it) => company::decide(facts, &wanted.key, it, seen, known, reserved),
        WantedDocument::Order(it) => {
            match order_plan::decide(facts, &wanted.key, it, seen, known, reserved) {
                Decision::Refused(explanation) => {
                    Decision::Refused(explanation.with_all("reference", &wanted.reference))
                }
                Decision::Part { steps, found, held } => {
                    Decision::Part { steps, found, held: held.with_all("reference", &wanted.reference) }
                }
                Decision::Told { steps, found, explanation, severe, held } => {
                    let explanation =
                        explanation.with_all("reference", &wanted.reference).with_all("order", wanted.key.id);
                    Decision::Told { steps, found, explanation, severe, held }
                }
                decision => enough::check(facts, wanted, seen, known, decision),
            }
        }
        WantedDocument::Stock(it) => stock::decide(facts, &wanted.key, it, seen, known),
    }
}

/// Sorts dependencies into those to wait for and those that failed; none when all are settled.
fn unsettled(known: &Known, keys: &[Key]) -> Option<Projection> {
    let waiting: Vec<Key> =
        keys.iter().filter(|key| known.dependency(key) == Dependency::NotYet).cloned().collect();
    let failed: Vec<Key> =
        keys.iter().filter(|key| known.dependency(key) == Dependency::Failed).cloned().collect();
    if waiting.is_empty() && failed.is_empty() {
        return None;
    }
    let keys = waiting.into_iter().chain(failed.iter().cloned()).collect();
    Some(Projection::First { keys, failed })
}

/// The looks by which a key's own object is found: by its link, and by its external reference.
fn own_looks(kind: ErpKind, key: &Key, known: &Known) -> Vec<Look> {
    use crate::erp::LookBy;
    match known.linked(key) {
        Some(id) => {
            vec![Look::new(kind, LookBy::Id(id)), Look::new(kind, LookBy::ExternalRef(key.external_ref()))]
        }
        None => vec![Look::new(kind, LookBy::ExternalRef(key.external_ref()))],
    }
}

/// Keeps a change only when the present value differs.
fn changed<T: PartialEq + Clone>(present: &T, wanted: &T) -> Option<T> {
    (present != wanted).then(|| wanted.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_long_ago_is_forgotten() {
        let tag = "ps1".parse().unwrap();
        let key = |id: usize| Key::new(&tag, Kind::Product, ShopId(id as u64));
        let mut reserved = Reserved::default();
        for id in 0..=Reserved::MOST {
            reserved.take(&format!("reference A{id}"), &key(id));
            reserved.take("reference A1", &key(id));
        }
        assert!(!reserved.by_other("reference a0", &key(7)), "the oldest");
        assert!(reserved.by_other("reference A1", &key(7)), "the first to take it keeps it");
        assert!(reserved.by_other(&format!("reference A{}", Reserved::MOST), &key(7)));
        assert_eq!(reserved.taken.len(), Reserved::MOST);
    }
}
