//! Resources of the webservice: customers, their addresses, groups and messages, with their fields in the order the webservice gives them.

use super::Kind::{Day, Dec2, Dec6, Flag, Int, Lang, Stamp, Text};
use super::{Association, Resource, both, only};
use crate::shop::ShopVersion::V9;

/// `customers`.
pub(super) const CUSTOMERS: Resource = Resource {
    name: "customers",
    list: "customers",
    single: "customer",
    fields: &[
        both("id_default_group", Int),
        both("id_lang", Int),
        both("newsletter_date_add", Stamp),
        both("ip_registration_newsletter", Text).nullable(),
        both("last_passwd_gen", Stamp),
        both("secure_key", Text),
        both("deleted", Flag),
        both("passwd", Text),
        both("lastname", Text),
        both("firstname", Text),
        both("email", Text),
        both("id_gender", Int),
        both("birthday", Day),
        both("newsletter", Flag),
        both("optin", Flag),
        both("website", Text).nullable(),
        both("company", Text).nullable(),
        both("siret", Text).nullable(),
        both("ape", Text).nullable(),
        both("outstanding_allow_amount", Dec6),
        both("show_public_prices", Flag),
        both("id_risk", Int),
        both("max_payment_days", Int),
        both("active", Flag),
        both("note", Text).nullable(),
        both("is_guest", Flag),
        both("id_shop", Int),
        both("id_shop_group", Int),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("reset_password_token", Text).nullable(),
        both("reset_password_validity", Stamp),
    ],
    associations: &[Association { name: "groups", node: "group", fields: &["id"] }],
};

/// `groups`.
pub(super) const GROUPS: Resource = Resource {
    name: "groups",
    list: "groups",
    single: "group",
    fields: &[
        both("reduction", Dec2),
        both("price_display_method", Int),
        both("show_prices", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("name", Lang),
    ],
    associations: &[],
};

/// `addresses`.
pub(super) const ADDRESSES: Resource = Resource {
    name: "addresses",
    list: "addresses",
    single: "address",
    fields: &[
        both("id_customer", Int),
        both("id_manufacturer", Int),
        both("id_supplier", Int),
        both("id_warehouse", Int),
        both("id_country", Int),
        both("id_state", Int),
        both("alias", Text),
        both("company", Text),
        both("lastname", Text),
        both("firstname", Text),
        both("vat_number", Text),
        both("address1", Text),
        both("address2", Text),
        both("postcode", Text),
        both("city", Text),
        both("other", Text),
        both("phone", Text),
        both("phone_mobile", Text),
        both("dni", Text),
        both("deleted", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
    ],
    associations: &[],
};

/// `messages`.
pub(super) const MESSAGES: Resource = Resource {
    name: "messages",
    list: "messages",
    single: "message",
    fields: &[
        both("id_cart", Int),
        both("id_order", Int),
        both("id_customer", Int),
        both("id_employee", Int),
        both("message", Text),
        both("private", Flag),
        both("date_add", Stamp),
    ],
    associations: &[],
};

/// `customer_threads`.
pub(super) const CUSTOMER_THREADS: Resource = Resource {
    name: "customer_threads",
    list: "customer_threads",
    single: "customer_thread",
    fields: &[
        both("id_lang", Int),
        both("id_shop", Int),
        both("id_customer", Int),
        both("id_order", Int),
        both("id_product", Int),
        both("id_contact", Int),
        both("email", Text),
        both("token", Text),
        both("status", Text),
        both("date_add", Stamp),
        both("date_upd", Stamp),
    ],
    associations: &[Association { name: "customer_messages", node: "customer_message", fields: &["id"] }],
};

/// `customer_messages`.
pub(super) const CUSTOMER_MESSAGES: Resource = Resource {
    name: "customer_messages",
    list: "customer_messages",
    single: "customer_message",
    fields: &[
        both("id_employee", Int),
        only(V9, "id_product", Int),
        both("id_customer_thread", Text),
        both("ip_address", Text),
        both("message", Text),
        both("file_name", Text),
        both("user_agent", Text),
        both("private", Flag),
        both("date_add", Stamp),
        both("date_upd", Stamp),
        both("read", Flag),
    ],
    associations: &[],
};

/// All of them.
pub(super) const ALL: &[&Resource] =
    &[&CUSTOMERS, &GROUPS, &ADDRESSES, &MESSAGES, &CUSTOMER_THREADS, &CUSTOMER_MESSAGES];
