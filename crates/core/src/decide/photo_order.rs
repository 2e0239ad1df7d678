//! The order of photos in Dolibarr.
//!
//! Dolibarr numbers the files of a folder in the order in which they come, a file that is written over anew included, and no
//! call changes that number. Cards and lists sort photos by the text `<number>_<name>`, so that 10 comes before 1. What is
//! out of order has to be sent again; what stands in order from the first on is left.

/// What is to be sent so that photos stand in order: the index of the photo and the number it will get.
///
/// `positions` are the numbers of the photos in their wanted order, none for one that has to be sent; `next` is the number
/// that Dolibarr gives next.
pub(super) fn to_send(positions: &[Option<u64>], next: u64) -> Vec<(usize, u64)> {
    let most = positions.iter().take_while(|it| it.is_some()).count();
    for kept in (0..=most).rev() {
        let count = u64::try_from(positions.len() - kept).unwrap_or(u64::MAX);
        let mut shown: Vec<String> = positions.iter().take(kept).flatten().copied().map(text).collect();
        let mut numbers: Vec<u64> = (next..next.saturating_add(count)).collect();
        numbers.sort_by_key(|number| text(*number));
        shown.extend(numbers.iter().copied().map(text));
        if shown.is_sorted() {
            let mut sent: Vec<(usize, u64)> = (kept..positions.len()).zip(numbers).collect();
            // Numbers are given in the order of sending.
            sent.sort_by_key(|(_, number)| *number);
            return sent;
        }
    }
    Vec::new()
}

/// What Dolibarr sorts by.
fn text(position: u64) -> String {
    format!("{position}_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_set_is_sent_in_its_order() {
        assert_eq!(to_send(&[None, None, None], 1), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn of_ten_the_first_is_sent_last() {
        let sent = to_send(&[None; 10], 1);
        assert_eq!(sent.last(), Some(&(0, 10)));
        assert_eq!(sent.first(), Some(&(1, 1)));
        assert_eq!(sent.len(), 10);
    }

    #[test]
    fn what_stands_in_order_is_left() {
        assert_eq!(to_send(&[Some(1), Some(2), Some(3)], 4), []);
        assert_eq!(to_send(&[Some(1), Some(2), None], 4), [(2, 4)]);
    }

    #[test]
    fn another_cover_sends_those_before_it() {
        // c was third: it stays, a and b come behind it.
        assert_eq!(to_send(&[Some(3), Some(1), Some(2)], 4), [(1, 4), (2, 5)]);
    }

    #[test]
    fn a_removed_photo_sends_nothing() {
        assert_eq!(to_send(&[Some(1), Some(3)], 4), []);
    }

    #[test]
    fn a_tenth_photo_sends_all_again() {
        let nine: Vec<Option<u64>> = (1..=9).map(Some).collect();
        let ten: Vec<Option<u64>> = nine.into_iter().chain([None]).collect();
        let sent = to_send(&ten, 10);
        assert_eq!(sent.len(), 10);
        assert_eq!(sent.first(), Some(&(0, 10)));
    }
}
