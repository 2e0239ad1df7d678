//! Dolibarr's filters. A colon in a value silently matches other rows, parentheses and quotes are refused: a value with
//! such characters is asked with `like` and `_`, "any one character", in their places, and the rows are compared afterwards.

use std::borrow::Cow;

use passerelle_core::erp::{ErpKind, Look, LookBy};

/// The longest value that is asked.
const LONGEST: usize = 255;

/// The column that a look goes by; none when it cannot be asked.
pub fn column(look: &Look) -> Option<&'static str> {
    let value = match (&look.by, look.kind) {
        (LookBy::Id(_), kind) if has_rows(kind) => return Some("t.rowid"),
        (LookBy::OfProductAfter(..), ErpKind::StockMovement) => return Some("t.fk_product"),
        (LookBy::Correcting(_), ErpKind::Invoice) => return Some("t.fk_facture_source"),
        _ => value(look)?,
    };
    let length = value.chars().count();
    if value.trim().is_empty() || length > LONGEST || value.chars().all(|c| !plain(c)) {
        return None;
    }
    match (&look.by, look.kind) {
        (LookBy::ExternalRef(_), ErpKind::StockMovement) => Some("t.inventorycode"),
        (LookBy::ExternalRef(_), kind) if has_rows(kind) => Some("t.ref_ext"),
        (LookBy::Reference(_), ErpKind::Product | ErpKind::Order | ErpKind::Invoice) => Some("t.ref"),
        (LookBy::Named(_), ErpKind::Order | ErpKind::Invoice) => Some("t.ref_client"),
        (LookBy::Barcode(_), ErpKind::Product) => Some("t.barcode"),
        (LookBy::Email(_), ErpKind::ThirdParty) => Some("t.email"),
        (LookBy::VatNumber(_), ErpKind::ThirdParty) => Some("t.tva_intra"),
        (LookBy::ProfessionalId(_), ErpKind::ThirdParty) => Some("t.siret"),
        (LookBy::Name(_), ErpKind::ThirdParty) => Some("t.nom"),
        (LookBy::Label(_), ErpKind::Category | ErpKind::CustomerCategory | ErpKind::Product) => {
            Some("t.label")
        }
        _ => None,
    }
}

/// Objects that are listed by themselves.
const fn has_rows(kind: ErpKind) -> bool {
    !matches!(
        kind,
        ErpKind::Payment
            | ErpKind::OrderLine
            | ErpKind::Attribute
            | ErpKind::AttributeValue
            | ErpKind::Variant
            | ErpKind::File
            | ErpKind::State
            | ErpKind::DocumentContact
    )
}

/// The text that a look goes by.
pub fn value(look: &Look) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match &look.by {
        LookBy::ExternalRef(reference) => reference.as_str(),
        LookBy::Reference(text)
        | LookBy::Barcode(text)
        | LookBy::Email(text)
        | LookBy::VatNumber(text)
        | LookBy::ProfessionalId(text)
        | LookBy::Name(text)
        | LookBy::Named(text)
        | LookBy::Label(text) => text.as_str(),
        LookBy::Id(_)
        | LookBy::OfInvoice(_)
        | LookBy::Correcting(_)
        | LookBy::OfThirdParty(_)
        | LookBy::OfProduct(_)
        | LookBy::PartsOf(_)
        | LookBy::All
        | LookBy::OfAttribute(_)
        | LookBy::OfCountry(_)
        | LookBy::ContactsOf(_)
        | LookBy::OfParent(_)
        | LookBy::Latest
        | LookBy::OfProductAfter(..)
        | LookBy::Foreign(..) => return None,
    }))
}

/// The filter that asks for all of these looks, which go by the same column.
pub fn of(looks: &[Look]) -> String {
    let mut products: Vec<String> = Vec::new();
    let mut lowest = u64::MAX;
    for look in looks {
        if let LookBy::OfProductAfter(product, after) = &look.by {
            products.push(product.to_string());
            lowest = lowest.min(*after);
        }
    }
    if !products.is_empty() {
        products.dedup();
        let of = match products.as_slice() {
            [id] => format!("(t.fk_product:=:{id})"),
            ids => format!("(t.fk_product:in:{})", ids.join(",")),
        };
        return format!("{of} and (t.rowid:>:{lowest})");
    }
    let mut numbered = "t.rowid";
    let ids: Vec<String> = looks
        .iter()
        .filter_map(|look| match look.by {
            LookBy::Id(id) => Some(id.to_string()),
            LookBy::Correcting(id) => {
                numbered = "t.fk_facture_source";
                Some(id.to_string())
            }
            _ => None,
        })
        .collect();
    if !ids.is_empty() {
        // A single one without list: some versions take "in" with one value for a text.
        return match ids.as_slice() {
            [id] => format!("({numbered}:=:{id})"),
            ids => format!("({numbered}:in:{})", ids.join(",")),
        };
    }
    let criteria: Vec<String> = looks
        .iter()
        .filter_map(|look| {
            let (column, value) = (column(look)?, value(look)?);
            let any_space = matches!(look.by, LookBy::Name(_)) && value.contains(char::is_whitespace);
            Some(if any_space {
                let words: Vec<&str> = value.split_whitespace().collect();
                let pattern: String =
                    words.join("%").chars().map(|c| if plain(c) || c == '%' { c } else { '_' }).collect();
                format!("({column}:like:'{pattern}')")
            } else {
                let (operator, value) = if value.chars().all(plain) {
                    ("=", value.into_owned())
                } else {
                    ("like", value.chars().map(|c| if plain(c) { c } else { '_' }).collect())
                };
                let criterion = |column: &str| format!("({column}:{operator}:'{value}')");
                match look.by {
                    LookBy::Named(_) => format!("{} or {}", criterion(column), criterion("t.ref")),
                    _ => criterion(column),
                }
            })
        })
        .collect();
    criteria.join(" or ")
}

/// Characters that pass unharmed through filter and firewall on every version.
fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ' ' | '.' | '_' | '@' | '+' | '-' | '\'')
        || (c.is_alphabetic() && u32::from(c) <= 0xFFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_core::key::{ErpId, ExternalRef};

    #[test]
    fn values_are_asked_as_they_are_or_with_joker() {
        let email = |text: &str| Look::new(ErpKind::ThirdParty, LookBy::Email(text.to_owned()));
        assert_eq!(
            of(&[email("a@b.fr"), email("o'neil@b.fr")]),
            "(t.email:=:'a@b.fr') or (t.email:=:'o'neil@b.fr')"
        );
        let reference = Look::new(ErpKind::Product, LookBy::Reference("A:1(x)%".into()));
        assert_eq!(of(&[reference]), "(t.ref:like:'A_1_x__')");
        let name = Look::new(ErpKind::ThirdParty, LookBy::Name("Example (SARL)  Anna".into()));
        assert_eq!(of(&[name]), "(t.nom:like:'Example%_SARL_%Anna')");
        let odd = Look::new(ErpKind::Order, LookBy::ExternalRef(ExternalRef::stored("::")));
        assert_eq!(column(&odd), None);
    }

    #[test]
    fn documents_are_named_by_either_reference() {
        let named = |text: &str| Look::new(ErpKind::Order, LookBy::Named(text.to_owned()));
        assert_eq!(
            of(&[named("XKBKNABJK"), named("#FA000042")]),
            "(t.ref_client:=:'XKBKNABJK') or (t.ref:=:'XKBKNABJK') or \
             (t.ref_client:like:'_FA000042') or (t.ref:like:'_FA000042')"
        );
        let corrects = |id| Look::new(ErpKind::Invoice, LookBy::Correcting(ErpId(id)));
        assert_eq!(of(&[corrects(3), corrects(5)]), "(t.fk_facture_source:in:3,5)");
    }

    #[test]
    fn ids_are_listed() {
        let id = |n| Look::new(ErpKind::Order, LookBy::Id(ErpId(n)));
        assert_eq!(of(&[id(1), id(2)]), "(t.rowid:in:1,2)");
        assert_eq!(of(&[id(7)]), "(t.rowid:=:7)");
    }

    #[test]
    fn movements_of_products_are_asked_from_the_lowest_number_on() {
        let after =
            |product, after| Look::new(ErpKind::StockMovement, LookBy::OfProductAfter(ErpId(product), after));
        assert_eq!(of(&[after(3, 90), after(5, 40)]), "(t.fk_product:in:3,5) and (t.rowid:>:40)");
        assert_eq!(of(&[after(3, 90)]), "(t.fk_product:=:3) and (t.rowid:>:90)");
    }
}
