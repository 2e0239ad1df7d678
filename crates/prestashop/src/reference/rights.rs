//! What the key may read, from the webservice's root: the one document that exists in XML only.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Resources that are read.
pub(crate) const NEEDED: [&str; 27] = [
    "addresses",
    "carriers",
    "categories",
    "combinations",
    "configurations",
    "countries",
    "currencies",
    "customers",
    "languages",
    "messages",
    "order_carriers",
    "order_cart_rules",
    "order_details",
    "order_histories",
    "order_invoices",
    "order_payments",
    "order_slip",
    "order_states",
    "orders",
    "product_option_values",
    "product_options",
    "products",
    "shops",
    "states",
    "tax_rule_groups",
    "tax_rules",
    "taxes",
];

/// Resources that are read when customer groups are brought over.
const NEEDED_FOR_GROUPS: [&str; 1] = ["groups"];

/// Resources that are read where the key may: without them, what they hold is left out.
pub(crate) const OPTIONAL: [&str; 6] = [
    "customizations",
    "product_customization_fields",
    "product_feature_values",
    "product_features",
    "product_suppliers",
    "specific_prices",
];

/// Resources that are read when levels of stock are brought over.
const NEEDED_FOR_LEVELS: [&str; 1] = ["stock_availables"];

/// Resources that are read when images are brought over.
const NEEDED_FOR_IMAGES: [&str; 1] = ["images"];

/// What is brought over by option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// Customer groups.
    pub groups: bool,
    /// Images.
    pub images: bool,
    /// Levels of stock.
    pub levels: bool,
}

/// Resources that are read, with or without those that depend on options.
pub(crate) fn needed(chosen: Chosen) -> impl Iterator<Item = &'static str> {
    let groups = NEEDED_FOR_GROUPS.into_iter().filter(move |_| chosen.groups);
    let images = NEEDED_FOR_IMAGES.into_iter().filter(move |_| chosen.images);
    let levels = NEEDED_FOR_LEVELS.into_iter().filter(move |_| chosen.levels);
    NEEDED.into_iter().chain(groups).chain(images).chain(levels)
}

/// Events of the root that are looked at, at most.
const EVENTS: usize = 20_000;

/// What the root says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Root {
    /// `shopName`.
    pub shop_name: String,
    /// Resources that the key may GET.
    pub readable: HashSet<String>,
}

impl Root {
    /// Needed resources that the key may not GET, with the method to tick.
    pub(crate) fn missing(&self, chosen: Chosen) -> impl Iterator<Item = &'static str> {
        needed(chosen).filter(|resource| !self.readable.contains(*resource))
    }
}

/// Reads the root; none when it is no webservice's root.
pub(crate) fn read_root(xml: &[u8]) -> Option<Root> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut root: Option<Root> = None;
    for _ in 0..EVENTS {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "api" => {
                let shop_name = attribute(&tag, "shopName").unwrap_or_default();
                root = Some(Root { shop_name, readable: HashSet::new() });
            }
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let inner = matches!(name.as_str(), "description" | "schema");
                if let Some(root) = root.as_mut().filter(|_| !inner)
                    && attribute(&tag, "get").as_deref() == Some("true")
                {
                    root.readable.insert(name);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    root
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    let text = attribute.value.into_owned();
    Some(quick_xml::escape::unescape(&text).map(std::borrow::Cow::into_owned).unwrap_or(text))
}
