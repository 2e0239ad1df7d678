//! `sqlfilters`, with the traps of Dolibarr's own reading of them: a colon cuts the value, and what is left compares as 0.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::options::ErpVersion;
use super::refusal::Refusal;
use crate::calendar;

/// A column's value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sql {
    Null,
    Text(String),
    Number(Decimal),
    /// A date and time as the column holds it, in seconds as if its zone were UTC.
    Date(i64),
}

impl Sql {
    pub(crate) fn text(value: &str) -> Self {
        Self::Text(value.to_owned())
    }

    pub(crate) fn id(value: u32) -> Self {
        Self::Number(Decimal::from(value))
    }

    pub(crate) fn maybe(value: Option<&str>) -> Self {
        value.map_or(Self::Null, Self::text)
    }
}

/// Something with columns.
pub(crate) trait Columns {
    /// The value of a column (without the `t.`); `None` when the table has no such column.
    fn column(&self, name: &str) -> Option<Sql>;
    /// An extrafield's value.
    fn extra(&self, name: &str) -> Option<&str>;
}

/// What a criterion compares with.
#[derive(Debug, Clone)]
enum Operand {
    Null,
    Text(String),
    Number(Decimal),
    List(Vec<String>),
}

/// One `(t.ref:=:'x')`.
#[derive(Debug, Clone)]
struct Criterion {
    column: String,
    operator: String,
    operand: Operand,
}

#[derive(Debug, Clone)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Test(Criterion),
}

/// A whole filter.
#[derive(Debug, Clone, Default)]
pub(crate) struct SqlFilter {
    tokens: Vec<Token>,
}

/// A column the table has not.
#[derive(Debug)]
pub(crate) struct UnknownColumn(pub(crate) String);

impl SqlFilter {
    pub(crate) fn read(text: &str, version: ErpVersion, listing: &str) -> Result<Self, Refusal> {
        let bad = |detail: String| {
            Err(Refusal::new(400, format!("Error when validating parameter sqlfilters -> {detail}")))
        };
        let whole = match version {
            ErpVersion::V20 | ErpVersion::V23 if !(text.starts_with('(') && text.ends_with(')')) => {
                format!("({text})")
            }
            _ => text.to_owned(),
        };
        let opens = whole.matches('(').count();
        if opens != whole.matches(')').count() {
            return match version {
                ErpVersion::V20 | ErpVersion::V23 => {
                    bad(format!("Wrong balance of parenthesis in sqlfilters={text}"))
                }
                ErpVersion::V17 => Err(Refusal::new(
                    503,
                    format!(
                        "{listing} : You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version"
                    ),
                )),
            };
        }
        let syntax = || match version {
            ErpVersion::V20 | ErpVersion::V23 => format!("Bad syntax of the search string: {whole}"),
            ErpVersion::V17 => "Bad syntax of the search string, filter criteria is inhibited".to_owned(),
        };
        let mut tokens = Vec::new();
        let mut rest = whole.as_str();
        while let Some(first) = rest.chars().next() {
            if let Some((criterion, after)) = criterion(rest, version) {
                if version == ErpVersion::V17
                    && matches!(&criterion.operand, Operand::List(items) if items.iter().any(|i| i.starts_with('\'')))
                {
                    return Err(Refusal::new(
                        503,
                        format!(
                            "{listing} : You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version"
                        ),
                    ));
                }
                tokens.push(Token::Test(criterion));
                rest = after;
                continue;
            }
            let word = rest.get(..3).unwrap_or("").to_ascii_lowercase();
            match first {
                ' ' => rest = &rest[1..],
                '(' => {
                    tokens.push(Token::Open);
                    rest = &rest[1..];
                }
                ')' => {
                    tokens.push(Token::Close);
                    rest = &rest[1..];
                }
                _ if word == "and" => {
                    tokens.push(Token::And);
                    rest = &rest[3..];
                }
                _ if word.starts_with("or") => {
                    tokens.push(Token::Or);
                    rest = &rest[2..];
                }
                _ => return bad(syntax()),
            }
        }
        Ok(Self { tokens })
    }

    /// The values of `(t.ref_ext:=:'x') or (t.ref_ext:=:'y')` and of `(t.rowid:in:1,2)`, which an index can answer; none when
    /// the filter asks anything else.
    pub(crate) fn equalities(&self, column: &str) -> Option<Vec<&str>> {
        let mut values = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Open | Token::Close | Token::Or => {}
                Token::Test(test) if test.column.strip_prefix("t.").unwrap_or(&test.column) == column => {
                    match (test.operator.as_str(), &test.operand) {
                        ("=", Operand::Text(value)) => values.push(value.as_str()),
                        ("in", Operand::List(items)) => {
                            values.extend(items.iter().map(|it| it.trim().trim_matches('\'')))
                        }
                        _ => return None,
                    }
                }
                Token::And | Token::Test(_) => return None,
            }
        }
        (!values.is_empty()).then_some(values)
    }

    pub(crate) fn keeps(&self, row: &dyn Columns, extras: &[String]) -> Result<bool, UnknownColumn> {
        if self.tokens.is_empty() {
            return Ok(true);
        }
        let mut position = 0;
        self.either(row, extras, &mut position)
    }

    fn either(
        &self,
        row: &dyn Columns,
        extras: &[String],
        position: &mut usize,
    ) -> Result<bool, UnknownColumn> {
        let mut result = self.both(row, extras, position)?;
        while matches!(self.tokens.get(*position), Some(Token::Or)) {
            *position += 1;
            // Not short-circuited: the tokens of the right side must be consumed.
            let right = self.both(row, extras, position)?;
            result = result || right;
        }
        Ok(result)
    }

    fn both(
        &self,
        row: &dyn Columns,
        extras: &[String],
        position: &mut usize,
    ) -> Result<bool, UnknownColumn> {
        let mut result = self.one(row, extras, position)?;
        while matches!(self.tokens.get(*position), Some(Token::And)) {
            *position += 1;
            let right = self.one(row, extras, position)?;
            result = result && right;
        }
        Ok(result)
    }

    fn one(&self, row: &dyn Columns, extras: &[String], position: &mut usize) -> Result<bool, UnknownColumn> {
        let token = self.tokens.get(*position);
        *position += 1;
        match token {
            Some(Token::Test(criterion)) => criterion.holds(row, extras),
            Some(Token::Open) => {
                let result = self.either(row, extras, position)?;
                // The balance was checked.
                *position += 1;
                Ok(result)
            }
            _ => Ok(true),
        }
    }
}

/// Reads `(column:operator:value)` at the beginning; the value holds no parenthesis.
fn criterion(text: &str, version: ErpVersion) -> Option<(Criterion, &str)> {
    let inner = text.strip_prefix('(')?;
    let end = inner.find(['(', ')'])?;
    if !inner[end..].starts_with(')') {
        return None;
    }
    let (body, rest) = (&inner[..end], &inner[end + 1..]);
    // The trap: up to 20 whatever comes after a further colon is dropped, with the closing quote.
    let mut parts = body.splitn(if version == ErpVersion::V23 { 3 } else { usize::MAX }, ':');
    let (column, operator) = (parts.next()?, parts.next()?);
    let value = parts.next()?;
    let named =
        !column.is_empty() && column.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    let known = !operator.is_empty() && operator.chars().all(|c| "<>!=insotlkeINSOTLKE".contains(c));
    if !named || !known || body.len() <= column.len() + operator.len() + 2 {
        return None;
    }
    let operator = operator.to_ascii_lowercase();
    let quoted = value.len() >= 2 && value.starts_with('\'') && value.ends_with('\'');
    let operand = match operator.as_str() {
        "in" | "notin" => Operand::List(value.split(',').map(|item| item.trim().to_owned()).collect()),
        "like" | "notlike" if quoted => Operand::Text(value[1..value.len() - 1].to_owned()),
        "like" | "notlike" => Operand::Text(value.to_owned()),
        _ if quoted => Operand::Text(value[1..value.len() - 1].to_owned()),
        _ if value.eq_ignore_ascii_case("null") => Operand::Null,
        _ => Operand::Number(leading_number(value)),
    };
    Some((Criterion { column: column.to_owned(), operator, operand }, rest))
}

/// What PHP and MySQL make of a text where a number is wanted.
fn leading_number(text: &str) -> Decimal {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(i, c)| !(c.is_ascii_digit() || *c == '.' || (*i == 0 && *c == '-')))
        .map_or(text.len(), |(i, _)| i);
    text[..end].parse().unwrap_or(Decimal::ZERO)
}

/// `20301231`, `20301231235959`, `2030-12-31 23:59:59` as MySQL reads a date.
fn date(text: &str) -> Option<i64> {
    if text.contains('-') {
        return calendar::parse(text);
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let time = match (part(8..10), part(10..12), part(12..14)) {
        (Some(h), Some(m), Some(s)) => h * 3_600 + m * 60 + s,
        _ => 0,
    };
    Some(calendar::seconds(part(0..4)?, part(4..6)?, part(6..8)?, time))
}

fn compare(value: &Sql, operand: &Operand) -> Option<Ordering> {
    match (value, operand) {
        (Sql::Null, _) | (_, Operand::Null | Operand::List(_)) => None,
        (Sql::Text(a), Operand::Text(b)) => Some(fold(a).cmp(&fold(b))),
        (Sql::Text(a), Operand::Number(b)) => Some(leading_number(a).cmp(b)),
        (Sql::Number(a), Operand::Text(b)) => Some(a.cmp(&leading_number(b))),
        (Sql::Number(a), Operand::Number(b)) => Some(a.cmp(b)),
        (Sql::Date(a), Operand::Text(b)) => date(b).map(|b| a.cmp(&b)),
        (Sql::Date(a), Operand::Number(b)) => {
            let digits: String = calendar::stamp(*a).chars().filter(char::is_ascii_digit).collect();
            Some(leading_number(&digits).cmp(b))
        }
    }
}

/// The text as MySQL's collation compares it: without case, accents and trailing spaces.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    };
    text.trim_end().to_lowercase().chars().map(plain).collect()
}

/// SQL's LIKE with `%` and `_`.
fn like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skip| like(&text[skip..], rest)),
        Some((c, rest)) => {
            text.split_first().is_some_and(|(first, text)| (*c == '_' || c == first) && like(text, rest))
        }
    }
}

impl Criterion {
    fn holds(&self, row: &dyn Columns, extras: &[String]) -> Result<bool, UnknownColumn> {
        let unknown = || UnknownColumn(self.column.clone());
        let value = match self.column.split_once('.') {
            Some(("ef", name)) if !extras.iter().any(|e| e == name) => return Err(unknown()),
            Some(("ef", name)) => Sql::maybe(row.extra(name)),
            Some((_, name)) => row.column(name).ok_or_else(unknown)?,
            None => row.column(&self.column).ok_or_else(unknown)?,
        };
        let order = || compare(&value, &self.operand);
        let is_in = |items: &[String]| {
            items.iter().any(|item| {
                let operand = match item.strip_prefix('\'').and_then(|i| i.strip_suffix('\'')) {
                    Some(text) => Operand::Text(text.to_owned()),
                    None => Operand::Number(leading_number(item)),
                };
                compare(&value, &operand) == Some(Ordering::Equal)
            })
        };
        let matches = |pattern: &str| {
            let text = match &value {
                Sql::Text(text) => fold(text),
                Sql::Number(number) => number.to_string(),
                Sql::Date(date) => calendar::stamp(*date),
                Sql::Null => return None,
            };
            let (text, pattern): (Vec<char>, Vec<char>) =
                (text.chars().collect(), fold(pattern).chars().collect());
            Some(like(&text, &pattern))
        };
        Ok(match (self.operator.as_str(), &self.operand) {
            ("is", Operand::Null) => value == Sql::Null,
            ("isnot", Operand::Null) => value != Sql::Null,
            ("in", Operand::List(items)) => is_in(items),
            ("notin", Operand::List(items)) => value != Sql::Null && !is_in(items),
            ("like", Operand::Text(pattern)) => matches(pattern) == Some(true),
            ("notlike", Operand::Text(pattern)) => matches(pattern) == Some(false),
            ("=", _) => order() == Some(Ordering::Equal),
            ("!=" | "<>", _) => order().is_some_and(|o| o != Ordering::Equal),
            ("<", _) => order() == Some(Ordering::Less),
            (">", _) => order() == Some(Ordering::Greater),
            ("<=", _) => order().is_some_and(|o| o != Ordering::Greater),
            (">=", _) => order().is_some_and(|o| o != Ordering::Less),
            _ => false,
        })
    }
}

/// The order of two values in a sorted list.
pub(crate) fn sort(a: &Sql, b: &Sql) -> Ordering {
    match (a, b) {
        (Sql::Null, Sql::Null) => Ordering::Equal,
        (Sql::Null, _) => Ordering::Less,
        (_, Sql::Null) => Ordering::Greater,
        (Sql::Number(a), Sql::Number(b)) => a.cmp(b),
        (Sql::Date(a), Sql::Date(b)) => a.cmp(b),
        (Sql::Text(a), Sql::Text(b)) => fold(a).cmp(&fold(b)),
        _ => Ordering::Equal,
    }
}
