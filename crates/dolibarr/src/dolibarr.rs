//! A Dolibarr behind its REST API.

use async_trait::async_trait;
use passerelle_core::erp::{ErpSeen, ErpSetup, Look};
use passerelle_core::key::ErpId;
use passerelle_core::plan::Operation;
use passerelle_engine::ports::erp::{Download, Erp, ErpError, ErpListing, ErpPage, FileContent, Outcome};
use tokio::sync::Semaphore;

use crate::answer::Answer;
use crate::body::Upload;
use crate::options::DolibarrOptions;
use crate::read::Reader;
use crate::rights::RightFinding;
use crate::transport::Transport;
use crate::{call, download, list, look, outcome, rights, setup};

/// A Dolibarr behind its REST API.
#[derive(Debug)]
pub struct Dolibarr {
    transport: Transport,
    reads: Semaphore,
}

impl Dolibarr {
    /// A client; nothing is sent yet.
    pub fn new(options: DolibarrOptions) -> Result<Self, ErpError> {
        let transport = Transport::new(&options).map_err(ErpError::Refused)?;
        Ok(Self { transport, reads: Semaphore::new(options.parallel_reads.max(1)) })
    }

    /// The rights that the key lacks or may lack, found out by calls that change nothing.
    pub async fn probe_rights(&self) -> Result<Vec<RightFinding>, ErpError> {
        rights::probe(&self.reader()).await
    }

    const fn reader(&self) -> Reader<'_> {
        Reader { transport: &self.transport, permits: &self.reads }
    }
}

#[async_trait]
impl Erp for Dolibarr {
    async fn setup(&self) -> Result<ErpSetup, ErpError> {
        setup::setup(&self.reader()).await
    }

    async fn look(&self, looks: &[Look]) -> Result<ErpSeen, ErpError> {
        look::look(&self.reader(), looks).await
    }

    async fn list(&self, listing: &ErpListing) -> Result<ErpPage, ErpError> {
        list::list(&self.reader(), listing).await
    }

    async fn execute(&self, operation: &Operation, made: &[Option<ErpId>]) -> Outcome {
        let call = match call::of(operation, made) {
            Ok(call) => call,
            Err(explanation) => return Outcome::Rejected(explanation),
        };
        let reply =
            self.transport.write(call.method.clone(), &call.path, &call.query, call.body.as_ref()).await;
        outcome::of(operation, &call, reply.map(|reply| Answer::of(&reply)))
    }

    async fn upload(&self, operation: &Operation, file: &FileContent) -> Outcome {
        let reference = match operation {
            Operation::ImageUpload(write) => &write.reference,
            Operation::FileCopy(copy) => &copy.reference,
            _ => return self.execute(operation, &[]).await,
        };
        let call = match call::of(operation, &[]) {
            Ok(call) => call,
            Err(explanation) => return Outcome::Rejected(explanation),
        };
        let body = Upload::new(reference, &file.name, file.bytes.clone());
        let reply = self.transport.upload(call.method.clone(), &call.path, body).await;
        outcome::of(operation, &call, reply.map(|reply| Answer::of(&reply)))
    }

    async fn download(&self, path: &str, most: usize) -> Result<Download, ErpError> {
        download::download(&self.reader(), path, most).await
    }

    fn calls(&self) -> u64 {
        self.transport.calls()
    }
}
