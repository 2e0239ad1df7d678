//! What a Dolibarr holds, as text without ids, running numbers and dates of creation: two loads of one shop are equal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passerelle_sandbox::erp::{Document, ErpData, Line, Record, Stored, Totals};

/// Numbers that Dolibarr gives in the order of its work.
const RUNNING: [&str; 2] = ["code_client", "ref"];

/// The whole state: one line for each thing, in the order of their external references.
pub fn projection(data: &ErpData) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(data.categories.iter().map(|it| {
        let parent = name(data.categories.get(it.parent));
        let inside: Vec<String> = sorted(it.objects.iter().map(|id| name(data.products.get(*id))));
        format!("category {}: {} in {parent} holds {inside:?} {}", own(it), it.kind, fields(&it.record, &[]))
    }));
    lines.extend(data.products.iter().map(|it| {
        format!(
            "product {}: kind {} price {} {} {} vat {} sale {} buy {} stock {:?} {}",
            own(it),
            it.kind,
            it.price.normalize(),
            it.price_ttc.normalize(),
            it.base,
            it.vat.normalize(),
            it.status,
            it.status_buy,
            it.stock,
            fields(&it.record, &[])
        )
    }));
    lines.extend(data.products.iter().filter_map(|it| {
        let photos = data.photos(it.record.text("ref"));
        (!photos.is_empty()).then(|| format!("files of {}: {photos:?}", own(it)))
    }));
    lines.extend(
        data.attributes.iter().map(|it| format!("attribute {}: {}", own(it), fields(&it.record, &[]))),
    );
    lines.extend(data.attribute_values.iter().map(|it| {
        format!("value of {}: {}", name(data.attributes.get(it.attribute)), fields(&it.record, &[]))
    }));
    lines.extend(data.ties.iter().map(|it| {
        let value = |id: u32| data.attribute_values.get(id).map(|it| it.record.text("ref").to_owned());
        let features = sorted(it.features.iter().map(|(_, id)| value(*id).unwrap_or_default()));
        format!(
            "variant {} of {}: {} with {features:?} price {} weight {}",
            name(data.products.get(it.child)),
            name(data.products.get(it.parent)),
            it.ref_ext,
            it.price.normalize(),
            it.weight.normalize()
        )
    }));
    lines.extend(
        data.third_parties
            .iter()
            .map(|it| format!("third party {}: {}", own(it), fields(&it.record, &RUNNING))),
    );
    lines.extend(data.contacts.iter().map(|it| {
        let of = it.socid.map(|id| name(data.third_parties.get(id)));
        format!("contact {}: of {of:?} {}", own(it), fields(&it.record, &[]))
    }));
    for (word, other, shelf, others) in [
        ("order", "invoices", &data.orders, &data.invoices),
        ("invoice", "orders", &data.invoices, &data.orders),
    ] {
        lines.extend(shelf.iter().map(|it| {
            let links = sorted(it.links.iter().map(|(_, id)| name(others.get(*id))));
            format!("{word} {}: {other} {links:?} {}", own(it), document(data, it))
        }));
    }
    lines.extend(data.payments.iter().map(|it| {
        format!(
            "payment {}: on {} {} ({}) day {} mode {} account {} comment {:?} ref_ext {:?}",
            it.number,
            name(data.invoices.get(it.invoice)),
            it.amount.normalize(),
            it.currency_amount.normalize(),
            it.date,
            it.mode,
            it.account,
            it.comment,
            it.ref_ext
        )
    }));
    lines.extend(data.movements.iter().map(|it| {
        let code = it.record.text("inventorycode");
        let product = name(data.products.get(it.product));
        format!("movement {code}: {} of {product} in {}", it.qty.normalize(), it.warehouse)
    }));
    lines.sort_unstable();
    lines
}

/// Stops with the lines that differ.
pub fn assert_equal(left: &[String], right: &[String], what: &str) {
    if left == right {
        return;
    }
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    for line in left {
        *counts.entry(line).or_default() += 1;
    }
    for line in right {
        *counts.entry(line).or_default() -= 1;
    }
    let mut text = String::new();
    for (line, count) in counts.into_iter().filter(|(_, count)| *count != 0) {
        let _ = writeln!(text, "{} {line}", if count > 0 { "only left: " } else { "only right:" });
    }
    panic!("{what}: the two differ\n{text}");
}

fn own<T: Stored>(thing: &T) -> String {
    thing.record().ref_ext().unwrap_or("-").to_owned()
}

fn name<T: Stored>(thing: Option<&T>) -> String {
    thing.map_or("nothing".to_owned(), own)
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

fn fields(record: &Record, without: &[&str]) -> String {
    let list: Vec<String> = record
        .fields()
        .filter(|(name, _)| !without.contains(name))
        .map(|(name, text)| format!("{name}={text:?}"))
        .collect();
    list.join(" ")
}

fn totals(totals: Totals) -> String {
    format!("{}+{}={}", totals.net.normalize(), totals.vat.normalize(), totals.gross.normalize())
}

fn document(data: &ErpData, it: &Document) -> String {
    let mut contacts: Vec<String> =
        it.contacts.iter().map(|(id, role)| format!("{role} {}", name(data.contacts.get(*id)))).collect();
    contacts.sort_unstable();
    let mut text = format!(
        "of {} day {} status {} billed {} kind {} corrects {} paid {} totals {} ({}) {:?} rate {} contacts {contacts:?} {}",
        name(data.third_parties.get(it.socid)),
        it.date,
        it.status,
        it.billed,
        it.kind,
        it.source.map_or("nothing".to_owned(), |id| name(data.invoices.get(id))),
        it.paid,
        totals(it.totals),
        totals(it.currency_totals),
        it.currency,
        it.rate.normalize(),
        fields(&it.record, &RUNNING)
    );
    for line in &it.lines {
        let _ = write!(text, " | {}", document_line(data, line));
    }
    text
}

fn document_line(data: &ErpData, line: &Line) -> String {
    format!(
        "{} {:?} kind {} {} × {} - {} % vat {} totals {} ({}) {}",
        line.rank,
        line.product.map(|id| name(data.products.get(id))),
        line.kind,
        line.qty.normalize(),
        line.subprice.normalize(),
        line.discount.normalize(),
        line.vat.normalize(),
        totals(line.totals),
        totals(line.currency_totals),
        fields(&line.record, &[])
    )
}
