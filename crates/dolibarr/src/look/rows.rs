//! The rows of one answer. What cannot be read is not there to be called absent: something is created where nothing is.

use serde_json::Value;

/// The rows of a list, all of them; none when the answer is no list or one of its rows cannot be read.
pub fn read<T>(answer: Option<&Value>, decode: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    list(answer)?.iter().map(decode).collect()
}

/// The list; versions say "empty" with 404 (no answer here), with null and with a bare 0, too.
fn list(answer: Option<&Value>) -> Option<&[Value]> {
    match answer {
        None | Some(Value::Null) => Some(&[]),
        Some(Value::Array(rows)) => Some(rows),
        Some(Value::Number(number)) if number.as_i64() == Some(0) => Some(&[]),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_known_answers_are_empty() {
        for empty in [json!([]), json!(null), json!(0)] {
            assert_eq!(read(Some(&empty), Value::as_u64), Some(Vec::new()), "{empty}");
        }
        assert_eq!(read(None, Value::as_u64), Some(Vec::new()));
        for other in [json!({}), json!({"0": 1}), json!(1), json!("0"), json!(""), json!(false), json!(true)]
        {
            assert_eq!(read(Some(&other), Value::as_u64), None, "{other}");
        }
    }

    #[test]
    fn one_bad_row_spoils_the_list() {
        assert_eq!(read(Some(&json!([1, 2])), Value::as_u64), Some(vec![1, 2]));
        assert_eq!(read(Some(&json!([1, "x"])), Value::as_u64), None);
    }
}
