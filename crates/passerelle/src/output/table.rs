//! Tables of counts.

use comfy_table::{Cell, CellAlignment, Table, presets};
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::{DocumentState, StateCounts};

use crate::words::Words;

/// Kinds as rows, states that occur as columns.
pub fn counts(words: &Words, counts: &StateCounts) -> Table {
    let states: Vec<DocumentState> = DocumentState::ALL
        .into_iter()
        .filter(|state| counts.iter().any(|((_, it), count)| it == state && *count > 0))
        .collect();
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let mut header = vec![String::new()];
    header.extend(
        states.iter().map(|state| words.say(&format!("state-{}", state.word().replace('_', "-")), &[])),
    );
    table.set_header(header);
    for kind in Kind::JOBS {
        let row: Vec<u64> =
            states.iter().map(|state| counts.get(&(kind, *state)).copied().unwrap_or(0)).collect();
        if row.iter().all(|count| *count == 0) {
            continue;
        }
        let mut cells = vec![Cell::new(words.say(&format!("kind-{}", kind.word()), &[]))];
        cells.extend(row.into_iter().map(|count| Cell::new(count).set_alignment(CellAlignment::Right)));
        table.add_row(cells);
    }
    table
}
