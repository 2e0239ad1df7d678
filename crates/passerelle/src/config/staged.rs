//! A file that is written whole or not at all: beside its place first, then moved there. A kill at any moment leaves what was.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// A file that lies beside its place, complete and on disk.
#[derive(Debug)]
pub struct Staged {
    beside: PathBuf,
    place: PathBuf,
}

impl Staged {
    /// Writes it beside its place. `mode` is what it gets; none keeps the mode of what is there, and is the usual one otherwise.
    pub fn write(place: &Path, text: &str, mode: Option<u32>) -> std::io::Result<Self> {
        // Where a link points to, so that the link stays one.
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let present = fs::metadata(&place).ok().map(|it| it.permissions().mode() & 0o7777);
        let mode = mode.or(present).unwrap_or(0o644);
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = place.with_file_name(format!(".{name}.{}.new", std::process::id()));
        // One that a killed process of the same number left.
        let _ = fs::remove_file(&beside);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
        let staged = Self { beside, place };
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(staged)
    }

    /// Moves it to its place.
    pub fn put(self) -> std::io::Result<()> {
        fs::rename(&self.beside, &self.place)?;
        let folder = self.place.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // That the name is on disk too; some file systems cannot say.
        if let Ok(folder) = fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Gone when it was put.
        let _ = fs::remove_file(&self.beside);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_was_there_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.env");
        fs::write(&place, "old").unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o644)).unwrap();
        let staged = Staged::write(&place, "new", Some(0o600)).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "old", "as a kill would leave it");
        assert_eq!(mode(&staged.beside), 0o600, "nobody else can read it at any moment");
        staged.put().unwrap();
        assert_eq!((fs::read_to_string(&place).unwrap().as_str(), mode(&place)), ("new", 0o600));
        drop(Staged::write(&place, "third", None).unwrap());
        assert_eq!(fs::read_to_string(&place).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_mode_is_kept_and_a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (place, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
        fs::write(&place, "old").unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&place, &link).unwrap();
        Staged::write(&link, "new", None).unwrap().put().unwrap();
        assert_eq!((fs::read_to_string(&place).unwrap().as_str(), mode(&place)), ("new", 0o640));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
