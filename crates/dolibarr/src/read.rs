//! Reading calls: repeated a few times when the reason for failing may pass, since reading twice does no harm.

use std::time::Duration;

use passerelle_engine::ports::erp::ErpError;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::answer::Answer;
use crate::diagnosis::{self, Call, Diagnosis};
use crate::explanations;
use crate::resource::Resource;
use crate::transport::{Failure, Transport};

/// How often a read is sent at most.
const TRIES: u32 = 3;
/// The wait before the second try; three times as long before the third.
const BACKOFF: Duration = Duration::from_millis(200);

/// Why a read gave nothing.
#[derive(Clone, Debug)]
pub enum ReadError {
    /// For the port.
    Erp(ErpError),
    /// Dolibarr's firewall refused the question itself; another question may pass.
    Firewall(ErpError),
}

impl From<ReadError> for ErpError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Erp(error) | ReadError::Firewall(error) => error,
        }
    }
}

/// Reads with a bound on how many reads are under way.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The wire.
    pub transport: &'a Transport,
    /// One permit for each read under way.
    pub permits: &'a Semaphore,
}

impl Reader<'_> {
    /// The body at `path` up to so many bytes, read once.
    pub async fn get_long(
        &self,
        resource: Resource,
        path: &str,
        query: &[(&str, String)],
        limit: usize,
    ) -> Result<LongAnswer, ReadError> {
        let permit = self.permits.acquire().await;
        let reply = self.transport.get_long(path, query, limit).await;
        drop(permit);
        match reply {
            Ok(reply) if reply.status == 200 && reply.says_json => Ok(LongAnswer::Body(reply.body)),
            Err(Failure::Lost(why)) if why.id == "erp-answer-too-large" => Ok(LongAnswer::Longer),
            reply => match judge(resource, reply.map(|reply| Answer::of(&reply))) {
                Judged::Value(_) => Ok(LongAnswer::None),
                Judged::Lasting(error) | Judged::Passing(error) => Err(error),
            },
        }
    }

    /// The value at `path`; none when Dolibarr says that there is none (404, which is also how it says "empty list").
    pub async fn get(
        &self,
        resource: Resource,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<Option<Value>, ReadError> {
        let mut wait = BACKOFF;
        let mut tries = 1;
        loop {
            let permit = self.permits.acquire().await;
            let answer = self.transport.get(path, query).await;
            drop(permit);
            let error = match judge(resource, answer.map(|reply| Answer::of(&reply))) {
                Judged::Value(value) => return Ok(value),
                Judged::Lasting(error) => return Err(error),
                Judged::Passing(error) => error,
            };
            if tries == TRIES {
                return Err(error);
            }
            tracing::debug!(resource = resource.word(), tries, "a read failed and is repeated");
            tokio::time::sleep(wait).await;
            wait *= 3;
            tries += 1;
        }
    }
}

/// The answer to a read that may be long.
#[derive(Clone, Debug)]
pub enum LongAnswer {
    /// The body of a success, not yet understood.
    Body(bytes::Bytes),
    /// Dolibarr says that there is none.
    None,
    /// It is longer than the limit.
    Longer,
}

/// One read, judged.
enum Judged {
    Value(Option<Value>),
    Lasting(ReadError),
    Passing(ReadError),
}

/// Whoever says when to come back is not asked again before.
fn throttled(retry_after: Option<u32>) -> Judged {
    let explanation = explanations::throttled();
    Judged::Lasting(ReadError::Erp(ErpError::Unavailable { explanation, retry_after }))
}

fn judge(resource: Resource, answer: Result<Answer, Failure>) -> Judged {
    let word = resource.word();
    let refused = |explanation| Judged::Lasting(ReadError::Erp(ErpError::Refused(explanation)));
    let passing = |explanation| {
        Judged::Passing(ReadError::Erp(ErpError::Unavailable { explanation, retry_after: None }))
    };
    match answer {
        Err(Failure::NotSent(explanation)) if explanation.id == "erp-tls-failed" => refused(explanation),
        Err(Failure::NotSent(explanation) | Failure::Lost(explanation)) => passing(explanation),
        Ok(Answer::Value(value)) => Judged::Value(Some(value)),
        Ok(Answer::Nothing) => Judged::Value(None),
        Ok(Answer::ModuleOff) => refused(explanations::module_off(resource.module)),
        Ok(Answer::Firewall) => {
            Judged::Lasting(ReadError::Firewall(ErpError::Refused(explanations::firewall_refused(word))))
        }
        Ok(Answer::Redirect(to)) => refused(explanations::redirected(&to)),
        Ok(Answer::Foreign(status) | Answer::Unreadable(status)) => {
            refused(explanations::not_dolibarr(status))
        }
        Ok(Answer::Throttled(retry_after)) => throttled(retry_after),
        Ok(Answer::Unavailable(seconds)) => throttled(Some(seconds)),
        Ok(Answer::Crash(status)) => passing(explanations::unavailable(status)),
        Ok(Answer::Application(error)) if error.status == 404 => {
            // A route that does not exist says nothing but "Not Found": that is no empty list.
            if error.message.is_empty() && error.details.is_empty() {
                refused(explanations::module_off(resource.module))
            } else {
                Judged::Value(None)
            }
        }
        Ok(Answer::Application(error)) => {
            let call = Call { word, right: resource.right_to_read };
            match diagnosis::of(call, &error) {
                Diagnosis::Passing(explanation) => passing(explanation),
                Diagnosis::Lasting(explanation) => refused(explanation),
                Diagnosis::Already => Judged::Value(None),
            }
        }
    }
}
