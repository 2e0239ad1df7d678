//! How results are shown: tables, lines, progress bars, JSON.

pub mod attention;
pub mod document;
pub mod progress;
pub mod rehearsed;
pub mod remarks;
pub mod summary;
pub mod table;

/// Like `println!`, but for a reader who may have gone (`passerelle plan | head`): what nobody reads is not printed, and the
/// command does its work to its end.
#[macro_export]
macro_rules! out {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

/// Like `eprintln!`, which panics when nobody reads on (`passerelle sync 2>&1 | head`).
#[macro_export]
macro_rules! err {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($part)*);
    }};
}

/// Standard error for the log: it takes everything, read or not. The log would panic over an error.
#[derive(Debug, Default)]
pub struct Log;

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = std::io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let _ = std::io::stderr().flush();
        Ok(())
    }
}
