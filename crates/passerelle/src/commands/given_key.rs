//! A key that is given to `init`: on the command line, in a file, on standard input, or in the environment.

use std::fs::File;
use std::io::BufRead as _;
use std::path::Path;

use passerelle_core::explain::Explanation;

use crate::failure::Failure;

/// No key is as long.
const LONGEST: u64 = 4_096;

/// The key that an option or the environment gives, and whether it stands on the command line, where others can read it; none
/// when neither gives one. `-` is a line of standard input, `@FILE` the first line of a file.
pub fn given(option: Option<&str>, variable: &str) -> Result<Option<(String, bool)>, Failure> {
    let Some(option) = option.map(str::trim) else {
        let key = std::env::var(variable).unwrap_or_default();
        return Ok((!key.trim().is_empty()).then(|| (key.trim().to_owned(), false)));
    };
    if option == "-" {
        // Not more than a line: the next key may be on the next one.
        return line(std::io::stdin().lock(), Path::new("-")).map(|key| Some((key, false)));
    }
    if let Some(path) = option.strip_prefix('@') {
        let path = Path::new(path);
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        return line(std::io::BufReader::new(file), path).map(|key| Some((key, false)));
    }
    Ok(Some((option.to_owned(), true)))
}

fn line(input: impl std::io::BufRead, path: &Path) -> Result<String, Failure> {
    let mut line = String::new();
    input.take(LONGEST).read_line(&mut line).map_err(|error| Failure::file(path, &error))?;
    match line.trim() {
        "" => Err(Failure::usage(Explanation::new("init-key-empty").with("path", path.display()))),
        key => Ok(key.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]

    use super::*;

    #[test]
    fn a_key_comes_from_a_file_or_the_command_line_and_only_there_others_see_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "  abc  \nnext\n").unwrap();
        let from_file = given(Some(&format!("@{}", path.display())), "PASSERELLE_NONE").unwrap();
        assert_eq!(from_file, Some(("abc".to_owned(), false)));
        assert_eq!(given(Some("abc"), "PASSERELLE_NONE").unwrap(), Some(("abc".to_owned(), true)));
        assert_eq!(given(None, "PASSERELLE_NONE").unwrap(), None);
        std::fs::write(&path, "\n").unwrap();
        let empty = given(Some(&format!("@{}", path.display())), "PASSERELLE_NONE").unwrap_err();
        assert_eq!(empty.explanation.id, "init-key-empty");
        assert!(given(Some("@/nowhere"), "PASSERELLE_NONE").is_err());
    }
}
