//! Resources of the webservice: categories, products and what hangs on them, with their fields in the order the webservice gives them.

use super::Kind::{Day, Dec6, Flag, Int, Lang, NameOrFalse, Number, Stamp, Text};
use super::{Association, Resource, both, only};
use crate::shop::ShopVersion::{V8, V9};

/// `categories`.
pub(super) const CATEGORIES: Resource = Resource {
    name: "categories",
    list: "categories",
    single: "category",
    fields: &[
        both("id_parent", Int),
        both("level_depth", Int),
        both("nb_products_recursive", Int).dynamic(),
        both("active", Flag),
        both("id_shop_default", Int),
        both("is_root_category", Flag),
        both("position", Int),
        only(V9, "redirect_type", Text),
        only(V9, "id_type_redirected", Int),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("name", Lang),
        both("link_rewrite", Lang),
        both("description", Lang),
        both("additional_description", Lang),
        both("meta_title", Lang),
        both("meta_description", Lang),
        only(V8, "meta_keywords", Lang),
    ],
    associations: &[
        Association { name: "categories", node: "category", fields: &["id"] },
        Association { name: "products", node: "product", fields: &["id"] },
    ],
};

/// `products`.
pub(super) const PRODUCTS: Resource = Resource {
    name: "products",
    list: "products",
    single: "product",
    fields: &[
        both("id_manufacturer", Int),
        both("id_supplier", Int),
        both("id_category_default", Int),
        both("new", Text).nullable(),
        both("cache_default_attribute", Int),
        both("id_default_image", Int).dynamic(),
        both("id_default_combination", Number).dynamic(),
        both("id_tax_rules_group", Int),
        both("position_in_category", Int).dynamic(),
        both("manufacturer_name", NameOrFalse).dynamic(),
        both("quantity", Int).dynamic(),
        both("type", Text).dynamic(),
        both("id_shop_default", Int),
        both("reference", Text),
        both("supplier_reference", Text),
        both("location", Text),
        both("width", Dec6),
        both("height", Dec6),
        both("depth", Dec6),
        both("weight", Dec6),
        both("quantity_discount", Flag),
        both("ean13", Text),
        both("isbn", Text),
        both("upc", Text),
        both("mpn", Text),
        both("cache_is_pack", Flag),
        both("cache_has_attachments", Flag),
        both("is_virtual", Flag),
        both("state", Int),
        both("additional_delivery_times", Int),
        both("delivery_in_stock", Lang),
        both("delivery_out_stock", Lang),
        both("product_type", Text),
        both("on_sale", Flag),
        both("online_only", Flag),
        both("ecotax", Dec6),
        both("minimal_quantity", Int),
        both("low_stock_threshold", Text).nullable(),
        both("low_stock_alert", Flag),
        both("price", Dec6),
        both("wholesale_price", Dec6),
        both("unity", Text),
        both("unit_price", Dec6),
        both("unit_price_ratio", Dec6),
        both("additional_shipping_cost", Dec6),
        both("customizable", Int),
        both("text_fields", Int),
        both("uploadable_files", Int),
        both("active", Flag),
        both("redirect_type", Text),
        both("id_type_redirected", Int),
        both("available_for_order", Flag),
        both("available_date", Day),
        both("show_condition", Flag),
        both("condition", Text),
        both("show_price", Flag),
        both("indexed", Flag),
        both("visibility", Text),
        both("advanced_stock_management", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("pack_stock_type", Int),
        both("meta_description", Lang),
        only(V8, "meta_keywords", Lang),
        both("meta_title", Lang),
        both("link_rewrite", Lang),
        both("name", Lang),
        both("description", Lang),
        both("description_short", Lang),
        both("available_now", Lang),
        both("available_later", Lang),
    ],
    associations: &[
        Association { name: "categories", node: "category", fields: &["id"] },
        Association { name: "images", node: "image", fields: &["id"] },
        Association { name: "combinations", node: "combination", fields: &["id"] },
        Association { name: "product_option_values", node: "product_option_value", fields: &["id"] },
        Association {
            name: "product_features",
            node: "product_feature",
            fields: &["id", "id_feature_value"],
        },
        Association { name: "tags", node: "tag", fields: &["id"] },
        Association {
            name: "stock_availables",
            node: "stock_available",
            fields: &["id", "id_product_attribute"],
        },
        Association { name: "attachments", node: "attachment", fields: &["id"] },
        Association { name: "accessories", node: "product", fields: &["id"] },
        Association {
            name: "product_bundle",
            node: "product",
            fields: &["id", "id_product_attribute", "quantity"],
        },
    ],
};

/// `combinations`.
pub(super) const COMBINATIONS: Resource = Resource {
    name: "combinations",
    list: "combinations",
    single: "combination",
    fields: &[
        both("id_product", Int),
        both("ean13", Text),
        both("isbn", Text),
        both("upc", Text),
        both("mpn", Text),
        both("reference", Text),
        both("supplier_reference", Text),
        both("wholesale_price", Dec6),
        both("price", Dec6),
        both("ecotax", Dec6),
        both("weight", Dec6),
        both("unit_price_impact", Dec6),
        both("minimal_quantity", Int),
        both("low_stock_threshold", Text).nullable(),
        both("low_stock_alert", Flag),
        both("default_on", Flag),
        both("available_date", Day),
        both("available_now", Lang),
        both("available_later", Lang),
    ],
    associations: &[
        Association { name: "product_option_values", node: "product_option_value", fields: &["id"] },
        Association { name: "images", node: "image", fields: &["id"] },
    ],
};

/// `stock_availables`.
pub(super) const STOCK_AVAILABLES: Resource = Resource {
    name: "stock_availables",
    list: "stock_availables",
    single: "stock_available",
    fields: &[
        both("id_product", Int),
        both("id_product_attribute", Int),
        both("id_shop", Int),
        both("id_shop_group", Int),
        both("quantity", Int),
        both("depends_on_stock", Flag),
        both("out_of_stock", Int),
        both("location", Text),
    ],
    associations: &[],
};

/// `product_options`.
pub(super) const PRODUCT_OPTIONS: Resource = Resource {
    name: "product_options",
    list: "product_options",
    single: "product_option",
    fields: &[
        both("is_color_group", Flag),
        both("group_type", Text),
        both("position", Int),
        both("name", Lang),
        both("public_name", Lang),
    ],
    associations: &[Association {
        name: "product_option_values",
        node: "product_option_value",
        fields: &["id"],
    }],
};

/// `product_option_values`.
pub(super) const PRODUCT_OPTION_VALUES: Resource = Resource {
    name: "product_option_values",
    list: "product_option_values",
    single: "product_option_value",
    fields: &[
        both("id_attribute_group", Int),
        both("color", Text),
        both("position", Int),
        both("name", Lang),
    ],
    associations: &[],
};

/// `product_features`.
pub(super) const PRODUCT_FEATURES: Resource = Resource {
    name: "product_features",
    list: "product_features",
    single: "product_feature",
    fields: &[both("position", Int), both("name", Lang)],
    associations: &[],
};

/// `product_feature_values`.
pub(super) const PRODUCT_FEATURE_VALUES: Resource = Resource {
    name: "product_feature_values",
    list: "product_feature_values",
    single: "product_feature_value",
    fields: &[both("id_feature", Int), both("custom", Flag), only(V9, "position", Int), both("value", Lang)],
    associations: &[],
};

/// `specific_prices`.
pub(super) const SPECIFIC_PRICES: Resource = Resource {
    name: "specific_prices",
    list: "specific_prices",
    single: "specific_price",
    fields: &[
        both("id_shop_group", Int),
        both("id_shop", Int),
        both("id_cart", Int),
        both("id_product", Int),
        both("id_product_attribute", Int),
        both("id_currency", Int),
        both("id_country", Int),
        both("id_group", Int),
        both("id_customer", Int),
        both("id_specific_price_rule", Int),
        both("price", Dec6),
        both("from_quantity", Int),
        both("reduction", Dec6),
        both("reduction_tax", Int),
        both("reduction_type", Text),
        both("from", Stamp),
        both("to", Stamp),
    ],
    associations: &[],
};

/// `manufacturers`.
pub(super) const MANUFACTURERS: Resource = Resource {
    name: "manufacturers",
    list: "manufacturers",
    single: "manufacturer",
    fields: &[
        both("active", Flag),
        both("link_rewrite", Text).dynamic(),
        both("name", Text),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("description", Lang),
        both("short_description", Lang),
        both("meta_title", Lang),
        both("meta_description", Lang),
        only(V8, "meta_keywords", Lang),
    ],
    associations: &[Association { name: "addresses", node: "address", fields: &["id"] }],
};

/// `suppliers`.
pub(super) const SUPPLIERS: Resource = Resource {
    name: "suppliers",
    list: "suppliers",
    single: "supplier",
    fields: &[
        both("link_rewrite", Text),
        both("name", Text),
        both("active", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("description", Lang),
        both("meta_title", Lang),
        both("meta_description", Lang),
        only(V8, "meta_keywords", Lang),
    ],
    associations: &[],
};

/// `product_suppliers`.
pub(super) const PRODUCT_SUPPLIERS: Resource = Resource {
    name: "product_suppliers",
    list: "product_suppliers",
    single: "product_supplier",
    fields: &[
        both("id_product", Int),
        both("id_product_attribute", Int),
        both("id_supplier", Int),
        both("id_currency", Int),
        both("product_supplier_reference", Text),
        both("product_supplier_price_te", Dec6),
    ],
    associations: &[],
};

/// `tags`.
pub(super) const TAGS: Resource = Resource {
    name: "tags",
    list: "tags",
    single: "tag",
    fields: &[both("id_lang", Int), both("name", Text)],
    associations: &[],
};

/// `product_customization_fields`.
pub(super) const PRODUCT_CUSTOMIZATION_FIELDS: Resource = Resource {
    name: "product_customization_fields",
    list: "customization_fields",
    single: "customization_field",
    fields: &[
        both("id_product", Int),
        both("type", Int),
        both("required", Flag),
        both("is_module", Flag),
        both("is_deleted", Flag),
        both("name", Lang),
    ],
    associations: &[],
};

/// `image_types`.
pub(super) const IMAGE_TYPES: Resource = Resource {
    name: "image_types",
    list: "image_types",
    single: "image_type",
    fields: &[
        both("name", Text),
        both("width", Int),
        both("height", Int),
        both("categories", Flag),
        both("products", Flag),
        both("manufacturers", Flag),
        both("suppliers", Flag),
        both("stores", Flag),
    ],
    associations: &[],
};

/// All of them.
pub(super) const ALL: &[&Resource] = &[
    &CATEGORIES,
    &PRODUCTS,
    &COMBINATIONS,
    &STOCK_AVAILABLES,
    &PRODUCT_OPTIONS,
    &PRODUCT_OPTION_VALUES,
    &PRODUCT_FEATURES,
    &PRODUCT_FEATURE_VALUES,
    &SPECIFIC_PRICES,
    &MANUFACTURERS,
    &SUPPLIERS,
    &PRODUCT_SUPPLIERS,
    &TAGS,
    &PRODUCT_CUSTOMIZATION_FIELDS,
    &IMAGE_TYPES,
];
