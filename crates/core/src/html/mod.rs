//! HTML: texts put into it and taken out of it, and markup without script.

mod entity;
mod markup;
mod same;
mod text;
mod token;

pub use entity::decode;
pub use markup::without_script;
pub use same::same;
pub use text::{escape, from_text, to_text};
