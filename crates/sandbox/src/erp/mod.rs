//! stub
#[derive(Debug)]
pub struct ErpOptions;
#[derive(Debug)]
pub enum ErpVersion {
    V17,
}
#[derive(Debug)]
pub struct SandboxErp;
