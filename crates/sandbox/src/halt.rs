//! Stopping a sandbox at one request, so that a test can end its client at exactly that moment.

use tokio::sync::watch;

/// Where the request stands at which a sandbox stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It has arrived; nothing was done.
    Arrived,
    /// It was carried out; nothing of the answer was sent.
    CarriedOut,
}

#[derive(Debug, Default)]
struct State {
    halt: Option<(u64, Moment)>,
    seen: u64,
    reached: bool,
}

/// The halt of one sandbox.
#[derive(Debug)]
pub(crate) struct Halts(watch::Sender<State>);

impl Default for Halts {
    fn default() -> Self {
        Self(watch::Sender::new(State::default()))
    }
}

impl Halts {
    /// Counts from here, and stops at that request.
    pub(crate) fn set(&self, number: u64, moment: Moment) {
        self.0.send_replace(State { halt: Some((number, moment)), seen: 0, reached: false });
    }

    /// Lets everything pass.
    pub(crate) fn clear(&self) {
        self.0.send_replace(State::default());
    }

    /// Waits until the request has come and stands at its moment.
    pub(crate) async fn reached(&self) {
        // Never fails: the sender is here.
        let _ = self.0.subscribe().wait_for(|state| state.reached).await;
    }

    /// Counts a request and gives back where it has to stop. Those behind the one asked for stop as they arrive.
    pub(crate) fn arrive(&self) -> Option<Moment> {
        let mut stop = None;
        self.0.send_if_modified(|state| {
            let Some((number, moment)) = state.halt else { return false };
            state.seen += 1;
            stop = match state.seen.cmp(&number) {
                std::cmp::Ordering::Less => None,
                std::cmp::Ordering::Equal => Some(moment),
                std::cmp::Ordering::Greater => Some(Moment::Arrived),
            };
            false
        });
        stop
    }

    /// Stops a request until the halt is lifted.
    pub(crate) async fn hold(&self) {
        self.0.send_if_modified(|state| {
            let reached = state.halt.is_some() && !state.reached;
            state.reached |= reached;
            reached
        });
        let _ = self.0.subscribe().wait_for(|state| state.halt.is_none()).await;
    }
}
