//! The contacts that an order or a draft invoice has for its addresses, when the shop gave it others since.

use super::wanted::WantedOrder;
use crate::erp::{ErpContact, ErpDocumentContact, ErpKind, ErpObject, ErpSeen, Look, LookBy};
use crate::key::{ErpId, Kind, Tag};
use crate::plan::ContactRole;

/// What has to be done so that a document has these contacts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contacts {
    /// Those that it lacks.
    pub link: Vec<(ErpId, ContactRole)>,
    /// Those of other addresses of the shop that it has in their places.
    pub unlink: Vec<(ErpId, ContactRole)>,
}

/// The roles that addresses of the shop have, with their contacts.
pub(super) fn of_order(wanted: &WantedOrder) -> Vec<(ErpId, ContactRole)> {
    let billing = wanted.billing.map(|id| (id, ContactRole::Billing));
    billing.into_iter().chain(wanted.shipping.map(|id| (id, ContactRole::Shipping))).collect()
}

/// Whether the numbers of its contacts alone say that a document has those that it should: they come without their roles, so not
/// when two of them may have been exchanged.
fn are_same(wanted: &[(ErpId, ContactRole)], present: Option<&[ErpId]>, may_be_exchanged: bool) -> bool {
    let sorted = |ids: &mut Vec<ErpId>| ids.sort_unstable();
    let mut ids: Vec<ErpId> = wanted.iter().map(|(id, _)| *id).collect();
    let Some(present) = present else { return false };
    let mut present = present.to_vec();
    sorted(&mut ids);
    sorted(&mut present);
    let exchangeable = may_be_exchanged && ids.iter().any(|id| Some(id) != ids.first());
    ids == present && !exchangeable
}

/// What has to be done for a document; the looks that have to be answered before that is known.
///
/// `same_address_stays`: another contact of the same address (which changed since) is as good as the one that is wanted.
pub(super) fn of_document(
    tag: &Tag,
    document: (ErpKind, ErpId),
    wanted: &[(ErpId, ContactRole)],
    present: Option<&[ErpId]>,
    is_known: bool,
    same_address_stays: bool,
    seen: &ErpSeen,
) -> Result<Contacts, Vec<Look>> {
    if wanted.is_empty() || are_same(wanted, present, is_known) {
        return Ok(Contacts::default());
    }
    let look = Look::new(document.0, LookBy::ContactsOf(document.1));
    let Some(rows) = seen.get(&look) else { return Err(vec![look]) };
    let rows: Vec<&ErpDocumentContact> = rows
        .iter()
        .filter_map(|object| match object {
            ErpObject::DocumentContact(it) => Some(it),
            _ => None,
        })
        .collect();
    let mut ask = Vec::new();
    let mut contacts = Contacts::default();
    for (id, role) in wanted {
        let in_role = || rows.iter().filter(|it| it.role == role.code());
        let mut stays = in_role().any(|it| it.contact == *id);
        let own = reference(*id, seen, &mut ask);
        for other in in_role().filter(|it| it.contact != *id) {
            let Some(other_ref) = reference(other.contact, seen, &mut ask) else { continue };
            // Contacts that persons put there are left alone.
            let Some(address) = address_of(tag, &other_ref) else { continue };
            if same_address_stays && own.as_deref().and_then(|own| address_of(tag, own)) == Some(address) {
                stays = true;
            } else {
                contacts.unlink.push((other.contact, *role));
            }
        }
        if !stays {
            contacts.link.push((*id, *role));
        }
    }
    if ask.is_empty() { Ok(contacts) } else { Err(ask) }
}

/// The external reference of a contact; asked for when it is not known. A contact that is gone has none.
fn reference(id: ErpId, seen: &ErpSeen, ask: &mut Vec<Look>) -> Option<String> {
    let look = Look::new(ErpKind::Contact, LookBy::Id(id));
    let Some(found) = seen.get(&look) else {
        ask.push(look);
        return None;
    };
    let contact: Option<&ErpContact> = found.iter().find_map(|object| match object {
        ErpObject::Contact(it) => Some(it),
        _ => None,
    });
    contact.and_then(|it| it.ref_ext.as_ref()).map(|it| it.as_str().to_owned())
}

/// The number of the address of the shop that a contact was made for, by its external reference.
fn address_of<'a>(tag: &Tag, reference: &'a str) -> Option<&'a str> {
    let rest = reference.strip_prefix(tag.as_str())?.strip_prefix('-')?;
    let rest = rest.strip_prefix(Kind::Address.word())?.strip_prefix('-')?;
    Some(rest.split_once('-').map_or(rest, |(number, _)| number))
}
