//! What a customer had put on a thing that is made to order: it stands in the text of the line.

use super::text::{clip, join};
use crate::shop::{Customization, OrderLine};

/// Characters of one answer of a customer; PrestaShop stores no more.
const ANSWER_LIMIT: usize = 1_024;
/// Characters of the name of a field.
const FIELD_LIMIT: usize = 255;

/// The text of a line, and below it what the customer had put on the thing: one line for each field.
pub(super) fn with_customizations(text: &str, line: &OrderLine) -> String {
    let answers: Vec<String> = line.customizations.iter().map(answer).collect();
    let parts: Vec<&str> = std::iter::once(text).chain(answers.iter().map(String::as_str)).collect();
    join(&parts, "\n")
}

/// `Engraving: Zoé`. An image is named by its file in the shop's folder of uploads.
fn answer(it: &Customization) -> String {
    let value = clip(&it.value, ANSWER_LIMIT);
    if value.is_empty() {
        return String::new();
    }
    let value = if it.is_file { format!("upload/{value}") } else { value };
    join(&[&clip(&it.field, FIELD_LIMIT), &value], ": ")
}
