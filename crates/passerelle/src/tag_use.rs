//! Whether the tag is used in this Dolibarr already: by another PrestaShop, or by this one before its state database was lost.

use passerelle_core::erp::{ErpKind, ErpObject, Look, LookBy};
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ServiceProduct, ShopId, Tag};
use passerelle_engine::ports::erp::Erp;
use passerelle_engine::ports::shop::{Fetched, Listing, Shop};
use passerelle_engine::ports::store::Store;

use crate::failure::Failure;

/// Orders that are compared.
const SAMPLE: usize = 50;

/// Who has used the tag before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagUse {
    /// Nobody, or this state database.
    Free,
    /// This PrestaShop, with another state database: orders under the tag are its orders.
    ThisShop,
    /// Another PrestaShop: orders under the tag are not this one's.
    Another,
    /// Somebody: no orders could be compared.
    Somebody,
}

impl TagUse {
    /// What to tell a person; none when all is well.
    pub fn explanation(self, tag: &Tag) -> Option<Explanation> {
        let explanation = match self {
            Self::Free => return None,
            Self::ThisShop => Explanation::new("tag-used-by-this-shop"),
            Self::Another => Explanation::new("tag-used-by-another"),
            Self::Somebody => Explanation::new("tag-used"),
        };
        Some(explanation.with("tag", tag))
    }
}

/// Looks, as long as the state database knows nothing: the service products, which every connection makes first, and the
/// newest orders, whose references tell one PrestaShop from another.
pub async fn tag_use(
    tag: &Tag,
    store: Option<&dyn Store>,
    shop: &dyn Shop,
    erp: &dyn Erp,
) -> Result<TagUse, Failure> {
    if let Some(store) = store
        && !store.counts(tag).await?.is_empty()
    {
        return Ok(TagUse::Free);
    }
    let service = Key::new(tag, Kind::Service, ServiceProduct::Shipping.shop_id());
    let look = Look::new(ErpKind::Product, LookBy::ExternalRef(service.external_ref()));
    let seen = erp.look(std::slice::from_ref(&look)).await?;
    if seen.get(&look).is_none_or(<[_]>::is_empty) {
        return Ok(TagUse::Free);
    }
    let ids = some(shop, Kind::Order, SAMPLE).await?;
    let look = |id: ShopId| {
        let key = Key::new(tag, Kind::Order, id);
        Look::new(ErpKind::Order, LookBy::ExternalRef(key.external_ref()))
    };
    let looks: Vec<Look> = ids.iter().copied().map(look).collect();
    let (orders, seen) = (shop.read(Kind::Order, &ids).await?, erp.look(&looks).await?);
    let mut alike = false;
    for id in ids {
        let Some(Fetched::Found(order)) = orders.get(&id) else { continue };
        for object in seen.get(&look(id)).unwrap_or_default() {
            let ErpObject::Order(there) = object else { continue };
            if there.customer_reference != order.reference() {
                return Ok(TagUse::Another);
            }
            alike = true;
        }
    }
    Ok(if alike { TagUse::ThisShop } else { TagUse::Somebody })
}

/// At most `most` documents of a kind, of each shop of a multistore, from the whole length of the list.
pub async fn some(shop: &dyn Shop, kind: Kind, most: usize) -> Result<Vec<ShopId>, Failure> {
    let stores = shop.stores().await?.read;
    let listings = match stores.as_slice() {
        [] => vec![Listing::Kind(kind)],
        stores => stores.iter().map(|store| Listing::KindOfStore(kind, *store)).collect(),
    };
    let mut ids = Vec::new();
    for listing in listings {
        let page = shop.list(listing, None, None, 0).await?;
        ids.extend(page.rows.into_iter().map(|row| row.id));
    }
    // A Dolibarr may hold only the newer ones.
    let stride = ids.len().div_ceil(most).max(1);
    ids.reverse();
    Ok(ids.into_iter().step_by(stride).take(most).collect())
}
