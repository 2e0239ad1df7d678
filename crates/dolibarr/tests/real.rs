//! Against a real Dolibarr, whose address and key come from PASSERELLE_ERP_URL and PASSERELLE_ERP_KEY; run with
//! `cargo test -p passerelle-dolibarr --test real -- --ignored`. It leaves its objects behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use std::time::{SystemTime, UNIX_EPOCH};

use common::reference;
use passerelle_core::erp::{ErpKind, ErpObject, Look, LookBy, stored_product_reference};
use passerelle_core::plan::{CategoryWrite, ContactWrite, Operation, ProductWrite, Target, ThirdPartyWrite};
use passerelle_dolibarr::{Dolibarr, DolibarrOptions};
use passerelle_engine::ports::erp::{Erp, Outcome};

fn erp() -> Dolibarr {
    let url = std::env::var("PASSERELLE_ERP_URL").unwrap();
    let key = std::env::var("PASSERELLE_ERP_KEY").unwrap();
    Dolibarr::new(DolibarrOptions::new(url, key.into())).unwrap()
}

fn stamp() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()
}

/// References with every sort of awkward character.
const REFERENCES: [&str; 36] = [
    "A/B C",
    "Réf É#1:(x)",
    "a--b",
    "a---b-c",
    "x - y",
    "x -y",
    "end -",
    "..a..b",
    "a...b",
    "a%20b",
    "q'uote",
    "dq\"x",
    "semi;colon",
    "comma,x",
    "eq=x",
    "br[ack]et",
    "pipe|x",
    "back\\slash",
    "dollar$",
    "deg°x",
    "tick`x",
    "tab\tx",
    " lead trail ",
    "ÆØÅ œ ß",
    "ñÑ ÿŸ š",
    "a&b+c@d!e~f^g",
    "{x}",
    "<b>x</b>",
    "e\u{301} combining",
    "emoji😀x",
    "q?*x",
    "ŒUF",
    "x.-.-y",
    ".-.",
    "ĀČ",
    "select x from y",
];

#[tokio::test]
#[ignore = "needs a real Dolibarr"]
async fn references_are_found_as_they_are_stored() {
    let (erp, stamp) = (erp(), stamp());
    let mut looks = Vec::new();
    for text in REFERENCES {
        let given = format!("r{stamp}{text}");
        let create = Operation::ProductCreate(ProductWrite {
            reference: Some(given.clone()),
            label: Some("x".to_owned()),
            ..ProductWrite::default()
        });
        let Outcome::Done { created: Some(id), .. } = erp.execute(&create, &[]).await else {
            panic!("{text}")
        };
        // An update has other rules than a creation.
        let updated = format!("u{stamp}{text}");
        let write = ProductWrite { reference: Some(updated.clone()), ..ProductWrite::default() };
        let created = Look::new(ErpKind::Product, LookBy::Reference(stored_product_reference(&given)));
        let seen = erp.look(std::slice::from_ref(&created)).await.unwrap();
        assert_eq!(seen.get(&created).map(|found| found.len()), Some(1), "{text}: {seen:?}");
        erp.execute(&Operation::ProductUpdate { target: Target::Id(id), write }, &[]).await;
        looks.push((Look::new(ErpKind::Product, LookBy::Reference(stored_product_reference(&updated))), id));
    }
    let asked: Vec<Look> = looks.iter().map(|(look, _)| look.clone()).collect();
    let before = erp.calls();
    let seen = erp.look(&asked).await.unwrap();
    println!("{} looks in {} calls", asked.len(), erp.calls() - before);
    for (look, id) in looks {
        let found: Vec<_> = seen.get(&look).unwrap().iter().map(ErpObject::id).collect();
        assert_eq!(found, [Some(id)], "{look:?}");
    }
}

#[tokio::test]
#[ignore = "needs a real Dolibarr"]
async fn awkward_texts_are_stored_or_refused_in_words() {
    let (erp, stamp) = (erp(), stamp());
    let long = format!("é'\"{}", "x".repeat(400));
    for (name, lengths) in [("DOE", 3), (long.as_str(), 128)] {
        let write = ThirdPartyWrite {
            ref_ext: Some(reference(&format!("t{stamp}{lengths}"))),
            name: Some(name.to_owned()),
            address: Some(long.clone()),
            town: Some(long.clone()),
            phone: Some(long.clone()),
            note_private: Some("n".repeat(70_000)),
            ..ThirdPartyWrite::default()
        };
        let outcome = erp.execute(&Operation::ThirdPartyCreate(write), &[]).await;
        let Outcome::Done { created: Some(id), .. } = outcome else { panic!("{outcome:?}") };
        let look = Look::new(ErpKind::ThirdParty, LookBy::Id(id));
        let seen = erp.look(std::slice::from_ref(&look)).await.unwrap();
        let Some([ErpObject::ThirdParty(found)]) = seen.get(&look) else { panic!("{seen:?}") };
        assert_eq!(found.name.chars().count(), lengths);
        assert_eq!((found.town.chars().count(), found.address.chars().count()), (50, 255));

        let contact = ContactWrite {
            third_party: Some(Target::Id(id)),
            last_name: Some(long.clone()),
            first_name: Some(long.clone()),
            town: Some(long.clone()),
            phone: Some(long.clone()),
            ..ContactWrite::default()
        };
        let outcome = erp.execute(&Operation::ContactCreate(contact.clone()), &[]).await;
        let Outcome::Done { created: Some(id), .. } = outcome else { panic!("{outcome:?}") };
        let outcome =
            erp.execute(&Operation::ContactUpdate { target: Target::Id(id), write: contact }, &[]).await;
        assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    }
    let label = Some(format!("{stamp}{long}"));
    let write = CategoryWrite { label, ..CategoryWrite::default() };
    let outcome = erp.execute(&Operation::CategoryCreate(write.clone()), &[]).await;
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    println!("the same category again: {:?}", erp.execute(&Operation::CategoryCreate(write), &[]).await);
    let write = ProductWrite {
        reference: Some(format!("e{stamp}")),
        label: Some("Mug 😀".to_owned()),
        ..ProductWrite::default()
    };
    println!("emoji: {:?}", erp.execute(&Operation::ProductCreate(write), &[]).await);
    let write = ThirdPartyWrite { name: Some(format!("{stamp} 😀")), ..ThirdPartyWrite::default() };
    let outcome = erp
        .execute(
            &Operation::ThirdPartyUpdate { target: Target::Id(passerelle_core::key::ErpId(1)), write },
            &[],
        )
        .await;
    println!("emoji in an update: {outcome:?}");
}
