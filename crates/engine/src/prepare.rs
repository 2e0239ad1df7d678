//! Preparing jobs: read both sides for many keys at once, and decide. Nothing is written to a remote here.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use passerelle_core::collective::Collective;
use passerelle_core::decide::{
    Choice, Decision, Dependency, Facts, Found, Known, LeftBehind, Projection, Reserved, Wanted,
    WantedDocument, decide, dependencies, looks, project, project_collective, project_gone, project_service,
    shown_otherwise, standings,
};
use passerelle_core::erp::{ErpKind, ErpObject, ErpSeen, Look, LookBy, Standing};
use passerelle_core::explain::Explanation;
use passerelle_core::fingerprint::Fingerprint;
use passerelle_core::key::{ErpId, ExternalRef, Key, Kind, ServiceProduct, ShopId, Tag};
use passerelle_core::plan::{SaleMoment, Step};

use crate::backoff::MOST_ATTEMPTS;
use crate::heal::heal;
use crate::perform::stale_after;
use crate::ports::erp::Erp;
use crate::ports::shop::{Fetched, Shop};
use crate::ports::store::{
    ClaimedJob, Document, DocumentState, JobEnd, JournalEntry, Link, Next, Settlement, Store,
};
use crate::run::RunError;

/// Runs that may be killed while they hold a job without beginning it.
const MOST_KILLED: u32 = 50;
/// The word of the operation that ends the move of a file.
const FILE_DELETE: &str = "file-delete";
/// The words of the operations between which a product is on sale.
const ON_SALE: &str = "product-on-sale";
const OFF_SALE: &str = "product-off-sale";
/// A decision may ask for more looks this often.
pub(crate) const MOST_ROUNDS: usize = 8;

/// A job that is ready to be carried out.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) job: ClaimedJob,
    pub(crate) wanted: Wanted,
    pub(crate) steps: Vec<Step>,
    /// Links of what was found, as they are when all steps are done.
    pub(crate) links: Vec<Link>,
    /// What was found of products that another one keeps from being whole.
    pub(crate) found: Vec<Found>,
    /// What Dolibarr shows of what the steps make, when they are done.
    pub(crate) standings: HashMap<Key, Standing>,
    /// What a person changed in Dolibarr and is told.
    pub(crate) told: Option<Told>,
    /// A person asked that what was deleted be made anew, once.
    pub(crate) anew: bool,
    pub(crate) settlements: Vec<Settlement>,
    /// What a person has to know once they are carried out.
    pub(crate) remark: Option<Explanation>,
    /// Why other parts of the document are held back, as Dolibarr is.
    pub(crate) held: Option<Explanation>,
    /// A document that is in Dolibarr shows otherwise than it was written.
    pub(crate) otherwise: bool,
}

/// What a person changed in Dolibarr.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) explanation: Explanation,
    /// A person has to act.
    pub(crate) severe: bool,
    /// What is left alone until then.
    pub(crate) held: Vec<Key>,
}

impl Told {
    pub(crate) fn next(&self) -> Next {
        let explanation = self.explanation.clone();
        if self.severe { Next::Quarantined(explanation) } else { Next::InStepBut(explanation) }
    }
}

/// What became of a job when it was prepared.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "moved once")]
pub(crate) enum Prepared {
    /// Nothing has to be sent: it ends like this.
    Ended(ClaimedJob, JobEnd),
    /// These steps have to be carried out.
    Ready(Ready),
}

/// The ports and facts that preparing needs.
pub(crate) struct Preparer<'a> {
    pub(crate) shop: &'a dyn Shop,
    pub(crate) erp: &'a dyn Erp,
    pub(crate) store: &'a dyn Store,
    pub(crate) facts: &'a Facts,
    /// Longest time that Dolibarr can be working on a call.
    pub(crate) longest_call: Duration,
}

/// A projection that needs a look at Dolibarr.
struct Open {
    job: ClaimedJob,
    wanted: Wanted,
    settling: Vec<JournalEntry>,
}

impl Preparer<'_> {
    /// Prepares jobs of one kind, in their order.
    pub(crate) async fn prepare(
        &self,
        kind: Kind,
        jobs: Vec<ClaimedJob>,
        reserved: &mut Reserved,
        now: Timestamp,
    ) -> Result<Vec<Prepared>, RunError> {
        let mut prepared = Vec::with_capacity(jobs.len());
        let mut unsettled: HashMap<Key, Vec<JournalEntry>> = HashMap::new();
        let mut ready = Vec::with_capacity(jobs.len());
        for job in jobs {
            // A killed run counts for every job that it held, begun or not.
            if job.attempts >= MOST_KILLED {
                prepared.push(given_up(job.attempts, job, Vec::new(), Vec::new()));
                continue;
            }
            if job.unsettled {
                let entries = self.store.unsettled(&job.key).await?;
                if let Some(at) = self.not_before(&entries, now) {
                    let explanation = Explanation::new("waits-for-unknown-call");
                    prepared.push(ended(job, Next::Retry { at, explanation, counts: false }));
                    continue;
                }
                let begun = plans_left(&entries);
                if begun >= MOST_ATTEMPTS {
                    let links = self.links_in_doubt(&job.key).await?;
                    prepared.push(given_up(begun, job, links, settle(&entries, &[], &[], now)));
                    continue;
                }
                unsettled.insert(job.key.clone(), entries);
            }
            ready.push(job);
        }
        let mut open = Vec::with_capacity(ready.len());
        if matches!(kind, Kind::Service | Kind::Collective) {
            for job in ready {
                let known = self.known(std::slice::from_ref(&job.key)).await?;
                match own_projection(self.facts, &job.key) {
                    Some(projection) => {
                        self.sort(job, projection, &known, &mut unsettled, &mut open, &mut prepared);
                    }
                    None => prepared.push(ended(job, Next::Ignored(Explanation::new("gone-in-shop")))),
                }
            }
        } else {
            let ids: Vec<ShopId> = ready.iter().map(|job| job.key.id).collect();
            let mut fetched = self.shop.read(kind, &ids).await?;
            let needed: Vec<Key> = fetched
                .iter()
                .flat_map(|(id, it)| match it {
                    Fetched::Found(document) => dependencies(self.facts, document),
                    Fetched::Gone => vec![self.facts.key(kind, *id)],
                    Fetched::Unreadable(_) => Vec::new(),
                })
                .collect();
            let mut needed = needed;
            // What was brought over and is gone may have to be taken off sale.
            let is_gone = |key: &&Key| !matches!(fetched.get(&key.id), Some(Fetched::Found(_)));
            needed.extend(ready.iter().map(|job| &job.key).filter(is_gone).cloned());
            needed.sort_unstable();
            needed.dedup();
            let known = self.known(&needed).await?;
            for job in ready {
                match fetched.remove(&job.key.id) {
                    Some(Fetched::Found(document)) => {
                        let projection = project(self.facts, &known, &document);
                        let reference = document.reference().to_owned();
                        self.sort_named(
                            job,
                            projection,
                            reference,
                            &known,
                            &mut unsettled,
                            &mut open,
                            &mut prepared,
                        );
                    }
                    Some(Fetched::Unreadable(explanation)) => {
                        prepared.push(ended(job, Next::Failed(explanation)))
                    }
                    Some(Fetched::Gone) => {
                        let projection = project_gone(self.facts, &known, &job.key);
                        self.sort(job, projection, &known, &mut unsettled, &mut open, &mut prepared);
                    }
                    None => prepared.push(ended(job, Next::Ignored(Explanation::new("gone-in-shop")))),
                }
            }
        }
        Box::pin(self.decide_all(open, reserved, now, &mut prepared)).await?;
        prepared.sort_by_key(|it| match it {
            Prepared::Ended(job, _) => job.key.id,
            Prepared::Ready(ready) => ready.job.key.id,
        });
        Ok(prepared)
    }

    /// When Dolibarr can no longer be working on these operations, if that is still to come.
    fn not_before(&self, entries: &[JournalEntry], now: Timestamp) -> Option<Timestamp> {
        let latest = entries
            .iter()
            .map(|entry| entry.settlement.as_ref().map_or(entry.intended_at, |settlement| settlement.at))
            .max()?;
        let at = latest.checked_add(self.longest_call + stale_after(self.longest_call)).ok()?;
        (at > now).then_some(at)
    }

    /// The link of a document whose plans were cut off, without its fingerprint: nobody knows what they changed, so an equal
    /// fingerprint may not end it without a look.
    async fn links_in_doubt(&self, key: &Key) -> Result<Vec<Link>, RunError> {
        let links = self.store.links(std::slice::from_ref(key)).await?;
        Ok(links.into_values().map(|link| Link { fingerprint: None, ..link }).collect())
    }

    async fn known(&self, keys: &[Key]) -> Result<Known, RunError> {
        known(self.store, keys).await
    }

    fn sort(
        &self,
        job: ClaimedJob,
        projection: Projection,
        known: &Known,
        unsettled: &mut HashMap<Key, Vec<JournalEntry>>,
        open: &mut Vec<Open>,
        prepared: &mut Vec<Prepared>,
    ) {
        self.sort_named(job, projection, String::new(), known, unsettled, open, prepared);
    }

    #[expect(clippy::too_many_arguments, reason = "one call site and its short form")]
    fn sort_named(
        &self,
        job: ClaimedJob,
        projection: Projection,
        reference: String,
        known: &Known,
        unsettled: &mut HashMap<Key, Vec<JournalEntry>>,
        open: &mut Vec<Open>,
        prepared: &mut Vec<Prepared>,
    ) {
        let end = |next: Next| JobEnd {
            reference: reference.clone(),
            links: Vec::new(),
            settlements: Vec::new(),
            next,
        };
        match projection {
            Projection::Ignored(explanation) => {
                prepared.push(Prepared::Ended(job, end(Next::Ignored(explanation))))
            }
            Projection::Refused(explanation) => {
                prepared.push(Prepared::Ended(job, end(Next::Quarantined(explanation))));
            }
            Projection::First { keys, failed } => {
                let waiting: Vec<Key> = keys.into_iter().filter(|key| !failed.contains(key)).collect();
                let next = if waiting.is_empty() {
                    Next::Failed(waits_for("waits-for-failed", &failed))
                } else {
                    let explanation = waits_for("waits-for", &waiting);
                    Next::Parked { on: waiting, explanation }
                };
                prepared.push(Prepared::Ended(job, end(next)));
            }
            Projection::Wanted(wanted) => {
                let settling = unsettled.remove(&job.key).unwrap_or_default();
                let is_same = known.fingerprint(&job.key) == Some(&wanted.fingerprint);
                if settling.is_empty() && is_same && known.is_trusted(&job.key) {
                    let reference = wanted.reference.clone();
                    let next = in_step(&wanted);
                    let end = JobEnd { reference, links: Vec::new(), settlements: Vec::new(), next };
                    prepared.push(Prepared::Ended(job, end));
                } else {
                    open.push(Open { job, wanted, settling });
                }
            }
        }
    }

    async fn decide_all(
        &self,
        open: Vec<Open>,
        reserved: &mut Reserved,
        now: Timestamp,
        prepared: &mut Vec<Prepared>,
    ) -> Result<(), RunError> {
        if open.is_empty() {
            return Ok(());
        }
        let keys: Vec<Key> = open.iter().flat_map(|it| own_keys(&it.wanted)).collect();
        let mut known = self.known(&keys).await?;
        for it in open.iter().filter(|it| !it.settling.is_empty()) {
            known.drop_standings(&own_keys(&it.wanted));
        }
        let has_files = |it: &&Open| {
            matches!(it.wanted.document, WantedDocument::Product(_) | WantedDocument::Combination(_))
        };
        for it in open.iter().filter(has_files) {
            if known.fingerprint(&it.wanted.key).is_none() || !it.settling.is_empty() {
                let files = left_behind(&self.store.journal(&it.wanted.key).await?);
                known.note_left_behind(it.wanted.key.clone(), files);
            }
        }
        for it in open.iter().filter(|it| self.facts.erp.validates_on_sale_only() && is_order(&it.wanted)) {
            let cut_off =
                known.linked(&it.wanted.key).is_some() && known.fingerprint(&it.wanted.key).is_none();
            if cut_off || !it.settling.is_empty() {
                let products = left_on_sale(&self.store.journal(&it.wanted.key).await?);
                known.note_left_on_sale(it.wanted.key.clone(), products);
            }
        }
        let mut ask: Vec<Look> = open.iter().flat_map(|it| looks(self.facts, &it.wanted, &known)).collect();
        // A correction of a level is known by its code alone: the next one has another.
        ask.extend(open.iter().filter(|it| is_stock(&it.job.key)).flat_map(|it| codes(&it.settling)));
        let mut seen = ErpSeen::default();
        let mut open = open;
        for round in 0..MOST_ROUNDS {
            ask.sort_unstable();
            ask.dedup();
            let answers = self.erp.look(&ask).await?;
            note_owners(self.store, &self.facts.settings.tag, &answers, &mut known).await?;
            seen.extend(answers);
            ask.clear();
            let mut still_open = Vec::new();
            for it in open {
                let decision = decide(self.facts, &it.wanted, &seen, &known, reserved);
                // Whatever else there is to say of it.
                let shown = shown_otherwise(&it.wanted, &seen, &known)
                    .map(|remark| remark.with("reference", &it.wanted.reference));
                let otherwise = shown.is_some();
                match decision {
                    Decision::Look(more) if round + 1 < MOST_ROUNDS => {
                        ask.extend(more);
                        still_open.push(it);
                    }
                    Decision::Heal(keys) => {
                        let settlements = settle(&it.settling, &[], &[], now);
                        let (failed, waiting): (Vec<Key>, Vec<Key>) =
                            keys.into_iter().partition(|key| known.has_failed(key));
                        let lost = lost(self.store, &known, &waiting).await?;
                        let next = if waiting.is_empty() {
                            Next::Failed(waits_for("waits-for-failed", &failed))
                        } else if lost {
                            let explanation = waits_for("waits-for-healing", &waiting);
                            Next::Retry { at: now, explanation, counts: true }
                        } else {
                            heal(self.store, &waiting, now).await?;
                            let explanation = waits_for("waits-for-healing", &waiting);
                            Next::Parked { on: waiting, explanation }
                        };
                        let reference = it.wanted.reference.clone();
                        let end = JobEnd { reference, links: Vec::new(), settlements, next };
                        prepared.push(Prepared::Ended(it.job, end));
                    }
                    Decision::Forget(explanation) => {
                        let settlements = settle(&it.settling, &[], &[], now);
                        self.store.forget(std::slice::from_ref(&it.job.key)).await?;
                        let reference = it.wanted.reference.clone();
                        let next = Next::Ignored(explanation);
                        let end = JobEnd { reference, links: Vec::new(), settlements, next };
                        prepared.push(Prepared::Ended(it.job, end));
                    }
                    Decision::Told { steps, found, explanation, severe, held } => {
                        let settlements = settled(&it, &found, &steps, &seen, now);
                        let standings = standings(&it.wanted, &seen, &known, &steps);
                        let mut told = Told { explanation, severe, held };
                        told.explanation.also.extend(shown);
                        if severe {
                            // The order itself may be gone, and with it the link that is put below.
                            self.store.suspect(std::slice::from_ref(&it.job.key)).await?;
                        }
                        let mut links = told_links(&it.wanted, &found, &standings, &told, &known);
                        let anew = is_anew(&known, &it.job.key);
                        if steps.is_empty() {
                            if anew {
                                self.store.unchoose(&it.job.key).await?;
                            }
                            if otherwise {
                                look_again(&it.wanted.key, &mut links);
                            }
                            let reference = it.wanted.reference.clone();
                            let end = JobEnd { reference, links, settlements, next: told.next() };
                            prepared.push(Prepared::Ended(it.job, end));
                        } else {
                            prepared.push(Prepared::Ready(Ready {
                                job: it.job,
                                wanted: it.wanted,
                                steps,
                                links,
                                found,
                                standings,
                                told: Some(told),
                                anew,
                                settlements,
                                remark: None,
                                held: None,
                                otherwise,
                            }));
                        }
                    }
                    Decision::First(keys) => {
                        let settlements = settle(&it.settling, &[], &[], now);
                        let explanation = waits_for("waits-for", &keys);
                        let next = Next::Parked { on: keys, explanation };
                        let reference = it.wanted.reference.clone();
                        let end = JobEnd { reference, links: Vec::new(), settlements, next };
                        prepared.push(Prepared::Ended(it.job, end));
                    }
                    Decision::Look(_) => {
                        let explanation = Explanation::new("erp-look-unanswered");
                        prepared.push(ended(it.job, Next::Failed(explanation)));
                    }
                    Decision::Refused(explanation) => {
                        let reference = it.wanted.reference.clone();
                        let settlements = settle(&it.settling, &[], &[], now);
                        let next = Next::Quarantined(explanation);
                        prepared.push(Prepared::Ended(
                            it.job,
                            JobEnd { reference, links: Vec::new(), settlements, next },
                        ));
                    }
                    Decision::But { found, explanation, incomplete } => {
                        let settlements = settled(&it, &found, &[], &seen, now);
                        let mut links =
                            links_of(&it.wanted, &found, &standings(&it.wanted, &seen, &known, &[]));
                        if otherwise {
                            look_again(&it.wanted.key, &mut links);
                        }
                        let reference = it.wanted.reference.clone();
                        let explanation = match shown {
                            Some(shown) => shown.beside(explanation),
                            None => explanation,
                        };
                        let next = if incomplete {
                            Next::Failed(explanation)
                        } else {
                            in_step_but(&it.wanted, explanation)
                        };
                        let end = JobEnd { reference, links, settlements, next };
                        prepared.push(Prepared::Ended(it.job, end));
                    }
                    decision @ (Decision::Do { .. } | Decision::DoBut { .. } | Decision::Part { .. }) => {
                        let (steps, found, remark, held) = match decision {
                            Decision::DoBut { steps, found, explanation } => {
                                (steps, found, Some(explanation), None)
                            }
                            Decision::Do { steps, found } => (steps, found, None, None),
                            Decision::Part { steps, found, held } => (steps, found, None, Some(held)),
                            _ => continue,
                        };
                        let settlements = settled(&it, &found, &steps, &seen, now);
                        let remark = remark.or_else(|| it.wanted.remark().filter(|_| otherwise));
                        let remark = Explanation::all(shown.into_iter().chain(remark));
                        let standings = standings(&it.wanted, &seen, &known, &steps);
                        let mut links = links_of(&it.wanted, &found, &standings);
                        let anew = is_anew(&known, &it.job.key);
                        if steps.is_empty() {
                            if anew {
                                self.store.unchoose(&it.job.key).await?;
                            }
                            if otherwise {
                                look_again(&it.wanted.key, &mut links);
                            }
                            let reference = it.wanted.reference.clone();
                            let next = match remark.filter(|_| otherwise) {
                                Some(remark) => in_step_but(&it.wanted, remark),
                                None => in_step(&it.wanted),
                            };
                            let end = JobEnd { reference, links, settlements, next };
                            prepared.push(Prepared::Ended(it.job, end));
                        } else {
                            prepared.push(Prepared::Ready(Ready {
                                job: it.job,
                                wanted: it.wanted,
                                steps,
                                links,
                                found,
                                standings,
                                told: None,
                                anew,
                                settlements,
                                remark,
                                held,
                                otherwise,
                            }));
                        }
                    }
                }
            }
            open = still_open;
            if open.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

/// What one of the things that Passerelle itself makes should be; none when the key is of no such thing.
pub(crate) fn own_projection(facts: &Facts, key: &Key) -> Option<Projection> {
    match key.kind {
        Kind::Service => ServiceProduct::from_shop_id(key.id).map(|service| project_service(facts, service)),
        Kind::Collective => Collective::from_shop_id(key.id).map(|it| project_collective(facts, it)),
        _ => None,
    }
}

/// What the store knows of these keys.
pub(crate) async fn known(store: &dyn Store, keys: &[Key]) -> Result<Known, RunError> {
    let links = store.links(keys).await?;
    let documents = store.documents(keys).await?;
    let mut known = Known::default();
    // Persons decide for these only, and only before they are linked, or when what they are linked with was changed or is gone.
    let decided = [Kind::Customer, Kind::Company, Kind::Order, Kind::Invoice, Kind::OrderInvoice, Kind::Slip];
    let is_open = |link: &Link| {
        link.key.kind == Kind::Order
            || matches!(link.key.kind, Kind::Customer | Kind::Company)
                && (link.doubted || link.fingerprint.is_none())
    };
    let open = |key: &&Key| decided.contains(&key.kind) && links.get(*key).is_none_or(is_open);
    let open: Vec<Key> = keys.iter().filter(open).cloned().collect();
    if !open.is_empty() {
        for (key, choice) in store.choices(&open).await? {
            known.note_choice(key, choice);
        }
    }
    let disputed = [Kind::Order, Kind::Invoice, Kind::Slip];
    let disputed: Vec<Key> = keys.iter().filter(|key| disputed.contains(&key.kind)).cloned().collect();
    if !disputed.is_empty() {
        for (key, acceptance) in store.acceptances(&disputed).await? {
            known.note_acceptance(key, acceptance.figures);
        }
    }
    for key in keys {
        let (dependency, fingerprint) = match (links.get(key), documents.get(key).map(|it| it.state)) {
            (Some(link), _) => (Dependency::Linked(link.erp_id), link.fingerprint.clone()),
            (None, Some(DocumentState::Ignored)) => (Dependency::Absent, None),
            (None, Some(DocumentState::Failed | DocumentState::Quarantined)) => (Dependency::Failed, None),
            (None, _) => (Dependency::NotYet, None),
        };
        known.note(key.clone(), dependency, fingerprint);
        let state = documents.get(key).map(|it| it.state);
        if matches!(state, Some(DocumentState::Failed | DocumentState::Quarantined)) {
            known.note_failed(key.clone());
        }
        if let Some(link) = links.get(key) {
            if link.adopted {
                known.note_adopted(key.clone());
            }
            if link.doubted {
                known.note_doubted(key.clone());
            }
            if let Some(standing) = link.standing {
                known.note_standing(key.clone(), standing);
            }
        }
    }
    Ok(known)
}

/// Notes which of the orders and invoices that were found are linked already: no other document may take them.
pub(crate) async fn note_owners(
    store: &dyn Store,
    tag: &Tag,
    answers: &ErpSeen,
    known: &mut Known,
) -> Result<(), RunError> {
    for kind in [ErpKind::Order, ErpKind::Invoice] {
        let by_name = |look: &Look| look.kind == kind && !matches!(look.by, LookBy::Id(_));
        let found = answers.iter().filter(|(look, _)| by_name(look)).flat_map(|(_, found)| found);
        let foreign = found.filter(|object| {
            let stored = match object {
                ErpObject::Order(it) => &it.ref_ext,
                ErpObject::Invoice(it) => &it.ref_ext,
                _ => return false,
            };
            stored.as_ref().is_none_or(|it| !it.is_passerelles())
        });
        let mut ids: Vec<ErpId> = foreign.filter_map(ErpObject::id).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            continue;
        }
        for link in store.links_with(tag, kind, &ids).await? {
            known.note_owner(kind, link.erp_id, link.key);
        }
    }
    Ok(())
}

/// The end of a document of which a person has something to know; parts of it may be held back besides.
pub(crate) fn in_step_but(wanted: &Wanted, remark: Explanation) -> Next {
    match wanted.held() {
        Some(mut held) => {
            held.also.push(remark);
            Next::Quarantined(held)
        }
        None => Next::InStepBut(remark),
    }
}

/// The end of a document on which both sides agree.
pub(crate) fn in_step(wanted: &Wanted) -> Next {
    if let WantedDocument::Images(images) = &wanted.document
        && let Some(why) = images.incomplete()
    {
        return Next::Failed(why);
    }
    if let Some(why) = wanted.held() {
        return Next::Quarantined(why);
    }
    wanted.remark().map_or(Next::InStep, Next::InStepBut)
}

/// Files that plans of before were about to move, and of which nobody knows that they were: the copy of each is planned with
/// where it is, and its deletion is the last step.
fn left_behind(journal: &[JournalEntry]) -> Vec<LeftBehind> {
    let mut files: Vec<LeftBehind> = Vec::new();
    for entry in journal.iter().filter(|entry| entry.intent.operation == FILE_DELETE) {
        let file = entry.intent.detail.as_deref().and_then(|detail| serde_json::from_str(detail).ok());
        let Some(file) = file else { continue };
        files.retain(|it| *it != file);
        let done =
            entry.settlement.as_ref().is_some_and(|it| matches!(&*it.outcome, "done" | "nothing_done"));
        if !done {
            files.push(file);
        }
    }
    files
}

fn is_order(wanted: &Wanted) -> bool {
    matches!(wanted.document, WantedDocument::Order(_))
}

/// Products that plans of before put on sale, or may have, and of which nobody knows that they are off sale again.
fn left_on_sale(journal: &[JournalEntry]) -> Vec<SaleMoment> {
    let mut products: Vec<SaleMoment> = Vec::new();
    for entry in journal {
        let on = match entry.intent.operation.as_str() {
            ON_SALE => true,
            OFF_SALE => false,
            _ => continue,
        };
        let moment = entry.intent.detail.as_deref().and_then(|detail| serde_json::from_str(detail).ok());
        let Some(moment): Option<SaleMoment> = moment else { continue };
        let outcome = entry.settlement.as_ref().map(|it| &*it.outcome);
        let may_be_on = on && !matches!(outcome, Some("not_sent" | "rejected" | "rolled_back"));
        let is_off = !on && matches!(outcome, Some("done" | "nothing_done"));
        if may_be_on || is_off {
            products.retain(|it| it.product != moment.product);
        }
        if may_be_on {
            products.push(moment);
        }
    }
    products
}

/// The key of a projection and those of its invoices, slips and payments.
pub(crate) fn own_keys(wanted: &Wanted) -> Vec<Key> {
    let mut keys = vec![wanted.key.clone()];
    if let passerelle_core::decide::WantedDocument::Order(order) = &wanted.document {
        keys.extend(
            order.invoices.iter().flat_map(|it| [Some(it.key.clone()), it.otherwise.clone()]).flatten(),
        );
        keys.extend(order.slips.iter().map(|slip| slip.key.clone()));
        keys.extend(order.on_sale.iter().map(|(key, _)| key.clone()));
        keys.extend(order.stands_on.iter().map(|(key, _, _)| key.clone()));
        let payments = order.invoices.iter().flat_map(|it| &it.payments);
        let refunds = order.slips.iter().flat_map(|it| &it.payments);
        keys.extend(payments.chain(refunds).flat_map(|payment| [payment.whole.clone(), payment.key.clone()]));
    }
    if let passerelle_core::decide::WantedDocument::Images(images) = &wanted.document {
        keys.extend(images.keys(&wanted.key));
    }
    keys
}

/// Without fingerprint it is looked at again whenever it is marked, so that what a person has to know stays told.
pub(crate) fn look_again(key: &Key, links: &mut [Link]) {
    for link in links.iter_mut().filter(|link| link.key == *key) {
        link.fingerprint = None;
    }
}

/// Links for objects that were found; the key's own carries the fingerprint.
pub(crate) fn links_of(wanted: &Wanted, found: &[Found], standings: &HashMap<Key, Standing>) -> Vec<Link> {
    found
        .iter()
        .map(|it| Link {
            key: it.key.clone(),
            erp_kind: it.kind,
            erp_id: it.id,
            // A payment remembers where the money went, an image what was sent.
            fingerprint: Some(match &it.on {
                Some(invoice) => Fingerprint::stored(invoice.as_str()),
                None => wanted.fingerprint.clone(),
            }),
            adopted: it.adopted,
            standing: standings.get(&it.key).copied(),
            doubted: false,
        })
        .collect()
}

/// Links of an order about which something is told. What is left alone stays as it was remembered, so that the change shows the
/// next time too, and the order is looked at whenever it comes up.
fn told_links(
    wanted: &Wanted,
    found: &[Found],
    standings: &HashMap<Key, Standing>,
    told: &Told,
    known: &Known,
) -> Vec<Link> {
    let mut links = links_of(wanted, found, standings);
    if told.severe {
        for link in links.iter_mut().filter(|link| told.held.contains(&link.key)) {
            link.standing = known.standing(&link.key);
        }
        for link in links.iter_mut().filter(|link| link.key == wanted.key) {
            link.fingerprint = known.fingerprint(&link.key).cloned();
            link.doubted = true;
        }
    }
    links
}

/// Forgets the links of keys that were looked at for the sake of their things and ended without them: gone from the shop, too, they
/// are not made anew. True when there were any.
async fn lost(store: &dyn Store, known: &Known, keys: &[Key]) -> Result<bool, RunError> {
    let looked: Vec<Key> = keys.iter().filter(|key| !known.is_trusted(key)).cloned().collect();
    let documents = store.documents(&looked).await?;
    let is_left_out = |it: &Document| it.state == DocumentState::Ignored;
    let lost: Vec<Key> = documents.into_values().filter(is_left_out).map(|it| it.key).collect();
    store.forget(&lost).await?;
    Ok(!lost.is_empty())
}

/// Whether a person asked that what was deleted of an order be made anew.
fn is_anew(known: &Known, key: &Key) -> bool {
    key.kind == Kind::Order && known.choice(key) == Some(Choice::New)
}

/// Whether the key is of levels of stock.
pub(crate) fn is_stock(key: &Key) -> bool {
    key.kind == Kind::Stock
}

/// The looks by which movements of before are found.
fn codes(entries: &[JournalEntry]) -> Vec<Look> {
    let codes = entries.iter().filter_map(|entry| entry.intent.external_ref.as_deref());
    codes.map(code).collect()
}

fn code(code: &str) -> Look {
    Look::new(ErpKind::StockMovement, LookBy::ExternalRef(ExternalRef::stored(code)))
}

fn settled(it: &Open, found: &[Found], steps: &[Step], seen: &ErpSeen, now: Timestamp) -> Vec<Settlement> {
    if is_stock(&it.job.key) {
        settle_movements(&it.settling, seen, now)
    } else {
        settle(&it.settling, found, steps, now)
    }
}

/// Settles movements of before: those whose code Dolibarr has were booked.
fn settle_movements(entries: &[JournalEntry], seen: &ErpSeen, now: Timestamp) -> Vec<Settlement> {
    entries
        .iter()
        .map(|entry| {
            let look = entry.intent.external_ref.as_deref().map(code);
            let booked = look.and_then(|look| seen.get(&look)?.first()?.id());
            Settlement {
                entry: entry.id,
                outcome: if booked.is_some() { "found" } else { "superseded" }.to_owned(),
                erp_id: booked,
                at: now,
                explanation: None,
            }
        })
        .collect()
}

/// Settles operations of before, now that it was looked: a creation that the new plan does not ask for again was carried out.
fn settle(entries: &[JournalEntry], found: &[Found], steps: &[Step], now: Timestamp) -> Vec<Settlement> {
    entries
        .iter()
        .map(|entry| {
            let reference = entry.intent.external_ref.as_deref();
            let made = reference.and_then(|reference| {
                found.iter().find(|it| it.key.external_ref().as_str() == reference).map(|it| it.id)
            });
            let again = steps.iter().any(|step| {
                step.operation.external_ref().is_some_and(|again| Some(again.as_str()) == reference)
            });
            let carried_out = !again && (made.is_some() || (reference.is_some() && !found.is_empty()));
            Settlement {
                entry: entry.id,
                outcome: if carried_out { "found" } else { "superseded" }.to_owned(),
                erp_id: made,
                at: now,
                explanation: None,
            }
        })
        .collect()
}

/// How many plans were begun and never came to an end: each left its first step open.
fn plans_left(entries: &[JournalEntry]) -> u32 {
    let left = entries.iter().filter(|entry| entry.intent.step == 0 && entry.settlement.is_none());
    u32::try_from(left.count()).unwrap_or(u32::MAX)
}

/// Its open entries must be settled with it as soon as nothing of them can be under way any more: they would give it up
/// again whenever it is revived. Creations are looked for before they are made anyway.
fn given_up(attempts: u32, job: ClaimedJob, links: Vec<Link>, settlements: Vec<Settlement>) -> Prepared {
    let explanation = Explanation::new("too-many-attempts").with("attempts", attempts);
    let next = Next::Failed(explanation);
    Prepared::Ended(job, JobEnd { reference: String::new(), links, settlements, next })
}

fn ended(job: ClaimedJob, next: Next) -> Prepared {
    Prepared::Ended(
        job,
        JobEnd { reference: String::new(), links: Vec::new(), settlements: Vec::new(), next },
    )
}

fn waits_for(id: &str, keys: &[Key]) -> Explanation {
    // The address of an invoice and of a delivery is often the same.
    let once: BTreeSet<&Key> = keys.iter().collect();
    let shown: Vec<String> = once.iter().take(5).map(|key| format!("{} {}", key.kind, key.id)).collect();
    Explanation::new(id).with("documents", shown.join(", ")).with("count", once.len())
}
