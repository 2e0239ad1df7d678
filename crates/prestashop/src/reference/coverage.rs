//! Which shops of a multistore are read.

use passerelle_core::explain::Explanation;

use super::configuration::Configuration;
use crate::wire::ShopRow;

/// Which shops of a multistore are read. Empty, and complete, where there is one shop only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// The shops that are read, the default one first.
    pub covered: Vec<u64>,
    /// Shops that are active and not read.
    pub left_out: Vec<u64>,
    /// Shops that are switched off, or that the switched-off multistore hides.
    pub switched_off: Vec<u64>,
}

impl Coverage {
    /// Chooses the shops: those asked for, else all active ones.
    ///
    /// # Errors
    /// An explanation when a shop asked for is not there or is switched off.
    pub(crate) fn choose(
        wanted: Option<&[u64]>,
        rows: &[ShopRow],
        configuration: &Configuration,
    ) -> Result<Self, Explanation> {
        let there = || rows.iter().filter(|row| !row.deleted.0).map(|row| (row.id.0, row.active.0));
        let default = configuration.default_shop;
        let mut active: Vec<u64> = there().filter(|(_, active)| *active).map(|(id, _)| id).collect();
        active.sort_by_key(|id| (*id != default, *id));
        for id in wanted.unwrap_or_default() {
            match there().find(|(there, _)| there == id) {
                Some((_, true)) => {}
                Some((_, false)) => return Err(Explanation::new("shop-switched-off").with("shop", id)),
                // Without the right to read shops nothing is known of them; the missing right is what is told.
                None if rows.is_empty() => {}
                None => {
                    let ids: Vec<String> = there().map(|(id, _)| id.to_string()).collect();
                    return Err(Explanation::new("shop-unknown-shop-id")
                        .with("shop", id)
                        .with("available", ids.join(", ")));
                }
            }
        }
        let mut switched_off: Vec<u64> = there().filter(|(_, active)| !active).map(|(id, _)| id).collect();
        if !configuration.is_multistore || active.len() < 2 {
            // PrestaShop answers for its default shop alone, whatever is asked.
            switched_off.extend(active.into_iter().filter(|id| default != 0 && *id != default));
            return match wanted.and_then(|wanted| wanted.iter().find(|id| switched_off.contains(id))) {
                Some(id) => Err(Explanation::new("shop-switched-off").with("shop", id)),
                None => Ok(Self { covered: Vec::new(), left_out: Vec::new(), switched_off }),
            };
        }
        let (covered, left_out) =
            active.into_iter().partition(|id| wanted.is_none_or(|wanted| wanted.contains(id)));
        Ok(Self { covered, left_out, switched_off })
    }

    /// Whether shops are told apart at all.
    pub(crate) fn is_multistore(&self) -> bool {
        !self.covered.is_empty()
    }

    /// Whether what comes whole may hold things of shops that are not read.
    pub(crate) fn is_partial(&self) -> bool {
        self.is_multistore() && !(self.left_out.is_empty() && self.switched_off.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(shops: &[(u64, bool, bool)]) -> Vec<ShopRow> {
        shops
            .iter()
            .map(|(id, active, deleted)| {
                let row = serde_json::json!({ "id": id, "name": "", "active": active, "deleted": deleted });
                serde_json::from_value(row).unwrap()
            })
            .collect()
    }

    fn configuration(is_multistore: bool) -> Configuration {
        Configuration { is_multistore, default_shop: 2, ..Configuration::default() }
    }

    #[test]
    fn all_active_shops_are_read_and_the_default_one_first() {
        let rows = rows(&[(1, true, false), (2, true, false), (3, false, false), (4, true, true)]);
        let all = Coverage::choose(None, &rows, &configuration(true)).unwrap();
        assert_eq!(all.covered, [2, 1]);
        assert_eq!((all.left_out.as_slice(), all.switched_off.as_slice()), (&[][..], &[3][..]));
        let some = Coverage::choose(Some(&[1]), &rows, &configuration(true)).unwrap();
        assert_eq!((some.covered.as_slice(), some.left_out.as_slice()), (&[1][..], &[2][..]));
        assert!(some.is_partial());
    }

    #[test]
    fn a_shop_that_is_not_there_is_refused() {
        let rows = rows(&[(1, true, false), (2, true, false), (3, false, false)]);
        let refused = |wanted: u64, on: bool| {
            Coverage::choose(Some(&[wanted]), &rows, &configuration(on)).unwrap_err().id
        };
        assert_eq!(refused(9, true), "shop-unknown-shop-id");
        assert_eq!(refused(3, true), "shop-switched-off");
        assert_eq!(refused(1, false), "shop-switched-off");
    }

    #[test]
    fn where_multistore_is_off_nothing_is_told_apart() {
        let one = Coverage::choose(None, &rows(&[(1, true, false)]), &Configuration::default()).unwrap();
        assert_eq!(one, Coverage::default());
        let hidden = rows(&[(1, true, false), (2, true, false)]);
        let off = Coverage::choose(None, &hidden, &configuration(false)).unwrap();
        assert_eq!((off.is_multistore(), off.switched_off.as_slice()), (false, &[1][..]));
    }
}
