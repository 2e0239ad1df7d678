//! The configuration: one TOML file, and the two keys from the environment or from a file beside it.

mod file;
mod keys;
mod load;
mod shop_choice;
mod shops;
mod staged;

pub use file::{ConfigFile, ConnectionSection, ErpSection, ShopSection};
pub use keys::{Keys, exposed};
pub use load::{Config, load, stage};
pub use shop_choice::ShopChoice;
pub use staged::Staged;
