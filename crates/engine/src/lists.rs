//! The lists of one discovery: one that fails is a doubt, and all others go on.

use jiff::Timestamp;
use passerelle_core::explain::Explanation;
use passerelle_core::key::Tag;

use crate::discover::Discovered;
use crate::doubts::Book;
use crate::ports::store::Store;
use crate::run::RunError;

/// So many lists in a row that fail are no oddity of a list: the other side itself does not answer.
const MOST_FAILED: u32 = 3;

/// What became of the lists of one discovery.
pub(crate) struct Lists<'a> {
    store: &'a dyn Store,
    tag: &'a Tag,
    now: Timestamp,
    book: Book,
    total: Discovered,
    /// Lists that failed since the last that did not.
    failed: u32,
    any_good: bool,
    first: Option<RunError>,
}

impl<'a> Lists<'a> {
    pub(crate) async fn new(store: &'a dyn Store, tag: &'a Tag, now: Timestamp) -> Result<Self, RunError> {
        let book = Book::load(store, tag).await?;
        let total = Discovered::default();
        Ok(Self { store, tag, now, book, total, failed: 0, any_good: false, first: None })
    }

    /// Notes what became of a list. Its mark stays where it was when it failed.
    pub(crate) fn note(&mut self, name: &str, found: Result<Discovered, RunError>) -> Result<(), RunError> {
        let error = match found {
            Ok(found) => {
                self.book.put(name, &found.doubts, self.now);
                self.total.add(found);
                (self.failed, self.any_good) = (0, true);
                return Ok(());
            }
            Err(error) => error,
        };
        let Some(why) = error.explanation().cloned() else { return Err(error) };
        self.failed += 1;
        if self.failed >= MOST_FAILED {
            return Err(error);
        }
        let doubt =
            Explanation::new("list-failed").with("list", name.split('#').next().unwrap_or(name)).beside(why);
        self.book.put(name, std::slice::from_ref(&doubt), self.now);
        self.total.doubts.push(doubt);
        self.first.get_or_insert(error);
        Ok(())
    }

    /// What was found beside the lists.
    pub(crate) fn add(&mut self, marked: u64) {
        self.total.marked += marked;
    }

    /// What all lists gave; when none could be had, why the first could not.
    pub(crate) async fn end(self) -> Result<Discovered, RunError> {
        if let Some(error) = self.first.filter(|_| !self.any_good) {
            return Err(error);
        }
        self.book.store(self.store, self.tag, self.now).await?;
        Ok(self.total)
    }
}
