//! What a document must show in Dolibarr once it is validated, beside its sums.

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::erp::ErpObject;
use crate::explain::Explanation;
use crate::key::ErpId;

/// Seconds that midnight is late or early in the time zones of the earth, seen from the same day in UTC.
const ZONES: std::ops::Range<i64> = -14 * 3_600..12 * 3_600;

/// What a document must show once it is validated; none is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shows {
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Its number, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Its third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub third_party: Option<ErpId>,
}

impl Shows {
    /// What the document shows otherwise; none when all is as it must be.
    #[must_use]
    pub fn otherwise(&self, object: &ErpObject) -> Option<Explanation> {
        let (id, reference, dated, third_party) = match object {
            ErpObject::Order(it) => ("order-shows-otherwise", &it.reference, it.dated, it.third_party),
            ErpObject::Invoice(it) => ("invoice-shows-otherwise", &it.reference, it.dated, it.third_party),
            _ => return None,
        };
        let day = self.day.zip(dated).filter(|(day, dated)| !is_midnight_of(*day, *dated));
        let number = self.reference.as_ref().filter(|wanted| *wanted != reference);
        let party = self.third_party.zip(third_party).filter(|(wanted, found)| wanted != found);
        if day.is_none() && number.is_none() && party.is_none() {
            return None;
        }
        let none = || "none".to_owned();
        let explanation = Explanation::new(id).with("erp_reference", reference);
        Some(
            explanation
                .with("shop_day", day.map_or_else(none, |(day, _)| day.to_string()))
                .with(
                    "erp_day",
                    day.and_then(|(_, dated)| nearest_day(dated)).map_or_else(none, |it| it.to_string()),
                )
                .with("shop_number", number.cloned().unwrap_or_else(none))
                .with("shop_party", party.map_or_else(none, |(wanted, _)| wanted.to_string()))
                .with("erp_party", party.map_or_else(none, |(_, found)| found.to_string())),
        )
    }
}

/// Whether this moment can be the beginning of the day. Dolibarr gives days as midnight of a time zone that it does not tell:
/// a day too many shows everywhere but in the zones farthest east and west.
fn is_midnight_of(day: Date, dated: i64) -> bool {
    let midnight = TimeZone::UTC.to_timestamp(day.to_datetime(time(0, 0, 0, 0))).map(|at| at.as_second());
    midnight.is_ok_and(|midnight| ZONES.contains(&dated.saturating_sub(midnight)))
}

/// The day that a midnight most likely begins.
fn nearest_day(dated: i64) -> Option<Date> {
    let noon = jiff::Timestamp::from_second(dated.checked_add(12 * 3_600)?).ok()?;
    Some(TimeZone::UTC.to_datetime(noon).date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::erp::ErpInvoice;

    fn invoice(dated: i64) -> ErpObject {
        let (reference, third_party) = ("FA2611-0001".to_owned(), Some(ErpId(7)));
        ErpObject::Invoice(ErpInvoice { reference, dated: Some(dated), third_party, ..ErpInvoice::default() })
    }

    fn midnight(day: &str, hours_east: i64) -> i64 {
        let day: Date = day.parse().unwrap();
        TimeZone::UTC.to_timestamp(day.to_datetime(time(0, 0, 0, 0))).unwrap().as_second()
            - hours_east * 3_600
    }

    #[test]
    fn a_day_is_the_same_in_every_zone_and_another_one_is_not() {
        let shows = Shows { day: "2024-03-05".parse().ok(), ..Shows::default() };
        for hours in -11..=14 {
            assert_eq!(shows.otherwise(&invoice(midnight("2024-03-05", hours))), None, "{hours}");
        }
        for hours in -9..=11 {
            for day in ["2024-03-04", "2024-03-06", "2026-11-28"] {
                let found = shows.otherwise(&invoice(midnight(day, hours))).unwrap();
                assert_eq!(found.args["shop_day"], "2024-03-05");
                assert_eq!(found.args["erp_day"], day, "{hours}");
                assert_eq!(found.args["shop_number"], "none");
            }
        }
    }

    #[test]
    fn number_and_third_party_are_compared_where_they_are_known() {
        let shows = Shows { reference: Some("IN000042".to_owned()), third_party: Some(ErpId(9)), day: None };
        let found = shows.otherwise(&invoice(0)).unwrap();
        assert_eq!(found.id, "invoice-shows-otherwise");
        assert_eq!((&*found.args["shop_number"], &*found.args["erp_reference"]), ("IN000042", "FA2611-0001"));
        assert_eq!((&*found.args["shop_party"], &*found.args["erp_party"]), ("9", "7"));
        assert_eq!(Shows::default().otherwise(&invoice(0)), None);
    }
}
