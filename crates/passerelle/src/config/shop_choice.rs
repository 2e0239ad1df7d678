//! Which shops of a multistore are brought over: `"all"`, or a list of their numbers.

use serde::{Deserialize, Serialize};

/// Which shops of a multistore are brought over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum ShopChoice {
    /// All that are switched on.
    #[default]
    All,
    /// Those with these numbers.
    Some(Vec<u64>),
}

impl ShopChoice {
    /// The numbers; none is all.
    pub fn numbers(&self) -> Option<Vec<u64>> {
        match self {
            Self::All => None,
            Self::Some(list) => Some(list.clone()),
        }
    }
}

/// As it is written.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Word(String),
    List(Vec<u64>),
}

impl TryFrom<Written> for ShopChoice {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Word(word) if word == "all" => Ok(Self::All),
            Written::List(list) if !list.is_empty() && !list.contains(&0) => Ok(Self::Some(list)),
            Written::Word(_) | Written::List(_) => {
                Err("write \"all\", or the numbers of shops such as [1, 2]")
            }
        }
    }
}

impl From<ShopChoice> for Written {
    fn from(choice: ShopChoice) -> Self {
        match choice {
            ShopChoice::All => Self::Word("all".to_owned()),
            ShopChoice::Some(list) => Self::List(list),
        }
    }
}
