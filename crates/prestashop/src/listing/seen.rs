//! Rows with the fields that an enumeration needs: ids, dates, and what decides whether a row is wanted.

use jiff::civil::DateTime;
use passerelle_core::fingerprint::Fingerprint;
use serde::Deserialize;

use crate::rows::Row;
use crate::wire::{Flag, Id, PaymentRow, Text, When};

/// How rows tell the shop of a multistore that they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The list gives the rows of one shop.
    List,
    /// By their field `id_shop`.
    Field,
    /// Not at all: by their customer or order.
    Nothing,
}

/// A row that can be enumerated.
pub(super) trait Listed: Row {
    /// How it tells its shop.
    const OF: Of = Of::Nothing;
    /// The date it is ordered by; none for combinations.
    const DATE: Option<&'static str>;
    /// `created_from` applies to it.
    const CREATED: bool = false;

    /// When it changed.
    fn changed(&self) -> Option<DateTime>;
    /// Whether it is wanted; `all` when everything is enumerated, not only what changed.
    fn is_wanted(&self, _all: bool) -> bool {
        true
    }
    /// The order it belongs to.
    fn order(&self) -> u64 {
        0
    }
    /// The customer it belongs to.
    fn owner(&self) -> u64 {
        0
    }
}

macro_rules! listed {
    ($(#[$doc:meta])* $name:ident, $resource:literal, $key:literal, $display:literal, $of:expr, $date:expr, $created:literal,
     { $($field:ident: $type:ty),* }, $changed:expr, $wanted:expr, $order:expr, $owner:expr) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        pub(super) struct $name {
            id: Id,
            $(#[serde(default)] $field: $type),*
        }

        impl Row for $name {
            const RESOURCE: &'static str = $resource;
            const KEY: &'static str = $key;
            const DISPLAY: &'static str = $display;

            fn id(&self) -> u64 {
                self.id.0
            }
        }

        impl Listed for $name {
            const OF: Of = $of;
            const DATE: Option<&'static str> = $date;
            const CREATED: bool = $created;

            fn changed(&self) -> Option<DateTime> {
                let changed: fn(&Self) -> Option<DateTime> = $changed;
                changed(self)
            }

            fn is_wanted(&self, all: bool) -> bool {
                let wanted: fn(&Self, bool) -> bool = $wanted;
                wanted(self, all)
            }

            fn order(&self) -> u64 {
                let order: fn(&Self) -> u64 = $order;
                order(self)
            }

            fn owner(&self) -> u64 {
                let owner: fn(&Self) -> u64 = $owner;
                owner(self)
            }
        }
    };
}

listed!(
    /// A category; the installation's hidden root is not wanted.
    CategorySeen, "categories", "categories", "[id,date_upd,level_depth]", Of::List, Some("date_upd"), false,
    { date_upd: When, level_depth: Id },
    |row| row.date_upd.0, |row, _| row.level_depth.0 != 0, |_| 0, |_| 0
);
listed!(
    /// A product.
    ProductSeen, "products", "products", "[id,date_upd]", Of::List, Some("date_upd"), false,
    { date_upd: When },
    |row| row.date_upd.0, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A product, for what belongs to it and moves none of its dates.
    ProductIdSeen, "products", "products", "[id]", Of::List, None, false,
    {},
    |_| None, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A product that is a pack with content. No text is asked for: one that cannot be read would hide the page.
    PackSeen, "products", "products", "[id,cache_is_pack]", Of::List, None, false,
    { cache_is_pack: Flag },
    |_| None, |row, _| row.cache_is_pack.0, |_| 0, |_| 0
);
listed!(
    /// A group of attributes: without dates.
    AttributeSeen, "product_options", "product_options", "[id]", Of::Nothing, None, false,
    {},
    |_| None, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A value of an attribute: without dates.
    AttributeValueSeen, "product_option_values", "product_option_values", "[id]", Of::Nothing, None, false,
    {},
    |_| None, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A combination: without dates.
    CombinationSeen, "combinations", "combinations", "[id]", Of::List, None, false,
    {},
    |_| None, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A group of customers.
    GroupSeen, "groups", "groups", "[id,date_upd]", Of::Nothing, Some("date_upd"), false,
    { date_upd: When },
    |row| row.date_upd.0, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// A customer.
    CustomerSeen, "customers", "customers", "[id,date_upd]", Of::Field, Some("date_upd"), true,
    { date_upd: When },
    |row| row.date_upd.0, |_, _| true, |_| 0, |_| 0
);
listed!(
    /// An address of a customer. A deleted one is wanted only as a change of one that was there.
    AddressSeen, "addresses", "addresses", "[id,date_upd,id_customer,deleted]", Of::Nothing, Some("date_upd"), false,
    { date_upd: When, id_customer: Id, deleted: Flag },
    |row| row.date_upd.0, |row, all| row.id_customer.0 != 0 && !(all && row.deleted.0), |_| 0, |row| row.id_customer.0
);
listed!(
    /// An order.
    OrderSeen, "orders", "orders", "[id,date_upd]", Of::Field, Some("date_upd"), true,
    { date_upd: When },
    |row| row.date_upd.0, |_, _| true, |row| row.id.0, |_| 0
);
listed!(
    /// An invoice of an order.
    InvoiceSeen, "order_invoices", "order_invoices", "[id,id_order,date_add]", Of::Nothing, Some("date_add"), false,
    { id_order: Id, date_add: When },
    |row| row.date_add.0, |row, _| row.id_order.0 != 0, |row| row.id_order.0, |_| 0
);
listed!(
    /// A change of an order's state.
    HistorySeen, "order_histories", "order_histories", "[id,id_order,date_add]", Of::Nothing, Some("date_add"), false,
    { id_order: Id, date_add: When },
    |row| row.date_add.0, |row, _| row.id_order.0 != 0, |row| row.id_order.0, |_| 0
);
listed!(
    /// A credit slip of an order.
    SlipSeen, "order_slip", "order_slips", "[id,id_order,date_add]", Of::Nothing, Some("date_add"), false,
    { id_order: Id, date_add: When },
    |row| row.date_add.0, |row, _| row.id_order.0 != 0, |row| row.id_order.0, |_| 0
);

listed!(
    /// A shipment of an order. Its date does not move when its tracking number is written.
    CarrierSeen, "order_carriers", "order_carriers", "[id,id_order,date_add]", Of::Nothing, Some("date_add"), false,
    { id_order: Id, date_add: When },
    |row| row.date_add.0, |row, _| row.id_order.0 != 0, |row| row.id_order.0, |_| 0
);

listed!(
    /// A shipment with a tracking number.
    TrackingSeen, "order_carriers", "order_carriers", "[id,id_order,date_add,tracking_number]", Of::Nothing, Some("date_add"), false,
    { id_order: Id, date_add: When, tracking_number: Text },
    |row| row.date_add.0, |row, _| row.id_order.0 != 0 && !row.tracking_number.0.trim().is_empty(), |row| row.id_order.0, |_| 0
);

impl TrackingSeen {
    /// The print of the shipment and its number.
    pub(super) fn print(&self) -> Fingerprint {
        Fingerprint::of(&(self.id.0, self.tracking_number.0.trim()))
    }
}

impl Listed for PaymentRow {
    const DATE: Option<&'static str> = Some("date_add");

    fn changed(&self) -> Option<DateTime> {
        self.date_add.0
    }
}
