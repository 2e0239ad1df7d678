//! The state or province of an address: a row of Dolibarr's dictionary, or else a line of the address.

use serde::{Deserialize, Serialize};

use super::Facts;
use super::text::{clip, join};
use crate::erp::{ErpKind, ErpObject, ErpSeen, ErpState, Look, LookBy};
use crate::shop::Address;

/// Characters of a state's name in an address.
const NAME_LIMIT: usize = 80;

/// The state or province of an address as the shop has it, and the country in Dolibarr's dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedState {
    /// `country_id`.
    pub country: u64,
    /// Its ISO code, without that of its country.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Where the state of an address stands in Dolibarr.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// `state_id`.
    pub id: Option<u64>,
    /// The line of the address that it is, where the dictionary lacks it.
    pub line: String,
}

impl WantedState {
    /// The state of an address; none when it has none, or when its country is none of Dolibarr's.
    pub(super) fn of(facts: &Facts, address: &Address) -> Option<Self> {
        let name = clip(&address.state, NAME_LIMIT);
        let country = facts.erp.country_id(&address.country)?;
        let code = address.state_code.trim().to_uppercase();
        let prefix = format!("{}-", address.country.to_uppercase());
        let code = code.strip_prefix(&prefix).unwrap_or(&code).to_owned();
        (!name.is_empty()).then_some(Self { country, code, name })
    }

    /// The states of its country.
    pub(super) fn look(&self) -> Look {
        Look::new(ErpKind::State, LookBy::OfCountry(self.country))
    }

    /// Its row: by ISO code; by name where the code is none of Dolibarr's, or another one's there.
    fn row<'a>(&self, states: &[&'a ErpState]) -> Option<&'a ErpState> {
        let same_name = |it: &&&ErpState| folded(&it.name) == folded(&self.name);
        let by_code: Vec<&&ErpState> = states
            .iter()
            .filter(|it| !self.code.is_empty() && it.code.trim().eq_ignore_ascii_case(&self.code))
            .collect();
        let by_name = states.iter().find(same_name);
        by_code.iter().copied().find(|it| same_name(it)).or(by_name).or(by_code.first().copied()).copied()
    }
}

/// Where a state stands; none when Dolibarr's dictionary was not read yet.
pub(super) fn placed(state: Option<&WantedState>, seen: &ErpSeen) -> Option<Placed> {
    let Some(state) = state else { return Some(Placed::default()) };
    let states: Vec<&ErpState> = seen
        .get(&state.look())?
        .iter()
        .filter_map(|object| match object {
            ErpObject::State(it) => Some(it),
            _ => None,
        })
        .collect();
    Some(match state.row(&states) {
        Some(row) => Placed { id: Some(row.id), line: String::new() },
        None => Placed { id: None, line: state.name.clone() },
    })
}

impl Placed {
    /// An address with its state, when that is a line of it.
    pub(super) fn with(&self, address: &str) -> String {
        join(&[address, &self.line], "\n")
    }
}

/// A name without what spellings differ in: case, white space, marks.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(plain).collect()
}

/// A letter without its accent.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u64, code: &str, name: &str) -> ErpState {
        ErpState { id, code: code.to_owned(), name: name.to_owned() }
    }

    fn found(code: &str, name: &str, rows: &[ErpState]) -> Option<u64> {
        let state = WantedState { country: 11, code: code.to_owned(), name: name.to_owned() };
        state.row(&rows.iter().collect::<Vec<_>>()).map(|it| it.id)
    }

    #[test]
    fn a_state_is_found_by_its_code_then_by_its_name() {
        let rows = [row(1, "CA", "California"), row(2, "ME", "MESSINA"), row(3, "NL", "Nuevo León")];
        assert_eq!(found("ca", "Californie", &rows), Some(1));
        assert_eq!(found("NLE", "nuevo leon", &rows), Some(3));
        assert_eq!(found("ME", "Messina", &rows), Some(2));
        assert_eq!(found("XX", "Elsewhere", &rows), None);
        assert_eq!(found("", "Elsewhere", &rows), None);
        // The code is another one's in Dolibarr: the name is what is printed.
        assert_eq!(found("NL", "California", &rows), Some(1));
    }
}
