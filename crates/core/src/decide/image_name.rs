//! Names of image files in Dolibarr: `<tag>-image-<number>-<print>.<format>`. The print is of the bytes, so that Dolibarr's list
//! of files alone says which images it has, and with which bytes.

use sha2::{Digest as _, Sha256};

use crate::key::{ExternalRef, Key, Kind, ShopId, Tag};

/// The format of an image by its first bytes; names and content types of the shop say nothing.
#[must_use]
pub fn image_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// The name under which these bytes are kept; none when they are no image.
#[must_use]
pub fn image_name(stem: &ExternalRef, bytes: &[u8]) -> Option<String> {
    let format = image_format(bytes)?;
    let print: String = Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{stem}-{print}.{format}"))
}

/// The external reference of an image, with which the names of its files begin.
pub(super) fn stem(tag: &Tag, image: ShopId) -> ExternalRef {
    Key::new(tag, Kind::Image, image).external_ref()
}

/// The image that a file is of; none when a person put it there.
pub(super) fn image_of(tag: &Tag, name: &str) -> Option<ShopId> {
    let rest = name.strip_prefix(tag.as_str())?.strip_prefix("-image-")?;
    let (id, rest) = rest.split_once('-')?;
    let (print, format) = rest.split_once('.')?;
    let ours = print.len() == 12
        && print.bytes().all(|byte| byte.is_ascii_hexdigit())
        && matches!(format, "jpg" | "png" | "gif" | "webp");
    if ours { id.parse().ok().map(ShopId) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_image_bytes_and_format() {
        let tag: Tag = "ps1".parse().unwrap();
        let png = b"\x89PNG\r\n\x1a\nrest";
        let name = image_name(&stem(&tag, ShopId(42)), png).unwrap();
        assert!(name.starts_with("ps1-image-42-") && name.ends_with(".png"), "{name}");
        assert_eq!(image_of(&tag, &name), Some(ShopId(42)));
        let other = image_name(&stem(&tag, ShopId(42)), b"\x89PNG\r\n\x1a\nother").unwrap();
        assert_ne!(name, other);
    }

    #[test]
    fn formats_go_by_the_bytes() {
        for (bytes, format) in [
            (&b"\xFF\xD8\xFF\xE0"[..], Some("jpg")),
            (b"GIF89a...", Some("gif")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("webp")),
            (b"RIFF\x10\0\0\0WAVE", None),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(image_format(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn files_of_persons_are_not_ours() {
        let tag: Tag = "ps1".parse().unwrap();
        for name in [
            "photo.jpg",
            "ps1-image-42.jpg",
            "ps1-image-42-zz0000000000.jpg",
            "ps1-image-42-000000000000.pdf",
            "ps12-image-42-000000000000.jpg",
            "ps1-image-x-000000000000.jpg",
        ] {
            assert_eq!(image_of(&tag, name), None, "{name}");
        }
    }
}
