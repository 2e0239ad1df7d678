//! The images of a product and of its combinations, as files in the folders of their products.

use serde::{Deserialize, Serialize};

use super::image_name::{image_of, stem};
use super::photo_order::to_send;
use super::wanted::{Wanted, WantedDocument};
use super::{Decision, Dependency, Facts, Found, Known, Projection, unsettled};
use crate::erp::{ErpFile, ErpKind, ErpObject, ErpSeen, ErpSetup, Look, LookBy};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprint;
use crate::key::{ErpId, ExternalRef, Key, Kind, ShopId};
use crate::plan::{ImageWrite, Operation, PresentFile, Step, Target};
use crate::settings::ImageChoice;
use crate::shop::ProductImages;

/// The last version whose upload asks for the module ECM.
const ECM_UNTIL: u64 = 17;
/// Images named in a remark.
const NAMED: usize = 10;

/// The images of a product as they should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedImages {
    /// The product of the shop.
    pub product: ShopId,
    /// The folders of the product and of its combinations.
    pub folders: Vec<WantedFolder>,
    /// Images that could not be brought over when they were last tried.
    pub broken: Vec<ShopId>,
    /// Combinations with images that failed, and so have no folder yet.
    pub lacking: Vec<ShopId>,
}

/// The images in the folder of one product of Dolibarr.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedFolder {
    /// The product of Dolibarr.
    pub erp: ErpId,
    /// The combination that it is; none for the product itself.
    pub combination: Option<ShopId>,
    /// Its reference in the shop: with another one it has another folder.
    pub reference: String,
    /// Its images, in the order in which they are to be shown.
    pub images: Vec<ShopId>,
}

impl WantedImages {
    /// Why it has to be looked at again although all that can be done was: combinations that failed.
    #[must_use]
    pub fn incomplete(&self) -> Option<Explanation> {
        let shown: Vec<String> = self.lacking.iter().take(5).map(|id| format!("combination {id}")).collect();
        let why = Explanation::new("waits-for-failed").with("documents", shown.join(", "));
        (!shown.is_empty()).then(|| why.with("count", self.lacking.len()))
    }

    /// What a person has to know although everything else is in step.
    pub(super) fn remark(&self, reference: &str) -> Option<Explanation> {
        (!self.broken.is_empty()).then(|| broken_images(self.product, reference, &self.broken))
    }

    /// The keys of all images.
    #[must_use]
    pub fn keys(&self, own: &Key) -> Vec<Key> {
        self.folders
            .iter()
            .flat_map(|folder| folder.images.iter().map(|image| image_key(own, folder.combination, *image)))
            .collect()
    }
}

/// The remark that these images are missing.
#[must_use]
pub fn broken_images(product: ShopId, reference: &str, images: &[ShopId]) -> Explanation {
    let named: Vec<String> = images.iter().take(NAMED).map(ShopId::to_string).collect();
    Explanation::new("images-broken")
        .with("product", product)
        .with("reference", reference)
        .with("count", images.len())
        .with("images", named.join(", "))
}

fn image_key(own: &Key, combination: Option<ShopId>, image: ShopId) -> Key {
    match combination {
        None => Key::new(&own.tag, Kind::Image, image),
        Some(it) => Key::new(&own.tag, Kind::CombinationImage, ShopId::image_of_combination(it, image)),
    }
}

/// Those of these images that are brought over.
fn chosen(choice: ImageChoice, mut images: Vec<ShopId>) -> Vec<ShopId> {
    let mut once = std::collections::HashSet::new();
    images.retain(|image| once.insert(*image));
    match choice {
        ImageChoice::None => images.clear(),
        ImageChoice::Cover => images.truncate(1),
        ImageChoice::All => {}
    }
    images
}

pub(super) fn dependencies(facts: &Facts, images: &ProductImages) -> Vec<Key> {
    let own = facts.key(Kind::Images, images.product);
    let choice = facts.settings.catalogue.images;
    let mut keys = vec![own.clone(), facts.key(Kind::Product, images.product)];
    keys.extend(chosen(choice, images.ordered()).into_iter().map(|image| image_key(&own, None, image)));
    for it in &images.combinations {
        keys.push(facts.key(Kind::Combination, it.combination));
        let chosen = chosen(choice, it.images.clone());
        keys.extend(chosen.into_iter().map(|image| image_key(&own, Some(it.combination), image)));
    }
    keys
}

pub(super) fn project(facts: &Facts, known: &Known, images: &ProductImages) -> Projection {
    let choice = facts.settings.catalogue.images;
    let product = facts.key(Kind::Product, images.product);
    if choice == ImageChoice::None {
        return Projection::Ignored(Explanation::new("images-not-wanted"));
    }
    if known.dependency(&product) == Dependency::Absent {
        return Projection::Ignored(Explanation::new("images-product-absent"));
    }
    // A combination that failed does not stop the others.
    let combination = |id: ShopId| facts.key(Kind::Combination, id);
    let mut needed = vec![product.clone()];
    let with_images = images.combinations.iter().filter(|it| !it.images.is_empty());
    let waited = with_images.map(|it| combination(it.combination));
    needed.extend(waited.filter(|key| known.dependency(key) == Dependency::NotYet));
    if let Some(first) = unsettled(known, &needed) {
        return first;
    }
    // As long as nobody knows what became of a change of one, it may still get another reference, and with it another folder.
    let is_in_doubt =
        |key: &&Key| known.linked(key).is_some_and(|id| id.0 != 0) && known.fingerprint(key).is_none();
    if is_in_doubt(&&product) && known.has_failed(&product) {
        return Projection::First { keys: vec![product.clone()], failed: vec![product] };
    }
    let with_images = images.combinations.iter().filter(|it| !it.images.is_empty());
    let folders = std::iter::once(product.clone()).chain(with_images.map(|it| combination(it.combination)));
    let doubted: Vec<Key> = folders.filter(|key| is_in_doubt(&key) && !known.has_failed(key)).collect();
    if !doubted.is_empty() {
        return Projection::First { keys: doubted, failed: Vec::new() };
    }
    let is_lacking = |id: ShopId| {
        let key = combination(id);
        known.dependency(&key) == Dependency::Failed || (is_in_doubt(&&key) && known.has_failed(&key))
    };
    let Some(erp) = known.linked(&product) else {
        return Projection::First { keys: vec![product], failed: Vec::new() };
    };
    if images_need_ecm(&facts.erp) {
        return Projection::Refused(Explanation::new("images-need-ecm").with("reference", &images.reference));
    }
    let mut folders = vec![WantedFolder {
        erp,
        combination: None,
        reference: images.reference.clone(),
        images: chosen(choice, images.ordered()),
    }];
    // Those without images are looked at once there may be some from before.
    let key = facts.key(Kind::Images, images.product);
    let was_done = known.linked(&key).is_some();
    let worth = images.combinations.iter().filter(|it| was_done || !it.images.is_empty());
    let worth = worth.filter(|it| !is_lacking(it.combination));
    folders.extend(worth.filter_map(|it| {
        Some(WantedFolder {
            erp: known.linked(&combination(it.combination))?,
            combination: Some(it.combination),
            reference: it.reference.clone(),
            images: chosen(choice, it.images.clone()),
        })
    }));
    let with_images: Vec<&WantedFolder> =
        folders.iter().filter(|it| it.combination.is_none() || !it.images.is_empty()).collect();
    let fingerprint = Fingerprint::of(&with_images);
    let lacking = images.combinations.iter().filter(|it| !it.images.is_empty() && is_lacking(it.combination));
    let lacking = lacking.map(|it| it.combination).collect();
    let mut document = WantedImages { product: images.product, folders, broken: Vec::new(), lacking };
    let is_broken = |key: &Key| known.linked(key).is_some() && known.fingerprint(key).is_none();
    for folder in &document.folders {
        for image in &folder.images {
            if is_broken(&image_key(&key, folder.combination, *image)) && !document.broken.contains(image) {
                document.broken.push(*image);
            }
        }
    }
    let reference = images.reference.clone();
    Projection::Wanted(Wanted { key, reference, fingerprint, document: WantedDocument::Images(document) })
}

/// Dolibarr 17 refuses every upload without its module ECM.
#[must_use]
pub fn images_need_ecm(erp: &ErpSetup) -> bool {
    let major = erp.version.split('.').next().and_then(|major| major.parse::<u64>().ok());
    // Which modules are on is not known to every key.
    let off = !erp.modules.is_empty() && !erp.modules.iter().any(|module| module == "ecm");
    off && major.is_some_and(|major| major <= ECM_UNTIL)
}

/// In a rehearsal: its product is not there yet.
fn is_planned(folder: &WantedFolder) -> bool {
    folder.erp == ErpId(0)
}

fn product_look(folder: &WantedFolder) -> Look {
    Look::new(ErpKind::Product, LookBy::Id(folder.erp))
}

fn files_look(product: ErpId) -> Look {
    Look::new(ErpKind::File, LookBy::OfProduct(product))
}

pub(super) fn looks(wanted: &WantedImages) -> Vec<Look> {
    let there = wanted.folders.iter().filter(|it| !is_planned(it));
    there.flat_map(|it| [product_look(it), files_look(it.erp)]).collect()
}

/// The files of a product; none when that was not answered.
pub(super) fn files_of(seen: &ErpSeen, product: ErpId) -> Option<Vec<&ErpFile>> {
    let found = seen.get(&files_look(product))?;
    let mut files: Vec<&ErpFile> = found
        .iter()
        .filter_map(|object| match object {
            ErpObject::File(file) => Some(file),
            _ => None,
        })
        .collect();
    files.sort_by(|a, b| (a.written, &a.name).cmp(&(b.written, &b.name)));
    Some(files)
}

/// The look for the files of a product.
pub(super) fn look_for_files(product: ErpId) -> Look {
    files_look(product)
}

pub(super) fn decide(key: &Key, wanted: &WantedImages, seen: &ErpSeen, known: &Known) -> Decision {
    let missing: Vec<Look> = looks(wanted).into_iter().filter(|look| seen.get(look).is_none()).collect();
    if !missing.is_empty() {
        return Decision::Look(missing);
    }
    let mut plan = Plan { key, product: wanted.product, known, steps: Vec::new(), found: Vec::new() };
    for folder in &wanted.folders {
        if is_planned(folder) {
            plan.folder(folder, &folder.reference, &[]);
            continue;
        }
        let present = seen.get(&product_look(folder)).unwrap_or_default();
        let Some(ErpObject::Product(product)) = present.first() else {
            if folder.images.is_empty() {
                continue;
            }
            return Decision::Refused(
                Explanation::new("images-product-missing")
                    .with("product", wanted.product)
                    .with("reference", &folder.reference),
            );
        };
        let files = files_of(seen, folder.erp).unwrap_or_default();
        plan.folder(folder, &product.reference, &files);
    }
    Decision::Do { steps: plan.steps, found: plan.found }
}

/// What is remembered of an image that was sent: the product's reference and the file's name.
#[must_use]
pub fn sent_as(reference: &str, name: &str) -> String {
    format!("{reference}/{name}")
}

/// A plan in the making.
struct Plan<'a> {
    key: &'a Key,
    product: ShopId,
    known: &'a Known,
    steps: Vec<Step>,
    found: Vec<Found>,
}

/// A wanted image in its folder.
struct Photo<'a> {
    image: ShopId,
    key: Key,
    files: Vec<&'a ErpFile>,
    /// The number of its file; none when it has to be sent.
    position: Option<u64>,
    /// Its file is there with the bytes that were last sent.
    sure: Option<&'a ErpFile>,
}

impl Plan<'_> {
    fn folder(&mut self, folder: &WantedFolder, reference: &str, files: &[&ErpFile]) {
        let tag = &self.key.tag;
        let mut photos: Vec<Photo<'_>> = Vec::with_capacity(folder.images.len());
        // After a plan that was cut off, or when a person asks for it, bytes are compared.
        let believes = self.known.fingerprint(self.key).is_some();
        for image in &folder.images {
            let key = image_key(self.key, folder.combination, *image);
            let of_image: Vec<&ErpFile> =
                files.iter().copied().filter(|file| image_of(tag, &file.name) == Some(*image)).collect();
            let last = self.known.fingerprint(&key).map(Fingerprint::as_str);
            let sure = of_image.iter().copied().find(|file| last == Some(&*sent_as(reference, &file.name)));
            let position = sure.and(self.known.linked(&key)).map(|id| id.0);
            photos.push(Photo { image: *image, key, files: of_image, position, sure });
        }
        // What Dolibarr has numbered so far, as far as is known of this folder.
        let mut highest = 0;
        if photos.iter().any(|photo| photo.sure.is_some()) {
            let own = if folder.combination.is_none() { self.known.linked(self.key) } else { None };
            highest = photos.iter().filter_map(|it| it.position).chain(own.map(|id| id.0)).max().unwrap_or(0);
        }
        // The others have come in the order of their dates; those of one second in that of their numbers.
        let mut others: Vec<(i64, ShopId)> = photos
            .iter()
            .filter(|photo| photo.position.is_none())
            .filter_map(|photo| Some((photo.files.iter().map(|file| file.written).max()?, photo.image)))
            .collect();
        others.sort_unstable();
        for (_, image) in others {
            highest += 1;
            if let Some(photo) = photos.iter_mut().find(|photo| photo.image == image) {
                photo.position = Some(highest);
            }
        }
        highest = highest.max(files.len() as u64);
        let positions: Vec<Option<u64>> = photos.iter().map(|photo| photo.position).collect();
        let sent = to_send(&positions, highest + 1);
        for photo in &photos {
            let is_sent =
                sent.iter().any(|(index, _)| photos.get(*index).is_some_and(|it| it.key == photo.key));
            match (photo.sure, photo.position) {
                (Some(file), Some(position)) if !is_sent && believes => {
                    self.keep(photo, &sent_as(reference, &file.name), position);
                }
                (_, Some(position)) if !is_sent => self.send(photo, reference, position, false),
                _ => {}
            }
        }
        for (index, position) in &sent {
            highest = highest.max(*position);
            if let Some(photo) = photos.get(*index) {
                self.send(photo, reference, *position, photo.position.is_some());
            }
        }
        for file in files {
            if image_of(tag, &file.name).is_some_and(|image| !folder.images.contains(&image)) {
                self.delete(file.path(), None, "no image of the product any more");
            }
        }
        if folder.combination.is_none() {
            self.found.push(Found {
                key: self.key.clone(),
                kind: ErpKind::File,
                id: ErpId(highest),
                adopted: false,
                on: None,
            });
        }
    }

    fn keep(&mut self, photo: &Photo<'_>, sent: &str, position: u64) {
        self.found.push(Found {
            key: photo.key.clone(),
            kind: ErpKind::File,
            id: ErpId(position),
            adopted: false,
            on: Some(ExternalRef::stored(sent)),
        });
    }

    fn send(&mut self, photo: &Photo<'_>, reference: &str, position: u64, again: bool) {
        let present =
            photo.files.iter().map(|it| PresentFile { name: it.name.clone(), size: it.size }).collect();
        let write = ImageWrite {
            product: self.product,
            image: photo.image,
            reference: reference.to_owned(),
            stem: stem(&self.key.tag, photo.image),
            present,
            again,
            position,
        };
        let why = match (again, photo.files.is_empty()) {
            (true, _) => "another order",
            (false, true) => "new",
            (false, false) => "bytes compared",
        };
        let step = self.steps.len();
        let links = Some(photo.key.clone());
        self.steps.push(Step { operation: Operation::ImageUpload(write), why: why.to_owned(), links });
        for file in &photo.files {
            self.delete(file.path(), Some(Target::Step(step)), "replaced");
        }
    }

    fn delete(&mut self, path: String, replaced_by: Option<Target>, why: &str) {
        let operation = Operation::FileDelete { path, replaced_by, copied: None };
        self.steps.push(Step { operation, why: why.to_owned(), links: None });
    }
}
