//! Product and category images: lists in XML, files made from their numbers.

use super::data::ShopData;
use super::fault::Trouble;
use super::query::Query;
use super::render;
use super::row::Links;
use crate::server::{Answer, Call};

/// What is odd about an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OddImage {
    /// Its file is not on the disk.
    Missing,
    /// PHP dies over it.
    Crash,
    /// Its file is these bytes.
    Bytes(bytes::Bytes),
}

/// A small file that differs for each image and is always the same for one. Every fifth is a PNG, whatever its name says.
fn file(id: u32) -> Vec<u8> {
    let mut bytes = if id.is_multiple_of(5) {
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec()
    } else {
        [&[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10][..], b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"].concat()
    };
    let mut value = id;
    for _ in 0..(64 + id % 64) {
        value = value.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.extend_from_slice(&value.to_be_bytes());
    }
    bytes.extend_from_slice(&[0xff, 0xd9]);
    bytes
}

fn images_of(data: &ShopData, product: u32) -> Option<Vec<u32>> {
    let table = data.table("products")?;
    let association = table.resource.association("images")?;
    match table.get(product)?.links(association) {
        Some(Links::Ids(ids)) => Some(ids.clone()),
        _ => Some(Vec::new()),
    }
}

fn xml(body: &str) -> Answer {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<prestashop xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n";
    Answer::new(200, render::XML, format!("{head}{body}</prestashop>\n"))
}

/// Answers `/api/images…`.
pub(crate) fn answer(data: &ShopData, call: &Call, query: &Query, segments: &[&str], host: &str) -> Answer {
    if !matches!(call.method.as_str(), "GET" | "HEAD") {
        let message = format!("Method {} is not allowed for images here", call.method);
        return render::trouble(&Trouble::one(405, 25, message), query.json);
    }
    let base = format!("http://{host}/api/images");
    match segments {
        // JSON is broken here: nothing, with a content type of nothing.
        [_] | [_, _] if query.json => Answer::new(200, "", ""),
        [_] => {
            let kinds = ["general", "products", "categories", "manufacturers", "suppliers", "stores"];
            let lines: String = kinds
                .iter()
                .map(|kind| format!("<{kind} xlink:href=\"{base}/{kind}\" get=\"true\"/>\n"))
                .collect();
            xml(&format!("<image_types>\n{lines}</image_types>\n"))
        }
        [_, "products"] => {
            let lines: String = data
                .ids("products")
                .into_iter()
                .filter(|id| images_of(data, *id).is_some_and(|images| !images.is_empty()))
                .map(|id| format!("<image id=\"{id}\" xlink:href=\"{base}/products/{id}\"/>\n"))
                .collect();
            xml(&format!("<image_types>\n</image_types>\n<images>\n{lines}</images>\n"))
        }
        [_, "products", product, rest @ ..] => product_image(data, query, product, rest, &base),
        [_, _] => xml("<image_types>\n</image_types>\n<images>\n</images>\n"),
        _ => Answer::new(404, "", ""),
    }
}

fn product_image(data: &ShopData, query: &Query, product: &str, rest: &[&str], base: &str) -> Answer {
    let images = product.parse().ok().and_then(|id| images_of(data, id));
    let images = match images.filter(|images| !images.is_empty()) {
        Some(images) => images,
        None if rest.is_empty() => return Answer::new(404, "", ""),
        None => return render::trouble(&Trouble::one(400, 57, "This image id does not exist"), query.json),
    };
    match rest {
        [] if query.json => {
            let body = format!(
                "{{\"\":[{{\"id\":\"{product}\"}}],\"errors\":[{{\"code\":61,\"message\":\"This image does not exist on disk\"}}]}}"
            );
            Answer::new(500, render::JSON, body)
        }
        [] => {
            let lines: String = images
                .iter()
                .map(|id| {
                    format!("<declination id=\"{id}\" xlink:href=\"{base}/products/{product}/{id}\"/>\n")
                })
                .collect();
            xml(&format!("<image id=\"{product}\">\n{lines}</image>\n"))
        }
        [image, thumbnail @ ..] => match image.parse::<u32>().ok().filter(|id| images.contains(id)) {
            None => render::trouble(&Trouble::one(400, 57, "This image id does not exist"), query.json),
            Some(_) if !thumbnail.is_empty() => {
                render::trouble(&Trouble::one(500, 59, "This image does not exist on disk"), query.json)
            }
            Some(id) => match data.odd_images.get(&id) {
                // In XML even when JSON is asked for.
                Some(OddImage::Missing) => {
                    render::trouble(&Trouble::one(500, 61, "This image does not exist on disk"), false)
                }
                Some(OddImage::Crash) => Answer::new(500, "", ""),
                Some(OddImage::Bytes(bytes)) => Answer::new(200, "image/jpeg", bytes.clone()),
                None => Answer::new(200, "image/jpeg", file(id)),
            },
        },
    }
}
