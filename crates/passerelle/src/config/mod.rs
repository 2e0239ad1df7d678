//! The configuration: one TOML file, and the two keys from the environment or from a file beside it.

mod file;
mod keys;
mod load;
mod shop_choice;
mod shops;

pub use file::{ConfigFile, ConnectionSection, ErpSection, ShopSection};
pub use keys::Keys;
pub use load::{Config, load, write};
pub use shop_choice::ShopChoice;
