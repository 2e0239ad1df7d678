//! What customers had put on things that are made to order, for the lines of a hundred orders in two calls.

use std::collections::HashMap;

use passerelle_core::explain::Explanation;
use passerelle_core::shop::Customization;
use passerelle_engine::ports::shop::ShopError;

use super::Desk;
use super::odd::{bad_part, part_breaks_answer};
use crate::reference::Reference;
use crate::rows::{Row as _, values};
use crate::wire::{CustomizationFieldRow, CustomizationRow, CustomizedData, OrderDetailRow, Words};

/// Fields and texts by the number of the customization.
pub(crate) type Customized = HashMap<u64, Vec<Customization>>;

impl Desk<'_> {
    /// What customers had put on the things of these lines, where the key may read it. What cannot be read makes its order
    /// unreadable.
    pub(crate) async fn customizations(
        &self,
        lines: &[OrderDetailRow],
        unreadable: &mut HashMap<u64, Explanation>,
    ) -> Result<Customized, ShopError> {
        let orders: HashMap<u64, u64> = lines
            .iter()
            .filter(|line| line.id_customization.0 != 0)
            .map(|line| (line.id_customization.0, line.id_order.0))
            .collect();
        let reference = self.holder.get(self.rows).await?;
        if orders.is_empty() || !reference.reads(CustomizationRow::RESOURCE) {
            return Ok(Customized::default());
        }
        let batch = self.rows.batch::<CustomizationRow>("id", &values(orders.keys().copied())).await?;
        for row in &batch.bad {
            if let Some(order) = row.number("id").and_then(|id| orders.get(&id)) {
                unreadable.insert(*order, bad_part(CustomizationRow::RESOURCE, row));
            }
        }
        let lost = batch.lost.iter().filter_map(|lost| lost.value.parse().ok());
        for order in lost.filter_map(|id: u64| orders.get(&id)) {
            unreadable.insert(*order, part_breaks_answer(CustomizationRow::RESOURCE));
        }
        let names = self.field_names(&batch.rows, &reference).await?;
        Ok(batch.rows.iter().map(|row| (row.id.0, answers(row, &names))).collect())
    }

    /// The names of the fields, in the connection's language; none where the key may not read them.
    async fn field_names(
        &self,
        rows: &[CustomizationRow],
        reference: &Reference,
    ) -> Result<HashMap<u64, String>, ShopError> {
        let mut ids: Vec<u64> = rows
            .iter()
            .flat_map(|row| row.texts().iter().chain(row.files()))
            .map(|it| it.id_customization_field.0)
            .filter(|id| *id != 0)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() || !reference.reads(CustomizationFieldRow::RESOURCE) {
            return Ok(HashMap::new());
        }
        let batch = self.rows.batch::<CustomizationFieldRow>("id", &values(ids)).await?;
        let name = |name: &Words| name.label(reference.language).trim().to_owned();
        Ok(batch.rows.iter().map(|row| (row.id.0, name(&row.name))).collect())
    }
}

/// Texts first, each sort by the number of its field.
fn answers(row: &CustomizationRow, names: &HashMap<u64, String>) -> Vec<Customization> {
    let answer = |is_file: bool| {
        move |it: &CustomizedData| Customization {
            field: names.get(&it.id_customization_field.0).cloned().unwrap_or_default(),
            value: it.value.0.trim().to_owned(),
            is_file,
        }
    };
    let sorted = |data: &[CustomizedData]| {
        let mut data = data.to_vec();
        data.sort_by_key(|it| it.id_customization_field.0);
        data
    };
    let texts = sorted(row.texts()).iter().map(answer(false)).collect::<Vec<_>>();
    texts
        .into_iter()
        .chain(sorted(row.files()).iter().map(answer(true)))
        .filter(|it| !it.value.is_empty())
        .collect()
}
