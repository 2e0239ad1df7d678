//! The rehearsal: the whole plan without writing anything, neither to Dolibarr nor to the store.

use jiff::civil::Date;
use passerelle_core::decide::{
    Change, Decision, Dependency, Facts, Known, Projection, Reserved, Wanted, changes, decide, dependencies,
    looks, project, project_service, shown_otherwise,
};
use passerelle_core::erp::{ErpSeen, Look};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{ErpId, Key, Kind, ServiceProduct, ShopId};
use passerelle_core::plan::Step;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::discover::in_stores;
use crate::ports::erp::Erp;
use crate::ports::shop::{Fetched, Listing, Shop, Stores};
use crate::ports::store::Store;
use crate::prepare::{MOST_ROUNDS, known as stored, note_owners, own_keys, own_projection};
use crate::run::RunError;

/// Documents read at once.
const BATCH: usize = 50;
/// More pages than any shop has.
const MOST_PAGES: u32 = 100_000;

/// What would become of a document.
#[derive(Clone, Debug)]
pub enum RehearsedState {
    /// Nothing: both sides agree.
    InStep,
    /// These steps would be carried out.
    Steps(Vec<Step>),
    /// A rule leaves it out.
    Ignored(Explanation),
    /// It would be refused.
    Refused(Explanation),
}

/// One document of the rehearsal.
#[derive(Clone, Debug)]
pub struct RehearsedDocument {
    /// Its key.
    pub key: Key,
    /// What a person calls it.
    pub reference: String,
    /// What would become of it.
    pub state: RehearsedState,
    /// What a person has to know of it, once both sides agree.
    pub remark: Option<Explanation>,
    /// A thing that was in Dolibarr before stands for it: its number.
    pub adopted: Option<ErpId>,
    /// What the steps would change of what is there.
    pub changes: Vec<Change>,
    /// Why parts of it would be held back, while the others are brought over.
    pub held: Option<Explanation>,
}

impl RehearsedDocument {
    fn plain(key: Key, reference: String, state: RehearsedState) -> Self {
        Self { key, reference, state, remark: None, held: None, adopted: None, changes: Vec::new() }
    }

    fn of(wanted: Wanted, state: RehearsedState, held: Option<Explanation>) -> Self {
        let remark = match state {
            RehearsedState::InStep | RehearsedState::Steps(_) => wanted.remark(),
            RehearsedState::Ignored(_) | RehearsedState::Refused(_) => None,
        };
        let held = match state {
            RehearsedState::InStep | RehearsedState::Steps(_) => held.or_else(|| wanted.held()),
            RehearsedState::Ignored(_) | RehearsedState::Refused(_) => None,
        };
        Self { remark, held, ..Self::plain(wanted.key, wanted.reference, state) }
    }
}

/// What the rehearsal knows beside the store: things that it planned to make.
#[derive(Debug)]
pub struct Rehearsal {
    planned: HashMap<Key, Dependency>,
    reserved: Reserved,
}

impl Default for Rehearsal {
    fn default() -> Self {
        Self { planned: HashMap::new(), reserved: Reserved::of_rehearsal() }
    }
}

/// Rehearses all documents of these kinds, which must be in the order of dependence and complete below; tells each to
/// `told`.
///
/// # Errors
/// When a side or the store cannot be used.
pub async fn rehearse(
    shop: &dyn Shop,
    erp: &dyn Erp,
    store: &dyn Store,
    facts: &Facts,
    kinds: &[Kind],
    created_from: Option<Date>,
    told: &mut (dyn FnMut(RehearsedDocument) + Send),
) -> Result<(), RunError> {
    let mut rehearsal = Rehearsal::default();
    for service in ServiceProduct::ALL {
        let key = facts.key(Kind::Service, service.shop_id());
        let projection = project_service(facts, service);
        let batch = vec![(key, String::new(), projection)];
        Box::pin(rehearsal.batch(erp, store, facts, batch, told)).await?;
    }
    let stores = shop.stores().await?;
    for kind in kinds {
        let from = created_from.filter(|_| matches!(kind, Kind::Order | Kind::Customer));
        let mut told_before: HashSet<ShopId> = HashSet::new();
        for listing in own_listings(*kind, &stores) {
            let mut offset = 0;
            for _ in 0..MOST_PAGES {
                let page = shop.list(listing, None, from, offset).await?;
                // What several shops of a multistore have is listed in each.
                let mut ids: Vec<ShopId> =
                    page.rows.iter().map(|row| row.id).filter(|id| told_before.insert(*id)).collect();
                ids.sort_unstable();
                for ids in ids.chunks(BATCH) {
                    Box::pin(rehearsal.documents(shop, erp, store, facts, *kind, ids, told)).await?;
                }
                match page.next {
                    Some(next) => offset = next,
                    None => break,
                }
            }
        }
    }
    Ok(())
}

/// The enumerations of a kind's own rows: one, or one for each shop of a multistore.
fn own_listings(kind: Kind, stores: &Stores) -> Vec<Listing> {
    let own = |listing: &Listing| matches!(listing, Listing::Kind(_) | Listing::KindOfStore(..));
    in_stores(kind, stores).into_iter().map(|(_, _, listing)| listing).filter(own).collect()
}

impl Rehearsal {
    #[expect(clippy::too_many_arguments, reason = "the ports")]
    async fn documents(
        &mut self,
        shop: &dyn Shop,
        erp: &dyn Erp,
        store: &dyn Store,
        facts: &Facts,
        kind: Kind,
        ids: &[ShopId],
        told: &mut (dyn FnMut(RehearsedDocument) + Send),
    ) -> Result<(), RunError> {
        let mut fetched = shop.read(kind, ids).await?;
        let mut needed: Vec<Key> = Vec::new();
        for it in fetched.values() {
            if let Fetched::Found(document) = it {
                needed.extend(dependencies(facts, document));
            }
        }
        needed.sort_unstable();
        needed.dedup();
        // What the shop does not list (deleted products and addresses, customers from before the first day) comes along.
        let known = self.known(store, &needed).await?;
        let mut unlisted: BTreeMap<Kind, Vec<ShopId>> = BTreeMap::new();
        for key in &needed {
            let from_shop = !matches!(key.kind, Kind::Service | Kind::Collective);
            if key.kind < kind && from_shop && known.dependency(key) == Dependency::NotYet {
                unlisted.entry(key.kind).or_default().push(key.id);
            }
        }
        for (kind, ids) in unlisted {
            for ids in ids.chunks(BATCH) {
                Box::pin(self.documents(shop, erp, store, facts, kind, ids, told)).await?;
            }
        }
        let known = self.known(store, &needed).await?;
        let mut batch = Vec::with_capacity(ids.len());
        for id in ids {
            let key = facts.key(kind, *id);
            match fetched.remove(id) {
                Some(Fetched::Found(document)) => {
                    let projection = project(facts, &known, &document);
                    batch.push((key, document.reference().to_owned(), projection));
                }
                Some(Fetched::Unreadable(explanation)) => {
                    self.planned.insert(key.clone(), Dependency::Failed);
                    batch.push((key, String::new(), Projection::Refused(explanation)));
                }
                Some(Fetched::Gone) | None => {
                    let explanation = Explanation::new("gone-in-shop");
                    self.planned.insert(key.clone(), Dependency::Absent);
                    batch.push((key, String::new(), Projection::Ignored(explanation)));
                }
            }
        }
        // What waits for something of its own kind (categories for their parents) goes again until nothing moves.
        loop {
            let before = batch.len();
            let (again, now): (Vec<_>, Vec<_>) = batch
                .into_iter()
                .partition(|(_, _, projection)| matches!(projection, Projection::First { .. }));
            Box::pin(self.batch(erp, store, facts, now, told)).await?;
            if again.is_empty() {
                return Ok(());
            }
            let made = Box::pin(self.collectives(erp, store, facts, &again, told)).await?;
            if again.len() == before && !made {
                for (key, reference, projection) in again {
                    let Projection::First { keys, .. } = projection else { continue };
                    let explanation = Explanation::new("waits-for")
                        .with("documents", waits(&keys))
                        .with("count", keys.len());
                    self.planned.insert(key.clone(), Dependency::Failed);
                    told(RehearsedDocument::plain(key, reference, RehearsedState::Refused(explanation)));
                }
                return Ok(());
            }
            let ids: Vec<ShopId> = again.iter().map(|(key, _, _)| key.id).collect();
            let known = self.known(store, &needed).await?;
            let mut fetched = shop.read(kind, &ids).await?;
            batch = again
                .into_iter()
                .map(|(key, reference, projection)| match fetched.remove(&key.id) {
                    Some(Fetched::Found(document)) => (key, reference, project(facts, &known, &document)),
                    _ => (key, reference, projection),
                })
                .collect();
        }
    }

    /// Third parties of many customers that these wait for and that were not planned yet. False when there are none.
    async fn collectives(
        &mut self,
        erp: &dyn Erp,
        store: &dyn Store,
        facts: &Facts,
        waiting: &[(Key, String, Projection)],
        told: &mut (dyn FnMut(RehearsedDocument) + Send),
    ) -> Result<bool, RunError> {
        let mut keys: Vec<Key> = Vec::new();
        for (_, _, projection) in waiting {
            if let Projection::First { keys: needed, .. } = projection {
                let new = |key: &&Key| key.kind == Kind::Collective && !self.planned.contains_key(*key);
                keys.extend(needed.iter().filter(new).cloned());
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let projected = keys.into_iter().filter_map(|key| {
            let projection = own_projection(facts, &key)?;
            Some((key, String::new(), projection))
        });
        let batch: Vec<_> = projected.collect();
        let any = !batch.is_empty();
        Box::pin(self.batch(erp, store, facts, batch, told)).await?;
        Ok(any)
    }

    /// What the store knows, with what was planned on top.
    async fn known(&self, store: &dyn Store, keys: &[Key]) -> Result<Known, RunError> {
        let mut known = stored(store, keys).await?;
        for key in keys {
            if known.linked(key).is_none()
                && let Some(planned) = self.planned.get(key)
            {
                known.note(key.clone(), planned.clone(), None);
            }
        }
        Ok(known)
    }

    async fn batch(
        &mut self,
        erp: &dyn Erp,
        store: &dyn Store,
        facts: &Facts,
        batch: Vec<(Key, String, Projection)>,
        told: &mut (dyn FnMut(RehearsedDocument) + Send),
    ) -> Result<(), RunError> {
        let mut open: Vec<Wanted> = Vec::new();
        for (key, reference, projection) in batch {
            let state = match projection {
                Projection::Wanted(wanted) => {
                    open.push(wanted);
                    continue;
                }
                Projection::Ignored(explanation) => {
                    self.planned.insert(key.clone(), Dependency::Absent);
                    RehearsedState::Ignored(explanation)
                }
                Projection::Refused(explanation) => {
                    self.planned.insert(key.clone(), Dependency::Failed);
                    RehearsedState::Refused(explanation)
                }
                Projection::First { keys, .. } => RehearsedState::Refused(
                    Explanation::new("waits-for").with("documents", waits(&keys)).with("count", keys.len()),
                ),
            };
            told(RehearsedDocument::plain(key, reference, state));
        }
        let keys: Vec<Key> = open.iter().flat_map(own_keys).collect();
        let mut known = stored(store, &keys).await?;
        let is_same = |wanted: &Wanted| {
            known.fingerprint(&wanted.key) == Some(&wanted.fingerprint) && known.is_trusted(&wanted.key)
        };
        let (same, mut open): (Vec<Wanted>, Vec<Wanted>) = open.into_iter().partition(is_same);
        for wanted in same {
            told(RehearsedDocument::of(wanted, RehearsedState::InStep, None));
        }
        let mut ask: Vec<Look> = open.iter().flat_map(|wanted| looks(facts, wanted, &known)).collect();
        let mut seen = ErpSeen::default();
        for _ in 0..MOST_ROUNDS {
            if open.is_empty() {
                break;
            }
            ask.sort_unstable();
            ask.dedup();
            // Things that are only planned have no number in Dolibarr yet.
            let answers = erp.look(&ask).await?;
            note_owners(store, &facts.settings.tag, &answers, &mut known).await?;
            seen.extend(answers);
            ask.clear();
            let mut still_open = Vec::new();
            for wanted in open {
                let decision = decide(facts, &wanted, &seen, &known, &mut self.reserved);
                let shown = shown_otherwise(&wanted, &seen, &known)
                    .map(|remark| remark.with("reference", &wanted.reference));
                let (mut found, mut remark, mut held) = (Vec::new(), None, None);
                let state = match decision {
                    Decision::Look(more) => {
                        ask.extend(more);
                        still_open.push(wanted);
                        continue;
                    }
                    Decision::Told { explanation, severe: true, .. } => RehearsedState::Refused(explanation),
                    Decision::Told { steps, .. } if steps.is_empty() => RehearsedState::InStep,
                    Decision::Told { steps, .. } => RehearsedState::Steps(steps),
                    Decision::Forget(explanation) => RehearsedState::Ignored(explanation),
                    Decision::First(keys) | Decision::Heal(keys) => RehearsedState::Refused(
                        Explanation::new("waits-for")
                            .with("documents", waits(&keys))
                            .with("count", keys.len()),
                    ),
                    Decision::Refused(explanation) => RehearsedState::Refused(explanation),
                    Decision::But { incomplete: true, explanation, .. } => {
                        RehearsedState::Refused(explanation)
                    }
                    Decision::But { found: there, explanation, .. } => {
                        (found, remark) = (there, Some(explanation));
                        RehearsedState::InStep
                    }
                    Decision::Do { steps, found: there } => {
                        found = there;
                        if steps.is_empty() { RehearsedState::InStep } else { RehearsedState::Steps(steps) }
                    }
                    Decision::DoBut { steps, found: there, explanation } => {
                        (found, remark) = (there, Some(explanation));
                        RehearsedState::Steps(steps)
                    }
                    Decision::Part { steps, found: there, held: why } => {
                        (found, held) = (there, Some(why));
                        RehearsedState::Steps(steps)
                    }
                };
                let own = found.iter().find(|it| it.key == wanted.key);
                let dependency = match state {
                    RehearsedState::Refused(_) => Dependency::Failed,
                    // A stand-in for the number that it will get, where it has none yet.
                    _ => Dependency::Linked(own.map_or(ErpId(0), |it| it.id)),
                };
                self.planned.insert(wanted.key.clone(), dependency);
                // One that was adopted before is in step, or changed.
                let new = known.linked(&wanted.key).is_none();
                let adopted = own.filter(|it| it.adopted && new).map(|it| it.id);
                let changes = match &state {
                    RehearsedState::Steps(steps) => {
                        steps.iter().flat_map(|step| changes(&step.operation, &seen)).collect()
                    }
                    _ => Vec::new(),
                };
                let document = RehearsedDocument::of(wanted, state, held);
                let is_agreed = matches!(document.state, RehearsedState::InStep | RehearsedState::Steps(_));
                let shown = shown.filter(|_| is_agreed);
                let remark = Explanation::all(shown.into_iter().chain(remark.or(document.remark.clone())));
                told(RehearsedDocument { remark, adopted, changes, ..document });
            }
            open = still_open;
        }
        for wanted in open {
            let explanation = Explanation::new("erp-look-unanswered");
            let state = RehearsedState::Refused(explanation);
            told(RehearsedDocument::plain(wanted.key, wanted.reference, state));
        }
        Ok(())
    }
}

fn waits(keys: &[Key]) -> String {
    keys.iter().take(5).map(|key| format!("{} {}", key.kind, key.id)).collect::<Vec<_>>().join(", ")
}
