//! Resources of the webservice: taxes, countries, carriers, currencies and the shop itself, with their fields in the order the webservice gives them.

use super::Kind::{Dec3, Dec6, Flag, Int, Lang, Number, Stamp, Text};
use super::{Resource, both};

/// `tax_rules`.
pub(super) const TAX_RULES: Resource = Resource {
    name: "tax_rules",
    list: "tax_rules",
    single: "tax_rule",
    fields: &[
        both("id_tax_rules_group", Int),
        both("id_state", Int),
        both("id_country", Int),
        both("zipcode_from", Flag),
        both("zipcode_to", Flag),
        both("id_tax", Int),
        both("behavior", Int),
        both("description", Text),
    ],
    associations: &[],
};

/// `tax_rule_groups`.
pub(super) const TAX_RULE_GROUPS: Resource = Resource {
    name: "tax_rule_groups",
    list: "tax_rule_groups",
    single: "tax_rule_group",
    fields: &[
        both("name", Text),
        both("active", Flag),
        both("deleted", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
    ],
    associations: &[],
};

/// `taxes`.
pub(super) const TAXES: Resource = Resource {
    name: "taxes",
    list: "taxes",
    single: "tax",
    fields: &[both("rate", Dec3), both("active", Flag), both("deleted", Flag), both("name", Lang)],
    associations: &[],
};

/// `countries`.
pub(super) const COUNTRIES: Resource = Resource {
    name: "countries",
    list: "countries",
    single: "country",
    fields: &[
        both("id_zone", Int),
        both("id_currency", Int),
        both("call_prefix", Int),
        both("iso_code", Text),
        both("active", Flag),
        both("contains_states", Flag),
        both("need_identification_number", Flag),
        both("need_zip_code", Flag),
        both("zip_code_format", Text),
        both("display_tax_label", Flag),
        both("name", Lang),
    ],
    associations: &[],
};

/// `states`.
pub(super) const STATES: Resource = Resource {
    name: "states",
    list: "states",
    single: "state",
    fields: &[
        both("id_zone", Int),
        both("id_country", Int),
        both("iso_code", Text),
        both("name", Text),
        both("active", Flag),
    ],
    associations: &[],
};

/// `zones`.
pub(super) const ZONES: Resource = Resource {
    name: "zones",
    list: "zones",
    single: "zone",
    fields: &[both("name", Text), both("active", Flag)],
    associations: &[],
};

/// `carriers`.
pub(super) const CARRIERS: Resource = Resource {
    name: "carriers",
    list: "carriers",
    single: "carrier",
    fields: &[
        both("deleted", Flag),
        both("is_module", Flag),
        both("id_tax_rules_group", Number).dynamic(),
        both("id_reference", Int),
        both("name", Text),
        both("active", Flag),
        both("is_free", Flag),
        both("url", Text),
        both("shipping_handling", Flag),
        both("shipping_external", Flag),
        both("range_behavior", Flag),
        both("shipping_method", Int),
        both("max_width", Int),
        both("max_height", Int),
        both("max_depth", Int),
        both("max_weight", Dec6),
        both("grade", Int),
        both("external_module_name", Text),
        both("need_range", Flag),
        both("position", Int),
        both("delay", Lang),
    ],
    associations: &[],
};

/// `currencies`.
pub(super) const CURRENCIES: Resource = Resource {
    name: "currencies",
    list: "currencies",
    single: "currency",
    fields: &[
        both("names", Lang),
        both("name", Text).dynamic(),
        both("symbol", Lang),
        both("iso_code", Text),
        both("numeric_iso_code", Text),
        both("precision", Int),
        both("conversion_rate", Dec6),
        both("deleted", Flag),
        both("active", Flag),
        both("unofficial", Flag),
        both("modified", Flag),
        both("pattern", Lang),
    ],
    associations: &[],
};

/// `languages`.
pub(super) const LANGUAGES: Resource = Resource {
    name: "languages",
    list: "languages",
    single: "language",
    fields: &[
        both("name", Text),
        both("iso_code", Text),
        both("locale", Text),
        both("language_code", Text),
        both("active", Flag),
        both("is_rtl", Flag),
        both("date_format_lite", Text),
        both("date_format_full", Text),
    ],
    associations: &[],
};

/// `shops`.
pub(super) const SHOPS: Resource = Resource {
    name: "shops",
    list: "shops",
    single: "shop",
    fields: &[
        both("id_shop_group", Int),
        both("id_category", Int),
        both("active", Flag),
        both("deleted", Flag),
        both("name", Text),
        both("color", Text),
        both("theme_name", Text),
    ],
    associations: &[],
};

/// `shop_groups`.
pub(super) const SHOP_GROUPS: Resource = Resource {
    name: "shop_groups",
    list: "shop_groups",
    single: "shop_group",
    fields: &[
        both("name", Text),
        both("color", Text),
        both("share_customer", Flag),
        both("share_order", Flag),
        both("share_stock", Flag),
        both("active", Flag),
        both("deleted", Flag),
    ],
    associations: &[],
};

/// `shop_urls`.
pub(super) const SHOP_URLS: Resource = Resource {
    name: "shop_urls",
    list: "shop_urls",
    single: "shop_url",
    fields: &[
        both("id_shop", Int),
        both("active", Flag),
        both("main", Flag),
        both("domain", Text),
        both("domain_ssl", Text),
        both("physical_uri", Text),
        both("virtual_uri", Text),
    ],
    associations: &[],
};

/// `configurations`.
pub(super) const CONFIGURATIONS: Resource = Resource {
    name: "configurations",
    list: "configurations",
    single: "configuration",
    fields: &[
        both("value", Text),
        both("name", Text),
        both("id_shop_group", Text),
        both("id_shop", Text),
        both("date_add", Stamp),
        both("date_upd", Stamp),
    ],
    associations: &[],
};

/// All of them.
pub(super) const ALL: &[&Resource] = &[
    &TAX_RULES,
    &TAX_RULE_GROUPS,
    &TAXES,
    &COUNTRIES,
    &STATES,
    &ZONES,
    &CARRIERS,
    &CURRENCIES,
    &LANGUAGES,
    &SHOPS,
    &SHOP_GROUPS,
    &SHOP_URLS,
    &CONFIGURATIONS,
];
