//! Values as the database holds them, there and back.

use std::error::Error;

use jiff::Timestamp;
use passerelle_core::erp::ErpKind;
use passerelle_core::explain::Explanation;
use passerelle_core::key::{Key, Kind, ShopId, Tag};
use passerelle_engine::ports::store::{DocumentState, StoreError, StoreResult};
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Decode, Row, Sqlite, Type};

/// Why a statement or a value failed; the port's methods say what was being done.
pub(super) type Failure = Box<dyn Error + Send + Sync>;
/// What everything inside gives back.
pub(super) type Inner<T> = Result<T, Failure>;

/// Says what was being done when it failed.
pub(super) trait Doing<T> {
    /// The same result as the port gives it back.
    fn doing(self, doing: &'static str) -> StoreResult<T>;
}

impl<T, E: Into<Failure>> Doing<T> for Result<T, E> {
    fn doing(self, doing: &'static str) -> StoreResult<T> {
        self.map_err(|source| StoreError { doing, source: source.into() })
    }
}

/// The database holds something that this program never wrote.
#[derive(Debug, thiserror::Error)]
#[error("the state database holds \"{value}\" as {what}")]
struct Unreadable {
    what: &'static str,
    value: String,
}

pub(super) fn unreadable(what: &'static str, value: &str) -> Failure {
    Box::new(Unreadable { what, value: value.to_owned() })
}

/// One column of a row.
pub(super) fn get<'r, T>(row: &'r SqliteRow, column: usize) -> Inner<T>
where
    T: Decode<'r, Sqlite> + Type<Sqlite>,
    usize: ColumnIndex<SqliteRow>,
{
    Ok(row.try_get(column)?)
}

/// A number as the database holds it, whose integers have a sign: the greatest ones become negative. No thing has such a number,
/// and one that claims it must not break the database for all others.
#[expect(clippy::unnecessary_wraps, reason = "read and written like every other value")]
pub(super) fn number(value: u64) -> Inner<i64> {
    Ok(value.cast_signed())
}

pub(super) fn get_number(row: &SqliteRow, column: usize) -> Inner<u64> {
    Ok(get::<i64>(row, column)?.cast_unsigned())
}

pub(super) fn time(micros: i64) -> Inner<Timestamp> {
    Ok(Timestamp::from_microsecond(micros)?)
}

pub(super) fn get_time(row: &SqliteRow, column: usize) -> Inner<Timestamp> {
    time(get(row, column)?)
}

pub(super) fn get_kind(row: &SqliteRow, column: usize) -> Inner<Kind> {
    Ok(get::<&str>(row, column)?.parse::<Kind>()?)
}

/// The key in three columns from `column` on.
pub(super) fn get_key(row: &SqliteRow, column: usize) -> Inner<Key> {
    Ok(Key {
        tag: get::<&str>(row, column)?.parse::<Tag>()?,
        kind: get_kind(row, column + 1)?,
        id: ShopId(get_number(row, column + 2)?),
    })
}

pub(super) fn get_state(row: &SqliteRow, column: usize) -> Inner<DocumentState> {
    let word: &str = get(row, column)?;
    DocumentState::ALL
        .into_iter()
        .find(|state| state.word() == word)
        .ok_or_else(|| unreadable("the state of a document", word))
}

pub(super) fn get_erp_kind(row: &SqliteRow, column: usize) -> Inner<ErpKind> {
    const ALL: [ErpKind; 17] = [
        ErpKind::Category,
        ErpKind::Product,
        ErpKind::ThirdParty,
        ErpKind::Contact,
        ErpKind::Order,
        ErpKind::Invoice,
        ErpKind::Payment,
        ErpKind::OrderLine,
        ErpKind::StockMovement,
        ErpKind::CustomerCategory,
        ErpKind::Attribute,
        ErpKind::AttributeValue,
        ErpKind::Variant,
        ErpKind::Stock,
        ErpKind::File,
        ErpKind::State,
        ErpKind::DocumentContact,
    ];
    let word: &str = get(row, column)?;
    ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| unreadable("the kind of a link", word))
}

/// An explanation as JSON.
pub(super) fn explanation(explanation: Option<&Explanation>) -> Inner<Option<String>> {
    Ok(explanation.map(serde_json::to_string).transpose()?)
}

pub(super) fn get_explanation(row: &SqliteRow, column: usize) -> Inner<Option<Explanation>> {
    let text: Option<&str> = get(row, column)?;
    Ok(text.map(serde_json::from_str).transpose()?)
}
