//! How results are shown: tables, lines, progress bars, JSON.

pub mod attention;
pub mod document;
pub mod progress;
pub mod rehearsed;
pub mod remarks;
pub mod summary;
pub mod table;

/// Like `println!`, but ends the program quietly when nobody reads on (`passerelle plan | head`).
#[macro_export]
macro_rules! out {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        if writeln!(std::io::stdout(), $($part)*).is_err() {
            std::process::exit(0);
        }
    }};
}
