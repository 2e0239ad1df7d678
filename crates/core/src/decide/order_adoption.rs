//! What stands in Dolibarr for an order, its invoices and its slips: Passerelle's own, and what was there before.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::adoption_rule::{Candidate, Named, Person, Sought, Verdict, judge};
use super::order_plan::{present_invoice, present_order};
use super::wanted::{WantedInvoice, WantedOrder, WantedSlip};
use super::{Choice, Facts, Known, Reserved, own_looks};
use crate::erp::{
    ErpInvoice, ErpInvoiceForm, ErpKind, ErpObject, ErpOrder, ErpOrderStatus, ErpSeen, ErpThirdParty,
    ErpTotals, Look, LookBy,
};
use crate::explain::Explanation;
use crate::key::{ErpId, ExternalRef, Key, ShopId};
use crate::money::Amount;

/// Candidates that a question names.
const NAMED: usize = 5;

/// Why it cannot be told yet what stands for an order.
pub(super) enum Unclear {
    /// These looks come first.
    Look(Vec<Look>),
    /// A person has to decide, or what was decided cannot be.
    Refused(Explanation),
}

/// An invoice or a credit note that stands for one of the shop's.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) invoice: &'a ErpInvoice,
    /// It was there before: it is never altered.
    pub(super) adopted: bool,
}

/// What stands in Dolibarr for an order and its parts.
#[derive(Default)]
pub(super) struct Present<'a> {
    pub(super) order: Option<&'a ErpOrder>,
    /// The order was there before: it is never altered.
    pub(super) adopted: bool,
    /// By the key under which each is linked.
    invoices: BTreeMap<Key, Standing<'a>>,
}

impl<'a> Present<'a> {
    /// The invoice or credit note under this key.
    pub(super) fn invoice(&self, key: &Key) -> Option<Standing<'a>> {
        self.invoices.get(key).copied()
    }

    /// The invoice under its key, or under the one that it may have been made under; with that key.
    pub(super) fn of(&self, wanted: &WantedInvoice) -> Option<(Key, Standing<'a>)> {
        let keys = std::iter::once(&wanted.key).chain(&wanted.otherwise);
        keys.into_iter().find_map(|key| Some((key.clone(), self.invoice(key)?)))
    }
}

/// What is looked for: a document of the shop that nothing in Dolibarr stands for yet.
struct Missing<'k> {
    key: &'k Key,
    kind: ErpKind,
    form: ErpInvoiceForm,
    names: Vec<(LookBy, Named)>,
    totals: ErpTotals,
    day: Date,
    /// The shop has no other one under the reference.
    alone: bool,
    /// What a question calls it.
    called: &'k str,
    /// The word of the question.
    question: &'static str,
}

/// Says what stands in Dolibarr for the order and its parts.
pub(super) fn present<'a>(
    facts: &Facts,
    key: &Key,
    wanted: &WantedOrder,
    seen: &'a ErpSeen,
    known: &Known,
    reserved: &mut Reserved,
) -> Result<Present<'a>, Unclear> {
    let mut present =
        Present { order: present_order(seen, &own_looks(ErpKind::Order, key, known)), ..Present::default() };
    present.adopted = present.order.is_some_and(|it| was_there(known, key, it.ref_ext.as_ref()));
    let invoice_keys = wanted.invoices.iter().flat_map(|it| std::iter::once(&it.key).chain(&it.otherwise));
    for key in invoice_keys.chain(wanted.slips.iter().map(|slip| &slip.key)) {
        if let Some(invoice) = present_invoice(seen, &own_looks(ErpKind::Invoice, key, known)) {
            let adopted = was_there(known, key, invoice.ref_ext.as_ref());
            present.invoices.insert(key.clone(), Standing { invoice, adopted });
        }
    }
    if !facts.settings.adoption.turnover {
        return Ok(present);
    }
    let finder = Finder { facts, wanted, seen, known };
    let order = present.order.is_none().then(|| finder.order(key));
    let open = |it: &&WantedInvoice| present.of(it).is_none();
    let missing: Vec<Missing<'_>> =
        order.into_iter().chain(wanted.invoices.iter().filter(open).map(|it| finder.invoice(it))).collect();
    finder.take(missing, &mut present, reserved)?;
    let mut missing = Vec::new();
    for slip in wanted.slips.iter().filter(|slip| present.invoice(&slip.key).is_none()) {
        let corrected = wanted.invoices.iter().find(|it| it.key == slip.invoice);
        let corrected = corrected.and_then(|it| present.of(it)).map(|(_, standing)| standing.invoice.id);
        missing.push(finder.slip(slip, corrected));
    }
    finder.take(missing, &mut present, reserved)?;
    Ok(present)
}

/// Whether an object that a key is linked with was there before.
fn was_there(known: &Known, key: &Key, stored: Option<&ExternalRef>) -> bool {
    known.is_adopted(key) && stored != Some(&key.external_ref())
}

/// Looks for documents that nothing stands for yet.
struct Finder<'f, 'a> {
    facts: &'f Facts,
    wanted: &'f WantedOrder,
    seen: &'a ErpSeen,
    known: &'f Known,
}

impl<'f, 'a> Finder<'f, 'a> {
    fn order(&self, key: &'f Key) -> Missing<'f> {
        let mut names = vec![(LookBy::Named(self.wanted.names.reference.clone()), Named::Reference)];
        names.extend(self.forms(key));
        Missing {
            key,
            kind: ErpKind::Order,
            form: ErpInvoiceForm::Standard,
            names,
            totals: self.wanted.totals,
            day: self.wanted.day,
            alone: self.wanted.names.siblings.is_empty(),
            called: &self.wanted.names.reference,
            question: "order-there-already",
        }
    }

    /// Other connectors give invoices the number of their order.
    fn invoice(&self, invoice: &'f WantedInvoice) -> Missing<'f> {
        let mut names = vec![(LookBy::Named(self.wanted.names.reference.clone()), Named::Reference)];
        names.extend(invoice.numbers.iter().map(|number| (LookBy::Named(number.clone()), Named::Number)));
        names.extend(self.forms(&invoice.key));
        Missing {
            key: &invoice.key,
            kind: ErpKind::Invoice,
            form: ErpInvoiceForm::Standard,
            names,
            totals: invoice.totals,
            day: invoice.day,
            alone: self.wanted.names.siblings.is_empty() && self.wanted.invoices.len() == 1,
            called: &invoice.customer_reference,
            question: "invoice-there-already",
        }
    }

    fn slip(&self, slip: &'f WantedSlip, corrected: Option<u64>) -> Missing<'f> {
        let mut names = vec![(LookBy::Named(self.wanted.names.reference.clone()), Named::Reference)];
        names.extend(corrected.map(|id| (LookBy::Correcting(ErpId(id)), Named::Reference)));
        names.push((LookBy::Named(slip.customer_reference.clone()), Named::Number));
        Missing {
            key: &slip.key,
            kind: ErpKind::Invoice,
            form: ErpInvoiceForm::CreditNote,
            names,
            totals: slip.totals,
            day: slip.day,
            alone: self.wanted.names.siblings.is_empty() && self.wanted.slips.len() == 1,
            called: &slip.customer_reference,
            question: "credit-note-there-already",
        }
    }

    /// What other connectors write into `ref_ext`, as far as it is not what Passerelle writes.
    fn forms(&self, key: &Key) -> impl Iterator<Item = (LookBy, Named)> {
        let own = key.external_ref();
        self.facts.settings.adoption.references.iter().filter_map(move |form| {
            let text =
                ExternalRef::stored(&form.write(ShopId(self.wanted.names.id), &self.wanted.names.reference));
            let named = if form.has_reference() { Named::Reference } else { Named::Number };
            (text != own).then_some((LookBy::ExternalRef(text), named))
        })
    }

    /// Takes what is there for what is missing.
    fn take(
        &self,
        missing: Vec<Missing<'_>>,
        present: &mut Present<'a>,
        reserved: &mut Reserved,
    ) -> Result<(), Unclear> {
        let mut looks = Vec::new();
        for it in &missing {
            looks.extend(self.looks(it).into_iter().filter(|look| self.seen.get(look).is_none()));
        }
        if !looks.is_empty() {
            return Err(Unclear::Look(looks));
        }
        for it in missing {
            let free = self.free(&it, reserved);
            let chosen = match self.known.choice(it.key) {
                Some(Choice::New | Choice::AsItIs) => continue,
                Some(Choice::This(id)) => {
                    if !free.iter().any(|(object, _)| object.id() == Some(id)) {
                        return Err(Unclear::Refused(
                            Explanation::new("document-choice-gone")
                                .with("called", it.called)
                                .with("number", id),
                        ));
                    }
                    id.0
                }
                None => {
                    let candidates = self.candidates(&free, present)?;
                    let siblings = &self.wanted.names.siblings;
                    let sought = Sought { totals: it.totals, day: it.day, siblings, alone: it.alone };
                    match judge(&sought, &candidates) {
                        Verdict::None => continue,
                        Verdict::This(id) => id,
                        Verdict::Ask(ids) => return Err(Unclear::Refused(question(&it, &free, &ids))),
                    }
                }
            };
            reserved.adopt(it.kind, chosen, it.key);
            let object = free.iter().map(|(object, _)| *object).find(|it| it.id() == Some(ErpId(chosen)));
            match object {
                Some(ErpObject::Order(order)) => (present.order, present.adopted) = (Some(order), true),
                Some(ErpObject::Invoice(invoice)) => {
                    present.invoices.insert(it.key.clone(), Standing { invoice, adopted: true });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What has to be looked for. A text that no filter of Dolibarr can carry is not.
    fn looks(&self, it: &Missing<'_>) -> Vec<Look> {
        match self.known.choice(it.key) {
            Some(Choice::New | Choice::AsItIs) => Vec::new(),
            Some(Choice::This(id)) => vec![Look::new(it.kind, LookBy::Id(id))],
            None => {
                let can = |by: &LookBy| match by {
                    LookBy::Named(text) => can_be_asked(text),
                    LookBy::ExternalRef(text) => can_be_asked(text.as_str()),
                    _ => true,
                };
                let names = it.names.iter().filter(|(by, _)| can(by));
                names.map(|(by, _)| Look::new(it.kind, by.clone())).collect()
            }
        }
    }

    /// What was found that no other document of the shop, nor another connection, has.
    fn free(&self, it: &Missing<'_>, reserved: &Reserved) -> Vec<(&'a ErpObject, Named)> {
        let mut free: Vec<(&'a ErpObject, Named)> = Vec::new();
        let names = it.names.iter().cloned();
        let chosen = match self.known.choice(it.key) {
            Some(Choice::This(id)) => Some((LookBy::Id(id), Named::Reference)),
            _ => None,
        };
        for (by, named) in chosen.into_iter().chain(names) {
            for object in self.seen.get(&Look::new(it.kind, by)).unwrap_or_default() {
                let (Some(ErpId(id)), true) = (object.id(), fits(object, it.form)) else { continue };
                let taken = self.known.owner(it.kind, id).is_some_and(|owner| owner != it.key)
                    || reserved.adopted_by_other(it.kind, id, it.key);
                match free.iter_mut().find(|(other, _)| other.id() == object.id()) {
                    Some((_, before)) if named == Named::Reference => *before = named,
                    Some(_) => {}
                    None if taken => {}
                    None => free.push((object, named)),
                }
            }
        }
        // One that a person cancelled and made anew is not the one, as long as there is another.
        let cancelled = |object: &ErpObject| matches!(object, ErpObject::Order(it) if it.status == ErpOrderStatus::Cancelled);
        if !self.wanted.cancelled && free.iter().any(|(object, _)| !cancelled(object)) {
            free.retain(|(object, _)| !cancelled(object));
        }
        free
    }

    fn candidates(
        &self,
        free: &[(&'a ErpObject, Named)],
        present: &Present<'_>,
    ) -> Result<Vec<Candidate>, Unclear> {
        let mut candidates = Vec::with_capacity(free.len());
        let mut looks = Vec::new();
        for (object, named) in free {
            let (id, totals, day, third_party) = match object {
                ErpObject::Order(it) => (it.id, it.totals, it.day, it.third_party),
                ErpObject::Invoice(it) => (it.id, it.totals, it.day, it.third_party),
                _ => continue,
            };
            match self.person(third_party, present) {
                Ok(person) => candidates.push(Candidate { id, named: *named, person, totals, day }),
                Err(more) => looks.extend(more),
            }
        }
        if looks.is_empty() { Ok(candidates) } else { Err(Unclear::Look(looks)) }
    }

    /// Whether a third party is the customer's.
    fn person(&self, third_party: Option<ErpId>, present: &Present<'_>) -> Result<Person, Vec<Look>> {
        let Some(theirs) = third_party else { return Ok(Person::Unknown) };
        let is_customers = self.wanted.names.customer.is_some_and(|id| id.0 != 0 && id == theirs);
        if is_customers
            || Some(theirs) == self.wanted.third_party
            || present.order.is_some_and(|order| order.third_party == Some(theirs))
        {
            return Ok(Person::Same);
        }
        // 0 stands for one that a rehearsal would make: none that is there has its e-mail, or it would not be made.
        let Some(own) = self.wanted.third_party.filter(|id| id.0 != 0) else {
            return Ok(if self.wanted.third_party.is_none() || self.wanted.is_anonymous {
                Person::Unknown
            } else {
                Person::Other
            });
        };
        let look = |id: ErpId| Look::new(ErpKind::ThirdParty, LookBy::Id(id));
        let missing: Vec<Look> =
            [look(own), look(theirs)].into_iter().filter(|look| self.seen.get(look).is_none()).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let email = |id: ErpId| {
            let found = self.seen.get(&look(id)).unwrap_or_default().iter().find_map(third_party_of);
            found.map(|it| it.email.trim().to_lowercase()).unwrap_or_default()
        };
        let (own, theirs) = (email(own), email(theirs));
        Ok(if own.is_empty() || theirs.is_empty() || self.wanted.is_anonymous {
            Person::Unknown
        } else if own == theirs {
            Person::Same
        } else {
            Person::Other
        })
    }
}

fn third_party_of(object: &ErpObject) -> Option<&ErpThirdParty> {
    if let ErpObject::ThirdParty(it) = object { Some(it) } else { None }
}

/// Not made by Passerelle, and no other sort of invoice.
fn fits(object: &ErpObject, form: ErpInvoiceForm) -> bool {
    let foreign = |stored: &Option<ExternalRef>| stored.as_ref().is_none_or(|it| !it.is_passerelles());
    match object {
        ErpObject::Order(it) => foreign(&it.ref_ext),
        ErpObject::Invoice(it) => foreign(&it.ref_ext) && it.form == form,
        _ => false,
    }
}

/// Letters or digits that a filter can carry as they are.
fn can_be_asked(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric) && text.chars().count() <= 128
}

/// Asks which of these it is.
fn question(it: &Missing<'_>, free: &[(&ErpObject, Named)], ids: &[u64]) -> Explanation {
    let named = |object: &ErpObject| -> Option<(String, Amount, Option<Date>)> {
        match object {
            ErpObject::Order(it) => Some((it.reference.clone(), it.totals.gross, it.day)),
            ErpObject::Invoice(it) => Some((it.reference.clone(), it.totals.gross, it.day)),
            _ => None,
        }
    };
    let mut listed: Vec<String> = Vec::new();
    for (object, _) in free {
        let Some(ErpId(id)) = object.id().filter(|id| ids.contains(&id.0)) else { continue };
        let Some((reference, gross, day)) = named(object) else { continue };
        let day = day.map(|day| format!(", {day}")).unwrap_or_default();
        listed.push(format!("{id} ({reference}, {gross}{day})"));
    }
    if listed.len() > NAMED {
        listed.truncate(NAMED);
        listed.push("…".to_owned());
    }
    Explanation::new(it.question)
        .with("called", it.called)
        .with("document", format!("{}/{}", it.key.kind, it.key.id))
        .with("shop_gross", it.totals.gross)
        .with("day", it.day)
        .with("count", ids.len())
        .with("found", listed.join(", "))
        .with("first", ids.first().copied().unwrap_or_default())
}
