//! The settings of a freshly installed French shop: taxes, countries, carriers, currencies, states, configuration.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Adder;
use crate::shop::cell::Cell;
use crate::shop::data::ShopData;
use crate::shop::options::ShopOptions;
use crate::shop::row::Draft;

/// Countries: id, zone, prefix, code, active, has states, postcode format, English, French.
type Country = (u32, u8, u32, &'static str, bool, bool, &'static str, &'static str, &'static str);

const COUNTRIES: &[Country] = &[
    (1, 1, 49, "DE", true, false, "NNNNN", "Germany", "Allemagne"),
    (2, 1, 43, "AT", true, false, "NNNN", "Austria", "Autriche"),
    (3, 1, 32, "BE", true, false, "NNNN", "Belgium", "Belgique"),
    (4, 2, 1, "CA", false, true, "LNL NLN", "Canada", "Canada"),
    (6, 1, 34, "ES", true, false, "NNNNN", "Spain", "Espagne"),
    (8, 1, 33, "FR", true, false, "NNNNN", "France", "France"),
    (10, 1, 39, "IT", true, true, "NNNNN", "Italy", "Italie"),
    (12, 1, 352, "LU", true, false, "NNNN", "Luxembourg", "Luxembourg"),
    (13, 1, 31, "NL", true, false, "NNNN LL", "Netherlands", "Pays-Bas"),
    (15, 1, 351, "PT", true, false, "NNNN-NNN", "Portugal", "Portugal"),
    (17, 7, 44, "GB", true, false, "", "United Kingdom", "Royaume-Uni"),
    (19, 7, 41, "CH", true, false, "NNNN", "Switzerland", "Suisse"),
    (21, 2, 1, "US", true, true, "NNNNN", "United States", "États-Unis"),
    (26, 1, 353, "IE", false, false, "", "Ireland", "Irlande"),
    (98, 8, 590, "GP", false, false, "", "Guadeloupe", "Guadeloupe"),
    (147, 7, 377, "MC", true, false, "980NN", "Monaco", "Monaco"),
];

/// Countries of the European Union in [`COUNTRIES`], and Monaco, where French tax is due.
pub(crate) const TAXED: &[u32] = &[1, 2, 3, 6, 8, 10, 12, 13, 15, 26, 147];

/// The rates of tax groups 1 to 4, in thousandths of a percent.
pub(crate) const RATES: [i64; 4] = [20_000, 10_000, 5_500, 2_100];

/// Order states: id, colour, invoice, logable, delivery, shipped, paid, mail, module, English, French, template.
type State = (u32, &'static str, [u8; 7], &'static str, &'static str, &'static str, &'static str);

/// The flags are: invoice, logable, delivery, shipped, paid, send_email, pdf_invoice.
const STATES: &[State] = &[
    (
        1,
        "#34209E",
        [0, 0, 0, 0, 0, 1, 0],
        "ps_checkpayment",
        "Awaiting check payment",
        "En attente du paiement par chèque",
        "cheque",
    ),
    (2, "#3498D8", [1, 1, 0, 0, 1, 1, 1], "", "Payment accepted", "Paiement accepté", "payment"),
    (
        3,
        "#3498D8",
        [1, 1, 1, 0, 1, 1, 0],
        "",
        "Processing in progress",
        "En cours de préparation",
        "preparation",
    ),
    (4, "#01B887", [1, 1, 1, 1, 1, 1, 0], "", "Shipped", "Expédié", "shipped"),
    (5, "#01B887", [1, 1, 1, 1, 1, 0, 0], "", "Delivered", "Livré", ""),
    (6, "#2C3E50", [0, 0, 0, 0, 0, 1, 0], "", "Canceled", "Annulé", "order_canceled"),
    (7, "#01B887", [1, 0, 0, 0, 0, 1, 0], "", "Refunded", "Remboursé", "refund"),
    (8, "#E74C3C", [0, 0, 0, 0, 0, 1, 0], "", "Payment error", "Erreur de paiement", "payment_error"),
    (
        9,
        "#3498D8",
        [1, 0, 0, 0, 1, 1, 0],
        "",
        "On backorder (paid)",
        "En attente de réapprovisionnement (payé)",
        "outofstock",
    ),
    (
        10,
        "#34209E",
        [0, 0, 0, 0, 0, 1, 0],
        "ps_wirepayment",
        "Awaiting bank wire payment",
        "En attente de virement bancaire",
        "bankwire",
    ),
    (
        11,
        "#3498D8",
        [1, 1, 0, 0, 1, 1, 0],
        "",
        "Remote payment accepted",
        "Paiement à distance accepté",
        "payment",
    ),
    (
        12,
        "#34209E",
        [0, 0, 0, 0, 0, 1, 0],
        "",
        "On backorder (not paid)",
        "En attente de réapprovisionnement (non payé)",
        "outofstock",
    ),
    (
        13,
        "#34209E",
        [0, 0, 0, 0, 0, 0, 0],
        "ps_cashondelivery",
        "Awaiting Cash On Delivery validation",
        "En attente de paiement à la livraison",
        "cashondelivery",
    ),
];

const CARRIERS: &[(u32, &str, bool, u8, &str, &str)] = &[
    (1, "Click and collect", true, 1, "Pick up in-store", "Retrait en magasin"),
    (2, "My carrier", false, 1, "Delivery next day!", "Livraison le lendemain !"),
    (3, "My cheap carrier", false, 2, "Buy more to pay less!", "Achetez plus vous paierez moins !"),
    (4, "My light carrier", false, 1, "The lighter the cheaper!", "Panier léger, prix allégé !"),
];

fn each<T>(
    data: &mut ShopData,
    resource: &str,
    rows: &[T],
    fill: impl Fn(&T) -> u32,
    set: impl Fn(Draft, &T) -> Draft,
) {
    let mut adder = Adder { data };
    for row in rows {
        if let Some(draft) = adder.draft_as(resource, fill(row)) {
            adder.add(set(draft, row));
        }
    }
}

/// Fills the settings.
pub(crate) fn fill(data: &mut ShopData, options: &ShopOptions) {
    let opened = Cell::Stamp(options.now - 400 * crate::calendar::DAY);
    each(
        data,
        "countries",
        COUNTRIES,
        |c| c.0,
        |draft, c| {
            draft
                .set("id_zone", c.1)
                .set("call_prefix", c.2)
                .set("iso_code", c.3)
                .set("active", c.4)
                .set("contains_states", c.5)
                .set("need_zip_code", !c.6.is_empty())
                .set("zip_code_format", c.6)
                .set("display_tax_label", true)
                .set("name", Cell::lang(c.7, c.8))
        },
    );
    let states: &[(u32, u32, &str, &str)] = &[
        (5, 21, "CA", "California"),
        (8, 21, "FL", "Florida"),
        (43, 21, "TX", "Texas"),
        (89, 4, "ON", "Ontario"),
        (123, 10, "MI", "Milano"),
    ];
    each(
        data,
        "states",
        states,
        |s| s.0,
        |draft, s| {
            draft
                .set("id_zone", 2)
                .set("id_country", s.1)
                .set("iso_code", s.2)
                .set("name", s.3)
                .set("active", true)
        },
    );
    let zones: &[(u32, &str)] = &[
        (1, "Europe"),
        (2, "North America"),
        (3, "Asia"),
        (7, "Europe (non-EU)"),
        (8, "Central America/Antilla"),
    ];
    each(data, "zones", zones, |z| z.0, |draft, z| draft.set("name", z.1).set("active", true));
    taxes(data, &opened);
    each(
        data,
        "order_states",
        STATES,
        |s| s.0,
        |draft, s| {
            draft
                .set("unremovable", true)
                .set("delivery", s.2[2])
                .set("send_email", s.2[5])
                .set("module_name", s.3)
                .set("invoice", s.2[0])
                .set("color", s.1)
                .set("logable", s.2[1])
                .set("shipped", s.2[3])
                .set("paid", s.2[4])
                .set("pdf_invoice", s.2[6])
                .set("name", Cell::lang(s.4, s.5))
                .set("template", Cell::lang(s.6, s.6))
        },
    );
    each(
        data,
        "carriers",
        CARRIERS,
        |c| c.0,
        |draft, c| {
            draft
                .set("id_tax_rules_group", 1)
                .set("id_reference", c.0)
                .set("name", c.1)
                .set("active", true)
                .set("is_free", c.2)
                .set("shipping_handling", !c.2)
                .set("shipping_method", c.3)
                .set("position", c.0 - 1)
                .set("delay", Cell::lang(c.4, c.5))
        },
    );
    let groups: &[(u32, i64, u8, &str, &str)] = &[
        (1, 0, 0, "Visitor", "Visiteur"),
        (2, 0, 0, "Guest", "Invité"),
        (3, 0, 0, "Customer", "Client"),
        (4, 500, 1, "Wholesale", "Revendeurs"),
    ];
    each(
        data,
        "groups",
        groups,
        |g| g.0,
        |draft, g| {
            let draft = draft
                .set("reduction", Decimal::new(g.1, 2))
                .set("price_display_method", g.2)
                .set("show_prices", true)
                .set("date_add", opened.clone())
                .set("date_upd", opened.clone())
                .set("name", Cell::lang(g.3, g.4));
            if g.0 == 1 { draft.cached() } else { draft }
        },
    );
    places(data, options, &opened);
    configuration(data, options, &opened);
}

fn taxes(data: &mut ShopData, opened: &Cell) {
    let taxes: &[(u32, i64, &str)] = &[
        (1, 20_000, "TVA FR 20%"),
        (2, 10_000, "TVA FR 10%"),
        (3, 5_500, "TVA FR 5.5%"),
        (4, 2_100, "TVA FR 2.1%"),
        (5, 20_000, "USt. AT 20%"),
        (10, 19_000, "MwSt. DE 19%"),
        (13, 21_000, "IVA ES 21%"),
    ];
    each(
        data,
        "taxes",
        taxes,
        |t| t.0,
        |draft, t| {
            draft.set("rate", Decimal::new(t.1, 3)).set("active", true).set("name", Cell::lang(t.2, t.2))
        },
    );
    let groups: &[(u32, &str)] = &[
        (1, "FR Taux standard (20%)"),
        (2, "FR Taux réduit (10%)"),
        (3, "FR Taux réduit (5.5%)"),
        (4, "FR Taux super réduit (2.1%)"),
        (5, "EU VAT For Virtual Products"),
    ];
    each(
        data,
        "tax_rule_groups",
        groups,
        |g| g.0,
        |draft, g| {
            draft
                .set("name", g.1)
                .set("active", true)
                .set("date_add", opened.clone())
                .set("date_upd", opened.clone())
        },
    );
    let mut adder = Adder { data };
    for group in 1..=4_u32 {
        for country in TAXED {
            if let Some(draft) = adder.draft("tax_rules") {
                adder.add(
                    draft
                        .set("id_tax_rules_group", group)
                        .set("id_country", *country)
                        .set("zipcode_from", "0")
                        .set("zipcode_to", "0")
                        .set("id_tax", group),
                );
            }
        }
    }
}

fn places(data: &mut ShopData, options: &ShopOptions, opened: &Cell) {
    let languages: &[(u32, [&str; 6])] = &[
        (1, ["English (English)", "en", "en-US", "en-us", "m/d/Y", "m/d/Y H:i:s"]),
        (2, ["Français (French)", "fr", "fr-FR", "fr", "d/m/Y", "d/m/Y H:i:s"]),
    ];
    each(
        data,
        "languages",
        languages,
        |l| l.0,
        |draft, l| {
            let draft = draft
                .set("name", l.1[0])
                .set("iso_code", l.1[1])
                .set("locale", l.1[2])
                .set("language_code", l.1[3])
                .set("active", true)
                .set("date_format_lite", l.1[4])
                .set("date_format_full", l.1[5]);
            if l.0 == 1 { draft.cached() } else { draft }
        },
    );
    let currencies: &[(u32, &str, &str, &str, &str, &str, i64)] = &[
        (1, "Euro", "euro", "€", "EUR", "978", 1_000_000),
        (2, "US Dollar", "dollar américain", "$", "USD", "840", 1_085_000),
    ];
    each(
        data,
        "currencies",
        currencies,
        |c| c.0,
        |draft, c| {
            let draft = draft
                .set("names", Cell::lang(c.1, c.2))
                .set("name", c.1)
                .set("symbol", Cell::lang(c.3, c.3))
                .set("iso_code", c.4)
                .set("numeric_iso_code", c.5)
                .set("precision", 2)
                .set("conversion_rate", Decimal::new(c.6, 6))
                .set("active", true);
            if c.0 == 1 { draft.cached() } else { draft }
        },
    );
    let mut adder = Adder { data };
    if let Some(draft) = adder.draft("shop_groups") {
        adder.add(draft.set("name", "Default").set("active", true).cached());
    }
    for shop in 1..=options.shops {
        let name = if shop == 1 { "Sandbox shop".to_owned() } else { format!("Sandbox shop {shop}") };
        if let Some(draft) = adder.draft("shops") {
            let draft = draft
                .set("id_shop_group", 1)
                .set("id_category", 2)
                .set("active", true)
                .set("name", name.as_str())
                .set("theme_name", "classic");
            adder.add(if shop == 1 { draft.cached() } else { draft });
        }
        if let Some(draft) = adder.draft("shop_urls") {
            let path = if shop == 1 { String::new() } else { format!("shop{shop}/") };
            adder.add(
                draft
                    .set("id_shop", shop)
                    .set("active", true)
                    .set("main", true)
                    .set("physical_uri", "/")
                    .set("virtual_uri", path),
            );
        }
    }
    let rules: &[(&str, i64, i64, bool)] = &[
        ("SEED10", 1_000, 0, false),
        ("SEED5TTC", 0, 5_000_000, false),
        ("SEED5HT", 0, 5_000_000, false),
        ("SEEDSHIP", 0, 0, true),
        ("SEEDCOMBO", 500, 0, true),
    ];
    for (code, percent, amount, ship) in rules {
        if let Some(draft) = adder.draft("cart_rules") {
            let (en, fr) = (format!("Promo {code}"), format!("Promo {code} (fr)"));
            adder.add(
                draft
                    .set("date_from", Cell::Stamp(1_577_836_800))
                    .set("date_to", Cell::Stamp(1_893_456_000))
                    .set("quantity", 1_000_000)
                    .set("quantity_per_user", 100_000)
                    .set("priority", 1)
                    .set("code", *code)
                    .set("minimum_amount_currency", 1)
                    .set("free_shipping", *ship)
                    .set("reduction_percent", Decimal::new(*percent, 2))
                    .set("reduction_amount", Decimal::new(*amount, 6))
                    .set("reduction_tax", *code == "SEED5TTC")
                    .set("reduction_currency", 1)
                    .set("active", true)
                    .set("date_add", opened.clone())
                    .set("date_upd", opened.clone())
                    .set("name", Cell::lang(&en, &fr)),
            );
        }
    }
}

fn configuration(data: &mut ShopData, options: &ShopOptions, opened: &Cell) {
    let round_type = options.round_type.to_string();
    let multishop = if options.shops > 1 { "1" } else { "0" };
    let values: [(u32, &str, &str); 32] = [
        (1, "PS_LANG_DEFAULT", "1"),
        (2, "PS_VERSION_DB", options.version.number()),
        (6, "PS_CURRENCY_DEFAULT", "1"),
        (7, "PS_COUNTRY_DEFAULT", "8"),
        (20, "PS_SSL_ENABLED", "0"),
        (31, "PS_HOME_CATEGORY", "2"),
        (32, "PS_ROOT_CATEGORY", "1"),
        (66, "PS_TIMEZONE", "Europe/Paris"),
        (72, "PS_PRICE_ROUND_MODE", "2"),
        (80, "PS_TAX", "1"),
        (83, "PS_OS_CHEQUE", "1"),
        (84, "PS_OS_PAYMENT", "2"),
        (85, "PS_OS_PREPARATION", "3"),
        (86, "PS_OS_SHIPPING", "4"),
        (87, "PS_OS_DELIVERED", "5"),
        (88, "PS_OS_CANCELED", "6"),
        (89, "PS_OS_REFUND", "7"),
        (90, "PS_OS_ERROR", "8"),
        (91, "PS_OS_OUTOFSTOCK", "9"),
        (92, "PS_OS_BANKWIRE", "10"),
        (113, "PS_USE_ECOTAX", "1"),
        (150, "PS_TAX_ADDRESS_TYPE", "id_address_delivery"),
        (160, "PS_WEIGHT_UNIT", "kg"),
        (161, "PS_DIMENSION_UNIT", "cm"),
        (200, "PS_SHOP_ENABLE", "1"),
        (210, "PS_WEBSERVICE", "1"),
        (236, "PS_SHOP_NAME", "Sandbox shop"),
        (273, "PS_ROUND_TYPE", round_type.as_str()),
        (300, "PS_MULTISHOP_FEATURE_ACTIVE", multishop),
        (301, "PS_SHOP_DEFAULT", "1"),
        (425, "PS_GIFT_WRAPPING_TAX_RULES_GROUP", "1"),
        (427, "PS_ECOTAX_TAX_RULES_GROUP_ID", "1"),
    ];
    let mut adder = Adder { data };
    for (id, name, value) in values {
        let value: Arc<str> = value.into();
        if let Some(draft) = adder.draft_as("configurations", id) {
            let draft = draft.set("value", value).set("name", name);
            adder.add(if id == 1 || id > 420 {
                draft.set("date_add", opened.clone()).set("date_upd", opened.clone())
            } else {
                draft
            });
        }
    }
}
