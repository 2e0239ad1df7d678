//! What can be read as a list.

use serde::de::DeserializeOwned;

/// A row of a resource of the webservice.
pub trait Row: DeserializeOwned + Send {
    /// The resource, as in the address and in the key's rights.
    const RESOURCE: &'static str;
    /// The name of the list in the answer: not always the resource.
    const KEY: &'static str = Self::RESOURCE;
    /// The fields asked for.
    const DISPLAY: &'static str = "full";
    /// Has texts in several languages: ask for one only.
    const WORDS: bool = false;
    /// In a multistore a list gives the rows of one shop only, with that shop's prices and texts.
    const BY_SHOP: bool = false;

    /// `id`.
    fn id(&self) -> u64;

    /// Notes the shop of a multistore that it was read in.
    fn read_in(&mut self, _shop: u64) {}
}
