//! The original file of one image.

use passerelle_core::explain::Explanation;
use passerelle_engine::ports::shop::{Picture, ShopError};

use crate::call::CallError;
use crate::rows::Rows;

/// The file of an image of a product, if it has no more than `most` bytes. What the shop says of one image is about that one.
pub(crate) async fn image(rows: &Rows, product: u64, image: u64, most: usize) -> Result<Picture, ShopError> {
    let about = |id: &str| Explanation::new(id).with("product", product).with("image", image);
    match rows.client.file(&format!("images/products/{product}/{image}"), rows.everywhere(), most).await {
        Ok(Some(bytes)) => Ok(Picture::Bytes(bytes)),
        Ok(None) => Ok(Picture::Longer),
        // 57: no such image; 61 and 59: its file is not on the disk.
        Err(CallError::Refused(why)) if why.id == "shop-webservice-error" => {
            Ok(Picture::Missing(about("image-file-missing")))
        }
        Err(CallError::NoSuchThing) => Ok(Picture::Missing(about("image-file-missing"))),
        Err(CallError::Crashed(_) | CallError::Unreadable(_)) => Ok(Picture::Failed(about("image-crashed"))),
        Err(CallError::Passing { explanation, again: true, .. }) if explanation.id == "shop-crashed" => {
            Ok(Picture::Failed(about("image-crashed")))
        }
        Err(error) => Err(error.into()),
    }
}
