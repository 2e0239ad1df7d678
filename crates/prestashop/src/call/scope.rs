//! Which shops of a multistore a call is about.

/// Which shops of a multistore a call is about.
///
/// What the webservice makes of `id_shop` was observed: resources of the catalogue and of the set-up that belong to shops
/// give the rows of one shop only, for `all` those of the default shop; orders and customers give those of all active shops
/// for `all`; everything else, such as the parts of orders, comes whole whatever is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Nothing is said: the shop of the address, which is the only one where multistore is off.
    #[default]
    Unsaid,
    /// `id_shop=all`.
    All,
    /// One shop.
    One(u64),
}

impl Scope {
    /// The value of `id_shop`.
    pub(crate) fn value(self) -> Option<String> {
        match self {
            Self::Unsaid => None,
            Self::All => Some("all".to_owned()),
            Self::One(shop) => Some(shop.to_string()),
        }
    }

    /// The shop's number, when it is one.
    pub(crate) fn shop(self) -> Option<u64> {
        match self {
            Self::One(shop) => Some(shop),
            Self::Unsaid | Self::All => None,
        }
    }
}
