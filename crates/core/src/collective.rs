//! Third parties that stand for many customers: the guests of a country, and those whose data were erased in the shop.

use crate::key::ShopId;

/// How many letters there are; a country is two of them.
const LETTERS: u64 = 26;
/// The number of the guests of no country.
const GUESTS_OF_NOWHERE: u64 = 2;
/// The number of the first country's guests.
const FIRST_COUNTRY: u64 = 1_000;

/// A third party that Passerelle itself makes, for many customers of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Collective {
    /// Customers that were erased or made anonymous in the shop, whose orders are sales all the same.
    Anonymous,
    /// The guests of a country, by its two capital letters; none where the country is not known.
    Guests(Option<[u8; 2]>),
}

impl Collective {
    /// The guests of the country with this ISO code.
    #[must_use]
    pub fn guests(country: &str) -> Self {
        let code = <[u8; 2]>::try_from(country.trim().to_ascii_uppercase().as_bytes()).ok();
        Self::Guests(code.filter(|code| code.iter().all(u8::is_ascii_uppercase)))
    }

    /// Its id as a thing of kind [`Collective`](crate::key::Kind::Collective).
    #[must_use]
    pub fn shop_id(self) -> ShopId {
        ShopId(match self {
            Self::Anonymous => 1,
            Self::Guests(None) => GUESTS_OF_NOWHERE,
            Self::Guests(Some([first, second])) => {
                let place = |letter: u8| u64::from(letter.saturating_sub(b'A'));
                FIRST_COUNTRY + place(first) * LETTERS + place(second)
            }
        })
    }

    /// The reverse of [`Self::shop_id`].
    #[must_use]
    pub fn from_shop_id(id: ShopId) -> Option<Self> {
        match id.0 {
            1 => Some(Self::Anonymous),
            GUESTS_OF_NOWHERE => Some(Self::Guests(None)),
            number => {
                let place = number.checked_sub(FIRST_COUNTRY).filter(|place| *place < LETTERS * LETTERS)?;
                let letter = |place: u64| u8::try_from(place).ok().map(|place| b'A' + place);
                Some(Self::Guests(Some([letter(place / LETTERS)?, letter(place % LETTERS)?])))
            }
        }
    }

    /// The two letters of its country; empty without one.
    #[must_use]
    pub fn country(self) -> String {
        match self {
            Self::Guests(Some(letters)) => letters.map(char::from).iter().collect(),
            Self::Guests(None) | Self::Anonymous => String::new(),
        }
    }

    /// The word in its external reference, such as `guests-fr`.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Guests(None) => "guests".to_owned(),
            Self::Guests(Some(_)) => format!("guests-{}", self.country().to_ascii_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_collective_is_read_back_from_its_number() {
        let countries = ["FR", "AA", "ZZ", "de"].map(Collective::guests);
        for it in [Collective::Anonymous, Collective::Guests(None)].into_iter().chain(countries) {
            assert_eq!(Collective::from_shop_id(it.shop_id()), Some(it));
        }
        assert_eq!(Collective::guests("fr").word(), "guests-fr");
        for odd in ["", "F", "FRA", "F1", "é"] {
            assert_eq!(Collective::guests(odd), Collective::Guests(None), "{odd}");
        }
        for number in [0, 3, 999, 1_676, u64::MAX] {
            assert_eq!(Collective::from_shop_id(ShopId(number)), None, "{number}");
        }
    }
}
