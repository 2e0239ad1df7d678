//! Categories, products, combinations, stock, images, features and special prices.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::setup::RATES;
use super::words::{LOOKS, MAKERS, THINGS, slug};
use super::{Adder, millionths, round};
use crate::random::Dice;
use crate::shop::cell::Cell;
use crate::shop::data::ShopData;
use crate::shop::options::ShopOptions;
use crate::shop::row::Links;

/// What an order line needs to know of something sold.
#[derive(Debug, Clone)]
pub(crate) struct Good {
    pub(crate) product: u32,
    pub(crate) combination: u32,
    pub(crate) label: Option<[Box<str>; 2]>,
    pub(crate) price: Decimal,
    pub(crate) group: u32,
    pub(crate) ecotax: Decimal,
}

/// Something with values: English, French, and the values in both.
type Choice = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const ATTRIBUTES: &[Choice] = &[
    ("Size", "Taille", &[("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL")]),
    ("Color", "Couleur", &[("White", "Blanc"), ("Red", "Rouge"), ("Blue", "Bleu"), ("Black", "Noir")]),
    ("Volume", "Contenance", &[("25 cl", "25 cl"), ("50 cl", "50 cl"), ("1 L", "1 L")]),
    ("Finish", "Finition", &[("Mat", "Mat"), ("Glossy", "Brillant"), ("Satin", "Satiné")]),
];
const FEATURES: &[Choice] = &[
    ("Composition", "Composition", &[("Cotton", "Coton"), ("Polyester", "Polyester"), ("Wool", "Laine")]),
    ("Warranty", "Garantie", &[("1 year", "1 an"), ("2 years", "2 ans")]),
    ("Care", "Entretien", &[("Hand wash", "Lavage à la main"), ("Machine wash", "Lavage en machine")]),
];

/// Fills the catalogue; what comes back is what can be sold.
pub(crate) fn fill(data: &mut ShopData, options: &ShopOptions) -> Vec<Good> {
    let mut dice = Dice::new(options.seed, 1);
    let opened = options.now - 400 * crate::calendar::DAY;
    frame(data, options, opened);
    let categories = categories(data, options, &mut dice, opened);
    let mut goods = Vec::new();
    let mut adder = Adder { data };
    let mut image = 0_u32;
    for _ in 0..options.size.products {
        product(&mut adder, options, &mut dice, &categories, &mut image, opened, &mut goods);
    }
    customizable(&mut adder);
    count_products(data, &categories);
    goods
}

/// One product asks for a text of the customer's.
fn customizable(adder: &mut Adder<'_>) {
    let product = adder.data.ids("products").get(4).copied();
    if let (Some(product), Some(draft)) = (product, adder.draft("product_customization_fields")) {
        let name = Cell::lang("Type your text here", "Insérer votre texte ici");
        adder.add(draft.set("id_product", product).set("type", 1).set("name", name));
        adder.data.set("products", product, "customizable", 1);
        adder.data.set("products", product, "text_fields", 1);
    }
}

fn frame(data: &mut ShopData, options: &ShopOptions, opened: i64) {
    if options.size.products == 0 {
        return;
    }
    let mut adder = Adder { data };
    for name in MAKERS {
        for resource in ["manufacturers", "suppliers"] {
            if let Some(draft) = adder.draft(resource) {
                adder.add(
                    draft
                        .set("active", true)
                        .set("link_rewrite", slug(name))
                        .set("name", *name)
                        .set("date_add", Cell::Stamp(opened))
                        .set("date_upd", Cell::Stamp(opened)),
                );
            }
        }
    }
    for (position, (en, fr, values)) in ATTRIBUTES.iter().enumerate() {
        let Some(draft) = adder.draft("product_options") else { return };
        let color = *en == "Color";
        let group = adder.add(
            draft
                .set("is_color_group", color)
                .set("group_type", if color { "color" } else { "select" })
                .set("position", position as i64)
                .set("name", Cell::lang(en, fr))
                .set("public_name", Cell::lang(en, fr)),
        );
        for (position, (en, fr)) in values.iter().enumerate() {
            if let Some(draft) = adder.draft("product_option_values") {
                adder.add(
                    draft
                        .set("id_attribute_group", group)
                        .set("color", if color { "#ffffff" } else { "" })
                        .set("position", position as i64)
                        .set("name", Cell::lang(en, fr)),
                );
            }
        }
    }
    for (position, (en, fr, values)) in FEATURES.iter().enumerate() {
        let Some(draft) = adder.draft("product_features") else { return };
        let feature = adder.add(draft.set("position", position as i64).set("name", Cell::lang(en, fr)));
        for (en, fr) in *values {
            if let Some(draft) = adder.draft("product_feature_values") {
                adder.add(draft.set("id_feature", feature).set("value", Cell::lang(en, fr)));
            }
        }
    }
}

fn categories(data: &mut ShopData, options: &ShopOptions, dice: &mut Dice, opened: i64) -> Vec<u32> {
    let mut adder = Adder { data };
    let mut known: Vec<(u32, u32)> = Vec::new();
    let names = [("Root".to_owned(), "Racine".to_owned()), ("Home".to_owned(), "Accueil".to_owned())];
    let others =
        (1..=options.size.categories).map(|n| (format!("Range {n:03} & co"), format!("Gamme {n:03} & cie")));
    for (index, (en, fr)) in names.into_iter().chain(others).enumerate() {
        let Some(draft) = adder.draft("categories") else { break };
        let (parent, depth) = match index {
            0 => (0, 0),
            1 => (1, 1),
            // A tree three levels deep: half of them right under Home.
            _ if known.len() < 3 || dice.percent(50) => (2, 2),
            _ => {
                let (id, depth) = known[2 + dice.below(u32::try_from(known.len() - 2).unwrap_or(1)) as usize];
                if depth >= 4 { (2, 2) } else { (id, depth + 1) }
            }
        };
        let html = |text: &str| {
            if index < 2 { String::new() } else { format!("<p><strong>{text}</strong> – à l’été</p>") }
        };
        let id = adder.add(
            draft
                .set("id_parent", parent)
                .set("level_depth", depth)
                .set("active", index < 2 || !dice.percent(5))
                .set("id_shop_default", 1)
                .set("is_root_category", index == 1)
                .set("position", index as i64)
                .set("date_add", Cell::Stamp(opened))
                .set("date_upd", Cell::Stamp(opened))
                .set("name", Cell::lang(&en, &fr))
                .set("link_rewrite", Cell::lang(&slug(&en), &slug(&fr)))
                .set("description", Cell::lang(&html(&en), &html(&fr))),
        );
        known.push((id, depth));
    }
    known.into_iter().map(|(id, _)| id).filter(|id| *id > 2).collect()
}

fn price(dice: &mut Dice, group: u32) -> Decimal {
    let cents = i64::from(match dice.below(10) {
        0 => dice.between(50, 500),
        1..=6 => dice.between(500, 5_000),
        7 | 8 => dice.between(5_000, 30_000),
        _ => dice.between(30_000, 150_000),
    });
    // Merchants type prices including tax: the price without is a fraction with 6 decimals.
    match RATES.get(group.wrapping_sub(1) as usize) {
        Some(rate) if dice.percent(75) => round(
            Decimal::new(cents, 2) * Decimal::ONE_HUNDRED / (Decimal::ONE_HUNDRED + Decimal::new(*rate, 3)),
            6,
        ),
        _ => Decimal::new(cents, 2),
    }
}

/// An EAN-13 with its check digit.
fn ean(number: u32) -> String {
    let digits = format!("3760{number:08}");
    let sum: u32 =
        digits.bytes().enumerate().map(|(i, b)| u32::from(b - b'0') * if i % 2 == 0 { 1 } else { 3 }).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn product(
    adder: &mut Adder<'_>,
    options: &ShopOptions,
    dice: &mut Dice,
    categories: &[u32],
    image: &mut u32,
    opened: i64,
    goods: &mut Vec<Good>,
) {
    let Some(draft) = adder.draft("products") else { return };
    let id = draft.row.id;
    let (thing, look) = (dice.pick(THINGS), dice.pick(LOOKS));
    let (en, fr) = (format!("{} {} no. {id}", look.0, thing.0), format!("{} {} n° {id}", thing.1, look.1));
    let group = match dice.below(100) {
        0..60 => 1,
        60..75 => 2,
        75..90 => 3,
        90..95 => 4,
        _ => 0,
    };
    let price = price(dice, group);
    let (virtual_, pack) = (dice.percent(9), dice.percent(5));
    let combined = !virtual_ && !pack && dice.percent(options.size.combinations);
    let ecotax =
        if dice.percent(8) { Decimal::new(i64::from(dice.between(10, 300)), 2) } else { Decimal::ZERO };
    let price = price + ecotax;
    let kind = match (combined, virtual_, pack) {
        (true, _, _) => "combinations",
        (_, true, _) => "virtual",
        (_, _, true) => "pack",
        _ => "standard",
    };
    let reference = match dice.below(100) {
        0 if options.oddities => String::new(),
        1 if options.oddities && id > 3 => format!("SKU-{:05}", id - 2),
        _ => format!("SKU-{id:05}"),
    };
    let category = if categories.is_empty() { 2 } else { *dice.pick(categories) };
    let images: Vec<u32> = (0..dice.below(4))
        .map(|_| {
            *image += 1;
            *image
        })
        .collect();
    let date = opened + i64::from(dice.below(350)) * crate::calendar::DAY + i64::from(dice.below(86_400));
    let dimension = |dice: &mut Dice| Decimal::from(dice.between(1, 50));
    let description = (
        format!("<h2>All about {id}</h2><p>5 &lt; 6 &amp; 7 &gt; 3 — €</p>"),
        format!("<h2>Tout sur {id}</h2><p>5 &lt; 6 &amp; 7 — €, c'est l'été</p>"),
    );
    let mut draft = draft
        .set("id_category_default", category)
        .set("id_tax_rules_group", group)
        .set("position_in_category", id % 50)
        .set("id_shop_default", 1)
        .set("reference", reference.as_str())
        .set("width", dimension(dice))
        .set("height", dimension(dice))
        .set("depth", dimension(dice))
        .set("weight", Decimal::new(i64::from(dice.between(10, 4_999)), 3))
        .set("state", 1)
        .set("additional_delivery_times", 1)
        .set("product_type", kind)
        .set("ecotax", ecotax)
        .set("minimal_quantity", dice.between(1, 2))
        .set("price", price)
        .set("wholesale_price", round(price * Decimal::new(55, 2), 6))
        .set("active", !dice.percent(3))
        .set("redirect_type", "default")
        .set("available_for_order", true)
        .set("condition", if dice.percent(95) { "new" } else { "used" })
        .set("show_price", true)
        .set("indexed", true)
        .set("visibility", "both")
        .set("date_add", Cell::Stamp(date))
        .set("date_upd", Cell::Stamp(date))
        .set("pack_stock_type", 3)
        .set("link_rewrite", Cell::lang(&slug(&en), &slug(&fr)))
        .set("name", Cell::lang(&en, &fr))
        .set("description", Cell::lang(&description.0, &description.1))
        .set(
            "description_short",
            Cell::lang(&format!("<p>Short text for {id}</p>"), &format!("<p>Résumé du n° {id}</p>")),
        )
        .link("categories", Links::Ids(if category == 2 { vec![2] } else { vec![2, category] }));
    if dice.percent(70) {
        draft = draft.set("id_manufacturer", dice.between(1, 5));
    }
    if dice.percent(80) {
        draft = draft.set("ean13", ean(id));
    }
    if dice.percent(20) {
        draft = draft.set("mpn", format!("MPN{id}"));
    }
    if virtual_ {
        draft = draft.set("is_virtual", true);
    }
    if let Some(first) = images.first() {
        draft = draft.set("id_default_image", *first).link("images", Links::Ids(images.clone()));
    }
    if dice.percent(60) {
        let features = (1..=3_u32).map(|f| {
            vec![
                Cell::from(f),
                Cell::from(
                    match f {
                        1 => 1,
                        2 => 4,
                        _ => 6,
                    } + dice.below(2),
                ),
            ]
        });
        draft = draft.link("product_features", Links::Rows(features.collect()));
    }
    if pack && id > 4 {
        let rows = (0..2).map(|_| {
            vec![Cell::from(dice.between(1, id - 1)), Cell::from(0), Cell::from(dice.between(1, 3))]
        });
        draft = draft.set("cache_is_pack", true).link("product_bundle", Links::Rows(rows.collect()));
    }
    let combinations = if combined { plan(dice) } else { Vec::new() };
    if let (false, Some(table)) = (combinations.is_empty(), adder.data.table("combinations")) {
        draft = draft.set("cache_default_attribute", table.next_id());
    }
    adder.add(draft);
    if dice.percent(15) {
        special_price(adder, dice, id);
    }
    let mut total = 0;
    let stock_row = adder.data.table("stock_availables").map_or(1, super::super::table::Table::next_id);
    stock(adder, stock_row, id, 0, 0);
    if combinations.is_empty() {
        total = i64::from(dice.below(400));
        goods.push(Good { product: id, combination: 0, label: None, price, group, ecotax });
    }
    for (number, values) in combinations.iter().enumerate() {
        let quantity = i64::from(dice.below(200));
        total += quantity;
        let delta =
            if dice.percent(50) { millionths(i64::from(dice.below(20)) * 500_000) } else { Decimal::ZERO };
        let combination = combination(adder, dice, id, &reference, number, values, delta);
        // Every second one has an image of its own.
        let own = number.checked_rem(images.len()).and_then(|at| images.get(at)).copied();
        if let Some(image) = own.filter(|_| number.is_multiple_of(2)) {
            adder.data.link("combinations", combination, "images", &[image]);
        }
        let row = adder.data.table("stock_availables").map_or(1, super::super::table::Table::next_id);
        stock(adder, row, id, combination, quantity);
        goods.push(Good {
            product: id,
            combination,
            label: Some(label(values)),
            price: price + delta,
            group,
            ecotax,
        });
    }
    adder.data.set("stock_availables", stock_row, "quantity", total);
}

/// Which attribute values the combinations of a product have: pairs of (attribute, value) indexes.
fn plan(dice: &mut Dice) -> Vec<Vec<(usize, usize)>> {
    let first = dice.below(4) as usize;
    let second = (first + 1 + dice.below(3) as usize) % 4;
    let two = dice.percent(50);
    let mut plan = Vec::new();
    for a in 0..ATTRIBUTES[first].2.len() {
        if two {
            for b in 0..2 {
                plan.push(vec![(first, a), (second, b)]);
            }
        } else {
            plan.push(vec![(first, a)]);
        }
    }
    plan.truncate(2 + dice.below(7) as usize);
    plan
}

fn label(values: &[(usize, usize)]) -> [Box<str>; 2] {
    let parts = |french: bool| -> Box<str> {
        let texts: Vec<String> = values
            .iter()
            .map(|(attribute, value)| {
                let (en, fr, list) = ATTRIBUTES[*attribute];
                if french {
                    format!("{fr} : {}", list[*value].1)
                } else {
                    format!("{en}: {}", list[*value].0)
                }
            })
            .collect();
        texts.join(" - ").into()
    };
    [parts(false), parts(true)]
}

fn value_id(attribute: usize, value: usize) -> u32 {
    let before: usize = ATTRIBUTES[..attribute].iter().map(|a| a.2.len()).sum();
    u32::try_from(before + value + 1).unwrap_or(1)
}

fn combination(
    adder: &mut Adder<'_>,
    dice: &mut Dice,
    product: u32,
    reference: &str,
    number: usize,
    values: &[(usize, usize)],
    delta: Decimal,
) -> u32 {
    let Some(draft) = adder.draft("combinations") else { return 0 };
    let id = draft.row.id;
    let ids = values.iter().map(|(a, v)| value_id(*a, *v)).collect();
    let mut draft = draft
        .set("id_product", product)
        .set("reference", format!("{reference}-{}", number + 1))
        .set("price", delta)
        .set("minimal_quantity", 1)
        .link("product_option_values", Links::Ids(ids));
    // The column is null, shown as "", unless it is the default one.
    draft = if number == 0 { draft.set("default_on", true) } else { draft.set("default_on", "") };
    if dice.percent(80) {
        draft = draft.set("ean13", ean(50_000_000 + id));
    }
    adder.add(draft)
}

fn stock(adder: &mut Adder<'_>, id: u32, product: u32, combination: u32, quantity: i64) {
    if let Some(draft) = adder.draft_as("stock_availables", id) {
        adder.add(
            draft
                .set("id_product", product)
                .set("id_product_attribute", combination)
                .set("id_shop", 1)
                .set("quantity", quantity)
                .set("out_of_stock", 2),
        );
    }
}

fn special_price(adder: &mut Adder<'_>, dice: &mut Dice, product: u32) {
    let Some(draft) = adder.draft("specific_prices") else { return };
    let percent = dice.percent(60);
    let reduction = if percent {
        Decimal::new(i64::from(dice.between(1, 6)) * 5, 2)
    } else {
        Decimal::from(dice.between(1, 4))
    };
    let group = if dice.percent(30) { 4 } else { 0 };
    adder.add(
        draft
            .set("id_shop", 1)
            .set("id_product", product)
            .set("id_group", group)
            .set("price", Decimal::NEGATIVE_ONE)
            .set("from_quantity", *dice.pick(&[1_u32, 1, 1, 10]))
            .set("reduction", reduction)
            .set("reduction_tax", true)
            .set("reduction_type", if percent { "percentage" } else { "amount" }),
    );
}

fn count_products(data: &mut ShopData, categories: &[u32]) {
    let all = data.table("products").map_or(0, super::super::table::Table::len) as i64;
    for root in [1, 2] {
        data.set("categories", root, "nb_products_recursive", all);
    }
    for category in categories {
        let Some(table) = data.table_mut("products") else { return };
        let Some(association) = table.resource.association("categories") else { return };
        let count = table.linking(association, *category).len() as i64;
        data.set("categories", *category, "nb_products_recursive", count);
    }
}

/// Deletes a few products which orders still name.
pub(crate) fn forget_some(data: &mut ShopData, options: &ShopOptions) {
    let mut dice = Dice::new(options.seed, 4);
    let doomed: HashSet<i64> =
        data.ids("products").into_iter().filter(|_| dice.percent(2)).map(i64::from).collect();
    // One pass over each table: shops may have a hundred thousand products.
    for resource in ["combinations", "stock_availables", "specific_prices"] {
        let Some(table) = data.table_mut(resource) else { continue };
        let Some(field) = table.resource.position("id_product") else { continue };
        table.retain(|row| !doomed.contains(&row.cell(field).map_or(0, Cell::int)));
    }
    if let Some(table) = data.table_mut("products") {
        table.retain(|row| !doomed.contains(&i64::from(row.id)));
    }
}
